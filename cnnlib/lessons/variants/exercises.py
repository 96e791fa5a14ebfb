"""The exercises of ``12_variants``: the predictions of its parts, and five exercises.

What is right is computed by the engine, not written down here.
``tests/lessons/variants/test_pictures.py`` compares the numbers in the hints with the engine.
"""

from cnnlib.engine.layers import Conv2d, Layer, Linear
from cnnlib.engine.shapes import output_size, span
from cnnlib.exercises.answers import settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.variants.function import STAMP
from cnnlib.lessons.variants.predictions import PREDICTIONS
from cnnlib.messages import _, ngettext

Shape = tuple[int, ...]


def _size(value: dict[str, int]) -> int:
    """What the settings make of 20 pixels; a SettingError if they cannot work."""
    return output_size(20, value["kernel_size"], dilation=value["dilation"])


def _weights(value: dict[str, int]) -> int:
    return value["kernel_size"] ** 2


def _reaches_12(value: dict[str, int]) -> bool:
    return _size(value) == 12 and _weights(value) <= 9


def _what_becomes_of_20(value: dict[str, int]) -> str:
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


def _shapes(value: dict[str, int]) -> tuple[Shape, Shape]:
    """What goes into the layer of ``variants-5``, and what comes out; a SettingError if it cannot work."""
    height, width = (output_size(side, 5, padding=value["padding"]) for side in (9, 7))
    return (16, 9, 7), (value["filters"], height, width)


def _can_be_added(value: dict[str, int]) -> bool:
    x, fx = _shapes(value)
    return x == fx


