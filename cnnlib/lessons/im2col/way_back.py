"""The picture of the way of columns back to an image."""

import numpy as np

from cnnlib.engine.im2col import im2col
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


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
