"""The exercises of ``05_convolution_3d``: shapes, a cell by hand, settings, a wrong cell, a 1×1 filter, a function.

What is right is computed by the engine, not written down here.
``tests/lessons/convolution_3d/test_pictures.py`` compares the numbers in the hints with the engine.
"""

from typing import Any

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.settings import SettingError
from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, cell, number_pair, settings, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals, satisfies
from cnnlib.lessons.convolution_3d.function import READ_CHANNELS
from cnnlib.lessons.convolution_3d.predictions import PREDICTIONS
from cnnlib.messages import N_, _, format_count, format_number

IMAGE = np.arange(9.0).reshape(3, 3) + np.array([0, 1]).reshape(2, 1, 1)
FILTER = np.arange(4.0).reshape(2, 2) + np.array([0, 1]).reshape(2, 1, 1)

SLICES = np.array([[[2, 3], [4, 2]], [[3, 6], [5, 2]], [[4, 4], [1, 2]]], float)
PRINTED = np.array([[37, 74, 104], [76, 75, 50], [122, 108, 58]], float)


def _maps_of_64(value: dict[str, Any]) -> tuple[tuple[int, int, int], int]:
    """The layer's output shape and its parameters; a SettingError if these settings cannot work."""
    pairs = zip(value["kernel_size"], value["padding"], strict=True)
    rows, columns = (output_size(14, kernel, padding=padding) for kernel, padding in pairs)
    filters = value["filters"]
    height, width = value["kernel_size"]
    if filters < 1:
        raise SettingError(_("filters is {filters}, but a layer needs at least one.", filters=format_number(filters)))
    return (filters, rows, columns), filters * (64 * height * width + 1)


def _is_slim(value: dict[str, Any]) -> bool:
    reached, parameters = _maps_of_64(value)
    return reached == (16, 14, 14) and parameters < 5000


def _is_counted(value: dict[str, Any]) -> bool:
    return bool(value["parameters"] == _maps_of_64(value)[1])


def _keeps_14_with_many(value: dict[str, Any]) -> bool:
    reached, parameters = _maps_of_64(value)
    return reached == (16, 14, 14) and parameters >= 5000


def _what_becomes_of_64(value: dict[str, Any]) -> str:
    reached, parameters = _maps_of_64(value)
    if _is_slim(value):
        return ""
    return _(
        "These settings give {shape}, with {parameters} parameters.", shape=reached, parameters=format_count(parameters)
    )


def _partials() -> Array:
    return np.stack([conv2d(channel, piece) for channel, piece in zip(samples.toy_channels(), SLICES, strict=True)])


def _is_wrong_cell(place: Pair) -> bool:
    return bool(_partials().sum(axis=0)[place] != PRINTED[place])


def _there(place: Pair) -> str:
    parts = [format_number(partial[place]) for partial in _partials()]
    return _(
        "There the partials are {parts}, and the printed sum is {sum}.",
        parts=", ".join(parts),
        sum=format_number(PRINTED[place]),
    )


ORANGE = (1, 0.5, 0)


def _on_three_colours(weights: Array) -> str:
    grey, orange, blue = float(weights.sum()), float(weights @ ORANGE), float(weights[2])
    return _(
        "A grey pixel (1, 1, 1) gives {grey}, orange gives {orange}, blue gives {blue}.",
        grey=format_number(grey),
        orange=format_number(orange),
        blue=format_number(blue),
    )


def _finds_blue(weights: Array) -> bool:
    return _ignores_grey(weights) and _ignores_orange(weights) and bool(weights[2] > 1e-9)


def _ignores_grey(weights: Array) -> bool:
    return abs(float(weights.sum())) < 1e-9


