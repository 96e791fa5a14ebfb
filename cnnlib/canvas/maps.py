"""A stack of feature maps: many small images in one panel."""

import numpy as np

from cnnlib.canvas.cells import cell_colours, paint_edge, rgb
from cnnlib.canvas.layout import Box
from cnnlib.pictures.palette import ROLES, TEXT

GAP, LABEL = 6, 14
"""CSS pixels between maps, and for a line below each."""


def tile(maps, place, index, ratio):
    """Return the :class:`Box` of one map inside its place."""
    rows, columns = maps.shape
    height, width = maps.values.shape[1:]
    row, column = divmod(index, columns)
    across, down = place.cells.width / columns, place.cells.height / rows
    label = LABEL * ratio if maps.labels else 0
    room = min((across - GAP * ratio) / width, (down - GAP * ratio - label) / height)
    cell = max(1, int(room)) if room >= 1 else room
    wide, tall = max(1, int(cell * width)), max(1, int(cell * height))
    x = place.cells.x + round(column * across + (across - wide) / 2)
    y = place.cells.y + round(row * down + (down - label - tall) / 2)
    return Box(x, y, wide, tall)


def paint_maps(pixels, maps, place, letters, ratio):
    """Paint every map in its frame, and its label below it."""
    colours = cell_colours(maps)
    height, width = maps.values.shape[1:]
    for index, image in enumerate(colours):
        box = tile(maps, place, index, ratio)
        down = np.arange(box.height) * height // box.height
        across = np.arange(box.width) * width // box.width
        pixels[box.y : box.y + box.height, box.x : box.x + box.width, :3] = image[down[:, None], across]
        chosen = index == maps.chosen
        thick = max(1, round((3 if chosen else 1) * ratio))
        paint_edge(
            pixels,
            box.x - thick,
            box.y - thick,
            box.width + 2 * thick - 1,
            box.height + 2 * thick - 1,
            rgb(ROLES["kernel" if chosen else maps.role]),
            thick,
        )
        if maps.labels:
            letters.add(
                maps.labels[index],
                box.x + box.width / 2,
                box.y + box.height + 12 * ratio,
                11 * ratio,
                TEXT,
                room=place.cells.width / maps.columns,
            )
