"""Pictures of a small network that reads digits: its stages, its structure, and what it gets wrong."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cnnlib.engine.network import Sequential
from cnnlib.engine.types import Array
from cnnlib.lessons.start_here.paths import (
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
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import positions
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.diagrams import Block, Blocks
from cnnlib.pictures.panels import Grid, Maps, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.tiles import tiled
from cnnlib.pictures.words import shape, with_article

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
        "conv": Look(_("convolution {shape}", shape=written), (-3.0, 3.0), 3.42, _("blue: below 0, red: above")),
        "relu": Look(_("ReLU {shape}", shape=written), (0.0, 3.0), 3.42, _("below 0 becomes 0")),
        "pool": Look(_("max pooling {shape}", shape=written), (0.0, 3.0), 4.1, _("the largest of every 2×2")),
        "second": Look(
            _("second convolution and ReLU {shape}", shape=written), (0.0, 5.0), 5.35, _("press a cell: what made it?")
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
        A cell of a feature map to follow back to the pixels, counted through the panels ``conv``, ``relu``, ``pool``
        and ``second``. Pressing one sets the control ``cell``; so does pressing a filter, to where its map is largest.

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
    frames = {} if path is None else outlines_of(network, stages, path)
    conv, relu, pool, second = (_stage_panel(stages, stage, frames) for stage in STAGES)
    ends: list[Panel] = [_input_panel(stages[0][0], frames), Sign("→"), _probabilities_panel(probabilities)]
    if drawn is not None:
        ends = [_drawing_panel(drawn), Sign("→"), *ends]
    first_layers = [_filters_panel(network, stages, path), _arrow(), conv, _arrow(), relu]
    said = _reading(probabilities, truth, is_brief=path is not None)
    return Picture(
        [ends, first_layers, [pool, _arrow(), second]],
        " ".join(said if path is None else [*said, sentence(network, stages, path)]),
        _list_of_probabilities(probabilities),
        heights=(270, 206, 190),
    )


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
        note=_("mouse, finger, or Space and arrow keys"),
    )


def _input_panel(image: Array, frames: Frames) -> Grid:
    return Grid(
        np.round(16 * image),
        _("input {shape}", shape=shape(image)),
        name="input",
        colours="ink",
        limits=(0, 16),
        outlines=frames.get("input", ()),
        note=_("orange: what the cell sees") if frames else _("0 is paper, 16 is all ink"),
    )


def _probabilities_panel(probabilities: Array) -> Bars:
    return Bars(
        tuple("0123456789"),
        probabilities,
        _("probabilities {shape}", shape=shape(probabilities)),
        _("probability"),
        (0, 1),
        chosen=int(probabilities.argmax()),
        role="output",
        name="probabilities",
        note=_("dark: the winner"),
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
        weight=2.45,
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
    kept = outlines[1:] and outlines[-1].role == "output"
    if kept:
        return _("orange: the window · green: what it keeps")
    if outlines and outlines[0].role == "output":
        return _("green frame: the cell")
    return ""


def _arrow() -> Sign:
    return Sign("→", weight=0.15)


def _probability(value: float) -> str:
    """Write a probability so that only an exact 0 or 1 could be read as one."""
    if value > 0.995:
        return _("more than 0.99")
    return format_number(value) if value >= 0.005 else _("less than 0.01")


def _reading(probabilities: Array, truth: int | None, *, is_brief: bool) -> list[str]:
    """Return the sentences that say what the network reads; in brief it is the winner alone."""
    winner, second = (int(digit) for digit in np.argsort(-probabilities, kind="stable")[:2])
    sentences = [
        _(
            "The network reads {winner}, with probability {probability}.",
            winner=with_article(winner),
            probability=_probability(probabilities[winner]),
        ),
    ]
    if is_brief:
        return sentences
    sentences.append(
        _(
            "Second comes {second}, with {probability}.",
            second=with_article(second),
            probability=_probability(probabilities[second]),
        )
    )
    if truth is not None:
        written = with_article(truth)
        if truth == winner:
            sentences.append(_("It was written as {truth}: right.", truth=written))
        else:
            sentences.append(_("It was written as {truth}: wrong.", truth=written))
    return sentences


def _list_of_probabilities(probabilities: Array) -> str:
    """Write all of them with two decimals, so that the list keeps its width while a digit is drawn."""
    return "   ".join(f"{digit}: {value:.2f}" for digit, value in enumerate(probabilities))


def structure_picture() -> Picture:
    """Show the two ways to stack layers: a fully connected network, and a CNN.

    Returns
    -------
    Picture
        Panel ``stacks``, with two rows of blocks.

    Examples
    --------
    >>> [len(row) for row in structure_picture().panel("stacks").rows]
    [7, 8]
    """

    def affine(sizes: str) -> Block:
        return Block("Affine", sizes, role="kernel")

    def conv(output: str) -> Block:
        return Block("Conv", output, role="kernel")

    def relu(output: str) -> Block:
        return Block("ReLU", output)

    def digit(input_shape: str) -> Block:
        return Block(_("digit"), input_shape, role="input")

    pool = Block("Pool", "(8, 4, 4)", role="difference")
    softmax = Block("Softmax", "(10,)", role="output")
    first, second = "(8, 8, 8)", "(16, 4, 4)"
    dense = [digit("(64,)"), *2 * [affine("64 → 64"), relu("(64,)")], affine("64 → 10"), softmax]
    cnn = [digit("(1, 8, 8)"), conv(first), relu(first), pool, conv(second), relu(second), affine("256 → 10"), softmax]
    headings = (
        _("fully connected: Affine – ReLU … Affine – Softmax"),
        _("a CNN, the one above: Conv – ReLU – (Pool) … Affine – Softmax"),
    )
    blocks = Blocks((dense, cnn), _("two ways to stack layers"), name="stacks", headings=headings)
    caption = _(
        "Two stacks of blocks. Above, a fully connected network: Affine and ReLU in turn, then Affine and "
        "Softmax; the digit is a row of 64 numbers from the start. Below, the CNN: Conv, ReLU and Pool keep "
        "the digit an image, and only the end is Affine and Softmax."
    )
    return Picture([[blocks]], caption, heights=(190,))
