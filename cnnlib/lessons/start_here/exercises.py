"""The exercises of ``00_start_here``: predictions, to learn how exercises work, and what the first picture tells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cnnlib.data.reader import reader_network
from cnnlib.engine.layers import Conv2d
from cnnlib.exercises.answers import choice, number, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.start_here.experiment import read_stages
from cnnlib.lessons.start_here.paths import STAGES, Cell, made_from, number_of
from cnnlib.messages import _


def pixels_seen(stage: int, row: int, column: int) -> tuple[int, int]:
    """Height and width of what a cell of a stage goes back to, in pixels of the digit."""
    network = reader_network()
    stages = read_stages(network, np.zeros((8, 8)))
    return made_from(network, stages, Cell(STAGES[stage], 0, row, column), 0)[2:]


def most_pixels() -> int:
    """The most pixels of the digit that a cell of the second convolution goes back to."""
    return max(int(np.prod(pixels_seen(3, *place))) for place in np.ndindex(4, 4))


def inner_cells_of_pooling() -> list[int]:
    """The numbers of the cells of max pooling that are not at the edge of their map."""
    stages = read_stages(reader_network(), np.zeros((8, 8)))
    maps = stages[STAGES[2].layers]
    inside = range(1, maps.shape[1] - 1)
    cells = (Cell(STAGES[2], index, row, column) for index in range(len(maps)) for row in inside for column in inside)
    return [number_of(stages, cell) for cell in cells]


@dataclass(frozen=True, kw_only=True)
class AnyCell(Prediction):
    """A prediction that the picture answers at any of some cells.

    Parameters
    ----------
    cells : tuple of int
        The values of the control ``cell`` that answer it.
    **others
        As for :class:`~cnnlib.exercises.prediction.Prediction`.
    """

    cells: tuple[int, ...]

    def is_answered_at(self, values: Mapping[str, Any]) -> bool:
        """Whether the picture gives the answer at these values of the controls."""
        return values.get("cell") in self.cells


INNER = tuple(inner_cells_of_pooling())

EXERCISES = (
    Exercise(
        id="start-predict-1",
        read=choice(
            a=("a small digit in a corner",),
            b=("almost the same 8×8 numbers as before",),
            c=("a blank image",),
            d=("an image of more pixels",),
        ),
        examine=equals(lambda: "b"),
        misconceptions=(
            Misconception("a", _("That is what you drew. Compare the drawing with the input panel beside it.")),
            Misconception("c", _("Ink is never thrown away as long as there is any. Draw a dot and look.")),
            Misconception("d", _("The input panel's title states its shape. Does it ever change?")),
        ),
        first=_("Look at the input panel while you draw."),
        hints=(
            _("Draw a small digit and look at the input panel."),
            _("Between the drawing and the input, the ink is cut out and enlarged."),
            _("After that it is put in the middle. What is then left of where you drew it, and how large?"),
        ),
        praise=_("Size and place are taken out before the network reads. Enlarged lines are thicker: that stays."),
    ),
    Exercise(
        id="start-predict-2",
        read=choice(
            a=("all ten are 0",),
            b=("all ten are 0.1",),
            c=("they still add up to 1, over the ten digits",),
            d=("the network refuses",),
        ),
        examine=equals(lambda: "c"),
        misconceptions=(
            Misconception("a", _("Then it would have no answer. Add up the ten numbers below any picture.")),
            Misconception("b", _("That would be fair: no idea at all. But some digit always fits a little better.")),
            Misconception("d", _("For that it would need an eleventh answer, and it was never shown one.")),
        ),
        first=_("The line below the picture lists all ten. Add them up for two different drawings."),
        hints=(
            _("The network has ten answers, and no way to give none."),
            _("Its last step, softmax, divides ten positive numbers by their total."),
            _("What is the total of ten numbers after each has been divided by their total?"),
        ),
        praise=_("Softmax shares out exactly 1, whatever it is shown. A network that is sure can still be wrong."),
    ),
    AnyCell(
        id="start-predict-3",
        read=number,
        examine=equals(lambda: pixels_seen(2, 1, 1)[0]),
        misconceptions=(
            Misconception(
                2, _("2 is how many cells of ReLU it takes, side by side. Each of them sees more than one pixel.")
            ),
            Misconception(3, _("3 is what one cell of ReLU sees. Max pooling looks at neighbours, too.")),
            Misconception(6, _("Two windows of 3 side by side would give 6. But windows of neighbours overlap.")),
            Misconception(8, _("8 is the whole digit.")),
            Misconception(16, _("16 is the number of pixels in the whole square. The question was about one side.")),
        ),
        first=_("Look at the orange frame on the input."),
        hints=(
            _("A cell of the convolution is made from 3×3 pixels. ReLU does not change that."),
            _("Max pooling takes two such cells side by side. Their windows overlap."),
            _("The second window is one pixel further. Which pixel does it add to those of the first?"),
        ),
        praise=_("A window of 3 pixels, and the window of its neighbour, which adds one."),
        setting={"cell": INNER[0]},
        right=lambda: pixels_seen(2, 1, 1)[0],
        cells=INNER,
        todo=_("Now press a cell in the middle of a map of max pooling, in the first picture."),
    ),
    Exercise(
        id="start-1",
        read=whole_number,
        examine=equals(lambda: int(np.prod(Conv2d(1, 8, 3, padding=1).output_shape((1, 8, 8))))),
        misconceptions=(
            Misconception(64, _("That is a single feature map. Each filter makes one of its own.")),
            Misconception(8, _("That is how many maps there are. Each of them holds many numbers.")),
            Misconception(128, _("That is after max pooling, which makes the maps smaller. Look one panel before it.")),
            Misconception(72, _("Those are the weights of the filters. The question is what comes out of them.")),
            Misconception(24, _("Did you add the three numbers of the shape? They have to be multiplied.")),
        ),
        first=_("The title of each panel states its shape. Find the panel called convolution."),
        hints=(
            _("A shape such as (3, 5, 5) means 3 maps of 5 rows and 5 columns."),
            _("Find out how many numbers one map holds: rows times columns."),
            _("Then count the maps: one for each filter."),
        ),
        praise=_("8 maps of 8×8 numbers: the digit has become eight images, and each shows something else of it."),
    ),
    Exercise(
        id="start-2",
        read=whole_number,
        examine=equals(most_pixels),
        misconceptions=(
            Misconception(
                64, _("That is the whole digit. Does the orange frame on the input ever reach all its edges?")
            ),
            Misconception(
                9, _("Those are the cells of one map of max pooling. Each of them sees several pixels itself.")
            ),
            Misconception(7, _("That is one side of the frame. How many pixels are inside it?")),
            Misconception(25, _("That is a cell in a corner of its map. What does its window miss there?")),
            Misconception(35, _("That is a cell at the edge of its map. Another place goes back to more.")),
        ),
        first=_("Press cells of the second convolution in the picture, and read the end of the caption."),
        hints=(
            _("At the edge of a map a part of the window is outside. Where is the whole of it inside?"),
            _("Press a cell in the middle of a map. The caption gives two sides of a frame."),
            _("Multiply the two sides."),
        ),
        praise=_(
            "A cell in the middle sees 7×7 pixels: nearly the whole digit. The Affine layer brings all cells together."
        ),
    ),
)
