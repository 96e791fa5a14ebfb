"""Cells, painted straight into the pixels of the canvas.

A cell is a rectangle of whole pixels, so NumPy paints it exactly, and many times faster than
an artist would. Numbers and titles are letters: see :mod:`cnnlib.canvas.lettering`.
"""

from functools import lru_cache

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import LinearSegmentedColormap, to_rgb

from cnnlib.pictures.palette import BACKGROUND, GRID_LINE, ROLES, TINTS

NOT_A_NUMBER = (255, 214, 214)
HATCH = "#c9a9ce"
TEXT_ON_LIGHT, TEXT_ON_DARK = "#000000", "#ffffff"


@lru_cache(maxsize=64)
def rgb(colour):
    """Return a colour name or code as three integers 0–255."""
    return tuple(round(255 * part) for part in to_rgb(colour))


@lru_cache(maxsize=32)
def _scale(colours, role):
    """Return the 256 colours of a scale as a uint8 array (256, 3)."""
    if colours == "grey":
        scale = LinearSegmentedColormap.from_list("grey", ["#000000", "#ffffff"])
    elif colours == "signed":
        scale = colormaps["RdBu_r"]
    elif colours == "activation":
        scale = colormaps["cividis"]
    else:
        scale = LinearSegmentedColormap.from_list("tint", ["#ffffff", TINTS.get(role, TINTS["difference"])])
    return (scale(np.linspace(0, 1, 256))[:, :3] * 255).round().astype(np.uint8)


def cell_colours(grid):
    """Return the colour of every cell of a grid: uint8 (H, W, 3)."""
    if grid.colours == "rgb":
        return (np.clip(grid.values, 0, 1) * 255).round().astype(np.uint8)
    low, high = grid.limits
    if grid.colours == "signed":
        high = max(abs(low), abs(high))
        low = -high
    span = (high - low) or 1.0
    # −∞ is a number like any other below the scale: the padding of a max pooling holds it.
    finite = np.isfinite(grid.values) | np.isneginf(grid.values)
    levels = np.where(finite, np.maximum(grid.values, low), 0.0)
    levels = np.clip((levels - low) / span * 255, 0, 255).round().astype(np.intp)
    colours = _scale(grid.colours, grid.role)[levels]
    if not finite.all():
        colours[~finite] = NOT_A_NUMBER
    return colours


def text_colours(colours):
    """Return, for each cell, black or white, whichever stands out more (WCAG 2 contrast)."""
    channels = colours / 255.0
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    # Black and white stand out alike where (L + 0.05)² = 1.05 · 0.05.
    return np.where(luminance > 0.179, TEXT_ON_LIGHT, TEXT_ON_DARK)


def paint_background(pixels, box):
    """Clear a box of the canvas, alpha included."""
    whole = pixels[box.y : box.y + box.height, box.x : box.x + box.width].view(np.uint32)
    whole[...] = np.array([*rgb(BACKGROUND), 255], np.uint8).view(np.uint32)


def paint_grid(pixels, grid, place, ratio):
    """Paint the cells of a grid, its lines, padding, marks and outlines; return the cells' colours."""
    colours = cell_colours(grid)
    cells, cell = place.cells, place.cell
    area = pixels[cells.y : cells.y + cells.height, cells.x : cells.x + cells.width, :3]
    rows, columns = grid.shape
    if cell:
        area[...] = np.repeat(np.repeat(colours, cell, axis=1), cell, axis=0)
    else:
        down = np.arange(cells.height) * rows // cells.height
        across = np.arange(cells.width) * columns // cells.width
        area[...] = colours[down[:, None], across]
    if any(grid.frame):
        _hatch(area, _padding(grid), cell if grid.numbers else 0, ratio)
    if cell >= round(9 * ratio):
        area[::cell] = rgb(GRID_LINE)
        area[:, ::cell] = rgb(GRID_LINE)
    if grid.marked is not None and cell:
        _mark(area, grid.marked, cell, ratio)
    # Around the cells and not on them: of a photograph it would hide the outermost pixels.
    thick = max(1, round(1.5 * ratio))
    paint_edge(
        pixels,
        cells.x - thick,
        cells.y - thick,
        cells.width + 2 * thick - 1,
        cells.height + 2 * thick - 1,
        rgb(ROLES[grid.role]),
        thick,
    )
    for outline in grid.outlines:
        _outline(pixels, outline, place, grid.shape, ratio)
    return colours


def _padding(grid):
    """Return a mask of the cells that are padding."""
    top, bottom, left, right = grid.frame
    rows, columns = grid.shape
    mask = np.ones((rows, columns), bool)
    mask[top : rows - bottom, left : columns - right] = False
    return mask


def _hatch(area, mask, cell, ratio):
    """Draw diagonal lines over masked cells, so that padding is seen without its colour.

    Where cells show numbers, their middle stays free: a line through a 0 makes it an 8.
    """
    height, width = area.shape[:2]
    rows, columns = mask.shape
    down, across = np.arange(height), np.arange(width)
    inside = mask[(down * rows // height)[:, None], across * columns // width]
    period = max(4, round(7 * ratio))
    line = (down[:, None] + across) % period < max(1, round(ratio))
    if cell >= 12 * ratio:
        line &= ~(_middle(height, cell)[:, None] & _middle(width, cell))
    area[inside & line] = rgb(HATCH)


def _middle(length, cell):
    """Tell which pixels along one axis are in the middle of their cell."""
    return np.abs(np.arange(length) % cell - cell / 2) < 0.3 * cell


def _mark(area, marked, cell, ratio):
    """Draw a triangle into the top right corner of each marked cell."""
    side = max(2, round(cell * 0.28))
    corner = np.arange(side)[:, None] <= np.arange(side)
    for row, column in zip(*np.nonzero(marked), strict=True):
        right = (column + 1) * cell
        area[row * cell + 1 : row * cell + 1 + side, right - side : right][corner] = rgb(ROLES["kernel"])


def _outline(pixels, outline, place, shape, ratio):
    cells = place.cells
    tall, wide = cells.height / shape[0], cells.width / shape[1]
    x, y = cells.x + round(outline.column * wide), cells.y + round(outline.row * tall)
    width, height = round(outline.width * wide), round(outline.height * tall)
    thick = max(2, round(3 * ratio))
    # A white line on both sides keeps the outline visible on any cell.
    paint_edge(pixels, x - 1, y - 1, width + 2, height + 2, (255, 255, 255), thick + 2)
    paint_edge(pixels, x, y, width, height, rgb(ROLES[outline.role]), thick)


def paint_edge(pixels, x, y, width, height, colour, thick):
    """Paint a frame of `thick` pixels inside a rectangle."""
    area = pixels[max(0, y) : y + height + 1, max(0, x) : x + width + 1, :3]
    for side in (area[:thick], area[-thick:], area[:, :thick], area[:, -thick:]):
        side[...] = colour
