"""``convolution-5``, write ``conv(x, k)``: what must hold of it, and how it typically goes wrong."""

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.outcomes import Outcome, Outcomes
from cnnlib.exercises.trials import Property, function, obeys, passes
from cnnlib.exercises.typical import always, always_shaped, right_only_for
from cnnlib.messages import _

TRIALS = (
    {"x": np.array([[1, 2, 0], [3, 1, 2]], np.int64), "k": np.array([[1, 2], [0, 3]], np.int64)},
    {"x": np.array([[1, 2, 0, 1], [0, 3, 1, 2], [2, 1, 0, 3]], np.int64), "k": np.array([[2, -1]], np.int64)},
    {"x": np.array([[1, 2, 0], [3, 1, 2], [0, 1, 4], [2, 2, 1]], np.int64), "k": np.array([[1], [0], [2]], np.int64)},
    {"x": np.array([[1, 2, 4], [3, 1, 2], [5, 1, 4]], np.int64), "k": np.array([[0.5, 0.25], [0, 0]])},
    {"x": np.array([[0.5, 1.5], [2.5, -1]]), "k": np.array([[3.0]])},
    {"x": np.array([[1.0, -2, 0, 1, 3], [0, 1.5, 2, -1, 0], [2, 0, 1, 1, -3]]), "k": np.array([[-1, 0.5], [2, 1]])},
    {"x": np.arange(-9.0, 12).reshape(7, 3), "k": np.array([[1.0, -2], [0, 1], [3, 0], [0, 0.5]])},
    {"x": np.sin(np.arange(40.0)).round(1).reshape(4, 10), "k": np.array([[1.0, 0, -1, 2, 0], [0, 1, 0, 0, -2]])},
    {"x": np.array([[2.0, 1, 0], [1, 0, 3], [0, 1, 1]]), "k": np.array([[1.0, 0, 2], [0, 1, 0], [0, 0, 1]])},
)


READY_MADE = ("conv2d", "convolve", "convolve2d", "correlate", "correlate2d", "Conv2d", "im2col")


def _places(x: Array, k: Array) -> Pair:
    return x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1


def _has_a_cell_for_each_place(result: Array, x: Array, k: Array) -> bool:
    return result.shape == _places(x, k)


def _adds_up_its_products(result: Array, x: Array, k: Array) -> bool:
    return np.allclose(result, conv2d(x, k))


def _is_right(outcome: Outcome) -> bool:
    return obeys(outcome, _has_a_cell_for_each_place, _adds_up_its_products)


def _forgets_the_sum(outcomes: Outcomes) -> bool:
    """Whether an array was put into a cell each time that window times kernel is more than one number."""
    errors = [outcome.error or "" for outcome in outcomes if outcome.arguments["k"].size > 1]
    return all("sequence" in error or "broadcast input" in error for error in errors)


def _has_square_kernel(x: Array, k: Array) -> bool:
    return k.shape[0] == k.shape[1]


def _leaves_the_toy_in(outcomes: Outcomes) -> bool:
    """Whether the sizes are still those for a (4, 4) image and a 3×3 kernel: each call gives (2, 2), or an error."""
    returned = [outcome for outcome in outcomes if outcome.error is None]
    return bool(returned) and all(
        np.shape(outcome.returned) == (2, 2) and not _is_right(outcome) for outcome in returned
    )


def _by_three(outcomes: Outcomes) -> bool:
    """Whether the function is right for 3×3 kernels, and takes off two rows and columns with any other kernel, too."""
    return all(
        _is_right(outcome)
        if outcome.arguments["k"].shape == (3, 3)
        else not _is_right(outcome) and _takes_two_off(outcome)
        for outcome in outcomes
    )


def _takes_two_off(outcome: Outcome) -> bool:
    """Whether a call stopped with an error, or took two rows and two columns off x."""
    rows, columns = outcome.arguments["x"].shape
    size = np.shape(outcome.returned)
    return outcome.error is not None or 0 in size or size == (rows - 2, columns - 2)


def _loop(
    size: Callable[[Array, Array], tuple[int, ...]],
    cell: Callable[[Array, Array], float],
    *,
    dtype: DTypeLike = np.float64,
) -> Callable[[Array, Array], Array]:
    """Make a convolution with loops from its two parts: how large the output is, and what a cell holds."""

    def conv(x: Array, k: Array) -> Array:
        result = np.zeros(size(x, k), dtype)
        for row in range(result.shape[0]):
            for column in range(result.shape[1]):
                result[row, column] = cell(x[row : row + k.shape[0], column : column + k.shape[1]], k)
        return result

    return conv


def _sum(window: Array, k: Array) -> float:
    return float((window * k).sum())


def _conv_without_the_last_place(x: Array, k: Array) -> Array:
    return _loop(lambda x, k: (x.shape[0] - k.shape[0], x.shape[1] - k.shape[1]), _sum)(x, k)


