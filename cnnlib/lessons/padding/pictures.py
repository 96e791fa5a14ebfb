"""Pictures of what the border costs, and what padding does about it."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from cnnlib.engine.shapes import SettingError, output_size, resolve_padding
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of, is_large, padded_panel
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import code_call, factor, shape


def most_layers(size: int, kernel_size: int) -> int:
    """Return how many layers without padding fit one after the other, until the kernel is larger than what is left.

    Examples
    --------
    >>> most_layers(8, 3)
    3
    """
    layers = 0
    while size >= kernel_size:
        size, layers = output_size(size, kernel_size), layers + 1
    return layers


def layers_picture(maps: Sequence[Array], kernel_size: int, *, padding: int = 0, most: int = 12) -> Picture:
    """Show what a stack of convolutions leaves of an image.

    Parameters
    ----------
    maps : list of arrays (H, W)
        The image, and the output of each layer after it.
    kernel_size : int
    padding : int
        Per side, in every layer.
    most : int
        Layers up to which the curve is drawn.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` (at the same scale) and ``sizes``.

    Raises
    ------
    SettingError
        If the kernel does not fit on the padded image.

    Examples
    --------
    >>> layers_picture([np.ones((8, 8)), np.ones((6, 6))], 3)
    1 layer of 3×3 kernels with padding 0: (8, 8) becomes (6, 6).
    """
    image, last, layers = maps[0], maps[-1], len(maps) - 1
    same_size = (kernel_size - 1) // 2
    series = {}
    for each in sorted({0, same_size, padding}):
        heights = _heights(image.shape[0], kernel_size, each, most)
        series[_("padding {padding}", padding=each)] = (np.arange(len(heights)), heights)
    curve = Curves(
        series,
        _("height after each layer"),
        _("layers"),
        _("height in pixels"),
        (-0.3, most + 0.3),
        (0, 2.5 * image.shape[0]),
        here=((layers, last.shape[0]),),
        legend="upper left",
        name="sizes",
        weight=1.3,
    )
    options = {**colouring_of(image), "scale": "cells", "numbers": not is_large(image)}
    after_title = ngettext(
        "after {layers} layer {shape}", "after {layers} layers {shape}", layers, layers=layers, shape=shape(last)
    )
    before = Grid(image, _("input {shape}", shape=shape(image)), name="input", **options)
    after = Grid(last, after_title, name="output", role="output", **options)
    caption = ngettext(
        "{count} layer of {k}×{k} kernels with padding {padding}: {before} becomes {after}.",
        "{count} layers of {k}×{k} kernels with padding {padding}: {before} becomes {after}.",
        layers,
        k=kernel_size,
        padding=padding,
        before=shape(image),
        after=shape(last),
    )
    change = 2 * padding - (kernel_size - 1)
    sign = "+" if change > 0 else ""
    formula = _(
        "each layer: 2·{padding} − ({k} − 1) = {change} pixels",
        padding=padding,
        k=kernel_size,
        change=sign + format_number(change),
    )
    formula += f"\n{image.shape[0]} + {layers}·{factor(change)} = {last.shape[0]}"
    kernel = f"np.pad([[1.0]], {kernel_size // 2})"
    code = f"x = photo\nfor _ in range({layers}):\n    x = " + code_call("conv2d", f"x, {kernel}", padding=padding)
    return Picture([[before, after, curve]], caption, formula, code, heights=(310,))


def _heights(height: int, kernel_size: int, padding: int, most: int) -> list[int]:
    """Return the height after 0, 1, … layers, up to the last that fits."""
    heights = [height]
    while len(heights) <= most:
        try:
            heights.append(output_size(heights[-1], kernel_size, padding=padding))
        except SettingError:
            break
    return heights


def coverage_picture(counts: Array, kernel_size: int, *, padding: int = 0, stride: int = 1, pixel: int = 0) -> Picture:
    """Show how many windows use each input pixel, and which outputs use the chosen one.

    Parameters
    ----------
    counts : int array, (H, W)
        ``coverage`` of the input with these options.
    kernel_size, padding, stride : int
    pixel : int
        The chosen input pixel, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (its numbers are the counts; pressing a cell picks ``pixel``) and
        ``output`` (cells that use the pixel are marked and hold 1).

    Examples
    --------
    >>> from cnnlib import coverage
    >>> coverage_picture(coverage((4, 4), 3), 3, pixel=5).panel("output").values.tolist()
    [[1, 1], [1, 1]]
    """
    down, across = resolve_padding(padding, kernel_size, stride=stride)
    row, column = cell_at(pixel, counts.shape)
    uses_down = _windows_over(row, counts.shape[0], kernel_size, stride, down)
    uses_across = _windows_over(column, counts.shape[1], kernel_size, stride, across)
    uses = np.outer(uses_down, uses_across)
    used = int(uses.sum())
    left = Grid(
        counts,
        _("input {shape}: windows that use each pixel", shape=shape(counts)),
        name="input",
        limits=(0, max(1, kernel_size**2)),
        outlines=(Outline(row, column, role="kernel"),),
        picks={"pixel": positions(counts.shape)},
        note=_("press or drag: choose a pixel"),
    )
    right = Grid(
        uses.astype(int),
        _("output {shape}: cells that use it", shape=shape(uses)),
        name="output",
        role="output",
        limits=(0, 1),
        marked=uses,
    )
    caption = _(
        "With a {k}×{k} kernel and padding {padding}, the pixel in row {row}, column {column} is used by "
        "{used} of {cells} output cells; {spread}.",
        k=kernel_size,
        padding=padding,
        row=row,
        column=column,
        used=used,
        cells=uses.size,
        spread=_spread(int(counts.min()), int(counts.max())),
    )
    formula = _(
        "windows over this pixel: {down} from top to bottom × {across} from left to right = {used}",
        down=int(uses_down.sum()),
        across=int(uses_across.sum()),
        used=used,
    )
    code = code_call("coverage", f"{shape(counts)}, {kernel_size}", padding=padding, stride=stride)
    return Picture([[left, Sign("→"), right]], caption, formula, code, heights=(330,))


def _windows_over(index: int, size: int, kernel_size: int, stride: int, padding: Pair) -> Array:
    """Return, for each window along one axis, whether the pixel `index` lies under it."""
    count = output_size(size, kernel_size, stride=stride, padding=padding)
    starts = np.arange(count) * stride - padding[0]
    return (starts <= index) & (index < starts + kernel_size)


def _spread(least: int, most: int) -> str:
    """Say how often the pixels are used."""
    if least == most:
        return ngettext("every pixel is used {count} time", "every pixel is used {count} times", most)
    return ngettext(
        "the least used pixel is in {count} window, the most used in {most}",
        "the least used pixel is in {count} windows, the most used in {most}",
        least,
        most=most,
    )


def border_picture(image: Array, output: Array, truth: Array, *, padding: int, mode: str = "zeros") -> Picture:
    """Show what a padding mode makes of the border, compared with what was really there.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    output : array, (H, W)
        The convolution of the padded image.
    truth : array, (H, W)
        The same convolution with the pixels that really lie around the image.
    padding : int
    mode : str
        What the padding holds: ``"zeros"``, ``"reflect"`` or ``"edge"``.

    Returns
    -------
    Picture
        Panels ``input`` (padded), ``output`` and ``difference`` (output − truth).

    Examples
    --------
    >>> border_picture(np.ones((3, 3)), np.zeros((3, 3)), np.ones((3, 3)), padding=1)
    Padding 1 with zeros: in the border, 1 wide, the output is off by 1 on average.
    """
    difference = output - truth
    in_border = np.ones(difference.shape, bool)
    in_border[padding : difference.shape[0] - padding, padding : difference.shape[1] - padding] = False
    error = format_number(np.abs(difference[in_border]).mean() if in_border.any() else 0, 3)
    options: dict[str, Any] = {"numbers": False, "scale": "cells"}
    output_title = _("output {shape}", shape=shape(output))
    panels = [
        padded_panel(image, resolve_padding(padding), mode=mode, **options),
        Grid(output, output_title, name="output", role="output", **colouring_of(image), **options),
        Grid(
            difference,
            _("output − truth {shape}", shape=shape(difference)),
            name="difference",
            role="difference",
            colours="signed",
            limits=(-0.5, 0.5),
            note=_("blue: too dark, red: too bright"),
            **options,
        ),
    ]
    caption = _(
        "Padding {padding} with {mode}: in the border, {padding} wide, the output is off by {error} on average.",
        padding=padding,
        mode=mode,
        error=error,
    )
    formula = _("mean of |output − truth| in the border = {error}", error=error)
    code = code_call("conv2d", code_call("pad2d", "inner", padding=padding, mode=mode) + ", blur")
    return Picture([panels], caption, formula, code, heights=(330,))
