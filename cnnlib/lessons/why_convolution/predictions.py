"""The predictions of ``01_why_convolution``: each is answered by the explorer below it.

What is right is measured here: by the engine, or from the recorded runs.
"""

from collections.abc import Callable, Mapping

import numpy as np

from cnnlib import samples
from cnnlib.engine.layers import Linear
from cnnlib.exercises.answers import choice, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.why_convolution.experiment import recorded
from cnnlib.lessons.why_convolution.moves import first_layer, moved, recorded_moves, trained_network
from cnnlib.messages import _

_DIGIT = samples.digit(3)


def _index() -> int:
    return int(np.ravel_multi_index((6, 3), _DIGIT.shape))


def _suffers() -> str:
    """Whom the shuffle costs something: whose runs are all worse than any run in order."""
    wrong = 1 - recorded()[..., -1]
    affine, cnn = (bool(shuffled.min() > in_order.max()) for in_order, shuffled in wrong)
    return {(False, False): "a", (True, False): "b", (False, True): "c", (True, True): "d"}[affine, cnn]


def _falls() -> str:
    """Which misread more digits when the digits are one pixel further right."""
    falls = (recorded_moves(0, 0) - recorded_moves(0, 1)).mean(axis=1)
    affine, cnn = falls > 0.05
    if not affine and not cnn:
        return "a"
    if not cnn:
        return "b"
    return "c" if falls[0] > falls[1] else "d"


def _moves_along() -> str:
    """What one step to the right does to the maps of the CNN and to the activations of the Affine layer."""
    digits = samples.digit(0), moved(samples.digit(0), right=1)
    map_before, map_now = (first_layer(trained_network("cnn"), digit) for digit in digits)
    before, now = (first_layer(trained_network("affine"), digit) for digit in digits)
    if not np.allclose(map_now[..., 1:], map_before[..., :-1], atol=1e-5):
        return "d"
    if np.allclose(now, before, atol=1e-5):
        return "a"
    return "c" if np.allclose(now[1:], before[:-1], atol=1e-5) else "b"


def _times() -> str:
    """How many times as many parameters an Affine layer has when the side of its image doubles."""
    small, large = (sum(each.size for each in Linear(side * side, 8).parameters.values()) for side in (16, 32))
    return {1: "a", 2: "b", 4: "c", 16: "d"}[round(large / small)]


def _in_words(words: Mapping[str, str]) -> Callable[[str], str]:
    return lambda letter: _(words[letter])


_WHO = {
    "a": "neither of them",
    "b": "the Affine network on shuffled digits",
    "c": "the CNN on shuffled digits",
    "d": "both networks on shuffled digits",
}
_ERRORS = {
    "a": "no more errors than before",
    "b": "more errors for the Affine networks alone",
    "c": "more errors for both, and more for the Affine networks",
    "d": "more errors for both, and more for the CNNs",
}
_ALONG = {
    "a": "a map that moves along, and numbers that stay",
    "b": "a map that moves along, and numbers that change",
    "c": "a map and numbers that both move along by one place",
    "d": "a map and numbers that both change all over",
}
_GROWTH = {
    "a": "as many as before",
    "b": "about twice as many",
    "c": "about four times as many",
    "d": "about 16 times as many",
}

