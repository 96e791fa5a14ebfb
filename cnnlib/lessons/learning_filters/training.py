"""Pictures of training: a kernel that follows a target, a network that learns, and what it still gets wrong."""

from dataclasses import replace

import numpy as np

from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of_output, kernel_panel
from cnnlib.pictures.panels import Grid, Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

FILTERS_ACROSS = 8
"""Small images in a row."""

GUESSING = 0.15
"""Held-out accuracy up to which a network of ten classes does hardly better than guessing."""


def in_brief(value):
    """Write a number of any size in a few letters.

    Examples
    --------
    >>> in_brief(0.25), in_brief(0.000375), in_brief(3.2e17), in_brief(float("nan"))
    ('0.25', '0.0004', '3e+17', 'NaN')
    """
    if not abs(value) < 1e5 and np.isfinite(value):
        return f"{value:.0e}".replace("-", "−")
    return format_number(value, 4 if abs(value) < 0.01 else 2)


def fitting_picture(image, kernel, output, target_kernel, target, losses, *, steps):
    """Show a kernel on its way to a target: the map that it gives, the map that it should give, and the loss.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
        Now.
    output : array, (H_out, W_out)
        ``conv2d`` of the two.
    target_kernel : array, (kH, kW)
        What made the examples; the training never sees it.
    target : array, (H_out, W_out)
        What should come out.
    losses : sequence of float
        Mean squared differences, one for each kernel so far, this one's last.
    steps : int
        How many steps the training takes.

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
    losses = np.asarray(losses, float)
    done, away = len(losses) - 1, np.abs(kernel - target_kernel).max()
    look = colouring_of_output(image, np.asarray(target_kernel))
    size = shape(target)
    # Losses beyond the axis are left out of it; a gap would hide that they were there.
    highest = 1.2 * max(losses[0], 1e-9)
    top = [
        Grid(image, _("input {shape}", shape=shape(image)), name="input", colours="grey", limits=(-0.5, 0.5)),
        Grid(target, _("target {shape}", shape=size), name="target", role="output", **look),
        Grid(output, _("output {shape}", shape=size), name="output", role="output", **look),
    ]
    largest = np.abs(kernel).max()
    bottom = [
        kernel_panel(
            kernel,
            scale="cells",
            weight=1,
            limits=(-3, 3),
            note="" if not largest >= 1e4 else _("largest: {value}", value=in_brief(largest)),
        ),
        replace(
            kernel_panel(target_kernel, scale="cells", weight=1, limits=(-3, 3)),
            name="target kernel",
            title=_("target kernel {shape}", shape=shape(target_kernel)),
        ),
        Curves(
            {"loss": (np.arange(len(losses)), np.clip(losses, 0, 2 * highest))},
            _("loss"),
            _("steps"),
            _("mean squared error"),
            (0, steps),
            (0, highest),
            name="loss",
        ),
    ]
    caption = _(
        "Step {done} of {steps}: the loss is {loss}, and the weight that is furthest from the target kernel "
        "differs by {away}."
    )
    if not losses[-1] <= max(losses[0], 1e-9):
        caption += " " + _("Each step overshoots by more than the one before: the learning rate is too large.")
    off_the_chart = np.flatnonzero(~(losses <= highest))
    if off_the_chart.size:
        caption += " " + _("From step {high} on, the loss is higher than the chart.")
    caption = caption.format(
        done=done,
        steps=steps,
        loss=in_brief(losses[-1]),
        away=in_brief(away),
        high=off_the_chart[0] if off_the_chart.size else None,
    )
    formula = _("kernel ← kernel − learning_rate · kernel gradient")
    return Picture(
        [top, bottom],
        caption,
        formula,
        "conv2d_backward(2 * error / error.size, image, kernel)[1]",
        heights=(280, 240),
        across=2,
        progress=done / steps,
    )


def training_picture(records, filters, before, *, epochs):
    """Show a network that learns: loss and accuracies so far, and the filters of its first layer.

    Parameters
    ----------
    records : sequence of cnnlib.engine.training.Record
        One an epoch, the last one now; none before the start.
    filters : array, (F, 1, kH, kW)
        Now.
    before : array, (F, 1, kH, kW)
        Before the start.
    epochs : int
        How many the training takes.

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
    learned, tested = (
        np.array([100 * getattr(record, name) for record in records]) for name in ("accuracy", "held_out")
    )
    charts = [
        Curves(
            {"loss": (numbers, [min(record.loss, 9.0) for record in records])},
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
    look = {"role": "kernel", "colours": "signed", "limits": (-1.5, 1.5), "columns": FILTERS_ACROSS}
    banks = [
        Maps(before[:, 0], _("filters before {shape}", shape=shape(before)), name="before", **look),
        Maps(filters[:, 0], _("filters now {shape}", shape=shape(filters)), name="filters", **look),
    ]
    return Picture(
        [charts, banks],
        _training_caption(records, epochs),
        _training_formula(records),
        "fit(model, x, labels, optimizer=SGD(model, learning_rate, momentum=0))",
        heights=(260, 170),
        progress=len(records) / epochs,
    )


def _training_caption(records, epochs):
    if not records:
        return _("Before the first of {epochs} epochs: all weights are random.", epochs=epochs)
    last = records[-1]
    sentence = _(
        "After {epoch} of {epochs} epochs: the loss is {loss}; {learned} % of the digits learned from were "
        "read right on the way through this epoch, and {tested} % of the held-out digits at its end."
    )
    if not np.isfinite(last.loss):
        sentence += " " + _("NaN is not a number: the steps were so large that the weights overflowed.")
    elif last.held_out <= GUESSING:
        sentence += " " + _("With ten digits, 10 % is what guessing gets.")
    return sentence.format(
        epoch=last.epoch,
        epochs=epochs,
        loss=in_brief(last.loss),
        learned=format_number(100 * last.accuracy, 1),
        tested=format_number(100 * last.held_out, 1),
    )


def _training_formula(records):
    if not records:
        return _("no step so far")
    last = records[-1]
    if np.isfinite(last.seconds):
        return _("{steps:,} steps in {seconds} s of training", steps=last.step, seconds=format_number(last.seconds, 1))
    return _("{steps:,} steps, a run that was recorded", steps=last.step)
