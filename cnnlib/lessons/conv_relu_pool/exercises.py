"""The exercises of ``07_conv_relu_pool``: count, find the broken layer, merge kernels, use ReLU, write code.

What is right is computed by the engine, not written down here.
``tests/lessons/conv_relu_pool/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from typing import Any

import numpy as np

from cnnlib.engine.activations import relu
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import LayerRow, Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array
from cnnlib.exercises.answers import array, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals
from cnnlib.exercises.kinds import nested_shape
from cnnlib.lessons.conv_relu_pool.building import convolutional_stack
from cnnlib.lessons.conv_relu_pool.function import COSTS
from cnnlib.lessons.conv_relu_pool.predictions import PREDICTIONS
from cnnlib.lessons.conv_relu_pool.rectified import merged_kernel
from cnnlib.messages import N_

FIRST, SECOND = [[1, 2]], [[3, 1]]
"""The two kernels of ``stack-4``."""

ROW = [2, 5, 1]
"""The pixels of ``stack-5``."""


def broken_network() -> Sequential:
    """The network of ``stack-3``: one of its layers cannot read what the layer before it gives."""
    return Sequential(
        Conv2d(1, 6, 5),
        ReLU(),
        MaxPool2d(2),
        Conv2d(6, 12, 5),
        ReLU(),
        MaxPool2d(2),
        Conv2d(12, 24, 5),
        ReLU(),
        MaxPool2d(2),
        Flatten(),
        Linear(24, 10),
    )


def first_broken(network: Sequential, shape: tuple[int, ...]) -> int | None:
    """The number of the first layer that cannot read its input, counted from 1; None if all can."""
    for count in range(1, len(network.layers) + 1):
        try:
            Sequential(*network.layers[:count]).rows(shape)
        except SettingError:
            return count
    return None


def _layer() -> LayerRow:
    """The layer of ``stack-1`` and ``stack-2``."""
    return Sequential(Conv2d(8, 24, 5)).rows((8, 12, 12))[0]


def _of_the_larger_stack() -> int:
    """The parameters of the convolutional stack for images of 56×56, whose last maps are 11×11."""
    return sum(row.parameters for row in convolutional_stack(11).rows((1, 56, 56)))


def _merged() -> Array:
    return merged_kernel(np.array(FIRST), np.array(SECOND))[0]


def _row_of_three(answer: Any) -> Array:  # whatever a learner gave
    """Read three numbers; ``conv2d`` wants them as a kernel of one row, and so they may be one."""
    return array(3)(answer[0] if nested_shape(answer) == (1, 3) else answer)


def _through_a_relu() -> float:
    """What the two kernels of ``stack-5`` make of its row, with a ReLU between them."""
    between = relu(conv2d(np.array([ROW]), np.array([[1, -1]])))
    return float(conv2d(between, np.array([[1, 1]]))[0, 0])


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="stack-1",
        read=whole_number,
        examine=equals(lambda: _layer().parameters),
        misconceptions=(
            Misconception(
                624, N_("That is one kernel per filter. A filter has a kernel for each channel that it reads.")
            ),
            Misconception(4800, N_("Those are the weights. Each filter has one more parameter.")),
            Misconception(4992, N_("That is a bias for every kernel. A filter has one, whatever it reads.")),
            Misconception(4801, N_("That is one bias for the whole layer. Each filter has its own.")),
            Misconception(
                4808, N_("That is one bias for each channel that comes in. Biases belong to filters: one for each.")
            ),
            Misconception(600, N_("Those are the weights of kernels that read one channel. Here eight come in.")),
            Misconception(
                307_200,
                N_("Those are multiplications. Parameters do not depend on the image."),
            ),
        ),
        first=N_("Count one filter first: its weights, and what is added at the end. Then count the filters."),
        hints=(
            N_("One filter reads all 8 channels, each with a 5×5 kernel of its own."),
            N_("So it has 8·25 weights, and one bias."),
            N_("All filters are alike in this. How many are there? The layer's second number tells you."),
        ),
        praise=N_("24 · (8·25 + 1) = 4,824: weights for every channel that is read, and one bias for each filter."),
    ),
    Exercise(
        id="stack-2",
        read=whole_number,
        examine=equals(lambda: _layer().multiplications),
        misconceptions=(
            Misconception(
                4800, N_("Those are the weights, each counted once. But each is used at every place of the map.")
            ),
            Misconception(4824, N_("Those are the parameters. How often is each weight used?")),
            Misconception(1536, N_("Those are the cells that come out. How many products does each of them take?")),
            Misconception(38_400, N_("That is one kernel for each filter. A filter reads all channels that come in.")),
            Misconception(12_800, N_("That is one map. Every filter makes one.")),
            Misconception(
                691_200, N_("That is one sum for each cell that goes in. Without padding, fewer cells come out.")
            ),
            Misconception(308_736, N_("You counted the bias. It is added, not multiplied.")),
        ),
        first=N_("Count the cells that come out first. Then count the products that one cell takes."),
        hints=(
            N_("Without padding, a 5×5 kernel takes 4 rows and 4 columns away. Each filter makes one map."),
            N_("A cell of a map is a sum over a window of 5×5 pixels in each of the 8 channels."),
            N_("Multiply together the three numbers of the output's shape and the weights of one filter."),
        ),
        praise=N_("24·8·8 cells, and 8·25 products for each: 307,200. Each of the 4,800 weights is used 64 times."),
    ),
    Exercise(
        id="stack-3",
        read=whole_number,
        examine=equals(lambda: first_broken(broken_network(), (1, 32, 32))),
        misconceptions=(
            Misconception(7, N_("A 5×5 kernel on a (5, 5) map fits exactly once. So this layer gives something.")),
            Misconception(
                11,
                N_("It would never be reached: something before it already fails. And it asks for 24 features."),
            ),
            Misconception(10, N_("Flatten reads any shape, so it never fails. Write the shapes down from the top.")),
            Misconception(
                2,
                N_("A ReLU reads any shape, and gives the same one. Look for a window that does not fit."),
                when=lambda value: value in (2, 5, 8),
            ),
            Misconception(6, N_("This pooling gets (12, 10, 10), and 10 can be halved. Go on from there.")),
            Misconception(4, N_("It reads 6 channels and gets 6 channels. And 14 − 5 + 1 pixels are left each way.")),
            Misconception(3, N_("The first pooling gets (6, 28, 28). That halves without a remainder.")),
            Misconception(
                0,
                N_("Layers are counted from 1 here, as in a network's error messages."),
                when=lambda value: value < 1,
            ),
        ),
        first=N_("Write the shape after every layer, from the top. Stop where a window no longer fits."),
        hints=(
            N_("The first three layers make 32 → 28 → 28 → 14."),
            N_("The next three make 14 → 10 → 10 → 5."),
            N_("How often does a 5×5 kernel fit on a (5, 5) map? Write the shape down, and go on from there."),
        ),
        praise=N_("32 → 28 → 14 → 10 → 5 → 1, and a 2×2 window does not fit on a (1, 1) map."),
    ),
    Exercise(
        id="stack-4",
        read=_row_of_three,
        examine=close_to(_merged, tolerance=1e-9),
        misconceptions=(
            Misconception([3, 6, 2], N_("The middle pixel is in both sums of the first kernel. Add the two parts.")),
            Misconception([3, 1, 2], N_("The middle pixel is in both sums of the first kernel. One part is missing.")),
            Misconception(
                [1, 5, 6], N_("The second kernel was turned around. Its first weight belongs to the first sum.")
            ),
            Misconception(
                [2, 7, 3], N_("That is the right kernel, turned around. Which weight does the leftmost pixel get?")
            ),
            Misconception([1, 2, 3], N_("That joins the kernels end to end. The second reads sums of the first.")),
            Misconception(
                [3, 2, 0], N_("That multiplies weight by weight. But the second kernel reads two sums, not two pixels.")
            ),
        ),
        first=N_("Write the two sums of the first kernel with letters, then put them into the second kernel."),
        hints=(
            N_("Call the pixels a, b, c. The first kernel makes two sums of them: a + 2b, and b + 2c."),
            N_("The second kernel takes the first sum 3 times and the second sum once, and adds."),
            N_("Multiply out 3·(a + 2b) + 1·(b + 2c). How many times do you get a, how many times b, and c?"),
        ),
        praise=N_("3a + 7b + 2c: one kernel of three weights does what two layers did."),
    ),
    Exercise(
        id="stack-5",
        read=whole_number,
        examine=equals(_through_a_relu),
        misconceptions=(
            Misconception(1, N_("That is what comes out without the ReLU. It works before the second kernel.")),
            Misconception(7, N_("ReLU does not turn −3 into 3. Everything below 0 becomes the same number.")),
            Misconception(3, N_("That is right minus left. The kernel [1, −1] takes the left pixel as it is.")),
            Misconception(0, N_("Only one of the two differences is below 0. The other one stays.")),
            Misconception(8, N_("That adds the three pixels. The first kernel takes differences of neighbours.")),
        ),
        first=N_("Go layer by layer: two differences, then ReLU for each, then one sum."),
        hints=(
            N_("The first kernel slides over three pixels, so it gives two numbers."),
            N_("They are 2 − 5 and 5 − 1. What does ReLU make of each?"),
            N_("The second kernel adds the two numbers that ReLU leaves."),
        ),
        praise=N_("0 + 4 = 4. Without the ReLU it is −3 + 4 = 1, as from the one kernel [1, 0, −1]: 2 − 1."),
    ),
    COSTS,
    Exercise(
        id="stack-7",
        read=whole_number,
        examine=equals(_of_the_larger_stack),
        misconceptions=(
            Misconception(5142, N_("The convolutions are as they were. But how many numbers does Flatten give now?")),
            Misconception(
                20_568, N_("That is four times the old number. A filter has no more weights on a larger image.")
            ),
            Misconception(19_370, N_("That is the last layer alone. The convolutions have parameters, too.")),
            Misconception(2572, N_("Those are the convolutions alone. The last layer has parameters, too.")),
            Misconception(21_932, N_("The weights are all there. Each of the ten neurons has a bias, too.")),
            Misconception(
                12_822,
                N_("The last maps are not twice as high and wide: a convolution takes 4 rows away at any size."),
                when=lambda value: value in (12_822, 7702),
            ),
        ),
        first=N_("Which layers keep their parameters? For the others, follow the shape to Flatten."),
        hints=(
            N_("The two convolutions keep their 6·(1·25 + 1) and 16·(6·25 + 1) parameters."),
            N_("The height and the width go from 56 to 52 to 26. Go on until Flatten."),
            N_("16 maps of 11×11 are flattened, and each of ten neurons has a weight for every number, and a bias."),
        ),
        praise=N_("156 + 2,416 as before, and 10·(16·11·11 + 1) = 19,370: only the last layer grows with the image."),
    ),
)
