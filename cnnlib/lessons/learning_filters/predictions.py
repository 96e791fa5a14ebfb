"""What ``09_learning_filters`` lets the learner predict, before the notebook shows anything like it."""

import numpy as np

from cnnlib.engine.convolution import conv2d_backward
from cnnlib.exercises.answers import array, choice, number
from cnnlib.exercises.exercise import Exercise, Misconception, close_to, equals
from cnnlib.messages import _

IMAGE = np.array([[5.0, 1.0, 0.0], [2.0, 4.0, 3.0], [1.0, 6.0, 2.0]])
KERNEL = np.array([[1.0, 2.0], [0.0, 3.0]])
PLACED = np.array([[0.0, 0.0], [0.0, 1.0]])


def step(weight: float, gradient: float, rate: float) -> float:
    """A weight after one step of plain descent."""
    return weight - rate * gradient


PREDICTIONS = (
    Exercise(
        id="learning-predict-1",
        read=array(2, 2),
        examine=close_to(lambda: conv2d_backward(PLACED, IMAGE, KERNEL)[1], tolerance=1e-9),
        misconceptions=(
            Misconception(
                [[1, 2], [0, 3]],
                _("That is the kernel. How fast the loss grows with a weight depends on what the weight met."),
            ),
            Misconception([[5, 1], [2, 4]], _("That is the top left window. The loss is another cell of the output.")),
            Misconception([[0, 0], [0, 1]], _("That marks the output cell. Which pixels did the weights meet there?")),
            Misconception([[2, 6], [3, 4]], _("The right pixels, turned. The first weight met the first pixel.")),
            Misconception([[1, 1], [1, 1]], _("A weight changes the output by the pixel that it meets, not by 1.")),
            Misconception(
                [[12, 8], [13, 15]],
                _("You added up all four windows. The loss is only one cell of the output."),
            ),
        ),
        first=_("Find the window that made the bottom right cell of the output."),
        hints=(
            _("The loss is one cell of the output, so only its window counts."),
            _("If a weight grew by 1, by how much would that output cell grow? By the pixel that the weight lies on."),
            _("The gradient of the kernel is that window. It starts in row 1, column 1."),
        ),
        praise=_("The window at that place. Each weight is told which pixel it met."),
    ),
    Exercise(
        id="learning-predict-2",
        read=number,
        examine=close_to(lambda: step(0.5, -2, 0.1), tolerance=1e-9),
        misconceptions=(
            Misconception(0.3, _("That goes along the gradient: the loss grows there. A step goes against it.")),
            Misconception(2.5, _("The direction is right. The learning rate makes the step smaller.")),
            Misconception(-1.5, _("That goes along the gradient, and the learning rate is missing.")),
            Misconception(0.2, _("That is the step alone. It is added to the weight that was there.")),
            Misconception(-0.2, _("That is learning rate times gradient. It is taken away from the weight.")),
            Misconception(0.6, _("The step is not the learning rate alone: the size of the gradient counts, too.")),
            Misconception(0.4, _("The step is not the learning rate alone, and its direction is that of less loss.")),
        ),
        first=_("weight ← weight − learning rate · gradient. Mind the signs."),
        hints=(
            _("A negative gradient says: the loss falls when this weight grows."),
            _("Multiply the learning rate and the gradient first, with its sign."),
            _("Take that product away from 0.5. Taking away a negative number makes it larger."),
        ),
        praise=_("0.5 − 0.1 · (−2). The gradient was negative, so the weight grows."),
    ),
    Exercise(
        id="learning-predict-3",
        read=choice(
            a=("it falls ten times as fast",),
            b=("it falls a little faster",),
            c=("it grows without end",),
            d=("it stays where it was",),
        ),
        examine=equals(lambda: "c"),
        misconceptions=(
            Misconception("a", _("That would be so if the slope stayed the same on the way. Does it?")),
            Misconception("b", _("Think of a ball in a valley that is thrown ten times as far. Where does it land?")),
            Misconception("d", _("The kernel takes large steps. Can the loss stay the same?")),
        ),
        first=_("The gradient tells the slope here. How far does it hold?"),
        hints=(
            _("The gradient is the slope at the place where you stand. The loss is a valley."),
            _("A step that is too long ends on the other side of the valley, perhaps higher up than it began."),
            _("Higher up the slope is steeper, so the next step is longer still."),
        ),
        praise=_("Each step jumps over the valley and lands higher up, where the next step is longer still."),
    ),
)
