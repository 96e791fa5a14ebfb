"""The exercises of ``02_convolution``: count, fill a blank, design a kernel, find a wrong cell, write a function.

What is right is computed by the engine, not written down here.
``tests/lessons/convolution/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from collections.abc import Sequence

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, When, equals, satisfies
from cnnlib.lessons.convolution.function import CONV
from cnnlib.lessons.convolution.predictions import PREDICTIONS
from cnnlib.messages import _, format_number

CLOSE_ENOUGH = 0.25
"""How far a cell of the feature map in ``convolution-3`` may be from the target, where full ink is 16."""

FIGURE_IMAGE = np.array([[2, 2, 3, 3, 3], [0, 1, 3, 0, 3], [2, 3, 0, 1, 3], [3, 3, 2, 1, 2], [3, 3, 0, 2, 3]])
FIGURE_KERNEL = np.array([[2, 0, 1], [1, 0, 0], [0, 1, 1]])
FIGURE_PRINTED = np.array([[1, 6, 5], [7, 10, 9], [7, 10, 8]])
"""A figure as it was once published: issue 17 of the repository of "A guide to convolution arithmetic"."""


def _parameters(filters: int, size: int) -> int:
    return filters * (size * size + 1)


def _moves_down(place: Pair) -> bool:
    kernel = np.zeros((3, 3))
    kernel[place] = 1
    image = samples.digit(3)
    return np.array_equal(conv2d(image, kernel), image[:-2, 1:-1])


def _smear(image: Array) -> Array:
    """Each pixel's mean with its left and right neighbours, where a 3×3 window fits."""
    return (image[1:-1, :-2] + image[1:-1, 1:-1] + image[1:-1, 2:]) / 3


def _away(kernel: Array) -> float:
    image = samples.digit(3)
    return float(np.abs(conv2d(image, kernel) - _smear(image)).max())


def _how_far(kernel: Array) -> str:
    return _(
        "The largest difference between your feature map and the target is {difference}.",
        difference=format_number(_away(kernel)),
    )


def _about(*rows: Sequence[float], tolerance: float = 0.02) -> When:
    """Recognize a kernel, by default also when it is written with two digits only."""
    return lambda kernel: bool(np.allclose(kernel, rows, rtol=0, atol=tolerance))


def _is_wrong_in_the_figure(place: Pair) -> bool:
    right = conv2d(FIGURE_IMAGE, FIGURE_KERNEL, padding=1, stride=2)
    return bool(right[place] != FIGURE_PRINTED[place])


