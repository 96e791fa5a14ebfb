"""What a learner is told: a sign, a status in words, and the message."""

import textwrap
from dataclasses import dataclass
from numbers import Integral

from cnnlib.messages import _

WIDTH = 88


@dataclass(frozen=True)
class Feedback:
    """What :func:`check` has to say. In a notebook, it shows itself as its text.

    Parameters
    ----------
    exercise : str
        The id of the exercise.
    status : {"blank", "right", "wrong", "unknown"}
        "unknown" is for an id that no exercise has.
    message : str
        The feedback, without sign and status. A line that starts with four spaces is a row
        of numbers; every other line is a paragraph.
    """

    exercise: str
    status: str
    message: str

    def __repr__(self):
        """The sign and the status in words, then the message, in lines of at most 88 characters."""
        opening = {
            "blank": _("○ Not attempted yet."),
            "right": _("✓ Right."),
            "wrong": _("✗ Not yet."),
            "unknown": _("✗ No such exercise."),
        }[self.status]
        return "\n".join(map(_wrapped, f"{opening} {self.message}".splitlines()))


def help_on(exercise, status, hint, answer):
    """The hints asked for, each on a line of its own; where none is, how to ask for one."""
    count = len(exercise.hints)
    if hint is None:
        if status == "blank":
            return ""
        name = "prediction" if "-predict-" in exercise.id else "answer"
        if callable(answer) and getattr(answer, "__name__", "").isidentifier():
            name = answer.__name__
        return "\n" + _('For a hint, add hint=1: check("{id}", {name}, hint=1)', id=exercise.id, name=name)
    if isinstance(hint, bool) or not isinstance(hint, Integral) or not 1 <= hint <= count:
        return "\n" + _("There are {count} hints: hint=1 tells a little, hint={count} the most.", count=count)
    lines = [
        _("Hint {number} of {count}: {hint}", number=number, count=count, hint=text)
        for number, text in enumerate(exercise.hints[: int(hint)], start=1)
    ]
    return "\n" + "\n".join(lines)


def shown_id(exercise):
    """Return what to call an exercise whose id may be anything at all."""
    return exercise[:100] if isinstance(exercise, str) else type(exercise).__name__


def _wrapped(line):
    if line.startswith("    "):
        return line
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
