"""The exercises of ``07_conv_relu_pool``: predict, count, choose settings, find the broken layer, write code.

What is right is computed by the engine, not written down here.
``tests/lessons/conv_relu_pool/test_exercises.py`` compares the numbers in the hints with the engine.
"""

from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.shapes import SettingError, output_size
from cnnlib.exercises.answers import settings, whole_number
from cnnlib.exercises.exercise import Exercise, Misconception, equals, satisfies
from cnnlib.lessons.conv_relu_pool.function import FIELDS
from cnnlib.lessons.conv_relu_pool.predictions import PREDICTIONS
from cnnlib.messages import _

LARGEST = 1000
"""Settings above this are not tried out: none of them is near the answer."""


def broken_network() -> Sequential:
    """The network of ``stack-4``: one of its layers cannot read what the layer before it gives."""
    return Sequential(
        Conv2d(1, 6, 5),
        ReLU(),
        MaxPool2d(2),
        Conv2d(6, 12, 5),
        ReLU(),
        MaxPool2d(2),
        Conv2d(12, 24, 5),
        MaxPool2d(2),
        Flatten(),
        Linear(24, 10),
    )


def first_broken(network: Sequential, shape: tuple[int, ...]) -> int | None:
    """The number of the first layer that cannot read its input, counted from 1; None if all can."""
    for count in range(1, len(network.layers) + 1):
        try:
            Sequential(*network.layers[:count]).rows(shape)
        except SettingError:
            return count
    return None


def _parameters() -> int:
    return Sequential(Conv2d(8, 24, 5)).rows((8, 12, 12))[0].parameters


def _side_after_two_blocks(value: dict[str, int]) -> int:
    """What is left of 28 pixels after two blocks of convolution and 2×2 pooling."""
    side = 28
    for _block in range(2):
        side = output_size(side, value["kernel_size"], padding=value["padding"])
        side = output_size(side, 2, stride=2)
    return side


def _leaves_7(value: dict[str, int]) -> bool:
    return _side_after_two_blocks(value) == 7


def _what_becomes_of_28(value: dict[str, int]) -> str:
    return _("These settings turn (28, 28) into ({side}, {side}).", side=_side_after_two_blocks(value))


def _field(value: dict[str, int]) -> int:
    """The receptive field of these layers; 0 where a number is out of range."""
    layers, kernel = value["layers"], value["kernel_size"]
    if not (1 <= layers <= LARGEST and 1 <= kernel <= LARGEST):
        return 0
    return receptive_field([{"kernel_size": kernel}] * layers).size


def _what_they_see(value: dict[str, int]) -> str:
    size = _field(value)
    if not size:
        return _("Both are whole numbers from 1 up to {largest}.", largest=LARGEST)
    return _("A cell then sees {size}×{size} pixels.", size=size)


