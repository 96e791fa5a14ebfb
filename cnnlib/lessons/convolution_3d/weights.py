"""Weights that the notebook chooses from: three kernels of one filter, and four filters."""

import numpy as np

from cnnlib import samples
from cnnlib.engine.types import Array

TRIOS = {
    "alike": np.stack([samples.toy_kernel()] * 3),
    "three different": np.stack([samples.toy_kernel(), samples.toy_kernel()[::-1], samples.toy_kernel().T]),
    "blue ignored": samples.toy_kernel() * np.reshape([1, 1, 0], (3, 1, 1)),
}
"""What there is to say of three kernels → the kernels for red, green and blue."""


def four_filters() -> Array:
    """Return four filters of 3×3 for a photograph: vertical and horizontal edges, red minus blue, red minus green.

    Examples
    --------
    >>> four_filters().shape
    (4, 3, 3, 3)
    """
    edges, copy = samples.KERNELS["vertical edges"], samples.KERNELS["identity"]
    recipes: list[tuple[list[float], Array]] = [
        ([1, 1, 1], edges),
        ([1, 1, 1], edges.T),
        ([1, 0, -1], copy),
        ([1, -1, 0], copy),
    ]
    return np.stack([np.stack([number * kernel for number in numbers]) for numbers, kernel in recipes])
