"""The exercises of ``10_training``: steps, a choice of networks, settings for a target, a wrong cell, a function.

What is right is computed by the engine, not written down here.
"""

import functools
from typing import Any

import numpy as np

from cnnlib.engine.optimizers import SGD
from cnnlib.engine.training import fit
from cnnlib.exercises.answers import cell, choice, number, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.training.experiment import digits, network
from cnnlib.lessons.training.function import SHIFT
from cnnlib.lessons.training.predictions import PREDICTIONS
from cnnlib.lessons.training.reading import READING
from cnnlib.messages import N_, _, format_count, format_number

SAMPLES, BATCH, EPOCHS = 1437, 50, 4
"""``training-1``: digits, digits a step, epochs."""

NETWORKS = {
    "a": {"training": 100, "validation": 91, "test": 93},
    "b": {"training": 97, "validation": 95, "test": 92},
    "c": {"training": 62, "validation": 61, "test": 60},
    "d": {"training": 99, "validation": 94, "test": 96},
}
"""``training-2``: accuracies in per cent."""

GOAL, QUICK, SMALLEST_BATCH, LARGEST_BATCH, MOST_FILTERS = 0.95, 5, 4, 1077, 16
"""``training-3``: accuracy to reach, in how many epochs, and the ends of the film's controls."""

LOG = np.array([[1, 13, 2.31, 12, 10], [2, 26, 1.84, 41, 44], [3, 38, 1.20, 66, 60], [4, 52, 1.26, 65, 62]])
"""``training-4``: epoch, steps, loss, training and validation accuracy in per cent, as somebody printed them."""

LOG_SAMPLES, LOG_BATCH, LOG_VALIDATION = 100, 8, 50