EXERCISES = (
    *PREDICTIONS,
    Exercise(
        id="stack-1",
        read=whole_number,
        examine=equals(_parameters),
        misconceptions=(
            Misconception(
                624, _("That is one kernel per filter. A filter has a kernel for each channel that it reads.")
            ),
            Misconception(4800, _("Those are the weights. Each filter has one more parameter.")),
            Misconception(4992, _("That is a bias for every kernel. There is one for a filter, whatever it reads.")),
            Misconception(4801, _("That is one bias for the whole layer. Each filter has its own.")),
            Misconception(
                4808, _("That is one bias for each channel that comes in. They belong to the filters, which go out.")
            ),
            Misconception(600, _("Those are the weights of kernels that read one channel. Here eight come in.")),
            Misconception(
                307_200,
                _("Those are the multiplications on an (8, 12, 12) input. Parameters do not depend on the image."),
            ),
        ),
        first=_("Count one filter first: its weights, and what is added at the end. Then count the filters."),
        hints=(
            _("One filter reads all 8 channels, each with a 5×5 kernel of its own."),
            _("So it has 8·25 weights, and one bias."),
            _("All filters are alike in this. How many are there? The second number of the layer tells."),
        ),
        praise=_("24·(8·25 + 1) = 4824: weights for every channel that is read, and one bias for each filter."),
    ),
    Exercise(
        id="stack-2",
        read=settings(kernel_size=whole_number, padding=whole_number),
        examine=satisfies(lambda value: _leaves_7(value) and value["kernel_size"] >= 3, _what_becomes_of_28),
        misconceptions=(
            Misconception(
                {"kernel_size": 1, "padding": 0},
                _("The size is right. But the kernel is smaller than was asked for: let it see neighbours."),
                when=_leaves_7,
            ),
            Misconception(
                {"kernel_size": 3, "padding": 0},
                _("Half and half again is what the poolings do. So the convolutions may not take anything away."),
                when=lambda value: value["padding"] == 0 and value["kernel_size"] > 1,
            ),
            Misconception(
                {"kernel_size": 3, "padding": 2},
                _("Now the convolutions make the image larger. Count what the kernel takes and what the frame gives."),
                when=lambda value: value["kernel_size"] >= 1 and 2 * value["padding"] > value["kernel_size"],
            ),
            Misconception(
                {"kernel_size": 7, "padding": 1},
                _("There is a frame, but the kernel takes more than that gives. The padding counts on both sides."),
                when=lambda value: 0 < 2 * value["padding"] < value["kernel_size"] - 1,
            ),
        ),
        first=_("Ask first what the two poolings do to 28. What is then left for the convolutions to change?"),
        hints=(
            _("28 halves twice: 28, 14, and the size that is asked for."),
            _("So each convolution should keep the size that it gets."),
            _("A kernel takes kernel_size − 1 pixels, and a frame gives back two times the padding."),
        ),
        praise=lambda value: (
            _("A {kernel}×{kernel} kernel with padding {padding} leaves the shrinking to the poolings: 28, 14, 7.")
            if value["kernel_size"] == 2 * value["padding"] + 1
            else _(
                "A {kernel}×{kernel} kernel with padding {padding} adds a pixel, and the pooling drops it: 28, 14, 7."
            )
        ).format(kernel=value["kernel_size"], padding=value["padding"]),
    ),
    Exercise(
        id="stack-3",
        read=settings(layers=whole_number, kernel_size=whole_number),
        examine=satisfies(lambda value: value["layers"] >= 2 and _field(value) == 13, _what_they_see),
        misconceptions=(
            Misconception(
                {"layers": 1, "kernel_size": 13},
                _("That is a single layer, and a costly one: 169 weights. Reach as far with several smaller kernels."),
                when=lambda value: value["layers"] == 1,
            ),
            Misconception(
                {"layers": 13, "kernel_size": 1},
                _("A 1×1 kernel looks at no neighbour. However many layers there are, nothing is added."),
                when=lambda value: value["kernel_size"] == 1,
            ),
            Misconception(
                {"layers": 5, "kernel_size": 3},
                _("A little short. Each layer of this size adds the same number of pixels, so you can count on."),
                when=lambda value: value["layers"] > 1 and 8 <= _field(value) < 13,
            ),
            Misconception(
                {"layers": 3, "kernel_size": 3},
                _("That is far short. You need more layers, or larger kernels."),
                when=lambda value: value["layers"] > 1 and 1 < _field(value) < 8,
            ),
            Misconception(
                {"layers": 4, "kernel_size": 5},
                _("That is more than is asked for. A layer adds its kernel_size minus 1, on top of a single pixel."),
                when=lambda value: _field(value) > 13,
            ),
        ),
        first=_("Start from a single pixel, and add what each layer adds."),
        hints=(
            _("Each layer adds kernel_size − 1 pixels to the field."),
            _("A single pixel is there from the start. So the layers together add one less than 13."),
            _("Write that number as a product: how many layers, times what each of them adds."),
        ),
        praise=lambda value: _(
            "1 + {layers}·({kernel} − 1) = 13. One map deep, that takes {layers}·{kernel}² = {weights} weights; a "
            "single 13×13 kernel takes 169.",
            layers=value["layers"],
            kernel=value["kernel_size"],
            weights=value["layers"] * value["kernel_size"] ** 2,
        ),
    ),
    Exercise(
        id="stack-4",
        read=whole_number,
        examine=equals(lambda: first_broken(broken_network(), (1, 32, 32))),
        misconceptions=(
            Misconception(7, _("A 5×5 kernel on a (5, 5) map fits exactly once. So this layer gives something.")),
            Misconception(
                10,
                _("It would never be reached: something before it already fails. And it asks for 24 features."),
            ),
            Misconception(9, _("Flatten reads any shape, so it never fails. Write the shapes down from the top.")),
            Misconception(6, _("This pooling gets (12, 10, 10), and 10 can be halved. Go on from there.")),
            Misconception(4, _("It reads 6 channels and gets 6 channels. And 14 − 5 + 1 pixels are left each way.")),
            Misconception(3, _("The first pooling gets (6, 28, 28). That halves without a remainder.")),
            Misconception(
                0,
                _("Layers are counted from 1 here, as the error messages of a network do."),
                when=lambda value: value < 1,
            ),
        ),
        first=_("Write the shape after every layer, from the top. Stop where a window no longer fits."),
        hints=(
            _("The first three layers make 32 → 28 → 28 → 14."),
            _("The next three make 14 → 10 → 10 → 5."),
            _("How often does a 5×5 kernel fit on a (5, 5) map? Write the shape down, and go on from there."),
        ),
        praise=_("32 → 28 → 14 → 10 → 5 → 1, and a 2×2 window does not fit on a (1, 1) map."),
    ),
    FIELDS,
)