PREDICTIONS = (
    Prediction(
        id="why-predict-1",
        read=whole_number,
        examine=equals(_index),
        right=_index,
        setting={"image": _DIGIT, "position": _index()},
        todo=_("Now choose the digit in the picture below, and press its pixel in row 6, column 3."),
        misconceptions=(
            Misconception(30, _("That is its number if the image is read column after column.")),
            Misconception(52, _("You counted from 1. The first pixel of the line is number 0.")),
            Misconception(48, _("That is where row 6 begins. The pixel is three columns further right.")),
            Misconception(18, _("You multiplied row and column. Row 0 would then always give number 0.")),
            Misconception(9, _("You added row and column. But the pixel one row down is a whole row further on.")),
            Misconception(43, _("You went down one row too few. Row 6 has six rows above it: rows 0 to 5.")),
            Misconception(27, _("That would be right for rows of four pixels. The rows of this image have eight.")),
        ),
        first=_("Six whole rows come first, and then the pixels to its left in its own row."),
        hints=(
            _("Count the pixels that come before it in the line."),
            _("First come the rows above row 6. How many are they, and how many pixels does each have?"),
            _("In its own row, the pixels in columns 0, 1 and 2 come before it, too."),
        ),
        praise=_("Six rows of 8 pixels come first, and then three pixels of its own row: 6·8 + 3."),
    ),
    Prediction(
        id="why-predict-2",
        read=choice(
            a=("neither", "nobody", "none"),
            b=("the affine network", "affine", "affine, shuffled"),
            c=("the cnn", "cnn", "cnn, shuffled"),
            d=("both",),
        ),
        examine=equals(_suffers),
        right=_suffers,
        words=_in_words(_WHO),
        setting={"order": "shuffled"},
        misconceptions=(
            Misconception("a", _("Compare the columns: every shuffled run of the CNN is above all its runs in order.")),
            Misconception("b", _("The two Affine columns overlap. You will see below why Affine loses nothing.")),
            Misconception("d", _("Compare the two Affine columns: they overlap. The shuffle hurts one network only.")),
        ),
        first=_("Compare the two columns of each network."),
        hints=(
            _("Which of the two networks uses where a pixel is?"),
            _("An Affine neuron multiplies each pixel by its own weight, and adds everything up."),
            _("A CNN looks at 3×3 pixels that are side by side. What is side by side after the shuffle?"),
        ),
        praise=_("All its shuffled runs are worse than all its runs in order. The two Affine columns overlap."),
    ),
    Prediction(
        id="why-predict-3",
        read=choice(
            a=("no change",), b=("only the affine networks",), c=("the affine networks more",), d=("the cnns more",)
        ),
        examine=equals(_falls),
        right=_falls,
        words=_in_words(_ERRORS),
        setting={"down": 0, "right": 1},
        todo=_("Now set right to 1 in the picture below, and leave down at 0."),
        misconceptions=(
            Misconception("a", _("To you the digits look the same. To both networks they do not.")),
            Misconception("b", _("The CNNs make fewer new errors, but they make many. The next experiment shows why.")),
            Misconception("d", _("Both make many new errors, but the CNNs make fewer. The next experiment shows why.")),
        ),
        first=_("Compare the two columns with those at right = 0."),
        hints=(
            _("Follow one pixel of ink. Which weight of a neuron does it meet before the move, and which after it?"),
            _("An Affine neuron has a weight of its own for each place. A filter uses the same nine everywhere."),
            _("And what comes after the filters? The CNNs here end in Flatten and a fully connected layer."),
        ),
        praise=_("The CNNs make fewer new errors, but still many. The next experiment shows both reasons."),
    ),
    Prediction(
        id="why-predict-4",
        read=choice(
            a=("the numbers stay",),
            b=("the numbers change",),
            c=("both move along",),
            d=("both change all over",),
        ),
        examine=equals(_moves_along),
        right=_moves_along,
        words=_in_words(_ALONG),
        setting={"position": 37},
        todo=_("Now press the pixel in row 4, column 5 of the digit below: its middle moves there."),
        misconceptions=(
            Misconception("a", _("Each Affine neuron has a different weight for the next pixel, so its sum differs.")),
            Misconception(
                "c", _("The 64 neurons are not places of the image. None takes over from the one beside it.")
            ),
            Misconception("d", _("Look at the map again: it is the old one, one column further right.")),
        ),
        first=_("Compare the map with the one at row 4, column 4, and the two strips of numbers below."),
        hints=(
            _("A cell of the map depends on its own 3×3 window alone."),
            _("After the move, the next window to the right shows what this one showed. The weights are the same."),
            _("A neuron of the Affine layer has one weight for each pixel. The ink now meets other weights."),
        ),
        praise=_("The filter finds the same window one step further right. Each neuron meets other pixels."),
    ),
    Prediction(
        id="why-predict-5",
        read=choice(
            a=("as many", "as many as before", "2,056"),
            b=("about 2 times", "about twice as many", "twice as many", "twice", "2"),
            c=("about 4 times", "about four times as many", "four times as many", "four times", "4"),
            d=("about 16 times", "about 16 times as many", "16 times as many", "16"),
        ),
        examine=equals(_times),
        right=_times,
        words=_in_words(_GROWTH),
        setting={"side": 32},
        misconceptions=(
            Misconception("a", _("That is true of the filters alone: their window does not grow with the image.")),
            Misconception("b", _("The side doubles, and so do rows and columns. How many pixels are there then?")),
            Misconception("d", _("Rows and columns both double. That is 2 · 2, and not 4 · 4.")),
        ),
        first=_("Count the pixels before and after: each neuron has a weight for each of them."),
        hints=(
            _("A neuron has one weight for each pixel. So how does the number of pixels grow?"),
            _("A (16, 16) image has 256 pixels."),
            _("A (32, 32) image has 1,024 pixels. Divide one number by the other."),
        ),
        praise=_("Rows and columns both double, so there are 2 · 2 times as many pixels, and weights."),
    ),
)
