"""``padding-5``, a padding for each purpose: chosen by name."""

from collections.abc import Callable

import numpy as np

from cnnlib.exercises.answers import choice
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.refusals import WrongKind, refuse_blank, wrong_kind
from cnnlib.messages import N_, _, ngettext

Names = tuple[str, ...]

FITTING = ("same", "valid", "full")
"""The padding for stacked layers, for a measurement, and for an equal say."""

_name = choice(valid=("valid padding",), same=("same padding",), full=("full padding",))


def _names(answer: object) -> Names:
    """Read three names of paddings."""
    refuse_blank(answer)
    given = answer.tolist() if isinstance(answer, np.ndarray) else answer
    try:
        names = tuple(_name(part) for part in given) if isinstance(given, list | tuple) else ()
    except WrongKind:
        names = ()
    if len(names) != len(FITTING):
        raise wrong_kind(_('three names in a list, each of them "valid", "same" or "full"'), answer)
    return names


def _examine(names: Names) -> str | None:
    fitting = sum(name == wanted for name, wanted in zip(names, FITTING, strict=True))
    if fitting == len(FITTING):
        return None
    if not fitting:
        return _("None of the three fits.")
    return ngettext("{count} of the three fits.", "{count} of the three fit.", fitting)


def _is(place: int, name: str) -> Callable[[Names], bool]:
    return lambda names: names[place] == name


NAMED = Exercise(
    id="padding-5",
    read=_names,
    examine=_examine,
    misconceptions=(
        Misconception(
            ["valid", "valid", "full"],
            N_('(a) With "valid", a 3×3 kernel takes 2 rows off in each layer. 20 layers take 40.'),
            when=_is(0, "valid"),
        ),
        Misconception(
            ["full", "valid", "full"],
            N_('(a) With "full", the maps get larger from layer to layer.'),
            when=_is(0, "full"),
        ),
        Misconception(
            ["same", "same", "full"],
            N_('(b) With "same", windows at the border add up zeros that nobody measured.'),
            when=_is(1, "same"),
        ),
        Misconception(
            ["same", "full", "full"],
            N_('(b) With "full", some windows add up more zeros than pixels.'),
            when=_is(1, "full"),
        ),
        Misconception(
            ["same", "valid", "valid"],
            N_('(c) With "valid", the corner pixel is in a single window.'),
            when=_is(2, "valid"),
        ),
        Misconception(
            ["same", "valid", "same"],
            N_('(c) With "same", the corner pixel is in fewer windows than a pixel in the middle.'),
            when=_is(2, "same"),
        ),
    ),
    first=N_("Take the three purposes one by one."),
    hints=(
        N_("(a) asks for the output's size. (b) asks what the windows read. (c) asks for the coverage."),
        N_("Set kernel_size to 3 in the last explorer. Compare the three names: output shape, and hatched cells."),
        N_("Three questions: is the output as large as the input? Is no cell hatched? Is the padding kernel − 1?"),
    ),
    praise=N_(
        "Maps of one size can be stacked. Without padding nothing is made up. "
        "With kernel − 1 on each side, even a corner pixel meets every weight."
    ),
)
