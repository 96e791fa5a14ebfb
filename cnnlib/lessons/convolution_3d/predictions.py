"""What ``05_convolution_3d`` lets the learner predict, before the notebook shows anything like it."""

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.exercises.answers import number, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _


def _first_cell(bias: float) -> float:
    weight = np.stack([samples.toy_kernel()] * 3)
    return conv2d(samples.toy_channels(), weight[None], [bias])[0, 0, 0]


PREDICTIONS = (
    Exercise(
        id="channels-predict-1",
        read=shape(3),
        examine=equals(lambda: conv2d(np.zeros((5, 8, 8)), np.zeros((1, 5, 3, 3))).shape),
        misconceptions=(
            Misconception((5, 6, 6), _("That keeps a map for each channel. But a filter adds its partials.")),
            Misconception(
                (3, 6, 6), _("Did the filter slide along the channels, too? It is as deep as the image already.")
            ),
            Misconception((1, 8, 8), _("The number of maps is right. But without padding, 8 rows do not stay 8.")),
            Misconception(
                (5, 8, 8), _("That is the input. Two things change: the channels are added, and the border goes.")
            ),
            Misconception(
                (15, 6, 6), _("You multiplied channels by rows of the kernel. Rows of a kernel are added up, too.")
            ),
        ),
        first=_("The shape is (maps, height, width). Take the number of maps first: it has to do with filters."),
        hints=(
            _("How many filters read the image? Remember what the three channels of the toy image became."),
            _("The partials of all channels are added, cell by cell. What is left has one value for each place."),
            _("For the rows: a 3×3 kernel on 8 rows, as in the notebooks before: 8 − 3 + 1. The columns are the same."),
        ),
        praise=_("One filter, one map, whatever the number of channels. And 8 − 3 + 1 = 6 rows and columns."),
    ),
    Exercise(
        id="channels-predict-2",
        read=number,
        examine=equals(lambda: _first_cell(-7)),
        misconceptions=(
            Misconception(
                29, _("You added the bias once for each channel. It belongs to the filter, not to the channels.")
            ),
            Misconception(50, _("The bias is part of the cell, too: it is added after the sum.")),
            Misconception(57, _("The sign got lost: the bias is negative.")),
            Misconception(-7, _("The bias is added to the sum. It does not replace it.")),
            Misconception(-350, _("A bias is added. Weights multiply, a bias does not.")),
        ),
        first=_("The three partials are 13, 22 and 15. What comes after them in the sum?"),
        hints=(
            _("Nothing about the three partials changes: the image and the kernels are the same."),
            _("A filter has three kernels here, but how many biases?"),
            _("Write the sum with four terms: 13 + 22 + 15 + bias."),
        ),
        praise=_("13 + 22 + 15 − 7 = 43. One bias for the filter, added once to each cell."),
    ),
    Exercise(
        id="channels-predict-3",
        read=whole_number,
        examine=equals(lambda: np.zeros((16, 3, 5, 5)).size + 16),
        misconceptions=(
            Misconception(1200, _("Those are the weights. Something else is learned, too, once for each filter.")),
            Misconception(416, _("That is for a single channel. Each filter has a kernel for every channel.")),
            Misconception(400, _("That is for a single channel and without biases.")),
            Misconception(1248, _("Here every kernel has a bias. But only a filter as a whole has one.")),
            Misconception(76, _("That is one filter. How many are there?")),
            Misconception(1201, _("There is a single bias in this. Each filter has its own.")),
        ),
        first=_("Count one filter first: its weights in all channels, and its bias. Then take all filters."),
        hints=(
            _("A 5×5 kernel has 25 weights. A filter has a kernel for each channel it reads."),
            _("One filter: 3 · 25 weights and 1 bias."),
            _("All filters are alike, so multiply what one has by their number."),
        ),
        praise=_("16 · (3·5·5 + 1) = 16 · 76 = 1216. The size of the image does not appear in it."),
    ),
)
