"""The permutation lab: what a network knows about which pixels are neighbours.

One fixed shuffle is applied to the pixels of every image. An Affine network gets the same numbers in
another order, and learns as well as before. A convolution looks at neighbours, and has lost them.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import samples
from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER, load
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.optimizers import Adam
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.settings import SettingError
from cnnlib.engine.training import Record, fit
from cnnlib.engine.types import Array
from cnnlib.messages import N_, _

FILE = FOLDER / "permutation.npz"
NETWORKS = ("affine", "cnn")
ORDERS = (N_("in order"), N_("shuffled"))
SEEDS = range(5)
EPOCHS = 20


def shuffle() -> Array:
    """Return the one shuffle of the lab: a permutation of the 64 pixels of a digit.

    Examples
    --------
    >>> sorted(shuffle()) == list(range(64))
    True
    """
    return np.random.default_rng(0).permutation(64)


def shuffled(images: ArrayLike) -> Array:
    """Return images with their pixels shuffled, all in the same way.

    Parameters
    ----------
    images : array, (..., 8, 8)

    Returns
    -------
    array, (..., 8, 8)

    Examples
    --------
    >>> image = np.arange(64).reshape(8, 8)
    >>> int(shuffled(image)[0, 0]) == int(shuffle()[0])
    True
    """
    pixels = np.asarray(images)
    return pixels.reshape(*pixels.shape[:-2], 64)[..., shuffle()].reshape(pixels.shape)


def network(name: str, *, seed: int = 0) -> Sequential:
    """Return an untrained network for the digits.

    Parameters
    ----------
    name : {"affine", "cnn"}
        Affine–ReLU–Affine with 64 hidden neurons (4,810 parameters), or Conv–ReLU–Pool twice and an
        Affine layer (1,898 parameters).
    seed : int

    Raises
    ------
    SettingError
        If there is no such network.

    Examples
    --------
    >>> sum(row.parameters for row in network("cnn").rows((1, 8, 8)))
    1898
    """
    if name == "affine":
        return Sequential(Flatten(), Linear(64, 64), ReLU(), Linear(64, 10), seed=seed)
    if name == "cnn":
        return Sequential(
            Conv2d(1, 8, 3, padding=1),
            ReLU(),
            MaxPool2d(2),
            Conv2d(8, 16, 3, padding=1),
            ReLU(),
            MaxPool2d(2),
            Flatten(),
            Linear(64, 10),
            seed=seed,
        )
    raise SettingError(_("network is {name!r}, but there are only 'affine' and 'cnn'. Use one of them.", name=name))


def train(name: str, order: str, *, seed: int = 0, epochs: int = EPOCHS) -> Iterator[Record]:
    """Train a network on the digits, and yield one record per epoch.

    Parameters
    ----------
    name : {"affine", "cnn"}
    order : {"in order", "shuffled"}
        Whether the pixels of all images, the held-out ones included, are shuffled.
    seed : int
        For the weights, and for the order of the images.
    epochs : int

    Returns
    -------
    generator of cnnlib.engine.training.Record

    Raises
    ------
    SettingError
        If there is no such network or order.
    """
    if order not in ORDERS:
        raise SettingError(
            _("order is {order!r}, but there are only 'in order' and 'shuffled'. Use one of them.", order=order)
        )
    return train_model(network(name, seed=seed), order, seed=seed, epochs=epochs)


def train_model(model: Sequential, order: str = "in order", *, seed: int = 0, epochs: int = EPOCHS) -> Iterator[Record]:
    """Train this very network, as :func:`train` does with a new one."""
    x, labels, held_out, held_out_labels = samples.digits_split()
    x, held_out = _inputs(x, order), _inputs(held_out, order)
    optimizer = Adam(model, 0.003)
    return fit(model, x, labels, optimizer=optimizer, epochs=epochs, held_out=(held_out, held_out_labels), seed=seed)


def _inputs(images: Array, order: str) -> Array:
    return network_input(images if order == "in order" else shuffled(images))


def recorded() -> Array:
    """Return the held-out accuracies that were recorded: array (2 networks, 2 orders, 5 seeds, 20 epochs).

    ``tools/record_permutation.py`` recorded them, on the 360 held-out digits of the split of seed 0. The first two
    axes follow :data:`NETWORKS` and :data:`ORDERS`.

    Examples
    --------
    >>> recorded().shape
    (2, 2, 5, 20)
    """
    return load("permutation")["accuracies"].copy()


def recorded_run(name: str, order: str, seed: int) -> Array:
    """Return the held-out accuracies of one recorded run, after each of its 20 epochs.

    Examples
    --------
    >>> recorded_run("cnn", "shuffled", 0).shape
    (20,)
    """
    return recorded()[NETWORKS.index(name), ORDERS.index(order), seed]
