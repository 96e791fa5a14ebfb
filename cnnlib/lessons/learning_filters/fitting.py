"""The picture of a kernel that learns: the map that it gives, the map that it should give, and the loss so far."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array
from cnnlib.lessons.learning_filters.numbers import readable
from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of_output, kernel_panel
from cnnlib.pictures.panels import Grid
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

LOWEST, HIGHEST = 1e-4, 1e2
"""Ends of the axis of the loss, which goes up by factors of ten: a loss that explodes is seen, too."""


def fitting_picture(
    image: Array,
    kernel: Array,
    target_kernel: ArrayLike,
    target: Array,
    losses: ArrayLike,
    *,
    steps: int,
    learning_rate: float,
    momentum: float = 0,
) -> Picture:
    """Show a kernel on its way to a target.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
        The kernel after the steps so far.
    target_kernel : array, (kH, kW)
        The kernel that made the target; the training never sees it.
    target : array, (H_out, W_out)
        The map that the training aims at.
    losses : sequence of float
        Mean squared errors, one for each kernel so far; that of `kernel` comes last.
    steps : int
        How many steps the training takes in all.
    learning_rate, momentum : float
        Those of the steps.

    Returns
    -------
    Picture
        Panels ``input``, ``target``, ``output``, ``kernel``, ``target kernel`` and ``loss``.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> fitting_picture(one, 0 * one, 2 * one, 2 * one, [4.0], steps=10, learning_rate=0.5)
    Learning rate 0.5, momentum 0, step 0 of 10: the loss is 4.
    """
    losses, target_kernel = np.asarray(losses, float), np.asarray(target_kernel)
    done = len(losses) - 1
    colouring = colouring_of_output(image, target_kernel)
    with np.errstate(all="ignore"):
        output = conv2d(image, kernel)
    maps: dict[str, Any] = {"role": "output", "scale": "image", **colouring}
    largest = np.abs(kernel).max()
    # "not … >=" is true for NaN, too.
    note = "" if not largest >= 1e3 else _("largest: {value}", value=readable(largest))
    kernel_fields: dict[str, Any] = {"scale": "cells", "weight": 1, "limits": (-3, 3)}
    above = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            colours="grey",
            limits=(-0.5, 0.5),
            scale="image",
        ),
        Grid(target, _("target {shape}", shape=shape(target)), name="target", **maps),
        Grid(output, _("output {shape}", shape=shape(target)), name="output", **maps),
        kernel_panel(kernel, note=note, **kernel_fields),
        replace(kernel_panel(target_kernel, **kernel_fields), name="target kernel", title=_("target's kernel")),
    ]
    shown = np.clip(losses, LOWEST, HIGHEST)
    loss = Curves(
        # Losses beyond the axis run along its edge: if they were left out, the line would end in the air.
        {_("loss"): (np.arange(len(losses)), shown)},
        _("loss after each step (the dot: now)"),
        _("steps"),
        "",  # the title says it, and the numbers leave no room
        (0, steps),
        (LOWEST, HIGHEST),
        name="loss",
        log=True,
        here=[(done, shown[-1])],
    )
    run = _(
        "Learning rate {rate}, momentum {momentum}, step {done} of {steps}: the loss is {loss}.",
        rate=format_number(learning_rate),
        momentum=format_number(momentum),
        done=done,
        steps=steps,
        loss=readable(losses[-1]),
    )
    formula = _(
        "velocity ← {momentum} · velocity + gradient; kernel ← kernel − {rate} · velocity",
        rate=format_number(learning_rate),
        momentum=format_number(momentum),
    )
    return Picture(
        [above, [loss]],
        " ".join([run, *_remarks(losses)]),
        formula,
        heights=(178, 170),  # high enough for two screen pixels to each pixel of the maps
        across=3,
        progress=done / steps,
    )


def _remarks(losses: Array) -> list[str]:
    """Say what a loss has done that grew, or left the chart."""
    sentences = []
    if not losses[-1] <= losses[0]:
        best = int(np.nanargmin(losses))
        lowest = readable(losses[best])
        sentences.append(_("It was lowest after step {step}, {lowest}, and grew from there.", step=best, lowest=lowest))
    off_the_chart = np.flatnonzero(~(losses <= HIGHEST))
    if off_the_chart.size:
        sentences.append(
            _("From step {step} on, it is higher than the chart: the line runs along the top.", step=off_the_chart[0])
        )
    return sentences
