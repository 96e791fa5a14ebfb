"""Pictures of im2col: every window becomes a column."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.settings import pair
from cnnlib.engine.types import Array, Pair, Size
from cnnlib.lessons.im2col.windows import Windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import positions, within
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape


def columns_picture(
    images: ArrayLike,
    columns: ArrayLike,
    kernel_size: Size,
    *,
    most: Pair = (1, 1),
    position: int = 0,
    tap: int | None = None,
    printed: bool = False,
) -> Picture:
    """Show windows beside the columns into which they are copied.

    Parameters
    ----------
    images : array, (H, W), (C, H, W) or (N, C, H, W)
    columns : array, (C·kH·kW, L) or (N, C·kH·kW, L)
        ``im2col`` of the images: each column is a window.
    kernel_size : int or (height, width)
    most : (int, int)
        Images and channels for which there is room; places without one stay empty.
    position : int
        The window to look at, counted row by row; beyond the last it is the last.
    tap : int or None
        A row of the columns to follow to its pixel; beyond the last it is the last.
    printed : bool
        Whether the columns are those of a printed figure, which may be wrong: then the words say so.

    Returns
    -------
    Picture
        Panels ``input`` (of more: ``input 0 1`` … by image and channel), ``places`` and ``columns`` (of more:
        ``columns 1`` …); pressing a pixel or a place picks ``position``, pressing a column also ``tap``.

    Raises
    ------
    SettingError
        If the kernel does not fit.

    Examples
    --------
    >>> from cnnlib import im2col
    >>> image = np.arange(9).reshape(3, 3)
    >>> columns_picture(image, im2col(image, 2), 2, position=1)
    The 2×2 windows of the input become a (4, 4) array; column 1 is the window in row 0, column 1: 1, 2, 4, 5.
    """
    images, columns = np.asarray(images), np.asarray(columns)
    batch = images.reshape((1,) * (4 - images.ndim) + images.shape)
    each = columns.reshape((1,) * (3 - columns.ndim) + columns.shape)
    height, width = batch.shape[2:]
    windows = Windows((height, width), pair("kernel_size", kernel_size))
    at = within(position, windows.count)
    row = None if tap is None else within(tap, each.shape[1])
    is_batch = images.ndim > 2
    rows = [_image_row(batch, each, number, windows, at, row, most, is_batch, printed) for number in range(most[0])]
    caption = _columns_caption(images, columns, each[0, :, at], windows, at, printed)
    formula = _columns_formula(batch, each, windows, at, row, printed)
    size = kernel_size if isinstance(kernel_size, int) else tuple(kernel_size)
    code = "" if printed else f"im2col({_called(images)}, {size})"
    row_height, across = (276, most[1]) if is_batch else (350, 1)
    return Picture(rows, caption, formula, code, heights=(row_height,) * most[0], across=across)


def _called(images: Array) -> str:
    """Return an expression for the images; one that can be run for a sample and for pixels that are counted."""
    if np.array_equal(images, np.arange(images.size).reshape(images.shape)):
        return f"np.arange({images.size}).reshape{images.shape}"
    return source(images, "images" if images.ndim == 4 else "image")


def _columns_caption(images: Array, columns: Array, column: Array, windows: Windows, at: int, printed: bool) -> str:
    down, across = windows.corner(at)
    values = ", ".join(format_number(value) for value in column)
    if printed:
        return _(
            "For the window in row {row}, column {column}, the figure prints column {number}: {values}.",
            row=down,
            column=across,
            number=at,
            values=values,
        )
    if images.ndim == 4:
        return _(
            "The images {images} become columns {columns}: in each image, {count} windows of {height}×{width}. "
            "Column {number} of image 0 is the window in row {row}, column {column}: {values}.",
            images=shape(images),
            columns=shape(columns),
            count=windows.count,
            height=windows.kernel[0],
            width=windows.kernel[1],
            number=at,
            row=down,
            column=across,
            values=values,
        )
    return _(
        "The {height}×{width} windows of the input become a {columns} array; column {number} is the "
        "window in row {row}, column {column}: {values}.",
        height=windows.kernel[0],
        width=windows.kernel[1],
        columns=shape(columns),
        number=at,
        row=down,
        column=across,
        values=values,
    )


def _image_row(
    batch: Array,
    each: Array,
    number: int,
    windows: Windows,
    at: int,
    tap: int | None,
    most: Pair,
    is_batch: bool,
    printed: bool,
) -> list[Panel]:
    """Return the panels of one image: its channels, the places of its windows, its columns."""
    exists = number < len(batch)
    colouring = colouring_of(batch)
    if is_batch and colouring["colours"] == "tint":
        colouring = {**colouring, "limits": (0.0, 9.0)}  # the same for one channel and for several
    panels: list[Panel] = []
    for channel in range(most[1]):
        if exists and channel < batch.shape[1]:
            panels.append(_channel_panel(batch, (number, channel), windows, at, tap, colouring, is_batch))
        else:
            title = _("no x[{image}, {channel}]", image=number, channel=channel)
            panels.append(_empty_panel(windows.size, title, scale="cells"))
    if number == 0 and not is_batch:
        panels.append(_places_panel(windows, at))
    panels.append(Sign("→"))
    if not exists:
        title = _("no image {number}", number=number)
        return [*panels, _empty_panel(each.shape[1:], title, scale="columns", weight=1.2)]
    if is_batch:
        title = _("columns of image {number} {shape}", number=number, shape=shape(each[number]))
    elif printed:
        title = _("printed {shape}", shape=shape(each[number]))
    else:
        title = _("columns {shape}", shape=shape(each[number]))
    name = "columns" if number == 0 else f"columns {number}"
    weight = 1.2 if is_batch else 2
    return [*panels, columns_panel(each[number], at, tap, name=name, title=title, weight=weight, **colouring)]


def _empty_panel(size: Pair, title: str, **fields: Any) -> Grid:
    """Return a panel that keeps the place of something that is not there."""
    return Grid(np.zeros(size), title, role="difference", numbers=False, **fields)


def _channel_panel(
    batch: Array,
    index: Pair,
    windows: Windows,
    at: int,
    tap: int | None,
    colouring: Mapping[str, Any],
    is_batch: bool,
) -> Grid:
    image = batch[index]
    outlines = [windows.outline(at)]
    if tap is not None and windows.tap(tap)[0] == index[1]:
        outlines.append(windows.pixel_outline(at, tap))
    title = _("input {shape}", shape=shape(image))
    name = "input"
    if is_batch:
        title = _("x[{image}, {channel}] {shape}", image=index[0], channel=index[1], shape=shape(image))
        name = "input" if index == (0, 0) else f"input {index[0]} {index[1]}"
    picks = {"position": windows.picks()}
    return Grid(image, title, name=name, scale="cells", outlines=outlines, picks=picks, **colouring)


def _places_panel(windows: Windows, at: int) -> Grid:
    """Return the panel of the windows' places, each with its number: the number of its column."""
    numbers = positions(windows.places)
    return Grid(
        numbers,
        _("places {shape}", shape=shape(numbers)),
        name="places",
        role="output",
        scale="cells",
        weight=0.8,
        limits=(0, 50),
        note=_("number of each window"),
        picks={"position": numbers},
        outlines=(Outline(*windows.corner(at), role="output"),),
    )


