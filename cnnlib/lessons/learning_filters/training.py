"""Pictures of training: a kernel that follows a target, a network that learns, and what it still gets wrong."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.training import Record
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_count, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of_output, kernel_panel
from cnnlib.pictures.panels import Grid, Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

FILTERS_ACROSS = 8
"""Filters in a row of the picture."""

GUESSING = 0.15
"""Held-out accuracy up to which a network is hardly better than guessing among ten classes."""


def in_brief(value: float) -> str:
    """Write a number of any size in a few characters.

    Examples
    --------
    >>> in_brief(0.25), in_brief(0.000375), in_brief(3.2e17), in_brief(float("nan"))
    ('0.25', '0.0004', '3e+17', 'NaN')
    """
    if not abs(value) < 1e5 and np.isfinite(value):
        return f"{value:.0e}".replace("-", "−")
    return format_number(value, 4 if abs(value) < 0.01 else 2)


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


def training_picture(records: Sequence[Record], filters: Array, before: Array, *, epochs: int) -> Picture:
    """Show a network that learns: loss and accuracies so far, and the filters of its first layer.

    Parameters
    ----------
    records : sequence of cnnlib.engine.training.Record
        One for each epoch so far, with a held-out accuracy; none before the start.
    filters : array, (F, 1, kH, kW)
        The first layer's weights after these epochs.
    before : array, (F, 1, kH, kW)
        Its weights before the start.
    epochs : int
        How many epochs the training takes in all.

    Returns
    -------
    Picture
        Panels ``loss``, ``accuracy``, ``before`` and ``filters``.

    Examples
    --------
    >>> training_picture([], np.zeros((2, 1, 3, 3)), np.zeros((2, 1, 3, 3)), epochs=5)
    Before the first of 5 epochs: all weights are random.
    """
    numbers = [record.epoch for record in records]
    losses = [min(record.loss, 9.0) for record in records]
    learned = [100 * record.accuracy for record in records]
    tested = [100 * _held_out(record) for record in records]
    charts = [
        Curves(
            {"loss": (numbers, losses)},
            _("loss, a mean for each epoch"),
            _("epochs"),
            _("loss"),
            (0, epochs),
            (0, 2.5),
            name="loss",
        ),
        Curves(
            {_("learned from"): (numbers, learned), _("held out"): (numbers, tested)},
            _("digits read right"),
            _("epochs"),
            "%",
            (0, epochs),
            (0, 100),
            name="accuracy",
            legend="center right",
        ),
    ]
    fields: dict[str, Any] = {"role": "kernel", "colours": "signed", "limits": (-1.5, 1.5), "columns": FILTERS_ACROSS}
    banks = [
        Maps(before[:, 0], _("filters before {shape}", shape=shape(before)), name="before", **fields),
        Maps(filters[:, 0], _("filters now {shape}", shape=shape(filters)), name="filters", **fields),
    ]
    return Picture(
        [charts, banks],
        _training_caption(records, epochs),
        _training_formula(records),
        "fit(model, x, labels, optimizer=SGD(model, learning_rate, momentum=0))",
        heights=(260, 170),
        progress=len(records) / epochs,
    )


def _training_caption(records: Sequence[Record], epochs: int) -> str:
    if not records:
        return _("Before the first of {epochs} epochs: all weights are random.", epochs=epochs)
    last = records[-1]
    caption = _(
        "After {epoch} of {epochs} epochs: the loss is {loss}; {learned} % of the digits learned from were "
        "read right on the way through this epoch, and {tested} % of the held-out digits at its end.",
        epoch=last.epoch,
        epochs=epochs,
        loss=in_brief(last.loss),
        learned=format_number(100 * last.accuracy, 1),
        tested=format_number(100 * _held_out(last), 1),
    )
    if not np.isfinite(last.loss):
        caption += " " + _("NaN is not a number: the steps were so large that the weights overflowed.")
    elif _held_out(last) <= GUESSING:
        caption += " " + _("With ten digits, 10 % is what guessing gets.")
    return caption


def _training_formula(records: Sequence[Record]) -> str:
    if not records:
        return _("no step so far")
    last = records[-1]
    steps = format_count(last.step)
    if np.isfinite(last.seconds):
        return _("{steps} steps in {seconds} s of training", steps=steps, seconds=format_number(last.seconds, 1))
    return _("{steps} steps, a run that was recorded", steps=steps)


def _held_out(record: Record) -> float:
    return float("nan") if record.held_out is None else record.held_out
