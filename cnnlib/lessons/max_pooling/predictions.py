"""What ``06_max_pooling`` lets the learner predict, before the notebook shows anything like it."""

import numpy as np

from cnnlib.engine.pooling import max_pool2d, max_pool2d_backward
from cnnlib.exercises.answers import array, shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals
from cnnlib.messages import _

TIED = np.array([[2.0, 7.0], [7.0, 1.0]])


def nudges_that_keep(row: int, column: int, *, kernel_size: int) -> int:
    """Count the directions, of 8, in which a window's one bright pixel can move by one without changing the maximum."""
    image = np.zeros((3 * kernel_size, 3 * kernel_size))
    image[kernel_size + row, kernel_size + column] = 9
    moves = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if down or right]
    pooled = [max_pool2d(np.roll(image, move, axis=(0, 1)), kernel_size)[1, 1] for move in moves]
    return sum(value == 9 for value in pooled)


PREDICTIONS = (
    Exercise(
        id="pooling-predict-1",
        read=shape(2),
        examine=equals(lambda: max_pool2d(np.zeros((12, 20)), 3).shape),
        misconceptions=(
            Misconception((10, 18), _("That is stride 1. By default, the windows of a pooling lie side by side.")),
            Misconception((6, 10), _("That is what 2×2 windows make. These are 3×3.")),
            Misconception((5, 9), _("That is 3×3 windows with stride 2. Here no stride is given.")),
            Misconception(
                (4, 7),
                _("The last window across would hang over the border by a pixel. Such a window is left out."),
            ),
            Misconception((12, 20), _("That would keep the size. But each window becomes a single cell.")),
            Misconception((6, 4), _("Rows come first, in every shape: the image has 12 rows and 20 columns.")),
        ),
        first=_("Lay windows of three pixels side by side along a row of 20. How many whole ones fit?"),
        hints=(
            _("No stride is given, so it is the size of the window."),
            _("Rows first: 12 pixels, cut into pieces of three."),
            _("Columns: 20 pixels, cut into pieces of three. What is left over at the end makes no window."),
        ),
        praise=_("12 / 3 = 4 windows down. Across, 6 windows take 18 of the 20 pixels, and 2 are left over."),
    ),
    Exercise(
        id="pooling-predict-2",
        read=whole_number,
        examine=equals(lambda: nudges_that_keep(0, 0, kernel_size=2)),
        misconceptions=(
            Misconception(8, _("A nudge to the left takes the pixel out of its window. Then the window holds 0.")),
            Misconception(0, _("A nudge to the right leaves the pixel inside its window, still the largest.")),
            Misconception(4, _("Did you count staying where it is? The window has that many cells, one is its own.")),
            Misconception(2, _("Right and down keep it. There are directions across the corner, too.")),
            Misconception(1, _("More than one move keeps the pixel inside its window.")),
            Misconception(5, _("That many nudges take the pixel out of its window. The question is how many do not.")),
        ),
        first=_("Draw the window and the pixel. Which of the 8 moves end inside the window?"),
        hints=(
            _("The window keeps its value as long as the bright pixel is somewhere inside it."),
            _("Every move to the left, or up, leads out of the window."),
            _("The other cells of the window: each of them is reached by one of the 8 moves. Count them."),
        ),
        praise=_("Right, down, and right and down: 3 of 8. The other 5 carry the pixel into a neighbouring window."),
    ),
    Exercise(
        id="pooling-predict-3",
        read=array(2, 2),
        examine=close_to(lambda: max_pool2d_backward([[5.0]], TIED, 2), tolerance=1e-9),
        misconceptions=(
            Misconception(
                [[1.25, 1.25], [1.25, 1.25]],
                _("That shares it out evenly, as average pooling does. Would the output move if the 1 grew a little?"),
            ),
            Misconception(
                [[0, 5], [5, 0]],
                _("Both of the largest get it all: then more comes back than was sent. Only one may win."),
            ),
            Misconception(
                [[0, 2.5], [2.5, 0]],
                _("A fair idea, and no rule forbids it. But cnnlib lets one of the two win, as other libraries do."),
            ),
            Misconception([[0, 0], [5, 0]], _("A tie goes to the first, read line by line like a text.")),
            Misconception(
                [[0, 7], [0, 0]],
                _("The place is right. But what is sent back is the gradient, not the value of the pixel."),
            ),
            Misconception([[5, 5], [5, 5]], _("Every pixel gets all of it here: four times as much as was sent.")),
        ),
        first=_("Which of the four numbers made the output? It alone can change it."),
        hints=(
            _("Ask of each pixel: if it grew a little, would the largest of the window grow?"),
            _("Two pixels tie. One of them counts as the winner: the first in reading order."),
            _("The winner gets the whole gradient, and the others get nothing."),
        ),
        praise=_("The first 7 in reading order won, so it gets the whole 5. The others could not move the output."),
    ),
)
