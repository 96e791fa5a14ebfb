"""A network as volumes: boxes with arrows, and what is said of each below it."""

from math import log2, sqrt

from cnnlib.canvas.colours import third
from cnnlib.canvas.layout import Box, Place
from cnnlib.canvas.pen import Pen
from cnnlib.canvas.titles import write_title
from cnnlib.pictures.diagrams import Volume, Volumes
from cnnlib.pictures.palette import BACKGROUND, BLOCKS, ROLES, TEXT, TINTS

ARROW, LABEL, LINE, SPACE, EDGE = 16, 15, 14, 8, 2
"""CSS pixels: side of the square that holds an arrow, height of a line of the label, of any other line, room above and
below a box, and beside a line."""

FRONT, DEEP = 0.84, 0.36
"""Parts of the room that the front of the largest box takes, and the depth of the deepest."""


def paint_volumes(pen: Pen, volumes: Volumes, place: Place) -> None:
    """Paint every box at its place, the lines below it, the arrow that leads to it; and the title."""
    lines, columns = place.grid(volumes.shape)
    across, down = place.cells.width / columns, place.cells.height / lines
    labels = max(volume.label.count("\n") + 1 for volume in volumes.volumes)
    written = LABEL * labels + LINE * max(len(volume.lines) for volume in volumes.volumes) + SPACE
    room = across - pen.length(ARROW), down - pen.length(written + 2 * SPACE)
    for index, volume in enumerate(volumes.volumes):
        line, column = divmod(index, columns)
        left, top = place.cells.x + column * across, place.cells.y + line * down
        x, y = left + across / 2, top + pen.length(SPACE) + room[1] / 2
        if volume.broken:
            pen.write("✗", x, y, 48, ROLES["kernel"], down=18, bold=True)
        elif volume.shape:
            _paint_box(pen, volume, volumes, x, y, room)
        _write_below(pen, volume, x, top + down - pen.length(written), across - pen.length(2 * EDGE), labels)
        if index == volumes.chosen:
            frame = Box(round(left + 1), round(top + 1), round(across - 2), round(down - 2))
            pen.edge(frame, ROLES["plain"], 2)
        if index:
            _paint_arrow(pen, left, y)
    write_title(pen, volumes, place)


def _paint_arrow(pen: Pen, x: float, y: float) -> None:
    """Paint the arrow that leads to a box across the line between two places, where a frame may be."""
    side = pen.whole(ARROW)
    pen.fill(Box(round(x) - side // 2, round(y) - side // 2, side, side), BACKGROUND)
    pen.write("→", x, y, 15, down=5)


def _write_below(pen: Pen, volume: Volume, x: float, y: float, room: float, labels: int) -> None:
    """Write the label of a volume, in the first lines of `labels`, and its lines below them, each on its bar."""
    for number, text in enumerate(volume.label.split("\n"), start=1):
        pen.write(text, x, y, 12.5, ROLES[volume.role], down=number * LABEL - 3, bold=True, room=room)
    for number, line in enumerate(volume.lines):
        down = LABEL * labels + LINE * number
        if line.share > 0:
            wide = max(1, round(line.share * room))
            bar = Box(round(x - room / 2), round(y + pen.length(down + 1)), wide, pen.whole(LINE - 1))
            pen.fill(bar, TINTS[line.role])
        pen.write(line.text, x, y, 11, TEXT, down=down + LINE - 3, room=room)


def _paint_box(pen: Pen, volume: Volume, panel: Volumes, x: float, y: float, room: tuple[float, float]) -> None:
    """Paint one box around (x, y): its back and sides slice by slice, then its front."""
    channels, high, wide = volume.shape if len(volume.shape) == 3 else (*volume.shape, 1, 1)
    unit = FRONT * min(room) / sqrt(panel.largest)
    thinnest = pen.whole(4)
    tall, across = (max(thinnest, round(unit * sqrt(min(size, panel.largest)))) for size in (high, wide))
    deep = max(1, round(DEEP * min(room) * min(1.0, log2(1 + channels) / log2(1 + panel.deepest))))
    left, top = round(x - (across + deep) / 2), round(y - tall / 2 + deep / 4)
    ink = ROLES[volume.role]
    side = third(ink, BLOCKS[volume.role])
    thick = pen.whole(1.5, least=1)
    back = Box(left + deep, top - deep // 2, across, tall)
    for step in range(deep, 0, -1):
        x0, y0 = left + step, top - step // 2
        x1, y1 = x0 + across - thick, y0 + tall - thick
        pen.fill(Box(x0, y0, across, tall), side)
        for corner_x, corner_y in ((x0, y0), (x1, y0), (x1, y1)):
            pen.fill(Box(corner_x, corner_y, thick, thick), ink)
    pen.fill(Box(back.x, back.y, across, thick), ink)
    pen.fill(Box(back.x + across - thick, back.y, thick, tall), ink)
    front = Box(left, top, across, tall)
    pen.fill(front, BLOCKS[volume.role])
    pen.edge(front, ink, 1.5)
