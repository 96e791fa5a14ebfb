"""The picture of the memory that columns take."""

import numpy as np

from cnnlib.engine.shapes import output_size
from cnnlib.lessons.im2col.windows import check_fit
from cnnlib.messages import _, format_count, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.picture import Picture

MEBIBYTE = 1 << 20
NUMBER_BYTES = 8
"""Bytes of a float64."""


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
    check_fit(side, kernel_size)
    return channels * kernel_size**2 * output_size(side, kernel_size) ** 2 * NUMBER_BYTES


def _most(side: int, largest: int) -> float:
    """Return the highest multiple of an image that its columns take: where the axis of this side ends."""
    sizes = range(1, min(side, largest) + 1)
    return max(columns_bytes(side, size) for size in sizes) / columns_bytes(side, 1)


def _in_brief(count: int) -> str:
    """Write a number of bytes, from one MiB on in MiB.

    Examples
    --------
    >>> _in_brief(4608), _in_brief(3 << 19)
    ('4,608 bytes', '1.5 MiB')
    """
    if count < MEBIBYTE:
        return _("{count} bytes", count=format_count(count))
    size = count / MEBIBYTE
    return _("{size} MiB", size=f"{size:,.1f}" if size >= 10 else format_number(size))


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
    All columns of a (1, 128, 128) image at 3×3 take 1.09 MiB, 8.72 times the image.
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
        (0, 1.3 * _most(side, largest)),  # the legend is above the curve
        here=((kernel_size, multiples[-1]),),
        roles=("plain", "input"),
        legend="upper left",
        name="memory",
    )
    caption = _(
        "All columns of a {image} image at {k}×{k} take {size}, {times} times the image.",
        image=(channels, side, side),
        k=kernel_size,
        size=_in_brief(bytes_taken),
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
