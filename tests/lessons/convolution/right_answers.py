"""Right answers to the exercises of ``02_convolution``."""

import numpy as np


def conv(x, k):
    result = np.zeros((x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (x[row : row + k.shape[0], column : column + k.shape[1]] * k).sum()
    return result


def conv_with_four_loops(x, k):
    result = np.zeros((len(x) - len(k) + 1, len(x[0]) - len(k[0]) + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            for down in range(k.shape[0]):
                for across in range(k.shape[1]):
                    result[row, column] += x[row + down, column + across] * k[down, across]
    return result


def conv_of_lists(x, k):
    height, width = k.shape
    return np.array(
        [
            [np.sum(x[r : r + height, c : c + width] * k) for c in range(x.shape[1] - width + 1)]
            for r in range(x.shape[0] - height + 1)
        ]
    )


def conv_by_weights(x, k):
    rows, columns = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    return sum(
        k[down, across] * x[down : down + rows, across : across + columns]
        for down in range(k.shape[0])
        for across in range(k.shape[1])
    )


def conv_as_nested_lists(x, k):
    return conv(x, k).tolist()


def conv_by_windows(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.einsum("rcij,ij->rc", windows, kernel)


SLASH = [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]
ENDS = [[-1, -1, -1], [-1, 1, 1], [-1, -1, -1]]

RIGHT = {
    "convolution-predict-1": [6, 6.0, np.int64(6)],
    "convolution-predict-2": [(5, 8), [5, 8], np.array([5, 8])],
    "convolution-predict-3": ["b", "B", "negative", "(b)"],
    "convolution-predict-4": ["b", "fewer cells", "B."],
    "convolution-predict-5": ["c", "the same sum", "Same"],
    "convolution-1": [
        {"kernel": SLASH, "bias": -3},
        {"kernel": np.array(SLASH) / 2, "bias": np.float32(-1.5)},
        {"kernel": [[-1, 0, 1], [0, 1, 0], [1, 0, -1]], "bias": -2},
        {"kernel": np.eye(3)[::-1], "bias": -2},
    ],
    "convolution-2": [
        {"kernel": ENDS, "bias": -1},
        {"kernel": [[0, 0, 0], [-1, 1, 1], [0, 0, 0]], "bias": -1},
        {"kernel": [[-1, -1, -1], [-2, 2, 2], [-1, -1, -1]], "bias": -3.5},
    ],
    "convolution-3": [
        np.full((3, 3), 2),
        [[2, 2, 2], [2, 2, 2], [2, 2, 2]],
        np.full((3, 3), 1.7),
        [[2, 4, 3], [4, 3, 2], [3, 4, 2]],
    ],
    "convolution-4": [{"kernel": "b", "window": "e"}, {"window": "E", "kernel": "(b)"}],
    "convolution-5": [
        conv,
        conv_with_four_loops,
        conv_of_lists,
        conv_by_weights,
        conv_by_windows,
        conv_as_nested_lists,
    ],
    "convolution-6": [(0, 1), (0, 2), [1, 1], (1, 2), np.array([2, 0]), (2, 2)],
    "convolution-7": [208, 8 * (25 + 1), 208.0],
}

SECRETS = {
    "convolution-predict-1": r"\b6\b|\bsix\b",
    "convolution-predict-2": r"\b5\b|\b8\b|five|eight",
    "convolution-predict-3": r"\bis negative|\bblue\b|below 0",
    "convolution-predict-4": r"fewer|strongest",
    "convolution-predict-5": r"stays the same|no change|is 0\b",
    "convolution-1": r"\[\[|−3|-3",
    "convolution-2": r"\[\[|−1|-1",
    "convolution-3": r"\b18\b|\b1\.7\b|\bflat\b|\btwo\b|\b2s\b",
    "convolution-4": r"\"b\"|kernel b|\"e\"|window e|times 3|three times",
    "convolution-5": r"shape\[|\+ 1|range\(|sum\(|image\[",
    "convolution-6": r"\((0, [12]|1, [12]|2, [02])\)",
    "convolution-7": r"208",
}
