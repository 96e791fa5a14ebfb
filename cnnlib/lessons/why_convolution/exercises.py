"""The exercises of ``01_why_convolution``: break a claim, move weights, find what is wrong, count, write.

What is right is computed here from the formulas that the notebook teaches.
``tests/lessons/why_convolution/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from itertools import pairwise

import numpy as np

from cnnlib.engine.layers import Conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.why_convolution.function import SHUFFLE_ALL
from cnnlib.lessons.why_convolution.parameters import parameters_of
from cnnlib.lessons.why_convolution.predictions import PREDICTIONS
from cnnlib.messages import N_, _, format_count, format_number

SIDE = 8
"""Rows and columns of the digits."""

PIXELS, WEIGHTS, BIAS = np.array([2, 6, 5]), np.array([1, 4, 3]), 1
NEW_ORDER = np.array([2, 0, 1])
"""A neuron with three pixels, and a new order of these."""

TABLE = {(0, 5): 5, (1, 0): 28, (3, 16): 100, (10, 9): 262, (20, 4): 564, (27, 27): 783}
"""Pixel → its number in the line of a (28, 28) image, as the notebook prints it: one is wrong."""


def _place(index: int) -> Pair:
    row, column = divmod(index, SIDE)
    return row, column


def _refutes(index: int) -> bool:
    """Whether number `index` and the next one are side by side in the line, but not in the image."""
    return 0 <= index < SIDE**2 - 1 and _place(index)[0] != _place(index + 1)[0]


def _where(index: int) -> str:
    if not 0 <= index < SIDE**2 - 1:
        return _("The line has the numbers 0 to {last}.", last=SIDE**2 - 1)
    return _(
        "Numbers {index} and {following} are the pixels {one} and {other}: they are side by side in the image, too.",
        index=index,
        following=index + 1,
        one=_place(index),
        other=_place(index + 1),
    )


def _are_the_weights(weights: Array) -> bool:
    return np.array_equal(weights, WEIGHTS[NEW_ORDER])


def _answer_of_neuron(weights: Array) -> str:
    said = float(PIXELS[NEW_ORDER] @ weights + BIAS)
    if said == PIXELS @ WEIGHTS + BIAS:
        return _("With these weights the neuron says {said}, too, but only for this image.", said=format_number(said))
    return _("With these weights the neuron says {said}.", said=format_number(said))


def _pairs(pixels: Array) -> set[frozenset[float]]:
    """What a filter of two weights reads: pixels that are side by side."""
    return {frozenset(map(float, pair)) for pair in pairwise(pixels)}


def _is_parted(pair: Array) -> bool:
    """Whether the shuffle has parted two pixels."""
    return frozenset(map(float, pair)) in _pairs(PIXELS) - _pairs(PIXELS[NEW_ORDER])


def _wrong_number() -> int:
    return next(number for (row, column), number in TABLE.items() if number != row * 28 + column)


def _affine(side: int, neurons: int) -> int:
    """Parameters of an Affine layer on a square image with one channel."""
    return neurons * (side * side + 1)


def _target() -> int:
    return parameters_of(Conv2d(1, 20, 5))


def _counted(answer: dict[str, int]) -> str:
    if answer["side"] < 1 or answer["neurons"] < 1:
        return _("Both must be at least 1.")
    return _("Your layer has {count} parameters.", count=format_count(_affine(**answer)))


def _is_as_many(answer: dict[str, int]) -> bool:
    return min(answer.values()) > 0 and _affine(**answer) == _target()


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="why-1",
        read=whole_number,
        examine=satisfies(_refutes, _where),
        misconceptions=(
            Misconception(63, N_("The last number has no next one. Is there a place like that earlier?")),
            Misconception(
                64, N_("The line is shorter than that. Where does one row of the image end?"), when=lambda k: k > 63
            ),
            Misconception(
                8, N_("You are one too far: this pixel begins a row."), when=lambda k: 0 < k < 63 and k % SIDE == 0
            ),
            Misconception(-1, N_("The first number of the line is number 0."), when=lambda k: k < 0),
        ),
        first=N_("Follow the line to the end of a row of the image. What comes next?"),
        hints=(
            N_("Inside a row, numbers that follow each other are side by side in the image."),
            N_("So look at a place where one row ends and the next one begins."),
            N_("The first row has the numbers 0 to 7."),
        ),
        praise=lambda index: _(
            "Numbers {index} and {following} are the pixels {one} and {other}: at opposite ends of two rows.",
            index=index,
            following=index + 1,
            one=_place(index),
            other=_place(index + 1),
        ),
    ),
    Exercise(
        id="why-2",
        read=array(3),
        examine=satisfies(_are_the_weights, _answer_of_neuron),
        misconceptions=(
            Misconception([1, 4, 3], N_("These are the old places. Which weight belonged to the pixel 5?")),
            Misconception([4, 3, 1], N_("Start with the first weight. Which weight did pixel 5 have before?")),
            Misconception(
                [3, 4, 1], N_("The weight of pixel 5 is right. Which weight had pixel 2 before, and which had pixel 6?")
            ),
            Misconception([5, 2, 6], N_("These are the pixels. The three weights are 1, 4 and 3, in another order.")),
        ),
        first=N_("Write the pixels 5, 2, 6 below each other, and beside each the weight that it had before."),
        hints=(
            N_("The neuron must add up the same products."),
            N_("Before the shuffle, pixel 2 was multiplied by 1, pixel 6 by 4, and pixel 5 by 3."),
            N_("Pixel 5 now comes first. So the weight that belongs to it comes first, too."),
        ),
        praise=N_("5·3 + 2·1 + 6·4 + 1 = 42, as before, and so for any image: the weights moved with the pixels."),
    ),
    Exercise(
        id="why-3",
        read=whole_number,
        examine=equals(_wrong_number),
        misconceptions=(
            Misconception(
                783, N_("An image of (28, 28) has 784 pixels, but the first is number 0. This number is right.")
            ),
            Misconception(28, N_("A whole row, numbers 0 to 27, comes before row 1. This number is right.")),
            Misconception(100, N_("3·28 + 16 is 100. This number is right.")),
            Misconception(564, N_("20·28 + 4 is 564. This number is right.")),
            Misconception(5, N_("In row 0, the number is the column. This number is right.")),
            Misconception(289, N_("Which number in the list is wrong? Give it as it is printed there.")),
        ),
        first=N_("Put each pixel into index = row · columns + column. There are 28 columns."),
        hints=(
            N_("Check the lines one by one: index = row · 28 + column."),
            N_("The first three numbers are right."),
            N_("In the wrong one, row and column have been swapped."),
        ),
        praise=N_("10·28 + 9 is 289. 262 is the number of the pixel (9, 10): row and column were swapped."),
    ),
    Exercise(
        id="why-4",
        read=whole_number,
        examine=equals(lambda: int(np.ravel_multi_index((0, 1, 1), (16, 2, 2)))),
        misconceptions=(
            Misconception(0, N_("That was its number before. The line does not move along with the digit.")),
            Misconception(1, N_("That is the cell in row 0, column 1.")),
            Misconception(2, N_("That is the cell in row 1, column 0.")),
            Misconception(4, N_("That is the first cell of map 1. Do you count from 0?")),
            Misconception(9, N_("You counted rows of eight pixels. A row of this map has two cells.")),
            Misconception(5, N_("You counted rows of four. A row of this map has two cells.")),
        ),
        first=N_("Count the cells that come before it: row after row, two in each."),
        hints=(
            N_("Maps are flattened as images are: row after row. Use index = row · columns + column."),
            N_("A map of (2, 2) has two columns."),
            N_("Row 0 comes before it with both its cells, and then one cell of its own row."),
        ),
        praise=N_("1·2 + 1 = 3. So it meets weight 3 of each neuron now, a weight that has learned something else."),
    ),
    Exercise(
        id="why-5",
        read=settings(side=whole_number, neurons=whole_number),
        examine=satisfies(_is_as_many, _counted),
        misconceptions=(
            Misconception(
                {"side": 28, "neurons": 20},
                N_("As many neurons as filters, but a neuron has a weight for each pixel. Make the image smaller."),
                when=lambda answer: answer["neurons"] == 20 and answer["side"] > 5,
            ),
            Misconception(
                {"side": 4, "neurons": 20},
                N_("As many neurons as filters, but now each neuron has fewer weights than a filter."),
                when=lambda answer: answer["neurons"] == 20 and answer["side"] in (1, 2, 3, 4),
            ),
            Misconception(
                {"side": 10, "neurons": 5},
                N_("Are the biases in your count? That would be right if there were none."),
                when=lambda answer: min(answer.values()) > 0 and answer["neurons"] * answer["side"] ** 2 == 500,
            ),
            Misconception(
                {"side": 28, "neurons": 10},
                N_("Too many. Each neuron has a weight for each pixel: try a smaller image, or fewer neurons."),
                when=lambda answer: min(answer.values()) > 0 and _affine(**answer) > _target(),
            ),
            Misconception(
                {"side": 3, "neurons": 10},
                N_("Too few. Try a larger image, or more neurons."),
                when=lambda answer: min(answer.values()) > 0 and _affine(**answer) < _target(),
            ),
        ),
        first=N_("Less than that would be no image, or no layer."),
        hints=(
            N_("First the filters: each has 25 weights and one bias."),
            N_("A neuron has side·side weights and one bias. So neurons · (side·side + 1) must be their total."),
            N_("When would one neuron have exactly as many weights as one filter?"),
        ),
        praise=lambda answer: (
            _("On a (5, 5) image a neuron has as many parameters as a filter of 5×5: 5·5 + 1 = 26.")
            if answer["side"] == 5
            else _("{neurons} · ({side}·{side} + 1) = {count}, and so is 20 · (5·5 + 1).", **answer, count=_target())
        ),
    ),
    Exercise(
        id="why-6",
        read=array(2),
        examine=satisfies(_is_parted),
        misconceptions=(
            Misconception([2, 6], N_("2 and 6 are side by side in 5, 2, 6, too: at its end.")),
            Misconception([6, 2], N_("6 and 2 are side by side in 5, 2, 6, too: at its end.")),
            Misconception(
                [5, 2],
                N_("5 and 2 are side by side after the shuffle only. Which two were side by side before it?"),
                when=lambda pair: set(pair) == {2, 5},
            ),
            Misconception(
                [0, 1],
                N_("Answer with two of the three pixels themselves."),
                when=lambda pair: not set(pair) <= {2, 5, 6},
            ),
            Misconception([6, 6], N_("These must be two different pixels."), when=lambda pair: pair[0] == pair[1]),
        ),
        first=N_("Which two of the pixels were side by side before the shuffle, and are not after it?"),
        hints=(
            N_("A filter of two weights reads two pixels that are side by side, then it moves on by one."),
            N_("Write down the pairs that it reads in 2, 6, 5, and those that it reads in 5, 2, 6."),
            N_("One pair of the first list is missing in the second."),
        ),
        praise=N_(
            "6 and 5 are never in one window again, whatever the two weights are. A neuron sees all pixels at once."
        ),
    ),
    SHUFFLE_ALL,
)
