"""What ``05_convolution_3d`` lets the learner predict; the explorer below each prediction answers it."""

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.exercises.answers import choice, number, shape, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.convolution_3d.weights import TRIOS
from cnnlib.messages import N_

BRIGHTNESS = {"a": N_("a (darker)"), "b": N_("b (brighter)"), "c": N_("c (neither)")}
"""How a map compares with the grey photograph."""

GREY = (0.3, 0.6, 0.1)
"""Weights of a grey photograph, which add up to 1."""

LESS_BLUE = (1.0, 1.0, -1.0)
"""Other weights that add up to 1."""


def _last_cell() -> float:
    return float(conv2d(samples.toy_channels()[::2], TRIOS["alike"][None, ::2], [-10])[0, -1, -1])


def _places() -> int:
    return conv2d(np.zeros((4, 5, 6)), np.zeros((1, 4, 2, 2))).size


def _maps_of_four() -> tuple[int, ...]:
    return conv2d(np.zeros((3, 128, 128)), np.zeros((4, 3, 3, 3))).shape


def _parameters() -> int:
    return np.zeros((6, 3, 5, 5)).size + np.zeros(6).size


def _brightness_of_the_fur() -> str:
    photo = samples.chelsea()
    orange = photo[0] - photo[2] > 0.2
    after, before = (conv2d(photo, np.reshape(weights, (1, 3, 1, 1)))[0] for weights in (LESS_BLUE, GREY))
    difference = (after - before)[orange].mean()
    return "c" if abs(difference) < 0.01 else "b" if difference > 0 else "a"


PREDICTIONS = (
    Prediction(
        id="channels-predict-1",
        read=whole_number,
        examine=equals(_places),
        right=_places,
        setting={"channels": 4, "kernel_size": 2},
        misconceptions=(
            Misconception(
                80, N_("That counts every place once per channel. But the filter is in all channels at once.")
            ),
            Misconception(60, N_("A filter of depth 2 could move in depth, and have that many. This one is 4 deep.")),
            Misconception(12, N_("That is right for a 3×3 filter. A smaller one has more places.")),
            Misconception(
                30, N_("That is a place for each pixel. But at the last row and column the filter sticks out.")
            ),
            Misconception(120, N_("That is how many numbers the image has.")),
            Misconception(16, N_("That is how many weights the filter has.")),
            Misconception(1, N_("That is the number of maps.")),
        ),
        first=N_("Multiply the places across by the places down."),
        hints=(
            N_("Take the top row first. In which columns can the left side of the filter be?"),
            N_("The filter is as deep as the image. How far can it move in depth?"),
            N_("Across: 6 − 2 + 1. Down: 5 − 2 + 1. Multiply the two."),
        ),
        praise=N_("Four places down, five across."),
    ),
    Prediction(
        id="channels-predict-2",
        read=number,
        examine=equals(_last_cell),
        right=_last_cell,
        setting={
            "added": (1, 0, 1),
            "bias": -10,
            "weight": TRIOS["alike"],
            "position": 3,
        },
        todo=N_(
            "Now choose without green in the picture below, set bias to −10, and press the bottom right cell of "
            "the map."
        ),
        misconceptions=(
            Misconception(12, N_("The bias belongs to the filter, not to the channels: it is added once.")),
            Misconception(2, N_("There is one bias for the filter, and not one for each of three channels.")),
            Misconception(37, N_("That is with green.")),
            Misconception(32, N_("The bias is part of the cell, too: it is added after the sum.")),
            Misconception(42, N_("The sign got lost: the bias is negative.")),
            Misconception(-10, N_("The bias is added to the sum. It does not replace it.")),
            Misconception(-320, N_("Weights multiply. A bias is added.")),
            Misconception(18, N_("That is the top left cell, not the bottom right.")),
        ),
        first=N_("Add the bottom right cells of the red and the blue partial. The bias comes after that."),
        hints=(
            N_("Nothing about the partials changes: the image and the kernels are the same."),
            N_("Two partials are added now. How many biases does the filter have?"),
            N_("Write the sum with three terms: 16 + 16 + bias."),
        ),
        praise=N_("Each partial that is added counts once, and so does the bias."),
    ),
    Prediction(
        id="channels-predict-3",
        read=shape(3),
        examine=equals(_maps_of_four),
        right=_maps_of_four,
        setting={"filters": 4},
        misconceptions=(
            Misconception((12, 126, 126), N_("That is a map for each kernel. The kernels of one filter share a map.")),
            Misconception((3, 126, 126), N_("The channels of the input are added up. The maps take their place.")),
            Misconception((1, 126, 126), N_("One map is what one filter makes.")),
            Misconception((4, 128, 128), N_("The number of maps is right. But without padding the border is lost.")),
            Misconception((3, 128, 128), N_("That is the input.")),
            Misconception((126, 126, 4), N_("These are the right numbers, in the order with channels last.")),
        ),
        first=N_("Each filter makes one map, and a 3×3 kernel takes 2 off the rows and off the columns."),
        hints=(
            N_("The shape is (maps, height, width). What makes a map: a channel, a kernel or a filter?"),
            N_("The partials of all channels are added. So each filter makes one map."),
            N_("For the rows: 128 − 3 + 1, as in earlier notebooks. The columns are the same."),
        ),
        praise=N_("Each filter makes one map, whatever the number of channels."),
    ),
    Prediction(
        id="channels-predict-4",
        read=whole_number,
        examine=equals(_parameters),
        right=_parameters,
        setting={"channels": 3, "filters": 6, "kernel_size": 5},
        misconceptions=(
            Misconception(450, N_("Those are the weights. Each filter has a bias, too.")),
            Misconception(156, N_("That is for a single channel. Each filter has a kernel for every channel.")),
            Misconception(150, N_("That is for a single channel and without biases.")),
            Misconception(468, N_("Here every kernel has a bias. But only a filter as a whole has one.")),
            Misconception(76, N_("That is one filter.")),
            Misconception(451, N_("There is a single bias in this. Each filter has its own.")),
        ),
        first=N_("Count one filter first: its weights in all channels, and its bias. Then take all filters."),
        hints=(
            N_("A 5×5 kernel has 25 weights. A filter has a kernel for each channel that it reads."),
            N_("One filter: 3 · 25 weights and 1 bias."),
            N_("All filters have the same size, so multiply what one has by their number."),
        ),
        praise=N_("One filter has 3·5·5 weights and one bias. The size of the image does not matter."),
    ),
    Prediction(
        id="channels-predict-5",
        read=choice(a=("darker",), b=("brighter",), c=("neither",)),
        examine=equals(_brightness_of_the_fur),
        right=_brightness_of_the_fur,
        words=BRIGHTNESS.__getitem__,
        setting=dict(zip(("red", "green", "blue"), LESS_BLUE, strict=True)),
        misconceptions=(
            Misconception(
                "a", N_("Something is taken away, but only as much as there is blue. Orange has little of it.")
            ),
            Misconception(
                "c", N_("Both sets of weights add up to 1. But the three numbers of an orange pixel differ.")
            ),
        ),
        first=N_("Orange is a lot of red, some green, and little blue."),
        hints=(
            N_("Which channels are added now, and which one is taken away?"),
            N_("Take an orange pixel such as (0.7, 0.5, 0.3), and work out both sums."),
            N_("0.3 · 0.7 + 0.6 · 0.5 + 0.1 · 0.3 = 0.54. And with 1, 1 and −1?"),
        ),
        praise=N_("Red and green are added in full, and orange has little blue to take away."),
    ),
)
