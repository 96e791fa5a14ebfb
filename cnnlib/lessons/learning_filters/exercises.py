"""The exercises of ``09_learning_filters``: a gradient sent back by hand, learning rates, a wrong cell, a function.

What is right is computed by the engine, not written down here.
``tests/lessons/learning_filters/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from functools import partial

import numpy as np

from cnnlib.engine.activations import relu, relu_backward
from cnnlib.engine.convolution import conv2d, conv2d_backward
from cnnlib.engine.pooling import max_pool2d_backward
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, satisfies
from cnnlib.lessons.learning_filters.descent import SMALL_IMAGE
from cnnlib.lessons.learning_filters.function import KERNEL_GRADIENT
from cnnlib.lessons.learning_filters.predictions import PREDICTIONS
from cnnlib.lessons.learning_filters.settings_exercises import HUNT, OPTIMISER
from cnnlib.messages import N_, _, format_number

BRIGHT_IMAGE = 3 * SMALL_IMAGE
"""The image of ``learning-1``."""

WAY_IMAGE = np.array([[2.0, 1.0, 0.0, 2.0], [3.0, 5.0, 4.0, 1.0], [2.0, 6.0, 1.0, 7.0], [0.0, 2.0, 4.0, 1.0]])
WAY_KERNEL = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, -1.0]])
WAY_GRADIENT = 2.0
"""Image, kernel and gradient at the end of ``learning-2``: convolution, ReLU, one 2×2 max pooling."""

PRINTED_IMAGE = np.array([[1, 0, 2, 1], [0, 3, 1, 2], [2, 1, 0, 3], [1, 2, 1, 0]])
PRINTED_GRADIENT = np.array([[1, 0], [0, 2]])
PRINTED = np.array([[7, 2, 6], [2, 3, 4], [6, 3, 0]])
"""A kernel gradient as a tired reader might write it: in one cell a gradient of 2 counts as 1."""


def limit(image: Array) -> float:
    """The learning rate at which the steps jump to and fro for ever: 2 / curvature."""
    return float(1 / np.square(image).mean())


def way_back() -> Array:
    """The kernel gradient of ``learning-2``."""
    z = conv2d(WAY_IMAGE, WAY_KERNEL)
    grad_a = max_pool2d_backward(np.array([[WAY_GRADIENT]]), relu(z), 2)
    return conv2d_backward(relu_backward(grad_a, z), WAY_IMAGE, WAY_KERNEL)[1]


def window(row: int, column: int) -> Array:
    """The window of ``learning-2`` at one place of the convolution's output."""
    return WAY_IMAGE[row : row + 3, column : column + 3]


def all_windows() -> Array:
    """The four windows of ``learning-2``, added up."""
    total: Array = np.sum([window(i, j) for i, j in np.ndindex(2, 2)], axis=0)
    return total


def _printed_right() -> Array:
    """The kernel gradient that should have been printed."""
    return conv2d_backward(PRINTED_GRADIENT, PRINTED_IMAGE, np.zeros((3, 3)))[1]


def _sum_for(row: int, column: int) -> str:
    """Write out the sum of a cell: the two gradients that are not 0, each times the pixel that this weight met."""
    terms = [f"{PRINTED_GRADIENT[i, j]}·{PRINTED_IMAGE[row + i, column + j]}" for i, j in np.argwhere(PRINTED_GRADIENT)]
    return " + ".join(terms) + f" = {format_number(_printed_right()[row, column])}"


def _right_cells() -> tuple[Misconception, ...]:
    """A hint for each cell that is right. It names the cell, since two cells can have the same sum."""
    return tuple(
        Misconception(
            (int(row), int(column)),
            partial(_that_cell_is_right, row, column),
        )
        for row, column in np.argwhere(_printed_right() == PRINTED)
    )


def _that_cell_is_right(row: int, column: int) -> str:
    return _(
        "That cell is right: {sum}, for the weight in row {row}, column {column}.",
        sum=_sum_for(row, column),
        row=row,
        column=column,
    )


def _praise_the_find(place: Pair) -> str:
    return _(
        "{sum}, and {printed} was printed: there, the gradient 2 had been taken for a 1.",
        sum=_sum_for(*place),
        printed=PRINTED[place],
    )


