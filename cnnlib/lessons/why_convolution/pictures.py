"""Pictures of what flattening loses: which pixels are neighbours, and how alike neighbours are."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Maps, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape


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
    >>> image = np.arange(16).reshape(4, 4)
    >>> flattening_picture(image, image.reshape(-1), position=5).formula
    'index = row · columns + column = 1·4 + 1 = 5; neighbours: 1, 4, 6, 9'
    """
    position = within(position, image.size)
    row, column = cell_at(position, image.shape)
    near = neighbours(position, image.shape)
    near_in_words = ", ".join(map(str, near))
    line = flat.reshape(1, -1)
    input_title, flat_title = _("input {shape}", shape=shape(image)), _("flat {shape}", shape=shape(flat))
    options: dict[str, Any] = {"colouring": colouring_of(image), "position": position, "near": near}
    grid = _grid(image, input_title, "input", picks=positions(image.shape), **options)
    row_of_cells = _grid(line, flat_title, "flat", picks=positions(line.shape), role="output", **options)
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
    return Picture([[grid], [row_of_cells]], caption, formula, code, heights=(280, 130))


def shuffling_picture(image: Array, shuffled: Array, order: Array, *, position: int = 0) -> Picture:
    """Show an image beside its pixels in another order, and where a pixel and its neighbours went.

    Parameters
    ----------
    image, shuffled : array, (H, W)
    order : array of int, (H · W,)
        Pixel k of `shuffled`, counted row by row, is pixel ``order[k]`` of `image`.
    position : int
        A pixel of `image`, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` and ``shuffled``; pressing a cell of either picks ``position``.

    Examples
    --------
    >>> image = np.array([[1, 2], [3, 4]])
    >>> shuffling_picture(image, np.array([[4, 3], [2, 1]]), np.array([3, 2, 1, 0])).caption
    'The pixel in row 0, column 0 went to row 1, column 1; of its 2 neighbours, 2 are still beside it.'
    """
    position = within(position, image.size)
    row, column = cell_at(position, image.shape)
    near = neighbours(position, image.shape)
    new_positions = np.argsort(order)
    new_position = int(new_positions[position])
    new_row, new_column = cell_at(new_position, image.shape)
    near_went_to = [int(new_positions[each]) for each in near]
    still_near = len(set(near_went_to) & set(neighbours(new_position, image.shape)))
    colouring = colouring_of(image)
    before = _grid(
        image,
        _("in order {shape}", shape=shape(image)),
        "input",
        colouring=colouring,
        position=position,
        near=near,
        picks=positions(image.shape),
    )
    after = _grid(
        shuffled,
        _("shuffled {shape}", shape=shape(shuffled)),
        "shuffled",
        colouring=colouring,
        position=new_position,
        near=near_went_to,
        picks=order.reshape(image.shape),
    )
    caption = _(
        "The pixel in row {row}, column {column} went to row {new_row}, column {new_column}; of its {all} "
        "neighbours, {are}.",
        row=row,
        column=column,
        new_row=new_row,
        new_column=new_column,
        all=len(near),
        are=ngettext("{count} is still beside it", "{count} are still beside it", still_near),
    )
    formula = _(
        "order[{new}] = {position}: number {position} of the image becomes number {new}",
        new=new_position,
        position=position,
    )
    code = "image.reshape(-1)[order].reshape(image.shape)"
    return Picture([[before, after]], caption, formula, code, heights=(330,))


def _grid(
    values: Array,
    title: str,
    name: str,
    *,
    colouring: Mapping[str, Any],
    position: int,
    near: Sequence[int],
    picks: Array,
    role: str = "input",
) -> Grid:
    """Return a grid in which a pixel is framed and its neighbours are framed and marked."""
    marked = np.zeros(values.shape, bool)
    marked.flat[near] = True
    outlines = [Outline(*cell_at(each, values.shape), role="plain") for each in near]
    outlines.append(Outline(*cell_at(position, values.shape), role="kernel"))
    return Grid(
        values,
        title,
        name=name,
        role=role,
        outlines=tuple(outlines),
        marked=marked,
        picks={"position": picks},
        **colouring,
    )


def gallery_picture(images: Array, shuffled: Array) -> Picture:
    """Show images, and the same images with their pixels in another order.

    Parameters
    ----------
    images, shuffled : array, (N, H, W)

    Returns
    -------
    Picture
        Panels ``in order`` and ``shuffled``.

    Examples
    --------
    >>> gallery_picture(np.zeros((2, 8, 8)), np.zeros((2, 8, 8)))
    2 digits in order, and the same digits with their 64 pixels shuffled, all in the same way.
    """

    def stack(digits: Array, title: str, name: str) -> Maps:
        return Maps(digits, title, columns=5, name=name, role="input", colours="grey", limits=(0, 16))

    panels = [
        stack(images, _("in order {shape}", shape=shape(images)), "in order"),
        stack(shuffled, _("shuffled {shape}", shape=shape(shuffled)), "shuffled"),
    ]
    caption = _(
        "{count} digits in order, and the same digits with their {pixels} pixels shuffled, all in the same way.",
        count=len(images),
        pixels=images[0].size,
    )
    return Picture([panels], caption, heights=(240,))


def distance_picture(image: Array, distance: int, curves: Mapping[str, Sequence[float]], chosen: str) -> Picture:
    """Show an image, its copy that starts some pixels further right, and how much the two agree.

    Parameters
    ----------
    image : array, (H, W)
    distance : int
        Columns from each pixel to its partner on the right.
    curves : dict of str to array, (D,)
        Name of an image → the correlation at the distances 1, 2, … D.
    chosen : str
        Which of them `image` is.

    Returns
    -------
    Picture
        Panels ``pixels``, ``partners`` and ``correlation``.

    Examples
    --------
    >>> distance_picture(np.ones((2, 4)), 1, {"photo": np.array([0.5, 0.25])}, "photo")
    In the photo, pixels 1 apart have a correlation of 0.5.
    """

    def photograph(values: Array, title: str, name: str, note: str = "") -> Grid:
        return Grid(values, title, name=name, colours="grey", limits=(0, 1), numbers=False, scale="cells", note=note)

    left, right = image[:, :-distance], image[:, distance:]
    further = _("what stands {distance} further right", distance=distance)
    images = [
        photograph(left, _("pixels {shape}", shape=shape(left)), "pixels"),
        photograph(right, _("partners {shape}", shape=shape(right)), "partners", further),
    ]
    correlation = curves[chosen][distance - 1]
    curve = Curves(
        {name: (np.arange(1, len(points) + 1), points) for name, points in curves.items()},
        _("how alike"),
        _("distance in pixels"),
        _("correlation"),
        (0, max(map(len, curves.values()))),
        (-0.2, 1),
        here=((distance, correlation),),
        name="correlation",
    )
    value = format_number(correlation, 3)
    caption = _(
        "In the {name}, pixels {distance} apart have a correlation of {value}.",
        name=chosen,
        distance=distance,
        value=value,
    )
    formula = _("correlation at the distance {distance} = {value}", distance=distance, value=value)
    code = f"np.corrcoef(image[:, :-{distance}].ravel(), image[:, {distance}:].ravel())[0, 1]"
    return Picture([images, [curve]], caption, formula, code, heights=(330, 250), across=2)
