"""Right answers to the exercises of ``08_receptive_field``."""

import numpy as np

from cnnlib.samples import KERNELS

VERTICAL, HORIZONTAL, MIDDLE = KERNELS["vertical edges"], KERNELS["horizontal edges"], KERNELS["identity"]
BELOW, TO_THE_LEFT = np.array([[0, 0, 0], [0, 0, 0], [0, 1, 0]]), [[0, 0, 0], [1, 0, 0], [0, 0, 0]]


def fields(kernel_sizes, strides):
    size, jump, sizes = 1, 1, []
    for kernel_size, stride in zip(kernel_sizes, strides, strict=True):
        size += (kernel_size - 1) * jump
        jump *= stride
        sizes.append(size)
    return np.array(sizes)


def fields_as_list(kernel_sizes, strides):
    return fields(kernel_sizes, strides).tolist()


def fields_as_list_of_scalars(kernel_sizes, strides):
    return tuple(fields(kernel_sizes, strides))


def fields_as_floats(kernel_sizes, strides):
    sizes = np.zeros(len(kernel_sizes))
    size, jump = 1, 1
    for number in range(len(kernel_sizes)):
        size = size + (kernel_sizes[number] - 1) * jump
        jump = jump * strides[number]
        sizes[number] = size
    return sizes


def fields_at_once(kernel_sizes, strides):
    return 1 + np.cumsum((kernel_sizes - 1) * np.concatenate([[1], np.cumprod(strides[:-1])]))


def fields_one_by_one(kernel_sizes, strides):
    return np.array(
        [
            1 + sum((kernel_sizes[k] - 1) * np.prod(strides[:k]) for k in range(count + 1))
            for count in range(len(strides))
        ]
    )


RIGHT = {
    "receptive-predict-1": [5, 5.0, np.int64(5)],
    "receptive-predict-2": [22, 22.0, np.array(22)],
    "receptive-predict-3": ["b", "B", "along both sides"],
    "receptive-predict-4": [3, 3.0, np.int32(3)],
    "receptive-1": [{"layer": 3, "size": 14}, {"size": 14.0, "layer": np.int64(3)}],
    "receptive-2": [{"layers": 6, "kernel_size": 3}, {"kernel_size": 2.0, "layers": 12}],
    "receptive-3": [
        {"first": [-VERTICAL, HORIZONTAL], "second": [MIDDLE, MIDDLE], "bias": -64},
        {"first": np.stack([HORIZONTAL, -VERTICAL]), "second": (MIDDLE, MIDDLE.tolist()), "bias": np.float32(-80)},
        {"first": [-VERTICAL, HORIZONTAL], "second": [BELOW, TO_THE_LEFT], "bias": -112.0},
        {"first": [-2 * VERTICAL, 2 * HORIZONTAL], "second": [0.5 * MIDDLE, 0.5 * MIDDLE], "bias": -70},
    ],
    "receptive-4": [{"image": 63, "pixels": (7, 5)}, {"pixels": [7, 5], "image": np.int64(63)}],
    "receptive-5": [
        fields,
        fields_at_once,
        fields_one_by_one,
        fields_as_list,
        fields_as_list_of_scalars,
        fields_as_floats,
    ],
}
SECRETS = {
    "receptive-predict-1": r"\b5\b|five|\b0 to 4",
    "receptive-predict-2": r"\b22\b|\b12\b",
    "receptive-predict-3": r"\bb\b|both sides|along",
    "receptive-predict-4": r"\b3 digits|three|bowl",
    "receptive-1": r"\b14\b|fourteen|third",
    "receptive-2": r"\b(six|twelve)\b|\b12\b",
    "receptive-3": r"-vertical|−64|−80|minus vertical",
    "receptive-4": r"\b63\b|\(7, 5\)|seven|rows 1 to",
    "receptive-5": r"cumsum|cumprod|\+=|\*=|for \w+, \w+",
}
