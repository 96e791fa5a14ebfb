"""Digits as bitmaps of 32×32 dots: how scans and drawings become images of 8×8, and how they may vary.

The images of the data set were made in two steps [1]_: each scanned digit was normalised in size into a bitmap of
32×32 dots, and the inked dots were counted in blocks of 4×4.

References
----------
.. [1] E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998.
"""

import numpy as np

SIDE, BLOCK, INK = 32, 4, 16
"""Dots of a bitmap's side, of a block's side, and in a block."""

WIDEST, CLOSEST = 20, 4
"""Dots that a normalised digit is wide at most (as the scans are), and how much it is enlarged at most."""


def normalised(bitmaps):
    """Return bitmaps with their digit as high as they are, no wider than a scanned one, and in the middle.

    Parameters
    ----------
    bitmaps : array, (N, 32, 32)
        Ink where it is not 0.

    Returns
    -------
    bool array, (N, 32, 32)
        A bitmap without ink stays empty.
    """
    bitmaps = np.asarray(bitmaps) != 0
    (top, height), (left, width) = _extent(bitmaps.any(axis=2)), _extent(bitmaps.any(axis=1))
    down = np.minimum(SIDE / height, CLOSEST)
    across = np.minimum(down, WIDEST / width)
    rows = _sources(top + height / 2, down)
    columns = _sources(left + width / 2, across)
    inside = ((rows >= 0) & (rows < SIDE))[:, :, None] & ((columns >= 0) & (columns < SIDE))[:, None, :]
    rows, columns = rows.clip(0, SIDE - 1), columns.clip(0, SIDE - 1)
    return bitmaps[np.arange(len(bitmaps))[:, None, None], rows[:, :, None], columns[:, None, :]] & inside


def _extent(inked):
    """First index and number of the lines with ink from the first to the last, for each row of `inked`."""
    first = inked.argmax(axis=1)
    last = SIDE - 1 - inked[:, ::-1].argmax(axis=1)
    return first, last - first + 1


def _sources(middle, zoom):
    """Index of the dot that each dot of the normalised bitmap is taken from, along one axis."""
    steps = np.arange(SIDE) + 0.5 - SIDE / 2
    return np.floor(middle[:, None] + steps / zoom[:, None]).astype(int)


def blocks(bitmaps):
    """Count the ink in blocks of 4×4 dots: (N, 32, 32) → (N, 8, 8) of 0 to 16, float64.

    Examples
    --------
    >>> float(blocks(np.ones((1, 32, 32)))[0, 0, 0])
    16.0
    """
    side = SIDE // BLOCK
    return (np.asarray(bitmaps) != 0).reshape(-1, side, BLOCK, side, BLOCK).sum(axis=(2, 4)).astype(np.float64)


def bitmaps_of(images):
    """Guess the bitmaps that images were counted from: in each block, the dots nearest to dark neighbours have the ink.

    Parameters
    ----------
    images : array, (N, 8, 8)
        Ink of 0 to 16, whole numbers.

    Returns
    -------
    bool array, (N, 32, 32)
        Counted in blocks, they are the images again.

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
    # The place of each dot when those of its block are sorted, the darkest first.
    places = np.argsort(np.argsort(-dots, axis=3, kind="stable"), axis=3)
    inked = places < images[..., None]
    return inked.reshape(count, side, side, BLOCK, BLOCK).swapaxes(2, 3).reshape(count, SIDE, SIDE)


def _between():
    """Weights (32, 10) with which the dots of one axis lie between the middles of 8 blocks and an edge."""
    places = (np.arange(SIDE) + 0.5) / BLOCK + 0.5
    return np.maximum(0, 1 - np.abs(places[:, None] - np.arange(SIDE // BLOCK + 2)))


def moved(images, down, right):
    """Move images or bitmaps, (N, H, W); what leaves is lost, and paper comes in.

    Examples
    --------
    >>> moved(np.array([[[1, 2]]]), 0, 1).tolist()
    [[[0, 1]]]
    """
    height, width = images.shape[1:]
    result = np.zeros_like(images)
    to = (slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right)))
    come = (slice(max(0, -down), height + min(0, -down)), slice(max(0, -right), width + min(0, -right)))
    result[:, *to] = images[:, *come]
    return result


def thicker(bitmaps):
    """Ink every dot that touches ink: lines grow by a dot on each side.

    Examples
    --------
    >>> thicker(np.eye(3, dtype=bool)[None]).sum()
    np.int64(7)
    """
    bitmaps = np.asarray(bitmaps) != 0
    grown = bitmaps.copy()
    for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        grown |= moved(bitmaps, down, right)
    return grown


def thinner(bitmaps):
    """Keep the dots whose neighbours are inked: lines lose a dot on each side. Beyond the edge counts as ink.

    Examples
    --------
    >>> thinner(np.ones((1, 3, 3), bool)).sum()
    np.int64(9)
    """
    return ~thicker(~(np.asarray(bitmaps) != 0))


def _moved_all_ways(images, by):
    return [moved(images, down, right) for down, right in ((by, 0), (-by, 0), (0, by), (0, -by))]


def variants(images):
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
        "as scanned": [images],
        "moved 2 dots": [blocks(each) for each in _moved_all_ways(bitmaps, 2)],
        "moved 4 dots, a pixel": [blocks(each) for each in _moved_all_ways(bitmaps, BLOCK)],
        "thicker": [blocks(thicker(bitmaps))],
        "thicker still": [blocks(thicker(thicker(bitmaps)))],
        "thinner": [blocks(thinner(bitmaps))],
    }
