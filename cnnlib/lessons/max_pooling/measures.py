"""How much an image and its pooled maps change when the image is nudged by one pixel."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.average_pooling import avg_pool2d
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.types import Array, Pair

COMPASS: tuple[Pair, ...] = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))
"""The compass, row by row: one pixel (down, right) in 8 directions, and in the middle none."""

MIDDLE = COMPASS.index((0, 0))

POOLS: dict[str, Callable[[Array, int], Array]] = {"max": max_pool2d, "average": avg_pool2d}


def nudged(image: ArrayLike) -> list[Array]:
    """Return an image moved in each direction of the compass; what leaves on one side comes in on the other.

    Examples
    --------
    >>> nudged([[1, 2, 3]])[5].tolist()
    [[3, 1, 2]]
    """
    return [np.roll(image, move, axis=(0, 1)) for move in COMPASS]


def changes(image: ArrayLike, pool: Callable[[Array], Array] = np.asarray) -> Array:
    """Return by how much a cell changes on average in each direction of the compass.

    Parameters
    ----------
    image : array, (H, W)
    pool : callable
        (H, W) → (H_out, W_out), such as ``lambda x: max_pool2d(x, 2)``; by default the image itself is looked at.

    Returns
    -------
    array, (9,)
        The mean of abs(after − before) over all cells; 0 in the middle.

    Examples
    --------
    >>> changes([[0, 9, 0, 9]])[[4, 5]].tolist()
    [0.0, 9.0]
    >>> changes([[0, 9, 0, 9]], lambda x: max_pool2d(x, (1, 2)))[5].tolist()
    0.0
    """
    before = pool(np.asarray(image))
    return np.array([np.abs(pool(after) - before).mean() for after in nudged(image)])


def mean_change(image: ArrayLike, kernel_size: int = 1, kind: str = "max") -> float:
    """Return the mean of :func:`changes` over the 8 directions.

    Parameters
    ----------
    image : array, (H, W)
    kernel_size : int
        Of the pooling; windows of 1 leave the image as it is.
    kind : str
        ``"max"`` or ``"average"``.

    Examples
    --------
    >>> mean_change(np.tile([0, 9], (4, 2))), mean_change(np.tile([0, 9], (4, 2)), 2)
    (6.75, 0.0)
    """
    return float(changes(image, lambda x: POOLS[kind](x, kernel_size)).sum() / (len(COMPASS) - 1))


def cells_that_stay(image: ArrayLike, kernel_size: int = 2) -> Array:
    """Return how many cells of the max-pooled map keep their value in each direction of the compass.

    Returns
    -------
    int array, (9,)

    Examples
    --------
    >>> cells_that_stay([[9, 0, 0, 0], [0, 0, 0, 0]], 2)[[3, 5]].tolist()
    [0, 2]
    """
    before = max_pool2d(image, kernel_size)
    return np.array([(max_pool2d(after, kernel_size) == before).sum() for after in nudged(image)])
