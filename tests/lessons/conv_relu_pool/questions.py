"""What the questions of ``07_conv_relu_pool`` ask."""

import re

import numpy as np
from questions import Asked, block, numbers, output, parameters


def first_that_breaks(size, text):
    """Return the number of the first layer of the printed stack that cannot read what it is given."""
    layers = dict(re.findall(r"(\d+)  (\w+\([\d, ]*\))", "\n".join(block(text))))
    shape = size
    for number in sorted(map(int, layers)):
        kind, given = layers[str(number)].split("(")[0], numbers(layers[str(number)].partition("(")[2])
        if kind in ("Conv2d", "Linear") and given[0] != shape[0]:
            return number
        if kind == "Conv2d":
            shape = (given[1], *output(shape[1:], given[2]))
        elif kind == "MaxPool2d":
            shape = (shape[0], *output(shape[1:], given[0], stride=given[0]))
        elif kind == "Flatten":
            shape = (shape[0] * shape[1] * shape[2],)
        if min(shape) < 1:
            return number
    return None


def rebuilt(size):
    """Return the parameters of the Conv–ReLU–Pool stack for images of this size."""
    side = ((size[1] - 4) // 2 - 4) // 2
    return parameters(size[0], 6, 5) + parameters(6, 16, 5) + 10 * (16 * side * side + 1)


def followed(row, first, second):
    """Return what a row gives after a kernel, a ReLU and another kernel."""
    between = np.maximum(np.correlate(row, first), 0)
    [last] = np.correlate(between, second)
    return last


def costs(size, filters, kernel, padding):
    """Return the parameters and the multiplications of a convolution."""
    cells = filters * np.prod(output(size[1:], kernel, padding))
    return parameters(size[0], filters, kernel), cells * size[0] * kernel * kernel


ASKED = {
    "stack-predict-1": Asked(
        "{below} of the {count} sums are below 0, and none is exactly 0. … flip the sign of all {weights} weights.",
        lambda below, count, weights: count - below if (count, weights) == ((8 - 2) ** 2, 3 * 3) else None,
    ),
    "stack-predict-3": Asked(
        "{blocks} blocks have {count} parameters. … Let the image be twice as high and wide.",
        lambda blocks, count: (
            count
            if count == sum(parameters(inputs, 8 * 2**block, 3) for block, inputs in enumerate([1, 8, 16, 32][:blocks]))
            else None
        ),
    ),
    "stack-1": Asked(
        "How many does `Conv2d({inputs}, {filters}, {kernel})` have?",
        parameters,
    ),
    "stack-2": Asked(
        "How many does `Conv2d({inputs}, {filters}, {kernel})` take on {size}?",
        lambda inputs, filters, kernel, size: (
            filters * np.prod(output(size[1:], kernel)) * inputs * kernel * kernel if size[0] == inputs else None
        ),
    ),
    "stack-3": Asked("on {size} images, which is the first that cannot read what it is given?", first_that_breaks),
    "stack-4": Asked(
        "The kernel {first} is followed by the kernel {second}, without ReLU.",
        lambda first, second: np.convolve(first, second),
    ),
    "stack-5": Asked("The row {row} goes through the kernel {first}, a ReLU and the kernel {second}.", followed),
    "stack-7": Asked("Rebuilt for {size} images, the Conv–ReLU–Pool stack", rebuilt),
    "stack-6": Asked(
        "`costs({size}, {filters}, {kernel}, {padding})` gives {count} and {products}.",
        lambda size, filters, kernel, padding, count, products: (
            costs if costs(size, filters, kernel, padding) == (count, products) else None
        ),
    ),
}

ELSEWISE = {
    "stack-predict-2": "none, some or all: what the picture counts",
    "stack-predict-4": "fewer, as many or more: what the picture counts",
}
