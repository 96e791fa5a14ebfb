"""What ``06_max_pooling`` lets the learner predict; the explorer below each prediction answers it."""

import numpy as np

from cnnlib.data.digits import digit
from cnnlib.engine.pooling import max_pool2d
from cnnlib.exercises.answers import choice, shape, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.max_pooling.measures import MIDDLE, cells_that_stay
from cnnlib.messages import N_

MUTED = {"a": N_("a) all three"), "b": N_("b) the green one alone"), "c": N_("c) none")}
"""Which pooled maps change when the green channel is muted."""

DAMPED = {"a": N_("a) much less"), "b": N_("b) about as much"), "c": N_("c) much more")}
"""How much the pooled digit changes, compared with the digit."""

DOT = np.zeros((4, 4))
DOT[0, 0] = 9

HELD = {"a": N_("a) 0"), "b": N_("b) −∞"), "c": N_("c) −3")}
"""What comes out of a window that holds −3, the corner of a map, and three cells of padding."""


def _digit_by_3() -> tuple[int, ...]:
    return max_pool2d(digit(3), 3).shape


def _directions_that_keep() -> int:
    stay = np.delete(cells_that_stay(DOT), MIDDLE)
    return int((stay == 4).sum())


PREDICTIONS = (
    Prediction(
        id="pooling-predict-1",
        read=shape(2),
        examine=equals(_digit_by_3),
        right=_digit_by_3,
        setting={"kernel_size": 3},
        misconceptions=(
            Misconception((3, 3), N_("A third window would hang over the edge by a pixel, so it is left out.")),
            Misconception(
                (6, 6), N_("That is what stride 1 gives. Pooling windows lie side by side, so the stride here is 3.")
            ),
            Misconception((4, 4), N_("That is what 2×2 windows give. These are 3×3.")),
            Misconception((5, 5), N_("Nothing is subtracted: each 3×3 window becomes one cell.")),
        ),
        first=N_("Count the whole windows that fit side by side along a row of 8 pixels."),
        hints=(
            N_("The windows lie side by side: the stride is as large as the window."),
            N_("One row is enough: 8 pixels, cut into pieces of 3 pixels."),
            N_("The first window covers columns 0 to 2. Go on until a window no longer fits, and count."),
        ),
        praise=N_("Two windows take 6 of the 8 pixels, and the last two rows and columns are in no window."),
    ),
    Prediction(
        id="pooling-predict-2",
        read=choice(
            a=("all three", "all"), b=("the green one alone", "the green one", "green"), c=("none", "none of them")
        ),
        examine=equals(lambda: "b"),
        right=lambda: "b",
        words=MUTED.__getitem__,
        setting={"muted": "green"},
        misconceptions=(
            Misconception(
                "a", N_("A filter of a convolution would do that: it adds up all channels. Pooling adds nothing up.")
            ),
            Misconception(
                "c", N_("The map of the muted channel changes: all its numbers become 0, and so do their maxima.")
            ),
        ),
        first=N_("Each map is pooled by itself."),
        hints=(
            N_("Pooling compares numbers within a window. Does a window reach into another channel?"),
            N_("Take the pooled red map. Which numbers went into its cells?"),
            N_("Each pooled map is made from one channel. Which of them is made from the muted one?"),
        ),
        praise=N_("Each map is pooled by itself. A filter of a convolution would have added up all three."),
    ),
    Prediction(
        id="pooling-predict-3",
        read=choice(a=("much less", "less"), b=("about as much", "as much", "the same"), c=("much more", "more")),
        examine=equals(lambda: "b"),
        right=lambda: "b",
        words=DAMPED.__getitem__,
        setting={"image": "digit", "kernel_size": 2},
        todo=N_("Now set image to digit below, leave kernel_size at 2, and compare the bars."),
        misconceptions=(
            Misconception(
                "a", N_("Many texts say so. Here max pooling damps nothing: compare its bar with the first.")
            ),
            Misconception("c", N_("Compare the first two bars: they are almost equally high.")),
        ),
        first=N_("Compare the first two bars."),
        hints=(
            N_("A cell of the digit can jump from 0 (paper) to 15 (ink). What can a pooled cell do?"),
            N_("If the darkest pixel stays in its window, the cell keeps its value. If it leaves, what then?"),
            N_("Some cells keep their value, and others change by as much as a pixel does. Weigh the two."),
        ),
        praise=N_("Max pooling damps nothing here: a pooled cell keeps its value, or it jumps like a pixel."),
    ),
    Prediction(
        id="pooling-predict-4",
        read=whole_number,
        examine=equals(_directions_that_keep),
        right=_directions_that_keep,
        setting={"image": DOT},
        todo=N_("Now press blank below, double-click the top left cell of the input, and type 9."),
        misconceptions=(
            Misconception(8, N_("A nudge to the left moves the pixel into another window, and so does one upwards.")),
            Misconception(0, N_("After a nudge to the right, the pixel is still inside its window.")),
            Misconception(4, N_("The window has four cells, but one of them is where the pixel is already.")),
            Misconception(2, N_("Right and down keep it. So does the nudge down and right.")),
            Misconception(5, N_("In that many directions the pixel leaves its window.")),
        ),
        first=N_("Count the nudges that end inside the same window."),
        hints=(
            N_("A pooled cell keeps its value as long as the pixel is somewhere in its window."),
            N_("The pixel is at the top left of its window. Every nudge to the left, or up, leads out."),
            N_("The window has other cells, too. One nudge leads to each of them. Count them."),
        ),
        praise=N_("Right, down, and down and right. The other five directions carry the pixel into another window."),
    ),
    Prediction(
        id="pooling-predict-5",
        read=choice(a=("0",), b=("−∞", "-∞"), c=("−3", "-3")),
        examine=equals(lambda: "c"),
        right=lambda: "c",
        words=HELD.__getitem__,
        setting={"kernel_size": 2, "stride": 2, "padding": 1},
        todo=N_("Now leave kernel_size and stride at 2, set padding to 1 below, and press the top left output cell."),
        misconceptions=(
            Misconception("a", N_("That is what a frame of zeros gives. Here the frame holds −∞, which never wins.")),
            Misconception("b", N_("−∞ loses to every number, and one number of the map is in this window.")),
        ),
        first=N_("This window covers three cells of the frame, and the corner of the map."),
        hints=(
            N_("With padding 1, the first window begins one row above the map and one column left of it."),
            N_("Three of its four cells are padding. Which number of the map is in it?"),
            N_("What comes out is the corner of the map, or what the frame holds. Max pooling invents nothing."),
        ),
        praise=N_("The frame holds −∞, so the only number in the window wins."),
    ),
)
