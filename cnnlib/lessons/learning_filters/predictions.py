"""What ``09_learning_filters`` lets the learner predict; the explorer below each prediction answers it."""

import numpy as np

from cnnlib import samples
from cnnlib.engine.activations import relu, relu_backward
from cnnlib.engine.convolution import conv2d_backward
from cnnlib.engine.pooling import max_pool2d_backward
from cnnlib.engine.types import Array
from cnnlib.exercises.answers import array, choice, number
from cnnlib.exercises.exercise import Misconception, close_to, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.messages import N_, _

TWO_PLACES = np.array([[1.0, 1.0], [0.0, 0.0]])
"""The output gradient of ``learning-predict-1``."""

Z = np.array([[3.0, -1.0, -2.0, 4.0], [-6.0, 2.0, 1.0, -3.0], [-4.0, 2.0, -1.0, -5.0], [5.0, 1.0, -3.0, -2.0]])
"""The map of ``learning-predict-2``. In its last window, no number is above 0."""

PLACED, PLACE = 4.0, 3
"""The gradient that is placed on a pooled cell, and where ``learning-predict-2`` places it."""


def first_weight() -> float:
    """The kernel gradient's first number, if the two upper places have the gradient 1."""
    return float(conv2d_backward(TWO_PLACES, samples.toy_input(), samples.toy_kernel())[1][0, 0])


def arrives() -> Array:
    """What arrives at the last window of ``z``, of the gradient that is placed there."""
    grad_p = np.zeros((2, 2))
    grad_p.flat[PLACE] = PLACED
    return relu_backward(max_pool2d_backward(grad_p, relu(Z), 2), Z)[2:, 2:]


STEPS_AT_0_3 = {
    "a": N_("they reach the bottom in one step"),
    "b": N_("they jump across, and still arrive"),
    "c": N_("they jump across, further away each time"),
    "d": N_("they arrive without jumping across"),
}
"""The choices of ``learning-predict-3``."""

LOSS_AT_2 = {
    "a": N_("it falls faster than at any smaller rate"),
    "b": N_("it grows from the first step on"),
    "c": N_("it falls, then grows without end"),
    "d": N_("it falls, then stays at one height"),
}
"""The choices of ``learning-predict-4``."""

ON_ONE_WEIGHT = {"start": 0.0, "learning_rate": 0.3, "brightness": 1, "with_relu": False}
IN_THE_FILM = {"learning_rate": 2, "momentum": 0}

