"""``check("padding-2", answer)``: feedback on an exercise, whatever the answer is.

It never raises and never tells the answer: a blank is "not attempted yet", a wrong answer
gets the hint for the misconception it is typical of, a right one a word on why it is right.
"""

import difflib
import textwrap
from dataclasses import dataclass
from numbers import Integral

from cnnlib import exercises
from cnnlib.exercises.exercise import judge
from cnnlib.messages import _

WIDTH = 88


def check(exercise, answer=..., *, hint=None):
    """Say what is right or wrong about an answer.

    Parameters
    ----------
    exercise : str
        The id of the exercise, such as ``"padding-2"``.
    answer : object
        The answer: a number, a shape, a dictionary of settings, an array, a function …,
        as the exercise asks. A blank (``...``) is "not attempted yet".
    hint : {1, 2, 3}, optional
        How much help to give: 1 a little, 3 the most. None of them is the answer.

    Returns
    -------
    Feedback
        It shows itself as text in a notebook, and never raises, whatever was given.

    Examples
    --------
    >>> check("padding-predict-1", ...)
    ○ Not attempted yet. Put your answer in the place of the ... and run the cell again.
    >>> check("padding-predict-1", "six").status
    'wrong'
    """
    try:
        found = exercises.find(exercise)
        if found is None:
            return Feedback(_text(exercise), "unknown", _no_such_exercise(exercise))
        status, message = judge(found, answer)
        if status != "right":
            message += _help(found, status, hint, answer)
        return Feedback(found.id, status, message)
    except Exception:  # an answer can be an object that fails at anything: even that is only a wrong answer
        return Feedback(_text(exercise), "wrong", _("This answer could not be read. Is it a plain value?"))


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


def _help(exercise, status, hint, answer):
    """The hints asked for, each on a line of its own; where none is, how to ask for one."""
    count = len(exercise.hints)
    if hint is None:
        if status == "blank":
            return ""
        name = "prediction" if "-predict-" in exercise.id else "answer"
        if callable(answer) and getattr(answer, "__name__", "").isidentifier():
            name = answer.__name__
        return "\n" + _('For a hint, add hint=1: check("{id}", {name}, hint=1)').format(id=exercise.id, name=name)
    if isinstance(hint, bool) or not isinstance(hint, Integral) or not 1 <= hint <= count:
        return "\n" + _("There are {count} hints: hint=1 tells a little, hint={count} the most.").format(
            count=count
        )
    lines = [
        _("Hint {number} of {count}: {hint}").format(number=number, count=count, hint=text)
        for number, text in enumerate(exercise.hints[: int(hint)], start=1)
    ]
    return "\n" + "\n".join(lines)


def _no_such_exercise(exercise):
    known = [item.id for notebook in exercises.notebooks() for item in exercises.exercises_of(notebook)]
    close = difflib.get_close_matches(_text(exercise), known, n=1)
    meant = _("Did you mean {id}?").format(id=close[0]) + " " if close else ""
    return meant + _("The exercises are: {ids}.").format(ids=", ".join(known))


def _text(exercise):
    return exercise[:100] if isinstance(exercise, str) else type(exercise).__name__


def _wrapped(line):
    if line.startswith("    "):
        return line
    return textwrap.fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