def _ignores_orange(weights: Array) -> bool:
    return abs(float(weights @ ORANGE)) < 1e-9


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="channels-1",
        read=shape(3),
        examine=equals(lambda: conv2d(np.zeros((64, 32, 32)), np.zeros((128, 64, 5, 5)), padding=1).shape),
        misconceptions=(
            Misconception(
                (8192, 30, 30),
                N_("That is a map for each kernel. All kernels of one filter share a single map."),
                when=lambda value: value[0] == 8192,
            ),
            Misconception(
                (64, 30, 30),
                N_("Those are the channels of the input. Each filter reads them all, and adds them up."),
                when=lambda value: value[0] == 64,
            ),
            Misconception((1, 30, 30), N_("One map is what a single filter makes. How many filters are there?")),
            Misconception(
                (128, 28, 28), N_("The number of maps is right. But the rows and columns are those without padding.")
            ),
            Misconception(
                (128, 32, 32), N_("The number of maps is right. But this padding is too small to keep the size.")
            ),
            Misconception(
                (128, 29, 29), N_("The number of maps is right. Did you pad both sides, and add 1 at the end?")
            ),
            Misconception(
                (30, 30, 128), N_("These are the right numbers in the order with channels last. Here they come first.")
            ),
        ),
        first=N_("Two questions: what makes a map? And how many places does the 5×5 window have on the padded image?"),
        hints=(
            N_("The shape is (maps, height, width). Count the maps first."),
            N_("Each filter makes exactly one map, whatever it reads. All channels are added inside it."),
            N_("For the rows: input + 2 · padding − kernel + 1. Put 32, 1 and 5 in. The columns are the same."),
        ),
        praise=N_("64 · 128 = 8,192 is the number of kernels. There is one map for each filter: 128."),
    ),
    Exercise(
        id="channels-2",
        read=array(2, 2),
        examine=close_to(lambda: conv2d(IMAGE, FILTER[None])[0], tolerance=1e-6),
        misconceptions=(
            Misconception(
                [[19, 25], [37, 43]], N_("That is the first partial alone. The second channel is to be added.")
            ),
            Misconception(
                [[37, 47], [67, 77]], N_("That is the second partial alone. The first channel is to be added.")
            ),
            Misconception([[28, 36], [52, 60]], N_("That is the mean of the two partials. A filter adds them.")),
            Misconception(
                [[44, 56], [80, 92]], N_("You took the first kernel for both channels. The second channel has its own.")
            ),
            Misconception(
                [[64, 84], [124, 144]],
                N_("You took the second kernel for both channels. The first channel has its own."),
            ),
            Misconception([[52, 68], [100, 116]], N_("The kernels are swapped: each goes with the other channel.")),
            Misconception(
                [[28, 44], [76, 92]], N_("Your kernels are turned around. Deep learning leaves them as they are.")
            ),
            Misconception([[56, 104], [72, 120]], N_("The numbers are right. Rows and columns are exchanged.")),
            Misconception([[57, 73], [105, 121]], N_("Each cell is 1 too large. There is no bias here.")),
        ),
        first=N_("Work out a (2, 2) partial for each channel with its own kernel. Then add the two, cell by cell."),
        hints=(
            N_(
                "Begin with the first channel and its kernel. The first window is 0, 1, 3, 4, and the weights are "
                "0, 1, 2, 3."
            ),
            N_(
                "The first cell of the first partial is 0·0 + 1·1 + 3·2 + 4·3 = 19. The second channel: 1·1 + 2·2 "
                "+ 4·3 + 5·4."
            ),
            N_("When you have both partials, add the cells at the same place. Do not divide by anything."),
        ),
        praise=N_("19 + 37 = 56 in the first cell, and so on. Two channels, two kernels, two partials, one map."),
    ),
    Exercise(
        id="channels-3",
        read=settings(filters=whole_number, kernel_size=number_pair, padding=number_pair, parameters=whole_number),
        examine=satisfies(lambda value: _is_slim(value) and _is_counted(value), _what_becomes_of_64),
        misconceptions=(
            Misconception(
                {"filters": 16, "kernel_size": 1, "padding": 0, "parameters": 1024},
                N_("The settings are right. The count leaves out the biases: one for each filter."),
                when=lambda value: _is_slim(value) and value["parameters"] == _maps_of_64(value)[1] - 16,
            ),
            Misconception(
                {"filters": 16, "kernel_size": 1, "padding": 0, "parameters": 32},
                N_("The settings are right. Count again: how many weights does a filter have, and how many biases?"),
                when=_is_slim,
            ),
            Misconception(
                {"filters": 16, "kernel_size": 3, "padding": 1, "parameters": 9232},
                N_("The shape is right, but it costs too much. What makes a kernel expensive is its area."),
                when=_keeps_14_with_many,
            ),
            Misconception(
                {"filters": 64, "kernel_size": 1, "padding": 0, "parameters": 4160},
                N_("Each filter makes one map. You need as many filters as maps in the output."),
                when=lambda value: value["filters"] != 16,
            ),
            Misconception(
                {"filters": 16, "kernel_size": 3, "padding": 0, "parameters": 9232},
                N_("The number of maps is right. But the map is smaller than 14: what does the kernel take off?"),
                when=lambda value: max(_maps_of_64(value)[0][1:]) < 14,
            ),
            Misconception(
                {"filters": 16, "kernel_size": 2, "padding": 1, "parameters": 4112},
                N_("The number of maps is right. But the map is larger than 14: a kernel of 2 takes off only 1."),
                when=lambda value: value["kernel_size"] == (2, 2) and max(value["padding"]) > 0,
            ),
            Misconception(
                {"filters": 16, "kernel_size": 1, "padding": 1, "parameters": 1040},
                N_("This kernel takes nothing off the border, so padding has nothing to give back."),
                when=lambda value: value["kernel_size"] == (1, 1) and max(value["padding"]) > 0,
            ),
        ),
        first=N_("Three conditions: the number of maps, their size, and few parameters. Take them one by one."),
        hints=(
            N_("The number of maps is the number of filters. That fixes the first setting."),
            N_(
                "Parameters are filters · (64 · height · width + 1). Try a few kernel sizes in it. Small ones are "
                "cheap."
            ),
            N_(
                "Divide 5,000 by the number of filters, then by the 64 channels. At most that many weights fit "
                "in one kernel."
            ),
        ),
        praise=lambda value: _(
            "It costs {parameters} parameters. A 3×3 layer of the same shape would cost 9,232.",
            parameters=format_count(_maps_of_64(value)[1]),
        ),
    ),
    Exercise(
        id="channels-4",
        read=cell(3, 3),
        examine=satisfies(_is_wrong_cell, _there),
        misconceptions=(
            Misconception(
                (2, 0),
                N_("It is the largest number, but large is not wrong. Add the three."),
                when=lambda place: place == (2, 0),
            ),
            Misconception(
                (2, 1),
                N_("No error there. Did you write the column first? The row comes first here."),
                when=lambda place: place == (2, 1),
            ),
            Misconception(
                (2, 2),
                N_("No error there. If you counted from 1: rows and columns are counted from 0 here."),
                when=lambda place: place == (2, 2),
            ),
            Misconception(
                (0, 0),
                N_("No error there: the first cell is right. Go on with the others."),
                when=lambda place: place == (0, 0),
            ),
        ),
        first=N_("Add these three. The sum is right, so look at another cell."),
        hints=(
            N_("There is no trick in the partials: they are right. Only the adding went wrong, and in one cell only."),
            N_("Add the three partials in NumPy, or row by row on paper, and compare with the printed sum."),
            N_("In the wrong cell, one of the three channels was left out."),
        ),
        praise=N_(
            "21 + 29 + 12 is 62, and 50 is 21 + 29: blue was left out. A channel that is left out looks like this."
        ),
    ),
    Exercise(
        id="channels-5",
        read=array(3),
        examine=satisfies(_finds_blue, _on_three_colours),
        misconceptions=(
            Misconception([0, 0, 0], N_("That is 0 on everything, on blue too."), when=lambda w: not w.any()),
            Misconception(
                [-1, 2, -1],
                N_("Grey and orange are right. The sign on blue is not."),
                when=lambda w: _ignores_grey(w) and _ignores_orange(w) and w[2] < 0,
            ),
            Misconception(
                [-1, 0, 1],
                N_("Grey is right. Orange is not yet 0: it has red and some green."),
                when=lambda w: _ignores_grey(w) and not _ignores_orange(w),
            ),
            Misconception(
                [0.3, 0.6, 0.1],
                N_("This filter makes a grey photograph: it keeps grey as it is."),
                when=lambda w: abs(w.sum() - 1) < 1e-9 and (w > 0).all(),
            ),
            Misconception(
                [1, 1, 1],
                N_("Nothing is taken away. At least one weight has to be negative."),
                when=lambda w: (w >= 0).all(),
            ),
            Misconception(
                [1, -2, 0],
                N_("Orange is right. A grey pixel also has blue in it."),
                when=lambda w: _ignores_orange(w) and not _ignores_grey(w),
            ),
        ),
        first=N_("Take the two colours that should give 0 one by one. What does each say about the weights?"),
        hints=(
            N_(
                "Let the grey pixel be (g, g, g). The filter turns it into red·g + green·g + blue·g. When is that 0 "
                "for every g?"
            ),
            N_("Orange gives red + 0.5·green. For that to be 0, green needs the opposite sign and twice the size."),
            N_("Choose a weight for red. Orange then fixes green, and grey fixes blue. Which sign does blue get?"),
        ),
        praise=N_("Grey and orange both vanish, however bright. Only the ratio 1 : −2 : 1 does that."),
    ),
    READ_CHANNELS,
)
