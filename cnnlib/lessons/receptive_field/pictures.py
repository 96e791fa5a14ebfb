"""Pictures of receptive fields: measured by nudging one pixel at a time, and traced back through the blocks."""

import math

import numpy as np

from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Array
from cnnlib.lessons.receptive_field.tracing import INK, is_convolution, middles, nearest, seen_of, stages
from cnnlib.messages import _
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

MOST_BLOCKS, LARGEST_FIELD = 4, 80
"""The ends of the axes of the chart of fields."""


def nudge_picture(network: Sequential, image: Array, *, pixel: int = 0) -> Picture:
    """Show which pixels of the input change one cell of the output, found by nudging each in turn.

    Parameters
    ----------
    network : Sequential
        Its layers have one channel each.
    image : array, (H, W)
        A digit of 0 to 16; 1 is added to each of its pixels alone.
    pixel : int
        A pixel of the image, counted row by row: the cell is the one whose field is centred nearest to it.

    Returns
    -------
    Picture
        Panels ``input`` (pixels that change the cell are marked), ``changes`` and ``output``; pressing a
        cell of any picks the ``pixel`` in the middle of its field.

    Raises
    ------
    SettingError
        If the network cannot read the image; the message names the layer.

    Examples
    --------
    >>> from cnnlib.lessons.receptive_field import stack
    >>> nudge_picture(stack(2, 3), np.ones((6, 6)))
    Each of the 36 pixels was nudged alone: 25 of them changed the cell in row 0, column 0. Its field is 5×5.
    """
    windows, maps = stages(network, image)
    output = maps[-1]
    field = receptive_field(windows)
    at = cell_at(int(nearest(field, image, output)[cell_at(pixel, image.shape)]), output.shape)
    # As many images as pixels, each with another pixel nudged: one batch.
    nudged = image + np.eye(image.size).reshape(image.size, 1, *image.shape)
    changes = (network(nudged)[:, 0, at[0], at[1]] - output[at]).reshape(image.shape)
    changed = ~np.isclose(changes, 0, atol=1e-6)
    frame = (seen_of(image, field, at),)
    picks = {"pixel": positions(image.shape)}
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            outlines=frame,
            marked=changed,
            picks=picks,
            note=_("filled corner: it changes the cell"),
            **INK,
        ),
        Grid(
            changes,
            _("change of the cell {shape}", shape=shape(changes)),
            name="changes",
            role="difference",
            outlines=frame,
            limits=(0, 9),
            picks=picks,
            note=_("when this pixel grows by 1"),
        ),
        Grid(
            output,
            _("output {shape}", shape=shape(output)),
            name="output",
            role="output",
            outlines=(Outline(*at, role="output"),),
            limits=(0.0, max(1.0, float(output.max()))),
            picks={"pixel": middles(field, output, image)},
            digits=0,
            note=_("green frame: the cell"),
        ),
    ]
    caption = _(
        "Each of the {pixels} pixels was nudged alone: {count} of them changed the cell in row {row}, column {column}. "
        "Its field is {size}×{size}.",
        pixels=image.size,
        count=int(changed.sum()),
        row=at[0],
        column=at[1],
        size=field.size,
    )
    return Picture([panels], caption, heights=(300,), across=2)


def reach_picture(network: Sequential, image: Array, *, pixel: int = 0) -> Picture:
    """Show what one cell of the last map sees of the map before it and of the input, and how fields grow.

    Parameters
    ----------
    network : Sequential
        Blocks as :func:`stack` makes them, at most four.
    image : array, (H, W)
        A photograph of 0 to 1.
    pixel : int
        A pixel of the image, counted row by row: the cell is the one whose field is centred nearest to it.

    Returns
    -------
    Picture
        Panels ``input``, ``before`` (from two blocks on), ``last`` and ``fields``; pressing a cell of any map picks
        the ``pixel`` in the middle of its field.

    Raises
    ------
    SettingError
        If the network cannot read the image; the message names the layer.

    Examples
    --------
    >>> from cnnlib.lessons.receptive_field import stack
    >>> reach_picture(stack(1, 3, padding=1, pool=2), np.ones((6, 6)), pixel=14)
    The cell in row 1, column 1 of the last map (3, 3) sees 4×4 of the 6×6 pixels, from row 1, column 1.
    """
    windows, maps = stages(network, image)
    last = maps[-1]
    field = receptive_field(windows)
    at = cell_at(int(nearest(field, image, last)[cell_at(pixel, image.shape)]), last.shape)
    ends = [number for number in range(1, len(maps)) if number == len(windows) or is_convolution(windows[number])]
    seen = seen_of(image, field, at)
    panels: list[Panel] = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            weight=1.5,
            outlines=(seen,),
            picks={"pixel": positions(image.shape)},
            note=_("orange: what the cell sees"),
            **colouring_of(image),
        )
    ]
    if len(ends) == 1:
        panels += [Sign(""), Sign("", weight=1.0)]
    for block, number in list(enumerate(ends, start=1))[-2:]:
        panels.append(Sign("…" if block > 1 and len(panels) == 1 and len(ends) > 2 else "→"))
        values = maps[number]
        is_last = number == len(windows)
        outline = seen_of(values, receptive_field(windows[number:]), at, role="output" if is_last else "kernel")
        panels.append(
            Grid(
                values,
                _("block {block} {shape}", block=block, shape=shape(values)),
                name="last" if is_last else "before",
                role="output",
                outlines=(outline,),
                numbers=False,
                picks={"pixel": middles(receptive_field(windows[:number]), values, image)},
                note=_("green frame: the cell") if is_last else "",
                colours="activation",
            )
        )
    sizes = [receptive_field(windows[:number]).size for number in ends]
    panels.append(
        Bars(
            [str(block) for block in range(1, MOST_BLOCKS + 1)],
            [*sizes, *[math.nan] * (MOST_BLOCKS - len(sizes))],
            _("receptive field"),
            _("pixels across"),
            (0, LARGEST_FIELD),
            name="fields",
            role="kernel",
            weight=1.4,
            note=_("after this many blocks"),
        )
    )
    caption = _(
        "The cell in row {row}, column {column} of the last map {last} sees {height}×{width} of the "
        "{rows}×{columns} pixels, from row {top}, column {left}.",
        row=at[0],
        column=at[1],
        top=seen.row,
        left=seen.column,
        last=shape(last),
        height=seen.height,
        width=seen.width,
        rows=image.shape[0],
        columns=image.shape[1],
    )
    if (seen.height, seen.width) != (field.size, field.size):
        caption += " " + _("Its field is {size}×{size}, and the rest of it is padding.", size=field.size)
    steps = [receptive_field(windows[:number]) for number in range(len(windows) + 1)]
    lines = (
        _("size, layer by layer: {steps}", steps=" → ".join(str(step.size) for step in steps)),
        _("jump, layer by layer: {steps}", steps=" → ".join(str(step.jump) for step in steps)),
    )
    return Picture([panels], caption, "\n".join(lines), heights=(290,), across=2)
