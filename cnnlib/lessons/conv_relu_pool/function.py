"""``stack-6``, write ``costs(…)`` of a convolution layer: what must hold of it, and how it typically goes wrong."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array, Shape
from cnnlib.exercises import no_array
from cnnlib.exercises.exercise import Exercise, Misconception, WithoutNumbers
from cnnlib.exercises.kinds import has_masked_cells
from cnnlib.exercises.outcomes import Outcome, Outcomes
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always
from cnnlib.messages import N_, _

Costs = tuple[int, int]
"""Parameters and multiplications."""


def _right(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    channels, height, width = input_shape
    weights = channels * kernel_size**2
    rows, columns = (output_size(size, kernel_size, padding=padding) for size in (height, width))
    return filters * (weights + 1), filters * rows * columns * weights


def _cells(input_shape: Shape, kernel_size: int, padding: int) -> int:
    return output_size(input_shape[1], kernel_size, padding=padding) * output_size(
        input_shape[2], kernel_size, padding=padding
    )


def _without_bias(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    return filters * input_shape[0] * kernel_size**2, _right(input_shape, filters, kernel_size, padding)[1]


def _one_bias(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    return filters * input_shape[0] * kernel_size**2 + 1, _right(input_shape, filters, kernel_size, padding)[1]


def _bias_for_each_kernel(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    parameters = filters * input_shape[0] * (kernel_size**2 + 1)
    return parameters, _right(input_shape, filters, kernel_size, padding)[1]


def _one_channel(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    return _right((1, *input_shape[1:]), filters, kernel_size, padding)


def _side_only(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    weights = input_shape[0] * kernel_size
    return filters * (weights + 1), filters * _cells(input_shape, kernel_size, padding) * weights


def _places_of_the_input(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    channels, height, width = input_shape
    parameters = _right(input_shape, filters, kernel_size, padding)[0]
    return parameters, filters * height * width * channels * kernel_size**2


def _without_padding(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    channels, height, width = input_shape
    rows, columns = height - kernel_size + 1, width - kernel_size + 1
    parameters = _right(input_shape, filters, kernel_size, padding)[0]
    return parameters, filters * rows * columns * channels * kernel_size**2


def _padding_on_one_side(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    channels, height, width = input_shape
    rows, columns = height + padding - kernel_size + 1, width + padding - kernel_size + 1
    parameters = _right(input_shape, filters, kernel_size, padding)[0]
    return parameters, filters * rows * columns * channels * kernel_size**2


def _one_place_missing(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    channels, height, width = input_shape
    rows, columns = height + 2 * padding - kernel_size, width + 2 * padding - kernel_size
    parameters = _right(input_shape, filters, kernel_size, padding)[0]
    return parameters, filters * rows * columns * channels * kernel_size**2


def _height_for_both(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    channels, height, _width = input_shape
    return _right((channels, height, height), filters, kernel_size, padding)


def _with_the_bias(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    parameters = _right(input_shape, filters, kernel_size, padding)[0]
    return parameters, _cells(input_shape, kernel_size, padding) * parameters


def _of_one_map(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    parameters, products = _right(input_shape, filters, kernel_size, padding)
    return parameters, products // filters


def _swapped(input_shape: Shape, filters: int, kernel_size: int, padding: int) -> Costs:
    parameters, products = _right(input_shape, filters, kernel_size, padding)
    return products, parameters


def _as_array(outcome: Outcome) -> Outcome:
    """Return the outcome with what came out as an array, if it was a tuple or a list of numbers, or one number."""
    if outcome.returned is None or outcome.returned is ... or has_masked_cells(outcome.returned):
        return outcome
    try:
        numbers = np.asarray(outcome.returned)
    except Exception:  # parts of different lengths, or an object that cannot be made an array
        return outcome
    return replace(outcome, returned=numbers) if numbers.dtype.kind in "iuf" else outcome


def _read(answer: object) -> Outcomes:
    """Run a function on every trial; two numbers may come as a tuple, a list or an array."""
    return tuple(_as_array(outcome) for outcome in _run(answer))


_run = function(
    "costs",
    {"input_shape": (1, 28, 28), "filters": 6, "kernel_size": 5, "padding": 0},
    {"input_shape": (3, 7, 10), "filters": 4, "kernel_size": 3, "padding": 0},
    {"input_shape": (2, 9, 6), "filters": 5, "kernel_size": 5, "padding": 2},
    {"input_shape": (5, 3, 8), "filters": 2, "kernel_size": 4, "padding": 1},
    {"input_shape": (8, 4, 5), "filters": 3, "kernel_size": 1, "padding": 3},
    without=("Conv2d", "Sequential", "rows", "multiplications", "conv2d"),
)


def _two_numbers(result: Array, **layer: object) -> bool:
    return result.shape == (2,)


def _counts_parameters(result: Array, input_shape: Shape, filters: int, kernel_size: int, padding: int) -> bool:
    return _number(result, 0) == _right(input_shape, filters, kernel_size, padding)[0]


def _counts_multiplications(result: Array, input_shape: Shape, filters: int, kernel_size: int, padding: int) -> bool:
    return _number(result, 1) == _right(input_shape, filters, kernel_size, padding)[1]


def _number(result: Array, place: int) -> object:
    """Return one of two numbers as a number of Python: in a float16, what is too large is as large as all that is."""
    return result.tolist()[place]


def _examine(outcomes: Outcomes) -> str | WithoutNumbers | None:
    """Examine two counts; what is no number is not asked to be an array."""
    broken = passes(
        Property(_("It should give back two numbers: the parameters, then the multiplications."), _two_numbers),
        Property(_("The first of the two should be the number of parameters."), _counts_parameters),
        Property(_("The second of the two should be the number of multiplications."), _counts_multiplications),
    )(outcomes)
    if isinstance(broken, WithoutNumbers):
        wanted = _("It should give back two numbers.")
        text = broken.text.replace(_("It should give back a NumPy array."), wanted)
        return replace(broken, text=text, hint=broken.hint.replace(_(no_array.TUPLE), ""))  # here, a tuple is welcome
    return broken


COSTS = Exercise(
    id="stack-6",
    read=_read,
    examine=_examine,
    misconceptions=(
        Misconception(_swapped, N_("The two numbers have changed places."), when=always(_swapped)),
        Misconception(
            _without_bias,
            N_("The weights are all there. What else does each filter learn?"),
            when=always(_without_bias),
        ),
        Misconception(
            _one_bias, N_("That is one bias for the whole layer. Each filter has one."), when=always(_one_bias)
        ),
        Misconception(
            _bias_for_each_kernel,
            N_("That is a bias for every channel that is read. A filter has one, whatever it reads."),
            when=always(_bias_for_each_kernel),
        ),
        Misconception(
            _one_channel,
            N_("That is right for one channel. A filter has a kernel for each channel that it reads."),
            when=always(_one_channel),
        ),
        Misconception(
            _side_only, N_("A kernel is a square: it has more weights than its side is long."), when=always(_side_only)
        ),
        Misconception(
            _places_of_the_input,
            N_("The work is done once for each cell that comes out, not for each that goes in."),
            when=always(_places_of_the_input),
        ),
        Misconception(
            _without_padding,
            N_("That is right without padding. With it, more cells come out."),
            when=always(_without_padding),
        ),
        Misconception(
            _padding_on_one_side,
            N_("The padding is counted once. It is added on both sides."),
            when=always(_padding_on_one_side),
        ),
        Misconception(
            _one_place_missing,
            N_("One place is missing in each direction."),
            when=always(_one_place_missing),
        ),
        Misconception(
            _height_for_both,
            N_("That is right for square images. Here the height and the width differ."),
            when=always(_height_for_both),
        ),
        Misconception(
            _with_the_bias,
            N_("The bias was counted as a product. It is added, which is no multiplication."),
            when=always(_with_the_bias),
        ),
        Misconception(
            _of_one_map,
            N_("Those are the multiplications of a single map. Every filter makes one."),
            when=always(_of_one_map),
        ),
    ),
    first=N_("Work through this input on paper, as in exercises 1 and 2, then compare with what came out."),
    hints=(
        N_("Take the three numbers out of the shape first: the channels, the height and the width."),
        N_("Count one filter's weights. You need this for both numbers."),
        N_("Then the size of the maps: what the kernel takes away, and what the padding gives back on both sides."),
    ),
    praise=N_("Whatever layer you meet, you can now say what it costs to store and what it costs to run."),
)
