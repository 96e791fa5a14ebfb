"""The picture of a filter as one solid block, which moves over an image of channels."""

from dataclasses import replace

from cnnlib.engine.types import Array
from cnnlib.messages import _
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.common import COLOURS
from cnnlib.pictures.convolution import colouring_of_output, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.solids import Solid
from cnnlib.pictures.words import shape

LAYERS = (*COLOURS, "difference")
"""Whose tint each channel has: the fourth, infrared, is grey."""


def block_picture(image: Array, weight: Array, output: Array, *, position: int = 0) -> Picture:
    """Show a filter as a block at one of its places in an image, and the cell of the map that it makes there.

    Parameters
    ----------
    image : array, (C, H, W)
        Of at most four channels: red, green, blue and infrared. Only its shape is shown.
    weight : array, (C, kH, kW)
        One filter; only its shape is shown.
    output : array, (1, H_out, W_out)
        ``conv2d`` of the two.
    position : int
        The place, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` and ``output``; pressing a cell picks ``position``.

    Examples
    --------
    >>> import numpy as np
    >>> image, weight, output = np.ones((3, 5, 6)), np.ones((3, 3, 3)), np.full((1, 3, 4), 27)
    >>> print(block_picture(image, weight, output).formula)
    places: 3 down, 4 across: 3·4 = 12
    products in each place: 3·3·3 = 27
    """
    channels, height, width = image.shape
    kernel_size = weight.shape[1:]
    rows, columns = output.shape[1:]
    row, column = cell_at(position, (rows, columns))
    solid = Solid(
        (channels, height, width),
        _("image {shape}", shape=shape(image)),
        LAYERS[:channels],
        name="input",
        block=Outline(row, column, *kernel_size),
        deepest=len(LAYERS),
        weight=1.25,
        note=_(
            "orange: the filter {shape} · from the front: {channels}",
            shape=shape(weight),
            channels=", ".join([*map(_, COLOURS), _("infrared")][:channels]),
        ),
        scale="cells",
    )
    picks = solid.at_front(window_picks((height, width), kernel_size, (1, 1), (rows, columns)))
    sheet = Grid(
        output[0],
        _("one map {shape}", shape=shape(output)),
        name="output",
        role="output",
        outlines=(Outline(row, column, role="output"),),
        picks={"position": positions((rows, columns))},
        weight=0.85,
        note=_("green frame: the cell that it makes"),
        scale="cells",
        **colouring_of_output(image, weight),
    )
    caption = _(
        "The filter {weight} is in row {row}, column {column} of the image {image}. There it makes one cell. "
        "The map {output} has {count} cells, one for each place.",
        weight=shape(weight),
        row=row,
        column=column,
        image=shape(image),
        output=shape(output),
        count=rows * columns,
    )
    code = f"conv2d(np.ones({image.shape}), np.ones({(1, *weight.shape)}))"
    panels = [replace(solid, picks={"position": picks}), Sign("→"), sheet]
    return Picture([panels], caption, _formula(weight, output), code, heights=(340,))


def _formula(weight: Array, output: Array) -> str:
    """Write how many places the filter has, and how many products it takes in each."""
    channels, high, wide = weight.shape
    rows, columns = output.shape[1:]
    places = _(
        "places: {rows} down, {columns} across: {product}",
        rows=rows,
        columns=columns,
        product=f"{rows}·{columns} = {rows * columns}",
    )
    products = f"{channels}·{high}·{wide} = {weight.size}"
    return "\n".join([places, _("products in each place: {product}", product=products)])
