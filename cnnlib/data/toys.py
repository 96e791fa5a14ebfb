"""Small arrays to calculate with by hand, and kernels that do something."""

from types import MappingProxyType

import numpy as np


def toy_input():
    """The 4×4 grid that is convolved by hand, from "Deep Learning from Scratch", chapter 7.

    Returns
    -------
    numpy.ndarray, shape (4, 4), float64
        A fresh copy.

    Examples
    --------
    >>> print(toy_input().astype(int))
    [[1 2 3 0]
     [0 1 2 3]
     [3 0 1 2]
     [2 3 0 1]]
    """
    return np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]], dtype=np.float64)


def toy_kernel():
    """The 3×3 kernel that goes with :func:`toy_input`, from the same chapter.

    Returns
    -------
    numpy.ndarray, shape (3, 3), float64
        A fresh copy.

    Examples
    --------
    >>> print(toy_kernel().astype(int))
    [[2 0 1]
     [0 1 2]
     [1 0 2]]
    >>> float((toy_input()[:3, :3] * toy_kernel()).sum())
    15.0
    """
    return np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]], dtype=np.float64)


def toy_large():
    """The 7×7 grid on which strides are tried, from the same chapter.

    Returns
    -------
    numpy.ndarray, shape (7, 7), float64
        A fresh copy. Each row is the one above it, shifted right by one.

    Examples
    --------
    >>> print(toy_large()[:2].astype(int))
    [[1 2 3 0 1 2 3]
     [0 1 2 3 0 1 2]]
    """
    row, column = np.indices((7, 7))
    return ((column - row + 1) % 4).astype(np.float64)


def toy_channels():
    """A toy image of three channels, from the same chapter.

    Returns
    -------
    numpy.ndarray, shape (3, 4, 4), float64
        A fresh copy.

    Examples
    --------
    >>> print(toy_channels()[:, 0].astype(int))
    [[1 2 1 0]
     [3 0 6 5]
     [1 0 2 3]]
    """
    return np.array(
        [
            [[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]],
            [[3, 0, 6, 5], [1, 2, 2, 3], [2, 6, 1, 0], [4, 5, 4, 1]],
            [[1, 0, 2, 3], [3, 1, 0, 2], [2, 3, 4, 0], [4, 2, 1, 3]],
        ],
        dtype=np.float64,
    )


def _read_only(rows, divisor=1):
    kernel = np.array(rows, dtype=np.float64) / divisor
    kernel.setflags(write=False)
    return kernel


# As slid over the image (cross-correlation): "vertical edges" answers with a positive number
# where the image grows brighter to the right, "horizontal edges" where it does downwards.
KERNELS = MappingProxyType(
    {
        "identity": _read_only([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        "box blur": _read_only([[1, 1, 1], [1, 1, 1], [1, 1, 1]], divisor=9),
        "Gaussian blur": _read_only([[1, 2, 1], [2, 4, 2], [1, 2, 1]], divisor=16),
        "sharpen": _read_only([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        "vertical edges": _read_only([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        "horizontal edges": _read_only([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
        "outline": _read_only([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        "emboss": _read_only([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    }
)
