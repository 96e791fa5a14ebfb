"""A small network that reads digits, and how a drawing is made into what it reads.

A drawing goes the way that the scans of the data set went (:mod:`cnnlib.bitmaps`), so that it arrives like one of
them. The weights are in ``cnnlib/data/reader.npz``; ``tools/train_reader.py`` makes them.
"""

from pathlib import Path

import numpy as np

from cnnlib.bitmaps import INK, blocks, normalised, variants
from cnnlib.functional import softmax
from cnnlib.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnlib.messages import _
from cnnlib.network import Sequential
from cnnlib.shapes import SettingError
from cnnlib.training import accuracy

DATA = Path(__file__).parent / "data"
FILES = {"scans and variants": "reader", "scans only": "reader_scans"}
"""What a network was trained on → its file."""


def reader_network(*, seed=0):
    """Return the network before training: two convolutions, each with ReLU and pooling, and an Affine layer.

    Parameters
    ----------
    seed : int
        Where the first weights come from.

    Examples
    --------
    >>> [row.output_shape for row in reader_network().rows()][-1]
    (10,)
    """
    return Sequential(
        Conv2d(1, 8, 3, padding=1), ReLU(), MaxPool2d(2),
        Conv2d(8, 16, 3, padding=1), ReLU(),
        Flatten(), Linear(256, 10), input_shape=(1, 8, 8), seed=seed,
    )


def load_reader(trained_on="scans and variants"):
    """Return the trained network; it reads (N, 1, 8, 8) of 0 to 1 and returns (N, 10) scores.

    Parameters
    ----------
    trained_on : {"scans and variants", "scans only"}
        Whether it has met moved, thicker and thinner, turned and stretched digits, too.

    Raises
    ------
    SettingError
        If there is no such network.

    Examples
    --------
    >>> len(load_reader().layers)
    7
    """
    if trained_on not in FILES:
        raise SettingError(_("trained_on is {name!r}, but there is only {known}. Use one of them.").format(
            name=trained_on, known=" or ".join(map(repr, FILES))))
    return reader_network().load(DATA / f"{FILES[trained_on]}.npz")


def network_input(images):
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


def read_stages(network, image):
    """Return what the network makes of one image, layer by layer.

    Parameters
    ----------
    network : Sequential
    image : array, (8, 8)
        Ink of 0 to 16.

    Returns
    -------
    list of arrays
        The network's input (1, 8, 8), the output of each layer without the axis of the samples, and
        the probabilities (10,).

    Examples
    --------
    >>> [stage.shape for stage in read_stages(load_reader(), np.zeros((8, 8)))][:3]
    [(1, 8, 8), (8, 8, 8), (8, 8, 8)]
    """
    stages = [network_input(image)]
    for layer in network.layers:
        stages.append(layer.forward(stages[-1]))
    return [stage[0] for stage in [*stages, softmax(stages[-1])]]


def digit_from_drawing(bitmap):
    """Make a drawing into an image like those of the data set.

    The ink is cut out, enlarged until it is as high as the bitmap, made narrower if it is wider than a scanned digit,
    put in the middle, and counted in blocks of 4×4 dots.

    Parameters
    ----------
    bitmap : array, (32, 32)
        Ink where it is not 0.

    Returns
    -------
    array, (8, 8), float64
        Dots of ink in each block, 0 to 16.

    Examples
    --------
    A stroke from top to bottom is in the middle, wherever it was drawn:

    >>> bitmap = np.zeros((32, 32))
    >>> bitmap[:, 3:7] = 1
    >>> digit_from_drawing(bitmap)[0].astype(int).tolist()
    [0, 0, 0, 8, 8, 0, 0, 0]
    """
    return blocks(normalised(np.asarray(bitmap)[None]))[0]


def accuracy_by_variant(network, images, labels):
    """Return how many of the images a network reads right: as they are, moved, thicker and thinner.

    Parameters
    ----------
    network : Sequential
    images : array, (N, 8, 8)
        Ink of 0 to 16, whole numbers.
    labels : array, (N,)

    Returns
    -------
    dict of str to float
        What was done → the fraction that is right, the mean over all directions of a move.

    Examples
    --------
    >>> list(accuracy_by_variant(load_reader(), np.zeros((1, 8, 8)), np.array([0])))[:2]
    ['as scanned', 'moved 2 dots']
    """
    return {
        name: sum(accuracy(network, network_input(stack), labels) for stack in stacks) / len(stacks)
        for name, stacks in variants(images).items()
    }
