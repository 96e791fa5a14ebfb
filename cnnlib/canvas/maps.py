"""A stack of feature maps: many small images in one panel."""

from cnnlib.canvas.colours import cell_colours, opaque
from cnnlib.canvas.grids import resampled
from cnnlib.canvas.layout import Box, Place
from cnnlib.canvas.pen import Pen
from cnnlib.canvas.titles import write_title
from cnnlib.pictures.palette import ROLES
from cnnlib.pictures.panels import Maps

GAP, LABEL = 6, 14
"""CSS pixels between maps, and for a line below each."""


def paint_maps(pen: Pen, maps: Maps, place: Place) -> None:
    """Paint every map in its frame, its label below it, and the title of the whole."""
    for index, image in enumerate(cell_colours(maps)):
        box = _box_of_map(pen, maps, place, index)
        pen.put(box, resampled(opaque(image), box))
        chosen = index == maps.chosen
        pen.edge_around(box, ROLES[maps.chosen_role if chosen else maps.role], 3 if chosen else 1)
        if maps.labels:
            room = place.cells.width / maps.columns
            pen.write(maps.labels[index], box.x + box.width / 2, box.y + box.height, 11, down=12, room=room)
    write_title(pen, maps, place)


def _box_of_map(pen: Pen, maps: Maps, place: Place, index: int) -> Box:
    """Return the box of one map, in the middle of its part of the panel."""
    rows, columns = maps.shape
    height, width = maps.values.shape[1:]
    row, column = divmod(index, columns)
    across, down = place.cells.width / columns, place.cells.height / rows
    label = pen.length(LABEL) if maps.labels else 0
    room = min((across - pen.length(GAP)) / width, (down - pen.length(GAP) - label) / height)
    cell = max(1, int(room)) if room >= 1 else room
    wide, tall = max(1, int(cell * width)), max(1, int(cell * height))
    x = place.cells.x + round(column * across + (across - wide) / 2)
    y = place.cells.y + round(row * down + (down - label - tall) / 2)
    return Box(x, y, wide, tall)
