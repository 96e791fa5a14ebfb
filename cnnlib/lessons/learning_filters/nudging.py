"""Gradients found by nudging: no rule, only the loss itself."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number

NUDGE = 0.001
"""How far a number is moved, up and down."""


def by_nudging(loss: Callable[[Array], float], array: ArrayLike) -> Array:
    """Return how fast a loss grows with each number of an array.

    Parameters
    ----------
    loss : callable
        The array → the loss.
    array : array_like
        It is left as it is.

    Returns
    -------
    ndarray
        Central differences, in the shape of the array: the loss for a number slightly larger, minus the loss for one
        slightly smaller, divided by the distance between the two.

    Examples
    --------
    >>> by_nudging(lambda x: float((x**2).sum()), [3, -1]).round(6).tolist()
    [6.0, -2.0]
    """
    moved = np.array(array, float)

    def slope(place: tuple[int, ...]) -> float:
        value = moved[place]
        moved[place] = value + NUDGE
        above = loss(moved)
        moved[place] = value - NUDGE
        below = loss(moved)
        moved[place] = value
        return (above - below) / (2 * NUDGE)

    return np.reshape([slope(place) for place in np.ndindex(moved.shape)], moved.shape)


def largest_difference(*pairs: tuple[Array, Array]) -> float:
    """Return how far apart two arrays are in the number where they differ most, over all pairs."""
    return max(float(np.abs(one - other).max()) for one, other in pairs)


def within(difference: float) -> str:
    """Write a difference that is due to rounding the same way on every machine."""
    return _("less than 0.000001") if difference < 1e-6 else format_number(difference, 6)