def _what_comes_out(value: dict[str, int]) -> str:
    return _("x is {x}, and your f(x) is {fx}.", x=str(_shapes(value)[0]), fx=str(_shapes(value)[1]))


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="variants-1",
        read=settings(kernel_size=whole_number, dilation=whole_number),
        examine=satisfies(_reaches_12, _what_becomes_of_20),
        misconceptions=(
            Misconception(
                {"kernel_size": 9, "dilation": 1},
                _("The size is right. But without gaps, that span is paid for with far too many weights."),
                when=lambda value: _size(value) == 12 and value["dilation"] == 1,
            ),
            Misconception(
                {"kernel_size": 5, "dilation": 2},
                _("The size is right. Now fewer weights: a smaller kernel, with wider gaps."),
                when=lambda value: _size(value) == 12,
            ),
            Misconception(
                {"kernel_size": 3, "dilation": 3},
                _("Is the span the kernel times the dilation? After the last weight there is no gap."),
            ),
            Misconception(
                {"kernel_size": 3, "dilation": 1},
                _("Dilation 1 means no gaps. The window has to reach further than its weights."),
                when=lambda value: value["dilation"] == 1,
            ),
            Misconception(
                {"kernel_size": 1, "dilation": 8},
                _("A single weight has no neighbour to keep away from: with it, dilation does nothing."),
                when=lambda value: value["kernel_size"] == 1,
            ),
            Misconception(
                {"kernel_size": 3, "dilation": 6},
                _("Too little is left. Your window is too wide."),
                when=lambda value: _size(value) < 12,
            ),
        ),
        first=_("First find the span that the window must have. Then find a kernel and a dilation that give it."),
        hints=(
            _("Along one side, 20 − span + 1 places should be 12. Which span is that?"),
            _("The span is dilation · (kernel_size − 1) + 1. So dilation · (kernel_size − 1) must be 8."),
            _("With at most 9 weights, the kernel is at most 3×3. How do 8 pixels divide into its steps?"),
        ),
        praise=_praise_12,
    ),
    Exercise(
        id="variants-2",
        read=whole_number,
        examine=equals(lambda: _parameters(Conv2d(16, 16, 3, groups=16), Conv2d(16, 32, 1))),
        misconceptions=(
            Misconception(4640, _("That is one full 3×3 layer that makes 32 maps. The two are a cheaper way.")),
            Misconception(656, _("The weights are right. Each filter has a bias, too, in both layers.")),
            Misconception(160, _("That is the depthwise layer. The 1×1 layer comes on top.")),
            Misconception(544, _("That is the 1×1 layer. The depthwise layer comes on top.")),
            Misconception(2864, _("In your first layer each filter reads all channels. Depthwise, it reads one.")),
            Misconception(224, _("The 1×1 filters are not in groups: each of them reads all 16 channels.")),
            Misconception(688, _("The second layer has 32 biases, one for each of its filters.")),
        ),
        first=_("Count each layer by itself: filters · (channels that a filter reads · kH · kW + 1)."),
        hints=(
            _("In the depthwise layer, a filter reads one channel. How many weights does it have?"),
            _("The depthwise layer has 16 · (1·3·3 + 1) parameters. Now the other one."),
            _("A 1×1 filter that reads 16 channels has 16 weights and a bias. There are 32 such filters."),
        ),
        praise=_("16·(9 + 1) = 160, and 32·(16 + 1) = 544: 704 together. One full 3×3 layer needs 4,640."),
    ),
    STAMP,
    Exercise(
        id="variants-4",
        read=whole_number,
        examine=equals(lambda: _parameters(Linear(32, 5))),
        misconceptions=(
            Misconception(7685, _("That is after flattening: every cell of every map has its weights there.")),
            Misconception(7680, _("Those are the weights after flattening. And each class has a bias.")),
            Misconception(160, _("Those are the weights. Each class has a bias, too.")),
            Misconception(0, _("The pooling has none, that is true. But the fully connected layer has.")),
            Misconception(245, _("You averaged over the channels. The mean is taken over the pixels of each map.")),
            Misconception(37, _("Each class has a weight for each mean: multiply, do not add.")),
            Misconception(192, _("There is one bias for each class, not one for each map.")),
        ),
        first=_("First the shape that leaves the pooling. Then count what a fully connected layer needs from there."),
        hints=(
            _("Pooling turns each map into one number, and learns nothing."),
            _("So 32 numbers enter the fully connected layer, and 5 leave it."),
            _("A fully connected layer has inputs · outputs weights, and one bias for each output."),
        ),
        praise=_("32·5 + 5 = 165. After flattening it would be 32·6·8·5 + 5 = 7,685."),
    ),
    Exercise(
        id="variants-5",
        read=settings(filters=whole_number, padding=whole_number),
        examine=satisfies(_can_be_added, _what_comes_out),
        misconceptions=(
            Misconception(
                {"filters": 1, "padding": 2},
                _("One map would be added to all channels alike. Each channel of x needs its own."),
                when=lambda value: value["filters"] == 1,
            ),
            Misconception(
                {"filters": 16, "padding": 0},
                _("The number of maps is right. But without padding, a 5×5 kernel makes them smaller."),
                when=lambda value: value["filters"] == 16 and value["padding"] == 0,
            ),
            Misconception(
                {"filters": 16, "padding": 1},
                _("The number of maps is right. That padding keeps the size for a 3×3 kernel, not for 5×5."),
                when=lambda value: value["filters"] == 16 and value["padding"] == 1,
            ),
            Misconception(
                {"filters": 16, "padding": 4},
                _("The number of maps is right, but they are too large. Padding goes on both sides."),
                when=lambda value: value["filters"] == 16 and value["padding"] > 2,
            ),
            Misconception(
                {"filters": 5, "padding": 2},
                _("The maps have the right size. How many of them are there, and how many does x have?"),
                when=lambda value: value["padding"] == 2,
            ),
        ),
        first=_("All three numbers of the shape must match: the maps, the height and the width."),
        hints=(
            _("Each filter makes one map. How many maps does x have?"),
            _("Without padding, a 5×5 kernel takes 4 pixels off each axis."),
            _("Those 4 pixels must come back: padding adds the same number on both sides of an axis."),
        ),
        praise=_("Each filter makes one map, and half of an odd kernel, rounded down, keeps the size."),
    ),
)
