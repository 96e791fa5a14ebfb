"""The exercises of ``06_max_pooling``: pool by hand, tell a shape, count weights, break it, find a fault, write it.

What is right is computed by the engine, not written down here.
``tests/lessons/max_pooling/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import numpy as np

from cnnlib.engine.layers import Conv2d
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals, satisfies
from cnnlib.lessons.max_pooling.function import MAX_POOL
from cnnlib.lessons.max_pooling.measures import mean_change
from cnnlib.lessons.max_pooling.predictions import PREDICTIONS
from cnnlib.messages import N_, _, format_number

BY_HAND = np.array([[-3, -1, 4, 0], [-2, -5, 1, 2], [6, -4, -7, -6], [0, 3, -8, -9]])

FIGURE = np.array(
    [[-4, -2, -6, 1, 0], [-3, -5, -1, -2, 3], [2, -8, -7, -3, -9], [-6, 0, -5, -4, -2], [-1, -2, -3, -7, -8]]
)
PRINTED = np.array([[-2, 1, 3], [2, 0, 3], [0, 0, 0]])
"""What the figure of ``pooling-5`` claims to be the maxima of 3×3 windows with stride 2 and padding 1."""


def _wrong_cell() -> Pair:
    ((row, column),) = np.argwhere(max_pool2d(FIGURE, 3, stride=2, padding=1) != PRINTED)
    return int(row), int(column)


def _learned() -> int:
    """How many numbers a convolution and a max pooling have that training changes."""
    return sum(weights.size for layer in (Conv2d(3, 32, 3), MaxPool2d(3)) for weights in layer.parameters.values())


def _is_worse(image: Array) -> bool:
    """Whether a nudge changes the max-pooled map at least twice as much as the image."""
    plain = mean_change(image)
    return plain > 0 and mean_change(image, 2) >= 2 * plain - 1e-9


def _has_too_few(image: Array) -> bool:
    """Whether the image has less ink than the three pixels that are asked for."""
    return int(np.count_nonzero(image)) < 3


def _how_much_worse(image: Array) -> str:
    return _(
        "Over the 8 directions, a cell changes by {plain} without pooling and by {pooled} after max pooling.",
        plain=format_number(mean_change(image)),
        pooled=format_number(mean_change(image, 2)),
    )


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="pooling-1",
        read=array(2, 2),
        examine=close_to(lambda: max_pool2d(BY_HAND, 2), tolerance=1e-9),
        misconceptions=(
            Misconception(
                [[0, 4], [6, 0]],
                N_("Two windows hold only negative numbers. 0 is not one, so it cannot be their largest."),
                when=lambda value: value[0, 0] == 0 or value[1, 1] == 0,
            ),
            Misconception(
                [[-5, 4], [6, -9]],
                N_("You went by size without the sign. On the number line, the largest is the one furthest right."),
                when=lambda value: (value[0].tolist() == [-5, 4]) or (value[1].tolist() == [6, -9]),
            ),
            Misconception(
                [[5, 4], [6, 9]], N_("The sign was dropped. The largest is one of the four numbers, with its sign.")
            ),
            Misconception([[-5, 0], [-4, -9]], N_("That is the smallest of each window.")),
            Misconception([[-2.75, 1.75], [1.25, -7.5]], N_("That is the mean of each window: average pooling.")),
            Misconception(
                [[-3, 4], [6, -7]],
                N_("That takes the top left number of each window, wherever the largest is."),
            ),
        ),
        first=N_("Cut the map into four windows, two across and two down. Take them one by one."),
        hints=(
            N_("The first window holds −3, −1, −2 and −5."),
            N_("On the number line, −2 lies to the right of −3: so it is the larger of the two."),
            N_("Two of the four windows have a largest number below 0."),
        ),
        praise=N_("−1 is the largest of −3, −1, −2 and −5: a negative number can win, and 0 only if it is there."),
    ),
    Exercise(
        id="pooling-2",
        read=shape(3),
        examine=equals(lambda: max_pool2d(np.zeros((16, 25, 30)), 3).shape),
        misconceptions=(
            Misconception(
                (1, 8, 10),
                N_("That is what one filter would do: add up all channels. Pooling works on each alone."),
            ),
            Misconception((5, 8, 10), N_("You divided the channels too. The window does not reach across channels.")),
            Misconception((16, 9, 10), N_("A last window would hang over the edge. It is left out.")),
            Misconception((16, 23, 28), N_("That is stride 1. Here the windows lie side by side.")),
            Misconception((16, 12, 15), N_("That is what 2×2 windows give. These are 3×3.")),
            Misconception((16, 10, 8), N_("Rows come first: each map has 25 rows and 30 columns.")),
            Misconception((8, 10, 16), N_("The numbers are right. In this collection the channels come first.")),
        ),
        first=N_("Take one of the 16 maps and pool it. What happens to the other 15?"),
        hints=(
            N_("One map first: 25 rows and 30 columns, cut into 3×3 windows."),
            N_("How many whole windows of 3 lie side by side on 25 pixels, and how many on 30?"),
            N_("Every map is pooled by itself. What does that mean for the first number of the shape?"),
        ),
        praise=N_("25 rows hold 8 whole windows, and one row is left over. 30 columns hold 10. And 16 maps stay 16."),
    ),
    Exercise(
        id="pooling-3",
        read=whole_number,
        examine=equals(_learned),
        misconceptions=(
            Misconception(905, N_("The window of the pooling has 9 cells, but none of them holds a weight.")),
            Misconception(1184, N_("Does pooling have weights for each channel? It only compares numbers.")),
            Misconception(864, N_("Those are the weights of the convolution. A filter has something else to learn.")),
            Misconception(320, N_("That is right for an input of one channel. Here each filter reads three.")),
            Misconception(288, N_("A filter has a kernel for each of the three input channels, and a bias.")),
            Misconception(0, N_("The pooling learns nothing. But the convolution does.")),
        ),
        first=N_("Count for each of the two layers what training can change."),
        hints=(
            N_("Which of the two layers has weights?"),
            N_("One filter: a 3×3 kernel for each of its 3 input channels, and one bias."),
            N_("That is 3·3·3 + 1 numbers for one filter, and there are 32 filters. What does the pooling add?"),
        ),
        praise=N_("32 · (3·3·3 + 1) = 896, all of them in the convolution. The pooling adds none."),
    ),
    Exercise(
        id="pooling-4",
        read=array(4, 4),
        examine=satisfies(lambda image: _is_worse(image) and not _has_too_few(image), _how_much_worse),
        misconceptions=(
            Misconception(
                np.ones((4, 4)),
                N_("An image that is the same everywhere does not change at all."),
                when=lambda image: mean_change(image) == 0,
            ),
            Misconception(
                np.tile([0, 9], (4, 2)),
                N_("No pooled cell changes: that is pooling at its best."),
                when=lambda image: mean_change(image, 2) == 0,
            ),
            Misconception(
                np.pad([[9]], (1, 2)),
                N_("That would be enough, but the image needs three that are not 0."),
                when=lambda image: _is_worse(image) and _has_too_few(image),
            ),
            Misconception(
                np.arange(16).reshape(4, 4) % 10,
                N_("The pooled map changes less than the image here. What if most pixels did not change?"),
                when=lambda image: mean_change(image, 2) < mean_change(image),
            ),
            Misconception(
                np.tile([9, 0, 0, 0], (4, 1)),
                N_(
                    "The pooled map changes as much as the image, or more: you are on the right track. Let "
                    "fewer pixels change."
                ),
                when=lambda image: mean_change(image, 2) >= mean_change(image),
            ),
        ),
        first=N_("A mean is small if most pixels do not change. What must the pooled cells do then?"),
        hints=(
            N_("On blank paper nothing changes. How many pixels does a little ink change when it moves?"),
            N_("There are 16 pixels, but only 4 pooled cells. One cell that changes counts for more."),
            N_("Begin with the lonely 9 of the hunt. What can you add to it that changes little when it moves?"),
        ),
        praise=N_("A jump is shared by 16 pixels, but by only 4 pooled cells. Max pooling made this image restless."),
    ),
    Exercise(
        id="pooling-5",
        read=cell(3, 3),
        examine=equals(_wrong_cell),
        misconceptions=(
            Misconception(
                (0, 0),
                N_(
                    "The image has −4, −2, −3 and −5 there, and the frame never wins. So the largest is the −2 printed."
                ),
            ),
            Misconception(
                (1, 1),
                N_("A 0 may win if it is in the image. There is one in row 3, column 1."),
                when=lambda place: place in {(1, 1), (2, 0), (2, 1)},
            ),
            Misconception(
                (0, 2),
                N_("The windows overlap, so they share the 3 in row 1, column 4."),
                when=lambda place: place in {(0, 2), (1, 2)},
            ),
            Misconception((0, 1), N_("This window covers columns 1 to 3, and so the 1 in row 0.")),
            Misconception((1, 0), N_("This window covers rows 1 to 3, and so the 2 in column 0.")),
        ),
        first=N_("Find the window of this cell, list the pixels of the image in it, and take the largest."),
        hints=(
            N_("With padding 1, the first window covers only two rows and two columns of the image."),
            N_("Whoever made the figure thought the padding was zeros. Where would that show?"),
            N_("It shows where all pixels of a window are negative. One such window at the border prints 0."),
        ),
        praise=N_(
            "The window holds −4, −2, −7 and −8, so −2 is right. "
            "The printed 0 comes from a frame of zeros: a max pool's frame is −∞."
        ),
    ),
    MAX_POOL,
)
