"""A blank on a page without cells, such as one of Voila: a field to type into, or where else it can be answered."""

from dataclasses import dataclass
from typing import Any

from cnnlib.exercises.blank import Blank, blank_in
from cnnlib.exercises.exercise import Exercise, judge
from cnnlib.exercises.feedback import Feedback, help_on, unreadable
from cnnlib.exercises.refusals import NotAttempted, WrongKind
from cnnlib.exercises.typed import typed_answer
from cnnlib.messages import _


@dataclass(frozen=True, repr=False)
class Question(Feedback):
    """Feedback on a blank that shows a field for the answer.

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
        # Here, since where there are cells feedback needs no widgets.
        from cnnlib.live.answer_field import answer_field
        from cnnlib.live.view import WIDGET_VIEW

        box = answer_field(
            self.exercise,
            lambda text, hints: judge_typed(self.asked, text, hints),
            hints=len(self.asked.hints),
            said=self.blank.said,
            start=self.blank.start,
        )
        # By hand: ipywidgets 7 and 8 display a box in two ways.
        return {WIDGET_VIEW: {"version_major": 2, "version_minor": 0, "model_id": box.model_id}}


def ask(exercise: Exercise, answer: object, source: str) -> Feedback:
    r"""Ask an exercise on a page without cells.

    Parameters
    ----------
    exercise : Exercise
        What is asked.
    answer : object
        Its blank.
    source : str
        The code of its cell; empty where nobody knows it.

    Returns
    -------
    Feedback
        A :class:`Question` where a plain value is asked for; of a function, where it can be written.

    Examples
    --------
    >>> from cnnlib import lessons
    >>> ask(lessons.find("padding-2"), ..., 'answer = ...  # a number\ncheck("padding-2", answer)')
    ○ Not attempted yet. Type your answer and press Enter.
    """
    blank = blank_in(source, exercise.id)
    if blank is None and (source or callable(answer)):
        where = _(
            "This exercise is written in a cell, and this page has none. Open the notebook in Jupyter, or press a "
            "link below its title: Colab or Kaggle."
        )
        return Feedback(exercise.id, "blank", where)
    return Question(exercise.id, "blank", judge_typed(exercise, "").message, exercise, blank or Blank("", ""))


def judge_typed(exercise: Exercise, text: str, hints: int = 0) -> Feedback:
    """Say what is right or wrong about what was typed into a field; it never raises.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    text : str
        What was typed.
    hints : int
        How many hints to give with it.

    Returns
    -------
    Feedback

    Examples
    --------
    >>> from cnnlib import lessons
    >>> judge_typed(lessons.find("padding-2"), "1")
    ✗ Not yet. That is so in the middle. In the corner, some of the nine pixels are zeros.
    """
    try:
        answer = _meant(exercise, text)
        status, message = judge(exercise, answer)
        if status == "blank":
            message = _("Type your answer and press Enter.")
        if status != "right" and hints:
            message += help_on(exercise, status, hints, answer)
        return Feedback(exercise.id, status, message)
    except Exception:  # as in check: nothing that is typed may end in an error
        return unreadable(exercise.id)


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
