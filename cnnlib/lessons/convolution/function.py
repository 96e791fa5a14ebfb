"""``convolution-5``, write ``conv(image, kernel)``: what must hold of it, and how it typically goes wrong."""

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.outcomes import Outcome, Outcomes
from cnnlib.exercises.trials import Property, function, obeys, passes
from cnnlib.exercises.typical import always, always_shaped, right_only_for
from cnnlib.messages import N_

TRIALS = (
    {"image": np.array([[1, 2, 0], [3, 1, 2]], np.int64), "kernel": np.array([[1, 2], [0, 3]], np.int64)},
    {"image": np.array([[1, 2, 0, 1], [0, 3, 1, 2], [2, 1, 0, 3]], np.int64), "kernel": np.array([[2, -1]], np.int64)},
    {
        "image": np.array([[1, 2, 0], [3, 1, 2], [0, 1, 4], [2, 2, 1]], np.int64),
        "kernel": np.array([[1], [0], [2]], np.int64),
    },
    {"image": np.array([[1, 2, 4], [3, 1, 2], [5, 1, 4]], np.int64), "kernel": np.array([[0.5, 0.25], [0, 0]])},
    {"image": np.array([[0.5, 1.5], [2.5, -1]]), "kernel": np.array([[3.0]])},
    {
        "image": np.array([[1.0, -2, 0, 1, 3], [0, 1.5, 2, -1, 0], [2, 0, 1, 1, -3]]),
        "kernel": np.array([[-1, 0.5], [2, 1]]),
    },
    {"image": np.arange(-9.0, 12).reshape(7, 3), "kernel": np.array([[1.0, -2], [0, 1], [3, 0], [0, 0.5]])},
    {
        "image": np.sin(np.arange(40.0)).round(1).reshape(4, 10),
        "kernel": np.array([[1.0, 0, -1, 2, 0], [0, 1, 0, 0, -2]]),
    },
    {"image": np.array([[2.0, 1, 0], [1, 0, 3], [0, 1, 1]]), "kernel": np.array([[1.0, 0, 2], [0, 1, 0], [0, 0, 1]])},
)


READY_MADE = ("conv2d", "convolve", "convolve2d", "correlate", "correlate2d", "Conv2d", "im2col")


def _places(image: Array, kernel: Array) -> Pair:
    return image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1


def _has_a_cell_for_each_place(result: Array, image: Array, kernel: Array) -> bool:
    return result.shape == _places(image, kernel)


def _adds_up_its_products(result: Array, image: Array, kernel: Array) -> bool:
    return np.allclose(result, conv2d(image, kernel))


def _is_right(outcome: Outcome) -> bool:
    return obeys(outcome, _has_a_cell_for_each_place, _adds_up_its_products)


def _forgets_the_sum(outcomes: Outcomes) -> bool:
    """Whether an array was put into a cell each time that window times kernel is more than one number."""
    errors = [outcome.error or "" for outcome in outcomes if outcome.arguments["kernel"].size > 1]
    return all("sequence" in error or "broadcast input" in error for error in errors)


def _has_square_kernel(image: Array, kernel: Array) -> bool:
    return kernel.shape[0] == kernel.shape[1]


def _leaves_the_toy_in(outcomes: Outcomes) -> bool:
    """Whether the sizes are still those for a (4, 4) image and a 3×3 kernel: each call gives (2, 2), or an error."""
    returned = [outcome for outcome in outcomes if outcome.error is None]
    return bool(returned) and all(outcome.shape == (2, 2) and not _is_right(outcome) for outcome in returned)


def _by_three(outcomes: Outcomes) -> bool:
    """Whether the function is right for 3×3 kernels, and takes off two rows and columns with any other kernel, too."""
    by_three = [outcome for outcome in outcomes if outcome.arguments["kernel"].shape == (3, 3)]
    others = [outcome for outcome in outcomes if outcome.arguments["kernel"].shape != (3, 3)]
    return (
        bool(by_three)
        and all(_is_right(outcome) for outcome in by_three)
        and all(not _is_right(outcome) and _takes_two_off(outcome) for outcome in others)
    )


