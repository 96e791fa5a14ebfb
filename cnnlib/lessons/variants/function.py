"""``variants-3``, write ``stamp(x, k, s)``: what must hold of it, and how it typically goes wrong."""

from collections.abc import Callable

import numpy as np

from cnnlib.engine.convolution import conv_transpose2d
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, stops_with
from cnnlib.messages import _

TRIALS = (
    {"x": np.array([[1, 2], [3, 4]]), "k": np.array([[1, 2, 1], [0, 3, 1], [2, 1, 5]]), "s": 2},
    {"x": np.array([[2.0, -1, 3], [0, 4, -1]]), "k": np.array([[1.0, -2], [3, 4]]), "s": 1},
    {"x": np.array([[1.5], [2], [0.5]]), "k": np.array([[1.0, 0, 2]]), "s": 3},
    {"x": np.array([[3, 1], [1, 2], [5, 4]]), "k": np.array([[2, 1.5, 7], [1, 3, -2]]), "s": 2},
)


def _shape(x: Array, k: Array, s: int) -> tuple[int, ...]:
    return tuple(s * (cells - 1) + reach for cells, reach in zip(x.shape, k.shape, strict=True))


def _is_sized(result: Array, x: Array, k: Array, s: int) -> bool:
    return result.shape == _shape(x, k, s)


def _has_lone_corners(result: Array, x: Array, k: Array, s: int) -> bool:
    """Whether the first and the last cell, each under one stamp only, are right."""
    return bool(np.isclose(result[-1, -1], x[-1, -1] * k[-1, -1]) and np.isclose(result[0, 0], x[0, 0] * k[0, 0]))


def _is_summed(result: Array, x: Array, k: Array, s: int) -> bool:
    return np.allclose(result, conv_transpose2d(x, k, stride=s))


def _stamped(x: Array, k: Array, s: int, *, put: Callable[[Array, Array], Array]) -> Array:
    """Stamp k for each cell of x; `put` makes a part of the result from what is there and what is stamped on it."""
    result = np.zeros(_shape(x, k, s))
    for row, column in np.ndindex(x.shape):
        here = np.s_[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]]
        result[here] = put(result[here], x[row, column] * k)
    return result


def _overwritten(x: Array, k: Array, s: int) -> Array:
    return _stamped(x, k, s, put=lambda old, new: new)


def _unweighted(x: Array, k: Array, s: int) -> Array:
    return _stamped(x, k, s, put=lambda old, new: old + k)


def _added(x: Array, k: Array, s: int) -> Array:
    return _stamped(x, k, s, put=lambda old, new: old + new)


def _largest(x: Array, k: Array, s: int) -> Array:
    return _stamped(x, k, s, put=np.maximum)


def _first_cell(x: Array, k: Array, s: int) -> Array:
    """Stamp once, as a return inside the inner loop does."""
    return _added(np.where(np.arange(x.size).reshape(x.shape) == 0, x, 0), k, s)


def _first_row(x: Array, k: Array, s: int) -> Array:
    return _added(np.where(np.arange(len(x))[:, None] == 0, x, 0), k, s)


def _one_step_more(x: Array, k: Array, s: int) -> Array:
    return np.pad(_added(x, k, s), ((0, s), (0, s)))


def _turned(x: Array, k: Array, s: int) -> Array:
    return _added(x, k[::-1, ::-1], s)


def _side_by_side(x: Array, k: Array, s: int) -> Array:
    return np.block([[cell * k for cell in row] for row in x])


def _stride_one(x: Array, k: Array, s: int) -> Array:
    return _added(x, k, 1)


def _times_the_stride(x: Array, k: Array, s: int) -> Array:
    return _added(x, k, s)[: s * x.shape[0], : s * x.shape[1]]


def _unspaced(x: Array, k: Array, s: int) -> Array:
    result = np.zeros(_shape(x, k, s))
    for row, column in np.ndindex(x.shape):
        result[row : row + k.shape[0], column : column + k.shape[1]] += x[row, column] * k
    return result


