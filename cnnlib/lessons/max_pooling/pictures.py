"""Pictures of pooling: one window after the other, channel by channel, and beside its rivals."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.padding import pad2d
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.shapes import pair, resolve_padding
from cnnlib.engine.windows import coverage, windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import (
    colouring_of,
    colouring_of_output,
    is_large,
    kernel_panel,
    padded_panel,
    sizes_line,
    window_picks,
)
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import PER_LINE, shape, sum_of_products


def largest_of(values, result):
    """Write out one cell of a max pooling.

    Examples
    --------
    >>> largest_of([[1, 2], [0, 1]], 2)
    'max(1, 2, 0, 1) = 2'
    """
    return f"max({_listed(values, ', ')}) = {format_number(result)}"


def mean_of(values, result):
    """Write out one cell of an average pooling; a negative number stands in brackets.

    Examples
    --------
    >>> mean_of([[1, -2], [0, 1]], 0)
    '(1 + (−2) + 0 + 1) / 4 = 0'
    """
    return f"({_listed(values, ' + ', brackets=True)}) / {np.size(values)} = {format_number(result)}"


def winners(image, kernel_size, **options):
    """Return where the maxima of all windows stand in an image: bool (H, W), and their flat positions.

    Examples
    --------
    >>> winners(np.array([[1, 2], [4, 3]]), 2)[0].tolist()
    [[False, False], [True, False]]
    """
    indices = max_pool2d(image, kernel_size, return_indices=True, **options)[1]
    won = np.zeros(np.shape(image), bool)
    won.flat[indices] = True
    return won, indices


def pooling_picture(image, output, kernel_size, *, stride=None, padding=0, kind="max", position=None, uses=False):
    """Show one pooling: the window, the pixels that won, and the arithmetic of one output cell.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    output : array, (H_out, W_out)
        ``max_pool2d`` or ``avg_pool2d`` of it with these options.
    kernel_size, stride, padding
        As for :func:`cnnlib.max_pool2d`.
    kind : str
        ``"max"`` or ``"average"``.
    position : int or None
        The output cell to look at, counted row by row; beyond the last it is the last. None shows
        no window.
    uses : bool
        Show also how many windows use each pixel.

    Returns
    -------
    Picture
        Panels ``input`` (the winners of a max pooling are marked), ``output``, and ``uses`` if asked
        for; pressing a cell of any picks ``position``.

    Raises
    ------
    SettingError
        If the settings do not fit.

    Examples
    --------
    >>> image = np.array([[1, 2, 1, 0], [0, 1, 2, 3]])
    >>> pooling_picture(image, max_pool2d(image, 2), 2, position=0)
    Max pooling, 2×2 windows, stride 2, padding 0: (2, 4) becomes (1, 2); the window in row 0, column 0 gives 2.
    """
    image, output = np.asarray(image), np.asarray(output)
    kernel, steps = pair("kernel_size", kernel_size), pair("stride", kernel_size if stride is None else stride)
    sides = resolve_padding(padding, kernel, stride=steps)
    formula = sizes_line(image, kernel, steps, sides)
    left = _framed(image, sides, kind)
    if kind == "max":
        won, places = winners(image, kernel, stride=steps, padding=padding)
        left = replace(left, marked=pad2d(won, sides).astype(bool), note=_("a filled corner: this pixel won a window"))
    right = Grid(
        output,
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        scale="cells",
        **_look(image),
    )
    near = window_picks(*left.shape, kernel, steps, output.shape)
    left = replace(left, picks={"position": near})
    right = replace(right, picks={"position": _places(output)})
    caption = _(
        "{kind}, {window} windows, stride {stride}, padding {padding}: {image} becomes {output}",
        kind=_("Max pooling") if kind == "max" else _("Average pooling"),
        window=_sides(kernel),
        stride=_each(stride, kernel_size),
        padding=padding,
        image=shape(image),
        output=shape(output),
    )
    if position is not None:
        at = _cell(position, output)
        value = output[at]
        window = windows(left.values, kernel, stride=steps)[..., at[0], at[1]]
        left = replace(left, outlines=(Outline(at[0] * steps[0], at[1] * steps[1], *kernel, role="kernel"),))
        right = replace(right, outlines=(Outline(*at, role="output"),))
        caption += _(
            "; the window in row {row}, column {column} gives {value}",
            row=at[0],
            column=at[1],
            value=format_number(value),
        )
        if kind == "max":
            row, column = divmod(int(places[at]), image.shape[1])
            winner = Outline(row + sides[0][0], column + sides[1][0], role="output")
            left = replace(left, outlines=(*left.outlines, winner))
            formula += "\n" + _(
                "{sum}: it stands in row {row}, column {column} of the image",
                sum=largest_of(window, value),
                row=row,
                column=column,
            )
        else:
            formula += "\n" + mean_of(window, value)
    panels = [left, Sign("→"), right]
    if uses:
        counted = coverage(image.shape, kernel, stride=steps, padding=padding)
        caption += _(
            "; pixels in no window: {none}, in more than one: {several}",
            none=int((counted == 0).sum()),
            several=int((counted > 1).sum()),
        )
        inner = near[sides[0][0] : near.shape[0] - sides[0][1], sides[1][0] : near.shape[1] - sides[1][1]]
        panels.append(
            Grid(
                counted,
                _("windows that use each pixel {shape}", shape=shape(image)),
                name="uses",
                role="difference",
                limits=(0, 16),
                scale="cells",
                picks={"position": inner},
            )
        )
    return Picture(
        [panels],
        caption + ".",
        formula,
        _code(kind, kernel_size, stride, padding),
        heights=(310,),
        across=1 if uses else 2,
    )


def pooled_channels_picture(image, output, kernel_size, *, names=("red", "green", "blue"), position=0):
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
        The output cell to look at in every channel, counted row by row.

    Returns
    -------
    Picture
        Pressing a cell of any panel picks ``position``.

    Examples
    --------
    >>> image = np.arange(8).reshape(2, 2, 2)
    >>> pooled_channels_picture(image, max_pool2d(image, 2), 2, names=("a", "b"))
    A (2, 2, 2) input gives a (2, 1, 1) output; in row 0, column 0 the largest is 3 in a, 7 in b.
    """
    image, output = np.asarray(image), np.asarray(output)
    kernel = pair("kernel_size", kernel_size)
    at = _cell(position, output[0])
    look, near = colouring_of(image), window_picks(*image.shape[1:], kernel, kernel, output.shape[1:])
    top, bottom, lines, told = [], [], [], []
    for name, channel, pooled in zip(names, image, output, strict=True):
        won, places = winners(channel, kernel)
        row, column = divmod(int(places[at]), channel.shape[1])
        outlines = (
            Outline(at[0] * kernel[0], at[1] * kernel[1], *kernel, role="kernel"),
            Outline(row, column, role="output"),
        )
        top.append(
            Grid(
                channel,
                f"{name} {shape(channel)}",
                name=name,
                scale="cells",
                outlines=outlines,
                marked=None if is_large(channel) else won,
                picks={"position": near},
                **look,
            )
        )
        bottom.append(
            Grid(
                pooled,
                _("pooled {shape}", shape=shape(pooled)),
                name=f"{name} pooled",
                role="output",
                scale="pooled",
                outlines=(Outline(*at, role="output"),),
                picks={"position": _places(pooled)},
                **look,
            )
        )
        window = windows(channel, kernel, stride=kernel)[..., at[0], at[1]]
        lines.append(f"{name}: {largest_of(window, pooled[at])}")
        told.append(_("{value} in {name}", value=format_number(pooled[at]), name=name))
    caption = _(
        "A {input} input gives a {output} output; in row {row}, column {column} the largest is {told}.",
        input=shape(image),
        output=shape(output),
        row=at[0],
        column=at[1],
        told=", ".join(told),
    )
    return Picture(
        [top, bottom],
        caption,
        "\n".join(lines),
        f"max_pool2d(image, {kernel_size})",
        heights=(250, 230),
        across=len(top),
    )


