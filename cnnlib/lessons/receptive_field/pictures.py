"""Pictures of receptive fields: measured by nudging one pixel at a time, and traced back through the blocks."""

import math
from typing import Any

import numpy as np

from cnnlib.engine.layers import Conv2d, Layer, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.receptive import ReceptiveField, receptive_field
from cnnlib.engine.shapes import SettingError
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.networks import Window, layer_name, window_settings
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

INK: dict[str, Any] = {"colours": "ink", "limits": (0.0, 16.0)}
"""How a digit is coloured in this lesson: dark ink on light paper."""

MOST_BLOCKS, LARGEST_FIELD = 4, 80
"""The ends of the axes of the chart of fields."""


def stack(blocks: int, kernel_size: int, *, padding: int = 0, pool: int = 1, mean: bool = False) -> Sequential:
    """Return a network of equal blocks: a convolution with one filter, ReLU, and a pooling if `pool` is above 1.

    Parameters
    ----------
    blocks : int
    kernel_size, padding : int
        Of each convolution, whose stride is 1 and which has no bias.
    pool : int
        Size and stride of each pooling; 1 leaves them out.
    mean : bool
        Whether the weights of a kernel add up to 1; by default each weight is 1.

    Examples
    --------
    >>> stack(1, 3, pool=2).rows((1, 8, 8))[-1].output_shape
    (1, 3, 3)
    """
    layers: list[Layer] = []
    for _block in range(blocks):
        layer = Conv2d(1, 1, kernel_size, padding=padding, bias=False, dtype=float)
        layer.parameters["weight"][...] = 1 / kernel_size**2 if mean else 1.0
        layers += [layer, ReLU()]
        if pool > 1:
            layers.append(MaxPool2d(pool))
    return Sequential(*layers)


