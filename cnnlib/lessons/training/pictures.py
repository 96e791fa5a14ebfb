"""Pictures of training on the digits: the course of a run beside the run before it, and filters that have learned."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib.engine.training import Record
from cnnlib.engine.types import Array
from cnnlib.lessons.training.experiment import EPOCHS
from cnnlib.messages import _, format_count, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.panels import Grid, Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import in_brief, shape

GUESSING = 0.15
"""Accuracy up to which a network is hardly better than guessing among ten classes."""

HIGHEST_LOSS = 2.5
"""Top of the chart of the loss: a little above what guessing gives."""

LARGEST_WEIGHT, STRONGEST = 2, 4
"""Ends of the colour scales of filters and of their maps."""

ACROSS = 4
"""Filters side by side."""

Points = Mapping[str, tuple[Sequence[float], Sequence[float]]]
"""Label of a line → its x and its y."""


def training_picture(records: Sequence[Record], before: Sequence[Record] = ()) -> Picture:
    """Show how training goes: loss and accuracies after each epoch, and those of the run before as thin grey lines.

    Parameters
    ----------
    records : sequence of cnnlib.engine.training.Record
        One for each epoch so far, with an accuracy on the validation digits as `held_out`; none before the start.
    before : sequence of cnnlib.engine.training.Record
        Those of the run before.

    Returns
    -------
    Picture
        Panels ``loss`` and ``accuracy``.

    Examples
    --------
    >>> training_picture([])
    Before the first of 20 epochs: all weights are random.
    """
    losses, accuracies = _losses(records), _accuracies(records)
    charts = [
        Curves(
            losses,
            _("loss, a mean for each epoch"),
            _("epochs"),
            _("loss"),
            (0, EPOCHS),
            (0, HIGHEST_LOSS),
            name="loss",
            roles=("plain",),
            ghosts=_losses(before),
            note=_("thin grey: the run before"),
        ),
        Curves(
            accuracies,
            _("digits read right"),
            _("epochs"),
            "%",
            (0, EPOCHS),
            (0, 100),
            name="accuracy",
            roles=("plain", "plain"),
            ghosts=_accuracies(before),
            legend="center right",
            note=_("solid: measured while the weights still change · thin grey: the run before"),
        ),
    ]
    caption = " ".join(filter(None, [_course(records), _run_before(before)]))
    return Picture([charts], caption, _steps(records), heights=(290,), progress=len(records) / EPOCHS)


def _losses(records: Sequence[Record]) -> Points:
    # A loss beyond the chart is drawn just outside it: if it were left out, the line would end in a gap.
    return {_("training digits"): ([each.epoch for each in records], [min(each.loss, 9.0) for each in records])}


def _accuracies(records: Sequence[Record]) -> Points:
    epochs = [each.epoch for each in records]
    return {
        _("training digits"): (epochs, [100 * each.accuracy for each in records]),
        _("validation digits"): (epochs, [100 * _validation(each) for each in records]),
    }


def _validation(record: Record) -> float:
    return float("nan") if record.held_out is None else record.held_out


def _course(records: Sequence[Record]) -> str:
    if not records:
        return _("Before the first of {epochs} epochs: all weights are random.", epochs=EPOCHS)
    last = records[-1]
    said = _(
        "After {epoch} of {epochs} epochs: the loss is {loss}; the network reads {training} % of the training digits "
        "and {validation} % of the validation digits.",
        epoch=last.epoch,
        epochs=EPOCHS,
        loss=in_brief(last.loss),
        training=format_number(100 * last.accuracy, 1),
        validation=format_number(100 * _validation(last), 1),
    )
    if not np.isfinite(last.loss):
        return said + " " + _("NaN is not a number: the steps were so large that the weights overflowed.")
    if _validation(last) <= GUESSING:
        return said + " " + _("Guessing gets about 10 %.")
    return said


def _run_before(before: Sequence[Record]) -> str:
    if not before:
        return ""
    accuracy = format_number(100 * _validation(before[-1]), 1)
    return _("The grey run read {accuracy} % of the validation digits.", accuracy=accuracy)


def _steps(records: Sequence[Record]) -> str:
    if not records:
        return _("no step so far")
    last = records[-1]
    return _(
        "{steps} steps in {seconds} s of training",
        steps=format_count(last.step),
        seconds=format_number(last.seconds, 1),
    )


def filters_picture(
    image: Array,
    filters: tuple[Array, Array],
    maps: tuple[Array, Array],
    *,
    epoch: int,
    chosen: int = 0,
) -> Picture:
    """Show the filters of a first layer before training and now, and what they find in an image.

    Parameters
    ----------
    image : array, (1, H, W)
        Of 0 (paper) to 1 (ink).
    filters : (array, array), each (F, 1, kH, kW)
        The weights before the first epoch and now.
    maps : (array, array), each (F, H, W)
        The feature maps of the image after the ReLU, likewise.
    epoch : int
        Epochs so far.
    chosen : int
        A filter to look at.

    Returns
    -------
    Picture
        Panels ``input``, ``map before``, ``map``; ``filters before``, ``filters``, ``kernel before``, ``kernel``.
        Pressing a filter picks ``chosen``.

    Examples
    --------
    >>> one, two = np.ones((2, 1, 3, 3)), np.zeros((2, 8, 8))
    >>> filters_picture(np.zeros((1, 8, 8)), (one, one), (two, two), epoch=0)
    Before training: all weights are random. The map of filter 0 has 0 of 64 cells above 0.
    """
    map_fields: dict[str, Any] = {"role": "output", "colours": "activation", "limits": (0, STRONGEST), "digits": 1}
    above = [
        Grid(
            np.round(16 * image[0]), _("input {shape}", shape=shape(image)), name="input", colours="ink", limits=(0, 16)
        ),
        *(
            Grid(each[chosen], title, name=name, **map_fields)
            for each, title, name in (
                (maps[0], _("its map before {shape}", shape=shape(maps[0][chosen])), "map before"),
                (maps[1], _("its map now {shape}", shape=shape(maps[1][chosen])), "map"),
            )
        ),
    ]
    below = [
        _bank(filters[0], _("filters before {shape}", shape=shape(filters[0])), "filters before", chosen),
        _kernel(filters[0][chosen, 0], "kernel before", _("filter {chosen} before", chosen=chosen)),
        _bank(filters[1], _("filters now {shape}", shape=shape(filters[1])), "filters", chosen),
        _kernel(filters[1][chosen, 0], "kernel", _("filter {chosen} now", chosen=chosen)),
    ]
    return Picture(
        [above, below],
        _filters_caption(filters, maps[1][chosen], epoch, chosen),
        _("map = ReLU(input ⊛ filter + bias)"),
        heights=(190, 150),
        across=2,
    )


def _kernel(kernel: Array, name: str, title: str) -> Grid:
    limits = (-LARGEST_WEIGHT, LARGEST_WEIGHT)
    return Grid(kernel, title, name=name, role="kernel", colours="signed", limits=limits, digits=1)


def _bank(weights: Array, title: str, name: str, chosen: int) -> Maps:
    """Return small images of all filters, one of them framed."""
    bank = Maps(
        weights[:, 0],
        title,
        ACROSS,
        name=name,
        role="kernel",
        colours="signed",
        limits=(-LARGEST_WEIGHT, LARGEST_WEIGHT),
        chosen=chosen,
        note=_("orange frame: filter {chosen}", chosen=chosen),
        weight=1.5,
    )
    return replace(bank, picks={"chosen": bank.positions()})


def _filters_caption(filters: tuple[Array, Array], chosen_map: Array, epoch: int, chosen: int) -> str:
    above = _(
        "The map of filter {chosen} has {above} of {cells} cells above 0.",
        chosen=chosen,
        above=int((chosen_map > 0).sum()),
        cells=chosen_map.size,
    )
    if not epoch:
        return _("Before training: all weights are random.") + " " + above
    moved = np.abs(filters[1] - filters[0])
    return (
        _(
            "After epoch {epoch}: the weights of filter {chosen} have moved by {one} on average, those of all filters "
            "by {all}.",
            epoch=epoch,
            chosen=chosen,
            one=in_brief(float(moved[chosen].mean())),
            all=in_brief(float(moved.mean())),
        )
        + " "
        + above
    )
