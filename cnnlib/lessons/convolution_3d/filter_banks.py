"""Pictures of many filters: the maps they make of many images, and the parameters they cost."""

import numpy as np

from cnnlib.lessons.convolution_3d.pictures import colour_panel, look_of_map
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


def bank_picture(images, weight, output, *, most=(1, 4), position=0):
    """Show what some filters make of some colour images: a row for each image, a map for each filter.

    Parameters
    ----------
    images : array, (N, 3, H, W)
    weight : array, (F, 3, kH, kW)
    output : array, (N, F, H_out, W_out)
        ``conv2d`` of the two.
    most : (int, int)
        Images and filters for which there is room; places without one stay empty.
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
    images, weight, output = map(np.asarray, (images, weight, output))
    (number, filters), size = output.shape[:2], output.shape[2:]
    at = divmod(min(max(0, int(position)), size[0] * size[1] - 1), size[1])
    rows = []
    for row in range(most[0]):
        if row < number:
            panels = [_image(images[row], row, weight, size, at)]
            panels += [_map(images, weight[index], output[row, index], (row, index), at) for index in range(filters)]
        else:
            panels = [_empty(images.shape[2:], _("no image {number}", number=row))]
        panels += [
            _empty(size, _("no map {number}", number=index) if row < number else "")
            for index in range(len(panels) - 1, most[1])
        ]
        rows.append([panels[0], Sign("→" if row < number else ""), *panels[1:]])
    caption = _(
        "Images {images} and filters {filters} give maps {maps}: each filter makes one map of each image. In image 0 "
        "the window in row {row}, column {column} gives {values}.",
        images=shape(images),
        filters=shape(weight),
        maps=shape(output),
        row=at[0],
        column=at[1],
        values=", ".join(format_number(value) for value in output[0, :, at[0], at[1]]),
    )
    return Picture(
        rows, caption, _formula(images, weight, output), "conv2d(images, weight)", heights=(180,) * most[0], across=3
    )


def _image(image, row, weight, size, at):
    picks = {"position": window_picks(image.shape[1:], weight.shape[2:], (1, 1), size)}
    name = _("image {number}", number=row)
    return colour_panel(image, name, outlines=(Outline(*at, *weight.shape[2:]),), picks=picks)


def _map(images, weight, values, place, at):
    title = _("map {number} {shape}", number=place[1], shape=shape(values))
    return Grid(
        values,
        title,
        name=f"map {place[0]} {place[1]}",
        role="output",
        numbers=False,
        outlines=(Outline(*at, role="output"),),
        picks={"position": np.arange(values.size).reshape(values.shape)},
        **look_of_map(images[0], weight),
    )


def _empty(size, title):
    return Grid(np.zeros(size), title, role="difference", numbers=False)


def _formula(images, weight, output):
    (filters, channels, height, width) = weight.shape
    return "\n".join(
        [
            _(
                "images {images} ⊛ weight {weight} → maps {maps}",
                images=shape(images),
                weight=shape(weight),
                maps=shape(output),
            ),
            parameters_formula(channels, filters, (height, width)) + _(", for any number of images"),
        ]
    )


def parameters_formula(channels, filters, kernel_size):
    """Write how many parameters a layer of filters has.

    Examples
    --------
    >>> parameters_formula(3, 4, (5, 5))
    'parameters: 4·(3·5·5 + 1) = 304'
    """
    height, width = kernel_size
    total = filters * (channels * height * width + 1)
    return _("parameters: {product} = {total}", product=f"{filters}·({channels}·{height}·{width} + 1)", total=total)


def kernels_picture(weight, bias, output, *, chosen=0):
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
        Panels ``weight`` (each cell is a kernel, and holds how many weights that has), ``bias`` and ``output``
        (each cell is a map, and holds its number); pressing a cell picks ``chosen``.

    Examples
    --------
    >>> kernels_picture(np.ones((2, 3, 3, 3)), np.ones(2), np.ones((2, 4, 4))).panel("weight").shape
    (2, 3)
    """
    filters, channels, height, width = weight.shape
    chosen = min(max(0, int(chosen)), filters - 1)
    number = np.arange(filters)[:, None]
    table = Grid(
        np.full((filters, channels), height * width),
        _("weight {shape}", shape=shape(weight)),
        name="weight",
        role="kernel",
        limits=(0, 50),
        picks={"chosen": np.repeat(number, channels, axis=1)},
        scale="cells",
        outlines=(Outline(chosen, 0, 1, channels),),
        weight=1.6,
        note=_("weights in each kernel"),
    )
    biases = Grid(
        np.ones((filters, 1)),
        _("bias {shape}", shape=shape(bias)),
        name="bias",
        role="kernel",
        limits=(0, 50),
        picks={"chosen": number},
        scale="cells",
        weight=0.7,
        outlines=(Outline(chosen, 0),),
        note=_("one per filter"),
    )
    maps = Grid(
        number,
        _("maps {shape}", shape=shape(output)),
        name="output",
        role="output",
        limits=(0, 50),
        picks={"chosen": number},
        scale="cells",
        weight=0.9,
        outlines=(Outline(chosen, 0, role="output"),),
        note=_("number of the map"),
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
    return Picture(
        [[table, Sign("+"), biases, Sign("→"), maps]],
        caption,
        parameters_formula(channels, filters, (height, width)),
        "conv2d(image, weight, bias)",
        heights=(340,),
        across=3,
    )
