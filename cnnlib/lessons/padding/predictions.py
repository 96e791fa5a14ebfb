"""What ``03_padding`` lets the learner predict; the explorer below each prediction answers it."""

from cnnlib.engine.shapes import output_size, resolve_padding
from cnnlib.engine.windows import coverage
from cnnlib.exercises.answers import choice, shape, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.padding.pictures import most_layers
from cnnlib.messages import N_

FRAME = {"a": N_("a (darker)"), "b": N_("b (brighter)"), "c": N_("c (neither)")}
"""What a frame of zeros does to the border of a photograph."""


def _padded_size() -> tuple[int, int]:
    return (output_size(4, 3, padding=2),) * 2


def _corner_uses() -> int:
    return int(coverage(6, 3, padding=1)[0, 0])


def _rows_in_all() -> int:
    return sum(resolve_padding("same", 4)[0])


PREDICTIONS = (
    Prediction(
        id="padding-predict-1",
        read=shape(2),
        examine=equals(_padded_size),
        right=_padded_size,
        setting={"kernel_size": 3, "padding": 2},
        misconceptions=(
            Misconception((4, 4), N_("Padding 1 keeps the size. Each further pixel of padding makes it grow.")),
            Misconception((5, 5), N_("Padding is counted per side, so both ends of a row grow with it.")),
            Misconception((8, 8), N_("That is the padded input. The 3×3 window still takes 2 pixels off each axis.")),
            Misconception((2, 2), N_("That is the size without padding.")),
        ),
        first=N_("Count the places along one row: the padded row has 8 pixels, and the window is 3 wide."),
        hints=(
            N_("One row first: 4 pixels. How long is it with its padding?"),
            N_("Padding 2 adds 2 pixels on the left and 2 on the right."),
            N_("On a row of 8 pixels, the left edge of a window that is 3 wide can be at 0, 1, … Count them."),
        ),
        praise=N_("A padded row has 8 pixels, and a window of 3 has 6 places on it."),
    ),
    Prediction(
        id="padding-predict-2",
        read=whole_number,
        examine=equals(lambda: most_layers(40, 5)),
        right=lambda: most_layers(40, 5),
        setting={"layers": 10, "kernel_size": 5, "padding": 0},
        todo=N_("Now leave kernel_size at 5 and padding at 0, and move layers to 10, one by one."),
        misconceptions=(
            Misconception(8, N_("8 is 40 / 5. But the windows overlap: a layer takes 4 pixels off a row, not 5.")),
            Misconception(10, N_("10 layers would cost 40 pixels, all there are. The last one finds no place.")),
            Misconception(20, N_("A 3×3 kernel costs 2 pixels, a 5×5 kernel costs 4.")),
            Misconception(40, N_("Every layer costs pixels on both sides. Look at the curve.")),
        ),
        first=N_("Each layer takes 4 pixels off a row, and a 5×5 kernel needs at least 5."),
        hints=(
            N_("What does one layer with a 5×5 kernel take off a row?"),
            N_("It takes 4. After one layer 36 pixels are left, after two 32."),
            N_("Go on like that until fewer than 5 pixels are left. Count the layers."),
        ),
        praise=N_("They leave 4 pixels, and a 5×5 kernel does not fit on 4."),
    ),
    Prediction(
        id="padding-predict-3",
        read=whole_number,
        examine=equals(_corner_uses),
        right=_corner_uses,
        setting={"size": 6, "kernel_size": 3, "padding": 1},
        todo=N_("Now set padding to 1 in the picture below, and read the number at the top left."),
        misconceptions=(
            Misconception(1, N_("That is so without padding. With padding 1, a window may also start on the zeros.")),
            Misconception(9, N_("A pixel in the middle is in nine windows. Some of those miss the corner.")),
            Misconception(2, N_("Two places reach it along a row, and two along a column. Multiply the two.")),
            Misconception(
                3, N_("A window that starts right on the corner, and one a column before it: two, not three.")
            ),
        ),
        first=N_("Along a row, windows that start at column −1 or 0 reach it. Down a column it is the same."),
        hints=(
            N_("With padding 1, the left edge of a window can be at column −1."),
            N_("Which left edges still cover column 0? Those at −1 and at 0."),
            N_("As many top edges cover row 0. Each left edge goes with each top edge: multiply."),
        ),
        praise=N_("Two places across times two places down. The middle pixels are in nine windows."),
    ),
    Prediction(
        id="padding-predict-4",
        read=choice(a=("darker",), b=("brighter",), c=("neither", "neither darker nor brighter")),
        examine=equals(lambda: "a"),
        right=lambda: "a",
        words=FRAME.__getitem__,
        setting={"mode": "zeros"},
        misconceptions=(
            Misconception("b", N_("0 is black. A mean with zeros in it comes out lower.")),
            Misconception("c", N_("Each cell near the border is a mean, and some of its 81 numbers are now zeros.")),
        ),
        first=N_("0 is black, and a blur mixes it in."),
        hints=(
            N_("What does a pixel of 0 look like, in a picture where 1 is white?"),
            N_("The kernel is a blur: each cell of the output is the mean of 81 pixels."),
            N_("At the border, almost half of these 81 pixels are zeros. What does that do to their mean?"),
        ),
        praise=N_("Zeros are black, and the blur mixes them into every cell near the border."),
    ),
    Prediction(
        id="padding-predict-5",
        read=whole_number,
        examine=equals(_rows_in_all),
        right=_rows_in_all,
        setting={"name": "same", "kernel_size": 4},
        misconceptions=(
            Misconception(2, N_("One row at each end gives back what a 3×3 kernel takes.")),
            Misconception(4, N_("With 4 rows of zeros, the output would be a row larger than the image.")),
            Misconception(1, N_("One row gives back what a 2×2 kernel takes.")),
            Misconception(6, N_("That is twice what a 4×4 kernel takes.")),
        ),
        first=N_("A 4×4 kernel takes off 4 − 1 rows, and all of them are given back."),
        hints=(
            N_("With this padding, the output has as many rows as the image. What would be missing without padding?"),
            N_("Take a column of 10 pixels. On how many of them can a window of 4 rows start?"),
            N_("It has 10 − 4 + 1 places. How many fewer than 10 is that?"),
        ),
        praise=N_("So they cannot be shared equally between top and bottom."),
    ),
)
