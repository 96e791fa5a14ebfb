"""The cells of a panel, counted row by row from 0."""

import math

import numpy as np

from cnnlib.engine.types import Array, Pair


def within(number: int, count: int) -> int:
    """Return the number of one of `count` things: what is beyond the first or the last becomes that one.

    Examples
    --------
    >>> within(-1, 4), within(2, 4), within(9, 4)
    (0, 2, 3)
    """
    return min(max(0, int(number)), count - 1)


def cell_at(position: int, shape: Pair) -> Pair:
    """Return the (row, column) of a position in a grid of this shape; beyond the last cell it is the last.

    Examples
    --------
    >>> cell_at(4, (2, 3)), cell_at(99, (2, 3))
    ((1, 1), (1, 2))
    """
    row, column = divmod(within(position, shape[0] * shape[1]), shape[1])
    return row, column


def positions(shape: Pair) -> Array:
    """Return the position of each cell: what a panel picks whose cells are chosen one by one.

    Examples
    --------
    >>> positions((2, 3)).tolist()
    [[0, 1, 2], [3, 4, 5]]
    """
    return np.arange(math.prod(shape)).reshape(shape)
