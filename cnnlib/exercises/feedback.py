"""What a learner is told: a sign, a status in words, and the message."""

import html
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from cnnlib.exercises.exercise import Exercise, Status
from cnnlib.messages import _, columns_of

WIDTH = 88
"""Columns in a line of feedback: where all letters are equally wide, a Hangul letter takes two."""


@dataclass(frozen=True)
class Feedback:
    """What :func:`check` has to say. In a notebook, it shows itself as its text.

    Parameters
    ----------
    exercise : str
        The id of the exercise.
    status : {"blank", "noted", "right", "wrong", "unknown"}
        "noted" is for a prediction that a picture will answer; "unknown" is for an id that no exercise has.
    message : str
        The feedback, without sign and status. A line that starts with four spaces is a row
        of numbers; every other line is a paragraph.
    """

    exercise: str
    status: Status
    message: str

    def __repr__(self) -> str:
        """The sign and the status in words, then the message, in lines of at most 88 characters."""
        return "\n".join(map(_wrapped, f"{self.opening} {self.message}".splitlines()))

    def _repr_html_(self) -> str:
        """The same in paragraphs, since JupyterLab breaks the lines of plain text in the middle of a word."""
        blocks = groupby(self.message.splitlines(), key=_is_row)
        shown = "".join(_rows(lines) if are_rows else "".join(map(_paragraph, lines)) for are_rows, lines in blocks)
        start = f"<strong>{html.escape(self.opening)}</strong>"
        said = shown.replace("<p>", f"<p>{start} ", 1) if shown.startswith("<p>") else f"<p>{start}</p>{shown}"
        # Korean would be broken in the middle of its words, too.
        return f'<div style="word-break: keep-all">{said}</div>'

    @property
    def opening(self) -> str:
        """The sign, and the status in words."""
        return {
            "blank": _("○ Not attempted yet."),
            "noted": _("● Noted."),
            "right": _("✓ Right."),
            "wrong": _("✗ Not yet."),
            "unknown": _("✗ No such exercise."),
        }[self.status]


def help_on(exercise: Exercise, status: Status, hint: object, answer: object) -> str:
    """The hints that were asked for, each on a line of its own; if none was, how to ask for one."""
    count = len(exercise.hints)
    if hint is None:
        if status in ("blank", "noted"):
            return ""
        name = "prediction" if "-predict-" in exercise.id else "answer"
        if callable(answer):
            called = getattr(answer, "__name__", "")  # an object that can be called need not have a name
            name = called if isinstance(called, str) and called.isidentifier() else name
        return "\n" + _('For a hint, add hint=1: check("{id}", {name}, hint=1)', id=exercise.id, name=name)
    if isinstance(hint, bool) or not isinstance(hint, (int, np.integer)) or not 1 <= hint <= count:
        return "\n" + _("There are {count} hints: hint=1 tells a little, hint={count} the most.", count=count)
    lines = [
        _("Hint {number} of {count}: {hint}", number=number, count=count, hint=_(text))
        for number, text in enumerate(exercise.hints[: int(hint)], start=1)
    ]
    return "\n" + "\n".join(lines)


def unreadable(exercise: object) -> Feedback:
    """Return what to say to an answer that fails at being read, to the exercise that may be called anything at all."""
    return Feedback(shown_id(exercise), "wrong", _("This answer could not be read. Is it a plain value?"))


def shown_id(exercise: object) -> str:
    """Return what to call an exercise whose id may be anything at all."""
    return exercise[:100] if isinstance(exercise, str) else type(exercise).__name__


def _is_row(line: str) -> bool:
    """Whether a line is a row of numbers."""
    return line.startswith("    ")


def _rows(lines: Iterable[str]) -> str:
    return f"<pre>{html.escape(chr(10).join(lines))}</pre>"


def _paragraph(line: str) -> str:
    return f"<p>{html.escape(line)}</p>"


def _wrapped(line: str) -> str:
    if _is_row(line):
        return line
    lines = [""]
    for word in line.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and columns_of(longer) > WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return "\n".join(lines)
