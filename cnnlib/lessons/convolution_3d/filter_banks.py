"""Pictures of many filters: the maps that they make of an image, and the parameters that they cost."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.convolution_3d.pictures import colour_panel, colouring_of_map
from cnnlib.messages import _, format_count
from cnnlib.pictures.cells import within
from cnnlib.pictures.common import COLOURS
from cnnlib.pictures.convolution import kernel_panel
from cnnlib.pictures.panels import Grid, Maps, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.tiles import tiled
from cnnlib.pictures.words import shape

ACROSS = 2
"""Maps side by side."""


def bank_picture(image: Array, weight: Array, output: Array, *, chosen: int = 0) -> Picture:
    """Show what some filters make of a colour image: a map for each filter, and the kernels of one of them.

    Parameters
    ----------
    image : array, (3, H, W)
    weight : array, (F, 3, kH, kW)
    output : array, (F, H_out, W_out)
        ``conv2d`` of the two.
    chosen : int
        The filter whose kernels are shown; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``together``, ``maps`` (pressing one picks ``chosen``) and ``kernels``, the three side by side.

    Examples
    --------
    >>> from cnnlib import conv2d
    >>> image, weight = np.ones((3, 4, 4)), np.ones((2, 3, 3, 3))
    >>> bank_picture(image, weight, conv2d(image, weight)).formula.splitlines()[0]
    'image (3, 4, 4) ⊛ weight (2, 3, 3, 3) → maps (2, 2, 2)'
    """
    filters = len(output)
    chosen = within(chosen, filters)
    maps = Maps(
        np.stack(
            [_between_ends(values, colouring_of_map(image, each)) for values, each in zip(output, weight, strict=True)]
        ),
        _("maps {shape}", shape=shape(output)),
        name="maps",
        columns=ACROSS,
        role="output",
        colours="signed",
        limits=(-1.0, 1.0),
        labels=[_("map {number}", number=index) for index in range(filters)],
        chosen=chosen,
        weight=1.5,
        note=_("colours are signs: red above 0, blue below · orange frame: its kernels are above"),
    )
    maps = replace(maps, picks={"chosen": maps.positions()})
    kernels = replace(
        kernel_panel(tiled(weight[chosen], len(COLOURS))),
        title=_("filter {number}: its red, green and blue kernel {shape}", number=chosen, shape=shape(weight[chosen])),
        name="kernels",
        note=_("colours are signs, not channels"),
        tile=weight.shape[2:],
    )
    caption = _(
        "An image {image} and filters {filters} give maps {maps}. The three kernels of filter {number} make map "
        "{number}.",
        image=shape(image),
        filters=shape(weight),
        maps=shape(output),
        number=chosen,
    )
    shapes = _(
        "image {image} ⊛ weight {weight} → maps {maps}", image=shape(image), weight=shape(weight), maps=shape(output)
    )
    photo = colour_panel(image, label=_("photo"), weight=1.5)
    rows: list[list[Panel]] = [[kernels], [photo, Sign("→"), maps]]
    code = f"conv2d(photo, bank[:{filters}])"
    return Picture(rows, caption, shapes, code, heights=(150, 320), across=1)


def _between_ends(values: Array, colouring: Mapping[str, Any]) -> Array:
    """Return the values divided by the end of their colour scale, so that maps of different sizes share one scale."""
    return values / max(abs(limit) for limit in colouring["limits"])


def parameters_formula(channels: int, filters: int, kernel_size: Pair) -> str:
    """Write how many parameters a layer of filters has.

    Examples
    --------
    >>> parameters_formula(3, 4, (5, 5))
    'parameters: 76 + 76 + 76 + 76 = 304'
    """
    height, width = kernel_size
    one = channels * height * width + 1
    return _(
        "parameters: {sum} = {total}",
        sum=" + ".join([format_count(one)] * filters),
        total=format_count(filters * one),
    )


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
        (each cell is a map, and holds how many parameters make it); pressing a cell picks ``chosen``.

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
        _("+ bias {shape}", shape=shape(bias)),
        name="bias",
        role="kernel",
        picks={"chosen": numbers},
        outlines=(Outline(chosen, 0),),
        weight=0.7,
        note=_("biases of each filter"),
        **options,
    )
    one = channels * height * width + 1
    maps = Grid(
        np.full((filters, 1), one),
        _("= parameters"),
        name="output",
        role="output",
        picks={"chosen": numbers},
        outlines=(Outline(chosen, 0, role="output"),),
        weight=0.9,
        note=_("parameters of each filter"),
        limits=(0, 200),
        scale="cells",
    )
    caption = _(
        "A layer with weight {weight}. Kernels: {filters} × {channels} = {kernels}, weights in each: {size}, "
        "biases: {filters}. Filter {number} has {one} parameters and makes map {number} of the output {maps}.",
        maps=shape(output),
        weight=shape(weight),
        filters=filters,
        channels=channels,
        kernels=filters * channels,
        size=height * width,
        number=chosen,
        one=one,
    )
    formula = parameters_formula(channels, filters, (height, width))
    image = f"np.ones(({channels}, {output.shape[1] + height - 1}, {output.shape[2] + width - 1}))"
    code = f"conv2d({image}, np.ones({weight.shape}), np.zeros({filters}))"
    return Picture([[table, biases, maps]], caption, formula, code, heights=(340,), across=3)
