"""What the captions of 07_conv_relu_pool have to say: see ``tests/helpers/captions.py``."""

import itertools

import numpy as np
from captions import counted, number
from definitions import convolution, ramp


def relu(values, namespace):
    """``show_relu``: ReLU sets what is below 0 to 0."""
    image, kernel = np.asarray(values["image"]), np.asarray(values["kernel"])
    before = convolution(image, kernel)
    row, column = divmod(values["position"], before.shape[1])
    # In whole numbers: a photograph is of n / 255, a kernel of n / 9, and in fractions 0 may become less than 0.
    shades = np.rint(image * (255 if image.max() <= 1 else 1))
    below = sum(value < 0 for value in convolution(shades, np.rint(9 * kernel)).flat)
    value = before[row, column]
    return (
        f"ReLU sets {below} of {before.size} cells to 0: {number(100 * below / before.size, 1)} %; "
        f"the cell in row {row}, column {column} is {number(value)} before it and {number(max(value, 0))} after it."
    )


def merged(values, namespace):
    """``show_merged``: two layers, and the one kernel into which both would go if there were no ReLU between."""
    # In whole numbers, since roundings are no differences: kernels are of n / 9 or n / 16, or typed with decimals.
    first, second = np.rint(9000 * np.asarray(values["first"])), np.rint(144 * np.asarray(values["second"]))
    between = convolution(namespace["digit"], first)
    two = convolution(ramp(between) if values["rectify"] else between, second)
    kernel = np.zeros((5, 5))
    for i, j, k, m in itertools.product(range(3), repeat=4):
        kernel[i + k, j + m] += first[i, j] * second[k, m]
    one = convolution(namespace["digit"], kernel)
    count = (two != one).sum()
    two, one = two / 1296000, one / 1296000
    largest = np.abs(two - one).max()
    # Two digits of the largest difference can be read, however small it is.
    digits = max(2, 1 - int(f"{largest:.1e}".partition("e")[2])) if count else 2
    row, column = divmod(values["position"], two.shape[1])
    # A value that lies halfway between two decimals may be written as either.
    candidates = [
        f"Two layers and the one (5, 5) kernel differ in {count} of {two.size} cells; "
        f"the largest difference is {number(largest, digits)}. "
        f"In row {row}, column {column}, two layers give {number(two[row, column] + a_little, digits)} and one gives "
        f"{number(one[row, column] + a_bit, digits)}."
        for a_little, a_bit in itertools.product((0, 1e-9, -1e-9), repeat=2)
    ]
    return lambda said: said if said in candidates else candidates[0]


def blocks(values, namespace):
    """``show``: blocks of a 3×3 convolution in a frame of 1, ReLU and maybe a pooling; each doubles the filters."""
    layers, filters = [], 8
    for _block in range(values["blocks"]):
        layers += [("Conv 3×3", filters, 3, 1), ("ReLU",)] + [("MaxPool 2×2", 2)] * values["pooling"]
        filters *= 2
    return network(layers, (1, values["size"], values["size"]), values["layer"])


STACKS = {
    "Affine–ReLU stack": [("Flatten",), ("Affine", 100), ("ReLU",), ("Affine", 100), ("ReLU",), ("Affine", 10)],
    "Conv–ReLU–Pool stack": [
        *[("Conv 5×5", 6, 5, 0), ("ReLU",), ("MaxPool 2×2", 2), ("Conv 5×5", 16, 5, 0), ("ReLU",), ("MaxPool 2×2", 2)],
        *[("Flatten",), ("Affine", 10)],
    ],
    "LeNet": [
        *[("Conv 5×5", 6, 5, 2), ("ReLU",), ("MaxPool 2×2", 2), ("Conv 5×5", 16, 5, 0), ("ReLU",), ("MaxPool 2×2", 2)],
        *[("Flatten",), ("Affine", 120), ("ReLU",), ("Affine", 84), ("ReLU",), ("Affine", 10)],
    ],
}
"""The networks that the notebook compares: of a convolution filters, size and padding; of a pooling its size."""


def stacks(values, namespace):
    """``show_network``: the networks of the notebook, for an image of (1, 28, 28)."""
    return network(STACKS[values["network"]], (1, 28, 28), values["layer"])


def network(layers, image, pressed):
    """Return what is said of a network, given as (name, …) for each layer, and of the volume that is pressed.

    A ReLU has no volume of its own; volume 0 is the image.
    """
    shape, parameters, multiplications, volumes, end = image, 0, 0, [""], ""
    for place, (name, *settings) in enumerate(layers, start=1):
        if name.startswith("Conv"):
            filters, size, padding = settings
            height, width = (side + 2 * padding - size + 1 for side in shape[1:])
            weights = size * size * shape[0]
            shape = (filters, height, width)
            parameters += filters * (weights + 1)
            multiplications += filters * height * width * weights
        elif name.startswith("MaxPool"):
            (size,) = settings
            if min(shape[1:]) < size:
                end = (
                    f"The network breaks at layer {place}, MaxPool2d({size}): its {size}×{size} window does not fit on "
                    f"{shape}. It needs a map of at least {size}×{size}."
                )
                volumes.append("")
                break
            shape = (shape[0], shape[1] // size, shape[2] // size)
        elif name == "Flatten":
            shape = (int(np.prod(shape)),)
        elif name == "Affine":
            (outputs,) = settings
            parameters += outputs * (shape[0] + 1)
            multiplications += outputs * shape[0]
            shape = (outputs,)
        if name == "ReLU":
            volumes[-1] = volumes[-1].replace(", gives", " with ReLU, gives")
        else:
            volumes.append(f" Chosen: layer {place}, {name}, gives {shape}.")
    turned = (
        f"{counted(len(layers), 'layer turns', 'layers turn')} {image} into {shape}: {parameters:,} parameters, "
        f"{multiplications:,} multiplications."
    )
    return (end or turned) + volumes[min(pressed, len(volumes) - 1)]


CAPTIONS = {"show_relu": relu, "show_merged": merged, "show": blocks, "show_network": stacks}
