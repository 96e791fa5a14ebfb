"""``pooling-6``, write ``max_pool(x)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, right_only_for
from cnnlib.messages import N_


def _windows(x: Array) -> Array:
    """The 2×2 windows side by side, without an odd last row or column, as an array (rows, columns, 4)."""
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    pairs = x[: 2 * rows, : 2 * columns].reshape(rows, 2, columns, 2)
    return pairs.transpose(0, 2, 1, 3).reshape(rows, columns, 4)


def _is_halved(result: Array, x: Array) -> bool:
    return result.shape == _windows(x).shape[:2]


def _comes_from_its_window(result: Array, x: Array) -> bool:
    return bool((_windows(x) == result[..., None]).any(axis=-1).all())


def _is_never_beaten(result: Array, x: Array) -> bool:
    return bool((_windows(x) <= result[..., None]).all())


def _has_even_sizes(x: Array) -> bool:
    return all(size % 2 == 0 for size in x.shape)


def _pool_overlapping(x: Array) -> Array:
    return np.maximum(np.maximum(x[:-1, :-1], x[:-1, 1:]), np.maximum(x[1:, :-1], x[1:, 1:]))


def _pool_corners(x: Array) -> Array:
    return _windows(x)[..., 0]


def _pool_one_further(x: Array) -> Array:
    """The window of cell (i, j) begins at row i and column j of x: there are as many as of the right ones."""
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    return _pool_overlapping(x)[:rows, :columns]


def _pool_by_size(x: Array) -> Array:
    windows = _windows(x)
    return np.take_along_axis(windows, np.abs(windows).argmax(axis=-1)[..., None], axis=-1)[..., 0]


def _pool_without_signs(x: Array) -> Array:
    return np.abs(_windows(x)).max(axis=-1)


def _pool_from_zeros(x: Array) -> Array:
    return np.maximum(_windows(x).max(axis=-1), 0)


def _pool_means(x: Array) -> Array:
    return _windows(x).mean(axis=-1)


def _pool_smallest(x: Array) -> Array:
    return _windows(x).min(axis=-1)


def _pool_rows_only(x: Array) -> Array:
    return _windows(x)[..., [0, 2]].max(axis=-1)


def _pool_columns_only(x: Array) -> Array:
    return _windows(x)[..., [0, 1]].max(axis=-1)


def _pool_even_only(x: Array) -> Array:
    return x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).max(axis=(1, 3))


def _pool_in_place(x: Array) -> Array:
    rows, columns = 2 * (x.shape[0] // 2), 2 * (x.shape[1] // 2)
    pooled = x.copy()
    pooled[:rows, :columns] = np.repeat(np.repeat(_windows(x).max(axis=-1), 2, axis=0), 2, axis=1)
    return pooled


MAX_POOL = Exercise(
    id="pooling-6",
    read=function(
        "max_pool",
        {"x": np.array([[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]], np.int64)},
        {"x": np.array([[-3, -1, -4, -2], [-5, -2, -6, -9]], np.int64)},
        {"x": np.array([[1, 9, 2, 8], [3, 4, 7, 5], [6, 2, 1, 3], [5, 8, 4, 9], [1, 3, 7, 2], [4, 6, 5, 8]], np.int64)},
        {"x": np.array([[1, 5, 9], [7, 2, 9], [9, 9, 9]], np.int64)},
        {"x": np.array([[3, -2, 7, 1, 9], [0, 5, -4, 8, 6], [2, 1, -6, -3, 4], [-7, 6, -8, -1, 5]], np.int64)},
        {"x": np.array([[4, 1, 6, 2], [-5, 3, 0, 7], [8, 9, -1, 5]], np.int64)},
        {"x": np.array([[-6, -2], [-4, -9], [12, 3], [8, 20], [7, 7]], np.int64)},
        {"x": np.array([[0.5, -1.5, 2.5, 3.0], [1.0, 0.25, -2.0, 4.5]], np.float32)},
        without=("max_pool2d", "MaxPool2d", "maximum_filter"),
    ),
    examine=passes(
        Property(N_("The result should have half as many rows and columns as x, rounded down."), _is_halved),
        Property(N_("Each number of the result should be one of the four in its window."), _comes_from_its_window),
        Property(N_("No number of a window should be larger than the result for it."), _is_never_beaten),
    ),
    misconceptions=(
        Misconception(
            _pool_overlapping,
            N_("These windows overlap: each starts one pixel after the last. With stride 2 they lie side by side."),
            when=always_shaped(lambda x: (x.shape[0] - 1, x.shape[1] - 1)),
        ),
        Misconception(
            _pool_in_place,
            N_("The result is as large as x. Every window should become a single cell."),
            when=always_shaped(lambda x: x.shape),
        ),
        Misconception(
            _pool_corners,
            N_("That picks every second pixel, wherever the largest is. Look at the other three of the window too."),
            when=always(_pool_corners),
        ),
        Misconception(
            _pool_one_further,
            N_("Windows (0, 0) and (0, 1) overlap. Where should the second begin?"),
            when=always(_pool_one_further),
        ),
        Misconception(
            _pool_by_size,
            N_("That goes by size without the sign. On the number line, the largest is the one furthest right."),
            when=always(_pool_by_size, _pool_without_signs),
        ),
        Misconception(
            _pool_rows_only,
            N_("Only two of the four numbers are compared. A window has two rows and two columns."),
            when=always(_pool_rows_only, _pool_columns_only),
        ),
        Misconception(
            _pool_means,
            N_("That is the mean of each window: average pooling."),
            when=always(_pool_means),
        ),
        Misconception(
            _pool_smallest,
            N_("That is the smallest number of each window."),
            when=always(_pool_smallest),
        ),
        Misconception(
            _pool_from_zeros,
            N_("A window of negative numbers gives 0. Does the search start from an array of zeros?"),
            when=always(_pool_from_zeros),
        ),
        Misconception(
            _pool_even_only,
            N_("It works for even sizes only. Cut off a leftover last row or column before anything else."),
            when=right_only_for(_has_even_sizes, _is_halved, _comes_from_its_window, _is_never_beaten),
        ),
    ),
    first=N_("Work through this input on paper, then compare with what came out."),
    hints=(
        N_("The size first. Take x with 5 rows and 4 columns: how many windows fit down, and how many across?"),
        N_("Begin with an array of that size. Two loops go through its cells: row i, column j."),
        N_("The window of cell (i, j) begins at row 2·i and column 2·j of x. It has two rows and two columns."),
    ),
    praise=N_(
        "The largest of each window, negative or not, and nothing to learn. max_pool2d does the same for any window."
    ),
)
