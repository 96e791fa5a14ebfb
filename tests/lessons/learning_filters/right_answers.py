"""Right answers to the exercises of ``09_learning_filters``."""

import numpy as np


def kernel_gradient(x, gradient):
    rows, columns = x.shape[0] - gradient.shape[0] + 1, x.shape[1] - gradient.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(gradient.shape[0]):
        for j in range(gradient.shape[1]):
            result += gradient[i, j] * x[i : i + rows, j : j + columns]
    return result


def weight_by_weight(x, gradient):
    tall, wide = gradient.shape
    rows, columns = x.shape[0] - tall + 1, x.shape[1] - wide + 1
    return np.array(
        [
            [sum(x[r + i, c + j] * gradient[i, j] for i in range(tall) for j in range(wide)) for c in range(columns)]
            for r in range(rows)
        ]
    )


def from_patches(x, gradient):
    patches = np.lib.stride_tricks.sliding_window_view(x, gradient.shape)
    return (patches * gradient).sum(axis=(2, 3))


RIGHT = {
    "learning-predict-1": [3, 3.0, np.float32(3)],
    "learning-predict-2": [[[0, 0], [0, 0]], np.zeros((2, 2), np.float32)],
    "learning-predict-3": ["b", "B", "they jump across, and still arrive"],
    "learning-hunt": [
        {"start": 6, "learning_rate": 0.35},
        {"start": 1, "learning_rate": 0.45},
        {"learning_rate": np.float32(0.5), "start": 4},
        {"start": 0.5, "learning_rate": 5},
    ],
    "learning-predict-4": ["c", "(c)", "it falls, then grows without end"],
    "learning-1": [2 / 45, 0.044, 0.0444, np.float32(2 / 45), np.float16(0.0444)],
    "learning-2": [[[10, 8, 2], [12, 2, 14], [4, 8, 2]], np.array([[10, 8, 2], [12, 2, 14], [4, 8, 2]], np.float32)],
    "learning-3": [
        {"learning_rate": 0.5, "momentum": 0.9},
        {"learning_rate": 1, "momentum": 0.5},
        {"learning_rate": np.float32(1.3), "momentum": 0.5},
        {"momentum": 0.9, "learning_rate": 2},
    ],
    "learning-4": [(1, 2), [1, 2], np.array([1, 2])],
    "learning-5": [kernel_gradient, weight_by_weight, from_patches],
}

SECRETS = {
    "learning-predict-1": r"\b3\b|three",
    "learning-predict-2": r"\[\[0, 0|nothing (gets|comes) through|all (four )?zero",
    "learning-predict-3": r"still arrive|\bb\b",
    "learning-hunt": r"0\.(35|4|45|5)\b",
    "learning-predict-4": r"without end|\bc\b",
    "learning-1": r"0\.04[^0-9]|0\.044|2 / 45",
    "learning-2": r"\[\[10, 8|\b14\b|2 · \[\[5",
    "learning-3": r"0\.5.*0\.9|momentum (of )?0\.9",
    "learning-4": r"\(1, 2\)|row 1, column 2",
    "learning-5": r"conv2d|\+=",
}
