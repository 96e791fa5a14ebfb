"""``im2col-4``, write ``to_columns(x, k)``: what must hold of it, and how it typically goes wrong."""

from typing import Literal

import numpy as np

from cnnlib.engine.im2col import im2col
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped
from cnnlib.messages import N_

TRIALS = (
    {"x": np.array([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]), "k": 2},
    {"x": np.array([[3, 1, 4], [1, 5, 9], [2, 6, 0], [8, 7, 2]]), "k": 3},
    {"x": np.array([[0.5, 1.5, 2.5], [3.5, 4.5, 6.5]]), "k": 1},
    {"x": np.array([[2.0, 7], [1, 8], [5, 3], [0, 4], [6, 9]]), "k": 2},
)


def _places(x: Array, k: int) -> Pair:
    return x.shape[0] - k + 1, x.shape[1] - k + 1


def _has_a_column_for_each_window(result: Array, x: Array, k: int) -> bool:
    down, across = _places(x, k)
    return result.shape == (k * k, down * across)


def _columns_hold_the_windows(result: Array, x: Array, k: int) -> bool:
    wanted = {tuple(sorted(column)) for column in im2col(x, k).T}
    return {tuple(sorted(column)) for column in result.T} == wanted


def _windows_are_read_in_order(result: Array, x: Array, k: int) -> bool:
    return np.allclose(result, im2col(x, k))


def _windows(
    x: Array,
    k: int,
    *,
    step: int = 1,
    less: int = 0,
    order: Literal["C", "F"] = "C",
    transposed: bool = False,
) -> list[Array]:
    """Each window of x as a row of numbers; what is not the default is one misconception."""
    down, across = _places(x, k)
    starts = [(row, column) for row in range(0, down - less, step) for column in range(0, across - less, step)]
    if transposed:
        starts.sort(key=lambda start: start[::-1])
    return [x[row : row + k, column : column + k].ravel(order) for row, column in starts]


def _as_rows(x: Array, k: int) -> Array:
    return np.array(_windows(x, k))


def _read_downwards(x: Array, k: int) -> Array:
    return np.array(_windows(x, k, order="F")).T


def _places_downwards(x: Array, k: int) -> Array:
    return np.array(_windows(x, k, transposed=True)).T


def _side_by_side(x: Array, k: int) -> Array:
    return np.array(_windows(x, k, step=k)).T


def _without_the_last_place(x: Array, k: int) -> Array:
    return np.array(_windows(x, k, less=1)).reshape(-1, k * k).T


def _without_the_last_column(x: Array, k: int) -> Array:
    return np.array(_windows(x[:, :-1], k)).reshape(-1, k * k).T


def _has_several_places(x: Array, k: int) -> bool:
    """Whether windows are left in both directions when one place is missing."""
    return min(x.shape) > k


def _windows_left_square(x: Array, k: int) -> Array:
    return np.array(_windows(x, k)).reshape(-1, k, k)


def _reshaped(x: Array, k: int) -> Array:
    return np.array(_windows(x, k)).reshape(k * k, -1)


def _squares_only(x: Array, k: int) -> Array:
    last = min(_places(x, k))
    return np.array([x[row : row + k, column : column + k].ravel() for row in range(last) for column in range(last)]).T


TO_COLUMNS = Exercise(
    id="im2col-4",
    read=function("to_columns", *TRIALS, without=("im2col", "unfold")),
    examine=passes(
        Property(
            N_(
                "There should be a row for each cell of the window, and a column for each place where it fits inside x."
            ),
            _has_a_column_for_each_window,
        ),
        Property(N_("Each column should hold the numbers of its window, and nothing else."), _columns_hold_the_windows),
        Property(
            N_("Windows should follow each other row by row, and each window should be read row by row."),
            _windows_are_read_in_order,
        ),
    ),
    misconceptions=(
        Misconception(_as_rows, N_("Every window is a row. Here it should be a column."), when=always(_as_rows)),
        Misconception(
            _read_downwards,
            N_("Each window is read from top to bottom. Read it row by row, as you read a page."),
            when=always(_read_downwards),
        ),
        Misconception(
            _places_downwards,
            N_("The windows move down first. They should move to the right first, then to the next row of places."),
            when=always(_places_downwards),
        ),
        Misconception(
            _side_by_side,
            N_("Your windows do not overlap. The next one starts one pixel further, whatever k is."),
            when=always(_side_by_side),
        ),
        Misconception(
            _without_the_last_place,
            N_("The last row and the last column of places are missing. A 2×2 window fits on a 2×2 image, once."),
            when=always_shaped(lambda x, k: (k * k, (x.shape[0] - k) * (x.shape[1] - k)), among=_has_several_places),
        ),
        Misconception(
            _windows_left_square,
            N_("The windows are still squares. Lay each of them out: .ravel() makes it a row of numbers."),
            when=always(_windows_left_square),
        ),
        Misconception(
            _reshaped,
            N_("reshape only breaks the lines elsewhere. What turns rows into columns?"),
            when=always(_reshaped),
        ),
        Misconception(
            _squares_only,
            N_("It works for square images only. There are as many places across as the image's width allows."),
            when=always(_squares_only),
        ),
        Misconception(
            _without_the_last_column,
            N_("Some places are missing, at the bottom or on the right. A window 2 wide fits on 2 pixels, once."),
            when=always_shaped(
                lambda x, k: (k * k, (x.shape[0] - k + 1) * (x.shape[1] - k)),
                lambda x, k: (k * k, (x.shape[0] - k) * (x.shape[1] - k + 1)),
                among=_has_several_places,
            ),
        ),
    ),
    first=N_("Work through the input above on paper: its first window, its second, and where they go in the columns."),
    hints=(
        N_("Begin with the loop of the notebook that visits every place. What should it collect?"),
        N_("Lay each window out with .ravel(), and collect these in a list. What does np.array make of that list?"),
        N_("The list gives an array with a window in each row. One small step turns its rows into columns."),
    ),
    praise=N_("Every window, laid out, in reading order: now one matrix product does the rest."),
)
