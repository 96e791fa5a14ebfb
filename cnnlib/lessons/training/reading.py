"""``training-6`` and ``training-7``: what mini-batches and shifts are for, and how sure a network was."""

from typing import Any

import numpy as np

from cnnlib.exercises.answers import choice, number, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, satisfies
from cnnlib.messages import N_, _

CLASSES = (1, 7, 9)

ANSWERS = {
    "p": (7, (0.02, 0.55, 0.43)),
    "q": (9, (0.03, 0.96, 0.01)),
    "r": (1, (0.40, 0.45, 0.15)),
    "s": (9, (0.00, 0.01, 0.99)),
}
"""``training-7``: digit → what it shows, and the probabilities that a network gives to :data:`CLASSES`."""


def wrongly_read() -> dict[str, float]:
    """Return how sure a network was of each of its wrong answers."""
    return {
        name: max(chances) for name, (shows, chances) in ANSWERS.items() if CLASSES[int(np.argmax(chances))] != shows
    }


def right_reading() -> dict[str, Any]:
    """Return what is right in ``training-7``."""
    wrong = wrongly_read()
    surest = max(wrong, key=lambda name: wrong[name])
    return {"wrong": len(wrong), "surest": surest, "sure": wrong[surest]}


PURPOSES = {"mini_batch": "b", "shifts": "c"}
"""What is right in ``training-6``."""


def _agree(given: Any, value: Any) -> bool:
    """Whether they are the same; numbers may differ by what a shorter format rounds off."""
    return given == value if isinstance(value, str) else bool(np.isclose(given, value))


def _reads_right(answer: dict[str, Any]) -> bool:
    return all(_agree(answer[name], value) for name, value in right_reading().items())


def _look_again(answer: dict[str, Any], right: dict[str, Any]) -> str:
    wrong = [name for name, value in right.items() if not _agree(answer[name], value)]
    return _("Look again at: {parts}.", parts=", ".join(wrong))


READING = (
    Exercise(
        id="training-6",
        read=settings(
            mini_batch=choice(a=(), b=(), c=()),
            shifts=choice(a=(), b=(), c=()),
        ),
        examine=satisfies(lambda answer: answer == PURPOSES, lambda answer: _look_again(answer, PURPOSES)),
        misconceptions=(
            Misconception(
                {"mini_batch": "a", "shifts": "c"},
                N_("A few digits give a rougher direction than all of them. What do you get in return?"),
                when=lambda answer: answer["mini_batch"] == "a",
            ),
            Misconception(
                {"mini_batch": "c", "shifts": "c"},
                N_("The learning rate says how long a step is. What happens more often in an epoch?"),
                when=lambda answer: answer["mini_batch"] == "c",
            ),
            Misconception(
                {"mini_batch": "b", "shifts": "a"},
                N_("A copy that is moved is still written by the same hand."),
                when=lambda answer: answer["shifts"] == "a",
            ),
            Misconception(
                {"mini_batch": "b", "shifts": "b"},
                N_("Those got worse with the shifts: look at the last column of dots."),
                when=lambda answer: answer["shifts"] == "b",
            ),
        ),
        first=N_("Think of the two explorers: what rose there?"),
        hints=(
            N_("How many steps did an epoch take with 8 digits a step, and how many with 1,077?"),
            N_("Compare the dots at shift 0 with those at shift 1: which column rises by many points?"),
            N_("One is about how often the weights move, the other about where a digit is."),
        ),
        praise=N_("Many rough steps go further than one exact one. And shifts add places, not ways of writing."),
    ),
    Exercise(
        id="training-7",
        read=settings(wrong=whole_number, surest=choice(p=(), q=(), r=(), s=()), sure=number),
        examine=satisfies(_reads_right, lambda answer: _look_again(answer, right_reading())),
        misconceptions=(
            Misconception(
                {"wrong": 2, "surest": "s", "sure": 0.99},
                N_("It is surest there. But is that answer wrong?"),
                when=lambda answer: answer["surest"] == "s",
            ),
            Misconception(
                {"wrong": 3, "surest": "q", "sure": 0.96},
                N_("An answer is wrong if the highest probability is not that of the digit shown."),
                when=lambda answer: answer["wrong"] != len(wrongly_read()),
            ),
            Misconception(
                {"wrong": 2, "surest": "p", "sure": 0.55},
                N_("What does it read there, and what does the digit show?"),
                when=lambda answer: answer["surest"] == "p",
            ),
            Misconception(
                {"wrong": 2, "surest": "q", "sure": 96},
                N_("That is a percentage. The probabilities here go from 0 to 1."),
                when=lambda answer: answer["sure"] > 1,
            ),
            Misconception(
                {"wrong": 2, "surest": "q", "sure": 0.01},
                N_("That is what the right digit got. How much did the digit that was read get?"),
                when=lambda answer: _agree(answer["sure"], 0.01),
            ),
            Misconception(
                {"wrong": 2, "surest": "r", "sure": 0.45},
                N_("That one is read wrong, but the network is not very sure of it."),
                when=lambda answer: answer["surest"] == "r",
            ),
        ),
        first=N_("Which digit has the highest probability in each row? That is what the network reads."),
        hints=(
            N_("In each row, find the highest probability: the network reads that digit."),
            N_("Cross out the rows where it is the digit shown. The others are the mistakes."),
            N_("Among the mistakes, look for the highest probability."),
        ),
        praise=N_("A 9 that is read as 7 with probability 0.96: a wrong answer can be as sure as a right one."),
    ),
)