FIRST, SECOND, THIRD, FOURTH = PREDICTIONS = (
    Prediction(
        id="learning-predict-1",
        read=number,
        examine=close_to(first_weight, tolerance=1e-6),
        right=first_weight,
        setting={"gradient": TWO_PLACES},
        todo=N_("Now type a 1 into the top left cell of the output gradient below."),
        misconceptions=(
            Misconception(2, N_("That is the pixel at the top right place alone. The top left place counts now, too.")),
            Misconception(1, N_("That is the pixel at the top left place alone. The top right place still counts.")),
            Misconception(1.5, N_("That is the mean. But the weight moves both cells, so both effects are added.")),
            Misconception(4, N_("That is the weight, once for each place. What counts is the pixel that it met.")),
            Misconception(31, N_("That is the loss, 15 + 16. The gradient tells how fast it grows with this weight.")),
        ),
        first=N_("At each of the two places, the first weight met the first pixel of the window."),
        hints=(
            N_("This weight works at both places. Which pixel did it meet at each?"),
            N_("Let the weight grow by 1. By how much does each of the two output cells grow?"),
            N_("At the top right place it met a 2. Find the pixel at the top left place, and add."),
        ),
        praise=N_("It met a 1 at one place and a 2 at the other. Both cells grow with it, so its gradient is the sum."),
    ),
    Prediction(
        id="learning-predict-2",
        read=array(2, 2),
        examine=close_to(arrives, tolerance=1e-6),
        right=arrives,
        setting={"z": Z, "position": PLACE},
        todo=N_("Now press the bottom right cell of grad_p below."),
        misconceptions=(
            Misconception(
                [[4, 0], [0, 0]],
                N_("The pooling hands it to that cell. But z is −1 there, and the ReLU lets nothing back through."),
            ),
            Misconception(
                [[1, 1], [1, 1]], N_("A max pooling shares nothing out. And where z is below 0, the ReLU is shut.")
            ),
            Misconception(
                [[-4, 0], [0, 0]],
                N_("A gradient is not multiplied by z. And where z is below 0, the ReLU is shut."),
            ),
            Misconception(
                [[4, 4], [4, 4]], N_("A max pooling hands it to one cell. And where z is below 0, the ReLU is shut.")
            ),
        ),
        first=N_("All four numbers of z are below 0 there: nudging them does not move the output of the ReLU."),
        hints=(
            N_("Go back one layer at a time: first through the pooling, then through the ReLU."),
            N_("In a max pooling, only the cell that won its window gets a gradient."),
            N_("Now look at z. If one of these numbers grew by 0.001, would the output of the ReLU change?"),
        ),
        praise=N_("All four numbers of z are below 0: nudge them, and the output does not move."),
    ),
    Prediction(
        id="learning-predict-3",
        read=choice(
            a=(STEPS_AT_0_3["a"],),
            b=(STEPS_AT_0_3["b"], "it jumps across the bottom and still arrives"),
            c=(STEPS_AT_0_3["c"],),
            d=(STEPS_AT_0_3["d"],),
        ),
        examine=equals(lambda: "b"),
        right=lambda: "b",
        words=lambda letter: f"{letter} ({_(STEPS_AT_0_3[letter])})",
        setting=ON_ONE_WEIGHT,
        todo=N_("Now set learning_rate to 0.3 below."),
        misconceptions=(
            Misconception("a", N_("The first step is 0.3 · 10 = 3 long, and the bottom is only 2 away.")),
            Misconception("c", N_("It does jump across. But each jump ends lower than it began.")),
            Misconception(
                "d", N_("Six times the rate, six times the step: 3 instead of 0.5, and the bottom is 2 away.")
            ),
        ),
        first=N_("Follow the first two steps on the curve."),
        hints=(
            N_("Take the first step on paper. The slope at 0 is −10."),
            N_("Where does this step end? The bottom is at 2."),
            N_("Compare the heights: is the loss after the first step higher or lower than before it?"),
        ),
        praise=N_("Each jump crosses the bottom and ends half as far from it, so it arrives."),
    ),
    Prediction(
        id="learning-predict-4",
        read=choice(
            a=(LOSS_AT_2["a"],),
            b=(LOSS_AT_2["b"],),
            c=(LOSS_AT_2["c"],),
            d=(LOSS_AT_2["d"],),
        ),
        examine=equals(lambda: "c"),
        right=lambda: "c",
        words=lambda letter: f"{letter} ({_(LOSS_AT_2[letter])})",
        setting=IN_THE_FILM,
        todo=N_("Now set learning_rate to 2 below, and press Start."),
        misconceptions=(
            Misconception("a", N_("It begins that way. But in one direction the curve is too steep for this rate.")),
            Misconception(
                "b", N_("That was so with one weight. Here there are nine, and most of their curves are gentle.")
            ),
            Misconception("d", N_("Only a rate at the very limit does that. Above it, each jump is longer.")),
        ),
        first=N_("Read in the caption when the loss was lowest."),
        hints=(
            N_("A rate of 2 is above the limit where the curvature is larger than 1."),
            N_("There are nine weights, and each direction of moving them has a curve of its own."),
            N_("What if one direction is steep, the others are gentle, and nearly all of the error is in the others?"),
        ),
        praise=N_("Most directions are gentle: there it learns. In the steepest, a tiny error doubles at each step."),
    ),
)
