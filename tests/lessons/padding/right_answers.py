"""Right answers to the exercises of ``03_padding``."""

import numpy as np


def pad(x, p):
    padded = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p), x.dtype)
    padded[p : p + x.shape[0], p : p + x.shape[1]] = x
    return padded


def pad_in_floats(x, p):
    padded = np.zeros((len(x) + 2 * p, len(x[0]) + 2 * p))
    padded[p : len(x) + p, p : len(x[0]) + p] = x
    return padded


def pad_with_loops(x, p):
    padded = np.zeros((x.shape[0] + p + p, x.shape[1] + p + p))
    for row in range(x.shape[0]):
        for column in range(x.shape[1]):
            padded[row + p, column + p] = x[row, column]
    return padded


def pad_by_stacking(x, p):
    above, beside = np.zeros((p, x.shape[1])), np.zeros((x.shape[0] + 2 * p, p))
    return np.hstack([beside, np.vstack([above, x, above]), beside])


RIGHT = {
    "padding-predict-1": [(6, 6), [6, 6], np.array([6, 6]), (6.0, np.int8(6)), np.zeros((6, 6)).shape],
    "padding-predict-2": [9, 9.0, np.int64(9), np.array(9), np.float32(9)],
    "padding-predict-3": [4, 4.0, np.uint8(4)],
    "padding-predict-4": ["a", "A", "darker", " a) "],
    "padding-predict-5": [3, 3.0, np.int64(3)],
    "padding-1": [(5, 7), [5, 7], np.array([5, 7])],
    "padding-2": [4 / 9, 0.444, 0.44, np.float32(4 / 9), np.array(4 / 9)],
    "padding-3": [
        {"kernel_size": 7, "padding": 1},
        {"padding": 2, "kernel_size": 9},
        {"kernel_size": (7, 9), "padding": (1, 2)},
        {"kernel_size": [7, 7], "padding": np.int64(1)},
        {"kernel_size": 205, "padding": 100},
    ],
    "padding-4": [4, 4.0, np.int64(4)],
    "padding-5": [
        ["same", "valid", "full"],
        ("same", "valid", "full"),
        ("Same", " VALID", "full padding"),
        np.array(["same", "valid", "full"]),
    ],
    "padding-6": [pad, pad_in_floats, pad_with_loops, pad_by_stacking, lambda image, width: pad(image, width)],
}

SECRETS = {
    "padding-predict-1": r"\b6\b|six\b",
    "padding-predict-2": r"\b9\b|nine\b",
    "padding-predict-3": r"\b4\b|four\b",
    "padding-predict-4": r"darker",
    "padding-predict-5": r"\b3\b|three\b",
    "padding-1": r"\b7\b|seven",
    "padding-5": r"same\W+valid\W+full|\(a\)[^(]*same|\(b\)[^(]*valid|\(c\)[^(]*full",
    "padding-3": r"\b(7|9|11|13)\b|seven|nine\b|eleven",
    "padding-4": r"\b4\b|four",
    "padding-2": r"\b4\b|four\b|0\.44",
    "padding-6": r"pad2d|np\.pad|2 \* p|2·p|2 · p|p:|shape\[|\[p",
}
