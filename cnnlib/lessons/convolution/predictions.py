"""What ``02_convolution`` lets the learner predict: four are answered by the explorer below, one is graded at once."""

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.shapes import output_size
from cnnlib.exercises.answers import choice, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.convolution.detectors import drawn_seven
from cnnlib.messages import N_

BOTTOM_LEFT = 2
"""The place that ``convolution-predict-1`` asks about, counted row by row."""

BAR = np.array([[-1.0, -1, -1], [2, 2, 2], [-1, -1, -1]])
"""The kernel that finds horizontal strokes."""

BACK = (40, 55, 0, 28)
"""Rows and columns of the photograph's feature map where the man's back is: first, end, first, end."""


def bottom_left() -> int:
    """The sum at the bottom left place of the toy image."""
    return int(conv2d(samples.toy_input(), samples.toy_kernel()).flat[BOTTOM_LEFT])


def sign_at_the_back() -> str:
    """The letter for the sign of the strongest answer of "vertical edges" at the man's back."""
    top, bottom, left, right = BACK
    cells = conv2d(samples.camera(), samples.KERNELS["vertical edges"])[top:bottom, left:right]
    return "a" if cells.flat[np.abs(cells).argmax()] > 0 else "b"


def what_a_lower_bias_does() -> str:
    """The letter for what a bias of −4 does to the cells where the filter for bars says yes."""
    image = drawn_seven()
    before, after = conv2d(image, BAR, 0) > 0, conv2d(image, BAR, -4) > 0
    if np.array_equal(before, after):
        return "a"
    return "b" if (before & after).sum() == after.sum() < before.sum() else "c"


def what_brightness_does() -> str:
    """The letter for how the sum changes when each pixel grows by 3, for weights that add up to 0."""
    pattern = samples.toy_kernel()
    weights = pattern - pattern.mean()
    change = float(((pattern + 3) * weights).sum() - (pattern * weights).sum())
    return "c" if abs(change) < 1e-9 else "a" if change > 0 else "b"


SIGNS = {"a": N_("positive (red)"), "b": N_("negative (blue)"), "c": N_("0 (white)")}
YES_CELLS = {
    "a": N_("a yes in the same cells"),
    "b": N_("a yes in fewer of these cells"),
    "c": N_("a yes in other cells"),
}
CHANGES = {"a": N_("a larger sum"), "b": N_("a smaller sum"), "c": N_("the same sum")}