def columns_panel(
    columns: Array, at: int, tap: int | None, *, name: str = "columns", title: str | None = None, **fields: Any
) -> Grid:
    """Return the panel of an image's columns: the chosen one is outlined, and so is its cell in row `tap`."""
    outlines = [Outline(0, at, len(columns), 1)]
    if tap is not None:
        outlines.append(Outline(tap, at, role="plain"))
    cells = np.indices(columns.shape)
    return Grid(
        columns,
        title or _("columns {shape}", shape=shape(columns)),
        name=name,
        outlines=outlines,
        picks={"position": cells[1], "tap": cells[0]},
        **{"scale": "columns", **fields},
    )


def _columns_formula(batch: Array, each: Array, windows: Windows, at: int, tap: int | None, printed: bool) -> str:
    images, channels = batch.shape[:2]
    taps = each.shape[1]
    (height, width), (down, across) = windows.kernel, windows.places
    lines = [
        _(
            "rows: {product} = {taps}; columns: {down}·{across} = {count} windows",
            product=f"{channels}·{height}·{width}" if channels > 1 else f"{height}·{width}",
            taps=taps,
            down=down,
            across=across,
            count=windows.count,
        )
    ]
    if images > 1:
        copied = _(
            "{product} = {count} numbers, copied from {pixels} pixels; some books stack the windows as rows: "
            "({rows}, {taps})",
            product=f"{images}·{taps}·{windows.count}",
            count=each.size,
            pixels=batch.size,
            rows=images * windows.count,
            taps=taps,
        )
    else:
        copied = _(
            "{product} = {count} numbers, copied from {pixels} pixels",
            product=f"{taps}·{windows.count}",
            count=each.size,
            pixels=batch.size,
        )
    lines.append(copied)
    if tap is not None:
        lines.append(_followed_line(channels, windows, at, tap, each[0, tap, at], printed))
    return "\n".join(lines)


def _followed_line(channels: int, windows: Windows, at: int, tap: int, value: float, printed: bool) -> str:
    """Write which pixel the outlined cell of the columns is copied from."""
    pixel = windows.pixel_outline(at, tap)
    if printed:
        return _(
            "row {tap}, column {position} of the columns belongs to the pixel in row {row}, column {column}",
            tap=tap,
            position=at,
            row=pixel.row,
            column=pixel.column,
        )
    if channels > 1:
        return _(
            "row {tap}, column {position} of the columns: channel {channel}, row {row}, column {column}, {value}",
            tap=tap,
            position=at,
            channel=windows.tap(tap)[0],
            row=pixel.row,
            column=pixel.column,
            value=format_number(value),
        )
    return _(
        "row {tap}, column {position} of the columns: pixel in row {row}, column {column}, {value}",
        tap=tap,
        position=at,
        row=pixel.row,
        column=pixel.column,
        value=format_number(value),
    )
