"""Right answers to the exercises of ``03_padding``."""

import numpy as np


def pad(x, p):
    padded = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p), x.dtype)
    padded[p : p + x.shape[0], p : p + x.shape[1]] = x
    return padded


RIGHT = {
    "padding-predict-1": [(4, 4), [4, 4], np.array([4, 4]), (4.0, np.int8(4)), np.zeros((4, 4)).shape],
    "padding-predict-2": [18, 18.0, np.int64(18), np.array(18), np.float32(18)],
    "padding-predict-3": [9, 9.0, np.uint8(9)],
    "padding-1": [(5, 7), [5, 7], np.array([5, 7])],
    "padding-2": [3, 3.0, np.array(3), (7 - 1) / 2, (7 - 1) // 2],
    "padding-3": [
        {"kernel_size": 7, "padding": 1},
        {"padding": 2, "kernel_size": 9},
        {"kernel_size": (7, 9), "padding": (1, 2)},
        {"kernel_size": [7, 7], "padding": np.int64(1)},
        {"kernel_size": 205, "padding": 100},
    ],
    "padding-4": [4, 4.0, np.int64(4)],
    "padding-5": [pad, lambda image, width: np.pad(image, width), np.pad],
}

SECRETS = {
    "padding-predict-1": r"\b4\b|four",
    "padding-predict-2": r"18|eighteen",
    "padding-predict-3": r"\b9\b|nine\b",
    "padding-1": r"\b7\b|seven",
    "padding-2": r"\b3\b|three",
    "padding-3": r"\b(7|9|11|13)\b|seven|nine\b|eleven",
    "padding-4": r"\b4\b|four",
    "padding-5": r"pad2d|np\.pad|2 \* p|2·p|2 · p|p:|shape\[|\[p",
}
