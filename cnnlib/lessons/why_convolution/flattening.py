"""Pictures of what flattening and shuffling do to an image: where a pixel and its neighbours end up."""

from typing import Any

from cnnlib.data.bitmaps import INK
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Maps, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape

ON_PAPER: dict[str, Any] = {"colours": "ink", "limits": (0, INK)}
"""How a digit is coloured: dark ink on white paper."""


def neighbours(position: int, size: Pair) -> list[int]:
    """Return the pixels above, to the left, to the right and below a pixel, all counted row by row.

    Parameters
    ----------
    position : int
    size : (int, int)
        Rows and columns of the image.

    Returns
    -------
    list of int
        Fewer than four at the border.

    Examples
    --------
    >>> neighbours(5, (4, 4)), neighbours(0, (4, 4))
    ([1, 4, 6, 9], [1, 4])
    """
    row, column = divmod(position, size[1])
    around = ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column))
    return [r * size[1] + c for r, c in around if 0 <= r < size[0] and 0 <= c < size[1]]


def flattening_picture(image: Array, flat: Array, *, position: int = 0) -> Picture:
    """Show where a pixel and its neighbours end up when an image is flattened.

    Parameters
    ----------
    image : array, (H, W)
    flat : array, (H · W,)
        ``image.reshape(-1)``.
    position : int
        The pixel to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` and ``flat``; pressing a cell of either picks ``position``.

    Examples
    --------
    >>> import numpy as np
    >>> image = np.arange(16).reshape(4, 4)
    >>> flattening_picture(image, image.reshape(-1), position=5).formula
    'index = row · columns + column = 1·4 + 1 = 5; neighbours: 1, 4, 6, 9'
    """
    position = within(position, image.size)
    row, column = cell_at(position, image.shape)
    near = neighbours(position, image.shape)
    near_in_words = ", ".join(map(str, near))
    colouring = colouring_of(image)
    frames = _("blue frame: the pixel · dark frames: its neighbours")
    framed = _("framed: {numbers}", numbers=", ".join(map(str, sorted([position, *near]))))
    panels = []
    for values, title, name, role, note in (
        (image, _("input {shape}", shape=shape(image)), "input", "input", frames),
        (flat.reshape(1, -1), _("flat {shape}", shape=shape(flat)), "flat", "output", framed),
    ):
        outlines = [Outline(*cell_at(each, values.shape), role="plain") for each in near]
        outlines.append(Outline(*cell_at(position, values.shape), role="input"))
        options: dict[str, Any] = {"outlines": outlines, "picks": {"position": positions(values.shape)}, **colouring}
        panels.append(Grid(values, title, name=name, role=role, note=note, **options))
    caption = _(
        "The pixel in row {row}, column {column} becomes number {index} of {count}; its neighbours become {near}.",
        row=row,
        column=column,
        index=position,
        count=image.size,
        near=near_in_words,
    )
    formula = _(
        "index = row · columns + column = {row}·{columns} + {column} = {index}; neighbours: {near}",
        row=row,
        columns=image.shape[1],
        column=column,
        index=position,
        near=near_in_words,
    )
    code = source(image, "image") + ".reshape(-1)"
    return Picture([[panel] for panel in panels], caption, formula, code, heights=(250, 110))


def gallery_picture(images: Array, shuffled: Array) -> Picture:
    """Show digits, and the same digits with their pixels in another order.

    Parameters
    ----------
    images, shuffled : array, (N, H, W)

    Returns
    -------
    Picture
        Panels ``in order`` and ``shuffled``.

    Examples
    --------
    >>> import numpy as np
    >>> gallery_picture(np.zeros((2, 8, 8)), np.zeros((2, 8, 8)))
    2 digits in order, and the same digits with their 64 pixels shuffled, all in the same way.
    """
    panels = [
        digits_panel(images, _("in order {shape}", shape=shape(images)), "in order"),
        digits_panel(shuffled, _("shuffled {shape}", shape=shape(shuffled)), "shuffled"),
    ]
    caption = _(
        "{count} digits in order, and the same digits with their {pixels} pixels shuffled, all in the same way.",
        count=len(images),
        pixels=images[0].size,
    )
    return Picture([panels], caption, heights=(240,))


def digits_panel(images: Array, title: str, name: str, **fields: Any) -> Maps:
    """Return a panel of several digits, five in a row."""
    return Maps(images, title, columns=5, name=name, **{"role": "input", **ON_PAPER, **fields})
