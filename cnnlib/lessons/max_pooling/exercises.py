"""The exercises of ``06_max_pooling``: pool by hand, tell a shape, choose settings, break it, find a fault, write it.

What is right is computed by the engine, not written down here.
``tests/lessons/max_pooling/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import numpy as np

from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, number_pair, settings, shape
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals, satisfies
from cnnlib.lessons.max_pooling.function import MAX_POOL
from cnnlib.lessons.max_pooling.predictions import PREDICTIONS
from cnnlib.messages import _, ngettext

BY_HAND = np.array([[-3, -1, 4, 0], [-2, -5, 1, 2], [6, -4, -7, -6], [0, 3, -8, -9]])

FIGURE = np.array(
    [[-4, -2, -6, 1, 0], [-3, -5, -1, -2, 3], [2, -8, -7, -3, -9], [-6, 0, -5, -4, -2], [-1, -2, -3, -7, -8]]
)
PRINTED = np.array([[-2, 1, 3], [2, 0, 3], [0, 0, 0]])
"""What the figure of ``pooling-5`` claims to be the maxima of 3×3 windows with stride 2 and padding 1."""


def _wrong_cell() -> Pair:
    ((row, column),) = np.argwhere(max_pool2d(FIGURE, 3, stride=2, padding=1) != PRINTED)
    return int(row), int(column)


def _sizes_from_13(value: dict[str, Pair]) -> tuple[int, ...]:
    """Both output sizes of a (13, 13) map; a SettingError if these settings cannot work."""
    pairs = zip(value["kernel_size"], value["stride"], strict=True)
    return tuple(output_size(13, kernel, stride=stride) for kernel, stride in pairs)


def _makes_6(value: dict[str, Pair]) -> bool:
    return _sizes_from_13(value) == (6, 6)


def _overlap(value: dict[str, Pair]) -> bool:
    return all(kernel > stride for kernel, stride in zip(value["kernel_size"], value["stride"], strict=True))


def _what_becomes_of_13(value: dict[str, Pair]) -> str:
    return _("These settings turn (13, 13) into {shape}.", shape=_sizes_from_13(value))


def _survivors(image: Array) -> int:
    """How many of the four cells keep their value when the image is nudged to the left."""
    return int((max_pool2d(image, 2) == max_pool2d(np.roll(image, -1, axis=1), 2)).sum())


def _how_many_survive(image: Array) -> str:
    return ngettext(
        "{count} of the 4 pooled cells keeps its value.",
        "{count} of the 4 pooled cells keep their value.",
        _survivors(image),
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
                _("Two windows hold negative numbers alone. 0 is none of them, so it cannot be their largest."),
                when=lambda value: value[0, 0] == 0 or value[1, 1] == 0,
            ),
            Misconception(
                [[-5, 4], [6, -9]],
                _("You went by size without the sign. On the number line, the largest is the one furthest right."),
                when=lambda value: (value[0].tolist() == [-5, 4]) or (value[1].tolist() == [6, -9]),
            ),
            Misconception([[5, 4], [6, 9]], _("The sign was dropped. The largest is one of the numbers as it stands.")),
            Misconception([[-5, 0], [-4, -9]], _("That is the smallest of each window.")),
            Misconception([[-2.75, 1.75], [1.25, -7.5]], _("That is the mean of each window: average pooling.")),
            Misconception(
                [[-3, 4], [6, -7]],
                _("That takes the top left number of each window, wherever the largest stands."),
            ),
        ),
        first=_("Cut the map into four windows, two across and two down. Take them one by one."),
        hints=(
            _("The first window holds −3, −1, −2 and −5."),
            _("On the number line, −2 lies to the right of −3: so it is the larger of the two."),
            _("Two of the four windows have a largest number below 0."),
        ),
        praise=_("−1 is the largest of −3, −1, −2 and −5: a negative number can win, and 0 only if it is there."),
    ),
    Exercise(
        id="pooling-2",
        read=shape(3),
        examine=equals(lambda: max_pool2d(np.zeros((16, 24, 24)), 2).shape),
        misconceptions=(
            Misconception(
                (1, 12, 12),
                _("That is what one filter would do: add up all channels. Pooling works on each alone."),
            ),
            Misconception((8, 12, 12), _("You halved the channels too. The window does not reach across channels.")),
            Misconception((16, 23, 23), _("That is stride 1. Here the windows lie side by side.")),
            Misconception((16, 24, 24), _("That would keep the size. But each window becomes a single cell.")),
            Misconception((16, 22, 22), _("That is what a 3×3 kernel leaves. Pooling with 2×2 windows goes further.")),
            Misconception((12, 12, 16), _("The numbers are right. In this collection the channels come first.")),
            Misconception((64, 12, 12), _("Nothing is kept of the three that lose: one number per window goes on.")),
        ),
        first=_("Take one of the 16 maps and pool it. Then ask what becomes of the other 15."),
        hints=(
            _("One map first: 24 rows and 24 columns, cut into 2×2 windows."),
            _("The 24 pixels of a row make half as many windows."),
            _("Every map is pooled by itself, so as many come out as went in."),
        ),
        praise=_("24 / 2 = 12 in both directions, and 16 maps stay 16. Three of four numbers are gone, but no map is."),
    ),
    Exercise(
        id="pooling-3",
        read=settings(kernel_size=number_pair, stride=number_pair),
        examine=satisfies(lambda value: _makes_6(value) and _overlap(value), _what_becomes_of_13),
        misconceptions=(
            Misconception(
                {"kernel_size": 2, "stride": 2},
                _("The size is right. But these windows lie side by side and share no pixel."),
                when=lambda value: _makes_6(value) and not _overlap(value),
            ),
            Misconception(
                {"kernel_size": 3, "stride": 3},
                _("These windows lie side by side. They overlap when the stride is smaller than the window."),
                when=lambda value: value["kernel_size"] == value["stride"],
            ),
            Misconception(
                {"kernel_size": 2, "stride": 3},
                _("Between these windows there are gaps: the stride is larger than the window."),
                when=lambda value: any(k < s for k, s in zip(value["kernel_size"], value["stride"], strict=True)),
            ),
            Misconception(
                {"kernel_size": 3, "stride": 1},
                _("The windows overlap, but there are too many: the step is small, and so is the window."),
                when=lambda value: value["stride"] == (1, 1) and max(value["kernel_size"]) < 8,
            ),
            Misconception(
                {"kernel_size": 5, "stride": 2},
                _("The windows overlap, but too few of them fit. A smaller window, or a smaller step, makes room."),
                when=lambda value: _overlap(value) and max(value["kernel_size"]) > 3,
            ),
        ),
        first=_(
            "Two conditions: the stride is smaller than the window, and a row has room for as many as are asked for."
        ),
        hints=(
            _("The size alone first: ⌊(13 − kernel_size) / stride⌋ + 1."),
            _("After the first window, five more steps must fit into 13 − kernel_size pixels, and no sixth."),
            _("With stride 2, five steps take 10 pixels. What is left of the 13 is for the window."),
        ),
        praise=lambda value: _(
            "Windows of {kernel} with steps of {stride} share pixels, and 6 of them fit. AlexNet pooled with 3 and 2.",
            kernel=value["kernel_size"][0],
            stride=value["stride"][0],
        ),
    ),
    Exercise(
        id="pooling-4",
        read=array(4, 4),
        examine=satisfies(lambda image: _survivors(image) == 0, _how_many_survive),
        misconceptions=(
            Misconception(
                np.ones((4, 4)),
                _("Rows that are the same everywhere look the same after a nudge. Let the numbers change along a row."),
                when=lambda image: not np.ptp(image, axis=1).any(),
            ),
            Misconception(
                np.pad([[9]], ((0, 3), (1, 2))),
                _("One bright pixel reaches the windows of its own rows alone. The others hold nothing all the time."),
                when=lambda image: np.count_nonzero(image) == 1,
            ),
            Misconception(
                np.tile([0, 9], (4, 2)),
                _("Pixels change, but each window gets back as large a number as it loses."),
                when=lambda image: _survivors(image) == 4,
            ),
            Misconception(
                np.tile([0, 9, 9, 0], (4, 1)),
                _("At the left, the 9 that leaves is replaced by the 9 beside it. What comes in must differ."),
            ),
        ),
        first=_("Look at one window: its largest number must leave it or be beaten by a number that comes in."),
        hints=(
            _("A nudge to the left carries the left column of each window out, and the next column in."),
            _("One row is enough to think about: two windows. What leaves at the left comes in at the right."),
            _("A number that leaves one window enters its neighbour. What if it is the largest of both?"),
        ),
        praise=_(
            "Not one cell survives a nudge of one pixel. So max pooling is robust to some small shifts, and not to all."
        ),
    ),
    Exercise(
        id="pooling-5",
        read=cell(3, 3),
        examine=equals(_wrong_cell),
        misconceptions=(
            Misconception(
                (0, 0),
                _("The image has −4, −2, −3 and −5 there, and the frame never wins. So the largest is the −2 printed."),
            ),
            Misconception(
                (1, 1),
                _("A 0 may win if it stands in the image. There is one in row 3, column 1."),
                when=lambda place: place in {(1, 1), (2, 0), (2, 1)},
            ),
            Misconception(
                (0, 2),
                _("The windows overlap, so they share the 3 in row 1, column 4."),
                when=lambda place: place in {(0, 2), (1, 2)},
            ),
            Misconception((0, 1), _("This window reaches over the columns 1 to 3, and so over the 1 in row 0.")),
            Misconception((1, 0), _("This window reaches over the rows 1 to 3, and so over the 2 in column 0.")),
        ),
        first=_("Find the window of this cell, list the pixels of the image in it, and take the largest."),
        hints=(
            _("With padding 1, the first window covers only two rows and two columns of the image."),
            _("Whoever made the figure thought of the frame as zeros. Where would that show?"),
            _("It shows where all pixels of a window are negative. One such window at the border prints 0."),
        ),
        praise=_(
            "The window holds −4, −2, −7 and −8, so −2 is right. "
            "The printed 0 comes from a frame of zeros: a max pool's frame is −∞."
        ),
    ),
    MAX_POOL,
)
