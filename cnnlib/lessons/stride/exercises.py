"""The exercises of ``04_stride``: predict a shape, fill a blank, choose settings, count what is lost, write a function.

What is right is computed by the engine, not written down here.
``tests/lessons/stride/test_exercises.py`` compares the numbers in the hints with the engine.
"""

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.exercises.answers import array, number, settings, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals, satisfies
from cnnlib.exercises.kinds import flat, nested_shape, plain_number
from cnnlib.exercises.refusals import WrongKind
from cnnlib.lessons.stride.function import CONV
from cnnlib.lessons.stride.predictions import PREDICTIONS, unvisited
from cnnlib.messages import N_, _, ngettext


def _shape_in_whole_jumps(answer: object) -> tuple[int, ...]:
    """Read a shape; of one that is not whole, say that only whole jumps count."""
    try:
        read: tuple[int, ...] = shape(2)(answer)
    except WrongKind as problem:
        if nested_shape(answer) == (2,) and any(isinstance(plain_number(part), float) for part in flat(answer)):
            raise WrongKind(f"{problem} {_('Only whole jumps count.')}") from None
        raise
    return read


def _what_becomes_of_28(stride: int | float) -> str:
    if not isinstance(stride, int) or stride < 1:
        return _("A stride is a whole number of pixels, 1 or more.")
    return _(
        "With stride {stride}, 28 pixels become {size}.",
        stride=stride,
        size=output_size(28, 4, stride=stride, padding=1),
    )


def _halves(value: dict[str, int]) -> tuple[int, int]:
    """Output size, and unvisited columns, of 32 pixels at stride 2; a SettingError if the settings cannot work."""
    kernel, padding = value["kernel_size"], value["padding"]
    size = output_size(32, kernel, stride=2, padding=padding)
    return size, unvisited(32, min(kernel, 100), stride=2, padding=min(padding, 100))


def _reaches_16(value: dict[str, int]) -> bool:
    return value["kernel_size"] % 2 == 1 and _halves(value) == (16, 0)


def _what_becomes_of_32(value: dict[str, int]) -> str:
    size, lost = _halves(value)
    if not lost:
        return _("These settings turn (32, 32) into ({size}, {size}), and leave no column unvisited.", size=size)
    return ngettext(
        "These settings turn (32, 32) into ({size}, {size}), and leave {count} column unvisited.",
        "These settings turn (32, 32) into ({size}, {size}), and leave {count} columns unvisited.",
        lost,
        size=size,
    )


def _praise_16(value: dict[str, int]) -> str:
    return _(
        "⌊(32 + {back} − {kernel}) / 2⌋ + 1 = 16. The division leaves a remainder, but only padding is lost. "
        "With an odd kernel, a padding of half its size, rounded down, halves every even size.",
        back=2 * value["padding"],
        kernel=value["kernel_size"],
    )


STRIPES = np.tile([0.0, 0, 1, 1], 6)
"""A row of pixels whose stripes repeat every four pixels."""

EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="stride-1",
        read=_shape_in_whole_jumps,
        examine=equals(lambda: tuple(output_size(size, 3, stride=2, padding=2) for size in (9, 16))),
        misconceptions=(
            Misconception(
                (6, 10),
                N_("You rounded up. The last window of each row would hang over even the padding."),
            ),
            Misconception(
                (5, 8),
                N_(
                    "Did you count jumps, without the first place? "
                    "Or was padding added on one side only? It is counted per side."
                ),
            ),
            Misconception((4, 7), N_("That is the shape without padding. Padding 2 adds two pixels on each side.")),
            Misconception((4, 8), N_("That is half of the input. The kernel and the padding have a say, too.")),
            Misconception((11, 18), N_("That is the shape with stride 1. Count only the places that the window hits.")),
            Misconception((9, 6), N_("Rows come first, in every shape: the input has 9 rows and 16 columns.")),
            Misconception(
                (5, 9), N_("You divided the + 1 as well. Count whole jumps first, then add the first place.")
            ),
        ),
        first=N_("Rows and columns each need their own sum. Round down after the division."),
        hints=(
            N_("With its padding, a column is 2 + 9 + 2 pixels high, and a row is 2 + 16 + 2 pixels wide."),
            N_("In a column of 13 pixels, a window of 3 can move by 10. How many jumps of 2 is that?"),
            N_("Each axis: ⌊(input + 2 · padding − kernel) / stride⌋ + 1. In a row, 17 / 2 is rounded down to 8."),
        ),
        praise=N_("Rows: ⌊10 / 2⌋ + 1 = 6. Columns: ⌊17 / 2⌋ + 1 = 9. The last column of zeros is in no window."),
    ),
    Exercise(
        id="stride-2",
        read=number,
        examine=satisfies(
            lambda stride: (
                isinstance(stride, int) and stride >= 1 and output_size(28, 4, stride=stride, padding=1) == 14
            ),
            _what_becomes_of_28,
        ),
        misconceptions=(
            Misconception(14, N_("That is the size that is asked for. The stride is the length of one jump.")),
            Misconception(13, N_("That is how many jumps are needed. How long is each of them?")),
            Misconception(4, N_("With a stride of the kernel's size, windows lie side by side. Let them overlap.")),
            Misconception(1, N_("That leaves out no place at all. The window has to jump further.")),
            Misconception(3, N_("Those jumps are too long, so there are too few of them.")),
            Misconception(
                0.5,
                N_("The stride is how far the window moves, not how much is left of the image."),
                when=lambda stride: 0 < stride < 1,
            ),
        ),
        first=N_("The smaller the stride, the more places there are. Is yours too small or too large?"),
        hints=(
            N_("With its padding, a row is 1 + 28 + 1 pixels wide. How far can a window of 4 pixels move in it?"),
            N_("It can move by 26 pixels. 14 places: the first one, then 13 jumps."),
            N_("Share out the 26 pixels among 13 jumps."),
        ),
        praise=N_("26 pixels in jumps of 2 are 13 jumps, and with the first place 14. Nothing is left over."),
    ),
    Exercise(
        id="stride-3",
        read=settings(kernel_size=whole_number, padding=whole_number),
        examine=satisfies(_reaches_16, _what_becomes_of_32),
        misconceptions=(
            Misconception(
                {"kernel_size": 1, "padding": 0},
                N_("A 1×1 kernel looks at one pixel, then skips the next. Its windows need to be wider."),
                when=lambda value: value["kernel_size"] == 1,
            ),
            Misconception(
                {"kernel_size": 2, "padding": 0},
                N_("An even kernel can halve the size exactly. Here an odd one is asked for, which has a middle."),
                when=lambda value: value["kernel_size"] > 0 and value["kernel_size"] % 2 == 0,
            ),
            Misconception(
                {"kernel_size": 3, "padding": 0},
                N_("Too few places: one more window would hang over the edge. What gives it room there?"),
                when=lambda value: value["padding"] == 0 and value["kernel_size"] > 1,
            ),
            Misconception(
                {"kernel_size": 3, "padding": 2},
                N_("Too many places. The padding is larger than this kernel needs."),
                when=lambda value: _halves(value)[0] > 16,
            ),
            Misconception(
                {"kernel_size": 5, "padding": 1},
                N_("Too few places. This kernel needs more room than the padding gives it."),
                when=lambda value: _halves(value)[0] < 16,
            ),
        ),
        first=N_("Try pairs in the second explorer, at a smaller even size such as 8, which should become 4."),
        hints=(
            N_("16 places: the first one, then 15 jumps of 2: 30 pixels of movement."),
            N_("The movement is 32 + 2 · padding − kernel_size. One extra pixel does no harm: rounding down drops it."),
            N_(
                "An odd kernel_size makes the movement odd: it should be 31. Choose one above 1, then find the padding."
            ),
        ),
        praise=_praise_16,
    ),
    Exercise(
        id="stride-4",
        read=whole_number,
        examine=equals(lambda: unvisited(20, 3, stride=5, padding=1)),
        misconceptions=(
            Misconception(4, N_("That is the remainder of the division, padding and all. There are gaps, too.")),
            Misconception(3, N_("Those are the columns of the image after the last window. There are gaps, too.")),
            Misconception(6, N_("Those are the columns in the gaps. Does the last window reach the end of the image?")),
            Misconception(10, N_("You counted a column of padding, too. Only columns of the image are asked for.")),
            Misconception(11, N_("That is how many columns are visited.")),
            Misconception(8, N_("You counted a gap after every window. After the last one there is more than a gap.")),
            Misconception(0, N_("The window is 3 wide and jumps by 5. What lies between two windows?")),
        ),
        first=N_("Write down the columns of each window. The padding is column −1, so the first window starts there."),
        hints=(
            N_("The first window holds the columns −1, 0 and 1. The second starts 5 further on, on column 4."),
            N_("Between two neighbouring windows two columns are left out. Is there room for a fifth window?"),
            N_("The fourth window holds the columns 14, 15 and 16. Count three gaps, and what follows column 16."),
        ),
        praise=N_("Three gaps of 2 columns, and the columns 17, 18 and 19 at the end: 3 · 2 + 3 = 9."),
    ),
    Exercise(
        id="stride-5",
        read=array(5),
        examine=close_to(lambda: STRIPES[::3][:5], tolerance=1e-9),
        misconceptions=(
            Misconception([0, 0, 1, 1, 0], N_("Those are the first five pixels. Stride 3 keeps one of three.")),
            Misconception([0, 1, 0, 1, 0], N_("That would be pixels 0, 2, 4 and so on: stride 2.")),
            Misconception([0, 0, 0, 0, 0], N_("That would be pixels 0, 4, 8 and so on: stride 4.")),
            Misconception([1, 1, 0, 0, 1], N_("Where does the first window start? It keeps pixel 0.")),
        ),
        first=N_("Number the pixels from 0, and write down every third one."),
        hints=(
            N_("A 1×1 kernel with weight 1 copies the pixel at which its window starts."),
            N_("At stride 3, the windows start at pixels 0, 3, 6, 9 and 12."),
            N_("The stripes repeat every four pixels, so pixel 6 is like pixel 2. Read off all five."),
        ),
        praise=N_(
            "A pattern that repeats every 4 pixels now repeats every 4 cells, which is every 12 pixels. "
            "That is aliasing."
        ),
    ),
    Exercise(
        id="stride-6",
        read=array(5),
        examine=close_to(lambda: np.convolve(STRIPES, np.full(4, 0.25), "valid")[::3][:5], tolerance=1e-9),
        misconceptions=(
            Misconception([0, 1, 1, 0, 0], N_("That is the output without the blur, as in exercise 5.")),
            Misconception([2, 2, 2, 2, 2], N_("You added up four pixels. A mean divides the sum by their number.")),
            Misconception(
                [1 / 3, 1 / 3, 2 / 3, 2 / 3, 1 / 3],
                N_("You took the mean of three pixels, as many as the stride. This blur takes four."),
            ),
            Misconception([0, 0, 0, 0, 0], N_("Are there no ones among pixels 0 to 3?")),
        ),
        first=N_("Write down pixels 0 to 3, then pixels 3 to 6. Compare their means."),
        hints=(
            N_("The blur comes first. Pixel 0 becomes the mean of pixels 0, 1, 2 and 3."),
            N_("After the blur, stride 3 keeps pixels 0, 3, 6, 9 and 12, as before."),
            N_("Pixels 3, 4, 5 and 6 are 1, 0, 0 and 1. Take their mean. Then take that of pixels 6, 7, 8 and 9."),
        ),
        praise=N_("The false stripes are gone. An even grey is a fair picture of stripes too fine for this output."),
    ),
    CONV,
)