def nudge_picture(network: Sequential, image: Array, *, position: int = 0) -> Picture:
    """Show which pixels of the input change one cell of the output, found by nudging each in turn.

    Parameters
    ----------
    network : Sequential
        Its layers have one channel each.
    image : array, (H, W)
        A digit of 0 to 16; 1 is added to each of its pixels alone.
    position : int
        The cell of the output, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (pixels that change the cell are marked), ``changes`` and ``output``; pressing a
        cell of any picks ``position``.

    Raises
    ------
    SettingError
        If the network cannot read the image; the message names the layer.

    Examples
    --------
    >>> nudge_picture(stack(2, 3), np.ones((6, 6)))
    Each of the 36 pixels was nudged alone: 25 of them changed the cell in row 0, column 0, within 5×5 pixels.
    """
    windows, maps = _stages(network, image)
    output = maps[-1]
    at = cell_at(position, output.shape)
    field = receptive_field(windows)
    # As many images as pixels, each with another pixel nudged: one batch.
    nudged = image + np.eye(image.size).reshape(image.size, 1, *image.shape)
    changes = (network(nudged)[:, 0, at[0], at[1]] - output[at]).reshape(image.shape)
    changed = ~np.isclose(changes, 0, atol=1e-6)
    frame = (seen_of(image, field, at),)
    picks = {"position": _nearest(field, image, output)}
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
            picks={"position": positions(output.shape)},
            digits=0,
            note=_("green frame: the cell"),
        ),
    ]
    caption = _(
        "Each of the {pixels} pixels was nudged alone: {count} of them changed the cell in row {row}, column {column}",
        pixels=image.size,
        count=int(changed.sum()),
        row=at[0],
        column=at[1],
    )
    if changed.any():
        height, width = (int(np.ptp(np.flatnonzero(changed.any(axis=axis)))) + 1 for axis in (1, 0))
        caption += _(", within {height}×{width} pixels", height=height, width=width)
    return Picture([panels], caption + ".", heights=(300,), across=2)


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
    >>> reach_picture(stack(1, 3, padding=1, pool=2), np.ones((6, 6)), pixel=14)
    The cell in row 1, column 1 of the last map (3, 3) sees 4×4 of the 6×6 pixels.
    """
    windows, maps = _stages(network, image)
    last = maps[-1]
    field = receptive_field(windows)
    at = cell_at(int(_nearest(field, image, last)[cell_at(pixel, image.shape)]), last.shape)
    ends = [number for number in range(1, len(maps)) if number == len(windows) or _is_convolution(windows[number])]
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
        panels.append(Sign("", weight=1.0))
    for block, number in list(enumerate(ends, start=1))[-2:]:
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
                picks={"pixel": _middles(receptive_field(windows[:number]), values, image)},
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
            _("pixels, each way"),
            (0, LARGEST_FIELD),
            name="fields",
            role="kernel",
            weight=1.4,
            note=_("after so many blocks"),
        )
    )
    caption = _(
        "The cell in row {row}, column {column} of the last map {last} sees {height}×{width} of the "
        "{rows}×{columns} pixels",
        row=at[0],
        column=at[1],
        last=shape(last),
        height=seen.height,
        width=seen.width,
        rows=image.shape[0],
        columns=image.shape[1],
    )
    if (seen.height, seen.width) != (field.size, field.size):
        caption += _("; its field is {size}×{size}, and the rest of it is padding", size=field.size)
    steps = [receptive_field(windows[:number]).size for number in range(len(windows) + 1)]
    formula = _("size, layer by layer: {steps}", steps=" → ".join(map(str, steps)))
    return Picture([panels], caption + ".", formula, heights=(290,), across=2)


def seen_of(cells: Array, field: ReceptiveField, at: Pair, *, role: str = "kernel") -> Outline:
    """Return the frame around what the cell `at` of a later map sees of a map, without what is padding.

    Examples
    --------
    >>> seen_of(np.zeros((8, 8)), receptive_field([dict(kernel_size=3, padding=1)]), (0, 4))
    Outline(row=0, column=3, height=2, width=3, role='kernel')
    """
    (top, bottom), (left, right) = (
        (max(0, first), min(size, stop)) for (first, stop), size in zip(map(field.of, at), cells.shape, strict=True)
    )
    return Outline(top, left, bottom - top, right - left, role=role)


def _stages(network: Sequential, image: Array) -> tuple[list[Window], list[Array]]:
    """Return the settings of the layers that slide a window, and the maps: the input, and one after each of them."""
    windows: list[Window] = []
    maps = [np.asarray(image, float)]
    x = maps[0][None]
    for layer in network.layers:
        try:
            x = layer(x)
        except SettingError as problem:
            raise SettingError(
                _(
                    "{layer} does not fit on {left}, which is all that the layers before it leave of {image}.",
                    layer=layer_name(layer),
                    left=shape(maps[-1]),
                    image=shape(image),
                ),
                _("Use fewer layers, a smaller kernel_size, or pool 1."),
            ) from problem
        window = window_settings(layer)
        if window is not None:
            windows.append(window)
            maps.append(x[0])
        else:
            maps[-1] = x[0]
    return windows, maps


def _is_convolution(window: Window) -> bool:
    return window["stride"] == 1


def _nearest(field: ReceptiveField, cells: Array, last: Array) -> Array:
    """Return, for each cell of a map, the cell of the last map whose field is centred nearest to it."""
    places = []
    for size, count in zip(cells.shape, last.shape, strict=True):
        centre = (2 * np.arange(size) + 1 - 2 * field.start - field.size + field.jump) // (2 * field.jump)
        places.append(np.clip(centre, 0, count - 1))
    return places[0][:, None] * last.shape[1] + places[1]


def _middles(field: ReceptiveField, cells: Array, image: Array) -> Array:
    """Return, for each cell of a map, the pixel in the middle of its field."""
    places = []
    for count, size in zip(cells.shape, image.shape, strict=True):
        middle = field.start + field.jump * np.arange(count) + (field.size - 1) // 2
        places.append(np.clip(middle, 0, size - 1))
    return places[0][:, None] * image.shape[1] + places[1]
