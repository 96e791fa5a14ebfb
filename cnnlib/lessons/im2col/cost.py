"""Pictures of the memory and the time that columns take, and of their way back to an image."""

from collections.abc import Mapping

import numpy as np

from cnnlib.engine.im2col import im2col
from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_count, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.charts import Bars, Curves
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

MEBIBYTE = 1 << 20
NUMBER_BYTES = 8
"""Bytes of a float64."""

SHORTEST = 1e-3
"""Milliseconds at the lower end of the axis of times: a bar of this height is empty."""


def columns_bytes(side: int, kernel_size: int, channels: int = 1) -> int:
    """Return how many bytes all columns of a square image take, as float64.

    Raises
    ------
    SettingError
        If the kernel does not fit.

    Examples
    --------
    9 rows and 2·2 columns of numbers with 8 bytes each:

    >>> columns_bytes(4, 3)
    288
    """
    return channels * kernel_size**2 * output_size(side, kernel_size) ** 2 * NUMBER_BYTES


def memory_picture(side: int, kernel_size: int, *, channels: int = 1, largest: int = 11) -> Picture:
    """Show how many times the memory of an image all its columns take, for each kernel size up to this one.

    Parameters
    ----------
    side : int
        Height and width of the image.
    kernel_size : int
    channels : int
    largest : int
        The largest kernel size for which there is room.

    Returns
    -------
    Picture
        The panel ``memory``, in multiples of the image.

    Raises
    ------
    SettingError
        If the kernel does not fit.

    Examples
    --------
    >>> memory_picture(128, 3)
    All columns of a (1, 128, 128) image at 3×3 take 1.0901 MiB, 8.72 times the image.
    """
    image_bytes, bytes_taken = channels * side**2 * NUMBER_BYTES, columns_bytes(side, kernel_size, channels)
    sizes = np.arange(1, kernel_size + 1)
    multiples = [columns_bytes(side, int(size), channels) / image_bytes for size in sizes]
    ends = (1, largest)
    curves = Curves(
        {_("all columns"): (sizes, multiples), _("the image itself"): (ends, (1, 1))},
        _("memory by kernel size"),
        _("kernel size"),
        _("multiples of the image"),
        (0.7, largest + 0.3),
        (0, 1.05 * largest**2),
        here=((kernel_size, multiples[-1]),),
        legend="upper left",
        name="memory",
    )
    size = bytes_taken / MEBIBYTE
    caption = _(
        "All columns of a {image} image at {k}×{k} take {size} MiB, {times} times the image.",
        image=(channels, side, side),
        k=kernel_size,
        size=format_number(size, 4 if size < 10 else 1),
        times=format_number(multiples[-1]),
    )
    formula = "\n".join(
        [
            _(
                "all columns: {channels}·{k}·{k} rows × {count}·{count} windows × {bytes} bytes = {total} bytes",
                channels=channels,
                k=kernel_size,
                count=output_size(side, kernel_size),
                bytes=NUMBER_BYTES,
                total=format_count(bytes_taken),
            ),
            _(
                "image: {channels}·{side}·{side} × {bytes} bytes = {total} bytes; 1 MiB = {mebibyte} bytes",
                channels=channels,
                side=side,
                bytes=NUMBER_BYTES,
                total=format_count(image_bytes),
                mebibyte=format_count(MEBIBYTE),
            ),
        ]
    )
    code = f"im2col(np.zeros({(channels, side, side)}), {kernel_size}).nbytes"
    return Picture([[curves]], caption, formula, code, heights=(340,))


