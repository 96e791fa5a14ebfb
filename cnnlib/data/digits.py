"""The bundled handwritten digits, and how networks read them."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.data.bitmaps import INK
from cnnlib.data.files import load
from cnnlib.engine.settings import SettingError, integer
from cnnlib.engine.types import Array
from cnnlib.messages import _

TEST_SIZE = 360
"""Digits to test on; the others are for training."""


def network_input(images: ArrayLike) -> Array:
    """Return images of 0 to 16 as the network reads them: float32 of 0 to 1, with a channel axis.

    Parameters
    ----------
    images : array, (..., 8, 8)

    Returns
    -------
    array, (N, 1, 8, 8), float32

    Examples
    --------
    >>> network_input(np.full((8, 8), 16)).shape
    (1, 1, 8, 8)
    """
    images = np.asarray(images)
    return (images.reshape(-1, 1, *images.shape[-2:]) / INK).astype(np.float32)


def digits() -> tuple[Array, Array]:
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
    return load("digits")["images"], load("digits")["labels"]


def digits_split(*, seed: int = 0) -> tuple[Array, Array, Array, Array]:
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
        its exact proportion, rounded up or down.

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
    # Raw draws, sorted: NumPy promises that these stay the same in later versions, but makes no such
    # promise for `permutation`; a network that was trained on a split is tested on its other part.
    choosing, ordering = np.random.PCG64(seed).random_raw((2, len(labels)))
    candidates = np.argsort(choosing, kind="stable")
    in_test = np.zeros(len(labels), dtype=bool)
    for label, count in enumerate(_shares(np.bincount(labels), TEST_SIZE)):
        in_test[candidates[labels[candidates] == label][:count]] = True
    # A second order: in the first, the images left for training are the last of their class.
    order = np.argsort(ordering, kind="stable")
    test, train = order[in_test[order]], order[~in_test[order]]
    return images[train], labels[train], images[test], labels[test]


def digit(label: int, index: int = 0) -> Array:
    """One handwritten digit.

    Parameters
    ----------
    label : int
        Which digit, 0 to 9.
    index : int
        Which image of that digit, from 0; there are 174 to 183 of each.

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
        raise SettingError(_("label is {label}, but it must be a digit.", label=label), _("Use 0 to 9."))
    images, labels = digits()
    places = np.flatnonzero(labels == label)
    if index >= len(places):
        raise SettingError(
            _(
                "index is {index}, but there are {count} images of the digit {label}.",
                index=index,
                count=len(places),
                label=label,
            ),
            _("Use 0 to {last}.", last=len(places) - 1),
        )
    return images[places[index]].astype(np.float64)


def _shares(counts: Array, total: int) -> Array:
    """Divide `total` in proportion to `counts`, each share rounded up or down (largest remainders)."""
    shares, remainders = np.divmod(counts * total, counts.sum())
    largest = np.argsort(-remainders, kind="stable")[: total - shares.sum()]
    shares[largest] += 1
    return shares
