"""``channels-6``, write ``read_channels(x, weight, bias)``: what must hold of it, and how it typically goes wrong."""

import sys
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.outcomes import Outcomes, run
from cnnlib.exercises.refusals import WrongKind
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always
from cnnlib.messages import N_, _

STEPS = np.arange(1.0, 33.0).reshape(2, 4, 4)
TRIALS = (
    {"x": STEPS[:, :3, :3], "weight": np.array([[[1.0, 0.0], [0.0, 2.0]], [[3.0, -1.0], [1.0, 0.0]]]), "bias": 0},
    {"x": np.array([[[1.0, 2.0], [3.0, 4.0]]]), "weight": np.array([[[2.0]]]), "bias": 0},
    {"x": STEPS, "weight": np.array([[[1.0, 0.0], [0.0, 2.0]], [[3.0, -1.0], [1.0, 0.0]]]), "bias": 10},
    {"x": np.arange(60.0).reshape(4, 3, 5) % 7, "weight": np.arange(24.0).reshape(4, 3, 2) % 5, "bias": -2.5},
    {"x": STEPS[:, :2], "weight": np.array([[[-0.5, 0.25]], [[0.75, -1.25]]]), "bias": 0.5},
    {
        "x": np.array([[[-3, 1, 2], [0, -4, 1]], [[5, -1, 0], [2, 2, -6]], [[1, 1, -2], [-7, 0, 3]]]),
        "weight": np.array([[[1.5], [-0.5]], [[-2.0], [1.0]], [[0.25], [0.5]]]),
        "bias": -3,
    },
)


READ = function("read_channels", *TRIALS)

IMPORTED_FROM = ("cnnlib", "cnnlib.engine.convolution")
"""Where a function may get conv2d from while it runs; the library's own calls do not go through these."""


def _read(answer: object) -> Outcomes:
    """Run a learner's function, unless conv2d adds up the channels in it."""
    outcomes: Outcomes = READ(answer)
    if _has_channels_added(answer):
        raise WrongKind(_("This lets conv2d add up the channels. Give it one channel at a time, and add the partials."))
    return outcomes


def _has_channels_added(answer: object) -> bool:
    """Whether a learner's function gives conv2d an image with more than one channel."""
    ready_made = conv2d
    namespaces = [getattr(answer, "__globals__", {}), *(vars(sys.modules[name]) for name in IMPORTED_FROM)]
    places = [(known, name) for known in namespaces for name, value in known.items() if value is ready_made]
    seen: list[int] = []

    def watched(x: ArrayLike, *others: Any, **settings: Any) -> Array:
        seen.append(np.shape(x)[-3] if np.ndim(x) > 2 else 1)
        return ready_made(x, *others, **settings)

    for known, name in places:
        known[name] = watched
    try:
        if callable(answer):
            run("read_channels", answer, TRIALS[0])
    finally:
        for known, name in places:
            known[name] = ready_made
    return any(channels > 1 for channels in seen)


def _is_one_map(result: Array, x: Array, weight: Array, bias: float) -> bool:
    return result.shape == (x.shape[1] - weight.shape[1] + 1, x.shape[2] - weight.shape[2] + 1)


def _right(x: Array, weight: Array, bias: float) -> Array:
    return conv2d(x, weight[None], [bias])[0]


def _partials(x: Array, weight: Array) -> Array:
    return np.stack([conv2d(channel, piece) for channel, piece in zip(x, weight, strict=True)])


def _bias_in_each_channel(x: Array, weight: Array, bias: float) -> Array:
    return (_partials(x, weight) + bias).sum(axis=0)


def _without_bias(x: Array, weight: Array, bias: float) -> Array:
    return _partials(x, weight).sum(axis=0)


def _mean_of_channels(x: Array, weight: Array, bias: float) -> Array:
    return _partials(x, weight).mean(axis=0) + bias


def _first_kernel_everywhere(x: Array, weight: Array, bias: float) -> Array:
    return np.stack([conv2d(channel, weight[0]) for channel in x]).sum(axis=0) + bias


def _first_channel_only(x: Array, weight: Array, bias: float) -> Array:
    return conv2d(x[0], weight[0]) + bias


def _last_channel_only(x: Array, weight: Array, bias: float) -> Array:
    return conv2d(x[-1], weight[-1]) + bias


