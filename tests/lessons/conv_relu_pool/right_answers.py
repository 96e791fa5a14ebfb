"""Right answers to the exercises of ``07_conv_relu_pool``."""

import numpy as np


def fields(kernel_sizes, strides):
    size, jump, sizes = 1, 1, []
    for kernel_size, stride in zip(kernel_sizes, strides, strict=True):
        size += (kernel_size - 1) * jump
        jump *= stride
        sizes.append(size)
    return np.array(sizes)


def fields_at_once(kernel_sizes, strides):
    return 1 + np.cumsum((kernel_sizes - 1) * np.concatenate([[1], np.cumprod(strides[:-1])]))


RIGHT = {
    "stack-predict-1": [(6, 9, 13), [6, 9, 13], np.array([6, 9, 13])],
    "stack-predict-2": [[[0, 0], [0, 1]], np.array([[0.0, 0.0], [0.0, 1.0]])],
    "stack-predict-3": [9, 9.0, np.int64(9)],
    "stack-1": [4824, 4824.0, np.int32(4824)],
    "stack-2": [
        {"kernel_size": 3, "padding": 1},
        {"padding": 2, "kernel_size": 5},
        {"kernel_size": 4, "padding": 2},
    ],
    "stack-3": [
        {"layers": 6, "kernel_size": 3},
        {"layers": 3, "kernel_size": 5},
        {"kernel_size": 7.0, "layers": 2},
        {"layers": 12, "kernel_size": 2},
    ],
    "stack-4": [8, 8.0, np.array(8)],
    "stack-5": [fields, fields_at_once],
}

SECRETS = {
    "stack-predict-1": r"\(6, 9|\b9\b|nine|thirteen",
    "stack-predict-2": r"\[\[0, 0|bottom right",
    "stack-predict-3": r"\b9\b|nine",
    "stack-1": r"4,?824|\b201\b",
    "stack-2": r"kernel_size (of |is )?\d|padding (of |is )?\d|\bsame\b|half the kernel",
    "stack-3": r"\b(six|twelve)\b|\b12\b",
    "stack-4": r"\b8\b|eight",
    "stack-5": r"cumsum|cumprod|\+=|\*=|for \w+, \w+",
}