def _praise_the_find(place: Pair) -> str:
    right = conv2d(FIGURE_IMAGE, FIGURE_KERNEL, padding=1, stride=2)
    return _(
        "The products of that window add up to {right}, and the figure prints {printed}. "
        "In all, {count} of its 9 cells are wrong, and it was published like that.",
        right=format_number(right[place]),
        printed=FIGURE_PRINTED[place],
        count=int((right != FIGURE_PRINTED).sum()),
    )


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="convolution-1",
        read=whole_number,
        examine=equals(lambda: _parameters(8, 5)),
        misconceptions=(
            Misconception(200, _("Those are the weights. Each filter has something else that is learned.")),
            Misconception(201, _("One bias for the whole layer? Each filter has its own.")),
            Misconception(26, _("That is one filter with its bias. The layer has eight of them.")),
            Misconception(
                4808, _("You counted a bias for each of the 24×24 cells of each map. A filter has one for all of them.")
            ),
            Misconception(400, _("You counted one bias for each weight. A filter has one for all of them.")),
            Misconception(
                6280,
                _("You counted a weight for each of the 28×28 pixels. A filter has as many as its kernel has cells."),
            ),
            Misconception(80, _("That is for 3×3 filters. These are 5×5.")),
        ),
        first=_("Count one filter first: its weights, and its bias."),
        hints=(
            _("How many cells does a 5×5 kernel have? Each of them is one weight."),
            _("To the weights of a filter, add its bias. The size of the image does not enter."),
            _("There are eight filters, and each has 25 weights and 1 bias."),
        ),
        praise=_("8 · (25 + 1) = 208, for an image of any size."),
    ),
    Exercise(
        id="convolution-2",
        read=cell(3, 3),
        examine=satisfies(_moves_down),
        misconceptions=(
            Misconception(
                (2, 1), _("That 1 fetches the pixel below the middle, so what was below comes up: the image moves up.")
            ),
            Misconception((1, 1), _("That is the identity kernel: each cell copies the middle of its window.")),
            Misconception((1, 2), _("That 1 fetches the pixel to the right, so the image moves to the left.")),
            Misconception((1, 0), _("That 1 fetches the pixel to the left, so the image moves to the right.")),
            Misconception((0, 0), _("The image moves down, but also to the right: this 1 fetches from a corner.")),
            Misconception((0, 2), _("The image moves down, but also to the left: this 1 fetches from a corner.")),
            Misconception((2, 2), _("The image moves up and to the left: this 1 fetches from the opposite corner.")),
            Misconception((2, 0), _("The image moves up and to the right: this 1 fetches from the opposite corner.")),
        ),
        first=_("Think of one output cell: from which pixel of its window must it fetch?"),
        hints=(
            _("A single 1 copies one pixel of each window. In the middle, it copies the middle pixel."),
            _("The image moves down if each cell shows what stood one pixel higher. Try it in the explorer."),
            _("The 1 stays in the middle column. Put it where the window holds what is one pixel higher."),
        ),
        praise=_("Each cell fetches the pixel above its middle, so everything comes down by one."),
    ),
    Exercise(
        id="convolution-3",
        read=array(3, 3),
        examine=satisfies(lambda kernel: _away(kernel) <= CLOSE_ENOUGH, _how_far),
        misconceptions=(
            Misconception(
                [[0.11, 0.11, 0.11], [0.11, 0.11, 0.11], [0.11, 0.11, 0.11]],
                _("That takes the mean of the whole window. The rows above and below must not count."),
                when=_about([1 / 9] * 3, [1 / 9] * 3, [1 / 9] * 3),
            ),
            Misconception(
                [[0, 0, 0], [1, 1, 1], [0, 0, 0]],
                _("That adds the right pixels up, but a mean is not a sum. The map is too bright."),
                when=_about([0] * 3, [1] * 3, [0] * 3),
            ),
            Misconception(
                [[0, 0, 0], [0.11, 0.11, 0.11], [0, 0, 0]],
                _("The right pixels, but their weights do not add up to 1. The map is too dark."),
                when=_about([0] * 3, [1 / 9] * 3, [0] * 3),
            ),
            Misconception(
                [[0, 0.33, 0], [0, 0.33, 0], [0, 0.33, 0]],
                _("That smears from top to bottom. Which weights lie on the neighbours to the left and right?"),
                when=_about(*[[0, 1 / 3, 0]] * 3),
            ),
            Misconception(
                [[0.33, 0.33, 0.33], [0, 0, 0], [0, 0, 0]],
                _("These weights lie on the row above the pixel, not on its own."),
                when=_about([1 / 3] * 3, [0] * 3, [0] * 3),
            ),
            Misconception(
                [[0, 0, 0], [0.5, 0, 0.5], [0, 0, 0]],
                _("That is the mean of the two neighbours. The pixel itself is missing."),
                when=_about([0] * 3, [0.5, 0, 0.5], [0] * 3),
            ),
            Misconception(
                [[0, 0, 0], [0.3, 0.3, 0.3], [0, 0, 0]],
                _("Nearly. These weights add up to 0.9, so the map is a tenth too dark."),
                when=_about([0] * 3, [0.3] * 3, [0] * 3, tolerance=0.001),
            ),
            Misconception(
                [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
                _("That copies the image. The neighbours need weights, too."),
                when=_about([0] * 3, [0, 1, 0], [0] * 3),
            ),
        ),
        first=_("Look at the explorer: where is the difference from the target largest, and which pixels lie there?"),
        hints=(
            _("Which of the nine weights lie on the pixel itself, on its left and on its right neighbour?"),
            _("All other weights are 0: what lies above and below must not count."),
            _("A mean gives every one of its pixels the same weight, and all the weights add up to 1."),
        ),
        praise=_("Equal weights on the pixel and its two neighbours, 1 in all: the brightness stays, edges smear."),
    ),
    Exercise(
        id="convolution-4",
        read=cell(3, 3),
        examine=satisfies(_is_wrong_in_the_figure),
        misconceptions=(
            Misconception((0, 0), _("That cell is right: of its nine products, only 1·1 is not zero.")),
            Misconception((1, 0), _("That cell is right: 1·1 + 3·1 + 3·1 is what the figure prints.")),
            Misconception((2, 1), _("That cell is right: 3·2 + 1·1 + 3·1 is what the figure prints.")),
        ),
        first=_("Choose a cell in the explorer, and add up the products that are written out."),
        hints=(
            _("The image lies in a frame of zeros, and the window moves by two pixels. The picture does that for you."),
            _("Most products are zero. Add up the others, and compare with what the figure prints."),
            _("Three of the nine cells are right. Two of those three are in the first column."),
        ),
        praise=_praise_the_find,
    ),
    CONV,
)
