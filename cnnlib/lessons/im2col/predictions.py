"""What ``11_im2col`` lets the learner predict: what is right is asked of the engine."""

import numpy as np

from cnnlib.engine.im2col import col2im, im2col
from cnnlib.exercises.answers import choice, shape, whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.im2col.cost import columns_bytes
from cnnlib.messages import N_, _

GROW = {"a": N_("a) weights, columns and product"), "b": N_("b) weights and product"), "c": N_("c) only the product")}
"""What three filters instead of one make larger."""

SLOWER = {"a": N_("a) about as long"), "b": N_("b) about ten times as long"), "c": N_("c) more than a hundred times")}
"""How long the loops take, compared with the product."""

MULTIPLES = {"a": 11, "b": 30, "c": 100}
"""How many times the image its columns may take."""

TOY = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])


def _columns_of_two() -> tuple[int, ...]:
    return im2col(TOY, 2).shape


def _nearest_multiple() -> str:
    multiple = columns_bytes(128, 11) / columns_bytes(128, 1)
    return min(MULTIPLES, key=lambda letter: abs(MULTIPLES[letter] - multiple))


def _what_comes_back() -> int:
    return int(col2im(im2col(TOY, 3), (4, 4), 3)[1, 3])


PREDICTIONS = (
    Prediction(
        id="im2col-predict-1",
        read=shape(2),
        examine=equals(_columns_of_two),
        right=_columns_of_two,
        setting={"kernel_size": 2},
        misconceptions=(
            Misconception((9, 4), N_("That is one window per row. Here a window is a column.")),
            Misconception((4, 4), N_("That counts windows side by side. They overlap: the next starts one pixel on.")),
            Misconception((4, 16), N_("That is a column for each pixel. A window that hangs over the edge has none.")),
            Misconception((2, 2), N_("That is the shape of one window, before it is laid out.")),
            Misconception((3, 3), N_("That is how the places are arranged. Each of them has a column.")),
        ),
        first=N_("A column has a number for each cell of the window, and there is a column for each place."),
        hints=(
            N_("How many numbers are in a 2×2 window? That is the number of rows."),
            N_("Where can the left edge of a 2-wide window be, on 4 pixels? Count the places."),
            N_("The places down times the places across is the number of columns."),
        ),
        praise=N_("Smaller windows: shorter columns, but more of them."),
    ),
    Prediction(
        id="im2col-predict-2",
        read=choice(
            a=("weights, columns and product",), b=("weights and product",), c=("only the product", "the product")
        ),
        examine=equals(lambda: "b"),
        right=lambda: "b",
        words=GROW.__getitem__,
        setting={"filters": 3},
        misconceptions=(
            Misconception("a", N_("The columns hold the image alone. All filters share them.")),
            Misconception("c", N_("Each filter is a row of the weights, and there are more filters now.")),
        ),
        first=N_("Look at the shapes: one of the three grids does not know about filters."),
        hints=(
            N_("Which of the grids hold weights, and which hold pixels?"),
            N_("Each filter is laid out as one row."),
            N_("A product has as many rows as the left matrix. Does im2col ever see a filter?"),
        ),
        praise=N_("The columns are made once, and all filters share them."),
    ),
    Prediction(
        id="im2col-predict-3",
        read=choice(a=("about as long",), b=("about ten times as long",), c=("more than a hundred times as long",)),
        examine=equals(lambda: "c"),
        right=lambda: "c",
        words=SLOWER.__getitem__,
        setting={"side": 128, "measure": True},
        todo=N_("Now leave side at 128, and switch measure on in the picture below."),
        misconceptions=(
            Misconception("a", N_("The arithmetic is the same. But Python runs the line of the loop for each window.")),
            Misconception("b", N_("One turn of the loop costs Python far more time than its nine products.")),
        ),
        first=N_("Python runs the line of the loop for each of the windows."),
        hints=(
            N_("How often does Python run the line inside the loops?"),
            N_("Once for each window: 15,876 times. How often does it run the line with the product?"),
            N_("Nine products take a processor a few billionths of a second. Running a line takes Python far longer."),
        ),
        praise=N_("How many times exactly depends on your machine."),
    ),
    Prediction(
        id="im2col-predict-4",
        read=choice(a=("about 11",), b=("about 30",), c=("about 100",)),
        examine=equals(_nearest_multiple),
        right=_nearest_multiple,
        words=lambda letter: _("about {multiple} times", multiple=MULTIPLES[letter]),
        setting={"side": 128, "kernel_size": 11},
        misconceptions=(
            Misconception("a", N_("A window is 11 high and 11 wide: most pixels are in a window for each cell.")),
            Misconception("b", N_("From 3 to 11 the window grows in both directions, so its area grows faster.")),
        ),
        first=N_("A pixel in the middle is copied once for each cell of the window."),
        hints=(
            N_("In how many 3×3 windows is a pixel in the middle? Compare that with the 8.72."),
            N_("A pixel is in as many windows as a window has cells, but fewer near the border."),
            N_("How many cells does an 11×11 window have? The multiple is a little smaller."),
        ),
        praise=N_("Nearly 11·11: most pixels are in as many windows as a window has cells."),
    ),
    Prediction(
        id="im2col-predict-5",
        read=whole_number,
        examine=equals(_what_comes_back),
        right=_what_comes_back,
        setting={"columns": "of the image", "kernel_size": 3, "pixel": 7},
        todo=N_("Now set kernel_size to 3 in the picture below, and press the last pixel of row 1."),
        misconceptions=(
            Misconception(3, N_("It was copied more than once, and all copies come back.")),
            Misconception(12, N_("A pixel in the middle is in four windows. This one is at the right border.")),
            Misconception(27, N_("A window has nine cells, but only four windows fit, and not all reach this pixel.")),
            Misconception(2, N_("That is how many windows it is in. Each of them brings back a 3.")),
            Misconception(1, N_("A mean would keep the 3. The copies are added up.")),
        ),
        first=N_("It is in two of the four windows, and each brings its copy back."),
        hints=(
            N_("Which of the four windows at the top of this notebook hold the last pixel of row 1?"),
            N_("The window has to touch the right border. How many of the four do?"),
            N_("Each of those windows brings a 3 back. Gradients from several windows are added up."),
        ),
        praise=N_("Two windows hold the pixel, each brings back its 3, and they are added up."),
    ),
)
