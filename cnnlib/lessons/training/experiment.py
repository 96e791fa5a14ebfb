"""The digit network of the notebook about learning: its images, its layers, and a recorded run.

The run was recorded by ``tools/record_learning.py``. With it the notebook can open on a network that has learned,
and show the digits that this network still gets wrong.
"""

from typing import NamedTuple

import numpy as np

from cnnlib import samples
from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER, load
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.training import Record
from cnnlib.engine.types import Array

FILE = FOLDER / "learning.npz"
RATE, FILTERS, EPOCHS, BATCH = 0.01, 8, 40, 8
"""Settings of the recorded run: plain gradient descent, with split and first weights of seed 0."""


def digits() -> tuple[Array, Array, tuple[Array, Array]]:
    """Return the digits as the network reads them, divided by :func:`cnnlib.samples.digits_split`.

    Returns
    -------
    x : array, (1437, 1, 8, 8), float32
        The images to learn from; ink per pixel from 0 to 1.
    labels : array, (1437,)
    held_out : (array (360, 1, 8, 8), array (360,))
        Images and labels that the network never learns from.

    Examples
    --------
    >>> digits()[0].shape, digits()[2][0].shape
    ((1437, 1, 8, 8), (360, 1, 8, 8))
    """
    x, labels, test, test_labels = samples.digits_split()
    return network_input(x), labels, (network_input(test), test_labels)


def network(filters: int = FILTERS, *, seed: int = 0) -> Sequential:
    """Return an untrained network for the digits: Conv–ReLU–Pool twice, then an Affine layer.

    Parameters
    ----------
    filters : int
        Filters of the first layer; the second has 16.
    seed : int
        Of the random weights.

    Raises
    ------
    SettingError
        If `filters` is less than 1.

    Examples
    --------
    >>> sum(row.parameters for row in network(8).rows())
    1898
    """
    return Sequential(
        Conv2d(1, filters, 3, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(filters, 16, 3, padding=1),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(64, 10),
        input_shape=(1, 8, 8),
        seed=seed,
    )


class Run(NamedTuple):
    """A run of training.

    Attributes
    ----------
    records : tuple of cnnlib.engine.training.Record
        One for each epoch; their `seconds` are NaN, since they would differ on another machine.
    weights : array, (epochs + 1, filters, 1, 3, 3), float32
        The first layer's weights (stored as float16), before the first epoch and after each.
    model : Sequential
        The trained network.
    """

    records: tuple[Record, ...]
    weights: Array
    model: Sequential


def recorded() -> Run:
    """Return the recorded run.

    Examples
    --------
    >>> run = recorded()
    >>> len(run.records), run.weights.shape
    (40, (41, 8, 1, 3, 3))
    """
    saved = load("learning")
    model = network()
    for name, parameter in model.state().items():
        parameter[...] = saved[f"end {name}"]
    names = ("epoch", "step", "loss", "accuracy", "held_out")
    records = tuple(
        Record(epoch, step, loss, accuracy, held_out, seconds=float("nan"))
        for epoch, step, loss, accuracy, held_out in zip(*(saved[name].tolist() for name in names), strict=True)
    )
    return Run(records, saved["weights"].astype(np.float32), model)
