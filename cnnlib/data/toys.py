"""Small arrays to calculate with by hand, and kernels that do something."""

from types import MappingProxyType

import numpy as np

from cnnlib.engine.types import Array


def toy_input() -> Array:
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


def toy_kernel() -> Array:
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


def toy_large() -> Array:
    """The 7×7 grid for trying strides, from the same chapter.

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


def toy_channels() -> Array:
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


def _read_only(rows: list[list[int]], divisor: int = 1) -> Array:
    kernel = np.array(rows, dtype=np.float64) / divisor
    kernel.setflags(write=False)
    return kernel


# They are slid over the image as they are (cross-correlation): "vertical edges" gives a positive number
# where the image gets brighter to the right, "horizontal edges" where it gets brighter downwards.
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
