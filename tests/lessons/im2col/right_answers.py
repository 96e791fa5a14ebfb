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


def to_maps(weight, columns, height, width):
    return (weight.reshape(len(weight), -1) @ columns).reshape(len(weight), height, width)


def to_maps_one_by_one(weight, columns, height, width):
    return np.stack([(each.ravel() @ columns).reshape(height, width) for each in weight])


RIGHT = {
    "im2col-predict-1": [(4, 9), [4, 9], np.array([4, 9])],
    "im2col-predict-2": ["b", "B", "weights and product"],
    "im2col-predict-3": ["c", "C", "more than a hundred times as long"],
    "im2col-predict-4": ["c", "C", "about 100"],
    "im2col-predict-5": [6, 6.0, np.int64(6)],
    "im2col-1": [1080000, 75 * 60 * 60 * 4, 1080000.0],
    "im2col-2": [7, 7.0, np.int8(7)],
    "im2col-3": [to_maps, to_maps_one_by_one],
    "im2col-4": [to_columns, to_columns_at_once],
    "im2col-5": [{"pixel": 8, "speed": "b"}, {"speed": "B", "pixel": np.int64(8)}, {"pixel": 8.0, "speed": "(b)"}],
}

SECRETS = {
    "im2col-predict-1": r"\(4, 9\)",
    "im2col-predict-2": r"\bb\b",
    "im2col-predict-3": r"\bc\b",
    "im2col-predict-4": r"\bc\b|\b100\b|121|hundred",
    "im2col-predict-5": r"\b6\b|\bsix\b",
    "im2col-1": r"1\D?080\D?000|1\.08",
    "im2col-2": r"\b7\b|seven",
    "im2col-3": r"reshape\(|-1\)|weight\.|columns\.",
    "im2col-4": r"\.T\b|transpose|\+ 1|range\(|x\[|append",
    "im2col-5": r"\b8\b|eight|one call",
}
