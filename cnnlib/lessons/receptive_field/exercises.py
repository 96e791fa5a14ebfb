"""The exercises of ``08_receptive_field``: predict, find the wrong line, choose settings, design, look up, write code.

What is right is computed by the engine, not written down here.
``tests/lessons/receptive_field/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from cnnlib.data.digits import digits_split
from cnnlib.data.reader import load_reader
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Pair
from cnnlib.exercises.answers import settings, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, satisfies
from cnnlib.lessons.receptive_field.corner_exercise import CORNER
from cnnlib.lessons.receptive_field.function import FIELDS
from cnnlib.lessons.receptive_field.patches import strongest_patches
from cnnlib.lessons.receptive_field.predictions import PREDICTIONS, SECOND
from cnnlib.messages import N_, _

LARGEST = 1000
"""Settings above this are not tried out: none of them is near the answer."""

FIELD, WEIGHTS = 13, 60
"""``receptive-2``: the receptive field that is asked for, and the number of weights to stay below."""

WORKED = ((5, 1, 5), (2, 2, 6), (5, 1, 10), (2, 2, 12))
"""``receptive-1``: kernel_size and stride of each layer, and the size that was written beside it."""

ASKED, WORKED_FILTER = 9, 12
"""``receptive-4``: the filter of the second layer whose strongest image is to be found, and the one shown before it."""


def right_sizes() -> list[int]:
    """Return the receptive field after each layer of ``receptive-1``."""
    layers = [{"kernel_size": kernel_size, "stride": stride} for kernel_size, stride, _size in WORKED]
    return [receptive_field(layers[: count + 1]).size for count in range(len(layers))]


def first_wrong() -> tuple[int, int]:
    """Return the number of the first layer of ``receptive-1`` with a wrong size, from 1, and the right size."""
    return next(
        (number, right)
        for number, ((_kernel, _stride, written), right) in enumerate(zip(WORKED, right_sizes(), strict=True), start=1)
        if written != right
    )


@cache
def strongest_image(filter: int) -> tuple[int, Pair]:
    """Return the number of the image to which a filter of the second layer responds most, and how much it sees of it.

    Examples
    --------
    >>> strongest_image(12)
    (45, (5, 7))
    """
    *_others, images, _labels = digits_split()
    network = Sequential(*load_reader().layers[:SECOND])
    strongest, places, _responses = strongest_patches(images, network, filter)
    convolution, pooling = {"kernel_size": 3, "padding": 1}, {"kernel_size": 2, "stride": 2}
    field = receptive_field([convolution, pooling, convolution])
    height, width = (min(8, stop) - max(0, first) for first, stop in map(field.of, places[0]))
    return int(strongest[0]), (height, width)


def _field(value: dict[str, int]) -> int:
    """The receptive field of these layers; 0 where a number is out of range."""
    layers, kernel = value["layers"], value["kernel_size"]
    if not (1 <= layers <= LARGEST and 1 <= kernel <= LARGEST):
        return 0
    return receptive_field([{"kernel_size": kernel}] * layers).size


def _weights(value: dict[str, int]) -> int:
    return value["layers"] * value["kernel_size"] ** 2


def _what_they_see(value: dict[str, int]) -> str:
    size = _field(value)
    if not size:
        return _("Both are whole numbers from 1 up to {largest}.", largest=LARGEST)
    return _(
        "A cell then sees {size}×{size} pixels, and the kernels have {weights} weights.",
        size=size,
        weights=_weights(value),
    )


def _has(**wanted: object) -> Callable[[dict[str, Any]], bool]:
    """Return a condition: these settings have these values."""
    return lambda value: all(value[name] == each for name, each in wanted.items())


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="receptive-1",
        read=settings(layer=whole_number, size=whole_number),
        examine=satisfies(lambda value: (value["layer"], value["size"]) == first_wrong()),
        misconceptions=(
            Misconception(
                {"layer": 4, "size": 16},
                N_("This size follows from a mistake one line above it. Look for the first wrong one."),
                when=_has(layer=4),
            ),
            Misconception(
                {"layer": 2, "size": 10},
                N_("A pooling of 2 adds one step, and here a step is still one pixel. This line is right."),
                when=_has(layer=2),
            ),
            Misconception(
                {"layer": 1, "size": 6},
                N_("After one layer, a cell sees what its kernel covers. This line is right."),
                when=_has(layer=1),
            ),
            Misconception(
                {"layer": 3, "size": 10},
                N_("The layer is right. But that is the size that is written there, and it forgets jump."),
                when=_has(layer=3, size=10),
            ),
            Misconception(
                {"layer": 3, "size": 11},
                N_("The layer is right. But neighbours lie 2 pixels apart there, and a kernel adds one step less."),
                when=_has(layer=3, size=11),
            ),
            Misconception(
                {"layer": 3, "size": 16},
                N_("The layer is right. But a kernel adds one step less than its own size."),
                when=_has(layer=3, size=16),
            ),
            Misconception(
                {"layer": 3, "size": 22},
                N_("The layer is right. But only one pooling comes before it, so a step is 2 pixels wide, not 4."),
                when=_has(layer=3, size=22),
            ),
            Misconception(
                {"layer": 3, "size": 12},
                N_("The layer is right. Its size: that of the line above, plus kernel_size − 1 steps of jump pixels."),
                when=_has(layer=3),
            ),
        ),
        first=N_("Go down the table with size and jump, as the loop above does."),
        hints=(
            N_("Each line adds (kernel_size − 1)·jump to the size of the line above it, with the jump of that line."),
            N_("The first two lines are right: one pixel and four more, then one more step of one pixel."),
            N_("After the first pooling jump is 2. The next kernel adds 4 steps of that to the 6 that are there."),
        ),
        praise=N_("6 + 4·2 = 14. Whoever wrote 10 counted a step as one pixel. The last line should be 14 + 1·2 = 16."),
    ),
    Exercise(
        id="receptive-2",
        read=settings(layers=whole_number, kernel_size=whole_number),
        examine=satisfies(
            lambda value: value["layers"] >= 2 and _field(value) == FIELD and _weights(value) < WEIGHTS,
            _what_they_see,
        ),
        misconceptions=(
            Misconception(
                {"layers": 1, "kernel_size": 13},
                N_("That is a single layer, and a costly one. Reach as far with several smaller kernels."),
                when=lambda value: value["layers"] == 1,
            ),
            Misconception(
                {"layers": 13, "kernel_size": 1},
                N_("A 1×1 kernel looks at no neighbour. However many layers there are, nothing is added."),
                when=lambda value: value["kernel_size"] == 1,
            ),
            Misconception(
                {"layers": 3, "kernel_size": 5},
                N_(
                    "The field is right, but there are too many weights. Would smaller kernels reach as far with fewer?"
                ),
                when=lambda value: _field(value) == FIELD and value["layers"] > 1,
            ),
            Misconception(
                {"layers": 5, "kernel_size": 3},
                N_("A little short. Each layer of this size adds the same number of pixels, so keep counting."),
                when=lambda value: value["layers"] > 1 and 8 <= _field(value) < FIELD,
            ),
            Misconception(
                {"layers": 3, "kernel_size": 3},
                N_("That is far short. You need more layers, or larger kernels."),
                when=lambda value: value["layers"] > 1 and 1 < _field(value) < 8,
            ),
            Misconception(
                {"layers": 4, "kernel_size": 5},
                N_("That is more than is asked for. A layer adds its kernel_size minus 1, on top of a single pixel."),
                when=lambda value: _field(value) > FIELD,
            ),
        ),
        first=N_("Start from a single pixel, and add what each layer adds."),
        hints=(
            N_("Each layer adds kernel_size − 1 pixels to the field."),
            N_("A single pixel is there from the start. So the layers together add one less than 13."),
            N_(
                "Write that number as a product: how many layers, times what each adds. Then count the weights of each."
            ),
        ),
        praise=lambda value: _(
            "1 + {layers}·({kernel} − 1) = 13, with {layers}·{kernel}² = {weights} weights. A single 13×13 kernel "
            "has 169.",
            layers=value["layers"],
            kernel=value["kernel_size"],
            weights=_weights(value),
        ),
    ),
    CORNER,
    Exercise(
        id="receptive-4",
        read=settings(image=whole_number, pixels=shape(2)),
        examine=satisfies(lambda value: (value["image"], value["pixels"]) == strongest_image(ASKED)),
        misconceptions=(
            Misconception(
                {"image": 63, "pixels": (8, 8)},
                N_("The image is right. The field is (8, 8), but padding is not part of the image."),
                when=lambda value: value["image"] == strongest_image(ASKED)[0] and value["pixels"] == (8, 8),
            ),
            Misconception(
                {"image": 63, "pixels": (5, 7)},
                N_(
                    "The image is right. Rows come first, then columns: which of the two is cut off more by the border?"
                ),
                when=lambda value: (
                    value["image"] == strongest_image(ASKED)[0] and value["pixels"] == strongest_image(ASKED)[1][::-1]
                ),
            ),
            Misconception(
                {"image": 63, "pixels": (8, 5)},
                N_("The image is right. Where is its largest cell? Count the rows and the columns that it sees."),
                when=lambda value: value["image"] == strongest_image(ASKED)[0],
            ),
            Misconception(
                {"image": 45, "pixels": (5, 7)},
                N_("That is the image for filter 12. The question is about filter 9."),
                when=_has(image=strongest_image(WORKED_FILTER)[0]),
            ),
            Misconception(
                {"image": 271, "pixels": (7, 7)},
                N_("That image has the largest sum of the map. Here only the largest single cell counts."),
                when=_has(image=271),
            ),
            Misconception(
                {"image": 1019, "pixels": (7, 7)},
                N_("That counts cells. Take the largest cell of each map first: one number for each image."),
                when=lambda value: value["image"] >= 360,
            ),
            Misconception(
                {"image": 5, "pixels": (7, 7)},
                N_("That is the digit in the image. The question is about its number among the 360."),
                when=_has(image=5),
            ),
        ),
        first=N_("Look at the map of that image first. Where is its largest cell?"),
        hints=(
            N_("maps[:, 9] holds the maps of this filter, one for each image. Find the image as for filter 12."),
            N_("Print its map, and find the row and the column of the largest cell."),
            N_("It sees 8 rows, the first of them −3 + 2·row. How many of these lie within 0–7? The same for columns."),
        ),
        praise=N_("It is a 5. The cell in row 2, column 3 sees its rows 1 to 7 and its columns 3 to 7."),
    ),
    FIELDS,
)
