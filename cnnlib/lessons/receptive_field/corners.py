"""A corner detector of two layers: edge maps, a second kernel for each of them, a bias and a ReLU."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.receptive_field.tracing import INK, seen_of
from cnnlib.messages import _, format_number, ngettext, pgettext
from cnnlib.pictures.cells import cell_at
from cnnlib.pictures.convolution import bias_panel, kernel_panel
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import factor, shape

EDGES, CORNERS = (0.0, 64.0), (0.0, 128.0)
"""Ends of the colour scales: the most that an edge map of a digit reaches, and two such maps together."""


def box() -> Array:
    """Return an image with four corners: a square of ink, 5 pixels each way.

    Returns
    -------
    array, (8, 8)
        0 is paper, 16 is ink.

    Examples
    --------
    >>> box()[1:4, 1:4].tolist()
    [[0.0, 0.0, 0.0], [0.0, 16.0, 16.0], [0.0, 16.0, 16.0]]
    """
    image = np.zeros((8, 8))
    image[2:7, 2:7] = 16
    return image


def slope() -> Array:
    """Return an image with an edge that is neither vertical nor horizontal, and without a corner.

    Returns
    -------
    array, (8, 8)
        0 is paper, 16 is ink.

    Examples
    --------
    >>> slope()[3:5, 2:6].tolist()
    [[0.0, 0.0, 16.0, 16.0], [0.0, 16.0, 16.0, 16.0]]
    """
    row, column = np.indices((8, 8))
    return np.where(row + column >= 7, 16.0, 0.0)


def corner_picture(
    image: ArrayLike,
    maps: tuple[Array, Array],
    kernels: tuple[Array, Array],
    bias: float,
    output: ArrayLike,
) -> Picture:
    """Show an image, its two edge maps, the second layer's kernel for each, and where the second layer fires.

    Frames are around the cell with the largest sum, and around what it sees; of several, around the first.

    Parameters
    ----------
    image : array, (H, W)
        0 is paper, 16 is ink.
    maps : (array, array), each (H, W)
        Left edges and top edges: what the first layer and its ReLU give, with padding 1.
    kernels : (array, array), each (3, 3)
        The second layer's filter: its kernel for the left edges, and its kernel for the top edges. Their cells edit
        the controls ``left_kernel`` and ``top_kernel``.
    bias : float
    output : array, (H, W)
        What the second layer and its ReLU give, with padding 1.

    Returns
    -------
    Picture
        Panels ``input``, ``left``, ``top``, ``output``, ``left kernel``, ``top kernel`` and ``bias``.

    Examples
    --------
    >>> from cnnlib import conv2d, relu
    >>> from cnnlib.samples import KERNELS
    >>> left, top = (relu(conv2d(box(), KERNELS[f"{name} edges"], padding=1)) for name in ("vertical", "horizontal"))
    >>> kernels = KERNELS["identity"], KERNELS["identity"]
    >>> corner_picture(box(), (left, top), kernels, -64, relu(left + top - 64))
    1 of 64 cells fires. The largest sum is in row 2, column 2: 48 from left, 48 from top, bias −64. The cell holds 32.
    """
    image, output = np.asarray(image, float), np.asarray(output, float)
    sums = [conv2d(values, kernel, padding=1) for values, kernel in zip(maps, kernels, strict=True)]
    total = sums[0] + sums[1]
    # Equal but for a rounding is equal, and so it is with 0; roundings grow with the numbers typed into a kernel.
    largest_terms = [np.abs(values).max() * np.abs(kernel).sum() for values, kernel in zip(maps, kernels, strict=True)]
    rounding = 1e-14 * (sum(largest_terms) + abs(bias))
    is_largest = total >= total.max() - rounding
    at = cell_at(int(is_largest.argmax()), total.shape)
    one, two = (receptive_field([{"kernel_size": 3, "padding": 1}] * layers) for layers in (1, 2))
    titles = (
        pgettext("edge map", "left {shape}", shape=shape(maps[0])),
        pgettext("edge map", "top {shape}", shape=shape(maps[1])),
    )
    notes = _("left edges, after ReLU"), _("top edges, after ReLU")
    shown = [
        Grid(
            values,
            title,
            name=key,
            role="output",
            limits=EDGES,
            digits=0,
            outlines=(seen_of(values, one, at),),
            note=note,
        )
        for key, title, note, values in zip(("left", "top"), titles, notes, maps, strict=True)
    ]
    first = Grid(
        image,
        _("input {shape}", shape=shape(image)),
        name="input",
        outlines=(seen_of(image, two, at),),
        digits=0,
        note=_("orange: what that cell sees"),
        **INK,
    )
    last = Grid(
        output,
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        limits=CORNERS,
        digits=0,
        outlines=(Outline(*at, role="output"),),
        note=_("green frame: the largest sum"),
    )
    left_kernel, top_kernel = (
        replace(
            kernel_panel(kernel, edits=f"{key}_kernel", weight=1.0),
            name=f"{key} kernel",
            title=f"{pgettext('control', key + '_kernel')} {shape(kernel)}",
        )
        for key, kernel in zip(("left", "top"), kernels, strict=True)
    )
    parts = [float(each[at]) for each in sums]
    equal = int(is_largest.sum()) - 1
    firing = int((output > rounding).sum())
    added = bias_panel(bias, weight=1.0, limits=(-256, 256))
    rows: list[list[Panel]] = [
        [first, *shown, last],  # no arrows: folded on a narrow page, they would point at the wrong panel
        [Sign("", weight=0.88), Sign("⊛"), left_kernel, Sign("+ ⊛"), top_kernel, Sign("+"), added],
    ]
    caption = _caption(output, at, parts, bias, firing, equal)
    return Picture(rows, caption, _formula(parts, bias), heights=(220, 130), across=(1, 2))


def _caption(output: Array, at: Pair, parts: Sequence[float], bias: float, firing: int, equal: int) -> str:
    fires = ngettext("{count} of {cells} cells fires.", "{count} of {cells} cells fire.", firing, cells=output.size)
    values = {
        "row": at[0],
        "column": at[1],
        "left": format_number(parts[0]),
        "top": format_number(parts[1]),
        "bias": format_number(bias),
        "value": format_number(output[at]),
    }
    if equal:
        largest = ngettext(
            "The largest sum is in row {row}, column {column} (and in {count} more cell): {left} from left, {top} "
            "from top, bias {bias}. The cell holds {value}.",
            "The largest sum is in row {row}, column {column} (and in {count} more cells): {left} from left, {top} "
            "from top, bias {bias}. The cell holds {value}.",
            equal,
            **values,
        )
    else:
        largest = _(
            "The largest sum is in row {row}, column {column}: {left} from left, {top} from top, bias {bias}. "
            "The cell holds {value}.",
            **values,
        )
    return f"{fires} {largest}"


def _formula(parts: Sequence[float], bias: float) -> str:
    terms = " + ".join(map(factor, [*parts, bias]))
    total, after = sum(parts) + bias, max(0.0, sum(parts) + bias)
    lines = (
        _("left ⊛ left_kernel + top ⊛ top_kernel + bias = {terms} = {total}", terms=terms, total=format_number(total)),
        _("output = max({total}, 0) = {value}", total=format_number(total), value=format_number(after)),
    )
    return "\n".join(lines)