def timing_picture(seconds: Mapping[str, float], *, most: int = 3) -> Picture:
    """Show how long several ways to compute the same thing take.

    Parameters
    ----------
    seconds : dict of str to float
        Way → its time; empty if nothing is measured yet.
    most : int
        Bars for which there is room.

    Returns
    -------
    Picture
        The panel ``times``, in milliseconds, on an axis of factors of ten.

    Examples
    --------
    >>> timing_picture({"loops": 0.2, "one product": 0.001})
    loops: 200 ms; one product: 1 ms. The slowest takes 200 times as long as the fastest.
    >>> timing_picture({})
    Nothing is measured yet: each way will get a bar.
    """
    labels = tuple(seconds) or ("",) * most
    values = [max(SHORTEST, 1000 * each) for each in seconds.values()] or [SHORTEST] * most
    bars = Bars(
        labels,
        values,
        _("time for one convolution"),
        _("milliseconds"),
        (SHORTEST, 1e4),
        log=True,
        name="times",
        role="output",
    )
    caption = _("Nothing is measured yet: each way will get a bar.")
    if seconds:
        times = "; ".join(
            _("{way}: {time} ms", way=way, time=format_number(1000 * each, 1 if each > 1e-3 else 3))
            for way, each in seconds.items()
        )
        factor = max(seconds.values()) / max(min(seconds.values()), 1e-9)
        caption = _(
            "{times}. The slowest takes {factor} times as long as the fastest.",
            times=times,
            factor=format_count(round(factor)) if factor >= 10 else format_number(factor, 1),
        )
    return Picture([[bars]], caption, heights=(300,))


def col2im_picture(columns: Array, image: Array, kernel_size: int, *, pixel: int = 0) -> Picture:
    """Show the pixel that every cell of the columns goes back to, and the sum of the cells of one pixel.

    Parameters
    ----------
    columns : array, (kH·kW, L)
    image : array, (H, W)
        ``col2im`` of the columns.
    kernel_size : int
    pixel : int
        The pixel to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``columns`` and ``image``; pressing a cell of either picks ``pixel``, and all cells of the columns
        that go to it are marked.

    Examples
    --------
    >>> from cnnlib import col2im
    >>> ones = np.ones((4, 4))
    >>> col2im_picture(ones, col2im(ones, (3, 3), 2), 2, pixel=4)
    Of the 16 cells of the columns, 4 belong to the pixel in row 1, column 1; the sum is 4.
    """
    pixels = positions(image.shape)
    pixel = within(pixel, image.size)
    home = im2col(pixels, kernel_size).astype(int)  # the pixel that each cell of the columns goes back to
    mine = home == pixel
    row, column = cell_at(pixel, image.shape)
    colouring = colouring_of(columns)
    # Along a side of n pixels, no kernel size lets more than (n + 1) // 2 windows share one.
    high = max(colouring["limits"]) * ((image.shape[0] + 1) // 2) * ((image.shape[1] + 1) // 2)
    left = Grid(
        columns,
        _("columns {shape}", shape=shape(columns)),
        name="columns",
        marked=mine,
        outlines=[Outline(int(tap), int(place), role="plain") for tap, place in np.argwhere(mine)],
        picks={"pixel": home},
        weight=1.6,
        **colouring,
    )
    right = Grid(
        image,
        _("image {shape}", shape=shape(image)),
        name="image",
        role="output",
        limits=(0, high),
        outlines=(Outline(row, column, role="plain"),),
        picks={"pixel": pixels},
        note=_("press a pixel or a cell"),
    )
    total = format_number(image[row, column])
    caption = ngettext(
        "Of the {all} cells of the columns, {count} belongs to the pixel in row {row}, column {column}; the sum is "
        "{total}.",
        "Of the {all} cells of the columns, {count} belong to the pixel in row {row}, column {column}; the sum is "
        "{total}.",
        int(mine.sum()),
        all=mine.size,
        row=row,
        column=column,
        total=total,
    )
    windows = np.flatnonzero(mine.any(axis=0))
    values = [format_number(columns[mine[:, window], window][0]) for window in windows]
    windows_line = ngettext(
        "from column {columns} of {all}",
        "from columns {columns} of {all}",
        len(windows),
        columns=", ".join(map(str, windows)),
        all=columns.shape[1],
    )
    formula = f"{' + '.join(values)} = {total}\n{windows_line}"
    return Picture([[left, Sign("→"), right]], caption, formula, heights=(340,))
