"""``stride-7``, write ``conv(x, k, s)``: what must hold of it, and how it typically goes wrong."""

import math
from collections.abc import Callable

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, right_only_for, stops_with
from cnnlib.messages import N_

SQUARE = np.array([[1, 2, 0, 3, 1], [3, 1, 2, 0, 2], [0, 1, 4, 1, 0], [2, 2, 1, 3, 1], [1, 0, 3, 2, 4]], np.int64)

OBLONG = np.array([[3, -1, 0, 2, 5, -4, 1, 2], [0, 2, -3, 1, 1, 0, 4, -2], [1, 1, 2, -5, 0, 3, 0, 6]], np.int64)

LIBRARY = ("conv2d", "windows", "im2col", "sliding_window_view", "as_strided", "correlate", "convolve")
"""What leaves nothing to write."""

TRIALS = (
    {"x": SQUARE, "k": np.array([[1, 2, 0], [0, 1, 0], [3, 0, 1]], np.int64), "s": 2},
    {"x": SQUARE[:3, :3], "k": np.array([[1, 2], [0, 3]], np.int64), "s": 1},
    {"x": SQUARE[:4], "k": np.array([[1, 2], [0, 3]], np.int64), "s": 2},
    {"x": SQUARE, "k": np.array([[2, -1]], np.int64), "s": 3},
    {"x": SQUARE[:4, :3], "k": np.array([[3]], np.int64), "s": 2},
    {"x": SQUARE[:2, :2], "k": np.array([[1, 0], [2, 1]], np.int64), "s": 4},
    {"x": SQUARE * 0.5, "k": np.array([[0.5, 0.25], [0, 1.5]]), "s": 3},
    {"x": OBLONG, "k": np.array([[1, -2, 1], [0, 3, -1]], np.int64), "s": 2},
    {"x": OBLONG.T, "k": np.array([[1], [-1], [2]], np.int64), "s": 3},
    {"x": OBLONG, "k": np.array([[0.5, -0.25]]), "s": 1},
)


def _places(x: Array, k: Array, s: int) -> Pair:
    return (x.shape[0] - k.shape[0]) // s + 1, (x.shape[1] - k.shape[1]) // s + 1


def _jumps(x: Array, k: Array, s: int) -> Pair:
    return (x.shape[0] - k.shape[0]) // s, (x.shape[1] - k.shape[1]) // s


def _right(x: Array, k: Array, s: int) -> Array:
    return conv2d(x, k, stride=s)


def _has_a_cell_for_each_place(result: Array, x: Array, k: Array, s: int) -> bool:
    return result.shape == _places(x, k, s)


def _adds_up_its_products(result: Array, x: Array, k: Array, s: int) -> bool:
    return np.allclose(result, _right(x, k, s))


def _loop(
    size: Callable[[Array, Array, int], tuple[int, ...]], start: Callable[[int, int, int], int]
) -> Callable[[Array, Array, int], Array]:
    """Make a convolution with loops from how large the output is, and where a cell's window starts."""

    def conv(x: Array, k: Array, s: int) -> Array:
        result = np.zeros(size(x, k, s))
        for row in range(result.shape[0]):
            for column in range(result.shape[1]):
                top, left = start(row, s, k.shape[0]), start(column, s, k.shape[1])
                result[row, column] = (x[top : top + k.shape[0], left : left + k.shape[1]] * k).sum()
        return result

    return conv


def _multiple(index: int, s: int, _kernel: int) -> int:
    return index * s


def _conv_without_the_first_place(x: Array, k: Array, s: int) -> Array:
    return _loop(_jumps, _multiple)(x, k, s)


