"""A small network that reads digits, and its trained weights.

A drawing that it is to read goes the way of the scans of the data set (:mod:`cnnlib.data.bitmaps`), so that it looks
like one of them. The weights are in ``cnnlib/data/reader.npz``; ``tools/train_reader.py`` makes them.
"""

from cnnlib.data.files import FOLDER
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.settings import SettingError
from cnnlib.messages import _

FILES = {"scans and variants": "reader", "scans only": "reader_scans"}
"""What a network was trained on → its file."""


def reader_network(*, seed: int = 0) -> Sequential:
    """Return the network before training: two convolutions, each with ReLU and pooling, and an Affine layer.

    Parameters
    ----------
    seed : int
        The source of the first weights.

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


def load_reader(trained_on: str = "scans and variants") -> Sequential:
    """Return the trained network; it reads (N, 1, 8, 8) of 0 to 1 and returns (N, 10) scores.

    Parameters
    ----------
    trained_on : {"scans and variants", "scans only"}
        Whether it has also met moved, thicker, thinner, turned and stretched digits.

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
                "trained_on is {name!r}, but there is only {known}.",
                name=trained_on,
                known=" or ".join(map(repr, FILES)),
            ),
            _("Use one of them."),
        )
    return reader_network().load(FOLDER / f"{FILES[trained_on]}.npz")
