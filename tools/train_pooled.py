"""Train the network of 12_variants that ends in global average pooling, and write ``cnnlib/data/pooled.npz``.

    python tools/train_pooled.py

Takes some ten seconds on an idle machine. It learns from the 1437 training digits of ``digits_split()`` and is tested
on the 360 others. The seeds are fixed: the same machine writes the same weights. Another one may round sums of floats
in another order.
"""

from cnnlib import samples
from cnnlib.data.digits import network_input
from cnnlib.engine.network import Sequential
from cnnlib.engine.optimizers import Adam
from cnnlib.engine.training import accuracy, fit
from cnnlib.lessons.variants.evidence import FILE, pooled_network

EPOCHS, RATE, SEED = 40, 0.008, 0


def main() -> None:
    """Train the network, write it and print what it reaches."""
    network = train()
    network.save(FILE)
    _, _, images, labels = samples.digits_split()
    print(f"{round(accuracy(network, network_input(images), labels) * len(labels))} of {len(labels)} read right")


def train(epochs: int = EPOCHS) -> Sequential:
    """Return the network, trained; the learning rate falls to almost 0."""
    images, labels = samples.digits_split()[:2]
    network = pooled_network(seed=SEED)
    optimizer = Adam(network, RATE)
    for epoch in range(epochs):
        optimizer.learning_rate = RATE * (1 - epoch / EPOCHS) + 1e-5
        for _record in fit(network, network_input(images), labels, optimizer=optimizer, batch_size=32, seed=epoch):
            pass
    return network


if __name__ == "__main__":
    main()
