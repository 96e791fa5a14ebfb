"""Pictures of training: a kernel that follows a target, a network that learns, and what it still gets wrong."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import Array
from cnnlib.messages import _
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of_output, kernel_panel
from cnnlib.pictures.panels import Grid
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import in_brief, shape


def fitting_picture(
    image: Array,
    kernel: Array,
    output: Array,
    target_kernel: ArrayLike,
    target: Array,
    losses: ArrayLike,
    *,
    steps: int,
) -> Picture:
    """Show a kernel on its way to a target: the map that it gives, the map that it should give, and the loss so far.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
        The kernel after the steps so far.
    output : array, (H_out, W_out)
        ``conv2d`` of the two.
    target_kernel : array, (kH, kW)
        The kernel that made the target; the training never sees it.
    target : array, (H_out, W_out)
        The map that the training aims at.
    losses : sequence of float
        Mean squared errors, one for each kernel so far; that of `kernel` comes last.
    steps : int
        How many steps the training takes in all.

    Returns
    -------
    Picture
        Panels ``input``, ``target``, ``output``, ``kernel``, ``target kernel`` and ``loss``.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> fitting_picture(one, 0 * one, 0 * one, 2 * one, 2 * one, [4.0], steps=10)
    Step 0 of 10: the loss is 4, and the weight that is furthest from the target kernel differs by 2.
    """
    losses, target_kernel = np.asarray(losses, float), np.asarray(target_kernel)
    first_loss = max(losses[0], 1e-9)
    highest = 1.2 * first_loss
    done = len(losses) - 1
    colouring = colouring_of_output(image, target_kernel)
    above = [
        Grid(image, _("input {shape}", shape=shape(image)), name="input", colours="grey", limits=(-0.5, 0.5)),
        Grid(target, _("target {shape}", shape=shape(target)), name="target", role="output", **colouring),
        Grid(output, _("output {shape}", shape=shape(target)), name="output", role="output", **colouring),
    ]
    largest = np.abs(kernel).max()
    # "not … >=" and "not … <=" are true for NaN, too.
    note = "" if not largest >= 1e4 else _("largest: {value}", value=in_brief(largest))
    kernel_fields: dict[str, Any] = {"scale": "cells", "weight": 1, "limits": (-3, 3)}
    below = [
        kernel_panel(kernel, note=note, **kernel_fields),
        replace(
            kernel_panel(target_kernel, **kernel_fields),
            name="target kernel",
            title=_("target kernel {shape}", shape=shape(target_kernel)),
        ),
        Curves(
            # Losses beyond the axis are drawn just outside it: if they were left out, the line would end in a gap.
            {"loss": (np.arange(len(losses)), np.clip(losses, 0, 2 * highest))},
            _("loss"),
            _("steps"),
            _("mean squared error"),
            (0, steps),
            (0, highest),
            name="loss",
        ),
    ]
    sentences = [
        _(
            "Step {done} of {steps}: the loss is {loss}, and the weight that is furthest from the target kernel "
            "differs by {distance}.",
            done=done,
            steps=steps,
            loss=in_brief(losses[-1]),
            distance=in_brief(np.abs(kernel - target_kernel).max()),
        )
    ]
    if not losses[-1] <= first_loss:
        sentences.append(_("Each step overshoots by more than the one before: the learning rate is too large."))
    off_the_chart = np.flatnonzero(~(losses <= highest))
    if off_the_chart.size:
        sentences.append(_("From step {step} on, the loss is higher than the chart.", step=off_the_chart[0]))
    return Picture(
        [above, below],
        " ".join(sentences),
        _("kernel ← kernel − learning_rate · kernel gradient"),
        "conv2d_backward(2 * error / error.size, image, kernel)[1]",
        heights=(280, 240),
        across=2,
        progress=done / steps,
    )
