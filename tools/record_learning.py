"""Record the run on which 09_learning_filters opens: one network, trained on the digits.

    python tools/record_learning.py

Takes a few seconds and writes ``cnnlib/data/learning.npz``: loss and accuracies after each epoch, the first layer's
weights before the first epoch and after each, and all parameters at the end. A rerun on another machine may differ
in the last digits, since sums of floats depend on the order in which they are added.
"""

from typing import Any

import numpy as np

from cnnlib import SGD, fit
from cnnlib.lessons.training.experiment import BATCH, EPOCHS, FILE, RATE, digits, network


def main() -> None:
    """Train the network and write the record."""
    x, labels, held_out = digits()
    model = network()
    filters, records = model.layers[0].parameters["weight"], []
    weights = [filters.copy()]
    for record in fit(
        model, x, labels, optimizer=SGD(model, RATE, momentum=0), epochs=EPOCHS, batch_size=BATCH, held_out=held_out
    ):
        records.append(record)
        weights.append(filters.copy())
    # Any: an array might, as far as mypy can tell, be meant for the option of savez, which is a bool.
    table: dict[str, Any] = {
        name: np.array([getattr(record, name) for record in records])
        for name in ("epoch", "step", "loss", "accuracy", "held_out")
    }
    table |= {f"end {name}": parameter for name, parameter in model.state().items()}
    np.savez_compressed(FILE, weights=np.array(weights, np.float16), **table)
    print(f"held out {records[-1].held_out:.4f}, loss {records[-1].loss:.4f}, {FILE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