def _all_but_the_last(x: Array, weight: Array, bias: float) -> Array:
    total: Array = np.asarray(bias)
    for channel, kernel in zip(x[:-1], weight[:-1], strict=True):
        total = total + conv2d(channel, kernel)
    return total


def _the_first_twice(x: Array, weight: Array, bias: float) -> Array:
    return _without_bias(x, weight, bias) + _first_channel_only(x, weight, bias)


def _turned(x: Array, weight: Array, bias: float) -> Array:
    return _without_bias(x, weight[:, ::-1, ::-1], bias) + bias


def _a_map_for_each_channel(x: Array, weight: Array, bias: float) -> Array:
    return _partials(x, weight) + bias


def _a_stack_of_one(x: Array, weight: Array, bias: float) -> Array:
    return (_partials(x, weight).sum(axis=0) + bias)[None]


def _three_channels(x: Array, weight: Array, bias: float) -> Array:
    return conv2d(x[0], weight[0]) + conv2d(x[1], weight[1]) + conv2d(x[2], weight[2]) + bias


def _wants_more_channels(outcomes: Outcomes) -> bool:
    few = [outcome for outcome in outcomes if len(outcome.arguments["x"]) < 3]
    return all("out of bounds" in (outcome.error or "") for outcome in few)


READ_CHANNELS = Exercise(
    id="channels-6",
    read=_read,
    examine=passes(
        Property(
            N_("There should be one map: an array with two axes, as large as one partial."),
            _is_one_map,
        ),
        Property(
            N_("Each cell should be the sum over all channels, each with its own kernel, and then the bias, once."),
            lambda result, x, weight, bias: np.allclose(result, _right(x, weight, bias)),
        ),
    ),
    misconceptions=(
        Misconception(
            _a_map_for_each_channel,
            N_("A map for each channel came out. They are partials: add them."),
            when=always(_a_map_for_each_channel, lambda x, weight, bias: _partials(x, weight)),
        ),
        Misconception(
            _a_stack_of_one,
            N_("The numbers are right, but a stack of one map came out. Take the map itself."),
            when=always(_a_stack_of_one),
        ),
        Misconception(
            _bias_in_each_channel,
            N_("The bias went in once for each channel. It belongs after the sum."),
            when=always(_bias_in_each_channel),
        ),
        Misconception(
            _without_bias, N_("The sum over the channels is right. The bias is missing."), when=always(_without_bias)
        ),
        Misconception(
            _mean_of_channels, N_("The channels were averaged. A filter adds them."), when=always(_mean_of_channels)
        ),
        Misconception(
            _first_kernel_everywhere,
            N_("All channels were read with one kernel. Each has its own in weight."),
            when=always(_first_kernel_everywhere),
        ),
        Misconception(
            _three_channels,
            N_("It asks for a channel that is not there. x may have any number of channels: a loop visits each."),
            when=_wants_more_channels,
        ),
        Misconception(
            _first_channel_only,
            N_("Only the first channel was read. There may be any number of them."),
            when=always(_first_channel_only),
        ),
        Misconception(
            _last_channel_only,
            N_("Only the last channel is left. Each partial has to be added to those before it."),
            when=always(_last_channel_only),
        ),
        Misconception(
            _the_first_twice,
            N_("The first channel went in twice. What does your total start at, and where does the loop begin?"),
            when=always(_the_first_twice, lambda x, weight, bias: _the_first_twice(x, weight, 0)),
        ),
        Misconception(
            _turned,
            N_("The kernels are turned around. Deep learning leaves them as they are."),
            when=always(_turned),
        ),
        Misconception(
            _all_but_the_last,
            N_("The last channel is missing. Does the loop go through all of them?"),
            when=always(_all_but_the_last),
        ),
    ),
    first=N_("Work through this input on paper: a partial for each channel first. Then compare with what came out."),
    hints=(
        N_("For the channel with the number c, conv2d takes x[c] and the kernel with the same number."),
        N_("Go through all channels in a loop, and keep a running total. It may start at the bias."),
        N_("The number of channels is len(x). Add the partial of each to the total, and return the total."),
    ),
    praise=N_("A partial for each channel, all added up, then one bias. conv2d does this for every filter and image."),
)
