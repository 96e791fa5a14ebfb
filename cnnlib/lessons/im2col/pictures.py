"""Pictures of im2col: every window becomes a column."""

from dataclasses import dataclass

import numpy as np

from cnnlib.engine.shapes import output_size, pair
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import colouring_of, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape


@dataclass(frozen=True)
class Windows:
    """The windows of an image, in the order of their columns: pure counting, for stride 1 without padding.

    Parameters
    ----------
    size : (int, int)
        Height and width of the image.
    kernel : (int, int)

    Examples
    --------
    >>> windows = Windows((4, 4), (3, 3))
    >>> windows.places, windows.corner(3), windows.tap(5)
    ((2, 2), (1, 1), (0, 1, 2))
    """

    size: tuple
    kernel: tuple

    @property
    def places(self):
        """How many windows there are, one above the other and side by side."""
        return tuple(output_size(size, kernel) for size, kernel in zip(self.size, self.kernel, strict=True))

    @property
    def count(self):
        """How many windows there are: columns."""
        return self.places[0] * self.places[1]

    def clamp(self, position):
        """Return a position as one of the windows; beyond the last it is the last."""
        return min(max(0, int(position)), self.count - 1)

    def corner(self, position):
        """Return the row and column of a window's top left pixel."""
        return divmod(position, self.places[1])

    def tap(self, row):
        """Return (channel, row, column) in the kernel of a row of the columns."""
        channel, inside = divmod(row, self.kernel[0] * self.kernel[1])
        return (channel, *divmod(inside, self.kernel[1]))

    def picks(self):
        """Return, for each pixel of the image, the window that is centred nearest to it."""
        return window_picks(self.size, self.kernel, (1, 1), self.places)

    def numbers(self):
        """Return the number of each window at its place."""
        return np.arange(self.count).reshape(self.places)


def columns_picture(images, columns, kernel_size, *, most=(1, 1), position=0, tap=None, printed=False):
    """Show windows beside the columns into which they are copied.

    Parameters
    ----------
    images : array, (H, W), (C, H, W) or (N, C, H, W)
    columns : array, (C·kH·kW, L) or (N, C·kH·kW, L)
        ``im2col`` of the images: a window a column.
    kernel_size : int or (height, width)
    most : (int, int)
        Images and channels for which there is room; places without one stay empty.
    position : int
        The window to look at, counted row by row; beyond the last it is the last.
    tap : int or None
        A row of the columns to follow to its pixel; beyond the last it is the last.
    printed : bool
        Whether the columns are a figure's, which may be wrong: then it is said that they are printed.

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
    seen = Windows(batch.shape[2:], pair("kernel_size", kernel_size))
    at = seen.clamp(position)
    row = None if tap is None else min(max(0, int(tap)), each.shape[1] - 1)
    many = images.ndim > 2
    rows = [_windows_row(batch, each, number, seen, at, row, most, many, printed) for number in range(most[0])]
    caption = _columns_caption(images, columns, each[0, :, at], seen, at, printed)
    formula = _columns_formula(batch, each, seen, at, row, printed)
    size = kernel_size if isinstance(kernel_size, int) else tuple(kernel_size)
    code = "" if printed else f"im2col({source(images, 'images' if images.ndim == 4 else 'image')}, {size})"
    tall = 276 if many else 350
    return Picture(rows, caption, formula, code, heights=(tall,) * most[0], across=most[1] if many else 1)


def _columns_caption(images, columns, values, seen, at, printed):
    caption = _(
        "The {height}×{width} windows of the input become a {columns} array; column {number} is the "
        "window in row {row}, column {column}: {values}."
    )
    if images.ndim == 4:
        caption = _(
            "The images {images} become columns {columns}: in each image, {count} windows of {height}×{width}. "
            "Column {number} of image 0 is the window in row {row}, column {column}: {values}."
        )
    if printed:
        caption = _("For the window in row {row}, column {column}, the figure prints column {number}: {values}.")
    down, across = seen.corner(at)
    return caption.format(
        count=seen.count,
        height=seen.kernel[0],
        width=seen.kernel[1],
        columns=shape(columns),
        images=shape(images),
        number=at,
        row=down,
        column=across,
        values=", ".join(format_number(value) for value in values),
    )


def _windows_row(batch, each, number, seen, at, tap, most, many, printed):
    """Return the panels of one image: its channels, the places of its windows, its columns."""
    channels, there, look = batch.shape[1], number < len(batch), colouring_of(batch)
    if many and look["colours"] == "tint":
        look["limits"] = (0.0, 9.0)  # the same for one channel and for several
    panels = []
    for channel in range(most[1]):
        if there and channel < channels:
            panels.append(_channel(batch[number, channel], (number, channel), seen, at, tap, look, many))
        else:
            title = _("no x[{image}, {channel}]", image=number, channel=channel)
            panels.append(Grid(np.zeros(seen.size), title, role="difference", numbers=False, scale="cells"))
    if number == 0 and not many:
        panels.append(places_panel(seen, at))
    right = (_("printed {shape}") if printed else _("columns {shape}")).format(shape=shape(each[0]))
    if not there:
        right = Grid(
            np.zeros(each.shape[1:]),
            _("no image {number}", number=number),
            role="difference",
            numbers=False,
            scale="columns",
            weight=1.2,
        )
    else:
        name = "columns" if number == 0 else f"columns {number}"
        title = right if not many else _("columns of image {number} {shape}", number=number, shape=shape(each[number]))
        right = columns_panel(each[number], seen, at, tap, name=name, title=title, weight=1.2 if many else 2, **look)
    return [*panels, Sign("→"), right]


def _channel(image, index, seen, at, tap, look, many):
    outlines = [Outline(*seen.corner(at), *seen.kernel)]
    if tap is not None and seen.tap(tap)[0] == index[1]:
        outlines.append(pixel_outline(seen, at, tap))
    title = _("input {shape}", shape=shape(image))
    name = "input"
    if many:
        title = _("x[{image}, {channel}] {shape}", image=index[0], channel=index[1], shape=shape(image))
        name = "input" if index == (0, 0) else f"input {index[0]} {index[1]}"
    return Grid(image, title, name=name, scale="cells", outlines=outlines, picks={"position": seen.picks()}, **look)


def pixel_outline(seen, at, tap):
    """Return the outline of the pixel that a cell of the columns is copied from."""
    top, left = seen.corner(at)
    _channel_number, down, across = seen.tap(tap)
    return Outline(top + down, left + across, role="plain")


def places_panel(seen, at, **fields):
    """Return the panel of the windows' places, each with its number: the number of its column."""
    options = {
        "name": "places",
        "role": "output",
        "scale": "cells",
        "weight": 0.8,
        "limits": (0, 50),
        "note": _("number of each window"),
    }
    title = _("places {shape}", shape=shape(seen.numbers()))
    return Grid(
        seen.numbers(),
        title,
        picks={"position": seen.numbers()},
        outlines=(Outline(*seen.corner(at), role="output"),),
        **{**options, **fields},
    )