PREDICTIONS = (
    Prediction(
        id="convolution-predict-1",
        read=whole_number,
        examine=equals(bottom_left),
        right=bottom_left,
        setting={"position": BOTTOM_LEFT},
        todo=N_("Now move the window to the bottom left place in the picture below."),
        misconceptions=(
            Misconception(
                108, N_("You multiplied the sum of the pixels by the sum of the weights. Multiply pairs, then add.")
            ),
            Misconception(12, N_("That is the sum of the pixels. Each of them is multiplied by a weight first.")),
            Misconception(
                21, N_("You added pixels and weights. Each pixel is multiplied by the weight that lies on it.")
            ),
            Misconception(15, N_("That is the top left place. The window is one row further down.")),
            Misconception(16, N_("That is the top right place. The window is in the bottom left corner.")),
            Misconception(2, N_("That is the largest product. All nine are added up.")),
            Misconception(36, N_("That is a matrix product, added up. Here each pixel meets only one weight.")),
            Misconception(10, N_("That comes out if the kernel is turned by 180°. Lay it on the window as it is.")),
        ),
        first=N_("Compare your nine products with those in the picture."),
        hints=(
            N_("The window holds rows 1 to 3 and columns 0 to 2 of the image."),
            N_("Its rows are 0 1 2, then 3 0 1, then 2 3 0. Most of the nine products are 0."),
            N_("Only three products are not 0: 2·1, 1·2 and 2·1. Add them up."),
        ),
        praise=N_("Only three of the nine products are not 0."),
    ),
    Exercise(
        id="convolution-predict-2",
        read=shape(2),
        examine=equals(lambda: (output_size(7, 3), output_size(10, 3))),
        misconceptions=(
            Misconception(
                (7, 10),
                N_("That is the image. But the window cannot start in the last row: it would hang over the edge."),
            ),
            Misconception(
                (8, 5),
                N_("You have found both numbers, but in the wrong order. In a shape, the rows come first."),
            ),
            Misconception(
                (4, 7),
                N_("You took off the whole kernel. On a row of 3 pixels that would leave no place, and there is one."),
            ),
            Misconception(
                (6, 9), N_("You took off one. Two rows are lost: try it with the 4×4 image, which gave 2×2.")
            ),
            Misconception(
                (2, 3),
                N_(
                    "That many windows fit without overlapping. But the window moves one pixel at a time: they overlap."
                ),
            ),
            Misconception((3, 3), N_("That is the kernel. There is one output cell for each place where it fits.")),
            Misconception((9, 12), N_("That is larger than the image. Every window starts on a pixel of the image.")),
        ),
        first=N_("Count where the window can start: first from top to bottom, then from left to right."),
        hints=(
            N_("Take one column of 7 pixels. The window is 3 high, and its top edge can be at row 0."),
            N_("The window must end on the last row, which is row 6. Where is its top edge then?"),
            N_("From top to bottom, the top edge can be at row 0, 1, 2, 3 or 4. Now count from left to right."),
        ),
        praise=N_("7 − 3 + 1 = 5 places down and 10 − 3 + 1 = 8 places across."),
    ),
    Prediction(
        id="convolution-predict-3",
        read=choice(a=("positive", "red"), b=("negative", "blue"), c=("0", "zero", "white")),
        examine=equals(sign_at_the_back),
        right=sign_at_the_back,
        words=SIGNS.__getitem__,
        setting={"kernel": samples.KERNELS["vertical edges"]},
        todo=N_("Now choose the kernel vertical edges below, and look at his back."),
        misconceptions=(
            Misconception("a", N_("The bright pixels are on the left, where the weights are negative.")),
            Misconception("c", N_("It would be 0 if left and right were equally bright. Here they differ.")),
        ),
        first=N_("Which weights do the bright pixels meet?"),
        hints=(
            N_("A window across the edge has bright pixels in its left column and dark ones in its right column."),
            N_("A dark pixel is nearly 0, so its products count for little."),
            N_("Only the left column counts. Look at the sign of its weights."),
        ),
        praise=N_("Bright pixels meet the negative weights. At the front of the coat it is the other way round."),
    ),
    Prediction(
        id="convolution-predict-4",
        read=choice(
            a=("in the same cells", "the same cells", "same"),
            b=("in fewer of these cells", "fewer of these cells", "fewer cells", "fewer"),
            c=("in other cells", "other cells", "other"),
        ),
        examine=equals(what_a_lower_bias_does),
        right=what_a_lower_bias_does,
        words=YES_CELLS.__getitem__,
        setting={"kernel": BAR, "bias": -4.0},
        todo=N_("Now move the bias to −4 in the picture below."),
        misconceptions=(
            Misconception("a", N_("All numbers of z fall by 4. Those that fall to 0 or below are no longer a yes.")),
            Misconception("c", N_("Every cell of z falls by the same 4, so none overtakes another.")),
        ),
        first=N_("Compare z and a, cell by cell."),
        hints=(
            N_("The bias is added to every cell. What happens to the number of each?"),
            N_("ReLU keeps what is above 0. Which cells are still above 0 when all have fallen by 4?"),
            N_("A cell with a sum of 6 stays above 0. What about a cell with a sum of 1?"),
        ),
        praise=N_("The bias sets the threshold: a window must give more than 4 to be heard."),
    ),
    Prediction(
        id="convolution-predict-5",
        read=choice(
            a=("a larger sum", "larger"), b=("a smaller sum", "smaller"), c=("the same sum", "the same", "same")
        ),
        examine=equals(what_brightness_does),
        right=what_brightness_does,
        words=CHANGES.__getitem__,
        setting={"zero_sum": True, "brighter": 3},
        todo=N_("Now switch zero_sum on below, and move brighter from 0 to 3."),
        misconceptions=(
            Misconception(
                "a", N_("More light on positive weights adds, but on negative weights it takes away as much.")
            ),
            Misconception(
                "b", N_("More light on negative weights takes away, but on positive weights it adds as much.")
            ),
        ),
        first=N_("What does each weight add to the sum when its pixel grows by 3?"),
        hints=(
            N_("When a pixel grows by 3, the sum grows by 3 times its weight."),
            N_("All nine pixels grow. So add up what the nine weights bring."),
            N_("That is 3 times the sum of all weights. And what is that sum?"),
        ),
        praise=N_("The sum changes by 3 times the sum of the weights, and that is 0."),
    ),
)
