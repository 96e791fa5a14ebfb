"""``convolution-1`` and ``-2``: design a filter that says yes at a diagonal, and one for the end of a bar."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.answers import array, number, settings
from cnnlib.exercises.exercise import Exercise, Misconception, satisfies
from cnnlib.lessons.convolution.detectors import ROUNDING, above_zero, drawn_seven
from cnnlib.lessons.convolution.predictions import BAR
from cnnlib.messages import N_, _, ngettext

DIAGONAL_CELLS = ((2, 3), (3, 2), (4, 1))
"""Cells of the map whose window is in the middle of the diagonal stroke."""

DIAGONAL_ENDS = ((0, 5), (1, 4), (5, 0))
"""Cells at the ends of the diagonal stroke: the filter may say either there."""

BAR_END = (0, 0)
"""The cell of the map whose window has the bar's left end in its middle."""

OTHER_END = (5, 0)
"""The cell whose window has the lower end of the diagonal stroke in its middle."""

Answer = dict[str, Any]  # a kernel, an array, and a bias, a number


def _mask(cells: Iterable[Pair]) -> Array:
    mask = np.zeros((6, 6), bool)
    for each in cells:
        mask[each] = True
    return mask


WANTED = {"diagonal": _mask(DIAGONAL_CELLS), "end": _mask([BAR_END])}
FREE = {"diagonal": _mask(DIAGONAL_ENDS), "end": _mask([])}


def says_yes(answer: Answer) -> Array:
    """Return where a filter says yes on the drawn 7: a mask of its map."""
    return above_zero(conv2d(drawn_seven(), answer["kernel"], answer["bias"]))


def _finds(what: str) -> Callable[[Answer], bool]:
    """Make a test: the filter says yes in all the cells that are wanted, and in no other."""

    def finds(answer: Answer) -> bool:
        yes = says_yes(answer)
        return bool(yes[WANTED[what]].all() and not (yes & ~WANTED[what] & ~FREE[what]).any())

    return finds


def _says_where(what: str) -> Callable[[Answer], str]:
    def observe(answer: Answer) -> str:
        yes, wanted = says_yes(answer), WANTED[what]
        others = int((yes & ~wanted & ~FREE[what]).sum())
        if wanted.sum() == 1:
            return _say_of_one_cell(bool(yes[wanted].all()), others)
        return ngettext(
            "It says yes in {found} of the {wanted} cells that it should find, and in {count} other cell.",
            "It says yes in {found} of the {wanted} cells that it should find, and in {count} other cells.",
            others,
            wanted=int(wanted.sum()),
            found=int(yes[wanted].sum()),
        )

    return observe


def _say_of_one_cell(found: bool, others: int) -> str:
    if found:
        return ngettext(
            "It says yes in that cell, and in {count} other.",
            "It says yes in that cell, and in {count} others.",
            others,
        )
    if not others:
        return _("It says yes in no cell.")
    return ngettext(
        "It says no in that cell, and yes in {count} other.",
        "It says no in that cell, and yes in {count} others.",
        others,
    )


def _could(what: str, *, too_high: bool) -> Callable[[Answer], bool]:
    """Make a test: the kernel would do with another bias, and this one is too high (or too low)."""

    def could(answer: Answer) -> bool:
        sums = conv2d(drawn_seven(), answer["kernel"])
        least, most = sums[WANTED[what]].min(), sums[~WANTED[what] & ~FREE[what]].max()
        if least <= most + ROUNDING:
            return False
        return bool(above_zero(most + answer["bias"]) if too_high else not above_zero(least + answer["bias"]))

    return could


def _with_the_other_sign(what: str) -> Callable[[Answer], bool]:
    """Make a test: the filter would do if its bias, which is above 0, were as far below it."""

    def with_the_other_sign(answer: Answer) -> bool:
        return answer["bias"] > 0 and _finds(what)({**answer, "bias": -answer["bias"]})

    return with_the_other_sign


def _mirrored(what: str) -> Callable[[Answer], bool]:
    """Make a test: the kernel would do if it were turned over from left to right."""

    def mirrored(answer: Answer) -> bool:
        return _finds(what)({**answer, "kernel": answer["kernel"][:, ::-1]})

    return mirrored


