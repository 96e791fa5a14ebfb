"""Right answers to the exercises of ``10_training``."""

import numpy as np


def shift(image, down, right):
    result = np.zeros_like(image)
    for i in range(image.shape[0]):
        for j in range(image.shape[1]):
            if 0 <= i + down < image.shape[0] and 0 <= j + right < image.shape[1]:
                result[i + down, j + right] = image[i, j]
    return result


def shift_by_slices(image, down, right):
    rows, columns = image.shape
    result = np.zeros((rows, columns))
    result[max(0, down) : rows + min(0, down), max(0, right) : columns + min(0, right)] = image[
        max(0, -down) : rows + min(0, -down), max(0, -right) : columns + min(0, -right)
    ]
    return result


def shift_by_roll(image, down, right):
    result = np.roll(image, (down, right), axis=(0, 1))
    if down:
        result[slice(0, down) if down > 0 else slice(down, None)] = 0
    if right:
        result[:, slice(0, right) if right > 0 else slice(right, None)] = 0
    return result


RIGHT = {
    "training-predict-1": ["c", "C", "it stays at guessing level"],
    "training-predict-2": ["b", " B.", "hardly at all"],
    "training-predict-3": ["c", "(c)"],
    "training-predict-4": ["b"],
    "training-predict-5": ["d", "above 0.95"],
    "training-1": [116, 116.0, np.int64(116)],
    "training-2": [
        {"release": "b", "overfits_most": "a", "report": 92},
        {"release": "B", "overfits_most": "A", "report": 92.0},
    ],
    "training-3": [
        {"learning_rate": 0.1, "batch_size": 4, "filters": 8.0},
        {"learning_rate": 0.1, "batch_size": 8, "filters": 16},
    ],
    "training-4": [(2, 1), [2, 1], np.array([2, 1])],
    "training-5": [shift, shift_by_slices, shift_by_roll],
    "training-6": [{"mini_batch": "b", "shifts": "c"}, {"shifts": "C", "mini_batch": "(b)"}],
    "training-7": [
        {"wrong": 2, "surest": "q", "sure": 0.96},
        {"wrong": 2.0, "surest": "Q", "sure": np.float32(0.96)},
    ],
}

SECRETS = {
    "training-predict-1": r"\bc\b|stays where",
    "training-predict-2": r"hardly at all",
    "training-predict-3": r"100 % of its own",
    "training-predict-4": r"\bb\b",
    "training-predict-5": r"above 0\.95|\b99\b",
    "training-1": r"\b116\b|\b29\b",
    "training-2": r"\b92\b|\bb\b",
    "training-3": r"\b4\b|\b16\b|0\.1\b|0\.05",
    "training-4": r"\(2, 1\)|\b38\b|\b39\b",
    "training-5": r"zeros_like|np\.pad|\[max",
    "training-6": r"\b[bc]\b|more steps|beside the middle",
    "training-7": r"0\.96|\bq\b|\b2\b|\btwo\b",
}
