"""Pictures of poolings side by side: of every channel, and beside an average and a convolution."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.shapes import pair
from cnnlib.engine.types import Array
from cnnlib.engine.windows import windows
from cnnlib.lessons.max_pooling.pictures import winners
from cnnlib.lessons.max_pooling.words import largest_of, mean_of
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, is_large, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products


def pooled_channels_picture(
    image: ArrayLike,
    output: ArrayLike,
    kernel_size: int,
    *,
    names: Sequence[str] = ("red", "green", "blue"),
    position: int = 0,
) -> Picture:
    """Show the pooling of an image channel by channel: as many maps come out as go in.

    Parameters
    ----------
    image : array, (C, H, W)
    output : array, (C, H_out, W_out)
        ``max_pool2d`` of it.
    kernel_size : int
        The stride is the same.
    names : sequence of str
        Of the channels; the panels are called ``red`` and ``red pooled``, and so on.
    position : int
        The output cell to look at in every channel, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Pressing a cell of any panel picks ``position``.

    Examples
    --------
    >>> from cnnlib import max_pool2d
    >>> image = np.arange(8).reshape(2, 2, 2)
    >>> pooled_channels_picture(image, max_pool2d(image, 2), 2, names=("a", "b"))
    A (2, 2, 2) input gives a (2, 1, 1) output; in row 0, column 0 the largest is 3 in a, 7 in b.
    """
    image, output = np.asarray(image), np.asarray(output)
    kernel = pair("kernel_size", kernel_size)
    places = output.shape[1:]
    at = cell_at(position, places)
    window = Outline(at[0] * kernel[0], at[1] * kernel[1], *kernel, role="kernel")
    near = window_picks(image.shape[1:], kernel, kernel, places)
    colouring = colouring_of(image)
    above, below, sums, maxima = [], [], [], []
    for name, channel, pooled in zip(names, image, output, strict=True):
        won, positions_won = winners(channel, kernel)
        winner = Outline(*cell_at(positions_won[at], channel.shape), role="output")
        above.append(
            Grid(
                channel,
                f"{name} {shape(channel)}",
                name=name,
                scale="cells",
                outlines=(window, winner),
                marked=None if is_large(channel) else won,
                picks={"position": near},
                **colouring,
            )
        )
        below.append(
            Grid(
                pooled,
                _("pooled {shape}", shape=shape(pooled)),
                name=f"{name} pooled",
                role="output",
                scale="pooled",
                outlines=(Outline(*at, role="output"),),
                picks={"position": positions(places)},
                **colouring,
            )
        )
        under = windows(channel, kernel, stride=kernel)[..., at[0], at[1]]
        sums.append(f"{name}: {largest_of(under, pooled[at])}")
        maxima.append(_("{value} in {name}", value=format_number(pooled[at]), name=name))
    caption = _(
        "A {input} input gives a {output} output; in row {row}, column {column} the largest is {maxima}.",
        input=shape(image),
        output=shape(output),
        row=at[0],
        column=at[1],
        maxima=", ".join(maxima),
    )
    code = f"max_pool2d(image, {kernel_size})"
    return Picture([above, below], caption, "\n".join(sums), code, heights=(250, 230), across=len(above))


def downsampling_picture(
    image: Array,
    kernel: Array,
    maxima: Array,
    means: Array,
    convolved: Array,
    *,
    position: int = 0,
    edits: str | None = None,
) -> Picture:
    """Show three ways to make an image smaller: max pooling, average pooling and a convolution with the same stride.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
        Of the convolution. The windows of all three have its size, and it is their stride.
    maxima, means, convolved : array, (H_out, W_out)
        ``max_pool2d``, ``avg_pool2d`` and ``conv2d`` of the image.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    edits : str or None
        The control that editing the kernel's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``max``, ``mean`` and ``convolution``; pressing a cell of any but
        the kernel picks ``position``.

    Examples
    --------
    >>> image, one = np.array([[1.0, 2], [3, 6]]), np.ones((1, 1))
    >>> downsampling_picture(image, np.ones((2, 2)), 6 * one, 3 * one, 12 * one).caption.split(". ")[0]
    'In row 0, column 0 the largest is 6, the average 3, the weighted sum 12'
    """
    at = cell_at(position, maxima.shape)
    (height, width), colouring = kernel.shape, colouring_of(image)
    left = Grid(
        image,
        _("input {shape}", shape=shape(image)),
        name="input",
        scale="cells",
        weight=1.2,
        outlines=(Outline(at[0] * height, at[1] * width, height, width, role="kernel"),),
        picks={"position": window_picks(image.shape, kernel.shape, kernel.shape, maxima.shape)},
        **colouring,
    )
    ways = (
        ("max", _("max"), maxima, colouring),
        ("mean", _("average"), means, colouring),
        ("convolution", _("convolution"), convolved, colouring_of_output(image, kernel)),
    )
    outputs = [
        Grid(
            values,
            f"{label} {shape(values)}",
            name=name,
            role="output",
            scale="pooled",
            picks={"position": positions(maxima.shape)},
            outlines=(Outline(*at, role="output"),),
            **colours,
        )
        for name, label, values, colours in ways
    ]
    caption = _(
        "In row {row}, column {column} the largest is {max}, the average {mean}, the weighted sum {sum}. Mean "
        "of all cells: input {all}, max {all_max}, average {all_mean}, convolution {all_sum}.",
        row=at[0],
        column=at[1],
        max=format_number(maxima[at]),
        mean=format_number(means[at]),
        sum=format_number(convolved[at]),
        all=format_number(image.mean(), 3),
        all_max=format_number(maxima.mean(), 3),
        all_mean=format_number(means.mean(), 3),
        all_sum=format_number(convolved.mean(), 3),
    )
    window = windows(image, kernel.shape, stride=kernel.shape)[..., at[0], at[1]]
    lines = [largest_of(window, maxima[at]), mean_of(window, means[at]), sum_of_products(window, kernel, convolved[at])]
    code = f"conv2d(image, kernel, stride={height})"
    above = [left, kernel_panel(kernel, edits=edits)]
    return Picture([above, outputs], caption, "\n".join(lines), code, heights=(270, 240), across=3)
