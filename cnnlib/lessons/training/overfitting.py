"""Few digits to learn from, or many, and whether they are shifted on the way: what a network then reads.

``tools/record_overfitting.py`` recorded each setting over five seeds.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from cnnlib.data.bitmaps import bitmaps_of, blocks, moved, thinner
from cnnlib.data.digits import network_input
from cnnlib.data.files import FOLDER, load
from cnnlib.engine.optimizers import Adam
from cnnlib.engine.training import accuracy, fit
from cnnlib.engine.types import Array
from cnnlib.lessons.training.experiment import SEEDS, Labelled, digits, network

FILE = FOLDER / "overfitting.npz"

COUNTS, SHIFTS = (100, 1000), (0, 1, 2)
"""Digits to learn from, and by how many pixels they are shifted at most."""

RATE, BATCH, STEPS, EVERY = 0.003, 10, 3000, 100
"""Adam's learning rate, digits a step, steps in all, and steps between two tests."""

SETS = ("training", "validation", "moved", "thinner")
"""What a network is tested on: its training digits, and three versions of the validation digits."""


class Scores(NamedTuple):
    """A network after some steps.

    Attributes
    ----------
    step : int
        Steps so far.
    seen : array, (8, 8, 8)
        Some of the digits that it learns from, as they were in the last epoch.
    accuracies : array, (4,)
        How well it reads each of :data:`SETS`.
    """

    step: int
    seen: Array
    accuracies: Array


def shifted(images: Array, shift: int, rng: np.random.Generator) -> Array:
    """Move each image by up to `shift` pixels, up or down and to the left or right; paper comes in at the border.

    Parameters
    ----------
    images : array, (N, 1, H, W)
    shift : int
    rng : numpy.random.Generator
        Draws where each image goes: each place as often as any other.

    Returns
    -------
    array, (N, 1, H, W)

    Examples
    --------
    >>> image = np.pad([[1]], 1)[None, None]
    >>> shifted(image, 1, np.random.default_rng(0))[0, 0].tolist()
    [[0, 0, 0], [0, 0, 0], [0, 1, 0]]
    """
    moves = rng.integers(-shift, shift + 1, size=(len(images), 2))
    result = images.copy()
    for down, right in np.unique(moves, axis=0):
        those = (moves == (down, right)).all(axis=1)
        result[those, 0] = moved(images[those, 0], down, right)
    return result


def some_digits(count: int, seed: int) -> Labelled:
    """Return digits to learn from: others for each seed, as far as there are others."""
    x, labels, _validation, _test = digits()
    chosen = (np.arange(count) + seed * min(COUNTS)) % len(x)
    return x[chosen], labels[chosen]


def versions() -> dict[str, Labelled]:
    """Return the three versions of the validation digits: as scanned, moved by one pixel in 4 directions, thinner."""
    images, labels = digits().validation
    four = [moved(images[:, 0], down, right)[:, None] for down, right in ((1, 0), (-1, 0), (0, 1), (0, -1))]
    lines = blocks(thinner(bitmaps_of(np.round(16 * images[:, 0]).astype(int))))
    return {
        "validation": (images, labels),
        "moved": (np.concatenate(four), np.tile(labels, 4)),
        "thinner": (network_input(lines), labels),
    }


def learn(count: int, shift: int, *, seed: int = 0) -> Iterator[Scores]:
    """Train a network on `count` digits, which each epoch shifts anew, and test it after every 100 steps.

    Parameters
    ----------
    count : int
        Digits to learn from, at most 1,000.
    shift : int
        By how many pixels each digit is moved at most, each time that the network meets it; 0 leaves it in its place.
    seed : int
        Of the digits, the first weights, the order and the moves.

    Yields
    ------
    Scores
        Of the untrained network, and after every 100 of 3,000 steps.

    Examples
    --------
    >>> first = next(learn(100, 0))
    >>> first.step, first.seen.shape, first.accuracies.shape
    (0, (8, 8, 8), (4,))
    """
    x, labels = some_digits(count, seed)
    tests = {"training": (x, labels)} | versions()
    model, rng = network(seed=seed), np.random.default_rng(seed)
    adam, seen = Adam(model, RATE), x
    for step in range(0, STEPS + 1, EVERY):
        if step:
            for _epoch in range(EVERY * BATCH // count):
                seen = shifted(x, shift, rng)
                next(fit(model, seen, labels, optimizer=adam, batch_size=BATCH, seed=rng))
        yield Scores(step, seen[:8, 0], np.array([accuracy(model, *tests[name]) for name in SETS]))


def recorded_scores(count: int, shift: int) -> Array:
    """Return what was recorded: accuracies (5 seeds, 31 tests, 4 sets), the last axis as in :data:`SETS`.

    Examples
    --------
    >>> recorded_scores(100, 0).shape
    (5, 31, 4)
    """
    saved = load("overfitting")
    right = saved["right"][COUNTS.index(count), SHIFTS.index(shift)]
    return right / np.array([count, *saved["digits"]])


def recorded_course(count: int = 1000, shift: int = 0) -> list[Scores]:
    """Return the recorded run of seed 0, in the form in which :func:`learn` yields it.

    Examples
    --------
    >>> recorded_course()[-1].step
    3000
    """
    seen = some_digits(count, 0)[0][:8, 0]
    return [
        Scores(step, seen, accuracies)
        for step, accuracies in zip(range(0, STEPS + 1, EVERY), recorded_scores(count, shift)[0], strict=True)
    ]


def record() -> dict[str, Array]:
    """Train every setting with every seed: what ``tools/record_overfitting.py`` writes.

    Returns
    -------
    dict of str to array
        ``right``, (2 counts, 3 shifts, 5 seeds, 31 tests, 4 sets): how many are read right; ``digits``, (3,): how
        many there are in each version of the validation digits.
    """
    sizes = [len(labels) for _images, labels in versions().values()]
    right = np.array(
        [
            [[[scores.accuracies for scores in learn(count, shift, seed=seed)] for seed in SEEDS] for shift in SHIFTS]
            for count in COUNTS
        ]
    )
    counts = np.array([[count, *sizes] for count in COUNTS])[:, None, None, None]
    return {"right": np.round(right * counts).astype(np.uint16), "digits": np.array(sizes)}
