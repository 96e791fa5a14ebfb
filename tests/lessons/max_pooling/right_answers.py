"""Right answers to the exercises of ``06_max_pooling``."""

import numpy as np


def max_pool(x):
    rows, columns = 2 * (x.shape[0] // 2), 2 * (x.shape[1] // 2)
    left = np.maximum(x[0:rows:2, 0:columns:2], x[1:rows:2, 0:columns:2])
    right = np.maximum(x[0:rows:2, 1:columns:2], x[1:rows:2, 1:columns:2])
    return np.maximum(left, right)


def max_pool_by_loops(x):
    pooled = np.empty((x.shape[0] // 2, x.shape[1] // 2), x.dtype)
    for row in range(pooled.shape[0]):
        for column in range(pooled.shape[1]):
            pooled[row, column] = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
    return pooled


RIGHT = {
    "pooling-predict-1": [(4, 6), [4, 6], np.array([4, 6]), np.zeros((4, 6)).shape],
    "pooling-predict-2": [3, 3.0, np.int64(3)],
    "pooling-predict-3": [[[0, 5], [0, 0]], np.array([[0.0, 5.0], [0.0, 0.0]])],
    "pooling-1": [[[-1, 4], [6, -6]], np.array([[-1.0, 4.0], [6.0, -6.0]])],
    "pooling-2": [(16, 12, 12), [16, 12, 12]],
    "pooling-3": [
        {"kernel_size": 3, "stride": 2},
        {"kernel_size": 8, "stride": 1},
        {"stride": (1, 2), "kernel_size": (8, 3)},
    ],
    "pooling-4": [
        np.tile([1, 2, 4, 3], (4, 1)),
        np.tile([4, 1, 2, 3], (4, 1)),
        [[9, 0, 0, 0], [0, 0, 0, 0], [9, 0, 0, 0], [0, 0, 0, 0]],
    ],
    "pooling-5": [(2, 2), [2, 2]],
    "pooling-6": [max_pool, max_pool_by_loops],
}

SECRETS = {
    "pooling-predict-1": r"\b4\b|\b6\b|four|six",
    "pooling-predict-2": r"\b3\b|three",
    "pooling-predict-3": r"\[\[0, 5|top right",
    "pooling-1": r"\[\[−1|−6",
    "pooling-2": r"\b12\b|twelve",
    "pooling-3": r"\b(3|8)\b|three|eight",
    "pooling-4": r"\d, \d|\[\[",
    "pooling-5": r"\(2, 2\)|bottom right|last row",
    "pooling-6": r"np\.maximum|reshape|\[0::2|::2|\.max\(",
}
