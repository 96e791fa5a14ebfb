"""The predictions of ``12_variants``: what is right is asked of the engine; explorers answer all but the second."""

import numpy as np

from cnnlib.engine.average_pooling import avg_pool2d
from cnnlib.engine.convolution import conv2d, conv_transpose2d
from cnnlib.engine.layers import Conv2d
from cnnlib.exercises.answers import choice, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.variants.evidence import class_map, load_pooled
from cnnlib.lessons.variants.matrices import as_matrix
from cnnlib.lessons.variants.residual import likeness, through_layers
from cnnlib.messages import N_
from cnnlib.samples import chelsea, digits_split

Shape = tuple[int, ...]

LEFT = {"a": N_("a (black)"), "b": N_("b (the cat, changed)"), "c": N_("c (exactly the cat)")}
"""What ten layers with the sum leave of the photograph."""

HALVES = {"a": N_("a (the left half)"), "b": N_("b (the right half)"), "c": N_("c (both alike)")}
"""Which half of an 8 counts against a 3."""


def _with_gaps() -> Shape:
    return conv2d(np.ones((7, 7)), np.ones((3, 3)), dilation=3).shape


def _in_groups() -> Shape:
    return Conv2d(8, 8, 3, groups=4).parameters["weight"].shape


def _stamped() -> Shape:
    return conv_transpose2d(np.ones((4, 4)), np.ones((4, 4)), stride=3, padding=1).shape


def _first_weight(cell: int) -> int:
    """Return in which column of the matrix the first weight of an output cell is, for 3×3 on (4, 4)."""
    return int(as_matrix(np.ones((3, 3)), (4, 4))[cell].argmax())


def _left_of_the_cat() -> str:
    """Return the letter of what comes out of ten layers with the sum, by measuring it."""
    x = avg_pool2d(chelsea(), 2)
    out = through_layers(x, 10, scale=0.1, residual=True)
    return "c" if np.array_equal(out, x) else "b" if likeness(x, out) > 0.8 else "a"


def _against_a_3() -> str:
    """Return the letter of the half of an 8 that counts against a 3: the one where the mean of the map is lower."""
    halves = np.split(class_map(load_pooled(), digits_split()[2][9], 3), 2, axis=1)
    left, right = (half.mean() for half in halves)
    return "a" if left < right - 1 else "b" if right < left - 1 else "c"


