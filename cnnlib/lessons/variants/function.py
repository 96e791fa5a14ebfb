"""``variants-3``, write ``stamp(y, k, s)``: what must hold of it, and how it typically goes wrong."""

from collections.abc import Callable

import numpy as np

from cnnlib.engine.convolution import conv_transpose2d
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, stops_with
from cnnlib.messages import N_

TRIALS = (
    {"y": np.array([[1, 2], [3, 4]]), "k": np.array([[1, 2, 1], [0, 3, 1], [2, 1, 5]]), "s": 2},
    {"y": np.array([[2.0, -1, 3], [0, 4, -1]]), "k": np.array([[1.0, -2], [3, 4]]), "s": 1},
    {"y": np.array([[1.5], [2], [0.5]]), "k": np.array([[1.0, 0, 2]]), "s": 3},
    {"y": np.array([[3, 1], [1, 2], [5, 4]]), "k": np.array([[2, 1.5, 7], [1, 3, -2]]), "s": 2},
)


def _shape(y: Array, k: Array, s: int) -> tuple[int, ...]:
    return tuple(s * (cells - 1) + reach for cells, reach in zip(y.shape, k.shape, strict=True))


def _is_sized(result: Array, y: Array, k: Array, s: int) -> bool:
    return result.shape == _shape(y, k, s)


def _has_lone_corners(result: Array, y: Array, k: Array, s: int) -> bool:
    """Whether the first and the last cell, each under one stamp only, are right."""
    return bool(np.isclose(result[-1, -1], y[-1, -1] * k[-1, -1]) and np.isclose(result[0, 0], y[0, 0] * k[0, 0]))


def _is_summed(result: Array, y: Array, k: Array, s: int) -> bool:
    return np.allclose(result, conv_transpose2d(y, k, stride=s))


def _stamped(y: Array, k: Array, s: int, *, put: Callable[[Array, Array], Array]) -> Array:
    """Stamp k for each cell of y; `put` makes a part of the result from what is there and what is stamped on it."""
    result = np.zeros(_shape(y, k, s))
    for row, column in np.ndindex(y.shape):
        here = np.s_[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]]
        result[here] = put(result[here], y[row, column] * k)
    return result


def _overwritten(y: Array, k: Array, s: int) -> Array:
    return _stamped(y, k, s, put=lambda old, new: new)


def _unweighted(y: Array, k: Array, s: int) -> Array:
    return _stamped(y, k, s, put=lambda old, new: old + k)


def _added(y: Array, k: Array, s: int) -> Array:
    return _stamped(y, k, s, put=lambda old, new: old + new)


def _largest(y: Array, k: Array, s: int) -> Array:
    return _stamped(y, k, s, put=np.maximum)


def _first_cell(y: Array, k: Array, s: int) -> Array:
    """Stamp once, as a return inside the inner loop does."""
    return _added(np.where(np.arange(y.size).reshape(y.shape) == 0, y, 0), k, s)


def _first_row(y: Array, k: Array, s: int) -> Array:
    return _added(np.where(np.arange(len(y))[:, None] == 0, y, 0), k, s)


def _cells_alone(y: Array, k: Array, s: int) -> Array:
    return _added(y, np.ones(k.shape), s)


def _as_a_square(y: Array, k: Array, s: int) -> Array:
    """Visit as many columns as there are rows."""
    result = np.zeros(_shape(y, k, s))
    for row, column in np.ndindex(len(y), len(y)):
        result[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]] += y[row, column] * k
    return result


def _one_step_more(y: Array, k: Array, s: int) -> Array:
    return np.pad(_added(y, k, s), ((0, s), (0, s)))


def _turned(y: Array, k: Array, s: int) -> Array:
    return _added(y, k[::-1, ::-1], s)


def _side_by_side(y: Array, k: Array, s: int) -> Array:
    return np.block([[cell * k for cell in row] for row in y])


def _stride_one(y: Array, k: Array, s: int) -> Array:
    return _added(y, k, 1)


def _times_the_stride(y: Array, k: Array, s: int) -> Array:
    return _added(y, k, s)[: s * y.shape[0], : s * y.shape[1]]


def _unspaced(y: Array, k: Array, s: int) -> Array:
    result = np.zeros(_shape(y, k, s))
    for row, column in np.ndindex(y.shape):
        result[row : row + k.shape[0], column : column + k.shape[1]] += y[row, column] * k
    return result


