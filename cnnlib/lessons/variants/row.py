"""``variants-6``, fill in the blanks of ``stamp_row(y, k, s)``: the stamps of one row, before those of an image."""

from typing import Any

import numpy as np

from cnnlib.engine.convolution import conv_transpose2d
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, stops_with
from cnnlib.messages import N_

TRIALS = (
    {"y": np.array([3, 1, 2]), "k": np.array([1, 2, 1]), "s": 2},
    {"y": np.array([2.0, -1, 4, 1]), "k": np.array([1.0, -2]), "s": 1},
    {"y": np.array([1.5, 2]), "k": np.array([1.0, 0, 2]), "s": 4},
    {"y": np.array([5.0]), "k": np.array([1.0, 2, 3, 4]), "s": 3},
)


def _size(y: Array, k: Array, s: int) -> int:
    return s * (len(y) - 1) + len(k)


def _row(y: Array, k: Array, s: int, *, size: int, step: int) -> Array:
    """Stamp a row into a result of this size; stamps start `step` apart."""
    result = np.zeros(size)
    for place, cell in enumerate(y):
        result[place * step : place * step + len(k)] += cell * k
    return result


def _overwritten(y: Array, k: Array, s: int) -> Array:
    result = np.zeros(_size(y, k, s))
    for place, cell in enumerate(y):
        result[place * s : place * s + len(k)] = cell * k
    return result


def _unspaced(y: Array, k: Array, s: int) -> Array:
    return _row(y, k, s, size=_size(y, k, s), step=1)


def _side_by_side(y: Array, k: Array, s: int) -> Array:
    return _row(y, k, s, size=len(y) * len(k), step=len(k))


def _without_the_reach(y: Array, k: Array, s: int) -> Array:
    return _row(y, k, s, size=s * len(y), step=s)


def _one_step_more(y: Array, k: Array, s: int) -> Array:
    return _row(y, k, s, size=_size(y, k, s) + s, step=s)


def _with_a_blank_slice(y: Array, k: Array, s: int) -> Array:
    result = np.zeros(_size(y, k, s))
    blank: Any = ...
    result[blank:blank] += y[0] * k
    return result


def _is_sized(result: Array, y: Array, k: Array, s: int) -> bool:
    return result.shape == (_size(y, k, s),)


def _is_summed(result: Array, y: Array, k: Array, s: int) -> bool:
    return np.allclose(result, conv_transpose2d(y[None], k[None], stride=s)[0])


PROPERTIES = (
    Property(N_("The result should reach from the first stamp's first cell to the last stamp's last cell."), _is_sized),
    Property(N_("Each cell should be the sum of all that is stamped on it."), _is_summed),
)

STAMP_ROW = Exercise(
    id="variants-6",
    read=function("stamp_row", *TRIALS, without=("conv_transpose2d", "kron", "convolve")),
    examine=passes(*PROPERTIES),
    misconceptions=(
        Misconception(
            _unspaced,
            N_("The size is right, but your stamps start one cell apart. They should start s cells apart."),
            when=always(_unspaced),
        ),
        Misconception(
            _side_by_side,
            N_("Your stamps lie side by side. They should start s cells apart, however long k is."),
            when=always_shaped(lambda y, k, s: (len(y) * len(k),)),
        ),
        Misconception(
            _overwritten,
            N_("A later stamp wipes out what lies below it. Overlaps are added."),
            when=always(_overwritten),
        ),
        Misconception(
            _one_step_more,
            N_("Your result is too long by s. Between the first stamp and the last, how many steps are there?"),
            when=always_shaped(lambda y, k, s: _one_step_more(y, k, s).shape),
        ),
        Misconception(
            _with_a_blank_slice,
            N_("A slice takes two whole numbers, start : stop. Is there still a ... in it?"),
            when=stops_with("slice indices", *PROPERTIES),
        ),
        Misconception(
            _without_the_reach,
            N_("Is each slice as long as k? And does the last one end inside your result?"),
            when=stops_with("broadcast", *PROPERTIES),
        ),
    ),
    first=N_("Work through this input on paper: write the stamp of each cell of y, then add."),
    hints=(
        N_("The size first: where does the last stamp start, and how far does it reach?"),
        N_("There are len(y) stamps, so the last one starts len(y) − 1 steps after the first."),
        N_("A slice start : stop leaves out stop. The first stamp is on 0 : len(k). Where is stamp number i?"),
    ),
    praise=N_("Stamp i starts at s·i and is as long as k; the last one starts at s·(len(y) − 1)."),
)
