"""Bundled data: real handwritten digits, two real photographs, toy grids, named kernels.

Nothing is read before it is asked for, and nothing that is handed out can be
damaged for the next cell: an array is either a fresh copy or read-only. Where
the files come from, and on what terms, is told in ``cnnlib/data/LICENSES.md``.
"""

import functools
from pathlib import Path
from types import MappingProxyType

import numpy as np

from cnnlib.messages import _
from cnnlib.shapes import SettingError, integer

DATA = Path(__file__).parent / "data"
TEST_SIZE = 360


def digits():
    """All bundled handwritten digits.

    Returns
    -------
    images : numpy.ndarray, shape (1797, 8, 8), uint8
        Ink per pixel, 0 (paper) to 16 (all ink). Read-only.
    labels : numpy.ndarray, shape (1797,), uint8
        The digit that each image shows, 0 to 9. Read-only.

    Notes
    -----
    The 1797 images are the test part of "Optical Recognition of Handwritten Digits"
    [1]_: each scan of 32×32 black and white dots was cut into 4×4 blocks, and a pixel
    here is the number of inked dots in its block.

    References
    ----------
    .. [1] E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine
       Learning Repository, 1998, https://doi.org/10.24432/C50P49, CC BY 4.0.

    Examples
    --------
    >>> images, labels = digits()
    >>> images.shape, labels.shape, int(images.max())
    ((1797, 8, 8), (1797,), 16)
    """
    return _load("digits", "images"), _load("digits", "labels")


def digits_split(*, seed=0):
    """The digits, divided into 1437 to train on and 360 to test on.

    Parameters
    ----------
    seed : int
        0 or larger. The same seed gives the same split, on every machine.

    Returns
    -------
    train_images : numpy.ndarray, shape (1437, 8, 8), uint8
    train_labels : numpy.ndarray, shape (1437,), uint8
    test_images : numpy.ndarray, shape (360, 8, 8), uint8
    test_labels : numpy.ndarray, shape (360,), uint8
        Fresh copies, in a shuffled order. Every digit has its fair share of both parts:
        its count in each is its exact proportion, rounded up or down.

    Raises
    ------
    SettingError
        If `seed` is not an integer of 0 or larger.

    Examples
    --------
    >>> train_images, train_labels, test_images, test_labels = digits_split()
    >>> train_images.shape, test_images.shape
    ((1437, 8, 8), (360, 8, 8))
    """
    seed = integer("seed", seed, minimum=0)
    images, labels = digits()
    # Raw draws, sorted: NumPy promises that these stay the same in later versions, which it
    # does not of `permutation`; networks trained on a split are tested on its other part.
    choosing, ordering = np.random.PCG64(seed).random_raw((2, len(labels)))
    candidates = np.argsort(choosing, kind="stable")
    in_test = np.zeros(len(labels), dtype=bool)
    for label, count in enumerate(_shares(np.bincount(labels), TEST_SIZE)):
        in_test[candidates[labels[candidates] == label][:count]] = True
    # A second order: in the first, the images that were left for training stand last in their class.
    order = np.argsort(ordering, kind="stable")
    test, train = order[in_test[order]], order[~in_test[order]]
    return images[train], labels[train], images[test], labels[test]


def digit(label, index=0):
    """One handwritten digit.

    Parameters
    ----------
    label : int
        Which digit, 0 to 9.
    index : int
        Which of the images of that digit, from 0; there are 174 to 183 of each.

    Returns
    -------
    numpy.ndarray, shape (8, 8), float64
        Ink per pixel, 0 (paper) to 16 (all ink). A fresh copy.

    Raises
    ------
    SettingError
        If there is no such digit, or no such image of it.

    Examples
    --------
    >>> print(digit(1)[:3].astype(int))
    [[ 0  0  0 12 13  5  0  0]
     [ 0  0  0 11 16  9  0  0]
     [ 0  0  3 15 16  6  0  0]]
    """
    label, index = integer("label", label, minimum=0), integer("index", index, minimum=0)
    if label > 9:
        raise SettingError(_("label is {label}, but it must be a digit. Use 0 to 9.").format(label=label))
    images, labels = digits()
    places = np.flatnonzero(labels == label)
    if index >= len(places):
        raise SettingError(
            _("index is {index}, but there are {count} images of the digit {label}. Use 0 to {last}.").format(
                index=index, count=len(places), label=label, last=len(places) - 1
            )
        )
    return images[places[index]].astype(np.float64)


def camera():
    """A real photograph in grey: a man with a camera on a tripod, on a lawn.

    Returns
    -------
    numpy.ndarray, shape (128, 128), float64
        Brightness, 0 (black) to 1 (white). A fresh copy.

    References
    ----------
    .. [1] Photograph by Lav Varshney, CC0, from scikit-image (``skimage.data.camera``).

    Examples
    --------
    >>> camera().shape
    (128, 128)
    """
    return _load("camera", "image") / 255


def chelsea():
    """A real photograph in colour: the face of Chelsea the cat.

    Returns
    -------
    numpy.ndarray, shape (3, 128, 128), float64
        The channels red, green, blue, each 0 (none) to 1 (full). A fresh copy. For a
        matplotlib image, ``chelsea().transpose(1, 2, 0)`` puts the channels last.

    References
    ----------
    .. [1] Photograph by Stéfan van der Walt, CC0, from scikit-image (``skimage.data.chelsea``).

    Examples
    --------
    >>> chelsea().shape
    (3, 128, 128)
    """
    return _load("chelsea", "image") / 255


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


@functools.cache
def _load(name, key):
    # The handle is closed here: on Windows an open one would keep the file from being replaced.
    with np.load(DATA / f"{name}.npz", allow_pickle=False) as file:
        array = file[key]
    array.setflags(write=False)
    return array


def _shares(counts, total):
    """Divide `total` in proportion to `counts`, each share rounded up or down (largest remainders)."""
    shares, remainders = np.divmod(counts * total, counts.sum())
    largest = np.argsort(-remainders, kind="stable")[: total - shares.sum()]
    shares[largest] += 1
    return shares


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
