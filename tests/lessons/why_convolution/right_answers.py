"""Right answers to the exercises of ``01_why_convolution``."""

import numpy as np


def shuffle_all(images, order):
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def by_two_loops(images, order):
    result = np.empty_like(images)
    for number in range(len(images)):
        for place in range(len(order)):
            result[number].flat[place] = images[number].flat[order[place]]
    return result


def as_a_list_of_arrays(images, order):
    return [image.ravel()[order].reshape(image.shape) for image in images]


def as_nested_lists(images, order):
    return as_a_list_of_arrays(images, order)[0:0] + shuffle_all(images, order).tolist()


def into_zeros(images, order):
    result = np.zeros(images.shape)
    for number, image in enumerate(images):
        result[number] = image.flatten()[order].reshape(image.shape)
    return result


def by_take(images, order):
    n, h, w = images.shape
    return np.take(images.reshape(n, h * w), order, axis=1).reshape(n, h, w)


def by_rows_and_columns(images, order):
    rows, columns = np.divmod(order, images.shape[2])
    return images[:, rows, columns].reshape(images.shape)


def in_single_precision(images, order):
    return shuffle_all(images, order).astype(np.float32)


RIGHT = {
    "why-predict-1": [51, 51.0, np.int64(51)],
    "why-predict-2": ["c", "C", "(c)", "CNN"],
    "why-predict-3": ["c", "C."],
    "why-predict-4": ["b", "B"],
    "why-predict-5": ["c", "four times as many", "about four times as many", "4"],
    "why-1": [7, 15.0, np.int32(23), 31, 39, 47, np.array(55)],
    "why-2": [[3, 1, 4], (3, 1, 4), np.array([3.0, 1.0, 4.0])],
    "why-3": [262, 262.0, np.int64(262)],
    "why-4": [3, 3.0, 1 * 2 + 1],
    "why-5": [
        {"side": 8, "neurons": 8},
        {"side": 5, "neurons": 20},
        {"neurons": 52, "side": 3},
        {"side": 2.0, "neurons": 104},
        {"side": 1, "neurons": 260},
    ],
    "why-6": [[6, 5], (5, 6), np.array([6.0, 5.0])],
    "why-7": [
        shuffle_all,
        by_two_loops,
        as_a_list_of_arrays,
        as_nested_lists,
        into_zeros,
        by_take,
        by_rows_and_columns,
        in_single_precision,
    ],
}

SECRETS = {
    "why-predict-1": r"\b51\b",
    "why-predict-2": r'"c"|only the CNN|the CNN on shuffled',
    "why-predict-3": r'"c"|both read more|more for the Affine',
    "why-predict-4": r'"b"|change all over|moves along',
    "why-predict-5": r'"c"|four times|8,?200',
    "why-1": r"\bnumber (7|15|23|31|39|47|55)\b|\bk = ",
    "why-2": r"3, ?1, ?4|3, then 1",
    "why-3": r"\b262\b|\(10, 9\)",
    "why-4": r"\bnumber 3\b|= 3\b|three",
    "why-5": r"\b(520|52|104|260)\b|side (8|5|3|2|1)\b|20 neurons|8 neurons",
    "why-6": r"\b6 and 5\b|\b5 and 6\b|6, 5\]|5, 6\]",
    "why-7": r"reshape\(|\[:, ?order|order\[:",
}
