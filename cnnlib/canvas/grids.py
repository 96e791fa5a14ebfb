"""A grid of cells, painted straight into the pixels of the canvas.

A cell is a rectangle of whole pixels, so NumPy paints it exactly, and many times faster than
an artist would.
"""

import numpy as np

from cnnlib.canvas.colours import cell_colours, opaque, rgb, text_colours
from cnnlib.canvas.layout import Box, Place
from cnnlib.canvas.outlines import outline
from cnnlib.canvas.pen import Pen
from cnnlib.canvas.titles import write_title
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import format_number
from cnnlib.pictures.palette import BACKGROUND, GRID_LINE, ROLES
from cnnlib.pictures.panels import Grid, Outline

HALF_GAP = 2
"""CSS pixels: half of the gap between two images of one grid."""

SMALLEST_LINED, SMALLEST_LINED_TILE = 9, 14
"""CSS pixels: smaller cells have no lines between them; of many small images the lines would hide more."""

LARGEST_LINED = 16
"""Cells along a side of a grey image: with more, it is a photograph and has no lines."""

HATCH = "#c9a9ce"
COVER = "#e6e6e6"

SMALLEST_DIGIT, LARGEST_DIGIT = 7.5, 16
"""CSS pixels: numbers that would be smaller are left out, and the cells are an image."""


def paint_grid(pen: Pen, grid: Grid, place: Place) -> None:
    """Paint the cells of a grid, its lines, padding, marks and outlines, its title and numbers."""
    colours = cell_colours(grid)
    if grid.covered is not None:
        colours[grid.covered] = rgb(COVER)
    cell, area = place.cell, pen.area(place.cells)
    pen.put(place.cells, _enlarged(opaque(colours), place))
    if any(grid.frame):
        _hatch_padding(pen, grid, place)
    if cell >= pen.whole(SMALLEST_LINED_TILE if grid.tile else SMALLEST_LINED) and not _is_photograph(grid):
        area[::cell] = rgb(GRID_LINE)
        area[:, ::cell] = rgb(GRID_LINE)
    if grid.tile:
        tiles = grid.shape[0] // grid.tile[0], grid.shape[1] // grid.tile[1]
        _part(area, tiles, pen.whole(HALF_GAP, least=1), ROLES[grid.role])
    if grid.marked is not None and cell:
        _paint_marks(area, grid.marked, cell)
    # Around the cells and not on them: of a photograph it would hide the outermost pixels.
    pen.edge_around(place.cells, ROLES[grid.role], 1.5)
    for each in grid.outlines:
        _paint_outline(pen, each, grid, place)
    write_title(pen, grid, place)
    if grid.numbers and cell and grid.colours != "rgb":
        _write_numbers(pen, grid, place, colours)


def _enlarged(colours: Array, place: Place) -> Array:
    """Return a value for each cell as one for each pixel; where there are more cells than pixels, some are left out."""
    if place.cell:
        return np.repeat(np.repeat(colours, place.cell, axis=1), place.cell, axis=0)
    return resampled(colours, place.cells)


def resampled(image: Array, box: Box) -> Array:
    """Return an image with as many pixels as a box has: each is the nearest of the image's."""
    rows, columns = image.shape[:2]
    down = np.arange(box.height) * rows // box.height
    across = np.arange(box.width) * columns // box.width
    return image[down[:, None], across]


def _is_photograph(grid: Grid) -> bool:
    """Whether a grid is looked at as a whole: lines between its cells would be a pattern that is not there."""
    return grid.colours == "grey" and max(grid.shape) > LARGEST_LINED


def _part(area: Array, tiles: Pair, half: int, colour: str) -> None:
    """Part the images that a grid is laid out of: a line in a gap, which takes a little of the cells at their edges."""
    for axis, count in enumerate(tiles):
        strips = np.moveaxis(area, axis, 0)
        for index in range(1, count):
            middle = round(index * len(strips) / count)
            strips[middle - half : middle + half + 1] = rgb(BACKGROUND)
            strips[middle] = rgb(colour)


