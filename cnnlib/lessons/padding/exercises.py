"""The exercises of ``03_padding``: predict a shape, measure, choose settings, hunt, choose by name, write a function.

What is right is computed by the engine, not written down here.
``tests/lessons/padding/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Pair
from cnnlib.engine.windows import coverage
from cnnlib.exercises.answers import number, number_pair, settings, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals, satisfies
from cnnlib.lessons.padding.function import PAD
from cnnlib.lessons.padding.predictions import PREDICTIONS
from cnnlib.lessons.padding.purposes import NAMED
from cnnlib.messages import N_, _


def _sizes_from_28(value: dict[str, Pair]) -> tuple[int, ...]:
    """Both output sizes of a (28, 28) input; a SettingError if these settings cannot work."""
    pairs = zip(value["kernel_size"], value["padding"], strict=True)
    return tuple(output_size(28, kernel, padding=padding) for kernel, padding in pairs)


def _reaches_24_with_padding(value: dict[str, Pair]) -> bool:
    return _sizes_from_28(value) == (24, 24) and min(value["padding"]) >= 1


def _what_becomes_of_28(value: dict[str, Pair]) -> str:
    return _("These settings turn (28, 28) into {shape}.", shape=_sizes_from_28(value))


def _praise_24(value: dict[str, Pair]) -> str:
    kernel, padding = value["kernel_size"][0], value["padding"][0]
    return _(
        "28 + {back} − {kernel} + 1 = 24. Other pairs work too: "
        "each further pixel of padding allows a kernel that is larger by 2.",
        back=2 * padding,
        kernel=kernel,
    )


def _uses_equally(padding: int) -> bool:
    return padding >= 0 and bool(np.ptp(coverage(6, 5, padding=padding)) == 0)


def _is_least_equal(padding: int) -> bool:
    return padding < 20 and _uses_equally(padding) and not _uses_equally(padding - 1)


def _how_often_used(padding: int) -> str:
    if padding < 0:
        return _("A padding is a whole number of pixels, 0 or more.")
    used = coverage(6, 5, padding=min(padding, 20))  # beyond, only windows of nothing but zeros are added
    if np.ptp(used) == 0:
        return _(
            "Every pixel is used equally often, {count} times. "
            "But a smaller padding does that too, and the smallest is asked for.",
            count=used[0, 0],
        )
    return _(
        "Windows that use a pixel, with padding {padding}: {corner} in the corner, {middle} in the middle.",
        padding=padding,
        corner=used[0, 0],
        middle=used[2, 2],
    )


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="padding-1",
        read=shape(2),
        examine=equals(lambda: (output_size(5, 3, padding=1), output_size(9, 5, padding=1))),
        misconceptions=(
            Misconception(
                (4, 6),
                N_(
                    "Is that with padding on one side only? padding=1 adds a row above and a row below. "
                    "Or was the + 1 of the first window forgotten?"
                ),
            ),
            Misconception((3, 5), N_("That is the size without padding: 5 − 3 + 1 and 9 − 5 + 1.")),
            Misconception((7, 11), N_("That is the padded input. The kernel must still find its place inside it.")),
            Misconception(
                (5, 9),
                N_(
                    "That is the size of the input. Padding 1 gives back what a 3-row kernel takes. "
                    "This kernel has 5 columns."
                ),
            ),
            Misconception((7, 5), N_("Rows come first, in every shape: the input has 5 rows and 9 columns.")),
            Misconception(
                (3, 9),
                N_("The kernel has 3 rows and 5 columns. You took 5 for the rows and 3 for the columns."),
            ),
            Misconception(
                (7, 9), N_("You added 2 on every side. padding=1 adds 1 on every side, so 2 to a row in all.")
            ),
        ),
        first=N_("Rows and columns each need their own sum. Write both down."),
        hints=(
            N_("Rows alone first: 5 rows, padding 1, a kernel with 3 rows. Then the columns."),
            N_(
                "With its padding, a column is 1 + 5 + 1 pixels high. On how many of them can a window of 3 rows start?"
            ),
            N_("Each axis: input + 2 · padding − kernel + 1. For the rows that is 5 + 2 · 1 − 3 + 1."),
        ),
        praise=N_(
            "Rows: 5 + 2 − 3 + 1 = 5. Columns: 9 + 2 − 5 + 1 = 7. "
            "Padding 1 is enough for 3 rows, and too little for 5 columns."
        ),
    ),
    Exercise(
        id="padding-2",
        read=number,
        examine=close_to(lambda: coverage(4, 3, padding=1)[0, 0] / 9, tolerance=0.01),
        misconceptions=(
            Misconception(1, N_("That is so in the middle. In the corner, some of the nine pixels are zeros.")),
            Misconception(4, N_("You added up the ones. A mean divides the sum by the number of pixels.")),
            Misconception(
                6, N_("That is a sum at an edge. In a corner, the window hangs over on two sides: padding is per side.")
            ),
            Misconception(5 / 9, N_("You counted the zeros. What is added up are the ones.")),
            Misconception(
                6 / 9, N_("That is so for a pixel at an edge. In a corner, two sides of the window hang over.")
            ),
            Misconception(0, N_("Some of the nine pixels are in the image, and each of those is 1.")),
        ),
        first=N_("Draw the window in the corner. How many of its nine pixels are in the image?"),
        hints=(
            N_("The window's centre is on the corner pixel. So it hangs over at the top and on the left."),
            N_("A row and a column of the window are padding. Count the cells that are left, of 3×3."),
            N_("Each cell that is left holds a 1. Divide their number by 9."),
        ),
        praise=N_(
            "4 ones and 5 zeros: the image has no dark corner, padding made it. So a network can tell where it is."
        ),
    ),
    Exercise(
        id="padding-3",
        read=settings(kernel_size=number_pair, padding=number_pair),
        examine=satisfies(_reaches_24_with_padding, _what_becomes_of_28),
        misconceptions=(
            Misconception(
                {"kernel_size": 5, "padding": 0},
                N_(
                    "The size is right, but padding must be at least 1. "
                    "Padding adds pixels, so the kernel must take more."
                ),
            ),
            Misconception(
                {"kernel_size": 5, "padding": 1},
                N_("A kernel of 5 takes 4 pixels off a row, but padding 1 gives 2 of them back."),
            ),
            Misconception(
                {"kernel_size": 6, "padding": 1},
                N_("28 + 1 − 6 + 1 is 24, but padding is counted per side: padding 1 adds 2 pixels to a row."),
            ),
            Misconception(
                {"kernel_size": 4, "padding": 1},
                N_("28 − 4 is 24, but a kernel of 4 takes off only 3 pixels, and padding 1 gives 2 of them back."),
            ),
            Misconception(
                {"kernel_size": 3, "padding": 1},
                N_("That keeps the size: padding gives back all that the kernel takes. Here 4 pixels must stay lost."),
                when=lambda value: _sizes_from_28(value) == (28, 28),
            ),
            Misconception(
                {"kernel_size": 8, "padding": 2},
                N_("With an even kernel, an even row comes out odd, whatever the padding. Try an odd kernel."),
                when=lambda value: any(kernel % 2 == 0 for kernel in value["kernel_size"]),
            ),
        ),
        first=N_("The kernel takes off more with every pixel it grows; padding gives 2 back with every step."),
        hints=(
            N_("From 28 to 24, 4 pixels are lost. A kernel takes kernel_size − 1 pixels off a row."),
            N_("Choose the padding first, say 1. It adds 2 pixels to a row. So the kernel must take more than 4."),
            N_("kernel_size − 1 − 2 · padding must be 4. Put your padding in, then find kernel_size."),
        ),
        praise=_praise_24,
    ),
    Exercise(
        id="padding-4",
        read=whole_number,
        examine=satisfies(_is_least_equal, _how_often_used),
        misconceptions=(
            Misconception(2, N_("This padding keeps the size. Equal use asks for more than that.")),
            Misconception(0, N_("Without padding, a single window reaches the corner.")),
            Misconception(1, N_("That is enough for a 2×2 kernel. This one is larger.")),
            Misconception(
                3,
                N_("Closer. But the pixel in the top left corner never meets the last column of the kernel."),
            ),
            Misconception(
                5,
                N_("With padding as wide as the kernel, some windows lie on zeros alone. They use no pixel."),
            ),
            Misconception(8, N_("Did you count both ends of a row together? Padding is counted per side.")),
        ),
        first=N_("Raise the padding from 0 in the coverage explorer, and stop where all numbers are the same."),
        hints=(
            N_("A pixel is used most often when it meets every cell of the kernel once. There are 25 cells."),
            N_("Take the pixel in the top left corner. Where must a window start to put its last column there?"),
            N_("That window touches the image with its last column alone. All its other columns are zeros."),
        ),
        praise=N_(
            "With padding 4, every pixel meets all 25 cells of the kernel: the rule is kernel − 1. "
            "The price is an output of (10, 10)."
        ),
    ),
    NAMED,
    PAD,
)
