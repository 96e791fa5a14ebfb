"""Pictures of convolutions that read less: a window with gaps, and filters that read some channels only."""

import numpy as np

from cnnlib.engine.shapes import span
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, kernel_panel, sizes_line, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, shape, sum_of_products, term


def dilation_picture(
    image: Array,
    kernel: Array,
    output: Array,
    *,
    dilation: int = 1,
    position: int = 0,
    tap: int | None = None,
    largest: int = 4,
) -> Picture:
    """Show a window with gaps: the pixels that its weights meet, and the sum of one output cell.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (k, k)
    output : array, (H_out, W_out)
        ``conv2d`` of the two with this dilation.
    dilation : int
        Pixels from one weight to the next; 1 is a window without gaps.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    tap : int or None
        A cell of the kernel to follow into the window, counted row by row.
    largest : int
        Kernel size up to which the output keeps its colours.

    Returns
    -------
    Picture
        Panels ``input`` (pixels that a weight meets are marked and outlined), ``kernel`` and ``output``;
        pressing the input or the output picks ``position``, pressing the kernel ``tap``.

    Examples
    --------
    >>> from cnnlib import conv2d
    >>> image, kernel = np.ones((7, 7)), np.ones((3, 3))
    >>> print(dilation_picture(image, kernel, conv2d(image, kernel, dilation=2), dilation=2).formula)
    span: 2·(3 − 1) + 1 = 5 pixels, read by 3·3 = 9 weights
    output height and width: 7 − 5 + 1 = 3
    1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 + 1·1 = 9
    """
    size = len(kernel)
    wide = span(size, dilation)
    at = cell_at(position, output.shape)
    row, column = at
    inside = slice(row, row + wide, dilation), slice(column, column + wide, dilation)
    met = np.zeros(image.shape, bool)
    met[inside] = True
    outlines = [Outline(row, column, wide, wide)]
    outlines += [Outline(int(down), int(across)) for down, across in np.argwhere(met)]
    lines = [
        ngettext(
            "span: {dilation}·({k} − 1) + 1 = {span} pixel, read by {k}·{k} = {weights} weight",
            "span: {dilation}·({k} − 1) + 1 = {span} pixels, read by {k}·{k} = {weights} weights",
            size,
            dilation=dilation,
            k=size,
            span=wide,
            weights=kernel.size,
        ),
        sizes_line(image, (wide, wide), (1, 1), ((0, 0), (0, 0))),
        sum_of_products(image[inside], kernel, output[at]),
    ]
    in_kernel = []
    if tap is not None:
        weight = cell_at(tap, kernel.shape)
        pixel = row + weight[0] * dilation, column + weight[1] * dilation
        outlines.append(Outline(*pixel, role="plain"))
        in_kernel.append(Outline(*weight, role="plain"))
        lines.append(
            _(
                "the weight in row {row}, column {column} meets the pixel in row {down}, column {across}: {term}",
                row=weight[0],
                column=weight[1],
                down=pixel[0],
                across=pixel[1],
                term=term(image[pixel], kernel[weight]),
            )
        )
    # As for the largest kernel: the colours keep their meaning while the slider moves.
    colouring = colouring_of_output(image, np.full((largest, largest), np.abs(kernel).max()))
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            weight=1.2,
            marked=met,
            outlines=outlines,
            scale="cells",
            note=_("marked: a weight is here"),
            picks={"position": window_picks(image.shape, (wide, wide), (1, 1), output.shape)},
            **colouring_of(image),
        ),
        Sign("⊛"),
        kernel_panel(kernel, scale="cells", outlines=in_kernel, picks={"tap": positions(kernel.shape)}),
        Sign("="),
        Grid(
            output,
            _("output {shape}", shape=shape(output)),
            name="output",
            role="output",
            weight=1.2,
            scale="cells",
            outlines=(Outline(row, column, role="output"),),
            picks={"position": positions(output.shape)},
            **colouring,
        ),
    ]
    caption = ngettext(
        "A {kernel} kernel with dilation {dilation} spans {span} of {side} pixels and has {weights} "
        "weight; the output is {output}, and the window in row {row}, column {column} gives {value}.",
        "A {kernel} kernel with dilation {dilation} spans {span} of {side} pixels and has {weights} "
        "weights; the output is {output}, and the window in row {row}, column {column} gives {value}.",
        size,
        kernel=shape(kernel),
        dilation=dilation,
        span=wide,
        side=image.shape[0],
        weights=kernel.size,
        output=shape(output),
        row=row,
        column=column,
        value=format_number(output[at]),
    )
    code = code_call("conv2d", f"{source(image, 'image')}, {source(kernel, 'kernel')}", dilation=dilation)
    return Picture([panels], caption, "\n".join(lines), code, heights=(340,), across=2)


