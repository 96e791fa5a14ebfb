"""Functions as answers: run on a few inputs, and judged by the properties of what comes out.

A property is a sentence that must hold of every result ("the frame is zeros"). The first
input that breaks one is shown, with what came out; what should have come out never is.
"""

import copy
import dis
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cnnlib.exercises.answers import NotAttempted, is_blank, wrong_kind
from cnnlib.exercises.errors import word_on
from cnnlib.exercises.exercise import Observed
from cnnlib.messages import _, format_number

LARGEST_SHOWN = 12
LARGEST_COPIED = 1 << 24
EMPTY_BODY = {"RESUME", "NOP", "LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}


def function(name, *trials):
    """Make a reader of functions, which runs the function on every trial and returns what happened.

    Parameters
    ----------
    name : str
        What the function is called in messages.
    *trials : dict
        One call each: parameter name → value, in the order of the parameters.

    Raises
    ------
    NotAttempted, WrongKind
        The reader, if the function still holds its blank, or is no function.

    Examples
    --------
    >>> read = function("double", {"x": 2}, {"x": -1})
    >>> [outcome.returned for outcome in read(lambda x: 2 * x)]
    [4, -2]
    """

    def read(answer):
        if is_blank(answer):
            raise NotAttempted
        if not callable(answer):
            expected = _("the function itself: its name, {name}, without parentheses and without quotes")
            raise wrong_kind(expected.format(name=name), answer)
        outcomes = tuple(run(name, answer, trial) for trial in trials)
        if _holds_blank(answer, outcomes):
            raise NotAttempted
        return outcomes

    return read


def run(name, answer, arguments):
    """Call a learner's function on copies of the arguments, and record what happened.

    Warnings are kept quiet: they would reach the cell's error stream, out of order with
    the feedback, and what matters of them shows in the result.

    Examples
    --------
    >>> run("half", lambda x: 1 / x, {"x": 0}).error
    'ZeroDivisionError: division by zero'
    """
    given = copy.deepcopy(arguments)
    returned, error = None, None
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            returned = answer(*given.values())
            if isinstance(returned, np.ndarray) and returned.nbytes < LARGEST_COPIED:
                returned = returned.copy()  # the next call may write into the same array
        except (Exception, SystemExit) as problem:  # whatever a learner's code does, the notebook goes on
            error = f"{type(problem).__name__}: {problem}".strip(": ")[:200]
    modified = tuple(key for key in arguments if not _alike(arguments[key], given[key]))
    return Outcome(name, arguments, returned, error, modified)


def passes(*properties):
    """Examine the outcomes of a function: it must return an array, with these properties, on every trial.

    Parameters
    ----------
    *properties : Property
        In the order in which they are looked at; a later one may rely on those before it.

    Returns
    -------
    callable
        Outcomes → None, or the first input that fails, what came out, and the property.
    """

    def examine(outcomes):
        outcome, broken = _first_failing(outcomes, properties)
        if broken is None:
            return None
        text = f"{_shown(outcome)}\n{broken}"
        return Observed(text, broken.hint) if isinstance(broken, Observed) else text

    return examine


def stops_with(words, *properties):
    """Make the ``when`` of a misconception: the first input that fails, the one shown, stopped with such an error.

    Parameters
    ----------
    words : str
        What stands in the error: a part of its message, or its type.
    *properties : Property
        Those of the exercise. An input before the error may break one: that one is shown, and the hint is about it.

    Examples
    --------
    >>> outcomes = function("first", {"x": np.array([1])}, {"x": np.array([])})(lambda x: x[0] * np.ones(1))
    >>> stops_with("out of bounds")(outcomes), stops_with("broadcast")(outcomes)
    (True, False)
    """

    def when(outcomes):
        outcome, _broken = _first_failing(outcomes, properties)
        return outcome is not None and words in (outcome.error or "")

    return when


def always(*rules):
    """Make the ``when`` of a misconception: one of these rules makes every result, as far as there are results.

    Parameters
    ----------
    *rules : callable
        The arguments of a trial, by name → what the wrong idea leads to.

    Examples
    --------
    >>> outcomes = function("twice", {"x": np.array([1, 2])})(lambda x: x + x)
    >>> always(lambda x: 2 * x)(outcomes), always(lambda x: x**2)(outcomes)
    (True, False)
    """

    def when(outcomes):
        returned = [outcome for outcome in outcomes if outcome.error is None]
        return bool(returned) and any(
            all(_close(outcome.returned, rule(**outcome.arguments)) for outcome in returned) for rule in rules
        )

    when.of_numbers = True  # so it is not looked at where an error is shown: what came out before that is right
    return when


def always_shaped(rule):
    """Make the ``when`` of a misconception: this rule tells the shape of every result, and nothing fails.

    Examples
    --------
    >>> outcomes = function("same", {"x": np.ones((2, 3))})(lambda x: x)
    >>> always_shaped(lambda x: (3, 2))(outcomes)
    False
    """

    def when(outcomes):
        return all(
            outcome.error is None and np.shape(outcome.returned) == rule(**outcome.arguments) for outcome in outcomes
        )

    return when


@dataclass(frozen=True)
class Property:
    """One thing that must hold of every result.

    Parameters
    ----------
    rule : str
        A sentence that says what must hold.
    holds : callable
        The result, and then the arguments by name → whether it does.
    """

    rule: str
    holds: Callable


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call of a learner's function did; two outcomes are equal if nothing tells them apart."""

    name: str
    arguments: dict
    returned: object
    error: str | None
    modified: tuple[str, ...]

    def __eq__(self, other):
        """Whether both failed, or both returned the same values in the same shape and type."""
        if (self.error is None) != (other.error is None) or self.modified != other.modified:
            return False
        return self.error is not None or _alike(self.returned, other.returned)

    __hash__ = None


def _first_failing(outcomes, properties):
    """The first outcome that fails, and the sentence that does not hold of it; None and None if all are right."""
    broken = ((outcome, _first_broken(outcome, properties)) for outcome in outcomes)
    return next((pair for pair in broken if pair[1] is not None), (None, None))


def _first_broken(outcome, properties):
    """What does not hold of an outcome; :class:`Observed` where there are no numbers to work through on paper."""
    if outcome.error is not None:
        return Observed(_("It should run to its end, without an error."), word_on(outcome.error))
    if outcome.returned is None:
        return Observed(_("It gave back nothing (None). Does it end with return?"), "")
    if not isinstance(outcome.returned, np.ndarray):
        return Observed(_("It should give back a NumPy array."), "")
    for item in properties:
        try:
            holds = bool(item.holds(outcome.returned, **outcome.arguments))
        except Exception:  # an array of text or of lists breaks comparisons: it has not the property
            holds = False
        if not holds:
            return item.rule
    if outcome.modified:
        changed = _("It changed its own input, {name}. It should leave that alone and build a new array.")
        return Observed(changed.format(name=", ".join(outcome.modified)), "")
    return None


def _shown(outcome):
    """Write the call and what came out, with the numbers of small arrays."""
    call = ", ".join(
        key if isinstance(value, np.ndarray) else _plain(value) for key, value in outcome.arguments.items()
    )
    lines = [_("The first input that fails: {call}", call=f"{outcome.name}({call})")]
    for key, value in outcome.arguments.items():
        if isinstance(value, np.ndarray):
            lines += [_("{name} has {description}", name=key, description=_described(value))]
            lines += _grid(value)
    if outcome.error is not None:
        lines += [_("It stopped with {error}", error=" ".join(outcome.error.split()))]
    elif isinstance(outcome.returned, np.ndarray):
        lines += [_("What came out has {description}", description=_described(outcome.returned))]
        lines += _grid(outcome.returned)
    elif outcome.returned is not None:
        lines += [_("What came out is of the type {name}", name=type(outcome.returned).__name__)]
    return "\n".join(lines)


def _described(value):
    return _("the shape {shape} and the type {dtype}", shape=value.shape, dtype=value.dtype)


def _grid(value):
    """Write a small array in lines that start with four spaces, one of three axes grid by grid; others in no line."""
    if value.ndim == 3 and 0 < value.size <= LARGEST_SHOWN**2:
        return [line for index, part in enumerate(value) if _grid(part) for line in (f"    [{index}]", *_grid(part))]
    if value.ndim != 2 or value.size == 0 or max(value.shape) > LARGEST_SHOWN or value.dtype.kind not in "biuf":
        return []
    words = [[format_number(entry) for entry in row] for row in value]
    width = max(len(word) for row in words for word in row)
    return ["    " + "  ".join(word.rjust(width) for word in row) for row in words]


def _plain(value):
    return format_number(value) if isinstance(value, (int, float)) else str(value)


def _alike(one, other):
    """Whether two values cannot be told apart: shape, type and every entry."""
    try:
        one, other = np.asarray(one), np.asarray(other)
        same_kind = one.dtype == other.dtype and one.shape == other.shape
        return same_kind and bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc"))
    except Exception:  # values that cannot be compared are not alike
        return False


def _close(one, other):
    """Whether two values have one shape and, but for rounding, the same entries; text and lists have not."""
    try:
        return np.shape(one) == np.shape(other) and bool(np.allclose(one, other))
    except Exception:  # whatever a learner's function returned
        return False


def _holds_blank(answer, outcomes):
    """Whether the body is still a blank: ``...`` alone, returned, or stumbled over."""
    if any(outcome.returned is ... or "ellipsis" in (outcome.error or "").casefold() for outcome in outcomes):
        return True
    code = getattr(answer, "__code__", None)
    if code is None or any(outcome.returned is not None or outcome.error for outcome in outcomes):
        return False
    return ... in code.co_consts or {step.opname for step in dis.get_instructions(code)} <= EMPTY_BODY
