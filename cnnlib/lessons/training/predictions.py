"""What ``10_training`` lets the learner predict; the explorer below each question answers it."""

from collections.abc import Callable, Mapping

import numpy as np

from cnnlib.engine.activations import softmax
from cnnlib.exercises.answers import choice
from cnnlib.exercises.exercise import Misconception, Reader, Value, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.training.experiment import EPOCHS, RATES, digits, recorded_rates, recorded_run
from cnnlib.lessons.training.overfitting import SETS, recorded_scores
from cnnlib.messages import N_, _

DEAD = 1
"""The filter of the first layer that the first epochs shut: eight of its nine weights are negative."""

SUREST = 4
"""Place, among the mistakes on the test digits, of the one that the network is surest of."""

FEW = 100
"""Digits to learn from, where there are few."""

SHARES = {"a": (98, 98), "b": (90, 90), "c": (100, 90), "d": (100, 50)}
"""What is read of the training digits and of the validation digits, in per cent: what the third question offers."""


def loss_at_a_large_rate() -> str:
    """Return which option tells what the loss does at the largest learning rate."""
    loss = recorded_rates().loss[RATES.index(1.0)].mean()
    if not np.isfinite(loss):
        return "a"
    return "b" if loss < 0.1 else "c" if loss > 2.2 else "d"


def journey_of_the_dead_filter() -> str:
    """Return which option tells how far the weights of one filter move, compared with those of all."""
    weights = recorded_run().weights
    moved = np.abs(weights[-1] - weights[0]).mean(axis=(1, 2, 3))
    ratio = moved[DEAD] / moved.mean()
    return "b" if ratio < 0.1 else "c" if ratio > 1.5 else "a"


def ends(shift: int, count: int = FEW) -> dict[str, float]:
    """Return what is read in the end of each set, a mean of the recorded runs in per cent."""
    return dict(zip(SETS, 100 * recorded_scores(count, shift)[:, -1].mean(axis=0), strict=True))


def few_digits() -> str:
    """Return which option is nearest to what a network reads that has learned from few digits."""
    found = ends(0)
    return min(
        SHARES,
        key=lambda letter: abs(SHARES[letter][0] - found["training"]) + abs(SHARES[letter][1] - found["validation"]),
    )


def what_shifts_repair() -> str:
    """Return which option tells what rises by more than ten points when the digits are shifted."""
    before, after = ends(0), ends(1)
    validation, moved = (after[name] - before[name] > 10 for name in ("validation", "moved"))
    if validation:
        return "c" if moved else "a"
    return "b" if moved else "d"


def surest_mistake() -> tuple[int, float]:
    """Return the place among the mistakes, and the probability, of the wrong answer that the network is surest of."""
    images, labels = digits().test
    chances = softmax(recorded_run().model(images).astype(float))
    wrong = np.flatnonzero(chances.argmax(axis=1) != labels)
    highest = chances[wrong].max(axis=1)
    return int(highest.argmax()), float(highest.max())


def how_sure() -> str:
    """Return which option holds the probability of the surest mistake."""
    sure = surest_mistake()[1]
    return "a" if sure < 0.5 else "b" if sure < 0.75 else "c" if sure < 0.95 else "d"


LOSSES = {
    "a": N_("it becomes NaN"),
    "b": N_("it falls faster than at any smaller rate"),
    "c": N_("it stays at guessing level"),
    "d": N_("it falls, but ends higher than at 0.1"),
}
JOURNEYS = {
    "a": N_("about as far as those of the other filters"),
    "b": N_("hardly at all"),
    "c": N_("further than those of any other filter"),
    "d": N_("until all of them are positive"),
}
FEW_READ = {
    "a": N_("about 98 % of both"),
    "b": N_("about 90 % of both"),
    "c": N_("100 % of its own, 90 % of the others"),
    "d": N_("100 % of its own, 50 % of the others"),
}
REPAIRED = {
    "a": N_("the unmoved validation digits"),
    "b": N_("the validation digits moved by a pixel"),
    "c": N_("both"),
    "d": N_("neither"),
}
SURE = {
    "a": N_("below 0.5"),
    "b": N_("0.5 to 0.75"),
    "c": N_("0.75 to 0.95"),
    "d": N_("above 0.95"),
}
"""What the questions offer."""


def _one_of(options: Mapping[str, str]) -> Reader:
    return choice(**{letter: (words,) for letter, words in options.items()})


def _spelled(options: Mapping[str, str]) -> Callable[[Value], str]:
    return lambda letter: f"{letter} ({_(options[letter])})"


