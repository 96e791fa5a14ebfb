"""The predictions of ``12_variants``: what is right is asked of the engine; explorers answer all but the last."""

from collections.abc import Callable

import numpy as np

from cnnlib.engine.average_pooling import global_avg_pool2d
from cnnlib.engine.convolution import conv2d, conv_transpose2d
from cnnlib.engine.layers import Conv2d
from cnnlib.exercises.answers import shape
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.exercises.refusals import WrongKind
from cnnlib.messages import _

Shape = tuple[int, ...]


def _with_gaps() -> Shape:
    return conv2d(np.ones((7, 7)), np.ones((3, 3)), dilation=3).shape


def _in_groups() -> Shape:
    return Conv2d(8, 8, 3, groups=4).parameters["weight"].shape


def _stamped() -> Shape:
    return conv_transpose2d(np.ones((4, 4)), np.ones((4, 4)), stride=3).shape


def _means() -> Shape:
    return global_avg_pool2d(np.ones((4, 10, 7, 9))).shape


def _any_of(*readers: Callable[[object], Shape]) -> Callable[[object], Shape]:
    """Make a reader of what one of these reads; what none can read is refused as the last of them refuses it."""

    def read(answer: object) -> Shape:
        for reader in readers[:-1]:
            try:
                return reader(answer)
            except WrongKind:
                continue
        return readers[-1](answer)

    return read


PREDICTIONS = (
    Prediction(
        id="variants-predict-1",
        read=shape(2),
        examine=equals(_with_gaps),
        right=_with_gaps,
        setting={"kernel_size": 3, "dilation": 3},
        misconceptions=(
            Misconception((5, 5), _("That is the shape without gaps, at dilation 1.")),
            Misconception((3, 3), _("That is the shape at dilation 2. One more pixel in each gap makes it smaller.")),
            Misconception((4, 4), _("You took off 3 pixels once. Between three weights there are two such steps.")),
            Misconception((0, 0), _("How many places are there? The first one counts, too.")),
            Misconception((7, 7), _("Without padding, a window wider than one pixel makes the image smaller.")),
        ),
        first=_("The weights of a row meet the pixels 0, 3 and 6, so the window is as wide as the image."),
        hints=(
            _("The first weight of a row meets pixel 0, the second meets pixel 3. Which pixel does the third meet?"),
            _("From pixel 0 to the pixel of the third weight: count both ends. So wide is the window."),
            _("On a row of 7 pixels, how many places does a window of that width have?"),
        ),
        praise=_("The weights of a row meet the pixels 0, 3 and 6: a window of 7 has one place on 7 pixels."),
    ),
    Prediction(
        id="variants-predict-2",
        read=shape(4),
        examine=equals(_in_groups),
        right=_in_groups,
        setting={"channels": 8, "filters": 8, "groups": 4},
        misconceptions=(
            Misconception((8, 8, 3, 3), _("That is without groups: each of these filters reads all 8 channels.")),
            Misconception((2, 2, 3, 3), _("That is the weight of one group. There are 8 filters in all.")),
            Misconception((2, 8, 3, 3), _("Groups do not take filters away. They take channels from each filter.")),
            Misconception((8, 4, 3, 3), _("The second axis is how many channels a filter reads, not how many groups.")),
            Misconception((8, 1, 3, 3), _("That is depthwise: one group per channel. Here there are fewer groups.")),
            Misconception((4, 2, 3, 3), _("The groups have no axis of their own. The first axis counts the filters.")),
        ),
        first=_("The first axis counts all filters. The second counts the channels that one of them reads."),
        hints=(
            _("The 8 channels are shared out among the groups, each channel to one group."),
            _("A filter reads the channels of its own group, and no others. How many are these?"),
            _("The shape is (filters, channels / groups, kernel height, kernel width)."),
        ),
        praise=_("There are 8 filters, and each reads 8 / 4 = 2 channels."),
    ),
    Prediction(
        id="variants-predict-3",
        read=shape(2),
        examine=equals(_stamped),
        right=_stamped,
        setting={"kernel_size": 4, "stride": 3, "padding": 0},
        misconceptions=(
            Misconception((1, 1), _("That is what a convolution makes. The transposed one goes the other way.")),
            Misconception(
                (12, 12), _("That is the stride times the size. The last stamp reaches further than its stride.")
            ),
            Misconception((16, 16), _("Those are stamps side by side. They start 3 pixels apart, so they overlap.")),
            Misconception((9, 9), _("There the last stamp starts. It reaches 4 pixels from there.")),
            Misconception((7, 7), _("That is so at stride 1. Here the stamps are further apart.")),
        ),
        first=_("The stamps of a row start at 0, 3, 6 and 9. The last one covers 4 more columns."),
        hints=(
            _("The stamp of the first cell starts on column 0, that of the second on column 3."),
            _("Go on to the fourth cell: three steps of 3 pixels from the first."),
            _("From where the last stamp starts, it covers 4 columns. Count all columns from 0 on."),
        ),
        praise=_("The last stamp starts at 3·(4 − 1) = 9 and covers 4 pixels: 9 + 4 = 13."),
    ),
    Exercise(
        id="variants-predict-4",
        read=_any_of(shape(4), shape(2)),
        examine=equals(_means),
        misconceptions=(
            Misconception(
                (4, 10, 1, 1), _("So PyTorch's layer does it. Here the two axes of size 1 are left out, too.")
            ),
            Misconception((7, 9), _("That is a mean over images and channels. The mean is taken over the pixels.")),
            Misconception((4, 630), _("That is flattening: every number kept, in one row for each image.")),
            Misconception((4, 1), _("One number for each image? Channels are not mixed: each has its own mean.")),
            Misconception((1, 10), _("The images of a batch stay apart. Each has its own means.")),
            Misconception((10, 4), _("Images come first, then channels, here as before.")),
            Misconception((10, 63), _("The pixels are laid out there, not averaged. And where are the images?")),
        ),
        first=_("Which of the four axes stay, and over which of them is the mean taken?"),
        hints=(
            _("The axes are images, channels, height and width."),
            _("Each channel of each image becomes one number: the mean of its pixels."),
            _("So height and width go away. The two axes before them stay."),
        ),
        praise=_("For each of 4 images, there is one mean for each of 10 channels. The 7·9 pixels are gone."),
    ),
)
