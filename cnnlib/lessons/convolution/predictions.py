"""What ``02_convolution`` lets the learner predict, before the notebook shows anything like it."""

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array
from cnnlib.exercises.answers import shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _

WINDOW = np.array([[1, 0, 2], [3, 1, 0], [0, 2, 1]])
KERNEL = np.array([[0, 1, 2], [1, 1, 0], [0, 0, 3]])


def _dot() -> Array:
    image = np.zeros((5, 5))
    image[2, 2] = 1
    return image


PREDICTIONS = (
    Exercise(
        id="convolution-predict-1",
        read=whole_number,
        examine=equals(lambda: conv2d(WINDOW, KERNEL)[0, 0]),
        misconceptions=(
            Misconception(
                80,
                _("You added up the window, added up the kernel, and multiplied the sums. Multiply pairs first."),
            ),
            Misconception(18, _("You added all the numbers of both grids. Each pixel meets its weight by a product.")),
            Misconception(10, _("That is the sum of the pixels. Where did the weights go?")),
            Misconception(
                27,
                _(
                    "Is that a matrix product, added up? "
                    "Here no row meets a column: each pixel meets the one weight that lies on it."
                ),
            ),
            Misconception(
                6,
                _("That comes out if the kernel is turned by 180° first. Lay it on the window as it is."),
            ),
            Misconception(4, _("That is the largest of the products. All of them are added.")),
            Misconception(
                7,
                _("That comes out if the kernel's rows are taken for columns. Lay it on the window as it is."),
            ),
        ),
        first=_("Write down all nine products, row by row, and add them up."),
        hints=(
            _("Put the kernel on the window. Multiply the two numbers that lie on each other, nine times."),
            _("A zero in the window or in the kernel makes a zero. Only four products are left."),
            _("The four are 2·2, 3·1, 1·1 and 1·3."),
        ),
        praise=_("2·2 + 3·1 + 1·1 + 1·3 = 11. The other five products are zero."),
    ),
    Exercise(
        id="convolution-predict-2",
        read=shape(2),
        examine=equals(lambda: (output_size(7, 3), output_size(10, 3))),
        misconceptions=(
            Misconception(
                (7, 10),
                _("That is the image. But the window cannot start on the last row: it would hang over the edge."),
            ),
            Misconception(
                (4, 7),
                _("You took off the whole kernel. On a row of 3 pixels that would leave no place, and there is one."),
            ),
            Misconception((6, 9), _("You took off one. Two rows are lost: try it with the 4×4 image, which gave 2×2.")),
            Misconception(
                (2, 3),
                _("That many windows fit without touching. But the window moves one pixel at a time: they overlap."),
            ),
            Misconception((3, 3), _("That is the kernel. There is one output cell for each place where it fits.")),
            Misconception((9, 12), _("That is larger than the image. Every window starts on a pixel of the image.")),
        ),
        first=_("Count where the window can start: first from top to bottom, then from left to right."),
        hints=(
            _("Take one column of 7 pixels. The window is 3 high, and its top edge can stand on row 0."),
            _("The window must end on the last row, which is row 6. Where is its top edge then?"),
            _("From top to bottom, the top edge stands on row 0, 1, 2, 3 or 4. Now do the same from left to right."),
        ),
        praise=_("7 − 3 + 1 = 5 places down and 10 − 3 + 1 = 8 places across."),
    ),
    Exercise(
        id="convolution-predict-3",
        read=whole_number,
        examine=equals(lambda: conv2d(np.full((5, 5), 9), np.zeros((3, 3)), 7)[0, 0]),
        misconceptions=(
            Misconception(0, _("That is the sum of the products. What is added to it afterwards?")),
            Misconception(63, _("You added the bias once for each weight. It is added once, after the sum.")),
            Misconception(16, _("You added the bias to a pixel. Pixels only enter through the weights.")),
            Misconception(88, _("That is for a kernel of ones, which adds the pixels up. This kernel is all zeros.")),
            Misconception(81, _("That is the sum of the pixels. Each of them is multiplied by a weight.")),
        ),
        first=_("Do it in two steps: first the sum of the nine products, then the bias."),
        hints=(
            _("Each product is a pixel times a weight. All the weights are zero."),
            _("So the sum of the nine products does not depend on the image at all."),
            _("Then the bias is added, once."),
        ),
        praise=_("Nine products of zero, and then + 7, once. Without weights, a filter says the same about any image."),
    ),
    Exercise(
        id="convolution-predict-4",
        read=whole_number,
        examine=equals(lambda: conv2d(_dot(), np.arange(1, 10).reshape(3, 3))[0, 0]),
        misconceptions=(
            Misconception(
                1,
                _("That weight lies on the window's own top left pixel. Is the dot there?"),
            ),
            Misconception(
                5, _("That weight meets the dot when the window stands in the middle. Where does it stand here?")
            ),
            Misconception(0, _("The image's corner is 0. But the window reaches further than the corner.")),
            Misconception(45, _("You added all the weights. Only one of the nine pixels in the window is not zero.")),
            Misconception(3, _("That is the right column of the kernel. Look at the row on which the dot lies, too.")),
            Misconception(7, _("That is the last row of the kernel. Look at the column on which the dot lies, too.")),
        ),
        first=_("Draw the 5×5 image, and lay the window on its top left 3×3 pixels. Where in it is the dot?"),
        hints=(
            _("The window covers the rows 0 to 2 and the columns 0 to 2. The dot is at row 2, column 2."),
            _("So the dot lies in one corner of the window. Eight of the products are zero."),
            _("Only the weight in the kernel's bottom right corner meets the dot."),
        ),
        praise=_(
            "The dot lies under the window's bottom right corner, where the weight is 9. "
            "So the feature map shows the kernel turned by 180°."
        ),
    ),
)
