"""Right answers to the exercises of ``04_stride``."""

import numpy as np


def conv(x, k, s):
    rows, columns = (x.shape[0] - k.shape[0]) // s + 1, (x.shape[1] - k.shape[1]) // s + 1
    result = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            window = x[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]]
            result[row, column] = (window * k).sum()
    return result


def conv_with_lists(image, kernel, stride):
    rows = range(0, len(image) - len(kernel) + 1, stride)
    columns = range(0, len(image[0]) - len(kernel[0]) + 1, stride)
    height, width = kernel.shape
    return np.array([[np.sum(image[i : i + height, j : j + width] * kernel) for j in columns] for i in rows])


def conv_by_weights(x, k, s):
    down, across = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    result = 0
    for i in range(k.shape[0]):
        for j in range(k.shape[1]):
            result = result + k[i, j] * x[i : i + down : s, j : j + across : s]
    return result


RIGHT = {
    "stride-predict-1": [(2, 2), [2, 2], np.array([2, 2])],
    "stride-predict-2": [4, 4.0, np.int64(4)],
    "stride-predict-3": ["b", "B)", "more than one"],
    "stride-1": [(6, 9), [6, 9], np.array([6, 9])],
    "stride-2": [2, 2.0, np.int8(2)],
    "stride-3": [
        {"kernel_size": 3, "padding": 1},
        {"padding": 2, "kernel_size": 5},
        {"kernel_size": 7.0, "padding": np.int64(3)},
        {"kernel_size": 31, "padding": 15},
    ],
    "stride-4": [9, 9.0, np.uint8(9)],
    "stride-5": [[0, 1, 1, 0, 0], (0, 1, 1, 0, 0), np.array([0.0, 1, 1, 0, 0])],
    "stride-6": [[0.5] * 5, (0.5, 0.5, 0.5, 0.5, 0.5), np.full(5, 0.5)],
    "stride-7": [conv, conv_with_lists, conv_by_weights],
}

SECRETS = {
    "stride-predict-1": r"\(2, 2\)",
    "stride-predict-2": r"\bfour\b",
    "stride-predict-3": r"more than one",
    "stride-1": r"\b6\b|six|\(\d+, 9\)",
    "stride-2": r"\b2\b|two|twice|half|halv",
    "stride-3": r"kernel_size (of )?[3579]\b|padding (of )?[1-9]|three|five|seven",
    "stride-4": r"\b9\b|nine",
    "stride-5": r"0, 1, 1|0 1 1",
    "stride-6": r"0\.5|half|1 ?/ ?2",
    "stride-7": r"shape\[|\+ 1|range\(|sum\(|x\[|// ?s",
}
