"""Where each panel is: a picture, a width and a pixel ratio → boxes in device pixels.

Integers only. The size of the whole depends on the width and on the picture's rows, never on
what the panels hold, so that nothing jumps while a slider moves.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat

from cnnlib.engine.types import Pair
from cnnlib.pictures.diagrams import Blocks, Volumes
from cnnlib.pictures.panels import Grid, Maps, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.solids import Solid

NARROW = 600
"""CSS pixels below which panels are stacked instead of shrunk."""

TITLE, NOTE, GAP = 26, 20, 10
"""CSS pixels above and below a panel, and around it."""

LEAST_HEIGHT = 0.6
"""How low a panel of little weight may get where panels are stacked, as a part of the heaviest one's height."""

SIGN_WIDTH = 20
"""CSS pixels for a sign before its panel where panels are stacked."""

TOO_SMALL, EDITABLE = 17, 24
"""CSS pixels: a smaller cell has no room for a number; one that is edited is made as large as the second, then."""


@dataclass(frozen=True)
class Needs:
    """What panels of one kind need.

    Parameters
    ----------
    stacked : bool
        Whether they get a place of their own where panels are stacked.
    stacked_height : float or None
        Their height there, as a multiple of the row's height on a wide page; None is what their width asks for.
    weighted : bool
        Whether those of less weight are lower there.
    square : bool
        Whether their cells are squares; else they fill all the room.
    largest_cell : int or None
        The longest side of a cell in CSS pixels; None for no limit.
    lines : int
        How many lines a row of cells takes on a narrow page, one below the other.
    """

    stacked: bool = True
    stacked_height: float | None = None
    weighted: bool = True
    square: bool = True
    largest_cell: int | None = None
    lines: int = 1


NEEDS: Mapping[type[Panel], Needs] = {
    Grid: Needs(largest_cell=46),  # a 2×2 grid need not fill the page
    Maps: Needs(weighted=False),  # as many small images as on a wide page
    Blocks: Needs(stacked_height=2.2),  # blocks go on below where a row is too long for the page
    Volumes: Needs(stacked_height=1.85, square=False, lines=2),  # each line as high as the one of a wide page
    Solid: Needs(largest_cell=46),  # as those of a grid beside it
    Sign: Needs(stacked=False),
}
"""What is different for some kinds of panels."""


def _needs(panel: Panel) -> Needs:
    return NEEDS.get(type(panel), Needs())


@dataclass(frozen=True)
class Box:
    """A rectangle in device pixels, from the top left."""

    x: int
    y: int
    width: int
    height: int

    def grown(self, by: int) -> "Box":
        """Return the box that is larger by so many pixels on each side."""
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True)
class Place:
    """Where a panel is: its box, and the box of its cells (without cells, the same again).

    `cell` is the side of a cell in device pixels; 0 for a panel without square cells, and for an
    image with more pixels than its box (which is then resampled into `cells`). `fold` is how many
    cells are side by side where rows go on below; 0 where they do not.
    """

    box: Box
    cells: Box
    cell: int = 0
    fold: int = 0

    def grid(self, shape: Pair) -> Pair:
        """Return how many cells are below each other and side by side, for a panel of so many rows and columns."""
        if not self.fold:
            return shape
        return math.ceil(shape[0] * shape[1] / self.fold), self.fold


def size_and_boxes(picture: Picture, width: int, ratio: float) -> tuple[Pair, list[Box | None]]:
    """Return (width, height) in device pixels, and a :class:`Box` for each panel (None: left out)."""
    boxes: list[Box | None] = []
    top = 0
    for row, height in zip(picture.rows, picture.heights, strict=True):
        if width < NARROW:
            found, taken = _stacked(row, top, width, height, picture.across, ratio)
            boxes += found
        else:
            boxes += _side_by_side(row, top, width, height, ratio)
            taken = height
        top += taken
    return (round(width * ratio), round(top * ratio)), boxes


def _side_by_side(row: Sequence[Panel], top: int, width: int, height: int, ratio: float) -> list[Box]:
    """Return the boxes of a row on a wide page."""
    boxes, total, left = [], sum(panel.weight for panel in row), 0.0
    for panel in row:
        share = width * panel.weight / total
        boxes.append(_box(left, top, share, height, ratio))
        left += share
    return boxes


