"""``variants-4``, a class map and its score, and ``variants-5``, a residual sum that gives x back."""

from typing import Any

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array
from cnnlib.exercises.answers import array, number, settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, When, satisfies
from cnnlib.messages import N_, _

MAPS = np.array([[[4.0, 0], [2, 0]], [[0, 6], [0, 2]]])
WEIGHTS, BIAS = np.array([2.0, -1]), 3.0
"""What ``variants-4`` asks about: two last maps, and the weights and the bias of a class."""

Shape = tuple[int, ...]
Answer = dict[str, Any]  # an array, a number and a whole number


def right_map() -> Array:
    """Return the class map of ``variants-4``.

    Examples
    --------
    >>> right_map().shape
    (2, 2)
    """
    summed: Array = np.tensordot(WEIGHTS, MAPS, 1)
    return summed


def _right() -> Answer:
    return {"map": right_map(), "score": right_map().mean() + BIAS, "weights": len(WEIGHTS)}


def _wrong_parts(value: Answer) -> list[str]:
    return [name for name, right in _right().items() if not np.allclose(value[name], right)]


def _parts_that_are_wrong(value: Answer) -> str:
    return _("Look again at: {parts}.", parts=", ".join(_wrong_parts(value)))


def _has_map(wrong: Array) -> When:
    return lambda value: np.allclose(value["map"], wrong)


def _has(name: str, wrong: float) -> When:
    return lambda value: bool(value[name] == wrong)


def _typical(**wrong: object) -> Answer:
    return {**_right(), **wrong}


UNSIGNED = np.tensordot(abs(WEIGHTS), MAPS, 1)
UNWEIGHTED = MAPS.sum(axis=0)
BIASED = right_map() + BIAS

CLASS_MAP = Exercise(
    id="variants-4",
    read=settings(map=array(2, 2), score=number, weights=whole_number),
    examine=satisfies(lambda value: not _wrong_parts(value), _parts_that_are_wrong),
    misconceptions=(
        Misconception(
            _typical(map=UNSIGNED.tolist()),
            N_("The second weight is negative: its map counts against the class."),
            when=_has_map(UNSIGNED),
        ),
        Misconception(
            _typical(map=UNWEIGHTED.tolist()),
            N_("You added the two maps as they are. Multiply each by its weight first."),
            when=_has_map(UNWEIGHTED),
        ),
        Misconception(
            _typical(map=BIASED.tolist()),
            N_("The bias is in your map. It belongs to no place: add it once, to the mean."),
            when=_has_map(BIASED),
        ),
        Misconception(
            _typical(score=right_map().sum() + BIAS),
            N_("That is the sum of the map, plus the bias. Pooling takes the mean."),
            when=_has("score", right_map().sum() + BIAS),
        ),
        Misconception(
            _typical(score=right_map().mean()),
            N_("That is the mean of the map. The class has a bias, too."),
            when=lambda value: value["score"] == right_map().mean() and _wrong_parts(value)[0] == "score",
        ),
        Misconception(
            _typical(weights=2 * 50 * 70),
            N_("That many weights are needed after flattening. Here, means go into the layer."),
            when=_has("weights", 2 * 50 * 70),
        ),
        Misconception(
            _typical(weights=8),
            N_("The layer never sees the cells of the maps. It gets one number for each map."),
            when=_has("weights", 8),
        ),
        Misconception(
            _typical(weights=50 * 70),
            N_(
                "That is how many cells one map has. The layer gets one number for each map, however many cells it has."
            ),
            when=_has("weights", 50 * 70),
        ),
        Misconception(
            _typical(weights=3),
            N_("The bias is no weight: it is multiplied by nothing."),
            when=_has("weights", 3),
        ),
        Misconception(
            _typical(map=right_map().T.tolist()),
            N_("Rows and columns are swapped in your map."),
            when=_has_map(right_map().T),
        ),
        Misconception(
            _typical(score=5),
            N_("Work out the score from the class map: its mean, plus the bias."),
            when=lambda value: _wrong_parts(value)[0] == "score",
        ),
        Misconception(
            _typical(weights=100),
            N_("What goes into the layer, once each map has become its mean?"),
            when=lambda value: _wrong_parts(value)[0] == "weights",
        ),
    ),
    first=N_("First multiply each map by its weight. Then add the maps cell by cell."),
    hints=(
        N_("In the top left cell: 2 times the 4 of the first map, minus 1 times the 0 of the second."),
        N_("The score is the mean of all cells of the class map, plus the bias."),
        N_("A class has one weight for each mean, and there is one mean for each map, large or small."),
    ),
    praise=N_("2·4 − 1·0 = 8, and so on: [[8, −6], [4, −2]]. Its mean is 1, and 1 + 3 = 4. Two maps need two weights."),
)


def _shapes(value: dict[str, int]) -> tuple[Shape, Shape]:
    """What goes into the layer of ``variants-5``, and what comes out; a SettingError if it cannot work."""
    height, width = (output_size(side, 5, padding=value["padding"]) for side in (9, 7))
    return (16, 9, 7), (value["filters"], height, width)


def _gives_x_back(value: dict[str, int]) -> bool:
    x, fx = _shapes(value)
    return x == fx and value["weights"] == 0


def _what_comes_out(value: dict[str, int]) -> str:
    x, fx = _shapes(value)
    if x == fx:
        return _("The shapes match. But f(x) is not 0, so something is added to x.")
    return _("x is {x}, and your f(x) is {fx}.", x=str(x), fx=str(fx))


RESIDUAL = Exercise(
    id="variants-5",
    read=settings(filters=whole_number, padding=whole_number, weights=number),
    examine=satisfies(_gives_x_back, _what_comes_out),
    misconceptions=(
        Misconception(
            {"filters": 1, "padding": 2, "weights": 0},
            N_("One map would be added to all channels alike. Each channel of x needs its own."),
            when=lambda value: value["filters"] == 1,
        ),
        Misconception(
            {"filters": 16, "padding": 0, "weights": 0},
            N_("The number of maps is right. But without padding, a 5×5 kernel makes them smaller."),
            when=lambda value: value["filters"] == 16 and value["padding"] == 0,
        ),
        Misconception(
            {"filters": 16, "padding": 1, "weights": 0},
            N_("The number of maps is right. That padding keeps the size for a 3×3 kernel, not for 5×5."),
            when=lambda value: value["filters"] == 16 and value["padding"] == 1,
        ),
        Misconception(
            {"filters": 16, "padding": 4, "weights": 0},
            N_("The number of maps is right, but they are too large. Padding goes on both sides."),
            when=lambda value: value["filters"] == 16 and value["padding"] > 2,
        ),
        Misconception(
            {"filters": 16, "padding": 2, "weights": 1},
            N_("Which f(x) changes nothing when it is added, and what makes every sum in it vanish?"),
            when=lambda value: value["filters"] == 16 and value["padding"] == 2,
        ),
        Misconception(
            {"filters": 5, "padding": 2, "weights": 0},
            N_("The maps have the right size. How many of them are there, and how many does x have?"),
            when=lambda value: value["padding"] == 2,
        ),
    ),
    first=N_("All three numbers of the shape must match: the maps, the height and the width."),
    hints=(
        N_("Each filter makes one map. How many maps does x have?"),
        N_("Without padding, a 5×5 kernel takes 4 pixels off each axis. Padding puts the same on both sides."),
        N_("x comes back only if f(x) adds nothing. Which weights make every sum vanish?"),
    ),
    praise=N_("16 filters make 16 maps, padding 2 keeps their size with a 5×5 kernel, and x + 0 = x."),
)