def downsampling_picture(image, kernel, maxima, means, convolved, *, position=0, edits=None):
    """Show max pooling, average pooling and a convolution that jumps as far, side by side.

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
    at = _cell(position, maxima)
    size, look = kernel.shape, colouring_of(image)
    window = windows(image, size, stride=size)[..., at[0], at[1]]
    picks = {"position": _places(maxima)}
    left = Grid(
        image,
        _("input {shape}", shape=shape(image)),
        name="input",
        scale="cells",
        weight=1.2,
        outlines=(Outline(at[0] * size[0], at[1] * size[1], *size, role="kernel"),),
        picks={"position": window_picks(*image.shape, size, size, maxima.shape)},
        **look,
    )
    kinds = (
        ("max", _("max"), maxima, look),
        ("mean", _("average"), means, look),
        ("convolution", _("convolution"), convolved, colouring_of_output(image, kernel)),
    )
    below = [
        Grid(
            values,
            f"{label} {shape(values)}",
            name=name,
            role="output",
            scale="pooled",
            picks=picks,
            outlines=(Outline(*at, role="output"),),
            **colours,
        )
        for name, label, values, colours in kinds
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
    formula = "\n".join(
        [largest_of(window, maxima[at]), mean_of(window, means[at]), sum_of_products(window, kernel, convolved[at])]
    )
    return Picture(
        [[left, kernel_panel(kernel, edits=edits)], below],
        caption,
        formula,
        f"conv2d(image, kernel, stride={size[0]})",
        heights=(270, 240),
        across=3,
    )


def _look(image):
    """Return how a map is coloured; what is below its smallest number stays darker than that, as −∞ is."""
    look = colouring_of(image)
    if look["colours"] == "signed":
        reach = 1.6 * max(map(abs, look["limits"]))
        look["limits"] = (-reach, reach)
    return look


def _framed(image, sides, kind):
    """Return the panel of an image in its frame: −∞ for a max pooling, which never wins."""
    panel = padded_panel(image, sides, scale="cells", **_look(image))
    if kind != "max" or not any(panel.frame):
        return panel
    inside = pad2d(np.ones(image.shape), sides).astype(bool)
    return replace(panel, values=np.where(inside, panel.values, -np.inf))


def _code(kind, kernel_size, stride, padding):
    name = "max_pool2d" if kind == "max" else "avg_pool2d"
    step = "" if stride in (None, kernel_size) else f", stride={stride}"
    return f"{name}(image, {kernel_size}{step}{f', padding={padding}' if padding else ''})"


def _listed(values, separator, brackets=False):
    texts = [format_number(value) for value in np.ravel(values)]
    if brackets:
        texts = [f"({text})" if text.startswith("−") else text for text in texts]
    lines = [separator.join(texts[first : first + PER_LINE]) for first in range(0, len(texts), PER_LINE)]
    return f"{separator.rstrip()}\n".join(lines)


def _each(stride, kernel_size):
    return kernel_size if stride is None else stride


def _sides(kernel):
    return f"{kernel[0]}×{kernel[1]}"


def _places(output):
    return np.arange(output.size).reshape(output.shape)


def _cell(position, output):
    """Return (row, column) of a position, which is clamped to the output."""
    return divmod(min(max(0, int(position)), output.size - 1), output.shape[1])