def _swapped(x: Array, k: Array, s: int) -> Array:
    """Stamp down what belongs across: the size is right, but it fails where x is not a square."""
    result = np.zeros(_shape(x, k, s))
    for row, column in np.ndindex(x.shape):
        result[column * s : column * s + k.shape[0], row * s : row * s + k.shape[1]] += x[row, column] * k
    return result


def _stamps_across(x: Array, k: Array, s: int) -> Array:
    return _added(x.T, k, s)


def _kernel_across(x: Array, k: Array, s: int) -> Array:
    return _added(x, k.T, s)


def _all_across(x: Array, k: Array, s: int) -> Array:
    return _added(x, k, s).T


def _into_a_multiple_of_the_stride(x: Array, k: Array, s: int) -> Array:
    result = np.zeros((s * x.shape[0], s * x.shape[1]))
    for row, column in np.ndindex(x.shape):
        result[row * s : row * s + k.shape[0], column * s : column * s + k.shape[1]] += x[row, column] * k
    return result


PROPERTIES = (
    Property(_("The result should reach from the first stamp's first cell to the last stamp's last cell."), _is_sized),
    Property(
        _("A corner of the result lies under one stamp only: the corner of x times the corner of k."),
        _has_lone_corners,
    ),
    Property(_("Each cell should be the sum of all that is stamped on it."), _is_summed),
)


STAMP = Exercise(
    id="variants-3",
    read=function("stamp", *TRIALS, without=("conv_transpose2d", "kron")),
    examine=passes(*PROPERTIES),
    misconceptions=(
        Misconception(
            _overwritten,
            _("A later stamp wipes out what lies below it. Overlaps are added."),
            when=always(_overwritten),
        ),
        Misconception(
            _unweighted,
            _("Every cell leaves the same stamp. A stamp is the kernel times its cell of x."),
            when=always(_unweighted),
        ),
        Misconception(
            _largest,
            _("Where stamps meet, you keep the larger number. Overlaps are added."),
            when=always(_largest),
        ),
        Misconception(
            _first_cell,
            _("Only the first stamps are there. Is return inside a loop?"),
            when=always(_first_cell, _first_row),
        ),
        Misconception(
            _one_step_more,
            _("Your result is too long by s. Between the first stamp and the last, how many steps are there?"),
            when=always_shaped(lambda x, k, s: _one_step_more(x, k, s).shape),
        ),
        Misconception(_turned, _("The kernel is turned around. A stamp is the kernel as it is."), when=always(_turned)),
        Misconception(
            _side_by_side,
            _("Your stamps lie side by side. They should start s pixels apart, however wide k is."),
            when=always_shaped(lambda x, k, s: (x.shape[0] * k.shape[0], x.shape[1] * k.shape[1])),
        ),
        Misconception(_stride_one, _("Your stamps start one pixel apart, whatever s is."), when=always(_stride_one)),
        Misconception(
            _times_the_stride,
            _("The size is a multiple of s. The last stamp may end before or after that."),
            when=always_shaped(lambda x, k, s: _times_the_stride(x, k, s).shape),
        ),
        Misconception(
            _unspaced,
            _("The size is right, but your stamps start one pixel apart. They should start s pixels apart."),
            when=always(_unspaced),
        ),
        Misconception(
            _swapped,
            _("Rows and columns are swapped. Rows of x, and rows of k, stay rows in the result."),
            when=always(_stamps_across, _kernel_across, _all_across),
        ),
        Misconception(
            _into_a_multiple_of_the_stride,
            _("Does a stamp reach beyond your result? Work out how large the result must be."),
            when=stops_with("broadcast", *PROPERTIES),
        ),
    ),
    first=_("Work through this input on paper: draw the stamp of each cell of x, then add."),
    hints=(
        _("The size first: where does the last stamp start, and how far does it reach?"),
        _("Begin with zeros of that size. Two loops visit the cells of x, and each adds its stamp."),
        _("The stamp of a cell starts at its row times s and its column times s, and is as large as the kernel."),
    ),
    praise=_("Each cell of x stamps the kernel, s pixels from the one before, and overlaps add up."),
)
