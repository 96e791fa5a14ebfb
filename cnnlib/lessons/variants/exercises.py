"""The exercises of ``12_variants``: the predictions of its parts, and six exercises.

What is right is computed by the engine, not written down here.
``tests/lessons/variants/test_pictures.py`` compares the numbers in the hints with the engine.
"""

from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d
from cnnlib.engine.shapes import output_size, span
from cnnlib.exercises.answers import settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.variants.ends import CLASS_MAP, RESIDUAL
from cnnlib.lessons.variants.function import STAMP
from cnnlib.lessons.variants.predictions import PREDICTIONS
from cnnlib.lessons.variants.row import STAMP_ROW
from cnnlib.messages import N_, _, ngettext


def _size(value: dict[str, int]) -> int:
    """What the settings make of 20 pixels; a SettingError if they cannot work."""
    return output_size(20, value["kernel_size"], dilation=value["dilation"])


def _weights(value: dict[str, int]) -> int:
    return value["kernel_size"] ** 2


def _fits(value: dict[str, int]) -> bool:
    return span(**value) <= 20


def _reaches_12(value: dict[str, int]) -> bool:
    return _fits(value) and _size(value) == 12 and _weights(value) <= 9


def _what_becomes_of_20(value: dict[str, int]) -> str:
    if not _fits(value):  # the engine's own refusal would propose padding
        return _("A window that spans {span} pixels does not fit on 20.", span=span(**value))
    return ngettext(
        "These settings turn (20, 20) into ({size}, {size}), with {count} weight.",
        "These settings turn (20, 20) into ({size}, {size}), with {count} weights.",
        _weights(value),
        size=_size(value),
    )


def _praise_12(value: dict[str, int]) -> str:
    return _(
        "The span is {dilation}·({kernel} − 1) + 1 = {span} pixels, and 20 − {span} + 1 = 12. "
        "A plain kernel of that span would have {plain} weights.",
        dilation=value["dilation"],
        kernel=value["kernel_size"],
        span=span(**value),
        plain=span(**value) ** 2,
    )


def _parameters(*layers: Layer) -> int:
    """How many numbers the layers hold, as the engine builds them."""
    return sum(array.size for layer in layers for array in layer.parameters.values())


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="variants-1",
        read=settings(kernel_size=whole_number, dilation=whole_number),
        examine=satisfies(_reaches_12, _what_becomes_of_20),
        misconceptions=(
            Misconception(
                {"kernel_size": 9, "dilation": 1},
                N_("The size is right. But without gaps, that span is paid for with far too many weights."),
                when=lambda value: _size(value) == 12 and value["dilation"] == 1,
            ),
            Misconception(
                {"kernel_size": 5, "dilation": 2},
                N_("The size is right. Now fewer weights: a smaller kernel, with wider gaps."),
                when=lambda value: _size(value) == 12,
            ),
            Misconception(
                {"kernel_size": 3, "dilation": 3},
                N_("Is the span the kernel times the dilation? After the last weight there is no gap."),
            ),
            Misconception(
                {"kernel_size": 3, "dilation": 1},
                N_("Dilation 1 means no gaps. The window has to reach further than its weights."),
                when=lambda value: value["dilation"] == 1 and value["kernel_size"] > 0,
            ),
            Misconception(
                {"kernel_size": 1, "dilation": 8},
                N_("A single weight has no neighbour to keep away from: with it, dilation does nothing."),
                when=lambda value: value["kernel_size"] == 1,
            ),
            Misconception(
                {"kernel_size": 3, "dilation": 6},
                N_("Too little is left. Your window is too wide."),
                when=lambda value: _size(value) < 12,
            ),
        ),
        first=N_("First find the span that the window must have. Then find a kernel and a dilation that give it."),
        hints=(
            N_("Along one side, 20 − span + 1 places should be 12. Which span is that?"),
            N_("The span is dilation · (kernel_size − 1) + 1. So dilation · (kernel_size − 1) must be 8."),
            N_("With at most 9 weights, the kernel is at most 3×3. How do 8 pixels divide into its steps?"),
        ),
        praise=_praise_12,
    ),
    Exercise(
        id="variants-2",
        read=whole_number,
        examine=equals(lambda: _parameters(Conv2d(16, 16, 3, groups=16), Conv2d(16, 32, 1))),
        misconceptions=(
            Misconception(4640, N_("That is one full 3×3 layer that makes 32 maps. The two are a cheaper way.")),
            Misconception(656, N_("The weights are right. Each filter has a bias, too, in both layers.")),
            Misconception(
                864, N_("Your first layer has 32 filters. Depthwise, it has one for each of the 16 channels.")
            ),
            Misconception(152, N_("That was for 8 channels and 8 maps.")),
            Misconception(160, N_("That is the depthwise layer. The 1×1 layer comes on top.")),
            Misconception(544, N_("That is the 1×1 layer. The depthwise layer comes on top.")),
            Misconception(2864, N_("In your first layer each filter reads all channels. Depthwise, it reads one.")),
            Misconception(224, N_("The 1×1 filters are not in groups: each of them reads all 16 channels.")),
            Misconception(672, N_("Your second layer has no biases. Each of its filters has one.")),
            Misconception(
                4608, N_("Those are the weights of one full 3×3 layer that makes 32 maps. The two are cheaper.")
            ),
            Misconception(688, N_("The second layer has 32 biases, one for each of its filters.")),
        ),
        first=N_("Count each layer by itself: filters · (channels that a filter reads · kH · kW + 1)."),
        hints=(
            N_("In the depthwise layer, a filter reads one channel. How many weights does it have?"),
            N_("The depthwise layer has 16 · (1·3·3 + 1) parameters. Now the other one."),
            N_("A 1×1 filter that reads 16 channels has 16 weights and a bias. There are 32 such filters."),
        ),
        praise=N_("16·(9 + 1) = 160, and 32·(16 + 1) = 544: 704 together. One full 3×3 layer needs 4,640."),
    ),
    STAMP,
    CLASS_MAP,
    RESIDUAL,
    STAMP_ROW,
)
