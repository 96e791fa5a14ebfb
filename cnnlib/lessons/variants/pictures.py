"""A picture of a window with gaps."""

import numpy as np

from cnnlib.engine.shapes import span
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
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
            note=_("marked: pixels that meet a weight"),
            picks={"position": window_picks(image.shape, (wide, wide), (1, 1), output.shape)},
            **colouring_of(image),
        ),
        Sign("⊛"),
        kernel_panel(
            kernel,
            scale="cells",
            outlines=in_kernel,
            picks={"tap": positions(kernel.shape)},
            note=_("press a weight"),
        ),
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
    return Picture([panels], caption, "\n".join(lines), code, heights=(340,), across=(1, 2))