def _takes_two_off(outcome: Outcome) -> bool:
    """Whether a call stopped with an error, or took two rows and two columns off image."""
    rows, columns = outcome.arguments["image"].shape
    size = outcome.shape
    return outcome.error is not None or (size is not None and (0 in size or size == (rows - 2, columns - 2)))


def _loop(
    size: Callable[[Array, Array], tuple[int, ...]],
    cell: Callable[[Array, Array], float],
    *,
    dtype: DTypeLike = np.float64,
) -> Callable[[Array, Array], Array]:
    """Make a convolution with loops from its two parts: how large the output is, and what a cell holds."""

    def conv(image: Array, kernel: Array) -> Array:
        result = np.zeros(size(image, kernel), dtype)
        for row in range(result.shape[0]):
            for column in range(result.shape[1]):
                result[row, column] = cell(
                    image[row : row + kernel.shape[0], column : column + kernel.shape[1]], kernel
                )
        return result

    return conv


def _sum(window: Array, kernel: Array) -> float:
    return float((window * kernel).sum())


def _conv_without_the_last_place(image: Array, kernel: Array) -> Array:
    return _loop(lambda image, kernel: (image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1]), _sum)(
        image, kernel
    )


def _conv_as_large_as_x(image: Array, kernel: Array) -> Array:
    padded = np.pad(image, ((0, kernel.shape[0] - 1), (0, kernel.shape[1] - 1)))
    return _loop(lambda _padded, _k: image.shape, _sum)(padded, kernel)


def _conv_flipped(image: Array, kernel: Array) -> Array:
    return _loop(_places, lambda window, kernel: _sum(window, kernel[::-1, ::-1]))(image, kernel)


def _conv_by_matrix_product(image: Array, kernel: Array) -> Array:
    return _loop(_places, lambda window, kernel: (window @ kernel).sum())(image, kernel)


def _conv_without_the_sum(image: Array, kernel: Array) -> Array:
    result = np.zeros(_places(image, kernel))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = image[row : row + kernel.shape[0], column : column + kernel.shape[1]] * kernel
    return result


def _conv_by_three(image: Array, kernel: Array) -> Array:
    result = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (image[row : row + 3, column : column + 3] * kernel).sum()
    return result


def _conv_of_the_toy(image: Array, kernel: Array) -> Array:
    result = np.zeros((2, 2))
    for row in range(2):
        for column in range(2):
            result[row, column] = (image[row : row + 3, column : column + 3] * kernel).sum()
    return result


def _conv_for_squares(image: Array, kernel: Array) -> Array:
    size = kernel.shape[0]
    result = np.zeros((image.shape[0] - size + 1, image.shape[1] - size + 1))
    for row in range(result.shape[0]):
        for column in range(result.shape[1]):
            result[row, column] = (image[row : row + size, column : column + size] * kernel).sum()
    return result


def _conv_in_whole_numbers(image: Array, kernel: Array) -> Array:
    return _loop(_places, _sum, dtype=image.dtype)(image, kernel)


def _conv_with_bias(image: Array, kernel: Array) -> Array:
    return _loop(_places, _sum)(image, kernel) + 3


def _conv_with_relu(image: Array, kernel: Array) -> Array:
    return np.maximum(_loop(_places, _sum)(image, kernel), 0)


def _conv_of_the_first_cell(image: Array, kernel: Array) -> Array:
    result = np.zeros(_places(image, kernel))
    result[0, 0] = _sum(image[: kernel.shape[0], : kernel.shape[1]], kernel)
    return result


def _conv_of_the_first_row(image: Array, kernel: Array) -> Array:
    result = _loop(_places, _sum)(image, kernel)
    result[1:] = 0
    return result


def _conv_with_means(image: Array, kernel: Array) -> Array:
    return _loop(_places, lambda window, kernel: (window * kernel).mean())(image, kernel)


