"""A network as volumes: boxes with arrows, and what is said of each below it."""

from math import log2, sqrt

from cnnlib.canvas.colours import third
from cnnlib.canvas.layout import Box, Place
from cnnlib.canvas.pen import Pen
from cnnlib.canvas.titles import write_title
from cnnlib.pictures.diagrams import Volume, Volumes
from cnnlib.pictures.palette import BLOCKS, ROLES, TEXT

ARROW, LABEL, LINE, SPACE = 18, 16, 14, 8
"""CSS pixels: room for the arrow, for a label, for a line of text, around the box."""


def paint_volumes(pen: Pen, volumes: Volumes, place: Place) -> None:
    """Paint every box at its place, the arrow that leads to it, the lines below it; and the title."""
    cells = place.cells
    across, down = cells.width / volumes.columns, cells.height / volumes.rows
    most_lines = max(len(volume.lines) for volume in volumes.volumes)
    below = pen.length(LABEL + LINE * most_lines + SPACE)
    for index, volume in enumerate(volumes.volumes):
        row, column = divmod(index, volumes.columns)
        left, top = cells.x + column * across, cells.y + row * down
        middle = top + (down - below) / 2
        if index:
            pen.write("→", left, middle, 15, right=ARROW / 2 + 2, down=5)
        x, wide = left + pen.length(ARROW), across - pen.length(2 * ARROW)
        if volume.broken:
            pen.write("✗", x + wide / 2, middle, 48, ROLES["kernel"], down=18, bold=True)
        elif volume.shape:
            _paint_box(pen, volume, volumes, x + wide / 2, middle, (wide, down - below - pen.length(2 * SPACE)))
        y = top + down - below + pen.length(LABEL)
        _write_below(pen, volume, left + across / 2, y, across - pen.length(6))  # there is no arrow below the box
        if index == volumes.chosen:
            wide, tall = round(across - pen.length(2)), round(down) - 4
            pen.edge(Box(round(left + pen.length(1)), round(top + 2), wide, tall), ROLES["kernel"], 2)
    write_title(pen, volumes, place)


def _write_below(pen: Pen, volume: Volume, x: float, y: float, room: float) -> None:
    """Write the label of a volume, and its lines below that."""
    pen.write(volume.label, x, y, 12.5, ROLES[volume.role], bold=True, room=room)
    for number, line in enumerate(volume.lines, start=1):
        pen.write(line, x, y, 11, TEXT, down=number * LINE, room=room)


def _paint_box(pen: Pen, volume: Volume, panel: Volumes, x: float, y: float, room: tuple[float, float]) -> None:
    """Paint one box around (x, y): its back and sides slice by slice, then its front."""
    channels, high, wide = volume.shape if len(volume.shape) == 3 else (*volume.shape, 1, 1)
    unit = min(0.78 * room[0], 0.88 * room[1]) / sqrt(panel.largest)
    thinnest = pen.whole(3)
    tall, across = (max(thinnest, round(unit * sqrt(min(size, panel.largest)))) for size in (high, wide))
    deep = max(1, round(0.7 * min(room) * min(1.0, log2(1 + channels) / log2(1 + panel.deepest))))
    left, top = round(x - (across + deep) / 2), round(y - tall / 2 + deep / 4)
    ink = ROLES[volume.role]
    side = third(ink, BLOCKS[volume.role])
    thick = pen.whole(1.5, least=1)
    for step in range(deep, 0, -1):
        x0, y0 = left + step, top - step // 2
        x1, y1 = x0 + across - thick, y0 + tall - thick
        pen.fill(Box(x0, y0, across, tall), ink if step == deep else side)
        for corner_x, corner_y in ((x0, y0), (x1, y0), (x1, y1)):
            pen.fill(Box(corner_x, corner_y, thick, thick), ink)
    front = Box(left, top, across, tall)
    pen.fill(front, BLOCKS[volume.role])
    pen.edge(front, ink, 1.5)