def _stacked(
    row: Sequence[Panel], top: int, width: int, height: int, across: int | tuple[int, ...], ratio: float
) -> tuple[list[Box | None], int]:
    """Return the boxes of a row on a narrow page, `across` panels a line, and the height of these lines.

    A sign stays with the panel that it is before.
    """
    kept = [index for index, panel in enumerate(row) if _needs(panel).stacked]
    heaviest = max(row[index].weight for index in kept)
    boxes: list[Box | None] = [None] * len(row)
    start = top
    # All panels leave room for a sign before them, or those without one would get larger cells.
    margin = SIGN_WIDTH if any(isinstance(panel, Sign) for panel in row) else 0
    for line, beside in _lines(kept, across):
        share = width / beside
        room = min(height, share - margin + (TITLE + NOTE if beside > 1 else 0))
        tall = max(_stacked_height(row[index], height, room, heaviest) for index in line)
        alone = width if len(line) == 1 else share  # a chart would be too narrow for its labels
        for column, index in enumerate(line):
            left = column * share
            if index and isinstance(row[index - 1], Sign):
                boxes[index - 1] = _box(left, top, margin, tall, ratio)
            boxes[index] = _box(left + margin, top, alone - margin, tall, ratio)
        top += tall
    return boxes, top - start


def _lines(kept: Sequence[int], across: int | tuple[int, ...]) -> Iterator[tuple[Sequence[int], int]]:
    """Yield what stands side by side on a narrow page, and in how many equal parts its line is divided."""
    counts = (across,) if isinstance(across, int) else across
    first = 0
    for count in chain(counts, repeat(counts[-1])):
        if first >= len(kept):
            return
        beside = min(count, len(kept))
        yield kept[first : first + beside], beside
        first += beside


def _stacked_height(panel: Panel, height: int, room: float, heaviest: float) -> int:
    """Return the height of a panel on a narrow page, in CSS pixels."""
    needs = _needs(panel)
    if needs.stacked_height is not None:
        return round(height * needs.stacked_height)
    return round(room * max(LEAST_HEIGHT, panel.weight / heaviest) if needs.weighted else room)


def _box(x: float, y: float, width: float, height: float, ratio: float) -> Box:
    left, top = round(x * ratio), round(y * ratio)
    return Box(left, top, round((x + width) * ratio) - left, round((y + height) * ratio) - top)


def places(picture: Picture, boxes: Sequence[Box | None], ratio: float) -> list[Place | None]:
    """Return a :class:`Place` for each panel (None for one that is left out)."""
    panels = list(zip(picture.panels, boxes, strict=True))
    fitting = [0 if box is None else _fitting_cell(panel, box, ratio) for panel, box in panels]
    shared: dict[str, int] = {}
    for panel, cell in zip(picture.panels, fitting, strict=True):
        if panel.scale:
            shared[panel.scale] = min(cell, shared.get(panel.scale, cell))
    return [
        None if box is None else _place(panel, box, _cell(panel, cell, shared, ratio), ratio)
        for (panel, box), cell in zip(panels, fitting, strict=True)
    ]


def _cell(panel: Panel, fitting: int, shared: Mapping[str, int], ratio: float) -> int:
    """Return the side of a panel's cells: that of its scale, but numbers that are edited must be seen."""
    cell = shared[panel.scale] if panel.scale else fitting
    if panel.edits and cell < TOO_SMALL * ratio:
        return max(cell, min(fitting, round(EDITABLE * ratio)))
    return cell


def _room(box: Box, ratio: float) -> Pair:
    """Return width and height that the cells of a panel may take, in device pixels."""
    return box.width - round(2 * GAP * ratio), box.height - round((TITLE + NOTE) * ratio)


def _fitting_cell(panel: Panel, box: Box, ratio: float) -> int:
    """Return the longest side that the cells of a panel could have; 0 where they are not squares."""
    needs = _needs(panel)
    if not panel.has_cells or not needs.square:
        return 0
    rows, columns = panel.shape
    wide, tall = _room(box, ratio)
    cell = min(wide // columns, tall // rows)
    return cell if needs.largest_cell is None else min(cell, round(needs.largest_cell * ratio))


def _place(panel: Panel, box: Box, cell: int, ratio: float) -> Place:
    if not panel.has_cells:
        return Place(box, box)
    rows, columns = panel.shape
    wide, tall = _room(box, ratio)
    if not _needs(panel).square:
        lines = _needs(panel).lines if box.width < NARROW * ratio else 1
        fold = math.ceil(columns / lines) if lines > 1 else 0
        return Place(box, Box(box.x + round(GAP * ratio), box.y + round(TITLE * ratio), wide, tall), fold=fold)
    if cell >= 1:
        width, height = columns * cell, rows * cell
    else:
        shrink = min(wide / columns, tall / rows)
        width, height = max(1, int(columns * shrink)), max(1, int(rows * shrink))
    x = box.x + (box.width - width) // 2
    y = box.y + round(TITLE * ratio) + (tall - height) // 2
    return Place(box, Box(x, y, width, height), cell)