def _padding(grid: Grid) -> Array:
    """Return a mask of the cells that are padding."""
    top, bottom, left, right = grid.frame
    rows, columns = grid.shape
    mask = np.ones((rows, columns), bool)
    mask[top : rows - bottom, left : columns - right] = False
    return mask


def _hatch_padding(pen: Pen, grid: Grid, place: Place) -> None:
    """Hatch the cells that are padding, so that it is seen without its colour.

    Where cells show numbers, their middle stays free: a line through a 0 makes it an 8.
    """
    box, cell = place.cells, place.cell
    where = resampled(_padding(grid), box)
    if grid.numbers and cell >= pen.length(12):
        where &= ~(_middle(box.height, cell)[:, None] & _middle(box.width, cell))
    pen.hatch(box, HATCH, period=pen.whole(7, least=4), thick=pen.whole(1, least=1), where=where)


def _middle(length: int, cell: int) -> Array:
    """Tell which pixels along one axis are in the middle of their cell."""
    return np.abs(np.arange(length) % cell - cell / 2) < 0.3 * cell


def _paint_marks(area: Array, marked: Array, cell: int) -> None:
    """Paint a triangle into the top right corner of each marked cell."""
    side = min(max(2, round(cell * 0.28)), cell - 1)
    corner = np.arange(side)[:, None] <= np.arange(side)
    for row, column in zip(*np.nonzero(marked), strict=True):
        right = (column + 1) * cell
        area[row * cell + 1 : row * cell + 1 + side, right - side : right][corner] = rgb(ROLES["kernel"])


def _paint_outline(pen: Pen, outline: Outline, grid: Grid, place: Place) -> None:
    """Paint a rectangle around cells, on the lines around them."""
    cells = place.cells
    tall, wide = cells.height / grid.shape[0], cells.width / grid.shape[1]
    x, y = cells.x + round(outline.column * wide), cells.y + round(outline.row * tall)
    box = Box(x, y, round(outline.width * wide) + 1, round(outline.height * tall) + 1)
    pen.outline(box, ROLES[outline.role], 2 if grid.tile else 3)  # the cells of small images are small


def _write_numbers(pen: Pen, grid: Grid, place: Place, colours: Array) -> None:
    """Write the value of each cell in its middle, if there is room for all of them."""
    texts, size = _numbers(pen, grid, place.cell)
    if not texts:
        return
    if grid.covered is not None:
        texts = ["?" if covered else text for text, covered in zip(texts, grid.covered.flat, strict=True)]
    inks = text_colours(colours).ravel()
    left, top, cell = place.cells.x, place.cells.y, place.cell
    for index, text in enumerate(texts):
        row, column = divmod(index, grid.shape[1])
        # Letters of cells are sized in pixels of the canvas, as cells are.
        pen.letters.add(text, left + (column + 0.5) * cell, top + (row + 0.5) * cell + 0.36 * size, size, inks[index])


def _numbers(pen: Pen, grid: Grid, cell: int) -> tuple[list[str], float]:
    """Return the numbers of the cells with as many decimals as there is room for, and their size in pixels.

    There are none where they would be too small.
    """
    smallest = pen.length(SMALLEST_DIGIT)
    if 0.44 * cell < smallest:
        return [], 0
    # Fewer decimals before no numbers at all; but 0.25 must not become 0.
    fewest = 0 if np.abs(grid.values[np.isfinite(grid.values)]).max(initial=0) >= 10 else 1
    for digits in range(grid.digits, min(fewest, grid.digits) - 1, -1):
        texts = [format_number(value, digits) for value in grid.values.flat]
        widest = max(outline(text)[1] for text in set(texts))
        size = min(0.44 * cell, pen.length(LARGEST_DIGIT), 0.84 * cell / max(widest, 1) * 100)
        if size >= smallest:
            return texts, size
    return [], 0
