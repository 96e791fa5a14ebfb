"""Right answers to the exercises of ``01_why_convolution``."""

import numpy as np


def shuffle_all(images, order):
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def shuffle_by_loops(images, order):
    result = np.empty_like(images)
    for number in range(len(images)):
        for place in range(len(order)):
            result[number].flat[place] = images[number].flat[order[place]]
    return result


RIGHT = {
    "why-predict-1": [51, 51.0, np.int64(51)],
    "why-predict-2": [18, 18.0, np.array(18)],
    "why-predict-3": ["d", "D", "about 0", "0"],
    "why-predict-4": [7850, 7850.0, 10 * (28 * 28 + 1)],
    "why-1": [51250, 50 * (32 * 32 + 1), 51250.0],
    "why-2": [(3, 16), [3, 16], np.array([3, 16])],
    "why-3": [
        {"side": 8, "neurons": 8},
        {"side": 5, "neurons": 20},
        {"neurons": 52, "side": 3},
        {"side": 2.0, "neurons": 104},
        {"side": 1, "neurons": 260},
    ],
    "why-4": ["c", "C", "(c)"],
    "why-5": [shuffle_all, shuffle_by_loops],
}

SECRETS = {
    "why-predict-1": r"\b51\b",
    "why-predict-2": r"\b18\b|eighteen",
    "why-predict-3": r"about 0|\bd\b|uncorrelated|zero",
    "why-predict-4": r"7,?850\b",
    "why-1": r"51,?250",
    "why-2": r"\(3, ?16\)|row 3\b|column 16\b|\b16\b",
    "why-3": r"\b(520|52|104|260)\b|side (8|5|3|2|1)\b|20 neurons|8 neurons",
    "why-4": r'"c"|\bcorrelation of',
    "why-5": r"reshape\(|\[:, ?order|order\[",
}
