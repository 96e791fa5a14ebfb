"""A box of cells in oblique projection, with a smaller solid box in it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.path import Path

from cnnlib.canvas.colours import ink, third
from cnnlib.canvas.layout import Place
from cnnlib.canvas.paths import draw_paths
from cnnlib.canvas.pen import Pen
from cnnlib.canvas.titles import write_title
from cnnlib.engine.types import Array
from cnnlib.pictures.palette import BACKGROUND, ROLES, TEXT, TINTS
from cnnlib.pictures.panels import Outline
from cnnlib.pictures.solids import ACROSS, UP, Solid

LINE, EDGE, BLOCK_EDGE, SPACE = 0.7, 1.5, 2.4, 5
"""CSS pixels: lines between cells, edges of the box, those of the smaller one in it; and from an edge to its size."""

GLASS = 0.3
"""How much of the colour of a side is on what is seen through it."""

Colour = tuple[float, float, float, float]
CLEAR: Colour = (1.0, 1.0, 1.0, 0.0)

Corner = tuple[float, float, float]
"""Channel, row and column; whole numbers are where cells begin."""


class Face(NamedTuple):
    """A part of a side that is seen: front, top or right, the channel that it belongs to, and three of its corners.

    The fourth is across from the second.
    """

    side: str
    channel: int
    corners: tuple[Corner, Corner, Corner]

    def points(self) -> Array:
        """Return where its four corners are seen, (4, 2): x and y in cells from the top left of the front."""
        first, second, third_one = (np.array(project(corner)) for corner in self.corners)
        return np.array([first, second, third_one, first + third_one - second])


def project(corner: Corner) -> tuple[float, float]:
    """Return where a corner is seen, as (x, y) in cells from the top left of the front.

    Examples
    --------
    >>> project((0, 2, 3)), project((2, 2, 3))
    ((3.0, 2.0), (4.1, 1.2))
    """
    channel, row, column = corner
    return column + ACROSS * channel, row - UP * channel


def sides(channels: int, block: Outline) -> Iterator[Face]:
    """Yield the three sides that are seen of a box of so many channels over some cells of the front.

    Examples
    --------
    >>> for side in sides(3, Outline(1, 2, 4, 5)):
    ...     print(side.side, side.corners)
    top ((0, 1, 2), (0, 1, 7), (3, 1, 7))
    right ((0, 1, 7), (0, 5, 7), (3, 5, 7))
    front ((0, 1, 2), (0, 1, 7), (0, 5, 7))
    """
    top, left, low, end = block.row, block.column, block.row + block.height, block.column + block.width
    yield Face("top", 0, ((0, top, left), (0, top, end), (channels, top, end)))
    yield Face("right", 0, ((0, top, end), (0, low, end), (channels, low, end)))
    yield Face("front", 0, ((0, top, left), (0, top, end), (0, low, end)))


def cells(channels: int, block: Outline) -> Iterator[Face]:
    """Yield the same three sides cell by cell.

    Examples
    --------
    >>> [(cell.side, cell.channel) for cell in cells(2, Outline(0, 0))]
    [('top', 0), ('right', 0), ('top', 1), ('right', 1), ('front', 0)]
    """
    top, end = block.row, block.column + block.width
    rows, columns = range(top, top + block.height), range(block.column, end)
    for c in range(channels):
        for x in columns:
            yield Face("top", c, ((c, top, x), (c, top, x + 1), (c + 1, top, x + 1)))
        for y in rows:
            yield Face("right", c, ((c, y, end), (c, y + 1, end), (c + 1, y + 1, end)))
    for y in rows:
        for x in columns:
            yield Face("front", 0, ((0, y, x), (0, y, x + 1), (0, y + 1, x + 1)))


class Stroke(NamedTuple):
    """A face, the colours (red, green, blue, alpha) of its inside and its edges, and their thickness in CSS pixels."""

    face: Face
    inside: Colour
    edge: Colour
    thick: float


def paint_solid(pen: Pen, solid: Solid, place: Place) -> None:
    """Paint the box, and in it the smaller one, whose front is in the front; the sizes of the sides; the title."""
    corner, cell = _front(solid, place)
    strokes = list(_strokes(solid))
    points = corner + cell * np.array([stroke.face.points() for stroke in strokes])
    # Agg counts its pixels from the bottom.
    upwards = points * (1, -1) + (0, pen.renderer.height)
    draw_paths(
        pen.renderer,
        [Path(np.concatenate([four, four[:1]]), closed=True) for four in upwards],
        np.array([stroke.inside for stroke in strokes]),
        edges=np.array([stroke.edge for stroke in strokes]),
        thick=[pen.length(stroke.thick) for stroke in strokes],
    )
    _write_sizes(pen, solid, place)
    write_title(pen, solid, place)


def _strokes(solid: Solid) -> Iterator[Stroke]:
    """Yield what is painted, from back to front: the smaller box is seen through the sides of the larger one."""
    channels, height, width = solid.size
    whole, block = Outline(0, 0, height, width), solid.block
    yield from _tinted(cells(channels, whole), solid.layers)
    yield from _edged(sides(channels, whole), solid.role, EDGE)
    if block is None:
        return
    wood = ("kernel",) * channels
    at_surface = {"top": block.row == 0, "right": block.column + block.width == width}
    yield from _tinted((face for face in cells(channels, block) if face.side != "front"), wood)
    yield from _edged((face for face in sides(channels, block) if face.side != "front"), block.role, BLOCK_EDGE)
    glass = (face for face in cells(channels, whole) if not at_surface.get(face.side))
    yield from _tinted(glass, solid.layers, GLASS)
    yield from _tinted((face for face in cells(channels, block) if face.side == "front"), wood)
    on_surface = (face for face in sides(channels, block) if at_surface.get(face.side, True))
    yield from _edged(on_surface, block.role, BLOCK_EDGE)


def _tinted(faces: Iterable[Face], layers: Sequence[str], alpha: float = 1.0) -> Iterator[Stroke]:
    """Yield cells in the tint of the role that their channel has."""
    for face in faces:
        role = layers[face.channel]
        inside, edge = ink(_shade(role, face.side)), ink(ROLES[role])
        yield Stroke(face, (*inside[:3], alpha), (*edge[:3], alpha), LINE)


def _edged(faces: Iterable[Face], role: str, thick: float) -> Iterator[Stroke]:
    """Yield the edges of sides."""
    for face in faces:
        yield Stroke(face, CLEAR, ink(ROLES[role]), thick)


def _front(solid: Solid, place: Place) -> tuple[Array, float]:
    """Return the top left of the front and the side of a cell, in pixels of the canvas."""
    cell = place.cells.height / solid.shape[0]
    above, left = solid.front
    return np.array([place.cells.x + left * cell, place.cells.y + above * cell]), cell


def _shade(role: str, side: str) -> str:
    """Return the colour of a side: light comes from above."""
    tint = TINTS[role]
    return {"front": tint, "top": third(BACKGROUND, tint), "right": third(ROLES[role], tint)}[side]


def _write_sizes(pen: Pen, solid: Solid, place: Place) -> None:
    """Write C, H and W beside the edges that they measure."""
    channels, height, width = solid.size
    (x, y), cell = _front(solid, place)
    across, down = project((channels / 2, height, width))
    behind, low = x + across * cell, y + down * cell
    before_it = x - place.box.x - pen.length(SPACE + 4)
    after_it = place.box.x + place.box.width - behind - pen.length(SPACE + 4)
    pen.write(f"H = {height}", x, y + height * cell / 2, 12, TEXT, right=-SPACE, down=4, anchor=1, room=before_it)
    pen.write(f"W = {width}", x + width * cell / 2, y + height * cell, 12, TEXT, down=15)
    pen.write(f"C = {channels}", behind, low, 12, TEXT, right=SPACE, down=10, anchor=0, room=after_it)
