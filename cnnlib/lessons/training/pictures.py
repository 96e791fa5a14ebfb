"""Pictures of training on the digits."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnlib.engine.training import Record
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_count, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.panels import Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import in_brief, shape

FILTERS_ACROSS = 8
"""Filters in a row of the picture."""


GUESSING = 0.15
"""Held-out accuracy up to which a network is hardly better than guessing among ten classes."""


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
