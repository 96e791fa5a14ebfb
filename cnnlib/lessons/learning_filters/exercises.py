"""The exercises of ``09_learning_filters``: two gradients by hand, a learning rate, a wrong cell, a function.

What is right is computed by the engine, not written down here.
``tests/lessons/learning_filters/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d, conv2d_backward
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals, satisfies
from cnnlib.lessons.learning_filters.function import KERNEL_GRADIENT
from cnnlib.lessons.learning_filters.predictions import PREDICTIONS
from cnnlib.messages import _, format_number

PRINTED_IMAGE = np.array([[1, 0, 2, 1], [0, 3, 1, 2], [2, 1, 0, 3], [1, 2, 1, 0]])
PRINTED_GRADIENT = np.array([[1, 0], [0, 2]])
PRINTED = np.array([[7, 2, 6], [2, 3, 4], [6, 3, 0]])
"""A kernel gradient as a tired reader might write it: in one cell a gradient of 2 counts as 1."""

STEPS, GOAL = 50, 0.01
"""The training of ``learning-3`` has to get its loss below the goal within these steps."""


def loss_after(rate: float, steps: int = STEPS) -> float:
    """The loss of the edge training of the notebook after some steps with this learning rate."""
    photo = samples.camera()[16:80, 36:100] - 0.5
    target, kernel = conv2d(photo, samples.KERNELS["vertical edges"]), np.zeros((3, 3))
    with np.errstate(all="ignore"):  # some learners will try a rate that is too large: that is the lesson
        for _step in range(steps):
            error = conv2d(photo, kernel) - target
            kernel = kernel - rate * conv2d_backward(2 * error / error.size, photo, kernel)[1]
        return float(((conv2d(photo, kernel) - target) ** 2).mean())


def _reaches_the_goal(rate: float) -> bool:
    return bool(rate > 0 and loss_after(rate) < GOAL)


def _how_it_went(rate: float) -> str:
    if rate <= 0:
        return ""
    loss = loss_after(rate)
    if not loss < 1000:
        return _("With that learning rate the loss grows beyond all bounds within {steps} steps.", steps=STEPS)
    return _(
        "With that learning rate the loss is {loss} after {steps} steps.", loss=format_number(loss, 3), steps=STEPS
    )


def _praise_the_rate(rate: float) -> str:
    """Say where on the curve this rate lies: all of it is measured, so it is true of every rate that is accepted."""
    loss, faster = loss_after(rate), loss_after(1.1 * rate)
    if loss_after(rate, 4 * STEPS) > loss:
        further = _("But with more steps it would grow: this rate is already a little too large.")
    elif faster < loss:
        further = _("With a rate 10 % larger it would be lower still: {loss}.", loss=format_number(faster, 4))
    else:
        further = _("Not much further up, it would explode.")
    return _("After 50 steps the loss is {loss}.", loss=format_number(loss, 4)) + " " + further


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
            _(
                "That cell is right: {sum}, for the weight in row {row}, column {column}.",
                sum=_sum_for(row, column),
                row=row,
                column=column,
            ),
        )
        for row, column in np.argwhere(_printed_right() == PRINTED)
    )


def _praise_the_find(place: Pair) -> str:
    return _(
        "{sum}, and {printed} was printed: there, the gradient 2 had been taken for a 1.",
        sum=_sum_for(*place),
        printed=PRINTED[place],
    )


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="learning-1",
        read=number,
        examine=equals(lambda: 1 - 2 + 3 + 4),
        misconceptions=(
            Misconception(1.5, _("That is the mean. The bias is added to every cell, and its shares are added up.")),
            Misconception(10, _("The minus of the −2 got lost: this cell asks for the opposite.")),
            Misconception(4, _("That is only one of the cells. The bias was added to all of them.")),
            Misconception(-24, _("Multiplied? If the bias grows by 1, each cell grows by 1: the effects add up.")),
            Misconception(0, _("The bias is not a constant: it is learned like a weight, so it has a gradient.")),
        ),
        first=_("If the bias grew a little, what would each of the four output cells do?"),
        hints=(
            _("There is one bias, and it is added to every cell of the output."),
            _("When the bias grows by 1, each output cell grows by 1. So each cell sends its gradient, times 1."),
            _("What is sent is added up, with the signs."),
        ),
        praise=_("1 − 2 + 3 + 4: every cell was moved by the bias, so every cell has its say."),
    ),
    Exercise(
        id="learning-2",
        read=array(3, 3),
        examine=close_to(
            lambda: conv2d_backward(np.ones((2, 2)), np.zeros((3, 3)), np.array([[1, 2], [3, 4]]))[0], tolerance=1e-9
        ),
        misconceptions=(
            Misconception([[10] * 3] * 3, _("Only the middle pixel lies in all four windows. A corner lies in one.")),
            Misconception([[1, 2, 0], [3, 4, 0], [0, 0, 0]], _("That is what one place sends, and there are four.")),
            Misconception(
                [[1, 2, 1], [2, 4, 2], [1, 2, 1]],
                _("That counts the windows that use a pixel. Each of them sends the weight that lay on the pixel."),
            ),
            Misconception(
                [[4, 7, 3], [6, 10, 4], [2, 3, 1]],
                _("Turned around: the top left pixel is only ever met by the top left weight."),
            ),
            Misconception([[1] * 3] * 3, _("The weights are missing: a pixel moves the output by the weight on it.")),
        ),
        first=_("Lay the kernel down at each of the four places, on an empty (3, 3) grid, and add up."),
        hints=(
            _("Each of the four places sends 1 × kernel to its own window of the input."),
            _("The corner pixels lie in one window each, so they get one weight each: the one of their corner."),
            _("A pixel in the middle of a side lies in two windows and gets two weights, added up."),
        ),
        praise=_("Four kernels, laid down shifted and added up. The middle pixel met all four weights: 1 + 2 + 3 + 4."),
    ),
    Exercise(
        id="learning-3",
        read=number,
        examine=satisfies(_reaches_the_goal, _how_it_went),
        misconceptions=(
            Misconception(
                0,
                _("With a learning rate of 0 nothing ever changes, and a negative one climbs uphill."),
                when=lambda rate: rate <= 0,
            ),
            Misconception(
                0.1,
                _("The direction is right, the steps are too short. The loss is still on its way down."),
                when=lambda rate: 0 < rate < 0.6,
            ),
            Misconception(
                2,
                _("The steps are too long: they jump over the valley, and higher with each jump."),
                when=lambda rate: rate > 1.2,
            ),
        ),
        first=_("Run the film with several rates. Press Pause near step 50, and read the loss above the picture."),
        hints=(
            _("Too small is slow, too large never arrives. You know one rate of each kind by now."),
            _("The rate at the start, 0.5, is nearly fast enough."),
            _("At 2 the loss explodes. Look between that and the rate at the start."),
        ),
        praise=_praise_the_rate,
    ),
    Exercise(
        id="learning-4",
        read=cell(3, 3),
        examine=satisfies(lambda place: bool(_printed_right()[place] != PRINTED[place])),
        misconceptions=_right_cells(),
        first=_("Only two output gradients are not 0. So each cell of the kernel gradient is a sum of two products."),
        hints=(
            _("A weight met one pixel at the first place and another at the last. Find both, for each weight."),
            _("Each cell is 1 · (a pixel) + 2 · (the pixel one row down and one column to the right of it)."),
            _("All cells of the first row and of the first column are right."),
        ),
        praise=_praise_the_find,
    ),
    KERNEL_GRADIENT,
)