PREDICTIONS = (
    Prediction(
        id="variants-predict-1",
        read=shape(2),
        examine=equals(_with_gaps),
        right=_with_gaps,
        setting={"kernel_size": 3, "dilation": 3},
        misconceptions=(
            Misconception((5, 5), N_("That is the shape without gaps, at dilation 1.")),
            Misconception((3, 3), N_("That is the shape at dilation 2. One more pixel in each gap makes it smaller.")),
            Misconception((4, 4), N_("You took off 3 pixels once. Between three weights there are two such steps.")),
            Misconception((0, 0), N_("How many places are there? The first one counts, too.")),
            Misconception((7, 7), N_("Without padding, a window wider than one pixel makes the image smaller.")),
        ),
        first=N_("The weights of a row meet the pixels 0, 3 and 6, so the window is as wide as the image."),
        hints=(
            N_("The first weight of a row meets pixel 0, the second meets pixel 3. Which pixel does the third meet?"),
            N_("From pixel 0 to the pixel of the third weight: count both ends. That is the window's width."),
            N_("On a row of 7 pixels, how many places does a window of that width have?"),
        ),
        praise=N_("The weights of a row meet the pixels 0, 3 and 6: a window of 7 has one place on 7 pixels."),
    ),
    Exercise(
        id="variants-predict-2",
        read=shape(4),
        examine=equals(_in_groups),
        misconceptions=(
            Misconception((8, 8, 3, 3), N_("That is without groups: each of these filters reads all 8 channels.")),
            Misconception((2, 2, 3, 3), N_("That is the weights' shape for one group. There are 8 filters in all.")),
            Misconception((2, 8, 3, 3), N_("Groups do not take filters away. They take channels from each filter.")),
            Misconception(
                (8, 4, 3, 3), N_("The second axis is how many channels a filter reads, not how many groups.")
            ),
            Misconception((8, 1, 3, 3), N_("That is depthwise: one group per channel. Here there are fewer groups.")),
            Misconception((4, 2, 3, 3), N_("The groups have no axis of their own. The first axis counts the filters.")),
        ),
        first=N_("The first axis counts all filters. The second counts the channels that one of them reads."),
        hints=(
            N_("The 8 channels are shared out among the groups, each channel to one group."),
            N_("A filter reads the channels of its own group, and no others. How many is that?"),
            N_("The shape is (filters, channels / groups, kernel height, kernel width)."),
        ),
        praise=N_("There are 8 filters, and each reads 8 / 4 = 2 channels."),
    ),
    Prediction(
        id="variants-predict-3",
        read=shape(2),
        examine=equals(_stamped),
        right=_stamped,
        setting={"kernel_size": 4, "stride": 3, "padding": 1},
        misconceptions=(
            Misconception((1, 1), N_("That is what a convolution makes. The transposed one goes the other way.")),
            Misconception((15, 15), N_("Here padding cuts cells off. It does not add them.")),
            Misconception((12, 12), N_("Padding 1 cuts a cell off on each side, not one in all.")),
            Misconception((13, 13), N_("That is the output before padding cuts its border off.")),
            Misconception((16, 16), N_("Those are stamps side by side. They start 3 pixels apart, so they overlap.")),
            Misconception((9, 9), N_("That is where the last stamp starts. It reaches 4 pixels from there.")),
            Misconception((7, 7), N_("That is for stride 1 and padding 0. Here the stamps are further apart.")),
        ),
        first=N_(
            "The stamps of a row start at 0, 3, 6 and 9. The last one covers 4 columns. Then the border is cut off."
        ),
        hints=(
            N_("The stamp of the first cell starts on column 0, that of the second on column 3."),
            N_("Go on to the fourth cell: three steps of 3 pixels from the first."),
            N_("From where the last stamp starts, it covers 4 columns. Count them all, then cut one off on each side."),
        ),
        praise=N_("The last stamp starts at 3·(4 − 1) = 9 and covers 4 pixels: 13. Minus one on each side: 11."),
    ),
    Prediction(
        id="variants-predict-4",
        read=whole_number,
        examine=equals(lambda: _first_weight(2)),
        right=lambda: _first_weight(2),
        setting={"position": 2, "kernel": np.array([[1.0, 0, 2], [0, 0, 0], [0, 3, 0]])},
        todo=N_("Now press the bottom left cell of y in the picture below."),
        misconceptions=(
            Misconception(2, N_("One column further for each cell: that holds only while the window moves right.")),
            Misconception(1, N_("That is one step to the right. This window is one row further down.")),
            Misconception(3, N_("The kernel is 3 wide, but a row of the image is longer.")),
            Misconception(8, N_("That is two rows further down.")),
            Misconception(0, N_("That is where the row of the first cell begins. This window starts one row lower.")),
            Misconception(12, N_("That is where the last row of x begins. The window starts higher.")),
        ),
        first=N_("Which pixel is in the window's top left corner? Its number, row by row, is the column."),
        hints=(
            N_("A column of W belongs to a pixel of x. The pixels are numbered row by row from 0."),
            N_("The window of this cell starts in row 1, column 0 of x."),
            N_("Number the pixels: the first row of x has the numbers 0 to 3. Which number comes next?"),
        ),
        praise=N_("The window starts in row 1, column 0, and a row of x has 4 pixels."),
    ),
    Prediction(
        id="variants-predict-5",
        read=choice(a=("black", "nothing"), b=("the cat, changed", "changed"), c=("exactly the cat", "the same cat")),
        examine=equals(_left_of_the_cat),
        right=_left_of_the_cat,
        words=LEFT.__getitem__,
        setting={"layers": 10, "scale": 0.1, "residual": True},
        misconceptions=(
            Misconception("a", N_("Without the sum, it is black. With it, x is in the result of every layer.")),
            Misconception("c", N_("Each layer adds something, if only a little. That adds up.")),
        ),
        first=N_("With the sum, each layer passes x on, and adds a little to it."),
        hints=(
            N_("With the sum, a layer returns its input, plus what f makes of it."),
            N_("Weights times 0.1 make f(x) small beside x. Is it 0?"),
            N_("So compare x with what ten small changes make of it."),
        ),
        praise=N_("Each layer passes x on and adds a little: the cat is brighter."),
    ),
    Prediction(
        id="variants-predict-6",
        read=choice(a=("left", "the left half"), b=("right", "the right half"), c=("both", "both alike")),
        examine=equals(_against_a_3),
        right=_against_a_3,
        words=HALVES.__getitem__,
        setting={"image": 9, "digit": 3},
        todo=N_("Now set image to 8 and digit to 3 in the picture below."),
        misconceptions=(
            Misconception("b", N_("On the right, a 3 and an 8 have the same strokes.")),
            Misconception("c", N_("In one half a 3 and an 8 have the same strokes. In the other they differ.")),
        ),
        first=N_("Where do a 3 and an 8 differ?"),
        hints=(
            N_("Draw an 8. Where do you rub out ink to make it a 3?"),
            N_("The caption gives the mean of the map for each half. The lower one is more against the class."),
            N_("Compare the upper ring of an 8 with a 3. On which side is the 3 open?"),
        ),
        praise=N_("Its left half is blue on average, mostly at the top."),
    ),
)
