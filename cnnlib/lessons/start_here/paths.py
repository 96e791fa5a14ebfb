"""From a cell of a feature map back to the digit: which cells made it, layer by layer."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cnnlib.engine.layers import Conv2d
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, within
from cnnlib.pictures.networks import window_settings
from cnnlib.pictures.panels import Outline
from cnnlib.pictures.tiles import cell_in_tile, corner_of_tile

Region = tuple[int, int, int, int]
"""First row, first column, height and width of some cells of a map."""


class Stage(NamedTuple):
    """A panel of feature maps: its name, after how many layers it comes, and its maps in a row."""

    name: str
    layers: int
    columns: int


INPUT = Stage("input", 0, 1)
"""The digit itself."""

STAGES = (Stage("conv", 1, 4), Stage("relu", 2, 4), Stage("pool", 3, 4), Stage("second", 5, 8), INPUT)
"""The panels whose cells can be followed, in the order in which their cells are numbered."""


class Cell(NamedTuple):
    """A cell of a feature map."""

    stage: Stage
    map: int
    row: int
    column: int


def grid_shape(maps: Array, columns: int) -> Pair:
    """Return rows and columns of all cells of a stack of maps that is laid out as one grid.

    Examples
    --------
    >>> grid_shape(np.zeros((8, 4, 4)), 4)
    (8, 16)
    """
    count, height, width = maps.shape
    return count // columns * height, columns * width


def first_number(stages: Sequence[Array], name: str) -> int:
    """Return the number of the first cell of a panel: cells are numbered through all of :data:`STAGES`.

    Examples
    --------
    >>> first_number([np.zeros((1, 8, 8)), np.zeros((8, 8, 8)), np.zeros((8, 8, 8))], "relu")
    512
    """
    before = [stage.name for stage in STAGES].index(name)
    return sum(stages[stage.layers].size for stage in STAGES[:before])


def cell_of(stages: Sequence[Array], number: int) -> Cell:
    """Return the cell with a number; beyond the last it is the last.

    Examples
    --------
    >>> stages = [np.zeros((count, 8, 8)) for count in (1, 8, 8, 8, 16, 16)]
    >>> cell_of(stages, 8)[1:], cell_of(stages, 512 + 32).stage.name
    ((1, 0, 0), 'relu')
    """
    number = within(number, sum(stages[stage.layers].size for stage in STAGES))
    stage = next(stage for stage in reversed(STAGES) if number >= first_number(stages, stage.name))
    maps = stages[stage.layers]
    place = cell_at(number - first_number(stages, stage.name), grid_shape(maps, stage.columns))
    return Cell(stage, *cell_in_tile(*place, maps.shape[1:], stage.columns))


def number_of(stages: Sequence[Array], cell: Cell) -> int:
    """Return the number of a cell.

    Examples
    --------
    >>> number_of([np.zeros((1, 8, 8)), np.zeros((8, 8, 8))], Cell(STAGES[0], 4, 0, 1))
    257
    """
    maps, columns = stages[cell.stage.layers], cell.stage.columns
    row, column = corner_of_tile(cell.map, maps.shape[1:], columns)
    return first_number(stages, cell.stage.name) + (row + cell.row) * columns * maps.shape[2] + column + cell.column


def made_from(network: Sequential, stages: Sequence[Array], cell: Cell, layers: int) -> Region:
    """Return the cells of a map before that a cell is made from, without what is padding.

    Parameters
    ----------
    network : Sequential
    stages : list of arrays
        The image and the output of each layer, (C, H, W).
    cell : Cell
    layers : int
        After how many layers the map before comes; 0 is the image.

    Examples
    --------
    >>> from cnnlib.data.reader import reader_network
    >>> stages = [np.zeros((count, size, size)) for count, size in ((1, 8), (8, 8), (8, 8), (8, 4), (16, 4), (16, 4))]
    >>> made_from(reader_network(), stages, Cell(STAGES[2], 0, 1, 1), 0)
    (1, 1, 4, 4)
    """
    between = map(window_settings, network.layers[layers : cell.stage.layers])
    field = receptive_field(settings for settings in between if settings is not None)
    (top, bottom), (left, right) = (
        (max(0, first), min(size, stop))
        for (first, stop), size in zip(
            map(field.of, (cell.row, cell.column)), np.shape(stages[layers])[1:], strict=True
        )
    )
    return top, left, bottom - top, right - left


def outlines_of(network: Sequential, stages: Sequence[Array], cell: Cell) -> dict[str, tuple[Outline, ...]]:
    """Return the frames of a path: around the cell, and around what it is made from in each map before.

    Returns
    -------
    dict of str to tuple of Outline
        Name of a panel → its frames; ``input`` is the image.
    """
    top, left, height, width = made_from(network, stages, cell, 0)
    frames: dict[str, tuple[Outline, ...]] = {"input": (Outline(top, left, height, width),)}
    for stage in STAGES[: STAGES.index(cell.stage)]:
        top, left, height, width = made_from(network, stages, cell, stage.layers)
        corners = [_corner(stages, stage, index) for index in _maps_of(network, stages, cell, stage)]
        frames[stage.name] = tuple(Outline(row + top, column + left, height, width) for row, column in corners)
    frames[cell.stage.name] = (_frame(stages, cell),)
    kept = kept_cell(network, stages, cell)
    if kept is not None:
        frames[kept.stage.name] += (_frame(stages, kept),)
    return frames


def kept_cell(network: Sequential, stages: Sequence[Array], cell: Cell) -> Cell | None:
    """Return the cell of ReLU that a cell of max pooling keeps.

    Returns
    -------
    Cell or None
        None for a cell of another stage, and where all cells of the window are 0.
    """
    if cell.stage.name != "pool" or stages[cell.stage.layers][cell[1:]] <= 0:
        return None
    relu = STAGES[1]
    top, left, height, width = made_from(network, stages, cell, relu.layers)
    window = stages[relu.layers][cell.map, top : top + height, left : left + width]
    row, column = np.unravel_index(window.argmax(), window.shape)
    return Cell(relu, cell.map, top + int(row), left + int(column))


def filter_of(cell: Cell) -> int | None:
    """Return the filter of the first convolution that made a cell; None where all of them did, or none."""
    return cell.map if cell.stage.name in ("conv", "relu", "pool") else None


def sentence(network: Sequential, stages: Sequence[Array], cell: Cell) -> str:
    """Say what made a cell, and how many pixels of the digit it goes back to.

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> from cnnlib.lessons.start_here.experiment import read_stages
    >>> reader = load_reader()
    >>> sentence(reader, read_stages(reader, np.zeros((8, 8))), Cell(STAGES[2], 0, 0, 0))
    'This cell of max pooling is 0, since all 4 cells of ReLU are 0. It sees 3×3 pixels.'
    """
    value = stages[cell.stage.layers][cell[1:]]
    pixels = _size(made_from(network, stages, cell, 0))
    if cell.stage.name == "conv":
        return _(
            "Filter {filter} makes this cell of the convolution, {value}, from {pixels} pixels.",
            filter=cell.map,
            value=format_number(value),
            pixels=pixels,
        )
    made = {"relu": _of_relu, "pool": _of_pooling, "second": _of_second}[cell.stage.name](network, stages, cell)
    return made + " " + _("It sees {pixels} pixels.", pixels=pixels)


def _of_relu(_network: Sequential, stages: Sequence[Array], cell: Cell) -> str:
    before = format_number(stages[cell.stage.layers - 1][cell[1:]])
    if stages[cell.stage.layers][cell[1:]] > 0:
        return _("This cell of ReLU is the {before} of the convolution, kept.", before=before)
    return _("This cell of ReLU is 0, since the convolution has {before} there.", before=before)


def _of_pooling(network: Sequential, stages: Sequence[Array], cell: Cell) -> str:
    _top, _left, height, width = made_from(network, stages, cell, cell.stage.layers - 1)
    value = stages[cell.stage.layers][cell[1:]]
    if value > 0:
        return _(
            "This cell of max pooling is the largest of {count} cells of ReLU, {value}.",
            count=height * width,
            value=format_number(value),
        )
    return _("This cell of max pooling is 0, since all {count} cells of ReLU are 0.", count=height * width)


def _of_second(network: Sequential, stages: Sequence[Array], cell: Cell) -> str:
    before = cell.stage.layers - 2
    return _(
        "This cell of the second convolution and ReLU, {value}, is made from {cells} cells in each of {maps} maps.",
        value=format_number(stages[cell.stage.layers][cell[1:]]),
        cells=_size(made_from(network, stages, cell, before)),
        maps=len(stages[before]),
    )


def _maps_of(network: Sequential, stages: Sequence[Array], cell: Cell, stage: Stage) -> list[int]:
    """Return the maps of a stage that a cell is made from: all of them if a convolution is in between."""
    between = network.layers[stage.layers : cell.stage.layers]
    if any(isinstance(layer, Conv2d) for layer in between):
        return list(range(len(stages[stage.layers])))
    return [cell.map]


def _corner(stages: Sequence[Array], stage: Stage, index: int) -> Pair:
    return corner_of_tile(index, stages[stage.layers].shape[1:], stage.columns)


def _frame(stages: Sequence[Array], cell: Cell) -> Outline:
    """Return the green frame of one cell."""
    row, column = _corner(stages, cell.stage, cell.map)
    return Outline(row + cell.row, column + cell.column, role="output")


def _size(region: Region) -> str:
    return f"{region[2]}×{region[3]}"
