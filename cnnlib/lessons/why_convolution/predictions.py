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
from cnnlib.messages import N_, _

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
    "a": N_("neither of them"),
    "b": N_("the Affine network on shuffled digits"),
    "c": N_("the CNN on shuffled digits"),
    "d": N_("both networks on shuffled digits"),
}
_ERRORS = {
    "a": N_("no more errors than before"),
    "b": N_("more errors for the Affine networks alone"),
    "c": N_("more errors for both, and more for the Affine networks"),
    "d": N_("more errors for both, and more for the CNNs"),
}
_ALONG = {
    "a": N_("a map that moves along, and numbers that stay"),
    "b": N_("a map that moves along, and numbers that change"),
    "c": N_("a map and numbers that both move along by one place"),
    "d": N_("a map and numbers that both change all over"),
}
_GROWTH = {
    "a": N_("as many as before"),
    "b": N_("about twice as many"),
    "c": N_("about four times as many"),
    "d": N_("about 16 times as many"),
}

PREDICTIONS = (
    Prediction(
        id="why-predict-1",
        read=whole_number,
        examine=equals(_index),
        right=_index,
        setting={"image": _DIGIT, "position": _index()},
        todo=N_("Now choose the digit in the picture below, and press its pixel in row 6, column 3."),
        misconceptions=(
            Misconception(30, N_("That is its number if the image is read column after column.")),
            Misconception(52, N_("You counted from 1. The first pixel of the line is number 0.")),
            Misconception(48, N_("That is where row 6 begins. The pixel is three columns further right.")),
            Misconception(18, N_("You multiplied row and column. Row 0 would then always give number 0.")),
            Misconception(9, N_("You added row and column. But the pixel one row down is a whole row further on.")),
            Misconception(43, N_("You went down one row too few. Row 6 has six rows above it: rows 0 to 5.")),
            Misconception(27, N_("That would be right for rows of four pixels. The rows of this image have eight.")),
        ),
        first=N_("Six whole rows come first, and then the pixels to its left in its own row."),
        hints=(
            N_("Count the pixels that come before it in the line."),
            N_("First come the rows above row 6. How many are they, and how many pixels does each have?"),
            N_("In its own row, the pixels in columns 0, 1 and 2 come before it, too."),
        ),
        praise=N_("Six rows of 8 pixels come first, and then three pixels of its own row: 6·8 + 3."),
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
            Misconception(
                "a", N_("Compare the columns: every shuffled run of the CNN is above all its runs in order.")
            ),
            Misconception("b", N_("The two Affine columns overlap. You will see below why Affine loses nothing.")),
            Misconception("d", N_("Compare the two Affine columns: they overlap. The shuffle hurts one network only.")),
        ),
        first=N_("Compare the two columns of each network."),
        hints=(
            N_("Which of the two networks uses where a pixel is?"),
            N_("An Affine neuron multiplies each pixel by its own weight, and adds everything up."),
            N_("A CNN looks at 3×3 pixels that are side by side. What is side by side after the shuffle?"),
        ),
        praise=N_("All its shuffled runs are worse than all its runs in order. The two Affine columns overlap."),
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
        todo=N_("Now set right to 1 in the picture below, and leave down at 0."),
        misconceptions=(
            Misconception("a", N_("To you the digits look the same. To both networks they do not.")),
            Misconception(
                "b", N_("The CNNs make fewer new errors, but they make many. The next experiment shows why.")
            ),
            Misconception(
                "d", N_("Both make many new errors, but the CNNs make fewer. The next experiment shows why.")
            ),
        ),
        first=N_("Compare the two columns with those at right = 0."),
        hints=(
            N_("Follow one pixel of ink. Which weight of a neuron does it meet before the move, and which after it?"),
            N_("An Affine neuron has a weight of its own for each place. A filter uses the same nine everywhere."),
            N_("And what comes after the filters? The CNNs here end in Flatten and a fully connected layer."),
        ),
        praise=N_("The CNNs make fewer new errors, but still many. The next experiment shows both reasons."),
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
        todo=N_("Now press the pixel in row 4, column 5 of the digit below: its middle moves there."),
        misconceptions=(
            Misconception("a", N_("Each Affine neuron has a different weight for the next pixel, so its sum differs.")),
            Misconception(
                "c", N_("The 64 neurons are not places of the image. None takes over from the one beside it.")
            ),
            Misconception("d", N_("Look at the map again: it is the old one, one column further right.")),
        ),
        first=N_("Compare the map with the one at row 4, column 4, and the two strips of numbers below."),
        hints=(
            N_("A cell of the map depends on its own 3×3 window alone."),
            N_("After the move, the next window to the right shows what this one showed. The weights are the same."),
            N_("A neuron of the Affine layer has one weight for each pixel. The ink now meets other weights."),
        ),
        praise=N_("The filter finds the same window one step further right. Each neuron meets other pixels."),
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
            Misconception("a", N_("That is true of the filters alone: their window does not grow with the image.")),
            Misconception("b", N_("The side doubles, and so do rows and columns. How many pixels are there then?")),
            Misconception("d", N_("Rows and columns both double. That is 2 · 2, and not 4 · 4.")),
        ),
        first=N_("Count the pixels before and after: each neuron has a weight for each of them."),
        hints=(
            N_("A neuron has one weight for each pixel. So how does the number of pixels grow?"),
            N_("A (16, 16) image has 256 pixels."),
            N_("A (32, 32) image has 1,024 pixels. Divide one number by the other."),
        ),
        praise=N_("Rows and columns both double, so there are 2 · 2 times as many pixels, and weights."),
    ),
)