def _swapped(y: Array, k: Array, s: int) -> Array:
    """Stamp down what belongs across: the size is right, but it fails where y is not a square."""
    result = np.zeros(_shape(y, k, s))
    for row, column in np.ndindex(y.shape):
        result[column * s : column * s + k.shape[0], row * s : row * s + k.shape[1]] += y[row, column] * k
    return result


def _stamps_across(y: Array, k: Array, s: int) -> Array:
    return _added(y.T, k, s)


def _kernel_across(y: Array, k: Array, s: int) -> Array:
    return _added(y, k.T, s)


def _all_across(y: Array, k: Array, s: int) -> Array:
    return _added(y, k, s).T


def _into_a_multiple_of_the_stride(y: Array, k: Array, s: int) -> Array:
    result = np.zeros((s * y.shape[0], s * y.shape[1]))
    for row, column in np.ndindex(y.shape):
        result[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]] += y[row, column] * k
    return result


PROPERTIES = (
    Property(N_("The result should reach from the first stamp's first cell to the last stamp's last cell."), _is_sized),
    Property(
        N_("A corner of the result lies under one stamp only: the corner of y times the corner of k."),
        _has_lone_corners,
    ),
    Property(N_("Each cell should be the sum of all that is stamped on it."), _is_summed),
)


STAMP = Exercise(
    id="variants-3",
    read=function("stamp", *TRIALS, without=("conv_transpose2d", "kron")),
    examine=passes(*PROPERTIES),
    misconceptions=(
        Misconception(
            _overwritten,
            N_("A later stamp wipes out what lies below it. Overlaps are added."),
            when=always(_overwritten),
        ),
        Misconception(
            _unweighted,
            N_("Every cell leaves the same stamp. A stamp is the kernel times its cell of y."),
            when=always(_unweighted),
        ),
        Misconception(
            _cells_alone,
            N_("You add the cells of y without the kernel. A stamp is the whole kernel, times its cell."),
            when=always(_cells_alone),
        ),
        Misconception(
            _largest,
            N_("Where stamps meet, you keep the larger number. Overlaps are added."),
            when=always(_largest),
        ),
        Misconception(
            _first_cell,
            N_("Only the first stamps are there. Is return inside a loop?"),
            when=always(_first_cell, _first_row),
        ),
        Misconception(
            _one_step_more,
            N_("Your result is too long by s. Between the first stamp and the last, how many steps are there?"),
            when=always_shaped(lambda y, k, s: _one_step_more(y, k, s).shape),
        ),
        Misconception(
            _turned, N_("The kernel is turned around. A stamp is the kernel as it is."), when=always(_turned)
        ),
        Misconception(
            _side_by_side,
            N_("Your stamps lie side by side. They should start s pixels apart, however wide k is."),
            when=always_shaped(lambda y, k, s: (y.shape[0] * k.shape[0], y.shape[1] * k.shape[1])),
        ),
        Misconception(_stride_one, N_("Your stamps start one pixel apart, whatever s is."), when=always(_stride_one)),
        Misconception(
            _times_the_stride,
            N_("The size is a multiple of s. The last stamp may end before or after that."),
            when=always_shaped(lambda y, k, s: _times_the_stride(y, k, s).shape),
        ),
        Misconception(
            _unspaced,
            N_("The size is right, but your stamps start one pixel apart. They should start s pixels apart."),
            when=always(_unspaced),
        ),
        Misconception(
            _swapped,
            N_("Rows and columns are swapped. Rows of y, and rows of k, stay rows in the result."),
            when=always(_stamps_across, _kernel_across, _all_across),
        ),
        Misconception(
            _as_a_square,
            N_("You take y for a square. Count its rows and its columns separately."),
            when=always(_as_a_square),  # as far as there are results
        ),
        Misconception(
            _into_a_multiple_of_the_stride,
            N_("Is each slice as large as k? And does the last stamp end inside your result?"),
            when=stops_with("broadcast", *PROPERTIES),
        ),
    ),
    first=N_("Work through this input on paper: draw the stamp of each cell of y, then add."),
    hints=(
        N_("The size first: where does the last stamp start, and how far does it reach?"),
        N_("Begin with zeros of that size. Two loops visit the cells of y, and each adds its stamp."),
        N_("The stamp of a cell starts at its row times s and its column times s, and is as large as the kernel."),
    ),
    praise=N_("Each cell of y stamps the kernel, s pixels from the one before, and overlaps add up."),
)
