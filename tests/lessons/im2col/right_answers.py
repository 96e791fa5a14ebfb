"""Right answers to the exercises of ``11_im2col``."""

import numpy as np


def to_columns(x, k):
    windows = []
    for row in range(x.shape[0] - k + 1):
        for column in range(x.shape[1] - k + 1):
            windows.append(x[row : row + k, column : column + k].ravel())
    return np.array(windows).T


def to_columns_at_once(image, size):
    windows = np.lib.stride_tricks.sliding_window_view(image, (size, size))
    return windows.reshape(-1, size * size).T


RIGHT = {
    "im2col-predict-1": [(6, 20), [6, 20], np.array([6, 20])],
    "im2col-predict-2": [(4, 18, 16), [4, 18, 16], np.array([4, 18, 16])],
    "im2col-predict-3": [(8, 14, 14), [8, 14, 14], np.array([8.0, 14, 14])],
    "im2col-predict-4": [8, 8.0, np.int64(8)],
    "im2col-1": [1080000, 75 * 60 * 60 * 4, 1080000.0],
    "im2col-2": [(0, 2, 1), [0, 2, 1], np.array([0, 2, 1])],
    "im2col-3": [7, 7.0, np.int8(7)],
    "im2col-4": [9, 9.0, 1048576 // 110160],
    "im2col-5": [to_columns, to_columns_at_once],
}

SECRETS = {
    "im2col-predict-1": r"\b20\b|twenty|\(6, 2",
    "im2col-predict-2": r"\b18\b|\b16\b|eighteen|sixteen",
    "im2col-predict-3": r"\b14\b|fourteen",
    "im2col-predict-4": r"\b8\b|eight",
    "im2col-1": r"1\D?080\D?000|1\.08",
    "im2col-2": r"0, ?2, ?1",
    "im2col-3": r"\b7\b|seven",
    "im2col-4": r"\b9\b|nine",
    "im2col-5": r"\.T\b|transpose|\+ 1|range\(|x\[|append",
}
