"""What ``07_conv_relu_pool`` asks to predict: a shape after three layers, what ReLU leaves, a receptive field."""

import numpy as np

from cnnlib.engine.activations import relu
from cnnlib.engine.layers import Conv2d, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.receptive import receptive_field
from cnnlib.exercises.answers import array, number, shape
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals
from cnnlib.messages import _

BEFORE = np.array([[-4, 1], [-1, 3]])
BIAS = -2


def shape_after_three() -> tuple[int, ...]:
    """The shape that a (1, 22, 30) image has after Conv2d(1, 6, 5), ReLU() and MaxPool2d(2)."""
    return Sequential(Conv2d(1, 6, 5), ReLU(), MaxPool2d(2)).rows((1, 22, 30))[-1].output_shape


PREDICTIONS = (
    Exercise(
        id="stack-predict-1",
        read=shape(3),
        examine=equals(shape_after_three),
        misconceptions=(
            Misconception((6, 18, 26), _("That is the shape after the convolution. The pooling is still to come.")),
            Misconception(
                (6, 11, 15),
                _("That pools the image as it is. Without padding, the 5×5 kernel takes pixels away first."),
            ),
            Misconception(
                (1, 9, 13), _("Height and width are right. But a convolution gives one map for each of its filters.")
            ),
            Misconception((6, 17, 25), _("That is a pooling with stride 1. By default, its windows lie side by side.")),
            Misconception((3, 9, 13), _("The pooling halved the channels, too. It works on each map by itself.")),
            Misconception((6, 10, 14), _("That is what a 3×3 kernel leads to. Here the kernel is 5×5.")),
            Misconception((6, 13, 9), _("Height comes before width: the image has 22 rows and 30 columns.")),
        ),
        first=_("Take the layers one by one, and write the shape down after each."),
        hints=(
            _("Without padding, a 5×5 kernel takes 4 rows and 4 columns away. Its filters make the channels."),
            _("ReLU looks at each number by itself. It changes no shape."),
            _("The pooling halves what the convolution has left of 22 rows and 30 columns, and leaves the maps alone."),
        ),
        praise=_("(6, 18, 26) after the convolution, the same after ReLU, and half of it each way after the pooling."),
    ),
    Exercise(
        id="stack-predict-2",
        read=array(2, 2),
        examine=close_to(lambda: relu(BEFORE + BIAS), tolerance=1e-9),
        misconceptions=(
            Misconception([[-6, -1], [-3, 1]], _("That is before ReLU. What does ReLU make of a negative number?")),
            Misconception(
                [[0, 1], [0, 3]], _("That leaves the bias out. It is added first, and ReLU looks at the sum.")
            ),
            Misconception(
                [[-2, -1], [-2, 1]], _("That is ReLU first and the bias after it. The bias belongs to the convolution.")
            ),
            Misconception([[0, 3], [1, 5]], _("The bias was subtracted. −2 is added: every number becomes smaller.")),
            Misconception([[6, 1], [3, 1]], _("The signs were dropped. ReLU does not turn negative numbers around.")),
            Misconception(
                [[-6, -1], [-3, 0]], _("That keeps what is negative and removes the rest. ReLU does the opposite.")
            ),
        ),
        first=_("Two steps for each of the four numbers: add −2, then take the larger of that and 0."),
        hints=(
            _("The bias is added to every number, the negative ones as well."),
            _("The sums are −6, −1, −3, and what 3 and −2 make."),
            _("A negative sum becomes 0. A positive one stays as it is."),
        ),
        praise=_("Only 3 − 2 = 1 stays above 0. A negative bias makes a filter ask for more before it speaks up."),
    ),
    Exercise(
        id="stack-predict-3",
        read=number,
        examine=equals(lambda: receptive_field([{"kernel_size": 5}] * 2).size),
        misconceptions=(
            Misconception(5, _("That is what a cell of the first map sees. The second layer looks at 5×5 of these.")),
            Misconception(
                10, _("The windows of neighbouring cells overlap, so it is less than the two sides together.")
            ),
            Misconception(25, _("That multiplies the two sides. But each layer only adds a border.")),
            Misconception(
                81, _("That is how many pixels there are in the whole square. The question is about one side.")
            ),
            Misconception(
                7, _("Not far off: that is a 5×5 kernel and a 3×3 one. Here the second is as large as the first.")
            ),
            Misconception(8, _("Each layer adds its side minus 1. But what did you start from, before any layer?")),
        ),
        first=_("Draw a row of pixels. Mark the 5 cells of the first map that one cell reads, then what they read."),
        hints=(
            _("The cell reads 5 neighbouring cells of the first map. Each of these reads 5 pixels."),
            _("The first of the five reads the pixels 0 to 4. The next one starts a pixel later."),
            _("The fifth starts at pixel 4 and reads five pixels from there. Count from pixel 0 to its last."),
        ),
        praise=_("1 + 4 + 4 = 9. Each layer adds its kernel_size − 1, as long as nothing jumps."),
    ),
)