def _first_place_divided(x: Array, k: Array, s: int) -> tuple[int, ...]:
    return tuple((i - j + 1) // s for i, j in zip(x.shape, k.shape, strict=True))


def _conv_with_the_first_place_divided(x: Array, k: Array, s: int) -> Array:
    return _loop(_first_place_divided, _multiple)(x, k, s)


def _conv_rounded_up(x: Array, k: Array, s: int) -> Array:
    def size(x: Array, k: Array, s: int) -> tuple[int, ...]:
        return tuple(math.ceil((i - j) / s) + 1 for i, j in zip(x.shape, k.shape, strict=True))

    return _loop(size, _multiple)(x, k, s)


def _jumps_come_out_even(x: Array, k: Array, s: int) -> bool:
    return all((i - j) % s == 0 for i, j in zip(x.shape, k.shape, strict=True))


def _conv_divided_size(x: Array, k: Array, s: int) -> Array:
    padded = np.pad(x, ((0, k.shape[0]), (0, k.shape[1])))
    return _loop(lambda _padded, _k, s: (x.shape[0] // s, x.shape[1] // s), _multiple)(padded, k, s)


def _conv_ignoring_the_stride(x: Array, k: Array, s: int) -> Array:
    return _right(x, k, 1)


def _conv_without_jumps(x: Array, k: Array, s: int) -> Array:
    return _loop(_places, lambda index, _s, _size: index)(x, k, s)


def _conv_by_the_kernel(x: Array, k: Array, s: int) -> Array:
    size = x.shape[0] // k.shape[0], x.shape[1] // k.shape[1]
    return _loop(lambda *_: size, lambda index, _s, kernel: index * kernel)(x, k, s)


def _conv_rows_only(x: Array, k: Array, s: int) -> Array:
    return _right(x, k, 1)[::s]


def _conv_columns_only(x: Array, k: Array, s: int) -> Array:
    return _right(x, k, 1)[:, ::s]


def _conv_with_true_division(x: Array, k: Array, s: int) -> Array:
    return np.zeros([(i - j) / s + 1 for i, j in zip(x.shape, k.shape, strict=True)])


CONV = Exercise(
    id="stride-7",
    read=function("conv", *TRIALS, without=LIBRARY),
    examine=passes(
        Property(
            N_("There should be one output cell for each place of the window that lies inside x."),
            _has_a_cell_for_each_place,
        ),
        Property(
            N_("Each cell should be the sum of window times kernel, for the window that belongs to it."),
            _adds_up_its_products,
        ),
    ),
    misconceptions=(
        Misconception(
            _conv_ignoring_the_stride,
            N_("That is the convolution with stride 1. Where does s come in?"),
            when=always(_conv_ignoring_the_stride),
        ),
        Misconception(
            _conv_rows_only,
            N_("It jumps in one direction only. The window moves by s down, and by s across."),
            when=always(_conv_rows_only, _conv_columns_only),
        ),
        Misconception(
            _conv_without_jumps,
            N_("The size is right, but from cell to cell the window moves by 1. It should jump by s."),
            when=always(_conv_without_jumps),
        ),
        Misconception(
            _conv_by_the_kernel,
            N_("It jumps by the size of the kernel. The stride is a number of its own: s."),
            when=always(_conv_by_the_kernel),
        ),
        Misconception(
            _conv_with_true_division,
            N_("A count came out as a float, such as 2.0. Which division gives whole jumps?"),
            when=stops_with("cannot be interpreted as an integer"),
        ),
        Misconception(
            _conv_without_the_first_place,
            N_("You counted the jumps. Before the first jump, the window already has a place."),
            when=always_shaped(_jumps),
        ),
        Misconception(
            _conv_with_the_first_place_divided,
            N_("The first place got divided, too. Divide how far the window can move, then count that place."),
            when=always_shaped(_first_place_divided),
        ),
        Misconception(
            _conv_divided_size,
            N_("The output has the size of x, divided by s. But it is the window's places that are counted."),
            when=always_shaped(lambda x, k, s: (x.shape[0] // s, x.shape[1] // s)),
        ),
        Misconception(
            _conv_rounded_up,
            N_("It goes wrong where the division leaves a remainder. A window that hangs over the edge has no place."),
            when=right_only_for(_jumps_come_out_even, _has_a_cell_for_each_place),
        ),
    ),
    first=N_("Work through the input above on paper: where does each window start? Then compare."),
    hints=(
        N_("Two things change from stride 1: how many places there are, and where the window of a cell starts."),
        N_("Across, the window can move by the width of x minus that of k. How many whole jumps fit into that?"),
        N_("The window of the second cell starts at s, that of the third at 2·s. Count whole jumps with //."),
    ),
    praise=N_(
        "Fewer places, and windows that start at multiples of s. With s = 2 that is about a quarter of the places."
    ),
)
