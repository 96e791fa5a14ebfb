"""The predictions of ``12_variants``: what is right is asked of the engine."""

import numpy as np

from cnnlib.engine.average_pooling import global_avg_pool2d
from cnnlib.engine.convolution import conv2d, conv_transpose2d
from cnnlib.engine.layers import Conv2d
from cnnlib.exercises.answers import shape
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _

PREDICTIONS = (
    Exercise(
        id="variants-predict-1",
        read=shape(2),
        examine=equals(lambda: conv2d(np.ones((16, 16)), np.ones((3, 3)), dilation=4).shape),
        misconceptions=(
            Misconception((14, 14), _("That is the shape without gaps, at dilation 1.")),
            Misconception((5, 5), _("You took the span as 3·4. After the last weight there is no gap.")),
            Misconception((6, 6), _("Dilation 4 is the step from one weight to the next, so 3 pixels lie between.")),
            Misconception((12, 12), _("You took off 4 pixels once. Between three weights there are two such steps.")),
            Misconception((7, 7), _("How many places are there? The first one counts, too: size − span + 1.")),
            Misconception((4, 4), _("That would be a stride of 4. The window itself still moves by one pixel.")),
            Misconception((16, 16), _("Without padding, a window wider than one pixel makes the image smaller.")),
        ),
        first=_("Draw one row of the window: three weights, each 4 pixels after the one before. How wide is that?"),
        hints=(
            _("The weights of a row stand on the pixels 0, 4 and so on. Where does the third one stand?"),
            _("From pixel 0 to the third weight's pixel: count both ends. That is the span."),
            _("Now the formula that you know, with the span for the kernel: 16 − span + 1."),
        ),
        praise=_("The weights stand on pixels 0, 4 and 8: a span of 9. And 16 − 9 + 1 = 8."),
    ),
    Exercise(
        id="variants-predict-2",
        read=shape(4),
        examine=equals(lambda: Conv2d(12, 24, 3, groups=4).parameters["weight"].shape),
        misconceptions=(
            Misconception((24, 12, 3, 3), _("That is without groups: each of these filters reads all 12 channels.")),
            Misconception((6, 3, 3, 3), _("That is the weight of one group. How many filters are there in all?")),
            Misconception((6, 12, 3, 3), _("Groups do not take filters away. They take channels from each filter.")),
            Misconception(
                (24, 4, 3, 3), _("You wrote the number of groups. The second axis is how many channels a filter reads.")
            ),
            Misconception((24, 6, 3, 3), _("The filters are shared out, too. But the second axis counts channels.")),
            Misconception((24, 1, 3, 3), _("That is depthwise: one group per channel. Here there are fewer groups.")),
            Misconception((4, 6, 3, 3), _("The groups have no axis of their own. The first axis counts the filters.")),
        ),
        first=_("The first axis counts all filters. The second counts the channels that one of them reads."),
        hints=(
            _("The 12 channels are shared out among the groups, each channel to one group."),
            _("A filter reads the channels of its own group, and no others. How many are these?"),
            _("The shape is (filters, channels / groups, kH, kW)."),
        ),
        praise=_("24 filters, and each reads 12 / 4 = 3 channels."),
    ),
    Exercise(
        id="variants-predict-3",
        read=shape(2),
        examine=equals(lambda: conv_transpose2d(np.ones((5, 5)), np.ones((4, 4)), stride=3).shape),
        misconceptions=(
            Misconception((1, 1), _("That is what a convolution makes. The transposed one goes the other way.")),
            Misconception(
                (15, 15), _("That is the stride times the size. The last stamp reaches further than its stride.")
            ),
            Misconception((19, 19), _("You let each of the five cells move on. The first stamp starts at 0.")),
            Misconception((20, 20), _("Those are stamps side by side. Each starts 3 pixels on, so they overlap.")),
            Misconception((12, 12), _("There the last stamp starts. How far does it reach?")),
            Misconception((8, 8), _("That is so at stride 1. Here the stamps are further apart.")),
        ),
        first=_("Take one row of 5 cells. Where does the stamp of each start, and where does the last one end?"),
        hints=(
            _("The stamp of the first cell starts on column 0, that of the second on column 3."),
            _("Go on to the fifth cell: four steps of 3 pixels from the first."),
            _("From where the last stamp starts, it covers 4 more columns. Count all columns from 0 on."),
        ),
        praise=_("The last stamp starts at 3·(5 − 1) = 12, and covers 4: 12 + 4 = 16."),
    ),
    Exercise(
        id="variants-predict-4",
        read=shape(2),
        examine=equals(lambda: global_avg_pool2d(np.ones((4, 10, 7, 9))).shape),
        misconceptions=(
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
        praise=_("For each of 4 images one mean for each of 10 channels. The 7·9 pixels are gone."),
    ),
)
