"""Two exercises of ``09_learning_filters`` that any working settings solve: how to get stuck, how to arrive in time."""

from typing import TypedDict

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d, conv2d_backward
from cnnlib.exercises.answers import number, settings
from cnnlib.exercises.exercise import Exercise, Misconception, satisfies
from cnnlib.lessons.learning_filters.descent import STUCK, descend
from cnnlib.lessons.learning_filters.numbers import readable
from cnnlib.messages import N_, _, format_number

STEPS, GOAL = 50, 0.001
"""The training of ``learning-3`` has to get its loss below the goal with these steps."""


class Descent(TypedDict):
    """Where ``learning-hunt`` starts, and how far it steps."""

    start: float
    learning_rate: float


class Optimiser(TypedDict):
    """What ``learning-3`` asks for."""

    learning_rate: float
    momentum: float


def losses_of(learning_rate: float, momentum: float = 0, steps: int = STEPS) -> list[float]:
    """The loss of the edge training of the notebook before the first step and after each."""
    losses = []
    photo = samples.camera()[16:80, 36:100] - 0.5
    target, kernel = conv2d(photo, samples.KERNELS["vertical edges"]), np.zeros((3, 3))
    velocity = np.zeros((3, 3))
    with np.errstate(all="ignore"):  # some learners will try a rate that is too large: that is the lesson
        for _step in range(steps):
            error = conv2d(photo, kernel) - target
            losses.append(float(np.square(error).mean()))
            velocity = momentum * velocity + conv2d_backward(2 * error / error.size, photo, kernel)[1]
            kernel = kernel - learning_rate * velocity
        return [*losses, float(np.square(conv2d(photo, kernel) - target).mean())]


def loss_after(learning_rate: float, momentum: float = 0, steps: int = STEPS) -> float:
    """The loss of this training after some steps."""
    return losses_of(learning_rate, momentum, steps)[-1]


def _grows(answer: Optimiser) -> bool:
    first, *_between, last = losses_of(**answer)
    return not last < first


def _swings_out(answer: Optimiser) -> bool:
    return min(losses_of(**answer)) < GOAL


def _still_falls(answer: Optimiser) -> bool:
    losses = losses_of(**answer)
    return losses[-1] == min(losses)


def _reaches_the_goal(answer: Optimiser) -> bool:
    return answer["learning_rate"] > 0 and 0 <= answer["momentum"] < 1 and loss_after(**answer) < GOAL


def _how_it_went(answer: Optimiser) -> str:
    if answer["learning_rate"] <= 0 or not 0 <= answer["momentum"] < 1:
        return ""
    loss = loss_after(**answer)
    if not loss < 1000:
        return _("With these two, the loss grows without end within {steps} steps.", steps=STEPS)
    return _("With these two, the loss is {loss} after {steps} steps.", loss=format_number(loss, 4), steps=STEPS)


def _praise_the_settings(answer: Optimiser) -> str:
    plain = loss_after(answer["learning_rate"])
    reached = _("After {steps} steps the loss is {loss}.", steps=STEPS, loss=format_number(loss_after(**answer), 5))
    if not np.isfinite(plain):
        return reached + " " + _("At the same rate without momentum it is beyond all bounds.")
    without = format_number(plain, 5) if plain < 1 else readable(plain)
    return reached + " " + _("At the same rate without momentum it is {plain}.", plain=without)


def _ends_stuck(answer: Descent) -> bool:
    if answer["start"] <= 0 or answer["learning_rate"] <= 0:
        return False
    *_before, one, last = descend(**answer, with_relu=True)
    return abs(last - one) < STUCK and last <= 0


def _where_it_ends(answer: Descent) -> str:
    if answer["start"] <= 0 or answer["learning_rate"] <= 0:
        return ""
    path = descend(**answer, with_relu=True)
    return _(
        "At brightness 1, after {count} steps w is {w}, and it can still learn.",
        count=len(path) - 1,
        w=readable(path[-1]),
    )


def _praise_the_hunt(answer: Descent) -> str:
    path = descend(**answer, with_relu=True)
    first = next(index for index, w in enumerate(path) if w <= 0)
    return _(
        "Step {step} jumps across the valley to w = {w}. There the ReLU gives only 0, and no gradient comes back.",
        step=first,
        w=readable(path[first]),
    )


HUNT = Exercise(
    id="learning-hunt",
    read=settings(start=number, learning_rate=number),
    examine=satisfies(_ends_stuck, _where_it_ends),
    misconceptions=(
        Misconception(
            {"start": -1, "learning_rate": 0.1},
            N_("That is stuck before the first step. Find a start that is on the slope, above 0."),
            when=lambda answer: answer["start"] <= 0,
        ),
        Misconception(
            {"start": 1, "learning_rate": 0},
            N_("With such a learning rate it does not go downhill at all. Use one above 0."),
            when=lambda answer: answer["start"] > 0 and answer["learning_rate"] <= 0,
        ),
        Misconception(
            {"start": 1, "learning_rate": 0.1},
            N_("These steps are too short to leave the valley. What if a step is long enough to jump out of it?"),
            when=lambda answer: answer["start"] > 0 and 0 < answer["learning_rate"] <= 0.2,
        ),
    ),
    first=N_("It has not left the slope. Make a step that lands to the left of 0."),
    hints=(
        N_("With the ReLU, the curve is flat to the left of 0. What is the gradient there?"),
        N_("So w must be thrown to the left of 0 by a step. From which side of the bottom can that happen?"),
        N_("Start high on the right side, where the slope is steep, and take long steps."),
    ),
    praise=_praise_the_hunt,
)


OPTIMISER = Exercise(
    id="learning-3",
    read=settings(learning_rate=number, momentum=number),
    examine=satisfies(_reaches_the_goal, _how_it_went),
    misconceptions=(
        Misconception(
            {"learning_rate": 0, "momentum": 0.9},
            N_("With a learning rate of 0 nothing ever changes, and a negative one climbs uphill."),
            when=lambda answer: answer["learning_rate"] <= 0,
        ),
        Misconception(
            {"learning_rate": 0.5, "momentum": 1},
            N_("A momentum of 1 forgets nothing and never comes to rest. Use one from 0 to below 1."),
            when=lambda answer: not 0 <= answer["momentum"] < 1,
        ),
        Misconception(
            {"learning_rate": 1.3, "momentum": 0},
            N_("Without momentum, no learning rate gets that far in 50 steps."),
            when=lambda answer: answer["momentum"] == 0,
        ),
        Misconception(
            {"learning_rate": 0.1, "momentum": 0.5},
            N_("It is still on its way down: the steps are too short."),
            when=_still_falls,
        ),
        Misconception(
            {"learning_rate": 5, "momentum": 0.9},
            N_("The steps are too long: the loss ends higher than it began."),
            when=_grows,
        ),
        Misconception(
            {"learning_rate": 1, "momentum": 0.9},
            N_("It was below 0.001 before, and swung out again: too much momentum at this rate."),
            when=_swings_out,
        ),
    ),
    first=N_("Run the film with several pairs, and read the loss of step 50 in the caption."),
    hints=(
        N_("Too small is slow, too large never arrives. You have seen a rate of each kind."),
        N_("Momentum makes the steps longer where the slope keeps its direction."),
        N_("Try twice the learning rate of the opening. Which momentum arrives, without swinging out again?"),
    ),
    praise=_praise_the_settings,
)
