"""Pictures of many filters: the maps they make of many images, and the parameters they cost."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.convolution_3d.pictures import colour_panel, colouring_of_map
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


def bank_picture(images: Array, weight: Array, output: Array, *, most: Pair = (1, 4), position: int = 0) -> Picture:
    """Show what some filters make of some colour images: a row for each image, a map for each filter.

    Parameters
    ----------
    images : array, (N, 3, H, W)
    weight : array, (F, 3, kH, kW)
    output : array, (N, F, H_out, W_out)
        ``conv2d`` of the two.
    most : (int, int)
        Images and filters for which there is room; the other places stay empty.
    position : int
        The output cell to look at in every map, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``image 0`` …, ``map 0 0`` … (image, filter); pressing one picks ``position``.

    Examples
    --------
    >>> from cnnlib import conv2d
    >>> images, weight = np.ones((1, 3, 4, 4)), np.ones((2, 3, 3, 3))
    >>> bank_picture(images, weight, conv2d(images, weight), most=(1, 2)).formula.splitlines()[0]
    'images (1, 3, 4, 4) ⊛ weight (2, 3, 3, 3) → maps (1, 2, 2, 2)'
    """
    number, filters = output.shape[:2]
    size, kernel_size = output.shape[2:], weight.shape[2:]
    cell = cell_at(position, size)
    rows = []
    for row in range(most[0]):
        if row < number:
            image = _image_panel(images[row], row, kernel_size, size, cell)
            maps = [
                _map_panel(output[row, index], (row, index), cell, colouring_of_map(images[0], weight[index]))
                for index in range(filters)
            ]
            maps += [_empty_panel(size, _("no map {number}", number=index)) for index in range(filters, most[1])]
            rows.append([image, Sign("→"), *maps])
        else:
            image = _empty_panel(images.shape[2:], _("no image {number}", number=row))
            rows.append([image, Sign(""), *[_empty_panel(size, "")] * most[1]])
    caption = _(
        "Images {images} and filters {filters} give maps {maps}: each filter makes one map of each image. In image 0 "
        "the window in row {row}, column {column} gives {values}.",
        images=shape(images),
        filters=shape(weight),
        maps=shape(output),
        row=cell[0],
        column=cell[1],
        values=", ".join(format_number(value) for value in output[0, :, cell[0], cell[1]]),
    )
    shapes = _(
        "images {images} ⊛ weight {weight} → maps {maps}",
        images=shape(images),
        weight=shape(weight),
        maps=shape(output),
    )
    parameters = parameters_formula(weight.shape[1], filters, kernel_size)
    any_number = _("{parameters}, for any number of images", parameters=parameters)
    heights = (180,) * most[0]
    return Picture(rows, caption, f"{shapes}\n{any_number}", "conv2d(images, weight)", heights=heights, across=3)


def _image_panel(image: Array, number: int, kernel_size: Pair, size: Pair, cell: Pair) -> Grid:
    label = _("image {number}", number=number)
    outlines = [Outline(*cell, *kernel_size)]
    picks = {"position": window_picks(image.shape[1:], kernel_size, (1, 1), size)}
    return colour_panel(image, name=f"image {number}", label=label, outlines=outlines, picks=picks)


def _map_panel(values: Array, place: Pair, cell: Pair, colouring: Mapping[str, Any]) -> Grid:
    return Grid(
        values,
        _("map {number} {shape}", number=place[1], shape=shape(values)),
        name=f"map {place[0]} {place[1]}",
        role="output",
        numbers=False,
        outlines=(Outline(*cell, role="output"),),
        picks={"position": positions(values.shape)},
        **colouring,
    )


def _empty_panel(size: Pair, title: str) -> Grid:
    return Grid(np.zeros(size), title, role="difference", numbers=False)


def parameters_formula(channels: int, filters: int, kernel_size: Pair) -> str:
    """Write how many parameters a layer of filters has.

    Examples
    --------
    >>> parameters_formula(3, 4, (5, 5))
    'parameters: 4·(3·5·5 + 1) = 304'
    """
    height, width = kernel_size
    total = filters * (channels * height * width + 1)
    return _("parameters: {product} = {total}", product=f"{filters}·({channels}·{height}·{width} + 1)", total=total)


def kernels_picture(weight: Array, bias: Array, output: Array, *, chosen: int = 0) -> Picture:
    """Show the weight of a layer as a table of kernels: a row for each filter, a column for each channel.

    Parameters
    ----------
    weight : array, (F, C, kH, kW)
    bias : array, (F,)
    output : array, (F, H_out, W_out)
        ``conv2d`` of an image with these.
    chosen : int
        The filter to look at; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``weight`` (each cell is a kernel, and holds its number of weights), ``bias`` and ``output``
        (each cell is a map, and holds its number); pressing a cell picks ``chosen``.

    Examples
    --------
    >>> kernels_picture(np.ones((2, 3, 3, 3)), np.ones(2), np.ones((2, 4, 4))).panel("weight").shape
    (2, 3)
    """
    filters, channels, height, width = weight.shape
    chosen = within(chosen, filters)
    numbers = np.arange(filters)[:, None]
    options: dict[str, Any] = {"limits": (0, 50), "scale": "cells"}
    table = Grid(
        np.full((filters, channels), height * width),
        _("weight {shape}", shape=shape(weight)),
        name="weight",
        role="kernel",
        picks={"chosen": np.repeat(numbers, channels, axis=1)},
        outlines=(Outline(chosen, 0, 1, channels),),
        weight=1.6,
        note=_("weights in each kernel"),
        **options,
    )
    biases = Grid(
        np.ones((filters, 1)),
        _("bias {shape}", shape=shape(bias)),
        name="bias",
        role="kernel",
        picks={"chosen": numbers},
        outlines=(Outline(chosen, 0),),
        weight=0.7,
        note=_("one per filter"),
        **options,
    )
    maps = Grid(
        numbers,
        _("maps {shape}", shape=shape(output)),
        name="output",
        role="output",
        picks={"chosen": numbers},
        outlines=(Outline(chosen, 0, role="output"),),
        weight=0.9,
        note=_("number of the map"),
        **options,
    )
    caption = _(
        "A layer with weight {weight}. Kernels: {filters} × {channels} = {kernels}, weights in each: {size}, "
        "biases: {filters}. Filter {number} has {one} parameters and makes map {number}.",
        weight=shape(weight),
        filters=filters,
        channels=channels,
        kernels=filters * channels,
        size=height * width,
        number=chosen,
        one=channels * height * width + 1,
    )
    row = [table, Sign("+"), biases, Sign("→"), maps]
    formula = parameters_formula(channels, filters, (height, width))
    return Picture([row], caption, formula, "conv2d(image, weight, bias)", heights=(340,), across=3)
