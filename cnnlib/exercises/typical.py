"""How to recognize a misconception by what a function returned: values for the ``when`` of a misconception."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.exercises.exercise import ExplainsNumbers, When
from cnnlib.exercises.outcomes import Outcomes
from cnnlib.exercises.trials import Property, Rule, obeys, what_fails

Condition = Callable[..., object]
"""The arguments of a trial, by name → whether it is one of those that are meant."""


def always(*rules: Callable[..., ArrayLike]) -> ExplainsNumbers:
    """Recognize that one of these rules gives every result, as far as there are results.

    Parameters
    ----------
    *rules : callable
        The arguments of a trial, by name → what the wrong idea leads to.

    Returns
    -------
    ExplainsNumbers
        So it is not asked where an error is shown: what came out before that is right.

    Examples
    --------
    >>> from cnnlib.exercises.trials import function
    >>> outcomes = function("twice", {"x": np.array([1, 2])})(lambda x: x + x)
    >>> always(lambda x: 2 * x)(outcomes), always(lambda x: x**2)(outcomes)
    (True, False)
    """

    def fits(outcomes: Outcomes) -> bool:
        returned = [outcome for outcome in outcomes if outcome.error is None]
        return bool(returned) and any(
            all(_same_but_for_rounding(outcome.returned, rule(**outcome.arguments)) for outcome in returned)
            for rule in rules
        )

    return ExplainsNumbers(fits)


def always_shaped(*rules: Callable[..., tuple[int, ...]], among: Condition | None = None) -> When:
    """Recognize that one of these rules gives the shape of every result, and that no trial fails.

    Parameters
    ----------
    *rules : callable
        The arguments of a trial, by name → the shape that the wrong idea leads to.
    among : callable, optional
        The arguments of a trial, by name → whether to look at it. By default, all trials are looked at.

    Examples
    --------
    >>> from cnnlib.exercises.trials import function
    >>> outcomes = function("same", {"x": np.ones((2, 3))})(lambda x: x)
    >>> always_shaped(lambda x: (3, 2))(outcomes), always_shaped(lambda x: (2, 3))(outcomes)
    (False, True)
    """

    def when(outcomes: Outcomes) -> bool:
        chosen = [outcome for outcome in outcomes if among is None or among(**outcome.arguments)]
        return any(
            all(outcome.error is None and outcome.shape == rule(**outcome.arguments) for outcome in chosen)
            for rule in rules
        )

    return when


def right_only_for(condition: Condition, *rules: Rule, among: Condition | None = None) -> When:
    """Recognize that a function is right on the trials that fulfil a condition, and wrong on all others.

    Parameters
    ----------
    condition : callable
        The arguments of a trial, by name → whether the function is right there.
    *rules : Rule
        What holds of a right result.
    among : callable, optional
        The arguments of a trial, by name → whether to look at it. By default, all trials are looked at.

    Examples
    --------
    >>> from cnnlib.exercises.trials import function
    >>> outcomes = function("absolute", {"x": np.array([1])}, {"x": np.array([-1])})(lambda x: x)
    >>> when = right_only_for(lambda x: x > 0, lambda result, x: result == abs(x))
    >>> when(outcomes)
    True
    """

    def when(outcomes: Outcomes) -> bool:
        chosen = [outcome for outcome in outcomes if among is None or among(**outcome.arguments)]
        return all(obeys(outcome, *rules) == bool(condition(**outcome.arguments)) for outcome in chosen)

    return when


def stops_with(words: str, *properties: Property) -> When:
    """Recognize that the input that is shown, the first that fails, stopped with a certain error.

    Parameters
    ----------
    words : str
        A part of the error: of its message, or of its type.
    *properties : Property
        Those of the exercise. An input before the error may break one: that one is shown, and the hint is about it.

    Examples
    --------
    >>> from cnnlib.exercises.trials import function
    >>> outcomes = function("first", {"x": np.array([1])}, {"x": np.array([])})(lambda x: x[0] * np.ones(1))
    >>> stops_with("out of bounds")(outcomes), stops_with("broadcast")(outcomes)
    (True, False)
    """

    def when(outcomes: Outcomes) -> bool:
        first = next((outcome for outcome in outcomes if what_fails(outcome, *properties) is not None), None)
        return first is not None and words in (first.error or "")

    return when


def _same_but_for_rounding(one: ArrayLike, other: ArrayLike) -> bool:
    """Whether two values have the same shape and nearly the same numbers; never true of text and lists."""
    try:
        with np.errstate(all="ignore"):
            return np.shape(one) == np.shape(other) and bool(np.allclose(one, other))
    except Exception:  # whatever a learner's function returned
        return False