CONV = Exercise(
    id="convolution-5",
    read=function("conv", *TRIALS, without=READY_MADE),
    examine=passes(
        Property(
            N_("There should be one output cell for each place where the kernel fits inside image."),
            _has_a_cell_for_each_place,
        ),
        Property(
            N_("Each cell should be the sum of the products of its window and the kernel, not turned."),
            _adds_up_its_products,
        ),
    ),
    misconceptions=(
        Misconception(
            _conv_without_the_last_place,
            N_("One row and one column of places are missing. A 3×3 kernel fits on a 3×3 image once."),
            when=always_shaped(
                lambda image, kernel: (image.shape[0] - kernel.shape[0], image.shape[1] - kernel.shape[1])
            ),
        ),
        Misconception(
            _conv_as_large_as_x,
            N_(
                "The result is as large as the image. But there are fewer places than pixels, unless the kernel is 1×1."
            ),
            when=always_shaped(lambda image, kernel: image.shape),
        ),
        Misconception(
            _conv_flipped,
            N_("The kernel has been turned by 180°. Deep learning lays it on the window as it is."),
            when=always(_conv_flipped),
        ),
        Misconception(
            _conv_by_matrix_product,
            N_("@ is the matrix product: rows meet columns. Here each pixel meets the weight that lies on it."),
            when=lambda outcomes: always(_conv_by_matrix_product)(outcomes[:1]),
        ),
        Misconception(
            _conv_without_the_sum,
            N_("Window times kernel is a whole grid of products. Only one number fits into a cell."),
            when=_forgets_the_sum,
        ),
        Misconception(
            _conv_by_three,
            N_("It works for 3×3 kernels only. The window is as high and as wide as kernel."),
            when=_by_three,
        ),
        Misconception(
            _conv_of_the_toy,
            N_(
                "The 2 and the 3 of the notebook's loops belong to the 4×4 image and its 3×3 kernel. "
                "Take the sizes from image.shape and kernel.shape."
            ),
            when=_leaves_the_toy_in,
        ),
        Misconception(
            _conv_for_squares,
            N_("It works for square kernels only. kernel has its own number of rows, and its own number of columns."),
            when=right_only_for(_has_square_kernel, _has_a_cell_for_each_place, _adds_up_its_products),
        ),
        Misconception(
            _conv_in_whole_numbers,
            N_("It loses the fractions. An array of whole numbers cuts them off."),
            when=always(
                lambda image, kernel: conv2d(image, kernel).astype(image.dtype),
                lambda image, kernel: np.trunc(conv2d(image, kernel)),
            ),
        ),
        Misconception(
            _conv_with_bias,
            N_("Each cell is 3 too large. Is the bias of the loops above still in it?"),
            when=always(_conv_with_bias),
        ),
        Misconception(
            _conv_with_relu,
            N_("No cell is below 0. ReLU comes after a convolution and is no part of it."),
            when=always(_conv_with_relu),
        ),
        Misconception(
            _conv_of_the_first_cell,
            N_("Only the first cell is filled. Is return still inside the loops?"),
            when=always(_conv_of_the_first_cell),
        ),
        Misconception(
            _conv_of_the_first_row,
            N_("Only the first row is filled. Is return still inside the loop over the rows?"),
            when=always(_conv_of_the_first_row),
        ),
        Misconception(
            _conv_with_means,
            N_("Each cell is the mean of its products. A convolution adds them up, and does not divide."),
            when=always(lambda image, kernel: conv2d(image, kernel) / kernel.size),
        ),
    ),
    first=N_("Work through the input above on paper: one window, its products, their sum. Then compare."),
    hints=(
        N_("Begin with the loops of the notebook. Which of their numbers belong to the 4×4 image and its kernel?"),
        N_(
            "Count the places first: in each direction, the kernel can start at one pixel more than image has to spare."
        ),
        N_("The window starts at row and column, and is as high and as wide as kernel. Sum up window * kernel."),
    ),
    praise=N_("One window for each place, its products, their sum: that is all a filter does. conv2d does it faster."),
)