def columns_panel(columns, seen, at, tap, *, name="columns", title=None, **fields):
    """Return the panel of an image's columns, with one of them outlined and perhaps a cell of it."""
    outlines = [Outline(0, at, len(columns), 1)]
    if tap is not None:
        outlines.append(Outline(tap, at, role="plain"))
    taps, places = np.indices(columns.shape)
    title = title or _("columns {shape}", shape=shape(columns))
    return Grid(
        columns,
        title,
        name=name,
        outlines=outlines,
        picks={"position": places, "tap": taps},
        **{"scale": "columns", **fields},
    )


def _columns_formula(batch, each, seen, at, tap, printed):
    images, channels = batch.shape[:2]
    (height, width), (down, across) = seen.kernel, seen.places
    product = f"{channels}·{height}·{width}" if channels > 1 else f"{height}·{width}"
    lines = [
        _(
            "rows: {product} = {taps}; columns: {down}·{across} = {count} windows",
            product=product,
            taps=each.shape[1],
            down=down,
            across=across,
            count=seen.count,
        )
    ]
    numbers = f"{images}·{each.shape[1]}·{seen.count}" if images > 1 else f"{each.shape[1]}·{seen.count}"
    lines.append(
        _(
            "{product} = {count} numbers, copied from {pixels} pixels",
            product=numbers,
            count=each.size,
            pixels=batch.size,
        )
    )
    if images > 1:
        lines[-1] += _(
            "; the book stacks the windows as rows: ({rows}, {taps})", rows=images * seen.count, taps=each.shape[1]
        )
    if tap is not None:
        channel, row, column = seen.tap(tap)
        top, left = seen.corner(at)
        words = _("row {tap}, column {position} of the columns: pixel in row {row}, column {column}, {value}")
        if channels > 1:
            words = _(
                "row {tap}, column {position} of the columns: channel {channel}, row {row}, column {column}, {value}"
            )
        if printed:
            words = _("row {tap}, column {position} of the columns belongs to the pixel in row {row}, column {column}")
        lines.append(
            words.format(
                tap=tap,
                position=at,
                channel=channel,
                row=top + row,
                column=left + column,
                value=format_number(each[0, tap, at]),
            )
        )
    return "\n".join(lines)
