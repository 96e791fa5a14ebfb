"""Right answers to the exercises of ``12_variants``."""

import numpy as np


def stamp(x, k, s):
    result = np.zeros((s * (x.shape[0] - 1) + k.shape[0], s * (x.shape[1] - 1) + k.shape[1]))
    for row in range(x.shape[0]):
        for column in range(x.shape[1]):
            result[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]] += x[row, column] * k
    return result


def stamp_by_weights(image, kernel, stride):
    rows, columns = (stride * (n - 1) + m for n, m in zip(image.shape, kernel.shape, strict=True))
    result = np.zeros((rows, columns))
    for down, across in np.ndindex(kernel.shape):
        last = rows - kernel.shape[0] + down + 1, columns - kernel.shape[1] + across + 1
        result[down : last[0] : stride, across : last[1] : stride] += image * kernel[down, across]
    return result


def stamp_row(x, k, s):
    result = np.zeros(s * (len(x) - 1) + len(k))
    for i in range(len(x)):
        result[s * i : s * i + len(k)] += x[i] * k
    return result


def stamp_row_by_weights(x, k, s):
    result = np.zeros(s * len(x) - s + k.size)
    for j, weight in enumerate(k):
        result[j : j + s * (len(x) - 1) + 1 : s] += weight * x
    return result


RIGHT = {
    "variants-predict-1": [(1, 1), [1, 1], np.array([1, 1])],
    "variants-predict-2": [(8, 2, 3, 3), [8, 2, 3, 3], np.array([8, 2, 3, 3])],
    "variants-predict-3": [(11, 11), [11, 11], np.array([11, 11])],
    "variants-predict-4": [4, 4.0, np.int64(4)],
    "variants-predict-5": ["b", " B", "changed"],
    "variants-predict-6": ["a", "(A)", "left"],
    "variants-1": [
        {"kernel_size": 3, "dilation": 4},
        {"dilation": 8.0, "kernel_size": np.int64(2)},
    ],
    "variants-2": [704, 704.0, np.int64(704)],
    "variants-3": [stamp, stamp_by_weights],
    "variants-4": [
        {"map": [[8, -6], [4, -2]], "score": 4, "weights": 2},
        {"weights": 2.0, "score": np.float32(4), "map": np.array([[8.0, -6], [4, -2]])},
    ],
    "variants-5": [
        {"filters": 16, "padding": 2, "weights": 0},
        {"padding": 2.0, "filters": np.int64(16), "weights": 0.0},
    ],
    "variants-6": [stamp_row, stamp_row_by_weights],
}

SECRETS = {
    "variants-predict-1": r"1, 1|one place",
    "variants-predict-2": r"8, 2|\btwo\b",
    "variants-predict-3": r"\b11\b|eleven",
    "variants-predict-4": r"\b4\b|\bfour\b",
    "variants-predict-5": r"changed",
    "variants-predict-6": r"\bleft\b",
    "variants-1": r"kernel_size (of )?[23]\b|dilation (of )?[48]\b|\bfour\b|\beight",
    "variants-2": r"704|160 \+ 544",
    "variants-3": r"shape\[|range\(|\+=|[xy]\[|\* ?s\b",
    "variants-4": r"\[8|−6|-6|score is 4|\btwo (weights|means)\b",
    "variants-6": r"s \* \(?(i|len)|s·|\+ len\(k\)",
    "variants-5": r"\b16\b|sixteen|padding (of |is )?2\b|\btwo\b|weights (of |are |is )?(0|zero)",
}
