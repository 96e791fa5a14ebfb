"""The picture of a small network that reads digits: its stages, and how a cell or a pixel is followed through them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cnnlib.engine.network import Sequential
from cnnlib.engine.types import Array
from cnnlib.lessons.start_here.forward import outlines_from, pixel_sentence
from cnnlib.lessons.start_here.paths import (
    INPUT,
    STAGES,
    Cell,
    Stage,
    cell_of,
    filter_of,
    first_number,
    grid_shape,
    number_of,
    outlines_of,
    sentence,
)
from cnnlib.messages import _
from cnnlib.pictures.cells import positions
from cnnlib.pictures.chances import above_bars, hundredths, written
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.panels import Grid, Maps, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.tiles import tiled
from cnnlib.pictures.words import shape

FILTER_LIMITS = (-1.2, 1.2)
"""Ends of the colour scale of the weights of the bundled network."""

Frames = Mapping[str, Sequence[Outline]]
"""Name of a panel → the frames on it; empty where no cell is followed back."""


class Look(NamedTuple):
    """How the maps of a layer are shown; `limits` hold what the bundled network reaches on nearly all digits."""

    title: str
    limits: tuple[float, float]
    weight: float
    note: str = ""


def _look(name: str, maps: Array) -> Look:
    """Return the look of the maps of a layer."""
    written = shape(maps)
    looks = {
        "conv": Look(_("convolution {shape}", shape=written), (-3.0, 3.0), 3.9, _("blue: below 0, red: above")),
        "relu": Look(_("ReLU {shape}", shape=written), (0.0, 3.0), 3.9, _("below 0 becomes 0")),
        "pool": Look(_("max pooling {shape}", shape=written), (0.0, 3.0), 3.4, _("the largest of every 2×2")),
        "second": Look(
            _("second convolution, then ReLU {shape}", shape=written),
            (0.0, 5.0),
            4.0,
            _("each from all eight maps; they give the probabilities"),
        ),
    }
    return looks[name]


def reader_picture(
    network: Sequential,
    stages: Sequence[Array],
    *,
    drawn: Array | None = None,
    truth: int | None = None,
    cell: int | None = None,
) -> Picture:
    """Show what the network makes of a digit, layer by layer, and what made one of the cells.

    Parameters
    ----------
    network : Sequential
        Conv–ReLU–Pool–Conv–ReLU–Flatten–Affine, as :func:`cnnlib.data.reader.reader_network` builds it.
    stages : list of arrays
        The image of 0 to 1, the output of each layer, and the probabilities:
        :func:`cnnlib.lessons.start_here.experiment.read_stages`.
    drawn : array, (32, 32), or None
        What the learner has drawn; a stroke on its panel fills the control ``drawn``. None leaves that panel out.
    truth : int or None
        The digit that was meant, if it is known.
    cell : int or None
        A cell of a feature map to follow back to the pixels, or a pixel to follow forward, counted through the panels
        ``conv``, ``relu``, ``pool``, ``second`` and ``input``. Pressing one sets the control ``cell``; so does
        pressing a filter, to where its map is largest.

    Returns
    -------
    Picture
        Panels ``drawn``, ``input``, ``probabilities``, ``filters``, ``conv``, ``relu``, ``pool`` and ``second``.

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> from cnnlib.lessons.start_here.experiment import read_stages
    >>> from cnnlib.samples import digit
    >>> reader = load_reader()
    >>> reader_picture(reader, read_stages(reader, digit(4)), truth=4).panel("probabilities").chosen
    4
    """
    probabilities = np.asarray(stages[-1], float)
    path = None if cell is None else cell_of(stages, cell)
    frames, told = _followed(network, stages, path)
    conv, relu, pool, second = (_stage_panel(stages, stage, frames) for stage in STAGES if stage is not INPUT)
    ends: list[Panel] = [_input_panel(stages, frames, path), _probabilities_panel(probabilities)]
    if drawn is not None:
        ends = [_drawing_panel(drawn), _arrow(), *ends]
    first_layers = [_filters_panel(network, stages, path), _arrow(), conv, _arrow(), relu]
    said = _reading(probabilities, truth, is_brief=path is not None)
    return Picture(
        [ends, first_layers, [_arrow(), pool, _arrow(), second]],
        " ".join([*said, *told]),
        _list_of_probabilities(probabilities),
        heights=(250, 210, 170),
    )


def _followed(network: Sequential, stages: Sequence[Array], path: Cell | None) -> tuple[Frames, list[str]]:
    """Return the frames of a cell that is followed, and what is said of it: back, or forward from a pixel."""
    if path is None:
        return {}, []
    if path.stage is INPUT:
        return outlines_from(network, stages, path), [pixel_sentence(network, stages, path)]
    return outlines_of(network, stages, path), [sentence(network, stages, path)]


def _drawing_panel(drawn: Array) -> Grid:
    """Return the panel that is drawn on: black ink on white paper."""
    paper = 1.0 - (np.asarray(drawn) != 0)
    return Grid(
        paper,
        _("draw here {shape}", shape=shape(paper)),
        name="drawn",
        role="input",
        colours="grey",
        numbers=False,
        draws="drawn",
        note=_("press clear to use the slider") if np.any(drawn) else _("mouse, finger, or Space and arrow keys"),
    )


def _input_panel(stages: Sequence[Array], frames: Frames, path: Cell | None) -> Grid:
    image = stages[INPUT.layers][0]
    note = _("0 is paper, 16 is all ink")
    if path is not None:
        note = _("orange: the pixel") if path.stage is INPUT else _("orange: what the cell sees")
    return Grid(
        np.round(16 * image),
        _("input {shape}", shape=shape(stages[INPUT.layers])),
        name="input",
        colours="ink",
        limits=(0, 16),
        weight=0.8,
        outlines=frames.get("input", ()),
        note=note,
        picks={"cell": first_number(stages, "input") + positions(image.shape)},
    )


def _probabilities_panel(probabilities: Array) -> Bars:
    return Bars(
        tuple("0123456789"),
        probabilities,
        _("probabilities {shape}", shape=shape(probabilities)),
        _("probability"),
        (0, 1.12),  # room for the number on the tallest bar
        chosen=int(probabilities.argmax()),
        role="output",
        name="probabilities",
        note=_("dark: the winner"),
        weight=0.85,
        written=above_bars(probabilities),
    )


def _filters_panel(network: Sequential, stages: Sequence[Array], path: Cell | None) -> Maps:
    """Return the filters of the first convolution; pressing one goes to the cell where its map is largest."""
    filters = network.layers[0].parameters["weight"]
    first = STAGES[0]
    maps = stages[first.layers]
    largest = [np.unravel_index(each.argmax(), each.shape) for each in maps]
    cells = [Cell(first, index, int(row), int(column)) for index, (row, column) in enumerate(largest)]
    return Maps(
        filters[:, 0],
        _("filters {shape}", shape=shape(filters)),
        columns=first.columns,
        name="filters",
        role="kernel",
        colours="signed",
        limits=FILTER_LIMITS,
        weight=3.0,
        chosen=None if path is None else filter_of(path),
        labels=tuple(map(str, range(len(filters)))),
        picks={"cell": np.reshape([number_of(stages, each) for each in cells], (-1, first.columns))},
    )


def _stage_panel(stages: Sequence[Array], stage: Stage, frames: Frames) -> Grid:
    """Return the maps of a layer as one grid of cells that can be pressed."""
    maps = stages[stage.layers]
    look = _look(stage.name, maps)
    outlines = frames.get(stage.name, ())
    return Grid(
        tiled(maps, stage.columns),
        look.title,
        name=stage.name,
        role="output",
        colours="signed" if look.limits[0] < 0 else "activation",
        limits=look.limits,
        numbers=False,
        tile=maps.shape[1:],
        weight=look.weight,
        outlines=outlines,
        note=_note(outlines) or look.note,
        picks={"cell": first_number(stages, stage.name) + positions(grid_shape(maps, stage.columns))},
    )


def _note(outlines: Sequence[Outline]) -> str:
    """Say what the frames on the maps of a layer mean; nothing where there are none."""
    kept = outlines[1:] and outlines[0].role != outlines[-1].role
    if kept:
        return _("orange: the window · green: what it keeps")
    if outlines and outlines[0].role == "output":
        return _("green: what sees the pixel") if outlines[1:] else _("green frame: the cell")
    return ""


def _arrow() -> Sign:
    """Return the sign that leads to the next panel."""
    return Sign("→", weight=0.15)


def _probability(probabilities: Array, digit: int) -> str:
    """Write a digit's probability as the list does, but so that only an exact 0 or 1 could be read as one."""
    value = probabilities[digit]
    if value > 0.99:
        return _("more than 0.99")
    return f"{hundredths(probabilities)[digit] / 100:.2f}" if value >= 0.01 else _("less than 0.01")


def _reading(probabilities: Array, truth: int | None, *, is_brief: bool) -> list[str]:
    """Return the sentences that say what the network reads; in brief it is the winner alone."""
    winner, second = (int(digit) for digit in np.argsort(-probabilities, kind="stable")[:2])
    sentences = [
        _(
            "The network reads {winner}, with probability {probability}.",
            winner=winner,
            probability=_probability(probabilities, winner),
        ),
    ]
    if is_brief:
        return sentences
    sentences.append(
        _(
            "Second comes {second}, with {probability}.",
            second=second,
            probability=_probability(probabilities, second),
        )
    )
    if truth is not None:
        if truth == winner:
            sentences.append(_("It was written as {truth}: right.", truth=truth))
        else:
            sentences.append(_("It was written as {truth}: misread.", truth=truth))
    return sentences


def _list_of_probabilities(probabilities: Array) -> str:
    """Write all of them with two decimals, so that the list keeps its width while a digit is drawn.

    Examples
    --------
    >>> _list_of_probabilities(np.array([1 / 3, 1 / 3, 1 / 3]))
    '0: 0.34   1: 0.33   2: 0.33'
    """
    return "   ".join(f"{digit}: {text}" for digit, text in enumerate(written(probabilities)))
