"""Gradient descent on a single weight: the curve of its loss, and the steps on it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.activations import relu
from cnnlib.engine.types import Array
from cnnlib.lessons.learning_filters.numbers import readable
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.panels import Grid, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

SMALL_IMAGE = np.array([[2.0, 1.0], [1.0, 2.0]])
"""The image that the single weight reads: with it, the slope of the loss grows by 5 when the weight grows by 1."""

GOAL = 2.0
"""The weight that makes the output equal to the target, which is this multiple of the image."""

STEPS = 10

ENDS, HIGHEST = (-2, 10), 50
"""Ends of the axis of the weight, with room for the legend, and of that of the loss."""

ARRIVED, STUCK = 0.1, 1e-9
"""A loss below the first has arrived at the bottom. A step below the second does not move the weight."""


def losses_of(weights: ArrayLike, image: ArrayLike, target: ArrayLike, *, with_relu: bool = False) -> Array:
    """Return the loss of each weight: the mean of (output − target)², where the output is weight · image.

    Parameters
    ----------
    weights : array_like, (N,)
    image, target : array_like, (H, W)
    with_relu : bool
        Whether the output passes a ReLU.

    Returns
    -------
    ndarray, (N,)

    Examples
    --------
    >>> losses_of([0, 2], SMALL_IMAGE, 2 * SMALL_IMAGE).tolist()
    [10.0, 0.0]
    """
    outputs = np.asarray(weights, float)[:, None, None] * np.asarray(image)
    errors = (relu(outputs) if with_relu else outputs) - np.asarray(target)
    mean: Array = np.square(errors).mean(axis=(1, 2))
    return mean


def descend(
    start: float, learning_rate: float, image: Array = SMALL_IMAGE, *, with_relu: bool = False, steps: int = STEPS
) -> list[float]:
    """Return the weight before the first step of gradient descent and after each; the target is twice the image.

    Examples
    --------
    >>> descend(0, 0.1, steps=2)
    [0.0, 1.0, 1.5]
    >>> descend(-1, 0.1, with_relu=True, steps=2)
    [-1.0, -1.0, -1.0]
    """
    weights = [float(start)]
    curvature = 2 * float(np.square(image).mean())
    for _step in range(steps):
        weight = weights[-1]
        gradient = 0.0 if with_relu and weight <= 0 else curvature * (weight - GOAL)
        weights.append(weight - learning_rate * gradient)
    return weights


def descent_picture(
    image: ArrayLike,
    target: ArrayLike,
    weights: Sequence[float],
    *,
    learning_rate: float,
    with_relu: bool = False,
) -> Picture:
    """Show the loss over a single weight, and the steps that gradient descent takes on this curve.

    Parameters
    ----------
    image, target : array_like, (H, W)
        What the weight reads, and what it should make of it.
    weights : sequence of float
        The weight before the first step and after each.
    learning_rate : float
        That of the steps.
    with_relu : bool
        Whether the output passes a ReLU.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``output`` and ``target``, after the last step; below them ``loss``.

    Examples
    --------
    >>> descent_picture(SMALL_IMAGE, 2 * SMALL_IMAGE, descend(0, 0.05), learning_rate=0.05)
    From w = 0, 10 steps with learning rate 0.05 end at w = 1.89. The loss goes from 10 to 0.03.
    """
    image, target, path = np.asarray(image), np.asarray(target), np.asarray(weights, float)
    last = path[-1]
    losses = losses_of(path, image, target, with_relu=with_relu)
    output = relu(last * image) if with_relu else last * image
    written = _("relu(w · input)") if with_relu else _("w · input")
    cells: dict[str, Any] = {"scale": "cells", "colours": "signed", "limits": (-12, 12)}
    above = [
        Grid(image, _("input {shape}", shape=shape(image)), name="input", scale="cells", limits=(0, 12)),
        Sign("×"),
        Grid(
            np.array([[last]]),
            _("w {shape}", shape=(1, 1)),
            name="kernel",
            role="kernel",
            note=_("after {count} steps", count=len(path) - 1),
            **cells,
        ),
        Sign("="),
        Grid(output, written, name="output", role="output", **cells),
        Sign(" "),
        Grid(target, _("target {shape}", shape=shape(target)), name="target", role="output", **cells),
    ]
    every = np.linspace(*ENDS, 161)
    gradient = (path[0] - path[1]) / learning_rate
    beside = np.array([-0.9, 0.9])
    on_the_chart = [
        (w, loss) for w, loss in zip(path, losses, strict=True) if ENDS[0] <= w <= ENDS[1] and loss <= HIGHEST
    ]
    series = {_("loss"): (every, losses_of(every, image, target, with_relu=with_relu))}
    # The legend lists what is drawn: of steps outside the chart, nothing is.
    if on_the_chart:
        series[_("steps")] = (path, losses)
    if (path[0], losses[0]) in on_the_chart:
        series[_("first slope")] = (path[0] + beside, losses[0] + gradient * beside)
    curve = Curves(
        series,
        _("the loss for each w (a dot: w after a step)"),
        "w",
        _("loss"),
        ENDS,
        (0, HIGHEST),
        name="loss",
        legend="lower right",
        here=on_the_chart,
    )
    caption = _(
        "From w = {start}, {count} steps with learning rate {rate} end at w = {last}. The loss goes from {before} to "
        "{after}.",
        start=format_number(path[0]),
        count=len(path) - 1,
        rate=format_number(learning_rate, 3),
        last=readable(last),
        before=readable(losses[0]),
        after=readable(losses[-1]),
    )
    remarks = [_remark(path, losses), _outside(len(path) - len(on_the_chart))]
    return Picture(
        [above, [curve]],
        " ".join(filter(None, [caption, *remarks])),
        _lines(path, gradient, learning_rate),
        heights=(118, 218),
        across=4,
    )


def _remark(path: Array, losses: Array) -> str:
    """Say what the steps do, where the numbers alone do not."""
    if abs(path[-1] - path[-2]) < STUCK and losses[-1] > ARRIVED:
        return _("The slope is 0 there, so no step moves w.")
    if losses[-1] > 1.01 * losses[0]:
        return _("Each jump ends higher than it began.")
    if np.isclose(losses[-1], losses[0]) and losses[-1] > ARRIVED:
        return _("Each jump ends exactly as high as it began.")
    return ""


def _outside(count: int) -> str:
    if not count:
        return ""
    return ngettext("{count} dot is outside the chart.", "{count} dots are outside the chart.", count)


def _lines(path: Array, gradient: float, learning_rate: float) -> str:
    first = _(
        "first step: w ← w − learning_rate · gradient = {start} − {rate} · {gradient} = {after}",
        start=format_number(path[0]),
        rate=format_number(learning_rate, 3),
        gradient=f"({format_number(gradient)})" if gradient < 0 else format_number(gradient),
        after=readable(path[1]),
    )
    shown = " → ".join(readable(w) for w in path[:7])
    return first + "\n" + _("w: {values} …", values=shown)
