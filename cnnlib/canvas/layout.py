"""Where everything stands: a picture, a width and a pixel ratio → boxes in device pixels.

Integers only. The size of the whole depends on the width and on the picture's rows, never on
what the panels hold, so that nothing jumps while a slider moves.
"""

from dataclasses import dataclass

from cnnlib.pictures.diagrams import Blocks, Volumes
from cnnlib.pictures.panels import Grid, Maps, Sign

NARROW = 600
"""CSS pixels below which panels are stacked instead of shrunk."""

TITLE, NOTE, GAP = 26, 20, 10
"""CSS pixels above and below a panel, and around it."""

WRAPPED = 2.2
"""How much taller a diagram of blocks is where its panels are stacked."""

LARGEST_CELL = 46
"""CSS pixels: a 2×2 grid need not fill the page."""

TOO_SMALL, EDITABLE = 17, 24
"""CSS pixels: a smaller cell has no room for a number; one that is edited is made as large as the second, then."""


@dataclass(frozen=True)
class Box:
    """A rectangle in device pixels, from the top left."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Place:
    """Where a panel stands: its box, and for a grid its cells.

    `cell` is the side of a cell in device pixels; 0 for a panel without cells, and for an
    image with more pixels than its box (which is then resampled into `cells`).
    """

    box: Box
    cells: Box | None = None
    cell: int = 0


def has_cells(panel):
    """Tell whether a panel has cells that can be pressed: those of a grid, or whole maps or volumes."""
    return isinstance(panel, (Grid, Maps, Volumes))


def size_and_boxes(picture, width, ratio):
    """Return (width, height) in device pixels, and a :class:`Box` for each panel (None: left out)."""
    if width < NARROW:
        return _stacked(picture, width, ratio)
    boxes, top = [], 0
    for row, height in zip(picture.rows, picture.heights, strict=True):
        total, left = sum(panel.weight for panel in row), 0.0
        for panel in row:
            share = width * panel.weight / total
            boxes.append(_box(left, top, share, height, ratio))
            left += share
        top += height
    return (round(width * ratio), round(top * ratio)), boxes


def _stacked(picture, width, ratio):
    boxes, top = [], 0
    for row, height in zip(picture.rows, picture.heights, strict=True):
        places = [index for index, panel in enumerate(row) if not isinstance(panel, Sign)]
        largest, beside = max(row[index].weight for index in places), min(picture.across, len(places))
        found, share = dict.fromkeys(range(len(row))), width / beside
        for first in range(0, len(places), beside):
            line = places[first : first + beside]
            part = max(0.6, max(row[index].weight for index in line) / largest)
            if any(isinstance(row[index], Maps) for index in line):
                part = 1.0  # as many small images as on a wide page
            tall = round(min(height, share + (TITLE + NOTE if beside > 1 else 0)) * part)
            if any(isinstance(row[index], Blocks) for index in line):
                tall = round(height * WRAPPED)  # blocks go on below where a row is too long for the page
            if any(isinstance(row[index], Volumes) for index in line):
                tall = height  # what is said below each volume needs as many lines as on a wide page
            alone = width if len(line) == 1 else share  # a chart would be too narrow for its labels
            for column, index in enumerate(line):
                found[index] = _box(column * share, top, alone, tall, ratio)
            top += tall
        boxes += found.values()
    return (round(width * ratio), round(top * ratio)), boxes


def _box(x, y, width, height, ratio):
    left, top = round(x * ratio), round(y * ratio)
    return Box(left, top, round((x + width) * ratio) - left, round((y + height) * ratio) - top)


def places(picture, boxes, ratio):
    """Return a :class:`Place` for each panel (None for one that is left out)."""
    fitting = [_fitting_cell(panel, box, ratio) for panel, box in zip(picture.panels, boxes, strict=True)]
    shared = {}
    for panel, cell in zip(picture.panels, fitting, strict=True):
        if isinstance(panel, Grid) and panel.scale:
            shared[panel.scale] = min(cell, shared.get(panel.scale, cell))
    return [
        _place(panel, box, _cell(panel, cell, shared, ratio), ratio)
        for panel, box, cell in zip(picture.panels, boxes, fitting, strict=True)
    ]


def _cell(panel, fitting, shared, ratio):
    """Return the side of a panel's cells: that of its scale, but numbers that are edited must be seen."""
    cell = shared.get(getattr(panel, "scale", None), fitting)
    if getattr(panel, "edits", None) and cell < TOO_SMALL * ratio:
        return max(cell, min(fitting, round(EDITABLE * ratio)))
    return cell


def _room(box, ratio):
    """Width and height that the cells of a panel may take, in device pixels."""
    return box.width - round(2 * GAP * ratio), box.height - round((TITLE + NOTE) * ratio)


def _fitting_cell(panel, box, ratio):
    if box is None or not has_cells(panel):
        return 0
    rows, columns = panel.shape
    wide, tall = _room(box, ratio)
    if isinstance(panel, Volumes):
        return 0
    if isinstance(panel, Maps):
        return min(wide // columns, tall // rows)
    return min(wide // columns, tall // rows, round(LARGEST_CELL * ratio))


def _place(panel, box, cell, ratio):
    if box is None:
        return None
    if not has_cells(panel):
        return Place(box)
    rows, columns = panel.shape
    wide, tall = _room(box, ratio)
    if isinstance(panel, Volumes):
        return Place(box, Box(box.x + round(GAP * ratio), box.y + round(TITLE * ratio), wide, tall))
    if cell >= 1:
        width, height = columns * cell, rows * cell
    else:
        shrink = min(wide / columns, tall / rows)
        width, height = max(1, int(columns * shrink)), max(1, int(rows * shrink))
    x = box.x + (box.width - width) // 2
    y = box.y + round(TITLE * ratio) + (tall - height) // 2
    return Place(box, Box(x, y, width, height), cell)
