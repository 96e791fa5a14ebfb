"""A picture of a transposed convolution: stamps that overlap."""

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import colouring_of, kernel_panel
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, shape


def transposed_convolution_picture(
    image: Array, kernel: Array, output: Array, *, stride: int = 1, padding: int = 0, position: int = 0
) -> Picture:
    """Show a transposed convolution: each input cell stamps the kernel into the output, and overlaps add up.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (k, k)
    output : array, (H_out, W_out)
        ``conv_transpose2d`` of the two with these options.
    stride, padding : int
        How far apart the stamps are, and how much is cut off each side of the output.
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
    Inside, cells get 1, 2 or 4 stamps.
    """
    size = len(kernel)
    row, column = cell_at(position, image.shape)
    top, height = _visible_part(row * stride - padding, size, output.shape[0])
    left, width = _visible_part(column * stride - padding, size, output.shape[1])
    is_visible = height > 0 and width > 0
    colouring = colouring_of(image)
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="input",
            outlines=(Outline(row, column),),
            picks={"position": positions(image.shape)},
            weight=1.3,
            **colouring,
        ),
        Sign("×"),
        kernel_panel(kernel, scale="input", weight=1.3),
        Sign("→"),
        Grid(
            output,
            _("output {shape}", shape=shape(output)),
            name="output",
            role="output",
            weight=1.8,
            limits=(0, 6 * colouring["limits"][1]),
            outlines=[Outline(top, left, height, width, role="kernel")] if is_visible else [],
            note=_("outlined: one stamp; overlaps are added") if is_visible else _("overlaps are added"),
            picks={"position": _nearest_stamps(image, output, size, stride, padding)},
        ),
    ]
    # On equal cells the pattern is to be seen, and this says what it is; on others it would only tell beforehand.
    meet = _stamps_over_a_cell(size, stride) if np.ptp(image) == 0 else ""
    sizes = _(
        "Input {input}, kernel {kernel}, stride {stride} and padding {padding} give output {output}.",
        input=shape(image),
        kernel=shape(kernel),
        stride=stride,
        padding=padding,
        output=shape(output),
    )
    cell = {"row": row, "column": column, "value": format_number(image[row, column])}
    if is_visible:
        stamped = _(
            "The input cell {value} in row {row}, column {column} is stamped on {rows}, {columns}.",
            rows=_rows(top, height),
            columns=_columns(left, width),
            **cell,
        )
    else:
        stamped = _("The input cell {value} in row {row}, column {column} has its whole stamp cut off.", **cell)
    lines = [
        _(
            "output height and width: {stride}·({size} − 1) + {k} − 2·{padding} = {result}",
            stride=stride,
            size=image.shape[0],
            k=size,
            padding=padding,
            result=output.shape[0],
        )
    ]
    if meet:
        lines.append(meet)
    code = code_call(
        "conv_transpose2d", f"{source(image, 'image')}, {source(kernel, 'kernel')}", stride=stride, padding=padding
    )
    return Picture(
        [panels], " ".join(filter(None, [sizes, stamped, meet])), "\n".join(lines), code, heights=(360,), across=(2, 1)
    )


def _rows(first: int, count: int) -> str:
    """Write which rows, with one number where it is only one."""
    return _("row {row}", row=first) if count == 1 else _("rows {first}–{last}", first=first, last=first + count - 1)


def _columns(first: int, count: int) -> str:
    """Write which columns, with one number where it is only one."""
    if count == 1:
        return _("column {column}", column=first)
    return _("columns {first}–{last}", first=first, last=first + count - 1)


def _visible_part(start: int, length: int, side: int) -> Pair:
    """Return first cell and length of the part of a stretch that lies inside, where it may reach beyond both ends."""
    first, last = max(0, start), min(side, start + length)
    return first, max(0, last - first)


def _nearest_stamps(image: Array, output: Array, size: int, stride: int, padding: int) -> Array:
    """Return, for each cell of the output, the input cell whose stamp is centred nearest to it."""
    down, across = (
        np.clip((2 * (np.arange(side) + padding) - (size - 1) + stride) // (2 * stride), 0, count - 1)
        for side, count in zip(output.shape, image.shape, strict=True)
    )
    return positions(image.shape)[down[:, None], across]


def _stamps_over_a_cell(size: int, stride: int) -> str:
    """Say how many stamps the cells of the output get, away from its border."""
    along_an_axis = np.bincount(np.arange(size) % stride, minlength=stride)
    counts = np.unique(np.outer(along_an_axis, along_an_axis))
    if len(counts) == 1:
        return ngettext(
            "Inside, every cell gets {count} stamp.", "Inside, every cell gets {count} stamps.", int(counts[0])
        )
    *before, last = map(str, counts)
    return _("Inside, cells get {counts} or {last} stamps.", counts=", ".join(before), last=last)
