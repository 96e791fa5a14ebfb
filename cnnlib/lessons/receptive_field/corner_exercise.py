"""``receptive-3``, design two layers that find the top right corner of a box: judged by where they fire."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from cnnlib.data.toys import KERNELS
from cnnlib.engine.activations import relu
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, number, settings
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.messages import N_, _, format_number

VERTICAL, HORIZONTAL, MIDDLE = KERNELS["vertical edges"], KERNELS["horizontal edges"], KERNELS["identity"]


class Box(NamedTuple):
    """A rectangle of ink in an (8, 8) image: its first and its last row and column."""

    top: int
    left: int
    bottom: int
    right: int

    def image(self) -> Array:
        """Return it as an array: 0 is paper, 16 is ink."""
        image = np.zeros((8, 8))
        image[self.top : self.bottom + 1, self.left : self.right + 1] = 16
        return image


BOXES = (Box(2, 2, 6, 6), Box(1, 2, 6, 4), Box(3, 1, 5, 6))
"""The box of the notebook, a tall one and a wide one."""


def fired(value: dict[str, Any], image: Array) -> Array:
    """Return what the second layer gives for an image."""
    with np.errstate(all="ignore"):  # a learner's numbers may be of any size
        maps = relu(conv2d(image[None], np.asarray(value["first"])[:, None], padding=1))
        second = conv2d(maps, np.asarray(value["second"])[None], padding=1)[0]
        return relu(second + value["bias"])


def _near(output: Array, row: int, column: int) -> Array:
    """Return which cells fire and are, each way, at most one cell from this one."""
    rows, columns = np.indices(output.shape)
    return (output > 1e-9) & (abs(rows - row) <= 1) & (abs(columns - column) <= 1)


def _examine(value: dict[str, Any]) -> str | None:
    for box in BOXES:
        output = fired(value, box.image())
        inside = int(_near(output, box.top, box.right).sum())
        count = int((output > 1e-9).sum())
        if inside and count == inside:
            continue
        return _what_happens(box, output, count, inside)
    return None


def _what_happens(box: Box, output: Array, count: int, inside: int) -> str:
    ink = {"top": box.top, "bottom": box.bottom, "left": box.left, "right": box.right}
    if not count:
        return _(
            "On a box with ink in rows {top} to {bottom} and columns {left} to {right}, your second layer fires "
            "nowhere.",
            **ink,
        )
    found = _(
        "On a box with ink in rows {top} to {bottom} and columns {left} to {right}, it fires at {count} of 64 cells; "
        "{inside} of these are within one cell of its top right corner:",
        count=count,
        inside=inside,
        **ink,
    )
    rows = ["    " + " ".join(f"{format_number(cell, 0):>5}" for cell in row) for row in output]
    return "\n".join([found, *rows])


def _fires_at(corner: Pair) -> Callable[[dict[str, Any]], bool]:
    def when(value: dict[str, Any]) -> bool:
        output = fired(value, BOXES[0].image())
        return bool(_near(output, *corner).any()) and int(_near(output, *corner).sum()) == int((output > 1e-9).sum())

    return when


def _wants_what_relu_removed(value: dict[str, Any]) -> bool:
    """Whether a negative weight reads a map of left edges, as if it held right edges."""
    return any(
        (second < 0).any() and (second <= 0).all() and np.array_equal(first, VERTICAL)
        for first, second in zip(np.asarray(value["first"]), np.asarray(value["second"]), strict=True)
    )


CORNER = Exercise(
    id="receptive-3",
    read=settings(first=array(2, 3, 3), second=array(2, 3, 3), bias=number),
    examine=_examine,
    misconceptions=(
        Misconception(
            {"first": [VERTICAL, HORIZONTAL], "second": [-MIDDLE, MIDDLE], "bias": -64},
            N_("The first map holds left edges alone: its ReLU has removed all others. No weight brings them back."),
            when=_wants_what_relu_removed,
        ),
        Misconception(
            {"first": [VERTICAL, HORIZONTAL], "second": [MIDDLE, MIDDLE], "bias": -64},
            N_("That is the top left corner. Which of the two edges is different at the top right?"),
            when=_fires_at((2, 2)),
        ),
        Misconception(
            {"first": [-VERTICAL, -HORIZONTAL], "second": [MIDDLE, MIDDLE], "bias": -64},
            N_("That is the bottom right corner. One sign too many has changed."),
            when=_fires_at((6, 6)),
        ),
        Misconception(
            {"first": [VERTICAL, -HORIZONTAL], "second": [MIDDLE, MIDDLE], "bias": -64},
            N_("That is the bottom left corner. Both signs are the wrong way round."),
            when=_fires_at((6, 2)),
        ),
        Misconception(
            {"first": [-VERTICAL, HORIZONTAL], "second": [MIDDLE, MIDDLE], "bias": 0},
            N_("Without a bias below 0, either edge alone is enough. It should take both."),
            when=lambda value: value["bias"] >= 0,
        ),
        Misconception(
            {"first": [-VERTICAL, HORIZONTAL], "second": [MIDDLE, MIDDLE], "bias": -100},
            N_("The bias asks for more than the two edges give together. Compare with what a side gives: 64."),
            when=lambda value: value["bias"] < 0 and not fired(value, BOXES[0].image()).any(),
        ),
    ),
    first=N_("Which edges meet there? Each needs a map of its own, and the bias must ask for both."),
    hints=(
        N_("At the top right, the ink has paper above it and paper to its right."),
        N_("The map for right edges needs a kernel that is positive where ink is on the left and paper on the right."),
        N_("Changing the sign of a whole kernel swaps left and right. The second layer can be like the one you built."),
    ),
    praise=N_("Four such filters, one for each corner, could share four edge maps: that is what depth is for."),
)
