"""An exercise as data: what is right, what typically goes wrong, and hints.

Every notebook has one file of these beside this one. Nothing in an exercise is ever
shown but its sentences, and no sentence but the praise may tell the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnlib.exercises.answers import NotAttempted, WrongKind
from cnnlib.messages import _


def judge(exercise, answer):
    """Say whether an answer is right, and if not, what went wrong with it.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    answer : object
        Whatever the learner gave.

    Returns
    -------
    status : {"blank", "right", "wrong"}
    message : str
        One or two sentences, without the status; a wrong answer gets what it leads to, if
        that can be measured, and the hint for its misconception.

    Examples
    --------
    >>> from cnnlib.exercises.answers import whole_number
    >>> no_overlap = Misconception(2, "Neighbouring windows overlap.")
    >>> size = Exercise("size", whole_number, equals(lambda: 4), (no_overlap,), "Count.", ("", "", ""), "6 − 3 + 1.")
    >>> judge(size, 2), judge(size, 4)
    (('wrong', 'Neighbouring windows overlap.'), ('right', '6 − 3 + 1.'))
    """
    try:
        value = exercise.read(answer)
    except NotAttempted:
        return "blank", _("Put your answer in the place of the ... and run the cell again.")
    except WrongKind as problem:
        return "wrong", str(problem)
    observed = exercise.examine(value)
    if observed is None:
        return "right", exercise.praise if isinstance(exercise.praise, str) else exercise.praise(value)
    first, ideas = exercise.first, exercise.misconceptions
    if isinstance(observed, Observed):
        first, ideas = observed.hint, [idea for idea in ideas if not getattr(idea.when, "of_numbers", False)]
    hint = next((idea.hint for idea in ideas if _is_typical(exercise, idea, value)), first)
    separator = "\n" if "\n" in observed else " "
    return "wrong", separator.join(filter(None, [observed, hint]))


class Observed(str):
    """What was observed of a wrong answer, with a hint of its own in the place of the exercise's ``first``.

    What is shown then is no wrong number. So a misconception that explains numbers, whose ``when`` says so by an
    attribute ``of_numbers``, is not looked at: it could fit numbers that are right.

    Parameters
    ----------
    text : str
        What the answer leads to.
    hint : str
        What to say to it if it fits no misconception; "" if the text says it all.

    Examples
    --------
    >>> observed = Observed("It gave back nothing.", hint="Does it end with return?")
    >>> print(observed, observed.hint)
    It gave back nothing. Does it end with return?
    """

    def __new__(cls, text, hint):
        self = super().__new__(cls, text)
        self.hint = hint
        return self


def equals(right):
    """Examine: the answer is what ``right()`` computes. Nothing is observed of a wrong one.

    Examples
    --------
    >>> examine = equals(lambda: 2 + 2)
    >>> examine(4), examine(5)
    (None, '')
    """
    return lambda value: None if value == right() else ""


def close_to(right, *, tolerance):
    """Examine: no entry of the answer is further than `tolerance` from what ``right()`` computes.

    A wrong array is told how many of its entries are further away, never which number
    should stand there.

    Examples
    --------
    >>> examine = close_to(lambda: np.array([0.5, 2.0]), tolerance=0.01)
    >>> examine(np.array([0.505, 2.0])) is None, examine(np.array([0.6, 2.0]))
    (True, '1 of the 2 numbers is not right yet.')
    """

    def examine(value):
        wrong = ~np.isclose(value, right(), rtol=0, atol=tolerance)
        count, size = int(np.sum(wrong)), np.size(wrong)
        if count == 0:
            return None
        if size == 1:
            return ""
        if count == 1:
            return _("1 of the {size} numbers is not right yet.", size=size)
        return _("{count} of the {size} numbers are not right yet.", count=count, size=size)

    return examine


def satisfies(condition, observe=None):
    """Examine: any answer is right for which ``condition(value)`` holds.

    Parameters
    ----------
    condition : callable
        The value → whether it is right.
    observe : callable, optional
        A wrong value → a sentence that says what it leads to.

    Examples
    --------
    >>> examine = satisfies(lambda value: value > 3, lambda value: f"{value} is at most 3.")
    >>> examine(5), examine(1)
    (None, '1 is at most 3.')
    """

    def examine(value):
        if condition(value):
            return None
        return observe(value) if observe else ""

    return examine


@dataclass(frozen=True)
class Misconception:
    """A wrong idea, an answer that it typically leads to, and what to say to it.

    Parameters
    ----------
    typical : object
        A wrong answer, as a learner would give it.
    hint : str
        True sentences that help to see what is wrong with the idea, without the answer.
    when : callable, optional
        The answer, as read → whether it comes from this idea. Unless told, whether it is
        the same as the typical one.
    """

    typical: object
    hint: str
    when: Callable | None = None


@dataclass(frozen=True)
class Exercise:
    """One question, and everything that :func:`cnnlib.check.check` needs for its feedback.

    Parameters
    ----------
    id : str
        The notebook's prefix and a number: ``"padding-2"``, ``"padding-predict-1"``.
    read : callable
        A reader of :mod:`cnnlib.exercises.answers` or :mod:`cnnlib.exercises.trials`.
    examine : callable
        The value that was read → None if it is right; otherwise a sentence that says what
        the answer leads to, or "" where nothing can be said. It may be :class:`Observed`.
    misconceptions : tuple of Misconception
        In the order in which they are looked for.
    first : str
        What a wrong answer is told that fits no misconception, unless its observation brings a hint of its own.
    hints : tuple of str
        Three, each telling more than the one before, none of them the answer.
    praise : str or callable
        Why the right answer is right; a callable gets the value that was read.
    """

    id: str
    read: Callable
    examine: Callable
    misconceptions: tuple[Misconception, ...]
    first: str
    hints: tuple[str, str, str]
    praise: str | Callable

    @property
    def typical_wrong(self):
        """The typical wrong answers, each with the hint that it must get: ((answer, hint), …)."""
        return tuple((idea.typical, idea.hint) for idea in self.misconceptions)


def _is_typical(exercise, idea, value):
    if idea.when is not None:
        return bool(idea.when(value))
    try:
        typical = exercise.read(idea.typical)
    except WrongKind:
        return False
    if isinstance(value, np.ndarray):
        return np.allclose(value, typical)
    return value == typical
