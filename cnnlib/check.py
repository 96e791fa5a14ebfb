"""``check("padding-2", answer)``: feedback on an exercise, whatever the answer is.

It never raises and never tells the answer: a blank is "not attempted yet", a wrong answer
gets the hint for the misconception it is typical of, a right one a word on why it is right.

On a page without cells, such as one of Voila, a blank shows a field to type into.
"""

import difflib
from dataclasses import dataclass
from typing import Any

from cnnlib import lessons
from cnnlib.exercises.blank import Blank, blank_in, has_cells, running_source
from cnnlib.exercises.exercise import Exercise, judge
from cnnlib.exercises.feedback import Feedback, help_on, shown_id
from cnnlib.exercises.refusals import NotAttempted, WrongKind
from cnnlib.exercises.typed import typed_answer
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
            return _asked(found, answer)
        if status != "right":
            message += help_on(found, status, hint, answer)
        return Feedback(found.id, status, message)
    except Exception:  # an answer can be an object that fails at anything: even that is only a wrong answer
        return _unreadable(exercise)


@dataclass(frozen=True, repr=False)
class Question(Feedback):
    """A blank on a page without cells: it shows a field to type the answer into.

    Parameters
    ----------
    exercise, status, message : str
        As of any feedback.
    asked : Exercise
        What is asked.
    blank : Blank
        What the cell says of the answer.
    """

    asked: Exercise
    blank: Blank

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        from cnnlib.live.answer_field import answer_field  # where there are cells, feedback needs no widgets

        box = answer_field(
            self.exercise,
            lambda text, hints: _typed(self.asked, text, hints),
            hints=len(self.asked.hints),
            said=self.blank.said,
            start=self.blank.start,
        )
        # By hand: ipywidgets 7 and 8 display a box in two ways.
        view = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
        return {"application/vnd.jupyter.widget-view+json": view}


def _asked(exercise: Exercise, answer: object) -> Feedback:
    """Ask on a page without cells."""
    source = running_source()
    blank = blank_in(source, exercise.id)
    if blank is None and (source or callable(answer)):
        return Feedback(
            exercise.id,
            "blank",
            _(
                "This exercise is written in a cell, and this page has none. Open the notebook in Jupyter, or press a "
                "link below its title: Colab or Kaggle."
            ),
        )
    return Question(exercise.id, "blank", _typed(exercise, "", 0).message, exercise, blank or Blank("", ""))


def _typed(exercise: Exercise, text: str, hints: int) -> Feedback:
    """Say what is right or wrong about what was typed into a field, with as many hints as were asked for."""
    try:
        answer = _meant(exercise, text)
        status, message = judge(exercise, answer)
        if status == "blank":
            message = _("Type your answer and press Enter.")
        if status != "right" and hints:
            message += help_on(exercise, status, hints, answer)
        return Feedback(exercise.id, status, message)
    except Exception:  # as in check: nothing that is typed may end in an error
        return _unreadable(exercise.id)


def _meant(exercise: Exercise, text: str) -> object:
    """Read what was typed: as a value, or where that is no answer, as the text. The choice "−3" reads as a number."""
    value = typed_answer(text)
    for each in (value, text):
        try:
            exercise.read(each)
        except (WrongKind, NotAttempted):
            continue
        return each
    return value


def _unreadable(exercise: object) -> Feedback:
    return Feedback(shown_id(exercise), "wrong", _("This answer could not be read. Is it a plain value?"))


def _no_such_exercise(exercise: object) -> str:
    known = [item.id for prefix in lessons.PREFIXES for item in lessons.exercises_of(prefix)]
    close = difflib.get_close_matches(shown_id(exercise), known, n=1)
    meant = _("Did you mean {id}?", id=close[0]) + " " if close else ""
    return meant + _("The exercises are: {ids}.", ids=", ".join(known))
