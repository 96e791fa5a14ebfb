"""The digit network of the notebook: three sets of digits, the layers, and runs of training that were recorded.

``tools/record_training.py`` recorded them. With them the notebook has a run to compare the first one with, a network
that has learned, and the learning rates over five seeds.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cnnlib import samples
from cnnlib.data.digits import TEST_SIZE, network_input
from cnnlib.data.files import FOLDER, load
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.training import Record
from cnnlib.engine.types import Array

FILE = FOLDER / "training.npz"

VALIDATION_SIZE = TEST_SIZE
"""Digits to choose settings with: as many as there are to test on."""

FILTERS, EPOCHS, BATCH = 8, 20, 8
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
FIRST_RATE, CHOSEN_RATE = 0.01, 0.1
"""Learning rates of the two runs that were recorded in full: the first to compare with, and the one that was chosen."""

SEEDS = range(5)

Labelled = tuple[Array, Array]
"""Images as the network reads them, (N, 1, 8, 8), and their labels, (N,)."""


class Digits(NamedTuple):
    """The three sets of digits.

    Attributes
    ----------
    x : array, (1077, 1, 8, 8), float32
        The images to learn from; ink per pixel from 0 to 1.
    labels : array, (1077,)
    validation : (array (360, 1, 8, 8), array (360,))
        Images and labels to choose settings with.
    test : (array (360, 1, 8, 8), array (360,))
        Images and labels that are read once, at the end.
    """

    x: Array
    labels: Array
    validation: Labelled
    test: Labelled


def digits() -> Digits:
    """Return the digits, divided into those to learn from, to choose settings with, and to test on.

    The test digits are those of :func:`cnnlib.samples.digits_split`; the validation digits are the last of its others.

    Examples
    --------
    >>> [len(labels) for labels in (digits().labels, digits().validation[1], digits().test[1])]
    [1077, 360, 360]
    """
    x, labels, test, test_labels = samples.digits_split()
    x, test = network_input(x), network_input(test)
    cut = len(x) - VALIDATION_SIZE
    return Digits(x[:cut], labels[:cut], (x[cut:], labels[cut:]), (test, test_labels))


def network(filters: int = FILTERS, *, seed: int = 0) -> Sequential:
    """Return an untrained network for the digits: Conv–ReLU–Pool twice, then a fully connected layer.

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


def weights_and_gradients(model: Sequential) -> Iterator[tuple[Array, Array]]:
    """Yield each array of weights (or biases) of a network, and its gradient: writing into them changes the network.

    The gradients are those of the last ``model.backward(…)``.

    Examples
    --------
    >>> model = network()
    >>> _ = model.backward(np.ones_like(model(digits().x[:8])))
    >>> [weight.shape for weight, _gradient in weights_and_gradients(model)]
    [(8, 1, 3, 3), (8,), (16, 8, 3, 3), (16,), (10, 64), (10,)]
    """
    for layer in model.layers:
        for name, weight in layer.parameters.items():
            yield weight, layer.gradients[name]


class Run(NamedTuple):
    """The run with the learning rate that was chosen.

    Attributes
    ----------
    weights : array, (epochs + 1, filters, 1, 3, 3), float32
        The first layer's weights (stored as float16), before the first epoch and after each.
    biases : array, (epochs + 1, filters), float32
        Its biases, likewise.
    model : Sequential
        The trained network.
    """

    weights: Array
    biases: Array
    model: Sequential


def recorded_run() -> Run:
    """Return the run with the learning rate that was chosen.

    Examples
    --------
    >>> run = recorded_run()
    >>> run.weights.shape, run.biases.shape
    ((21, 8, 1, 3, 3), (21, 8))
    """
    saved = load("training")
    model = network()
    for name, parameter in model.state().items():
        parameter[...] = saved[f"end {name}"]
    return Run(saved["weights"].astype(np.float32), saved["biases"].astype(np.float32), model)


def first_records() -> list[Record]:
    """Return the records of the first run to compare with; their seconds are NaN: another machine has others.

    Examples
    --------
    >>> records = first_records()
    >>> len(records), records[-1].step
    (20, 2700)
    """
    saved = load("training")
    columns = (saved[name].tolist() for name in ("epoch", "step", "loss", "accuracy", "held_out"))
    return [
        Record(epoch, step, loss, accuracy, held_out, seconds=float("nan"))
        for epoch, step, loss, accuracy, held_out in zip(*columns, strict=True)
    ]


class Rates(NamedTuple):
    """How networks read after training with each of :data:`RATES`: arrays (rates, seeds).

    Attributes
    ----------
    loss : array
        Mean loss of the last epoch.
    validation, test : array
        Accuracies at the end.
    """

    loss: Array
    validation: Array
    test: Array


def recorded_rates() -> Rates:
    """Return what was recorded of every learning rate.

    Examples
    --------
    >>> recorded_rates().validation.shape
    (7, 5)
    """
    saved = load("training")
    return Rates(saved["rates loss"], saved["rates validation"] / VALIDATION_SIZE, saved["rates test"] / TEST_SIZE)
