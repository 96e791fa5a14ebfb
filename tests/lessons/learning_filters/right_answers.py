"""Right answers to the exercises of ``09_learning_filters``."""

import numpy as np

from cnnlib import conv2d


def kernel_gradient(x, gradient):
    rows, columns = x.shape[0] - gradient.shape[0] + 1, x.shape[1] - gradient.shape[1] + 1
    result = np.zeros((rows, columns))
    for i in range(gradient.shape[0]):
        for j in range(gradient.shape[1]):
            result += gradient[i, j] * x[i : i + rows, j : j + columns]
    return result


RIGHT = {
    "learning-predict-1": [[[4, 3], [6, 2]], np.array([[4.0, 3.0], [6.0, 2.0]])],
    "learning-predict-2": [0.7, 0.5 - 0.1 * -2],
    "learning-predict-3": ["c", "C", "it grows without end"],
    "learning-1": [6, 6.0, np.int64(6)],
    "learning-2": [[[1, 3, 2], [4, 10, 6], [3, 7, 4]]],
    "learning-3": [0.59, 0.7, 1, 1.2, 1.3, np.float64(0.65)],
    "learning-4": [(1, 2), [1, 2]],
    "learning-5": [kernel_gradient, lambda x, gradient: conv2d(x, gradient)],
}

SECRETS = {
    "learning-predict-1": r"\[\[4, 3|4, 3, 6",
    "learning-predict-2": r"0\.7",
    "learning-predict-3": r"without end|\bc\b",
    "learning-1": r"\b6\b|six",
    "learning-2": r"\[\[1, 3|\b10\b",
    "learning-3": r"0\.[6-9]|\b1\b(?!·)|1\.[012]",
    "learning-4": r"\(1, 2\)|row 1, column 2",
    "learning-5": r"conv2d|\+=",
}
