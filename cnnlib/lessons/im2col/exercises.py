"""The exercises of ``11_im2col``: memory, a wrong column, two functions, a sum.

What is right is computed by the engine, not written down here.
``tests/lessons/im2col/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import numpy as np

from cnnlib.engine.im2col import col2im, im2col
from cnnlib.exercises.answers import choice, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.im2col.function import TO_COLUMNS
from cnnlib.lessons.im2col.maps import TO_MAPS
from cnnlib.lessons.im2col.predictions import PREDICTIONS
from cnnlib.messages import N_

FIGURE_IMAGE = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 0, 8], [9, 2, 6, 4]])
FIGURE_COLUMNS = np.array(
    [[3, 1, 4, 5, 9, 2, 5, 3, 0], [1, 4, 1, 9, 2, 6, 3, 2, 8], [5, 9, 2, 5, 3, 0, 9, 0, 6], [9, 2, 6, 3, 0, 8, 2, 6, 4]]
)
"""The columns of its 2×2 windows, with one of them wrong."""


def _wrong_in_the_figure(column: int) -> bool:
    right = im2col(FIGURE_IMAGE, 2)
    return 0 <= column < right.shape[1] and not np.array_equal(right[:, column], FIGURE_COLUMNS[:, column])


def _pixel_of_twos() -> int:
    """What ``col2im`` puts into row 1, column 1 in ``im2col-5``."""
    return int(col2im(np.full((9, 9), 2), (5, 5), 3)[1, 1])


NOT_FASTER = {
    "a": N_("The pixel is right. Read the bars again, with measure off: how often does each multiply?"),
    "c": N_("The pixel is right. Read the memory chart again: are the columns smaller than the image?"),
}
"""Reasons for the speed of one product in ``im2col-5`` that the explorers refute."""


def _wrong_pixel(value: int, hint: str) -> Misconception:
    return Misconception({"pixel": value, "speed": "b"}, hint, when=lambda answer: answer["pixel"] == value)


def _wrong_reason(letter: str, hint: str) -> Misconception:
    return Misconception(
        {"pixel": _pixel_of_twos(), "speed": letter},
        hint,
        when=lambda answer: answer["pixel"] == _pixel_of_twos() and answer["speed"] == letter,
    )


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="im2col-1",
        read=whole_number,
        examine=equals(lambda: im2col(np.ones((3, 64, 64), np.float32), 5).nbytes),
        misconceptions=(
            Misconception(2160000, N_("That is with 8 bytes per number. float32 takes half of that.")),
            Misconception(360000, N_("That is for one channel. A window reaches through all three.")),
            Misconception(270000, N_("That is how many numbers there are. How many bytes is that?")),
            Misconception(1228800, N_("That is a window for each of the 64·64 pixels. It does not fit everywhere.")),
            Misconception(49152, N_("That is the image itself. Its columns hold most pixels many times.")),
            Misconception(43200, N_("That is one number for each window and channel. Each window has 5·5 of them.")),
        ),
        first=N_("Rows times columns is how many numbers there are. Each of them takes 4 bytes."),
        hints=(
            N_("One column holds a window that reaches through 3 channels: how many numbers?"),
            N_("Along one side there are 64 − 5 + 1 places, and as many along the other."),
            N_("Multiply the length of a column by the number of windows, and by the bytes per number."),
        ),
        praise=N_("75 · 3,600 · 4 bytes: 22 times the 49,152 bytes of the image."),
    ),
    Exercise(
        id="im2col-2",
        read=whole_number,
        examine=satisfies(_wrong_in_the_figure),
        misconceptions=(
            Misconception(0, N_("That column is right: 3 and 1 are the first row of its window, then come 5 and 9.")),
            Misconception(4, N_("That column is right: its window is the one in the middle, 9 and 2, then 3 and 0.")),
            Misconception(5, N_("That column is right: its window is 2 and 6, then 0 and 8.")),
            Misconception(8, N_("That column is right: it is the last window. Do you count from 0?")),
            Misconception(
                9,
                N_("There is no such column: the first of them has the number 0."),
                when=lambda value: not 0 <= value < 9,
            ),
        ),
        first=N_("That column is right. Compare another one with its window, number by number."),
        hints=(
            N_("A window is read row by row: its first row, then its second row below that."),
            N_("A column may hold the right numbers in the wrong order."),
            N_(
                "The first six columns are right. Compare the last three with the windows at the bottom, from the left."
            ),
        ),
        praise=N_("It was read from top to bottom, so two numbers changed places: 3, 2, 0, 6 instead of 3, 0, 2, 6."),
    ),
    TO_MAPS,
    TO_COLUMNS,
    Exercise(
        id="im2col-5",
        read=settings(pixel=whole_number, speed=choice(a=(), b=(), c=())),
        examine=satisfies(lambda answer: answer["pixel"] == _pixel_of_twos() and answer["speed"] == "b"),
        misconceptions=(
            _wrong_pixel(2, N_("That would be one copy. The pixel is in several windows, and all copies come back.")),
            _wrong_pixel(4, N_("That is how many windows hold the pixel. But what does each of them bring back?")),
            _wrong_pixel(18, N_("That is the pixel in the middle of the image. Which windows hold this one?")),
            _wrong_pixel(1, N_("That is how many windows hold a corner pixel; and each number in the columns is 2.")),
            _wrong_pixel(162, N_("That is everything in the columns. Only some of it belongs to this pixel.")),
            *(_wrong_reason(letter, hint) for letter, hint in NOT_FASTER.items()),
        ),
        first=N_("How many windows hold this pixel? Each of them brings its number back."),
        hints=(
            N_("A window can start in row 0, 1 or 2. Which of these starts make it cover row 1?"),
            N_("The same count holds for the columns of the image. Multiply the two."),
            N_("That many windows bring a 2 each, and col2im adds them up."),
        ),
        praise=N_("It is in 2·2 windows, each brings 2: 8. And the speed comes from one call in place of thousands."),
    ),
)
