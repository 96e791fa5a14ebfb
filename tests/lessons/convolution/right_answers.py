"""Right answers to the exercises of ``02_convolution``."""

import numpy as np


def conv(x, k):
    result = np.zeros((x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (x[row : row + k.shape[0], column : column + k.shape[1]] * k).sum()
    return result


def conv_by_windows(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows, kernel)


SMEAR = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 0]]) / 3

RIGHT = {
    "convolution-predict-1": [11, 11.0, np.int64(11)],
    "convolution-predict-2": [(5, 8), [5, 8], np.array([5, 8])],
    "convolution-predict-3": [7, 7.0, np.array(7)],
    "convolution-predict-4": [9, 9.0, np.int8(9)],
    "convolution-1": [208, 8 * (25 + 1), 208.0],
    "convolution-2": [(0, 1), [0, 1], np.array([0, 1])],
    "convolution-3": [SMEAR, SMEAR.tolist(), SMEAR.round(2), SMEAR + 0.002],
    "convolution-4": [(0, 1), (0, 2), [1, 1], (1, 2), np.array([2, 0]), (2, 2)],
    "convolution-5": [conv, conv_by_windows],
}

SECRETS = {
    "convolution-predict-1": r"\b11\b|eleven",
    "convolution-predict-2": r"\b5\b|\b8\b|five|eight",
    "convolution-predict-3": r"\b7\b|seven",
    "convolution-predict-4": r"\b9\b|nine$",
    "convolution-1": r"208",
    "convolution-2": r"\(0, ?1\)|row 0|first row|top row|upper",
    "convolution-3": r"1 ?/ ?3|0?\.33|third",
    "convolution-4": r"\((0, [12]|1, [12]|2, [02])\)",
    "convolution-5": r"shape\[|\+ 1|range\(|sum\(|x\[",
}
