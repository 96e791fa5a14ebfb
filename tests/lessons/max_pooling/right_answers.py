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


def max_pool_into_floats(x):
    pooled = np.zeros((len(x) // 2, len(x[0]) // 2))
    for row in range(len(x) // 2):
        for column in range(len(x[0]) // 2):
            pooled[row, column] = np.max(x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2])
    return pooled


def max_pool_by_reshaping(x):
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    return x[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2).max(axis=(1, 3))


def max_pool_from_minus_infinity(x):
    pooled = np.full((x.shape[0] // 2, x.shape[1] // 2), -np.inf)
    for row in range(2 * pooled.shape[0]):
        for column in range(2 * pooled.shape[1]):
            pooled[row // 2, column // 2] = max(pooled[row // 2, column // 2], x[row, column])
    return pooled


def max_pool_by_appending(x):
    rows = []
    for i in range(0, x.shape[0] - 1, 2):
        rows.append([x[i : i + 2, j : j + 2].max() for j in range(0, x.shape[1] - 1, 2)])
    return np.array(rows)


RIGHT = {
    "pooling-predict-1": [(2, 2), [2, 2], np.array([2, 2]), np.zeros((2, 2)).shape],
    "pooling-predict-2": ["b", "B", "(b)", "the green one alone"],
    "pooling-predict-3": ["b", " b) ", "about as much"],
    "pooling-predict-4": [3, 3.0, np.int64(3)],
    "pooling-predict-5": ["c", "C", "−3", "-3"],
    "pooling-1": [[[-1, 4], [6, -6]], np.array([[-1.0, 4.0], [6.0, -6.0]])],
    "pooling-2": [(16, 8, 10), [16, 8, 10], np.zeros((16, 8, 10)).shape],
    "pooling-3": [896, 896.0, np.int64(896), 32 * (3 * 3 * 3 + 1)],
    "pooling-4": [
        np.eye(4)[[0]] * 8 * np.eye(4)[:, [0]] + 1,
        [[0, 0, 0, 0], [0, 5, 5, 0], [0, 5, 5, 0], [0, 0, 0, 0]],
        [[0, 0, 0, 0], [0, 9, 9, 0], [0, 9, 0, 0], [0, 0, 0, 0]],
        [[1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 9, 1, 0]],
        [[2, 2, 2, 2], [2, 2, 2.5, 2], [2, 2, 2, 2], [2, 2, 2, 2]],
    ],
    "pooling-5": [(2, 2), [2, 2]],
    "pooling-6": [
        max_pool,
        max_pool_by_loops,
        max_pool_into_floats,
        max_pool_by_reshaping,
        max_pool_from_minus_infinity,
        max_pool_by_appending,
    ],
}

SECRETS = {
    "pooling-predict-1": r"\(2, 2\)|two\b",
    "pooling-predict-2": r"green",
    "pooling-predict-3": r"about as much",
    "pooling-predict-4": r"\b3\b|three",
    "pooling-predict-5": r"−3",
    "pooling-1": r"\[\[−1|−6",
    "pooling-2": r"\(16, 8|eight",
    "pooling-3": r"896",
    "pooling-4": r"\d, \d|\[\[|one (bright )?pixel|single (bright )?pixel",
    "pooling-5": r"\(2, 2\)|bottom right|last row",
    "pooling-6": r"np\.maximum|reshape|\[0::2|::2|\.max\(",
}
