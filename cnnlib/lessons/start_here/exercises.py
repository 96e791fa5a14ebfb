"""The exercises of ``00_start_here``: three predictions, to learn how exercises work."""

import numpy as np

from cnnlib.engine.layers import Conv2d
from cnnlib.exercises.answers import choice, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals
from cnnlib.messages import _

EXERCISES = (
    Exercise(
        id="start-predict-1",
        read=choice(
            a=("a small digit in a corner",),
            b=("almost the same 8×8 numbers as before",),
            c=("a blank image",),
            d=("an image of more pixels",),
        ),
        examine=equals(lambda: "b"),
        misconceptions=(
            Misconception("a", _("That is what you drew. Compare the drawing with the input panel beside it.")),
            Misconception("c", _("Ink is never thrown away as long as there is any. Draw a dot and look.")),
            Misconception("d", _("The input panel's title states its shape. Does it ever change?")),
        ),
        first=_("Look at the input panel while you draw."),
        hints=(
            _("Draw a small digit and look at the input panel."),
            _("Between the drawing and the input, the ink is cut out and enlarged."),
            _("After that it is put in the middle. What is then left of where you drew it, and how large?"),
        ),
        praise=_("Size and place are taken out before the network reads. Enlarged lines are thicker: that stays."),
    ),
    Exercise(
        id="start-predict-2",
        read=choice(
            a=("all ten are 0",),
            b=("all ten are 0.1",),
            c=("they still add up to 1, over the ten digits",),
            d=("the network refuses",),
        ),
        examine=equals(lambda: "c"),
        misconceptions=(
            Misconception("a", _("Then it would have no answer. Add up the ten numbers below any picture.")),
            Misconception("b", _("That would be fair: no idea at all. But some digit always fits a little better.")),
            Misconception("d", _("For that it would need an eleventh answer, and it was never shown one.")),
        ),
        first=_("The line below the picture lists all ten. Add them up for two different drawings."),
        hints=(
            _("The network has ten answers, and no way to give none."),
            _("Its last step, softmax, divides ten positive numbers by their total."),
            _("What is the total of ten numbers after each has been divided by their total?"),
        ),
        praise=_("Softmax shares out exactly 1, whatever it is shown. A network that is sure can still be wrong."),
    ),
    Exercise(
        id="start-1",
        read=whole_number,
        examine=equals(lambda: int(np.prod(Conv2d(1, 8, 3, padding=1).output_shape((1, 8, 8))))),
        misconceptions=(
            Misconception(64, _("That is a single feature map. Each filter makes one of its own.")),
            Misconception(8, _("That is how many maps there are. Each of them holds many numbers.")),
            Misconception(128, _("That is after max pooling, which makes the maps smaller. Look one panel before it.")),
            Misconception(72, _("Those are the weights of the filters. The question is what comes out of them.")),
            Misconception(24, _("Did you add the three numbers of the shape? They have to be multiplied.")),
        ),
        first=_("The title of each panel states its shape. Find the panel called convolution."),
        hints=(
            _("A shape such as (3, 5, 5) means 3 maps of 5 rows and 5 columns."),
            _("Find out how many numbers one map holds: rows times columns."),
            _("Then count the maps: one for each filter."),
        ),
        praise=_("8 maps of 8×8 numbers: the digit has become eight images, and each shows something else of it."),
    ),
)
