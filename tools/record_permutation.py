"""Record the permutation lab of 01_why_convolution: five seeds, two networks, pixels in order and shuffled.

    python tools/record_permutation.py

Takes about half a minute and writes ``cnnlib/data/permutation.npz``: the held-out accuracies, an array
``accuracies`` of shape (2 networks, 2 orders, 5 seeds, 20 epochs) and the names of its first two
axes. A rerun on another machine may differ by an image or two, since sums of floats depend on the order in which
they are added.
"""

import numpy as np

from cnnlib.lessons.why_convolution.experiment import FILE, NETWORKS, ORDERS, SEEDS, train


def main() -> None:
    """Train all of them and write the table."""
    accuracies = np.array(
        [[[course(network, order, seed) for seed in SEEDS] for order in ORDERS] for network in NETWORKS]
    )
    np.savez_compressed(FILE, accuracies=accuracies, networks=np.array(NETWORKS), orders=np.array(ORDERS))
    for network, rows in zip(NETWORKS, accuracies[..., -1], strict=True):
        for order, row in zip(ORDERS, rows, strict=True):
            print(f"{network:6} {order:8} mean {row.mean():.4f}  seeds {np.round(row, 4)}")


def course(network: str, order: str, seed: int) -> list[float | None]:
    """Return the held-out accuracy after each epoch."""
    return [record.held_out for record in train(network, order, seed=seed)]


if __name__ == "__main__":
    main()
