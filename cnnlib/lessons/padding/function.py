"""``padding-6``, write ``pad(x, p)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.outcomes import Outcomes
from cnnlib.exercises.trials import Property, function, obeys, passes
from cnnlib.exercises.typical import always_shaped, right_only_for
from cnnlib.messages import N_


def _is_framed(result: Array, x: Array, p: int) -> bool:
    return result.shape == (x.shape[0] + 2 * p, x.shape[1] + 2 * p)


def _holds_x(result: Array, x: Array, p: int) -> bool:
    return np.array_equal(_inside(result, x, p), x)


def _has_zero_frame(result: Array, x: Array, p: int) -> bool:
    frame = np.array(result)
    _inside(frame, x, p)[...] = 0
    return not frame.any()


def _inside(result: Array, x: Array, p: int) -> Array:
    """The part of a result where x should be."""
    return result[p : p + x.shape[0], p : p + x.shape[1]]


def _is_padded(x: Array, p: int) -> bool:
    return p > 0


def _is_square(x: Array, p: int) -> bool:
    return x.shape[0] == x.shape[1]


def _repeats_into_the_frame(outcomes: Outcomes) -> bool:
    x_is_framed = all(obeys(outcome, _is_framed, _holds_x) for outcome in outcomes)
    return x_is_framed and not all(obeys(outcome, _has_zero_frame) for outcome in outcomes)


def _pad_one_side(x: Array, p: int) -> Array:
    padded = np.zeros((x.shape[0] + p, x.shape[1] + p), x.dtype)
    padded[p:, p:] = x
    return padded


def _pad_rows_only(x: Array, p: int) -> Array:
    zeros = np.zeros((p, x.shape[1]), x.dtype)
    return np.concatenate([zeros, x, zeros])


def _pad_by_erasing(x: Array, p: int) -> Array:
    padded = np.zeros_like(x)
    padded[p : x.shape[0] - p, p : x.shape[1] - p] = x[p : x.shape[0] - p, p : x.shape[1] - p]
    return padded


def _pad_with_negative_ends(x: Array, p: int) -> Array:
    padded = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p), x.dtype)
    padded[p:-p, p:-p] = x
    return padded


def _pad_rows_and_columns_swapped(x: Array, p: int) -> Array:
    padded = np.zeros((x.shape[1] + 2 * p, x.shape[0] + 2 * p), x.dtype)
    padded[p : p + x.shape[0], p : p + x.shape[1]] = x
    return padded


def _pad_with_edges(x: Array, p: int) -> Array:
    rows = np.arange(-p, x.shape[0] + p).clip(0, x.shape[0] - 1)
    columns = np.arange(-p, x.shape[1] + p).clip(0, x.shape[1] - 1)
    return x[rows][:, columns]


PAD = Exercise(
    id="padding-6",
    read=function(
        "pad",
        {"x": np.array([[1, 2], [3, 4]], np.int64), "p": 1},
        {"x": np.array([[5, -1, 3], [2, 7, 4]], np.int64), "p": 1},
        {"x": np.array([[5, -1, 3], [2, 7, 4]], np.int64), "p": 2},
        {"x": np.array([[5, -1, 3], [2, 7, 4]], np.int64), "p": 0},
        {"x": np.array([[-1], [2], [-3]], np.int64), "p": 3},
        {"x": np.array([[0.5, -1.5, 2.5]], np.float32), "p": 1},
        {"x": np.array([[4, 0], [-7, 1], [3, 9], [0, -2], [6, 8]], np.int64), "p": 2},
        without=("pad", "pad2d"),
    ),
    examine=passes(
        Property(
            N_("Each of the four sides should get p more: p rows above, p below, p columns left, p right."),
            _is_framed,
        ),
        Property(N_("x should be in the middle, with every number as it was."), _holds_x),
        Property(N_("The frame around x should be zeros, nothing else."), _has_zero_frame),
    ),
    misconceptions=(
        Misconception(
            _pad_one_side,
            N_("Only one end of every row and column was padded. p is counted per side, so both ends get p."),
            when=always_shaped(lambda x, p: (x.shape[0] + p, x.shape[1] + p), among=_is_padded),
        ),
        Misconception(
            _pad_rows_only,
            N_("Only one of the two axes was padded. The frame goes all around."),
            when=always_shaped(
                lambda x, p: (x.shape[0] + 2 * p, x.shape[1]),
                lambda x, p: (x.shape[0], x.shape[1] + 2 * p),
                among=_is_padded,
            ),
        ),
        Misconception(
            _pad_by_erasing,
            N_("The result is as large as x, so numbers of x were lost. Padding adds a frame around x."),
            when=always_shaped(lambda x, p: x.shape, among=_is_padded),
        ),
        Misconception(
            _pad_with_negative_ends,
            N_("p = 0 is where it fails. Does a slice end at −p? With p = 0 that is :-0, which is empty."),
            when=right_only_for(_is_padded, _is_framed),
        ),
        Misconception(
            _pad_rows_and_columns_swapped,
            N_("It works for squares only. x.shape is (rows, columns), and so is the shape of the result."),
            when=right_only_for(_is_square, _is_framed, among=_is_padded),
        ),
        Misconception(
            _pad_with_edges,
            N_("The frame holds numbers other than 0. Copies of the border are another padding mode."),
            when=_repeats_into_the_frame,
        ),
    ),
    first=N_("Work through this input on paper, then compare with what came out."),
    hints=(
        N_("The size first. Take x with 2 rows and 3 columns, and p = 1: draw the frame, count rows and columns."),
        N_("Begin with an array of zeros, of the size of the result. Then put x into it."),
        N_("x goes into the rows that start at p, as many as x has. Its columns likewise. Do not end a slice at −p."),
    ),
    praise=N_("Zeros on all four sides, x unchanged in the middle. conv2d does the same first when padding is set."),
)
