"""Pictures of windows with gaps, of filters that read some channels only, of stamps, and of means."""

import numpy as np

from cnnlib.engine.shapes import span
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.common import COLOURS, channel_panel
from cnnlib.pictures.convolution import (
    colouring_of,
    colouring_of_output,
    is_large,
    kernel_panel,
    sizes_line,
    window_picks,
)
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, shape, sum_of_products, term


def dilation_picture(image, kernel, output, *, dilation=1, position=0, tap=None, largest=4):
    """Show a window with gaps: the pixels that its weights meet, and the sum of one output cell.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (k, k)
    output : array, (H_out, W_out)
        ``conv2d`` of the two with this dilation.
    dilation : int
        Pixels from one tap to the next; 1 is a window without gaps.
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
    size = kernel.shape[0]
    wide = span(size, dilation)
    row, column = divmod(min(max(0, int(position)), output.size - 1), output.shape[1])
    met = np.zeros(image.shape, bool)
    inside = slice(row, row + wide, dilation), slice(column, column + wide, dilation)
    met[inside] = True
    outlines = [Outline(row, column, wide, wide)]
    outlines += [Outline(int(down), int(across)) for down, across in np.argwhere(met)]
    formula = [
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
        sum_of_products(image[inside], kernel, output[row, column]),
    ]
    chosen = ()
    if tap is not None:
        at = divmod(min(max(0, int(tap)), kernel.size - 1), size)
        pixel = row + at[0] * dilation, column + at[1] * dilation
        outlines.append(Outline(*pixel, role="plain"))
        chosen = (Outline(*at, role="plain"),)
        formula.append(
            _(
                "the weight in row {row}, column {column} meets the pixel in row {down}, column {across}: {term}",
                row=at[0],
                column=at[1],
                down=pixel[0],
                across=pixel[1],
                term=term(image[pixel], kernel[at]),
            )
        )
    look = colouring_of_output(image, np.full((largest, largest), np.abs(kernel).max()))
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
        kernel_panel(
            kernel, scale="cells", outlines=chosen, picks={"tap": np.arange(kernel.size).reshape(kernel.shape)}
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
            picks={"position": np.arange(output.size).reshape(output.shape)},
            **look,
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
        value=format_number(output[row, column]),
    )
    code = code_call("conv2d", f"{source(image, 'image')}, {source(kernel, 'kernel')}", dilation=dilation)
    return Picture([panels], caption, "\n".join(formula), code, heights=(340,), across=2)


def groups_picture(weight, seen, *, groups=1, chosen=0):
    """Show which channels each filter reads, and what the layer's parameters come to.

    Parameters
    ----------
    weight : array, (F, C / groups, kH, kW)
    seen : array, (F, C)
        What each filter answers when one channel alone holds something; 0 where it does not read it.
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
    (filters, _reads, height, width), channels = weight.shape, seen.shape[1]
    chosen = min(max(0, int(chosen)), filters - 1)
    read = seen != 0
    number = np.arange(filters)[:, None]
    share = filters // groups, channels // groups
    blocks = [Outline(group * share[0], group * share[1], *share, role="plain") for group in range(groups)]
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
        ngettext("{filters} map", "{filters} maps", filters, filters=filters),
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
    sentence = _("With groups={groups}, {reading}; the layer's weight is {weight}, and it has {total} parameters.")
    caption = sentence.format(groups=groups, reading=reading, weight=shape(weight), total=total)
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
    return Picture(
        [[table, Sign("→"), maps]],
        caption,
        formula,
        f"conv2d(lamps, weight, padding=1, groups={groups})",
        heights=(330,),
        across=3,
    )


