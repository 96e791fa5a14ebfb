"""Right answers to the exercises of ``00_start_here``."""

import numpy as np

RIGHT = {
    "start-predict-1": ["b", "B", "(b)", "a large 3 in the middle"],
    "start-predict-2": ["c", " C.", "unequal, but they still add up to 1"],
    "start-predict-4": [2, 2.0, np.int64(2)],
    "start-1": [512, 512.0, np.int64(512), 8 * 8 * 8],
    "start-predict-3": [4, 4.0, np.int64(4)],
    "start-2": [49, 49.0, np.int64(49), 7 * 7],
    "start-3": ["b", " B.", "of the ten digits, 8 fits by far the best"],
}

SECRETS = {
    "start-predict-1": r"\bsame\b|\bb\b",
    "start-predict-2": r"add up to|\bis 1\b|\bc\b",
    "start-predict-4": r"\b2\b|\btwo of\b",
    "start-1": r"\b512\b|8 ?[×·*] ?8 ?[×·*] ?8",
    "start-predict-3": r"\b4\b",
    "start-2": r"\b49\b|7 ?[×·*] ?7",
    "start-3": r"\bbest\b|\bb\b",
}
