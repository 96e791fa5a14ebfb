"""How a drawing becomes what the network reads, and what each layer makes of it."""

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.data.bitmaps import blocks, normalised, variants
from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader
from cnnlib.engine.activations import softmax
from cnnlib.engine.network import Sequential
from cnnlib.engine.tables import Table
from cnnlib.engine.training import accuracy
from cnnlib.engine.types import Array
from cnnlib.messages import _


def read_stages(network: Sequential, image: ArrayLike) -> list[Array]:
    """Return what the network makes of one image, layer by layer.

    Parameters
    ----------
    network : Sequential
    image : array, (8, 8)
        Ink of 0 to 16.

    Returns
    -------
    list of arrays
        The network's input (1, 8, 8), the output of each layer without the axis of samples, and
        the probabilities (10,).

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> [stage.shape for stage in read_stages(load_reader(), np.zeros((8, 8)))][:3]
    [(1, 8, 8), (8, 8, 8), (8, 8, 8)]
    """
    stages = [network_input(image)]
    for layer in network.layers:
        stages.append(layer.forward(stages[-1]))
    return [stage[0] for stage in [*stages, softmax(stages[-1])]]


def digit_from_drawing(bitmap: ArrayLike) -> Array:
    """Turn a drawing into an image like those of the data set.

    The ink is cut out, enlarged until it is as tall as the bitmap, made narrower if it is wider than a scanned digit,
    centred, and counted in blocks of 4×4 dots.

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


def robustness_table(images: Array, labels: Array) -> Table:
    """Write what the two bundled networks read right: images as they are, and changed.

    Parameters
    ----------
    images : array, (N, 8, 8)
        Ink of 0 to 16, whole numbers.
    labels : array, (N,)

    Returns
    -------
    Table
        A row for each change; a column for the network that learned from scans alone, and for the one that also met
        variants of them.

    Examples
    --------
    >>> robustness_table(np.zeros((1, 8, 8)), np.array([0])).rows[0]
    ('learned from:', 'scans', 'scans + variants')
    """
    alone, varied = (
        accuracy_by_variant(load_reader(name), images, labels) for name in ("scans only", "scans and variants")
    )
    head = _("learned from:"), _("scans"), _("scans + variants")
    return Table([head, *((_(name), f"{alone[name]:.1%}", f"{varied[name]:.1%}") for name in alone)])


def accuracy_by_variant(network: Sequential, images: Array, labels: Array) -> dict[str, float]:
    """Return the fraction of images that a network reads right: as they are, moved, thicker and thinner.

    Parameters
    ----------
    network : Sequential
    images : array, (N, 8, 8)
        Ink of 0 to 16, whole numbers.
    labels : array, (N,)

    Returns
    -------
    dict of str to float
        What was done to the images → the fraction read right; for a move, the mean over its directions.

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> list(accuracy_by_variant(load_reader(), np.zeros((1, 8, 8)), np.array([0])))[:2]
    ['as scanned', 'moved 2 dots']
    """
    return {
        name: sum(accuracy(network, network_input(stack), labels) for stack in stacks) / len(stacks)
        for name, stacks in variants(images).items()
    }
