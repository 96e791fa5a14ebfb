"""An exercise as data: what is right, what typically goes wrong, and hints.

The exercises of a notebook are in its lesson's folder. Only the sentences of an exercise are ever shown, and
no sentence but the praise may tell the answer. Sentences are kept in English, and translated when they are shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.settings import SettingError
from cnnlib.exercises.refusals import NotAttempted, WrongKind
from cnnlib.messages import _, ngettext

Value = Any
"""An answer as it was read: of whatever type the exercise's reader returns."""

Status = Literal["blank", "noted", "right", "wrong", "unknown"]
"""What can be said of an answer in one word; "noted" is for a prediction that a picture will answer, "unknown" for an
id that no exercise has."""


def judge(exercise: "Exercise", answer: object) -> tuple[Status, str]:
    """Say whether an answer is right, and if not, what went wrong with it.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    answer : object
        Whatever the learner gave.

    Returns
    -------
    status : {"blank", "noted", "right", "wrong"}
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
    __tracebackhide__ = True
    try:
        value = exercise.read(answer)
    except NotAttempted:
        return "blank", _("Put your answer in the place of the ... and run the cell again.")
    except WrongKind as problem:
        return "wrong", str(problem)
    noted = exercise.note(value)
    if noted is not None:
        return "noted", noted
    observed = exercise.examine(value)
    if observed is None:
        return "right", praise(exercise, value)
    text = observed.text if isinstance(observed, WithoutNumbers) else observed
    separator = "\n" if "\n" in text else " "
    return "wrong", separator.join(filter(None, [text, typical_hint(exercise, value, observed)]))


def typical_hint(exercise: "Exercise", value: Value, observed: "str | WithoutNumbers" = "") -> str:
    """Return what to say to a wrong answer: the hint for the first misconception that it fits.

    Parameters
    ----------
    exercise : Exercise
        What was asked.
    value : object
        The wrong answer, as read.
    observed : str or WithoutNumbers
        What the examiner said of it.

    Returns
    -------
    str
        If no misconception fits, the exercise's ``first``, or the hint that the observation brings.
    """
    first, ideas = exercise.first, exercise.misconceptions
    if isinstance(observed, WithoutNumbers):
        first = observed.hint
        ideas = tuple(idea for idea in ideas if not isinstance(idea.when, ExplainsNumbers))
    return next((idea.said for idea in ideas if _is_typical(exercise, idea, value)), _(first))


def praise(exercise: "Exercise", value: Value) -> str:
    """Return why a right answer is right."""
    return _(exercise.praise) if isinstance(exercise.praise, str) else exercise.praise(value)


@dataclass(frozen=True)
class WithoutNumbers:
    """What was observed of a wrong answer that shows no wrong number, such as a function that stopped with an error.

    A misconception that :class:`ExplainsNumbers` is not looked for then: it could fit numbers that are right.

    Parameters
    ----------
    text : str
        What the answer leads to.
    hint : str
        What to say if no misconception fits, in place of the exercise's ``first``; "" if `text` says it all.
    """

    text: str
    hint: str


@dataclass(frozen=True)
class ExplainsNumbers:
    """The ``when`` of a misconception that explains wrong numbers; it is not asked where no wrong number is shown.

    Parameters
    ----------
    fits : callable
        The answer, as read → whether its numbers come from this idea.
    """

    fits: Callable[[Value], bool]

    def __call__(self, value: Value) -> bool:
        """Whether the numbers of an answer come from this idea."""
        return self.fits(value)


Reader = Callable[[object], Value]
"""Whatever a learner gave → the answer as a plain value; or it raises NotAttempted or WrongKind."""

Examine = Callable[[Value], str | WithoutNumbers | None]
"""The answer, as read → None if it is right; else what it leads to, or "" where nothing can be said."""

When = Callable[[Value], bool]
"""The answer, as read → whether it comes from a certain misconception."""


def equals(right: Callable[[], object]) -> Examine:
    """Examine: the answer is what ``right()`` computes. Nothing is observed of a wrong one.

    Examples
    --------
    >>> examine = equals(lambda: 2 + 2)
    >>> examine(4), examine(5)
    (None, '')
    """
    return lambda value: None if value == right() else ""


def close_to(right: Callable[[], ArrayLike], *, tolerance: float) -> Examine:
    """Examine: no entry of the answer is further than `tolerance` from what ``right()`` computes.

    Of a wrong array, the learner is told how many of its entries are further away, never which
    number should be there.

    Parameters
    ----------
    right : callable
        Nothing → the right number or array.
    tolerance : float
        The largest difference that still counts as right.

    Returns
    -------
    Examine

    Examples
    --------
    >>> examine = close_to(lambda: np.array([0.5, 2.0]), tolerance=0.01)
    >>> examine(np.array([0.505, 2.0])) is None, examine(np.array([0.6, 2.0]))
    (True, '1 of the 2 numbers is not right yet.')
    """

    def examine(value: ArrayLike) -> str | None:
        wrong = ~np.isclose(value, right(), rtol=0, atol=tolerance)
        count, size = int(np.sum(wrong)), np.size(wrong)
        if count == 0:
            return None
        if size == 1:
            return ""
        if count == size:
            return _("None of the {size} numbers is right yet.", size=size)
        return ngettext(
            "{count} of the {size} numbers is not right yet.",
            "{count} of the {size} numbers are not right yet.",
            count,
            size=size,
        )

    return examine


def satisfies(condition: Callable[[Value], object], observe: Callable[[Value], str] | None = None) -> Examine:
    """Examine: any answer is right for which ``condition(value)`` is true.

    Both callables may ask the engine about settings that cannot work: a
    :class:`~cnnlib.engine.settings.SettingError` from them makes the answer wrong, and its message is
    what was observed.

    Parameters
    ----------
    condition : callable
        The value → whether it is right.
    observe : callable, optional
        A wrong value → a sentence that says what it leads to.

    Returns
    -------
    Examine

    Examples
    --------
    >>> examine = satisfies(lambda value: value > 3, lambda value: f"{value} is at most 3.")
    >>> examine(5), examine(1)
    (None, '1 is at most 3.')

    >>> def fits(kernel_size):
    ...     raise SettingError(f"A kernel of {kernel_size} does not fit.")
    >>> satisfies(fits)(7)
    'A kernel of 7 does not fit.'
    """

    def examine(value: Value) -> str | None:
        try:
            if condition(value):
                return None
            return observe(value) if observe else ""
        except SettingError as problem:
            return str(problem)

    return examine


@dataclass(frozen=True)
class Misconception:
    """A wrong idea, an answer that it typically leads to, and what to say to it.

    Parameters
    ----------
    typical : object
        A wrong answer, as a learner would give it.
    hint : str or callable
        True sentences that help to see what is wrong with the idea, without the answer; a callable returns them
        translated, for those that hold numbers.
    when : callable, optional
        The answer, as read → whether it comes from this idea; a SettingError counts as no. By
        default, it does if it equals the typical one.
    """

    typical: object
    hint: str | Callable[[], str]
    when: When | None = None

    @property
    def said(self) -> str:
        """The hint, in the language of the notebook."""
        return _(self.hint) if isinstance(self.hint, str) else self.hint()


@dataclass(frozen=True)
class Exercise:
    """One question, and everything that :func:`cnnlib.check.check` needs for its feedback.

    Parameters
    ----------
    id : str
        The lesson's prefix and a number: ``"padding-2"``, ``"padding-predict-1"``.
    read : Reader
        A reader of :mod:`cnnlib.exercises.answers` or :mod:`cnnlib.exercises.trials`.
    examine : Examine
        The value that was read → None if it is right; otherwise a sentence that says what
        the answer leads to, or "" where nothing can be said. It may be :class:`WithoutNumbers`.
    misconceptions : tuple of Misconception
        In the order in which they are looked for.
    first : str
        What to say to a wrong answer that fits no misconception, unless its observation brings a hint of its own.
    hints : tuple of str
        Three, each telling more than the one before, none of them the answer.
    praise : str or callable
        Why the right answer is right; a callable gets the value that was read.
    """

    id: str
    read: Reader
    examine: Examine
    misconceptions: tuple[Misconception, ...]
    first: str
    hints: tuple[str, str, str]
    praise: str | Callable[[Value], str]

    def note(self, value: Value) -> str | None:
        """Return what to say to an answer that is not judged now, but later; None for one that is judged at once."""
        return None

    @property
    def typical_wrong(self) -> tuple[tuple[object, str], ...]:
        """The typical wrong answers, each with the hint that it must get: ((answer, hint), …)."""
        return tuple((idea.typical, idea.said) for idea in self.misconceptions)


def _is_typical(exercise: Exercise, idea: Misconception, value: Value) -> bool:
    """Whether an answer, as read, comes from an idea."""
    if idea.when is not None:
        try:
            return bool(idea.when(value))
        except SettingError:  # the settings cannot work: the examiner says so
            return False
    try:
        typical = exercise.read(idea.typical)
    except WrongKind:
        return False
    if isinstance(value, np.ndarray):
        return np.allclose(value, typical)
    return bool(value == typical)
