"""The networks of ``07_conv_relu_pool``: blocks, and the stacks that it compares."""

from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d

FIRST_FILTERS = 8
"""How many filters the first block has."""


def build(blocks: int, pooling: bool = True) -> Sequential:
    """Build a network of blocks: a 3×3 convolution with padding 1, ReLU and a 2×2 max pooling.

    Each block has twice as many filters as the one before.

    Parameters
    ----------
    blocks : int
    pooling : bool
        Whether the blocks end with a pooling.

    Examples
    --------
    >>> build(1)
    Sequential(Conv2d(1, 8, 3, padding=1), ReLU(), MaxPool2d(2))
    """
    layers: list[Conv2d | ReLU | MaxPool2d] = []
    channels, filters = 1, FIRST_FILTERS
    for _number in range(blocks):
        layers += [Conv2d(channels, filters, 3, padding=1), ReLU()]
        if pooling:
            layers.append(MaxPool2d(2))
        channels, filters = filters, 2 * filters
    return Sequential(*layers)


def affine_stack() -> Sequential:
    """Build the stack of Affine layers and ReLU that the notebook compares."""
    return Sequential(Flatten(), Linear(784, 100), ReLU(), Linear(100, 100), ReLU(), Linear(100, 10))


def convolutional_stack(side: int = 4) -> Sequential:
    """Build the stack of convolutions, ReLU and pooling that it is compared with; its last maps have this side."""
    first = [Conv2d(1, 6, 5), ReLU(), MaxPool2d(2), Conv2d(6, 16, 5), ReLU(), MaxPool2d(2)]
    return Sequential(*first, Flatten(), Linear(16 * side**2, 10))