EXERCISES = (
    *PREDICTIONS[:3],
    HUNT,
    PREDICTIONS[3],
    Exercise(
        id="learning-1",
        read=number,
        examine=close_to(lambda: limit(BRIGHT_IMAGE), tolerance=0.0005),
        misconceptions=(
            Misconception(0.4, N_("That is the limit at brightness 1. Is the curve still as wide?")),
            Misconception(0.1, N_("That is the limit at brightness 2. At 3, the curve is steeper still.")),
            Misconception(
                0.1333,
                N_("You divided 0.4 by 3. Compare brightness 1 with 2: by how much did the limit shrink there?"),
                when=lambda rate: abs(rate - 0.4 / 3) < 0.001,
            ),
            Misconception(
                0.0222,
                N_("That rate reaches the bottom in one step. The limit is where it jumps across, just as far."),
                when=lambda rate: abs(rate - limit(BRIGHT_IMAGE) / 2) < 0.0005,
            ),
            Misconception(45, N_("That is the curvature. The limit is 2 divided by it.")),
            Misconception(22.5, N_("That is the mean of the squares. The curvature is twice that.")),
            Misconception(
                0.0889,
                N_("You divided 2 by the mean of the squares. The curvature is twice that mean."),
                when=lambda rate: abs(rate - 2 * limit(BRIGHT_IMAGE)) < 0.0005,
            ),
        ),
        first=N_("Find the curvature first: twice the mean of the squared pixels. Then the limit follows."),
        hints=(
            N_("Square the four pixels and take the mean."),
            N_("Twice this mean is the curvature: the slope grows by this when w grows by 1."),
            N_("The mean of 36, 9, 9 and 36 is 22.5. Go on from there."),
        ),
        praise=N_("The curvature is 45, and 2 / 45 = 0.044. Pixels 3 times as bright, a curve 9 times as steep."),
    ),
    Exercise(
        id="learning-2",
        read=array(3, 3),
        examine=close_to(way_back, tolerance=1e-6),
        misconceptions=(
            Misconception(
                window(1, 1).tolist(), N_("That is the right window, but the gradient that comes back is not 1.")
            ),
            Misconception((2 * WAY_KERNEL).tolist(), N_("That is what the input gets. The kernel gets the window.")),
            Misconception(
                (2 * window(0, 1)).tolist(),
                N_("That window gave the number furthest from 0, but it is negative. Who wins after the ReLU?"),
            ),
            Misconception(
                (2 * window(0, 0)).tolist(), N_("That place passes the ReLU, but it does not win the pooling.")
            ),
            Misconception(
                (2 * (window(0, 0) + window(1, 1))).tolist(),
                N_("Two places pass the ReLU, but the pooling hands its gradient to one of them."),
            ),
            Misconception(
                (8 * window(1, 1)).tolist(),
                N_("That is the right window. But do not multiply by the pooled value."),
            ),
            Misconception(
                (0.5 * all_windows()).tolist(),
                N_("That shares the gradient out among four places. A max pooling does not."),
            ),
            Misconception(
                (2 * all_windows()).tolist(),
                N_("That sends it to all four places. Which of them does the pooling listen to?"),
            ),
        ),
        first=N_("Compute the four numbers of z first. Then ask which of them the pooling chose."),
        hints=(
            N_(
                "This kernel takes the top left pixel of its window, minus the bottom right one. So z has four numbers."
            ),
            N_("ReLU and pooling together: which place of z does the output come from?"),
            N_("It is the bottom right place: its z is 5 − 1. Its window, times the gradient, is what you are after."),
        ),
        praise=N_("Only the bottom right place is heard, so the kernel gets 2 × the window there."),
    ),
    OPTIMISER,
    Exercise(
        id="learning-4",
        read=cell(3, 3),
        examine=satisfies(lambda place: bool(_printed_right()[place] != PRINTED[place])),
        misconceptions=_right_cells(),
        first=N_("Only two output gradients are not 0. So each cell of the kernel gradient is a sum of two products."),
        hints=(
            N_("A weight met one pixel at the first place and another at the last. Find both, for each weight."),
            N_("Each cell is 1 · (a pixel) + 2 · (the pixel one row down and one column to the right of it)."),
            N_("All cells of the first row and of the first column are right."),
        ),
        praise=_praise_the_find,
    ),
    KERNEL_GRADIENT,
)
