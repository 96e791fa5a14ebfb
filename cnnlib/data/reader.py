"""A small network that reads digits, and how a drawing is made into what it reads.

A drawing goes the way that the scans of the data set went (:mod:`cnnlib.data.bitmaps`), so that it arrives like one of
them. The weights are in ``cnnlib/data/reader.npz``; ``tools/train_reader.py`` makes them.
"""

from cnnlib.data.files import FOLDER
from cnnlib.engine.layers import Conv2d, Flatten, Linear, MaxPool2d, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.shapes import SettingError
from cnnlib.messages import _

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
        Conv2d(1, 8, 3, padding=1),
        ReLU(),
        MaxPool2d(2),
        Conv2d(8, 16, 3, padding=1),
        ReLU(),
        Flatten(),
        Linear(256, 10),
        input_shape=(1, 8, 8),
        seed=seed,
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
        raise SettingError(
            _(
                "trained_on is {name!r}, but there is only {known}. Use one of them.",
                name=trained_on,
                known=" or ".join(map(repr, FILES)),
            )
        )
    return reader_network().load(FOLDER / f"{FILES[trained_on]}.npz")