PREDICTIONS = (
    Prediction(
        id="training-predict-1",
        read=_one_of(LOSSES),
        words=_spelled(LOSSES),
        examine=equals(loss_at_a_large_rate),
        misconceptions=(
            Misconception(
                "a",
                N_("With ReLUs, learning can end before that: the first large steps shut them, and nothing moves."),
            ),
            Misconception("b", N_("A step that is too long lands anywhere, and here it shut the ReLUs.")),
            Misconception(
                "d", N_("It would, if it could still learn. But the ReLUs are shut: no gradient comes back.")
            ),
        ),
        first=N_("The first steps were so long that they shut the ReLUs."),
        hints=(
            N_("Think of the first step: each weight moves by its whole gradient."),
            N_("In notebook 9, a step that was too long put a weight on the flat part of the curve."),
            N_("What does a network answer when all its ReLUs give 0, whatever the image? And what loss is that?"),
        ),
        praise=N_(
            "The first steps shut the ReLUs. The scores no longer depend on the image: −ln(1/10) = 2.3, for ever."
        ),
        setting={"learning_rate": 1, "batch_size": 8, "filters": 8},
        right=loss_at_a_large_rate,
        todo=N_("Now set learning_rate to 1 in the picture below, and press Start."),
    ),
    Prediction(
        id="training-predict-2",
        read=_one_of(JOURNEYS),
        words=_spelled(JOURNEYS),
        examine=equals(journey_of_the_dead_filter),
        misconceptions=(
            Misconception(
                "a", N_("Its map is almost all 0 from the start. Where the ReLU gives 0, what gradient comes back?")
            ),
            Misconception("c", N_("Its ReLU is shut nearly everywhere. So almost nothing pushes its weights.")),
            Misconception(
                "d", N_("That would wake it. But what should push them there? Its ReLU is shut nearly everywhere.")
            ),
        ),
        first=N_("Count the cells above 0 in its map, and read how far its weights have moved."),
        hints=(
            N_("Ink is never negative. What sign does the sum of ink times negative weights have?"),
            N_("A sum below 0 meets a ReLU next."),
            N_("In notebook 9, what came back through a ReLU where its input was below 0?"),
        ),
        praise=N_("Nearly all its sums are below 0, so the ReLU is shut and sends almost nothing back."),
        setting={"epoch": EPOCHS, "chosen": DEAD},
        right=journey_of_the_dead_filter,
        todo=N_("Now set epoch to 20 in the picture below, and press filter 1, the second."),
    ),
    Prediction(
        id="training-predict-3",
        read=_one_of(FEW_READ),
        words=_spelled(FEW_READ),
        examine=equals(few_digits),
        misconceptions=(
            Misconception("a", N_("That was with 1,000 digits. A hundred show too few ways to write each digit.")),
            Misconception("b", N_("A network of 1,898 numbers can learn 100 digits by heart: it misses none of them.")),
            Misconception(
                "d", N_("It has learned more than its own 100: new digits resemble them. Guessing gets 10 %.")
            ),
        ),
        first=N_("Compare the solid line with the dashed one."),
        hints=(
            N_("The network has 1,898 numbers to fit 100 digits with, and it meets each of them 300 times."),
            N_("The validation digits are new to it, but they resemble the hundred."),
            N_("With 1,000 digits it got to 98 %. With a tenth of them it knows fewer ways to write a digit."),
        ),
        praise=N_("It knows its own digits by heart. The gap to new ones is what overfitting looks like."),
        setting={"digits": FEW, "shift": 0},
        right=few_digits,
        todo=N_("Now set digits to 100 in the picture below, leave shift at 0, and press Start."),
    ),
    Prediction(
        id="training-predict-4",
        read=_one_of(REPAIRED),
        words=_spelled(REPAIRED),
        examine=equals(what_shifts_repair),
        misconceptions=(
            Misconception("a", N_("Shifts teach nothing new about how people write, only about where a digit is.")),
            Misconception("c", N_("The moved ones rise. Those in their places hardly do: look at the dots.")),
            Misconception("d", N_("Look at the moved ones: the network has now met digits beside the middle.")),
        ),
        first=N_("Compare the dots of the two settings."),
        hints=(
            N_("What has a network that learned only from digits in the middle never seen?"),
            N_("Now it meets each of its hundred digits in nine places."),
            N_("Does it also meet more ways to write a 7? It still has the same hundred."),
        ),
        praise=N_("The shifts add places, not ways of writing. So they repair what was wrong with places."),
        setting={"digits": FEW, "shift": 1},
        right=what_shifts_repair,
        todo=N_("Now set digits to 100 and shift to 1 in the picture below, and press Start."),
    ),
    Prediction(
        id="training-predict-5",
        read=_one_of(SURE),
        words=_spelled(SURE),
        examine=equals(how_sure),
        misconceptions=(
            Misconception("a", N_("A network does not know when it is wrong: it can be quite sure.")),
            Misconception("b", N_("Some are like that, but not the surest: look at the tall bar.")),
            Misconception("c", N_("Surer still: training rewards certainty, and some digits look like another.")),
        ),
        first=N_("Look at the tallest bar."),
        hints=(
            N_("The network learned to give its training digits nearly all of the probability."),
            N_("It does not know that a digit is unusual. It only adds up what its filters find."),
            N_("Its mean loss on the training digits was 0.004. How sure does that make it, in general?"),
        ),
        praise=N_("A wrong answer can be as sure as a right one. The probability is what the network thinks."),
        setting={"chosen": SUREST, "reveal": True},
        right=how_sure,
        todo=N_("Now switch reveal on in the picture below. Press one digit after the other, up to 2 → 7."),
    ),
)
