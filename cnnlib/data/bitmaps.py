"""Digits as bitmaps of 32×32 dots: how scans and drawings become images of 8×8, and how they may vary.

The images of the data set were made in two steps [1]_: each scanned digit was normalised in size into a bitmap of
32×32 dots, and the inked dots were counted in blocks of 4×4.

References
----------
.. [1] E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998.
"""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import Array
from cnnlib.messages import N_

SIDE, BLOCK, INK = 32, 4, 16
"""Dots along the side of a bitmap, along the side of a block, and in a block."""

WIDEST, CLOSEST = 20, 4
"""The greatest width of a normalised digit in dots (that of the scans), and by how much it is enlarged at most."""


def _inked(bitmaps: ArrayLike) -> Array:
    inked: Array = np.asarray(bitmaps) != 0
    return inked


def normalised(bitmaps: ArrayLike) -> Array:
    """Return bitmaps with the digit in the middle, as high as the bitmap and no wider than a scanned one.

    Parameters
    ----------
    bitmaps : array, (N, 32, 32)
        Ink where it is not 0.

    Returns
    -------
    bool array, (N, 32, 32)
        A bitmap without ink stays empty.
    """
    inked = _inked(bitmaps)
    (top, height), (left, width) = _extent(np.any(inked, axis=2)), _extent(np.any(inked, axis=1))
    down = np.minimum(SIDE / height, CLOSEST)
    across = np.minimum(down, WIDEST / width)
    rows = _sources(top + height / 2, down)
    columns = _sources(left + width / 2, across)
    inside = ((rows >= 0) & (rows < SIDE))[:, :, None] & ((columns >= 0) & (columns < SIDE))[:, None, :]
    rows, columns = rows.clip(0, SIDE - 1), columns.clip(0, SIDE - 1)
    return inked[np.arange(len(inked))[:, None, None], rows[:, :, None], columns[:, None, :]] & inside


def _extent(inked: Array) -> tuple[Array, Array]:
    """For each row of `inked`, the index of the first line with ink, and the number of lines from there to the last."""
    first = inked.argmax(axis=1)
    last = SIDE - 1 - inked[:, ::-1].argmax(axis=1)
    return first, last - first + 1


def _sources(middle: Array, zoom: Array) -> Array:
    """Index of the dot that each dot of the normalised bitmap is taken from, along one axis."""
    steps = np.arange(SIDE) + 0.5 - SIDE / 2
    return np.floor(middle[:, None] + steps / zoom[:, None]).astype(int)


def blocks(bitmaps: ArrayLike) -> Array:
    """Count the ink in blocks of 4×4 dots: (N, 32, 32) → (N, 8, 8) of 0 to 16, float64.

    Examples
    --------
    >>> float(blocks(np.ones((1, 32, 32)))[0, 0, 0])
    16.0
    """
    side = SIDE // BLOCK
    return _inked(bitmaps).reshape(-1, side, BLOCK, side, BLOCK).sum(axis=(2, 4)).astype(np.float64)


def bitmaps_of(images: ArrayLike) -> Array:
    """Guess the bitmaps that images were counted from: in each block, the dots nearest to dark neighbours get the ink.

    Parameters
    ----------
    images : array, (N, 8, 8)
        Ink of 0 to 16, whole numbers.

    Returns
    -------
    bool array, (N, 32, 32)
        Counting their ink in blocks gives the images again.

    Examples
    --------
    >>> image = np.arange(64).reshape(1, 8, 8) % 17
    >>> bool((blocks(bitmaps_of(image)) == image).all())
    True
    """
    images = np.asarray(images)
    count, side = len(images), SIDE // BLOCK
    around = np.pad(images.astype(np.float64), ((0, 0), (1, 1), (1, 1)), mode="edge")
    smooth = _between() @ around @ _between().T
    dots = smooth.reshape(count, side, BLOCK, side, BLOCK).swapaxes(2, 3).reshape(count, side, side, INK)
    # The rank of each dot among those of its block, the darkest first.
    ranks = np.argsort(np.argsort(-dots, axis=3, kind="stable"), axis=3)
    inked = ranks < images[..., None]
    return inked.reshape(count, side, side, BLOCK, BLOCK).swapaxes(2, 3).reshape(count, SIDE, SIDE)


def _between() -> Array:
    """Weights (32, 10) of linear interpolation: each dot of one axis from the middles of 8 blocks and a border."""
    positions = (np.arange(SIDE) + 0.5) / BLOCK + 0.5
    weights: Array = np.maximum(0, 1 - np.abs(positions[:, None] - np.arange(SIDE // BLOCK + 2)))
    return weights


def moved(images: Array, down: int, right: int) -> Array:
    """Move images or bitmaps, (N, H, W); what leaves is lost, and empty paper comes in.

    Examples
    --------
    >>> moved(np.array([[[1, 2]]]), 0, 1).tolist()
    [[[0, 1]]]
    """
    height, width = images.shape[1:]
    result = np.zeros_like(images)
    target = (slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right)))
    source = (slice(max(0, -down), height + min(0, -down)), slice(max(0, -right), width + min(0, -right)))
    result[:, *target] = images[:, *source]
    return result


def thicker(bitmaps: ArrayLike) -> Array:
    """Ink every dot that touches ink: lines grow by a dot on each side.

    Examples
    --------
    >>> thicker(np.eye(3, dtype=bool)[None]).sum()
    np.int64(7)
    """
    inked = _inked(bitmaps)
    grown = inked.copy()
    for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        grown |= moved(inked, down, right)
    return grown


def thinner(bitmaps: ArrayLike) -> Array:
    """Keep the dots whose neighbours are all inked: lines lose a dot on each side. Beyond the edge counts as ink.

    Examples
    --------
    >>> thinner(np.ones((1, 3, 3), bool)).sum()
    np.int64(9)
    """
    return ~thicker(~_inked(bitmaps))


def _moved_all_ways(images: Array, by: int) -> list[Array]:
    return [moved(images, down, right) for down, right in ((by, 0), (-by, 0), (0, by), (0, -by))]


def variants(images: Array) -> dict[str, list[Array]]:
    """Return images as they are, moved, thicker and thinner.

    Parameters
    ----------
    images : array, (N, 8, 8)
        Ink of 0 to 16, whole numbers.

    Returns
    -------
    dict of str to list of arrays (N, 8, 8)
        What was done → the images, one array for each direction in which they were moved.

    Examples
    --------
    >>> {name: len(stacks) for name, stacks in variants(np.zeros((1, 8, 8))).items()}["moved 2 dots"]
    4
    """
    bitmaps = bitmaps_of(images)
    return {
        N_("as scanned"): [images],
        N_("moved 2 dots"): [blocks(each) for each in _moved_all_ways(bitmaps, 2)],
        N_("moved 4 dots, a pixel"): [blocks(each) for each in _moved_all_ways(bitmaps, BLOCK)],
        N_("thicker"): [blocks(thicker(bitmaps))],
        N_("thicker still"): [blocks(thicker(thicker(bitmaps)))],
        N_("thinner"): [blocks(thinner(bitmaps))],
    }
