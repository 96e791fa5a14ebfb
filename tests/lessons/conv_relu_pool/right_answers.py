"""Right answers to the exercises of ``07_conv_relu_pool``."""

import numpy as np

from cnnlib import output_size


def costs(input_shape, filters, kernel_size, padding):
    channels, height, width = input_shape
    weights = channels * kernel_size**2
    rows = height + 2 * padding - kernel_size + 1
    columns = width + 2 * padding - kernel_size + 1
    return filters * (weights + 1), filters * rows * columns * weights


def costs_by_loops(input_shape, filters, kernel_size, padding):
    channels, height, width = input_shape
    parameters = multiplications = 0
    for _number in range(filters):
        parameters += 1
        for _channel in range(channels):
            for _row in range(kernel_size):
                for _column in range(kernel_size):
                    parameters += 1
                    multiplications += (height + 2 * padding - kernel_size + 1) * (
                        width + 2 * padding - kernel_size + 1
                    )
    return [parameters, multiplications]


def costs_as_an_array(input_shape, filters, kernel_size, padding):
    shape = np.array(input_shape)
    sizes = [output_size(int(size), kernel_size, padding=padding) for size in shape[1:]]
    weights = shape[0] * kernel_size**2
    return np.array([filters * (weights + 1), filters * np.prod(sizes) * weights], np.float32)


RIGHT = {
    "stack-predict-1": [23, 23.0, np.int64(23)],
    "stack-predict-2": ["b", "B", "some", "Some of them."],
    "stack-predict-3": [5888, 5888.0, np.array(5888)],
    "stack-predict-4": ["c", "C", "(c)", "more"],
    "stack-1": [4824, 4824.0, np.int32(4824)],
    "stack-2": [307_200, 307_200.0, 24 * 8 * 8 * 8 * 25],
    "stack-3": [9, 9.0, np.array(9)],
    "stack-4": [[3, 7, 2], (3, 7, 2), np.array([3.0, 7.0, 2.0]), [[3, 7, 2]], np.array([[3, 7, 2]])],
    "stack-5": [4, 4.0, np.int64(4)],
    "stack-6": [costs, costs_by_loops, costs_as_an_array],
    "stack-7": [21_942, 21_942.0, 156 + 2416 + 10 * (16 * 11 * 11 + 1)],
}

SECRETS = {
    "stack-predict-1": r"\b23\b|twenty-three",
    "stack-predict-2": r"\bsome\b|\b11\b|eleven",
    "stack-predict-3": r"5,?888|unchanged|does not change",
    "stack-predict-4": r"\bmore multiplications\b|\bmore work\b|242,?560",
    "stack-1": r"4,?824|\b201\b",
    "stack-2": r"307,?200|\b1,?536 ·",
    "stack-3": r"\b9\b|nine",
    "stack-4": r"3, 7, 2|\b7\b|seven",
    "stack-5": r"\b4\b|four",
    "stack-6": r"\+ ?1\)|\*\*|kernel_size - |filters \*|2 ?\* ?padding",
    "stack-7": r"21,?942",
}
