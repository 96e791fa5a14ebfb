"""The predictions of ``00_start_here``: what the first picture and the mistakes answer when they are tried."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader, reader_network
from cnnlib.engine.types import Array
from cnnlib.exercises.answers import choice, number, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.start_here.experiment import read_stages
from cnnlib.lessons.start_here.paths import STAGES, Cell, made_from, number_of
from cnnlib.messages import N_
from cnnlib.samples import digits_split

PAPER = 32
"""Dots of the paper along one side."""

SMALL_DIGIT, SMALL_BOX, OFF_CENTRE = 48, 18, 4
"""What a small 3 in a corner has: dots of ink, dots along a side, dots from the paper's middle.

While a large one is drawn, it may be like that, too; but the picture comments only when the pen is lifted.
"""

FACE_PIECES = 3
"""A face has at least two eyes and a mouth; no digit is written in so many pieces."""


def pixels_seen(stage: int, row: int, column: int) -> tuple[int, int]:
    """Height and width of what a cell of a stage goes back to, in pixels of the digit."""
    network = reader_network()
    stages = read_stages(network, np.zeros((8, 8)))
    return made_from(network, stages, Cell(STAGES[stage], 0, row, column), 0)[2:]


def inner_cells_of_pooling() -> list[int]:
    """The numbers of the cells of max pooling that are not at the edge of their map."""
    stages = read_stages(reader_network(), np.zeros((8, 8)))
    maps = stages[STAGES[2].layers]
    inside = range(1, maps.shape[1] - 1)
    cells = (Cell(STAGES[2], index, row, column) for index in range(len(maps)) for row in inside for column in inside)
    return [number_of(stages, cell) for cell in cells]


def second_choices() -> int:
    """For how many of the held-out digits that are misread the right digit is the second choice."""
    _train, _train_labels, images, labels = digits_split()
    order = np.argsort(-load_reader().forward(network_input(images)), axis=1)
    return int(((order[:, 0] != labels) & (order[:, 1] == labels)).sum())


def is_small_in_a_corner(drawn: Array) -> bool:
    """Whether a drawing is more than a dot or a line, small, and off the middle of the paper in both directions.

    Examples
    --------
    >>> paper = np.zeros((32, 32))
    >>> paper[2:14, 2:6] = 1
    >>> is_small_in_a_corner(paper), is_small_in_a_corner(np.ones((32, 32)))
    (True, False)
    """
    inked = np.argwhere(drawn)
    if len(inked) < SMALL_DIGIT:
        return False
    first, stop = inked.min(axis=0), inked.max(axis=0) + 1
    is_small = (stop - first <= SMALL_BOX).all()
    return bool(is_small and (abs((first + stop) / 2 - PAPER / 2) >= OFF_CENTRE).all())


def pieces(drawn: Array) -> int:
    """Return how many separate pieces of ink a drawing has; dots that touch at a corner are one piece.

    Examples
    --------
    >>> pieces(np.array([[1, 0, 0, 1], [0, 1, 0, 1]]))
    2
    """
    rest = {(int(row), int(column)) for row, column in np.argwhere(drawn)}
    count = 0
    while rest:
        count += 1
        edge = [rest.pop()]
        while edge:
            row, column = edge.pop()
            touching = rest & {(row + down, column + across) for down in (-1, 0, 1) for across in (-1, 0, 1)}
            rest -= touching
            edge.extend(touching)
    return count


def is_like_a_face(drawn: Array) -> bool:
    """Whether a drawing has as many pieces as a face."""
    return pieces(drawn) >= FACE_PIECES


@dataclass(frozen=True, kw_only=True)
class AnyLike(Prediction):
    """A prediction that the picture answers at many values of a control.

    Parameters
    ----------
    control : str
        The control.
    answers : callable
        A value of it → whether the picture gives the answer there.
    **others
        As for :class:`~cnnlib.exercises.prediction.Prediction`; its ``setting`` is one of them.
    """

    control: str
    answers: Callable[[Any], bool]

    def is_answered_at(self, values: Mapping[str, Any]) -> bool:
        """Whether the picture gives the answer at these values of the controls."""
        return self.control in values and self.answers(values[self.control])


INNER = tuple(inner_cells_of_pooling())


def _small_stroke() -> Array:
    paper = np.zeros((PAPER, PAPER))
    paper[2:15, 2:6] = 1
    return paper


def _dots_and_a_mouth() -> Array:
    paper = np.zeros((PAPER, PAPER))
    paper[8:11, 9:12] = paper[8:11, 20:23] = paper[20:23, 10:22] = 1
    return paper


SIZES = {
    "a": N_("a (a small 3 in a corner)"),
    "b": N_("b (a large 3 in the middle)"),
    "c": N_("c (a blank image)"),
    "d": N_("d (an image with more pixels)"),
}
SUMS = {
    "a": N_("a (all ten are 0)"),
    "b": N_("b (all ten are 0.1)"),
    "c": N_("c (unequal, but they still add up to 1)"),
    "d": N_("d (the network refuses)"),
}

PREDICTIONS = (
    AnyLike(
        id="start-predict-1",
        read=choice(
            a=("a small 3 in a corner",),
            b=("a large 3 in the middle",),
            c=("a blank image",),
            d=("an image with more pixels",),
        ),
        examine=equals(lambda: "b"),
        right=lambda: "b",
        words=SIZES.__getitem__,
        misconceptions=(
            Misconception("a", N_("That is what you drew. Compare it with the input: there the 3 is large.")),
            Misconception("c", N_("Ink is never thrown away. Look at the input.")),
            Misconception("d", N_("The title of the input says (1, 8, 8), whatever you draw.")),
        ),
        first=N_("Look at the panel called input."),
        hints=(
            N_("Draw a small 3 and look at the panel called input."),
            N_("Between the drawing and the input, the ink is cut out and enlarged."),
            N_("After that it is put in the middle. What then remains of its place and size?"),
        ),
        praise=N_("Size and place are taken out before the network reads. Enlarged lines are thicker: that stays."),
        setting={"drawn": _small_stroke()},
        control="drawn",
        answers=is_small_in_a_corner,
        todo=N_(
            "Now draw a large 3 in the first picture. Press clear, then draw a small 3 in a corner. Watch the input."
        ),
    ),
    AnyLike(
        id="start-predict-2",
        read=choice(
            a=("all ten are 0",),
            b=("all ten are 0.1",),
            c=("unequal, but they still add up to 1", "they still add up to 1"),
            d=("the network refuses",),
        ),
        examine=equals(lambda: "c"),
        right=lambda: "c",
        words=SUMS.__getitem__,
        misconceptions=(
            Misconception("a", N_("Then it would have no answer. Add up the numbers on the bars.")),
            Misconception("b", N_("That would be fair: no idea at all. But some digit always fits a little better.")),
            Misconception("d", N_("For that it would need an eleventh answer, and it was never shown one.")),
        ),
        first=N_("Each bar has its number. Add them up."),
        hints=(
            N_("The network has ten answers, and no way to give none."),
            N_("At its end it divides ten positive numbers by their total. That step is called softmax."),
            N_("What is the total of ten numbers after each has been divided by their total?"),
        ),
        praise=N_("The network has to share out exactly 1 (softmax), whatever it is shown."),
        setting={"drawn": _dots_and_a_mouth()},
        control="drawn",
        answers=is_like_a_face,
        todo=N_("Now draw a face with two eyes and a mouth in the first picture, and look at the numbers on the bars."),
    ),
    AnyLike(
        id="start-predict-3",
        read=number,
        examine=equals(lambda: pixels_seen(2, 1, 1)[0]),
        misconceptions=(
            Misconception(
                2, N_("2 is how many cells of ReLU it takes, side by side. Each of them sees more than one pixel.")
            ),
            Misconception(3, N_("3 is what one cell of ReLU sees. Max pooling looks at neighbours, too.")),
            Misconception(6, N_("Two windows of 3 side by side would give 6. But windows of neighbours overlap.")),
            Misconception(8, N_("8 is the whole digit.")),
            Misconception(16, N_("16 is the number of pixels in the whole square. The question was about one side.")),
        ),
        first=N_("Look at the orange frame on the input."),
        hints=(
            N_("A cell of the convolution is made from 3×3 pixels. ReLU does not change that."),
            N_("Max pooling takes two such cells side by side. Their windows overlap."),
            N_("The second window is one pixel further. Which pixel does it add to those of the first?"),
        ),
        praise=N_("A window of 3 pixels, and the window of its neighbour, which adds one."),
        setting={"cell": INNER[0]},
        right=lambda: pixels_seen(2, 1, 1)[0],
        control="cell",
        answers=INNER.__contains__,
        todo=N_("Now press a cell in the middle of a map of max pooling, in the first picture."),
    ),
    Prediction(
        id="start-predict-4",
        read=whole_number,
        examine=equals(second_choices),
        right=second_choices,
        misconceptions=(
            Misconception(3, N_("For the 5 it is not: 9 comes first there, and 3 second.")),
            Misconception(1, N_("Both are 9s for which 9 comes second.")),
            Misconception(0, N_("Look at the two 9s: 9 comes second.")),
        ),
        first=N_("Compare the bars of all three."),
        hints=(
            N_("The bar of the right digit has a tick. Press each of the three digits."),
            N_("The tallest bar is what was read. Which bar is the next one?"),
            N_("Look for the tick at the second tallest bar, each time."),
        ),
        praise=N_("For the 5, 9 comes first and 3 second. The others are both 9s, and 9 comes second."),
        setting={"chosen": 2},
        todo=N_("Now press the digit in the middle of the three below, then the last."),
    ),
)
