"""``check("padding-2", answer)``: feedback on an exercise, whatever the answer is.

It never raises and never tells the answer: a blank is "not attempted yet", a wrong answer
gets the hint for the misconception it is typical of, a right one a word on why it is right.
On a page without cells, such as one of Voila, a blank shows a field to type into.
"""

import difflib

from cnnlib import lessons
from cnnlib.exercises.blank import has_cells, running_source
from cnnlib.exercises.exercise import judge
from cnnlib.exercises.feedback import Feedback, help_on, shown_id, unreadable
from cnnlib.exercises.question import ask
from cnnlib.messages import _


def check(exercise: str, answer: object = ..., *, hint: int | None = None) -> Feedback:
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
        It shows itself as text in a notebook, and never raises, whatever was given. A blank on a page without cells
        shows a field, where a plain value is asked for.

    Examples
    --------
    >>> check("padding-predict-1", ...)
    ○ Not attempted yet. Put your answer in the place of the ... and run the cell again.
    >>> check("padding-predict-1", "six").status
    'wrong'
    """
    __tracebackhide__ = True  # who interrupts a function sees its own lines, and not these
    try:
        found = lessons.find(exercise)
        if found is None:
            return Feedback(shown_id(exercise), "unknown", _no_such_exercise(exercise))
        status, message = judge(found, answer)
        if status == "blank" and not has_cells():
            return ask(found, answer, running_source())
        if status != "right":
            message += help_on(found, status, hint, answer)
        return Feedback(found.id, status, message)
    except Exception:  # an answer can be an object that fails at anything: even that is only a wrong answer
        return unreadable(exercise)


def _no_such_exercise(exercise: object) -> str:
    known = [item.id for prefix in lessons.PREFIXES for item in lessons.exercises_of(prefix)]
    close = difflib.get_close_matches(shown_id(exercise), known, n=1)
    meant = _("Did you mean {id}?", id=close[0]) + " " if close else ""
    return meant + _("The exercises are: {ids}.", ids=", ".join(known))
