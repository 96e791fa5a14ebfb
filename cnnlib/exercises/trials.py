"""Functions as answers: run on a few inputs, and judged by the properties of what comes out.

A property is a sentence that must hold of every result ("the frame is zeros"). The first
input that breaks one is shown, with what came out; what should have come out never is.
"""

import dis
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from numbers import Number
from typing import Any

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.exercises import no_array
from cnnlib.exercises.errors import word_on
from cnnlib.exercises.exercise import Examine, Reader, WithoutNumbers
from cnnlib.exercises.outcomes import Outcome, Outcomes, run, with_array
from cnnlib.exercises.own_work import library_calls
from cnnlib.exercises.refusals import NotAttempted, WrongKind, is_blank, wrong_kind
from cnnlib.exercises.transcript import transcript
from cnnlib.messages import _

EMPTY_BODY = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}
"""Python's instructions in a function that does nothing."""

STORED = ("STORE_FAST", "STORE_DEREF", "STORE_GLOBAL")
"""How Python's instructions begin that give a value a name."""

Rule = Callable[..., object]
"""The result, and then the arguments by name → whether something holds of it."""


def function(name: str, *trials: dict[str, Any], without: tuple[str, ...] = ()) -> Reader:
    """Make a reader of functions, which runs the function on every trial and returns what happened.

    Parameters
    ----------
    name : str
        What the function is called in messages.
    *trials : dict
        One call each: parameter name → value, in the order of the parameters.
    without : tuple of str
        Library functions that do the work, and that the learner is to spell out: ``"conv2d"``, ``"pad"``.

    Returns
    -------
    Reader
        The function → one :class:`~cnnlib.exercises.outcomes.Outcome` for each trial.

    Raises
    ------
    NotAttempted, WrongKind
        The reader, if the function still holds its blank, is no function, or leaves the work to a library.

    Examples
    --------
    >>> read = function("double", {"x": 2}, {"x": -1})
    >>> [outcome.returned for outcome in read(lambda x: 2 * x)]
    [4, -2]
    """

    def read(answer: object) -> Outcomes:
        __tracebackhide__ = True
        if is_blank(answer):
            raise NotAttempted
        if not callable(answer) or isinstance(answer, type):
            expected = _("the function itself: its name, {name}, without parentheses and without quotes", name=name)
            raise wrong_kind(expected, answer)
        if calls := library_calls(answer, without):
            raise WrongKind(
                _("This leaves the work to {name}. Spell it out here, step by step: then it is yours.", name=calls[0])
            )
        outcomes: Outcomes = ()
        for trial in trials:
            outcomes += (with_array(run(name, answer, trial)),)
            if outcomes[-1].stopped:
                break
        if _holds_blank(answer, outcomes):
            raise NotAttempted
        return outcomes

    return read


@dataclass(frozen=True)
class Property:
    """One thing that must hold of every result.

    Parameters
    ----------
    sentence : str
        Says what must hold.
    rule : Rule
        The result, and then the arguments by name → whether it does.
    """

    sentence: str
    rule: Rule


def passes(*properties: Property) -> Examine:
    """Examine the outcomes of a function: it must return an array, with these properties, on every trial.

    Parameters
    ----------
    *properties : Property
        In the order in which they are looked at; a later one may rely on those before it.

    Returns
    -------
    Examine
        Outcomes → None, or the first input that fails, what came out, and the property.

    Examples
    --------
    >>> read = function("double", {"x": np.array([[1, 2]])})
    >>> examine = passes(Property("Each number should be even.", lambda result, x: (result % 2 == 0).all()))
    >>> print(examine(read(lambda x: 2 * x)))
    None
    >>> print(examine(read(lambda x: x)))
    The first input that fails: double(x)
    x has the shape (1, 2) and the type int64
        1  2
    What came out has the shape (1, 2) and the type int64
        1  2
    Each number should be even.
    """

    def examine(outcomes: Outcomes) -> str | WithoutNumbers | None:
        for outcome in outcomes:
            broken = what_fails(outcome, *properties)
            if isinstance(broken, WithoutNumbers):
                return WithoutNumbers(f"{transcript(outcome)}\n{broken.text}", broken.hint)
            if broken is not None:
                return f"{transcript(outcome)}\n{broken}"
        return None

    return examine


def what_fails(outcome: Outcome, *properties: Property) -> str | WithoutNumbers | None:
    """Say what is wrong with an outcome.

    Parameters
    ----------
    outcome : Outcome
        One call.
    *properties : Property
        What must hold of its result.

    Returns
    -------
    str or WithoutNumbers or None
        The sentence of the first property that does not hold; :class:`~cnnlib.exercises.exercise.WithoutNumbers` if
        there are no numbers that could be worked through on paper; None if all is right.
    """
    if outcome.stopped:
        return WithoutNumbers(_("Does every loop in it come to an end?"), "")
    if outcome.error is not None:
        return WithoutNumbers(_("It should run to its end, without an error."), word_on(outcome.error))
    if outcome.returned is None:
        return WithoutNumbers(_("It gave back nothing (None). Does it end with return?"), "")
    if outcome.array is None:
        return WithoutNumbers(_("It should give back a NumPy array."), no_array.word_on(outcome.returned))
    if not _holds_numbers(outcome.array):
        dtype = outcome.array.dtype
        return WithoutNumbers(
            _("It should be an array of numbers. Its cells, of the type {dtype}, hold something else.", dtype=dtype), ""
        )
    broken = next((_(item.sentence) for item in properties if not obeys(outcome, item.rule)), None)
    if broken is None and outcome.modified:
        names = ", ".join(outcome.modified)
        changed = _("It changed its own input, {name}. It should leave that alone and build a new array.", name=names)
        return WithoutNumbers(changed, "")
    return broken


def obeys(outcome: Outcome, *rules: Rule) -> bool:
    """Whether a call returned an array of which all these rules hold.

    Examples
    --------
    >>> outcome = run("same", lambda x: x, {"x": np.ones((2, 3))})
    >>> obeys(outcome, lambda result, x: result.shape == x.shape), obeys(outcome, lambda result, x: result.size > 6)
    (True, False)
    """
    if outcome.array is None or not _holds_numbers(outcome.array):
        return False
    try:
        with np.errstate(all="ignore"):
            return all(rule(outcome.array, **outcome.arguments) for rule in rules)
    except Exception:  # an array of text or of lists cannot be compared with numbers
        return False


def _holds_numbers(array: Array) -> bool:
    """Whether all cells hold numbers; where they are objects, each is looked at."""
    if array.dtype.kind == "O":
        return all(isinstance(cell, Number) for cell in array.flat)
    return array.dtype.kind in "biufc"


def _holds_blank(answer: Callable[..., object], outcomes: Outcomes) -> bool:
    """Whether the body is still a blank: ``...`` alone, returned, or the cause of an error."""
    # In quotes: the rule for indices, which NumPy tells of x[1.5], names an ellipsis, too.
    if any(outcome.returned is ... or "'ellipsis'" in (outcome.error or "").casefold() for outcome in outcomes):
        return True
    code = getattr(answer, "__code__", None)  # only functions that are written in Python have one
    if code is None or any(outcome.returned is not None or outcome.error for outcome in outcomes):
        return False
    steps = list(dis.get_instructions(code))
    # A blank that is given a name; result[...] holds none, and the function lacks its return.
    named = any(one.argval is ... and other.opname.startswith(STORED) for one, other in pairwise(steps))
    return named or {step.opname for step in steps} <= EMPTY_BODY
