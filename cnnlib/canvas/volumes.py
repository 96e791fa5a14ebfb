"""A network as volumes: boxes with arrows, and what is said of each below it."""

from math import log2, sqrt

from cnnlib.canvas.cells import paint_edge, rgb
from cnnlib.pictures.palette import BLOCKS, ROLES, TEXT

ARROW, LABEL, LINE, SPACE = 18, 16, 14, 8
"""CSS pixels: room for the arrow, for a label, for a line of text, around the box."""


def paint_volumes(pixels, panel, place, letters, ratio):
    """Paint every box at its place, and the arrow that leads to it."""
    cells = place.cells
    across, down = cells.width / panel.columns, cells.height / panel.rows
    said = max(len(volume.lines) for volume in panel.volumes)
    below = (LABEL + LINE * said + SPACE) * ratio
    for index, volume in enumerate(panel.volumes):
        row, column = divmod(index, panel.columns)
        left, top = cells.x + column * across, cells.y + row * down
        middle = top + (down - below) / 2
        if index:
            letters.add("→", left + (ARROW / 2 + 2) * ratio, middle + 5 * ratio, 15 * ratio, TEXT)
        x, room = left + ARROW * ratio, across - 2 * ARROW * ratio
        if volume.broken:
            letters.add("✗", x + room / 2, middle + 18 * ratio, 48 * ratio, ROLES["kernel"], bold=True)
        elif volume.shape:
            _paint_box(pixels, volume, panel, x + room / 2, middle, (room, down - below - 2 * SPACE * ratio), ratio)
        y = top + down - below + LABEL * ratio
        wide = across - 6 * ratio  # below the box there is no arrow
        letters.add(volume.label, left + across / 2, y, 12.5 * ratio, ROLES[volume.role], bold=True, room=wide)
        for number, line in enumerate(volume.lines, start=1):
            letters.add(line, left + across / 2, y + number * LINE * ratio, 11 * ratio, TEXT, room=wide)
        if index == panel.chosen:
            paint_edge(
                pixels,
                round(left + ratio),
                round(top + 2),
                round(across - 2 * ratio) - 1,
                round(down) - 5,
                rgb(ROLES["kernel"]),
                max(1, round(2 * ratio)),
            )


def _paint_box(pixels, volume, panel, x, y, room, ratio):
    """Paint one box around (x, y): its back and sides slice by slice, then its front."""
    channels, high, wide = volume.shape if len(volume.shape) == 3 else (*volume.shape, 1, 1)
    unit = min(0.78 * room[0], 0.88 * room[1]) / sqrt(panel.largest)
    thinnest = round(3 * ratio)
    tall, across = (max(thinnest, round(unit * sqrt(min(size, panel.largest)))) for size in (high, wide))
    deep = max(1, round(0.7 * min(room) * min(1.0, log2(1 + channels) / log2(1 + panel.deepest))))
    left, top = round(x - (across + deep) / 2), round(y - tall / 2 + deep / 4)
    edge = rgb(ROLES[volume.role])
    side = [(one + 2 * other) // 3 for one, other in zip(edge, rgb(BLOCKS[volume.role]), strict=True)]
    thick = max(1, round(1.5 * ratio))
    for step in range(deep, 0, -1):
        x0, y0 = left + step, top - step // 2
        pixels[y0 : y0 + tall, x0 : x0 + across, :3] = edge if step == deep else side
        for corner_x, corner_y in ((x0, y0), (x0 + across - thick, y0), (x0 + across - thick, y0 + tall - thick)):
            pixels[corner_y : corner_y + thick, corner_x : corner_x + thick, :3] = edge
    pixels[top : top + tall, left : left + across, :3] = rgb(BLOCKS[volume.role])
    paint_edge(pixels, left, top, across - 1, tall - 1, edge, thick)
