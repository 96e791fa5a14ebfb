"""Record the shift lab of 01_why_convolution: five seeds, two networks, held-out digits moved by up to two pixels.

    python tools/record_shift.py

Takes about half a minute and writes ``cnnlib/data/shift.npz``:

- ``right``, uint16 of shape (2 networks, 5 seeds, 5 moves down, 5 moves to the right): how many of the ``digits``
  held-out digits are read right; the networks learned from digits in their place
- the weights of both networks of seed 0, such as ``cnn.0.weight``, as float16

A rerun on another machine may differ by a few images, since sums of floats depend on the order in which they are added.
"""

from typing import Any

import numpy as np

from cnnlib import samples
from cnnlib.data.digits import network_input
from cnnlib.engine.network import Sequential
from cnnlib.engine.training import accuracy
from cnnlib.lessons.why_convolution.experiment import NETWORKS, SEEDS, network, train_model
from cnnlib.lessons.why_convolution.moves import FILE, MOVES, moved


def main() -> None:
    """Train ten networks, test each on all moves, and write the table."""
    models = {(name, seed): trained(name, seed) for name in NETWORKS for seed in SEEDS}
    right = np.array([[read_right(models[name, seed]) for seed in SEEDS] for name in NETWORKS], np.uint16)
    weights: dict[str, Any] = {  # Any: savez_compressed has a keyword that is not an array
        f"{name}.{key}": parameter.astype(np.float16)
        for name in NETWORKS
        for key, parameter in models[name, 0].state().items()
    }
    np.savez_compressed(FILE, right=right, digits=np.array(samples.digits_split()[2].shape[0]), **weights)
    for name, counts in zip(NETWORKS, right, strict=True):
        print(name, "mean per cent read right, a row for each move down:")
        print(np.round(counts.mean(axis=0) / 3.6, 1))


def trained(name: str, seed: int) -> Sequential:
    """Return a network that has learned from digits in their place."""
    model = network(name, seed=seed)
    for _record in train_model(model, seed=seed):
        pass
    return model


def read_right(model: Sequential) -> list[list[int]]:
    """Return how many held-out digits a network reads right, for each move."""
    _, _, images, labels = samples.digits_split()
    return [
        [
            round(len(labels) * accuracy(model, network_input(moved(images, down=down, right=right)), labels))
            for right in MOVES
        ]
        for down in MOVES
    ]


if __name__ == "__main__":
    main()
