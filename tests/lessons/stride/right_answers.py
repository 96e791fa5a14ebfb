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


def conv_by_windows(image, kernel, stride):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)[::stride, ::stride]
    return np.einsum("rcij,ij->rc", windows, kernel)


RIGHT = {
    "stride-predict-1": [(4, 4), [4, 4], np.array([4, 4])],
    "stride-predict-2": [4, 4.0, np.int64(4)],
    "stride-predict-3": [6, 6.0, np.array(6)],
    "stride-1": [(6, 9), [6, 9], np.array([6, 9])],
    "stride-2": [2, 2.0, np.int8(2)],
    "stride-3": [
        {"kernel_size": 3, "padding": 1},
        {"padding": 2, "kernel_size": 5},
        {"kernel_size": 7.0, "padding": np.int64(3)},
        {"kernel_size": 31, "padding": 15},
    ],
    "stride-4": [9, 9.0, np.uint8(9)],
    "stride-5": [conv, conv_by_windows],
}

SECRETS = {
    "stride-predict-1": r"\(4, 4\)|\b4\b|four",
    "stride-predict-2": r"\b4\b|four",
    "stride-predict-3": r"\b6\b|six",
    "stride-1": r"\b6\b|six|\(\d+, 9\)",
    "stride-2": r"\b2\b|two|twice|half|halv",
    "stride-3": r"kernel_size (of )?[3579]\b|padding (of )?[1-9]|three|five|seven",
    "stride-4": r"\b9\b|nine",
    "stride-5": r"shape\[|\+ 1|range\(|sum\(|x\[|// ?s",
}