def _is_the_bar(answer: Answer) -> bool:
    return np.array_equal(answer["kernel"], BAR)


def _says_yes_at_both_ends(answer: Answer) -> bool:
    return np.array_equal(says_yes(answer), _mask([BAR_END, OTHER_END]))


SLASH = [[-1, -1, 2], [-1, 2, -1], [2, -1, -1]]
BACKSLASH = [[2, -1, -1], [-1, 2, -1], [-1, -1, 2]]
LEFT_END = [[-1, -1, -1], [-1, 1, 1], [-1, -1, -1]]
RIGHT_END = [[-1, -1, -1], [1, 1, -1], [-1, -1, -1]]

TOO_HIGH = N_("The kernel can do it, but weaker windows pass as well. Which bias asks for more?")
WRONG_SIGN = N_("The bias is added to the sum. To ask for more, it must be below 0.")
TOO_LOW = N_("The kernel can do it, but the bias asks for too much. Look at the numbers of z.")

DIAGONAL = Exercise(
    id="convolution-1",
    read=settings(kernel=array(3, 3), bias=number),
    examine=satisfies(_finds("diagonal"), _says_where("diagonal")),
    misconceptions=(
        Misconception({"kernel": SLASH, "bias": 3}, WRONG_SIGN, when=_with_the_other_sign("diagonal")),
        Misconception({"kernel": SLASH, "bias": 0}, TOO_HIGH, when=_could("diagonal", too_high=True)),
        Misconception({"kernel": SLASH, "bias": -8}, TOO_LOW, when=_could("diagonal", too_high=False)),
        Misconception(
            {"kernel": BACKSLASH, "bias": -3},
            N_("These weights lie on the other diagonal, from top left to bottom right."),
            when=_mirrored("diagonal"),
        ),
        Misconception(
            {"kernel": BAR.tolist(), "bias": -4},
            N_("That is still the filter for bars. On which three pixels of a window does the stroke lie?"),
            when=_is_the_bar,
        ),
    ),
    first=N_("Try the kernel in the explorer. Where is z largest?"),
    hints=(
        N_("Draw a window in the middle of the stroke. Which three of its nine pixels are ink?"),
        N_("Give these three pixels the positive weight, and the other six the negative one."),
        N_("Then read z: the bias must push the numbers on the bar down to 0 or below, but not those on the stroke."),
    ),
    praise=lambda answer: (
        _("Positive weights where ink should be, negative ones where paper should be; minus the bias is the threshold.")
        if answer["bias"]
        else _(
            "Positive weights for ink, negative ones for paper. With 2s in place of yours, which bias would it need?"
        )
    ),
)

LINE_END = Exercise(
    id="convolution-2",
    read=settings(kernel=array(3, 3), bias=number),
    examine=satisfies(_finds("end"), _says_where("end")),
    misconceptions=(
        Misconception({"kernel": LEFT_END, "bias": 1}, WRONG_SIGN, when=_with_the_other_sign("end")),
        Misconception({"kernel": LEFT_END, "bias": 0}, TOO_HIGH, when=_could("end", too_high=True)),
        Misconception({"kernel": LEFT_END, "bias": -3}, TOO_LOW, when=_could("end", too_high=False)),
        Misconception(
            {"kernel": RIGHT_END, "bias": -1},
            N_("That kernel waits for paper on the right of the ink. At this end, the paper is on the left."),
            when=_mirrored("end"),
        ),
        Misconception(
            {"kernel": [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], "bias": -6},
            N_("It says yes at the lower end of the diagonal stroke, too. Which pixel tells the two ends apart?"),
            when=_says_yes_at_both_ends,
        ),
        Misconception(
            {"kernel": BAR.tolist(), "bias": -3},
            N_("The filter for bars is happiest in the middle of the bar. What is different at its end?"),
            when=_is_the_bar,
        ),
    ),
    first=N_("Compare the window at the end with the next one on the bar. Which pixel differs?"),
    hints=(
        N_("In the window at the end, two pixels are ink: the middle one, and the one on its right."),
        N_("In the next window on the bar, the pixel on the left is ink, too. So its weight must be negative."),
        N_("Give positive weights to the two inked pixels, negative ones to the rest. Then read z, and set the bias."),
    ),
    praise=N_("The negative weight on the left says no as soon as the bar continues there."),
)