def groups_picture(weight: Array, answers: Array, *, groups: int = 1, chosen: int = 0) -> Picture:
    """Show which channels each filter reads, and how many parameters the layer has.

    Parameters
    ----------
    weight : array, (F, C / groups, kH, kW)
    answers : array, (F, C)
        What each filter answers when one channel alone holds something; 0 if it does not read that channel.
    groups : int
    chosen : int
        The filter to look at, counted from 0; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``weight`` (a row for each filter, a column for each channel; a cell holds how many weights read that
        channel, and those above 0 are marked) and ``output`` (the numbers of the maps); a press picks ``chosen``.

    Examples
    --------
    >>> groups_picture(np.ones((4, 2, 3, 3)), np.kron(np.eye(2), np.ones((2, 2))), groups=2).panel("weight").values
    array([[9, 9, 0, 0],
           [9, 9, 0, 0],
           [0, 0, 9, 9],
           [0, 0, 9, 9]])
    """
    (filters, _reads, height, width), channels = weight.shape, answers.shape[1]
    chosen = within(chosen, filters)
    read = answers != 0
    number = np.arange(filters)[:, None]
    tall, wide = filters // groups, channels // groups
    blocks = [Outline(group * tall, group * wide, tall, wide, role="plain") for group in range(groups)]
    table = Grid(
        np.where(read, height * width, 0),
        _("weight {shape}: filters × channels", shape=shape(weight)),
        name="weight",
        role="kernel",
        limits=(0, 20),
        marked=read,
        weight=1.6,
        scale="cells",
        outlines=(*blocks, Outline(chosen, 0, 1, channels)),
        note=_("marked: read, by so many weights"),
        picks={"chosen": np.repeat(number, channels, axis=1)},
    )
    maps = Grid(
        number,
        ngettext("{count} map", "{count} maps", filters),
        name="output",
        role="output",
        limits=(0, 50),
        scale="cells",
        weight=0.7,
        picks={"chosen": number},
        outlines=(Outline(chosen, 0, role="output"),),
        note=_("one a filter"),
    )
    total, whole = weight.size + filters, filters * (channels * height * width + 1)
    which = ", ".join(str(channel) for channel in np.flatnonzero(read[chosen]))
    reading = ngettext(
        "filter {filter} reads channel {which} of {channels}",
        "filter {filter} reads channels {which} of {channels}",
        int(read[chosen].sum()),
        filter=chosen,
        which=which,
        channels=channels,
    )
    caption = _(
        "With groups={groups}, {reading}; the layer's weight is {weight}, and it has {total} parameters.",
        groups=groups,
        reading=reading,
        weight=shape(weight),
        total=total,
    )
    formula = "\n".join(
        [
            _(
                "parameters: {filters}·({channels} / {groups})·{height}·{width} + {filters} = {total}",
                filters=filters,
                channels=channels,
                groups=groups,
                height=height,
                width=width,
                total=total,
            ),
            _(
                "with groups=1: {filters}·{channels}·{height}·{width} + {filters} = {whole}",
                filters=filters,
                channels=channels,
                height=height,
                width=width,
                whole=whole,
            ),
            reading,
        ]
    )
    lamps = f"np.eye({channels})[:, :, None, None]"
    code = f"conv2d({lamps}, {source(weight, 'weight')}, padding=1, groups={groups})"
    return Picture([[table, Sign("→"), maps]], caption, formula, code, heights=(330,), across=3)
