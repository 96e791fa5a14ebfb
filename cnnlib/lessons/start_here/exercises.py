"""The exercises of ``00_start_here``: what the first picture tells. Its predictions come first."""

import numpy as np

from cnnlib.engine.layers import Conv2d
from cnnlib.exercises.answers import choice, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.exercises.refusals import WrongKind
from cnnlib.lessons.start_here.predictions import PREDICTIONS, pixels_seen
from cnnlib.messages import N_, _


def most_pixels() -> int:
    """The most pixels of the digit that a cell of the second convolution goes back to."""
    return max(int(np.prod(pixels_seen(3, *place))) for place in np.ndindex(4, 4))


def product(answer: object) -> int:
    """Read one whole number; of several, such as a shape, say that they are to be multiplied.

    Examples
    --------
    >>> product(12)
    12
    """
    if isinstance(answer, tuple | list) and len(answer) > 1:
        raise WrongKind(_("You gave {count} numbers, and one is asked for. Multiply them.", count=len(answer)))
    return whole_number(answer)


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="start-1",
        read=product,
        examine=equals(lambda: int(np.prod(Conv2d(1, 8, 3, padding=1).output_shape((1, 8, 8))))),
        misconceptions=(
            Misconception(64, N_("That is a single feature map. Each filter makes one of its own.")),
            Misconception(8, N_("That is how many maps there are. Each of them holds many numbers.")),
            Misconception(128, N_("That is after max pooling, which makes the maps smaller. Look one panel back.")),
            Misconception(
                80, N_("Those are the parameters that make them. The question is how many numbers come out.")
            ),
            Misconception(256, N_("That is the second convolution: 16 maps of 4×4. Look at the first.")),
            Misconception(72, N_("Those are the weights of the filters. The question is what comes out of them.")),
            Misconception(576, N_("You multiplied the 72 weights by the 8 maps. How many numbers does one map hold?")),
            Misconception(24, N_("Did you add the three numbers of the shape? They have to be multiplied.")),
        ),
        first=N_("The title of each panel states its shape. Find the panel called convolution."),
        hints=(
            N_("A shape such as (3, 5, 5) means 3 maps of 5 rows and 5 columns."),
            N_("Find out how many numbers one map holds: rows times columns."),
            N_("Then count the maps: one for each filter."),
        ),
        praise=N_(
            "8 maps of 8×8 numbers: the digit has become eight images, and each shows something different about it."
        ),
    ),
    Exercise(
        id="start-2",
        read=product,
        examine=equals(most_pixels),
        misconceptions=(
            Misconception(
                64, N_("That is the whole digit. Does the orange frame on the input ever reach all its edges?")
            ),
            Misconception(
                9, N_("Those are the cells of one map of max pooling. Each of them sees several pixels itself.")
            ),
            Misconception(7, N_("That is one side of the frame. How many pixels are inside it?")),
            Misconception(25, N_("That is a cell in a corner of its map. What does its window miss there?")),
            Misconception(
                36, N_("That is one orange frame on ReLU, 6×6. How many pixels are in the frame on the input?")
            ),
            Misconception(16, N_("That is how many cells a map of it has: 4×4. Each of them sees many pixels.")),
            Misconception(144, N_("That is 16 cells of 9 pixels each. But the windows of neighbours overlap.")),
            Misconception(35, N_("That is a cell at the edge of its map. Another cell sees more.")),
        ),
        first=N_("Press cells of the second convolution in the picture, and read the end of the caption."),
        hints=(
            N_("At the edge of a map a part of the window is outside. Where is the whole of it inside?"),
            N_("Press a cell in the middle of a map. The caption gives two sides of a frame."),
            N_("Multiply the two sides."),
        ),
        praise=N_(
            "A cell in the middle sees 7×7 pixels: nearly the whole digit. The Affine layer brings all cells together."
        ),
    ),
    Exercise(
        id="start-3",
        read=choice(
            a=("it is probably an 8",),
            b=("of the ten digits, 8 fits by far the best",),
            c=("96 of 100 such drawings are 8s",),
            d=("it has learned from such drawings",),
        ),
        examine=equals(lambda: "b"),
        misconceptions=(
            Misconception("a", N_("An X is no digit. Could the network have said so?")),
            Misconception("c", N_("Who would have counted that? It has never read a drawn X before.")),
            Misconception("d", N_("It learned from 1,437 scanned digits, and from variants of them.")),
        ),
        first=N_("What is shared out, and among which answers?"),
        hints=(
            N_("Think of a face. Which answers would the network have?"),
            N_("It has ten, and none of them is “not a digit”."),
            N_("So a tall bar compares one answer with nine others. What does it say about an X?"),
        ),
        praise=N_("It compares ten digits with each other. Whether an X is a digit at all was never asked."),
    ),
)
