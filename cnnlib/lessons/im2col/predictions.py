"""The predictions of ``11_im2col``: what is right is asked of the engine."""

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.im2col import col2im, im2col
from cnnlib.exercises.answers import shape, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _

PREDICTIONS = (
    Exercise(
        id="im2col-predict-1",
        read=shape(2),
        examine=equals(lambda: im2col(np.ones((5, 7)), (2, 3)).shape),
        misconceptions=(
            Misconception((20, 6), _("That is one window per row: the book's layout. Here a window is a column.")),
            Misconception((6, 35), _("That is a column for each pixel. A window that hangs over the edge has none.")),
            Misconception((2, 3), _("That is the shape of one window, before it is laid out.")),
            Misconception((4, 5), _("That is the shape of the map: it tells how many windows there are.")),
            Misconception((6, 9), _("The number of rows is right. Count the places of the window once more.")),
            Misconception((6, 4), _("That counts windows side by side without touching. They move by one pixel.")),
        ),
        first=_("Ask two things: how many numbers are in one window, and how many windows are there?"),
        hints=(
            _("A column is one window, laid out: it has one number for each of the window's cells."),
            _("Along a side of 7 pixels, a window 3 wide has 7 − 3 + 1 places. Do the same for the rows."),
            _("The places from top to bottom times the places from left to right is the number of columns."),
        ),
        praise=_("A window has 2·3 = 6 numbers, and there are 4·5 = 20 windows."),
    ),
    Exercise(
        id="im2col-predict-2",
        read=shape(3),
        examine=equals(lambda: im2col(np.ones((4, 2, 6, 6)), 3).shape),
        misconceptions=(
            Misconception((4, 9, 16), _("Nine numbers are the window on one channel. It reaches through both.")),
            Misconception((4, 9, 32), _("The channels of a window stand below each other in one column.")),
            Misconception((4, 18, 36), _("That is a column for each pixel. How many places does the window have?")),
            Misconception((4, 16, 18), _("That is one window per row, as in the book. Here a window is a column.")),
            Misconception((2, 9, 64), _("The images stay apart: the first axis counts them, not the channels.")),
            Misconception((1, 18, 64), _("All images side by side? Each one keeps its own array of columns.")),
        ),
        first=_("The first axis counts the images. Then find one image's columns: first their rows, then how many."),
        hints=(
            _("A window reaches through all channels, so each column holds that many times 3·3 numbers."),
            _("The number of windows does not depend on the channels: 6 − 3 + 1 in each direction."),
            _("The shape is (images, channels · 3 · 3, places down · places across)."),
        ),
        praise=_("4 images; 2·3·3 = 18 numbers in a window; 4·4 = 16 windows in each image."),
    ),
    Exercise(
        id="im2col-predict-3",
        read=shape(3),
        examine=equals(lambda: conv2d(np.ones((3, 16, 16)), np.ones((8, 3, 3, 3))).shape),
        misconceptions=(
            Misconception((8, 16, 16), _("That is as large as the image. 196 windows do not fill that many cells.")),
            Misconception((8, 1, 196), _("That is the product as it is. Its rows still have to be laid out as maps.")),
            Misconception((27, 14, 14), _("27 is what both have in common. It is summed over, and is gone.")),
            Misconception((3, 14, 14), _("The channels of the image are gone: each filter has added them up.")),
            Misconception((14, 14, 8), _("The right numbers, in another order: the maps come first here.")),
        ),
        first=_("First the shape of the product. Then: how many rows of windows, and how many in each?"),
        hints=(
            _("A matrix product (a, b) @ (b, c) has the shape (a, c)."),
            _("Each row of the product is one map, laid out. The image is square, and so is its map."),
            _("27 = 3·3·3, so the window is 3×3. How many places does it have along a side of 16?"),
        ),
        praise=_("The product is (8, 196): 8 filters, 196 = 14·14 windows."),
    ),
    Exercise(
        id="im2col-predict-4",
        read=whole_number,
        examine=equals(lambda: col2im(np.full((9, 9), 2), (5, 5), 3)[1, 1]),
        misconceptions=(
            Misconception(2, _("That would be one copy. The pixel lies in several windows, and all copies come back.")),
            Misconception(4, _("That is how many windows hold the pixel. But what does each of them bring back?")),
            Misconception(18, _("That is the pixel in the middle of the image. Which windows hold this one?")),
            Misconception(1, _("That counts nothing but a corner, and forgets what the columns hold.")),
            Misconception(162, _("That is everything in the columns. Only some of it belongs to this pixel.")),
        ),
        first=_("How many windows hold this pixel? Each of them brings its number back."),
        hints=(
            _("A window can start in row 0, 1 or 2. Which of these starts make it cover row 1?"),
            _("The same count holds for the columns of the image. Multiply the two."),
            _("That many windows bring a 2 each, and col2im adds them up."),
        ),
        praise=_("It lies in 2·2 windows, each brings 2, and what overlaps is added: 8."),
    ),
)