def _conv_as_large_as_x(x: Array, k: Array) -> Array:
    padded = np.pad(x, ((0, k.shape[0] - 1), (0, k.shape[1] - 1)))
    return _loop(lambda _padded, _k: x.shape, _sum)(padded, k)


def _conv_flipped(x: Array, k: Array) -> Array:
    return _loop(_places, lambda window, k: _sum(window, k[::-1, ::-1]))(x, k)


def _conv_by_matrix_product(x: Array, k: Array) -> Array:
    return _loop(_places, lambda window, k: (window @ k).sum())(x, k)


def _conv_without_the_sum(x: Array, k: Array) -> Array:
    result = np.zeros(_places(x, k))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = x[row : row + k.shape[0], column : column + k.shape[1]] * k
    return result


def _conv_by_three(x: Array, k: Array) -> Array:
    result = np.zeros((x.shape[0] - 2, x.shape[1] - 2))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (x[row : row + 3, column : column + 3] * k).sum()
    return result


def _conv_of_the_toy(x: Array, k: Array) -> Array:
    result = np.zeros((2, 2))
    for row in range(2):
        for column in range(2):
            result[row, column] = (x[row : row + 3, column : column + 3] * k).sum()
    return result


def _conv_for_squares(x: Array, k: Array) -> Array:
    size = k.shape[0]
    result = np.zeros((x.shape[0] - size + 1, x.shape[1] - size + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (x[row : row + size, column : column + size] * k).sum()
    return result


def _conv_in_whole_numbers(x: Array, k: Array) -> Array:
    return _loop(_places, _sum, dtype=x.dtype)(x, k)


def _conv_with_means(x: Array, k: Array) -> Array:
    return _loop(_places, lambda window, k: (window * k).mean())(x, k)


CONV = Exercise(
    id="convolution-5",
    read=function("conv", *TRIALS, without=READY_MADE),
    examine=passes(
        Property(
            _("There should be one output cell for each place where the kernel fits inside x."),
            _has_a_cell_for_each_place,
        ),
        Property(
            _("Each cell should be the sum of the products of its window and the kernel, the kernel as it is."),
            _adds_up_its_products,
        ),
    ),
    misconceptions=(
        Misconception(
            _conv_without_the_last_place,
            _("One row and one column of places are missing. A 3×3 kernel fits on a 3×3 image, once."),
            when=always_shaped(lambda x, k: (x.shape[0] - k.shape[0], x.shape[1] - k.shape[1])),
        ),
        Misconception(
            _conv_as_large_as_x,
            _("The result is as large as x. But there are fewer places than pixels, unless the kernel is 1×1."),
            when=always_shaped(lambda x, k: x.shape),
        ),
        Misconception(
            _conv_flipped,
            _("The kernel has been turned by 180°. Deep learning lays it on the window as it is."),
            when=always(_conv_flipped),
        ),
        Misconception(
            _conv_by_matrix_product,
            _("@ is the matrix product: rows meet columns. Here each pixel meets the weight that lies on it."),
            when=lambda outcomes: always(_conv_by_matrix_product)(outcomes[:1]),
        ),
        Misconception(
            _conv_without_the_sum,
            _("Window times kernel is a whole grid of products. Only one number fits into a cell."),
            when=_forgets_the_sum,
        ),
        Misconception(
            _conv_by_three,
            _("It works for 3×3 kernels only. The window is as high and as wide as k."),
            when=_by_three,
        ),
        Misconception(
            _conv_of_the_toy,
            _(
                "The 2 and the 3 of the notebook's loops belong to the 4×4 image and its 3×3 kernel. "
                "Take the sizes from x and from k."
            ),
            when=_leaves_the_toy_in,
        ),
        Misconception(
            _conv_for_squares,
            _("It works for square kernels only. k has its own number of rows, and its own number of columns."),
            when=right_only_for(_has_square_kernel, _has_a_cell_for_each_place, _adds_up_its_products),
        ),
        Misconception(
            _conv_in_whole_numbers,
            _("It loses the fractions. An array of whole numbers cuts off what is put into it."),
            when=always(
                lambda x, k: conv2d(x, k).astype(x.dtype),
                lambda x, k: np.trunc(conv2d(x, k)),
            ),
        ),
        Misconception(
            _conv_with_means,
            _("Each cell is the mean of its products. A convolution adds them up, and does not divide."),
            when=always(lambda x, k: conv2d(x, k) / k.size),
        ),
    ),
    first=_("Work through the input above on paper: one window, its products, their sum. Then compare."),
    hints=(
        _("Begin with the loops of the notebook. Which of their numbers belong to the 4×4 image and its kernel?"),
        _("Count the places first: in each direction, the kernel can start at one pixel more than x has to spare."),
        _("The window starts at row and column, and is as high and as wide as k. Sum up window * k."),
    ),
    praise=_("One window for each place, its products, their sum: that is all a filter does. conv2d does it faster."),
)
