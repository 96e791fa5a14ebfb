"""Right answers to the exercises of ``05_convolution_3d``."""

import numpy as np

from cnnlib.engine.convolution import conv2d


def read_channels(x, weight, bias):
    total = np.full((x.shape[1] - weight.shape[1] + 1, x.shape[2] - weight.shape[2] + 1), float(bias))
    for channel, kernel in zip(x, weight, strict=True):
        total += conv2d(channel, kernel)
    return total


RIGHT = {
    "channels-predict-1": [20, 20.0, np.int64(20), 4 * 5],
    "channels-predict-2": [22, 22.0, np.int64(22), 16 + 16 - 10],
    "channels-predict-3": [(4, 126, 126), [4, 126, 126], np.array([4, 126, 126])],
    "channels-predict-4": [456, 6 * 76, np.float64(456)],
    "channels-predict-5": ["b", "brighter", "(b)"],
    "channels-1": [(128, 30, 30), [128, 30, 30], np.array([128, 30, 30])],
    "channels-2": [[[56, 72], [104, 120]], np.array([[56, 72], [104, 120]]), ((56.0, 72), (104, 120))],
    "channels-3": [
        {"filters": 16, "kernel_size": 1, "padding": 0, "parameters": 1040},
        {"filters": 16, "kernel_size": (1, 3), "padding": (0, 1), "parameters": 3088},
        {"filters": np.int64(16), "kernel_size": [3, 1], "padding": [1, 0], "parameters": 3088.0},
    ],
    "channels-4": [(1, 2), [1, 2], np.array([1, 2])],
    "channels-5": [[1, -2, 1], (0.5, -1, 0.5), np.array([2, -4, 2]), [0.1, -0.2, 0.1], [0.3, -0.6, 0.3]],
    "channels-6": [read_channels, lambda x, weight, bias: sum(map(conv2d, x, weight)) + bias],
}

SECRETS = {
    "channels-predict-1": r"\b20\b|twenty|\b4 ?·",
    "channels-predict-2": r"\b22\b|twenty",
    "channels-predict-3": r"\b4\b|\bfour\b|126",
    "channels-predict-4": r"\b456\b",
    "channels-predict-5": r"brighter",
    "channels-1": r"\b128\b|\b30\b",
    "channels-2": r"\b(56|72|104|120)\b",
    "channels-3": r"1×1|\b16\b|kernel_size 1\b|one pixel|\bone weight|312|1,?040|3,?088|\bfour\b|\b4\b",
    "channels-4": r"\(1, 2\)|row 1|column 2|\b62\b|second row|last column",
    "channels-5": r"\[|−2|-2",
    "channels-6": r"zip|weight\[None|\+=|weight\[c\]",
}
