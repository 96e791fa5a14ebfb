"""The digit network of the learning notebook: what it reads, its layers, and a run that was recorded.

The run is that of ``tools/record_learning.py``: it lets the notebook open on a network that has learned,
and look at the digits that this one still gets wrong.
"""

from typing import NamedTuple

import numpy as np

from cnnlib import samples
from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER, load
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.network import Sequential
from cnnlib.engine.training import Record

FILE = FOLDER / "learning.npz"
RATE, FILTERS, EPOCHS, BATCH = 0.01, 8, 40, 8
"""Settings of the recorded run: plain descent, on the split and the weights of seed 0."""


def digits():
    """Return the digits as the network reads them, divided as :func:`cnnlib.samples.digits_split` does.

    Returns
    -------
    x : array, (1437, 1, 8, 8), float32
        To learn from; ink per pixel from 0 to 1.
    labels : array, (1437,)
    held_out : (array (360, 1, 8, 8), array (360,))
        Never learned from.

    Examples
    --------
    >>> digits()[0].shape, digits()[2][0].shape
    ((1437, 1, 8, 8), (360, 1, 8, 8))
    """
    x, labels, test, test_labels = samples.digits_split()
    return network_input(x), labels, (network_input(test), test_labels)


def network(filters=FILTERS, *, seed=0):
    """Return an untrained network for the digits, Conv–ReLU–Pool twice and an Affine layer.

    Parameters
    ----------
    filters : int
        Of the first layer; the second has 16.
    seed : int

    Raises
    ------
    SettingError
        If there is no filter.

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
        One an epoch; their `seconds` are NaN, since a clock's time belongs to its machine.
    weights : array, (epochs + 1, filters, 1, 3, 3), float32
        The first layer's weights (kept in half the precision), before the first epoch and after each.
    model : Sequential
        The network at its end.
    """

    records: tuple
    weights: np.ndarray
    model: Sequential


def recorded():
    """Return the run that was recorded.

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
    columns = (saved[name].tolist() for name in ("epoch", "step", "loss", "accuracy", "held_out"))
    records = tuple(Record(*row, float("nan")) for row in zip(*columns, strict=True))
    return Run(records, saved["weights"].astype(np.float32), model)
