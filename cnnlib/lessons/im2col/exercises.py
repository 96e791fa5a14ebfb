"""The exercises of ``11_im2col``: shapes, memory, an order of axes, a wrong column, a band, a function.

What is right is computed by the engine, not written down here.
``tests/lessons/im2col/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import contextlib

import numpy as np

from cnnlib.engine.im2col import im2col
from cnnlib.exercises.answers import WrongKind, not_whole, shape, whole_number, wrong_kind
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.im2col.function import TO_COLUMNS
from cnnlib.lessons.im2col.predictions import PREDICTIONS
from cnnlib.messages import _

FIGURE_IMAGE = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 0, 8], [9, 2, 6, 4]])
FIGURE_COLUMNS = np.array(
    [[3, 1, 4, 5, 9, 2, 5, 3, 0], [1, 4, 1, 9, 2, 6, 3, 2, 8], [5, 9, 2, 5, 3, 0, 9, 0, 6], [9, 2, 6, 3, 0, 8, 2, 6, 4]]
)
"""The columns of its 2×2 windows, with one of them wrong."""

BAND = 1 << 20
"""Bytes in a band: 1 MiB."""


def _wrong_in_the_figure(column: int) -> bool:
    right = im2col(FIGURE_IMAGE, 2)
    return 0 <= column < right.shape[1] and not np.array_equal(right[:, column], FIGURE_COLUMNS[:, column])


def axes_order(answer: object) -> tuple[int, ...]:
    """Read an order of the three axes 0, 1 and 2.

    Examples
    --------
    >>> axes_order([1, 2, 0])
    (1, 2, 0)
    """
    order, flaw = (), not_whole(answer, 3)
    with contextlib.suppress(WrongKind):
        order = shape(3)(answer)
        flaw = _("{order} does not hold each of them once.", order=order)
    if sorted(order) != [0, 1, 2]:
        raise wrong_kind(_("an order of the axes 0, 1 and 2, such as (1, 2, 0)"), answer, flaw=flaw)
    return order


def _turns_the_book(order: tuple[int, ...]) -> bool:
    images = np.arange(10 * 3 * 7 * 7).reshape(10, 3, 7, 7)
    ours = im2col(images, 5)
    book = ours.transpose(0, 2, 1).reshape(90, 75)
    return np.array_equal(book.reshape(10, 9, 75).transpose(order), ours)


def _what_shape(order: tuple[int, ...]) -> str:
    return _("That makes an array of the shape {shape}.", shape=tuple((10, 9, 75)[axis] for axis in order))


def _rows_in_a_band() -> int:
    """How many rows of 510 windows of 3×3 on 3 channels fit into a band, as float64."""
    return BAND // (3 * 3 * 3 * 510 * 8)


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="im2col-1",
        read=whole_number,
        examine=equals(lambda: im2col(np.ones((3, 64, 64), np.float32), 5).nbytes),
        misconceptions=(
            Misconception(2160000, _("That is with 8 bytes per number. float32 takes half of that.")),
            Misconception(360000, _("That is for one channel. A window reaches through all three.")),
            Misconception(270000, _("That is how many numbers there are. How many bytes is that?")),
            Misconception(1228800, _("That is a window for each of the 64·64 pixels. It does not fit everywhere.")),
            Misconception(49152, _("That is the image itself. Its columns hold most pixels many times.")),
            Misconception(43200, _("That is one number for each window and channel. Each window has 5·5 of them.")),
        ),
        first=_("Rows times columns is how many numbers there are. Each of them takes 4 bytes."),
        hints=(
            _("One column holds a window that reaches through 3 channels: how many numbers?"),
            _("Along a side there are 64 − 5 + 1 places, and as many along the other."),
            _("Multiply 3·5·5 by the number of windows, 60·60, and by the bytes of a number."),
        ),
        praise=_("75 · 3600 · 4 bytes: 22 times the 49152 bytes of the image."),
    ),
    Exercise(
        id="im2col-2",
        read=axes_order,
        examine=satisfies(_turns_the_book, _what_shape),
        misconceptions=(
            Misconception((0, 1, 2), _("Every axis is where it was: a window is still a row.")),
            Misconception((2, 1, 0), _("That moves the images to the end. They should stay in front.")),
            Misconception((1, 0, 2), _("That puts the windows first, and leaves their numbers at the end.")),
            Misconception((1, 2, 0), _("The two axes of each image follow each other, but the images come last.")),
            Misconception((2, 0, 1), _("The numbers of a window come before the images. Which axis should be first?")),
        ),
        first=_("Axis 0 counts the images, axis 1 the windows, axis 2 the numbers of a window. What is our order?"),
        hints=(
            _("Our columns have the shape (images, numbers of a window, windows)."),
            _("So the first axis stays where it is."),
            _("transpose is told, for each new axis, which old one it is. Our second axis is the book's third."),
        ),
        praise=_("The images stay, and the two axes of each image change places: its columns are the book's rows."),
    ),
    Exercise(
        id="im2col-3",
        read=whole_number,
        examine=satisfies(_wrong_in_the_figure),
        misconceptions=(
            Misconception(0, _("That column is right: 3 and 1 are the first row of its window, then come 5 and 9.")),
            Misconception(4, _("That column is right: its window is the one in the middle, 9 and 2, then 3 and 0.")),
            Misconception(5, _("That column is right: its window is 2 and 6, then 0 and 8.")),
            Misconception(8, _("That column is right: it is the last window. Do you count from 0?")),
            Misconception(
                9,
                _("There is no such column: the first of them has the number 0."),
                when=lambda value: not 0 <= value < 9,
            ),
        ),
        first=_("That column is right. Press another one, and compare it with its window, number by number."),
        hints=(
            _("A window is read row by row: its first row, then its second row below that."),
            _("The right numbers may stand in the wrong order. Press single cells, and see which pixel each is."),
            _("The window of the wrong column touches the bottom of the image, but no side of it."),
        ),
        praise=_("It was read from top to bottom, so two numbers changed places: 3, 2, 0, 6 instead of 3, 0, 2, 6."),
    ),
    Exercise(
        id="im2col-4",
        read=whole_number,
        examine=equals(_rows_in_a_band),
        misconceptions=(
            Misconception(10, _("With so many rows, the band is a little larger than 1 MiB.")),
            Misconception(28, _("That is for one channel. The windows reach through three.")),
            Misconception(19, _("That is with 4 bytes per number. A float64 has twice as many.")),
            Misconception(76, _("That is how many rows fit if a number took one byte.")),
            Misconception(85, _("You counted one number for each channel of a window. It has 3·3 of them.")),
            Misconception(4854, _("That is about how many windows fit. How many of them are in one row of windows?")),
        ),
        first=_("First the bytes of one row of windows. Then see how often that goes into 1 MiB, 1048576 bytes."),
        hints=(
            _("One row of windows: 512 − 3 + 1 columns, each with 3·3·3 numbers."),
            _("That makes 27 · 510 numbers, and each of them takes 8 bytes."),
            _("Divide 1048576 by that, and drop what comes after the decimal point: the band must not exceed it."),
        ),
        praise=_("A row of windows takes 27·510·8 = 110160 bytes, and 1048576 / 110160 is 9.5: nine rows fit."),
    ),
    TO_COLUMNS,
)