def transposed_convolution_picture(image, kernel, output, *, stride=1, padding=0, position=0):
    """Show a transposed convolution: each input cell stamps the kernel into the output, and overlaps add up.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (k, k)
    output : array, (H_out, W_out)
        ``conv_transpose2d`` of the two with these options.
    stride, padding : int
        How far stamps are apart, and how much is cut off each side of the output.
    position : int
        The input cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel`` and ``output``; pressing the input or the output picks ``position``, and what
        is left of its stamp is outlined in the output.

    Examples
    --------
    >>> from cnnlib import conv_transpose2d
    >>> image, kernel = np.ones((2, 2)), np.ones((3, 3))
    >>> output = conv_transpose2d(image, kernel, stride=2)
    >>> print(transposed_convolution_picture(image, kernel, output, stride=2).formula)
    output height and width: 2·(2 − 1) + 3 − 2·0 = 5
    inside, along one axis, the cells lie under 2, 1 stamps in turn
    """
    size = kernel.shape[0]
    row, column = divmod(min(max(0, int(position)), image.size - 1), image.shape[1])
    place = [
        _part(start * stride - padding, size, side) for start, side in zip((row, column), output.shape, strict=True)
    ]
    (top, tall), (left, wide) = place
    stamp = [Outline(top, left, tall, wide, role="kernel")] if tall and wide else []
    back = [
        np.clip((2 * (np.arange(side) + padding) - (size - 1) + stride) // (2 * stride), 0, count - 1)
        for side, count in zip(output.shape, image.shape, strict=True)
    ]
    cells = np.arange(image.size).reshape(image.shape)
    look = colouring_of(image)
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="input",
            outlines=(Outline(row, column),),
            picks={"position": cells},
            weight=0.9,
            **look,
        ),
        Sign("×"),
        kernel_panel(kernel, scale="input"),
        Sign("→"),
        Grid(
            output,
            _("output {shape}", shape=shape(output)),
            name="output",
            role="output",
            weight=1.8,
            limits=(0, 6 * look["limits"][1]),
            outlines=stamp,
            note=_("outlined: one stamp; overlaps are added") if stamp else _("overlaps are added"),
            picks={"position": cells[back[0][:, None], back[1]]},
        ),
    ]
    counts = np.bincount(np.arange(size) % stride, minlength=stride)
    even = counts.min() == counts.max()
    if even:
        meet = ngettext("every cell lies under {count} stamp", "every cell lies under {count} stamps", counts[0])
    else:
        meet = _("the cells lie under {counts} stamps in turn", counts=", ".join(map(str, counts)))
    if tall and wide:
        corner = {"top": top, "bottom": top + tall - 1, "left": left, "right": left + wide - 1}
        one = _("is stamped on row {top}, column {left}")
        where = (one if tall == wide == 1 else _("is stamped on rows {top}–{bottom}, columns {left}–{right}")).format(
            **corner
        )
    else:
        where = _("has its whole stamp cut off")
    caption = _(
        "Input {input}, kernel {kernel}, stride {stride} and padding {padding} give output {output}; the input "
        "cell {value} in row {row}, column {column} {where}. Inside, along one axis, {meet}.",
        input=shape(image),
        kernel=shape(kernel),
        stride=stride,
        padding=padding,
        output=shape(output),
        row=row,
        column=column,
        value=format_number(image[row, column]),
        where=where,
        meet=meet,
    )
    formula = "\n".join(
        [
            _(
                "output height and width: {stride}·({size} − 1) + {k} − 2·{padding} = {result}",
                stride=stride,
                size=image.shape[0],
                k=size,
                padding=padding,
                result=output.shape[0],
            ),
            _("inside, along one axis, {meet}", meet=meet),
        ]
    )
    code = code_call(
        "conv_transpose2d", f"{source(image, 'image')}, {source(kernel, 'kernel')}", stride=stride, padding=padding
    )
    return Picture([panels], caption, formula, code, heights=(360,), across=2)


def _part(start, length, side):
    """Return where what lies inside begins, and how long it is, of a stretch that may reach beyond both ends."""
    first, last = max(0, start), min(side, start + length)
    return first, max(0, last - first)


def averaging_picture(image, output, *, classes=10, largest=128):
    """Show one mean for each channel, and what the Affine layer behind it needs, against one behind flattening.

    Parameters
    ----------
    image : array, (3, H, W)
        Square.
    output : array, (3,)
        ``global_avg_pool2d`` of the image.
    classes : int
        Outputs of the Affine layer behind.
    largest : int
        The side up to which the curves are drawn.

    Returns
    -------
    Picture
        Panels ``red``, ``green``, ``blue``, ``output`` and ``parameters``.

    Examples
    --------
    >>> averaging_picture(np.ones((3, 4, 4)), np.ones(3), classes=2).formula.splitlines()[1]
    'flattened: 3·4·4·2 + 2 = 98 parameters'
    """
    channels, side = image.shape[:2]
    panels = [channel_panel(image, index, scale="cells", numbers=not is_large(image)) for index in range(channels)]
    means = Grid(
        output[:, None],
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        limits=(0, colouring_of(image)["limits"][1]),
        weight=0.6,
        note=_("one mean a channel"),
    )
    flat, pooled = (channels * size * classes + classes for size in (side**2, 1))
    sides = np.arange(8, largest + 1)
    curves = Curves(
        {
            _("flattened"): (sides, channels * sides**2 * classes + classes),
            _("pooled"): (sides[[0, -1]], (pooled, pooled)),
        },
        _("parameters of the Affine layer"),
        _("height and width in pixels"),
        _("parameters"),
        (0, largest + 4),
        (1, 1e7),
        here=((side, flat), (side, pooled)),
        legend="upper left",
        log=True,
        name="parameters",
    )
    numbers = [format_number(mean) for mean in output]
    caption = _(
        "The channels {names} of a {image} image have the means {means}: output {output}. For {classes} "
        "classes, an Affine layer needs {flat:,} parameters after flattening, and {pooled:,} after "
        "pooling.",
        names=", ".join(_(name) for name in COLOURS),
        image=shape(image),
        means=", ".join(numbers),
        output=shape(output),
        classes=classes,
        flat=flat,
        pooled=pooled,
    )
    formula = "\n".join(
        [
            _(
                "red: {total} / ({side}·{side} pixels) = {mean}",
                total=format_number(image[0].sum()),
                side=side,
                mean=numbers[0],
            ),
            _(
                "flattened: {channels}·{side}·{side}·{classes} + {classes} = {flat:,} parameters",
                channels=channels,
                side=side,
                classes=classes,
                flat=flat,
            ),
            _(
                "pooled: {channels}·{classes} + {classes} = {pooled:,} parameters",
                channels=channels,
                classes=classes,
                pooled=pooled,
            ),
        ]
    )
    return Picture(
        [[*panels, Sign("→"), means], [curves]],
        caption,
        formula,
        "global_avg_pool2d(image)",
        heights=(190, 250),
        across=2,
    )
