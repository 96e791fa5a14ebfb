"""From a pixel of the digit forward: the cells of every stage that see it."""

from collections.abc import Sequence

from cnnlib.engine.network import Sequential
from cnnlib.engine.types import Array
from cnnlib.lessons.start_here.paths import INPUT, STAGES, Cell, Region, Stage, made_from
from cnnlib.messages import _
from cnnlib.pictures.panels import Outline
from cnnlib.pictures.tiles import corner_of_tile


def seen_by(network: Sequential, stages: Sequence[Array], pixel: Cell, stage: Stage) -> Region:
    """Return the cells of a map that see a pixel: those that are made from it.

    Examples
    --------
    >>> import numpy as np
    >>> from cnnlib.data.reader import reader_network
    >>> stages = [np.zeros((count, size, size)) for count, size in ((1, 8), (8, 8), (8, 8), (8, 4), (16, 4), (16, 4))]
    >>> [seen_by(reader_network(), stages, Cell(INPUT, 0, 3, 0), stage) for stage in STAGES[1:4]]
    [(2, 0, 3, 2), (1, 0, 2, 1), (0, 0, 4, 2)]
    """
    height, width = stages[stage.layers].shape[1:]
    regions = [made_from(network, stages, Cell(stage, 0, index, index), 0) for index in range(min(height, width))]
    rows = [index for index, (top, _left, tall, _wide) in enumerate(regions) if top <= pixel.row < top + tall]
    columns = [index for index, (_top, left, _tall, wide) in enumerate(regions) if left <= pixel.column < left + wide]
    return rows[0], columns[0], len(rows), len(columns)


def outlines_from(network: Sequential, stages: Sequence[Array], pixel: Cell) -> dict[str, tuple[Outline, ...]]:
    """Return the frames of a pixel: around it in orange, and around what sees it, in green, in every map.

    Returns
    -------
    dict of str to tuple of Outline
        Name of a panel → its frames.
    """
    frames: dict[str, tuple[Outline, ...]] = {INPUT.name: (Outline(pixel.row, pixel.column),)}
    for stage in STAGES:
        if stage is INPUT:
            continue
        top, left, height, width = seen_by(network, stages, pixel, stage)
        corners = (
            corner_of_tile(index, stages[stage.layers].shape[1:], stage.columns)
            for index in range(len(stages[stage.layers]))
        )
        frames[stage.name] = tuple(
            Outline(row + top, column + left, height, width, role="output") for row, column in corners
        )
    return frames


def pixel_sentence(network: Sequential, stages: Sequence[Array], pixel: Cell) -> str:
    """Say in one sentence which cells see a pixel.

    Examples
    --------
    >>> from cnnlib.data.reader import load_reader
    >>> from cnnlib.lessons.start_here.experiment import read_stages
    >>> import numpy as np
    >>> reader = load_reader()
    >>> pixel_sentence(reader, read_stages(reader, np.zeros((8, 8))), Cell(INPUT, 0, 3, 3)).partition(":")[2]
    ' 3×3 in a map of the convolution, 2×2 of max pooling, 4×4 of the second convolution.'
    """
    conv, _relu, pool, second = (seen_by(network, stages, pixel, stage)[2:] for stage in STAGES if stage is not INPUT)
    return _(
        "The pixel in row {row}, column {column} is seen by these cells: {conv} in a map of the convolution, "
        "{pool} of max pooling, {second} of the second convolution.",
        row=pixel.row,
        column=pixel.column,
        conv="{}×{}".format(*conv),
        pool="{}×{}".format(*pool),
        second="{}×{}".format(*second),
    )