def steps_of(samples: int, batch: int, epochs: int) -> int:
    """Return the number of steps: the last mini-batch of an epoch may be smaller."""
    return epochs * -(-samples // batch)


def _best(key: str) -> str:
    return max(NETWORKS, key=lambda name: NETWORKS[name][key])


def right_choices() -> dict[str, Any]:
    """Return what is right in ``training-2``."""
    chosen = _best("validation")
    overfits = max(NETWORKS, key=lambda name: NETWORKS[name]["training"] - NETWORKS[name]["validation"])
    return {"release": chosen, "overfits_most": overfits, "report": NETWORKS[chosen]["test"]}


def _wrong_choices(answer: dict[str, Any]) -> str:
    wrong = [name for name, value in right_choices().items() if answer[name] != value]
    return _("Look again at: {parts}.", parts=", ".join(wrong))


@functools.lru_cache(maxsize=8)
def reached(learning_rate: float, batch_size: int, filters: int) -> float:
    """Return the accuracy on the validation digits after five epochs: the film of the notebook, cut short."""
    x, labels, validation, _test = digits()
    model = network(filters)
    descent = SGD(model, learning_rate, momentum=0)
    *_, last = fit(model, x, labels, optimizer=descent, epochs=QUICK, batch_size=batch_size, held_out=validation)
    return float(last.held_out or 0)


def _in_range(answer: dict[str, Any]) -> bool:
    return bool(
        answer["learning_rate"] > 0
        and SMALLEST_BATCH <= answer["batch_size"] <= LARGEST_BATCH
        and 1 <= answer["filters"] <= MOST_FILTERS
    )


def _is_quick(answer: dict[str, Any]) -> bool:
    return _in_range(answer) and reached(**answer) >= GOAL


def _how_far(answer: dict[str, Any]) -> str:
    if not _in_range(answer):
        return _(
            "The learning rate must be above 0, a mini-batch has {least} to {batch} digits, and there are 1 to "
            "{filters} filters.",
            least=SMALLEST_BATCH,
            batch=format_count(LARGEST_BATCH),
            filters=MOST_FILTERS,
        )
    return _(
        "After {epochs} epochs, this network reads {percent} % of the validation digits.",
        epochs=QUICK,
        percent=format_number(100 * reached(**answer), 1),
    )


def _praise_the_settings(answer: dict[str, Any]) -> str:
    return _(
        "It reads {percent} % after {epochs} epochs. It was chosen by the validation digits, so it still has to be "
        "tested.",
        percent=format_number(100 * reached(**answer), 1),
        epochs=QUICK,
    )


def _takes_short_steps(answer: dict[str, Any]) -> bool:
    return _in_range(answer) and answer["learning_rate"] * steps_of(LARGEST_BATCH, answer["batch_size"], QUICK) < 40


def wrong_cells() -> list[tuple[int, int]]:
    """Return the cells of the log that cannot be: the steps are those of the epochs, each per cent is a whole count."""
    found = []
    for row, (epoch, steps, _loss, training, validation) in enumerate(LOG):
        if steps != steps_of(LOG_SAMPLES, LOG_BATCH, int(epoch)):
            found.append((row, 1))
        for column, percent, count in ((3, training, LOG_SAMPLES), (4, validation, LOG_VALIDATION)):
            if percent * count % 100:
                found.append((row, column))
    return found


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="training-1",
        read=number,
        examine=equals(lambda: steps_of(SAMPLES, BATCH, EPOCHS)),
        misconceptions=(
            Misconception(112, N_("Some digits are left over at the end of each epoch. They make a step, too.")),
            Misconception(
                115, N_("Each epoch ends with a mini-batch of its own: do not carry digits over to the next.")
            ),
            Misconception(114.96, N_("A step cannot be cut in pieces: a smaller mini-batch is a step, too.")),
            Misconception(5748, N_("That is a step for each digit. A step is for a whole mini-batch.")),
            Misconception(4, N_("That is one step an epoch, as if all digits were in one mini-batch.")),
            Misconception(200, N_("Each epoch goes through all 1,437 digits. How many mini-batches is that?")),
        ),
        first=N_("How many mini-batches does one epoch take? Then do it again for each epoch."),
        hints=(
            N_("One step is one mini-batch. In one epoch, each digit is in exactly one of them."),
            N_("1,437 / 50 = 28.74. The digits that are left over are a mini-batch, too."),
            N_("Round up to whole mini-batches, and multiply by the number of epochs."),
        ),
        praise=N_("28 full mini-batches and one of 37 digits: 29 an epoch, four times."),
    ),
    Exercise(
        id="training-2",
        read=settings(
            release=choice(a=(), b=(), c=(), d=()), overfits_most=choice(a=(), b=(), c=(), d=()), report=number
        ),
        examine=satisfies(lambda answer: answer == right_choices(), _wrong_choices),
        misconceptions=(
            Misconception(
                {"release": "d", "overfits_most": "a", "report": 96},
                N_("It was chosen by the test digits. So its score there is too good, and nothing is left to test it."),
                when=lambda answer: answer["release"] == "d",
            ),
            Misconception(
                {"release": "a", "overfits_most": "a", "report": 93},
                N_("The training digits can be learned by heart. They do not tell which network is best."),
                when=lambda answer: answer["release"] == "a",
            ),
            Misconception(
                {"release": "b", "overfits_most": "a", "report": 0.92},
                N_("The accuracy is asked for in %, as in the table: a number from 0 to 100."),
                when=lambda answer: 0 < answer["report"] <= 1,
            ),
            Misconception(
                {"release": "b", "overfits_most": "a", "report": 95},
                N_("Those digits chose it, so on them it looks a little too good. Which digits chose nothing?"),
                when=lambda answer: answer["release"] == "b" and answer["report"] in (95, 97),
            ),
            Misconception(
                {"release": "b", "overfits_most": "c", "report": 92},
                N_("That one reads few digits, but new ones as well as its own. Overfitting is a gap between the two."),
                when=lambda answer: answer["release"] == "b" and answer["overfits_most"] == "c",
            ),
        ),
        first=N_("Each of the three sets has one job: to learn from, to choose with, to report."),
        hints=(
            N_("Choose with the digits that were not learned from, and that are not the last to be read."),
            N_("Overfitting shows as a gap: training digits read well, validation digits less well."),
            N_("Report how well the released network reads the digits that nobody chose it by."),
        ),
        praise=N_(
            "The validation digits choose, the test digits report. Another network does better there, but "
            "nobody may use that."
        ),
    ),
    Exercise(
        id="training-3",
        read=settings(learning_rate=number, batch_size=whole_number, filters=whole_number),
        examine=satisfies(_is_quick, _how_far),
        misconceptions=(
            Misconception(
                {"learning_rate": 0.1, "batch_size": 1, "filters": 8},
                N_("The controls of the film have the same limits."),
                when=lambda answer: not _in_range(answer),
            ),
            Misconception(
                {"learning_rate": 0.01, "batch_size": 8, "filters": 8},
                N_("It is still on its way: take longer steps, or more of them."),
                when=_takes_short_steps,
            ),
            Misconception(
                {"learning_rate": 0.5, "batch_size": 8, "filters": 8},
                N_("Such steps are too long: they shut ReLUs, or jump to and fro. Make them shorter."),
                when=lambda answer: answer["learning_rate"] > 0.25,
            ),
            Misconception(
                {"learning_rate": 0.1, "batch_size": 8, "filters": 1},
                N_("So few maps give the second layer little to work with. How many filters may there be?"),
                when=lambda answer: _in_range(answer) and answer["filters"] < 6,
            ),
        ),
        first=N_("More steps, or a few more filters, would help."),
        hints=(
            N_("Five epochs are few. Which control gives you more steps in one epoch?"),
            N_("Which control gave the validation digits the most points in your hunt, at 8 digits a step?"),
            N_("Stay near the best rate of your hunt. Take fewer digits a step, or more filters, or both."),
        ),
        praise=_praise_the_settings,
    ),
    Exercise(
        id="training-4",
        read=cell(*LOG.shape),
        examine=satisfies(lambda place: place in wrong_cells()),
        misconceptions=(
            Misconception(
                (3, 2),
                N_("Nothing is wrong there: a loss may rise for an epoch. A step helps its own mini-batch first."),
                when=lambda place: place == (3, 2),
            ),
            Misconception(
                (1, 2),
                N_("Nothing is wrong there: a loss is measured, and may be any number above 0."),
                when=lambda place: place[1] == 2,
            ),
            Misconception(
                (1, 4),
                N_(
                    "Of 50 digits, each is 2 %, so this is possible. It may also be above the training digits "
                    "for a while."
                ),
                when=lambda place: place == (1, 4),
            ),
            Misconception(
                (3, 4),
                N_("Each of 50 digits is 2 %, so this is possible."),
                when=lambda place: place[1] == 4,
            ),
            Misconception(
                (3, 3),
                N_("Of 100 digits, any whole percentage is possible. It may also fall for an epoch."),
                when=lambda place: place == (3, 3),
            ),
            Misconception(
                (0, 3),
                N_("Any whole percentage of 100 digits is possible."),
                when=lambda place: place[1] == 3,
            ),
            Misconception(
                (0, 1),
                N_("Count the mini-batches from the start to there: that one is right."),
                when=lambda place: place[1] == 1 and place not in wrong_cells(),
            ),
            Misconception((0, 0), N_("The epochs are only counted: 1, 2, 3, 4."), when=lambda place: place[1] == 0),
        ),
        first=N_("What must be a whole number of digits, and what a whole number of mini-batches?"),
        hints=(
            N_("Loss and accuracies may go up and down. But an accuracy is a share of whole digits: of 100, or of 50."),
            N_("All shares are possible. So look at what is counted, not measured."),
            N_("100 digits in mini-batches of 8: how many steps is one epoch? Then two, three, four?"),
        ),
        praise=N_("12 mini-batches of 8 and one of 4 are 13 steps an epoch: 13, 26, 39, 52."),
    ),
    SHIFT,
    *READING,
)
