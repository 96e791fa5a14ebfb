"""Record the runs that 10_training has at hand: learning rates over five seeds, and two of these runs in full.

    python tools/record_training.py

Takes about a minute and writes ``cnnlib/data/training.npz``:

- ``rates loss``, ``rates validation`` and ``rates test``, each (7 learning rates, 5 seeds): the loss of the last
  epoch, and how many of the validation and of the test digits are read right in the end
- loss and accuracies after each epoch of the first run to compare with
- of the run that was chosen, the first layer's weights and biases before the first epoch and after each, and all
  parameters at the end

A rerun on another machine may differ in the last digits, since sums of floats depend on the order in which they are
added.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from cnnlib import SGD, Record, Sequential, accuracy, fit
from cnnlib.lessons.training.experiment import (
    BATCH,
    CHOSEN_RATE,
    EPOCHS,
    FILE,
    FIRST_RATE,
    RATES,
    SEEDS,
    digits,
    network,
)

DIGITS = digits()


def train(model: Sequential, rate: float, seed: int) -> Iterator[Record]:
    """Train a network as the notebook does."""
    descent = SGD(model, rate, momentum=0)
    x, labels, validation, _test = DIGITS
    return fit(model, x, labels, optimizer=descent, epochs=EPOCHS, batch_size=BATCH, held_out=validation, seed=seed)


def rates() -> dict[str, Any]:
    """Train with every rate and every seed."""
    losses = np.empty((len(RATES), len(SEEDS)), np.float32)
    right = {name: np.empty(losses.shape, np.uint16) for name in ("validation", "test")}
    for row, rate in enumerate(RATES):
        for seed in SEEDS:
            model = network(seed=seed)
            *_, last = train(model, rate, seed)
            losses[row, seed] = last.loss
            for name, (images, labels) in (("validation", DIGITS.validation), ("test", DIGITS.test)):
                right[name][row, seed] = round(accuracy(model, images, labels) * len(labels))
        print(f"rate {rate:g}: loss {losses[row].mean():.3f}, right {right['validation'][row]}, {right['test'][row]}")
    return {"rates loss": losses} | {f"rates {name}": counts for name, counts in right.items()}


def first_run() -> dict[str, Any]:
    """Train the run to compare with, and keep its records."""
    records = list(train(network(), FIRST_RATE, 0))
    names = ("epoch", "step", "loss", "accuracy", "held_out")
    return {name: np.array([getattr(record, name) for record in records]) for name in names}


def chosen_run() -> dict[str, Any]:
    """Train the run that was chosen, and keep the first layer on the way and everything at the end."""
    model = network()
    weight, bias = (model.layers[0].parameters[name] for name in ("weight", "bias"))
    weights, biases = [weight.copy()], [bias.copy()]
    for _record in train(model, CHOSEN_RATE, 0):
        weights.append(weight.copy())
        biases.append(bias.copy())
    on_the_way = {"weights": np.array(weights, np.float16), "biases": np.array(biases, np.float16)}
    return on_the_way | {f"end {name}": parameter for name, parameter in model.state().items()}


def main() -> None:
    """Train all of them and write the record."""
    np.savez_compressed(FILE, **rates(), **first_run(), **chosen_run())
    print(f"{FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
