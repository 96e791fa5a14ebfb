"""The shift lab: what networks that learned digits in their place make of digits that have moved."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER, load
from cnnlib.engine.layers import ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.types import Array
from cnnlib.lessons.why_convolution.experiment import network

FILE = FOLDER / "shift.npz"
MOVES = range(-2, 3)
"""Pixels by which the digits were moved for the record, down and to the right; negative is up and to the left."""


def moved(images: ArrayLike, *, down: int = 0, right: int = 0) -> Array:
    """Return images whose content has moved; what leaves the image is lost, and zeros come in.

    Parameters
    ----------
    images : array, (..., H, W)
    down, right : int
        Pixels; negative is up and to the left.

    Returns
    -------
    array, (..., H, W)

    Examples
    --------
    >>> moved([[1, 2], [3, 4]], right=1).tolist(), moved([[1, 2], [3, 4]], down=-1).tolist()
    ([[0, 1], [0, 3]], [[3, 4], [0, 0]])
    """
    before = np.asarray(images)
    result = np.zeros_like(before)
    (from_rows, to_rows), (from_columns, to_columns) = (
        _slices(size, step) for size, step in zip(before.shape[-2:], (down, right), strict=True)
    )
    result[..., to_rows, to_columns] = before[..., from_rows, from_columns]
    return result


def _slices(size: int, step: int) -> tuple[slice, slice]:
    """Return the places that stay in sight after a step, before it and after it."""
    start, stop = max(0, -step), max(0, min(size, size - step))
    start = min(start, stop)
    return slice(start, stop), slice(start + step, stop + step)


def recorded_moves(down: int, right: int) -> Array:
    """Return the accuracies that were recorded on moved digits: array (2 networks, 5 seeds).

    ``tools/record_shift.py`` recorded them, on the 360 held-out digits. The networks are those that learned from digits
    in order: the Affine ones first, then the CNNs.

    Parameters
    ----------
    down, right : int
        The move, each of :data:`MOVES`.

    Examples
    --------
    >>> recorded_moves(down=0, right=1).shape
    (2, 5)
    """
    record = load("shift")
    return record["right"][:, :, MOVES.index(down), MOVES.index(right)] / record["digits"]


def trained_network(name: str) -> Sequential:
    """Return the network of seed 0 that the shift lab tested, with its trained weights.

    Parameters
    ----------
    name : {"affine", "cnn"}

    Raises
    ------
    SettingError
        If there is no such network.

    Examples
    --------
    >>> trained_network("cnn").forward(np.zeros((1, 1, 8, 8))).shape
    (1, 10)
    """
    model = network(name)
    for key, parameter in model.state().items():
        parameter[...] = load("shift")[f"{name}.{key}"]
    return model


def first_layer(model: Sequential, image: ArrayLike) -> Array:
    """Return what the first layer that has weights says to one digit, after its ReLU.

    Parameters
    ----------
    model : Sequential
        A trained network of the lab.
    image : array, (8, 8)
        Ink of 0 to 16.

    Returns
    -------
    array
        The 8 feature maps of the CNN, (8, 8, 8), or the 64 activations of the Affine network, (64,).

    Examples
    --------
    >>> first_layer(trained_network("cnn"), np.zeros((8, 8))).shape
    (8, 8, 8)
    """
    activations = network_input(image)
    for layer in model.layers:
        activations = layer.forward(activations)
        if isinstance(layer, ReLU):
            break
    return activations[0]


def read_digit(model: Sequential, image: ArrayLike) -> int:
    """Return which digit a network of the lab reads in an image of (8, 8).

    Examples
    --------
    >>> from cnnlib import samples
    >>> read_digit(trained_network("affine"), samples.digit(3))
    3
    """
    return int(model.forward(network_input(image)).argmax())
