"""A network that ends in global average pooling, and where in an image it finds evidence for a class.

The weights are in ``cnnlib/data/pooled.npz``; ``tools/train_pooled.py`` makes them.
"""

import numpy as np

from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER
from cnnlib.engine.layers import Conv2d, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import GlobalAvgPool2d
from cnnlib.engine.settings import integer
from cnnlib.engine.types import Array

FILE = FOLDER / "pooled.npz"


def pooled_network(*, seed: int = 0) -> Sequential:
    """Return the network before training: three convolutions with ReLU, one mean for each map, an Affine layer.

    Parameters
    ----------
    seed : int
        The source of the first weights.

    Examples
    --------
    >>> [row.output_shape for row in pooled_network().rows()][-3:]
    [(16, 8, 8), (16,), (10,)]
    """
    return Sequential(
        Conv2d(1, 8, 3, padding=1),
        ReLU(),
        Conv2d(8, 16, 3, padding=1),
        ReLU(),
        Conv2d(16, 16, 3, padding=1),
        ReLU(),
        GlobalAvgPool2d(),
        Linear(16, 10),
        input_shape=(1, 8, 8),
        seed=seed,
    )


def load_pooled() -> Sequential:
    """Return the trained network; it reads (N, 1, 8, 8) of 0 to 1 and returns (N, 10) scores.

    Examples
    --------
    >>> load_pooled().layers[-2:]
    (GlobalAvgPool2d(), Linear(16, 10))
    """
    return pooled_network().load(FILE)


def last_maps(reader: Sequential, image: Array) -> Array:
    """Return the maps of one image that go into the global average pooling.

    Parameters
    ----------
    reader : Sequential
        It ends in GlobalAvgPool2d and Linear.
    image : array, (8, 8)
        Ink of 0 to 16.

    Returns
    -------
    array, (16, 8, 8)
        In float64: sums of them do not hang on the order in which they are added.

    Examples
    --------
    >>> last_maps(load_pooled(), np.zeros((8, 8))).shape
    (16, 8, 8)
    """
    maps: Array = Sequential(*reader.layers[:-2]).forward(network_input(image))[0].astype(np.float64)
    return maps


def class_map(reader: Sequential, image: Array, digit: int) -> Array:
    """Return where a network finds evidence for one class: the sum of its last maps, times the weights of the class.

    Parameters
    ----------
    reader : Sequential
        It ends in GlobalAvgPool2d and Linear.
    image : array, (8, 8)
        Ink of 0 to 16.
    digit : int
        The class.

    Returns
    -------
    array, (8, 8)
        Its mean plus the bias of the class is the score of the class.

    Notes
    -----
    Zhou et al. (2016), "Learning Deep Features for Discriminative Localization": a class activation map.

    Examples
    --------
    >>> image = np.zeros((8, 8))
    >>> class_map(load_pooled(), image, 3).shape
    (8, 8)
    """
    weights = reader.layers[-1].parameters["weight"][integer("digit", digit, minimum=0)]
    found: Array = np.tensordot(weights.astype(np.float64), last_maps(reader, image), 1)
    return found
