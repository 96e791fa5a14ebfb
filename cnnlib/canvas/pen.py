"""The pen: what painters draw with."""

from collections.abc import Hashable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import IdentityTransform

from cnnlib.canvas.colours import rgb
from cnnlib.canvas.layout import Box
from cnnlib.canvas.lettering import Letters
from cnnlib.engine.types import Array
from cnnlib.pictures.palette import BACKGROUND, TEXT

KeptAxes = dict[Hashable, tuple[Array, tuple[int, int, int, int]]]
"""Empty axes that were drawn before: their pixels, and their frame (left, top, right, bottom)."""


class Pen:
    """Paints on the pixels of a canvas.

    Positions and boxes are in pixels of the canvas, from the top left. Lengths are in CSS pixels: sizes of
    letters, thicknesses, distances from a position.

    Parameters
    ----------
    renderer : matplotlib RendererAgg
        Holds the pixels, :data:`~cnnlib.canvas.paths.DOTS` of them to an inch.
    ratio : float
        Pixels of the canvas to a CSS pixel.
    kept_axes : dict or None
        What charts keep from one painting to the next.
    """

    def __init__(self, renderer: RendererAgg, ratio: float, kept_axes: KeptAxes | None = None) -> None:
        self.renderer, self.ratio = renderer, ratio
        self.kept_axes: KeptAxes = {} if kept_axes is None else kept_axes
        self.pixels = np.asarray(renderer.buffer_rgba())
        self.letters = Letters()

    def length(self, css: float) -> float:
        """Return a length in pixels of the canvas."""
        return css * self.ratio

    def whole(self, css: float, *, least: int = 0) -> int:
        """Return a length in whole pixels of the canvas."""
        return max(least, round(css * self.ratio))

    def area(self, box: Box) -> Array:
        """Return the pixels of a box, (height, width, 3), to be painted on."""
        return self.pixels[box.y : box.y + box.height, box.x : box.x + box.width, :3]

    def clear(self, box: Box) -> None:
        """Give a box the colour of the background, alpha included."""
        whole = self.pixels[box.y : box.y + box.height, box.x : box.x + box.width].view(np.uint32)
        whole[...] = np.array([*rgb(BACKGROUND), 255], np.uint8).view(np.uint32)

    def put(self, box: Box, pixels: Array) -> None:
        """Give a box its pixels, :func:`~cnnlib.canvas.colours.opaque`: whole ones are copied faster than channels."""
        self.pixels.view(np.uint32)[box.y : box.y + box.height, box.x : box.x + box.width, 0] = pixels

    def fill(self, box: Box, colour: str) -> None:
        """Fill a box."""
        self.area(box)[...] = rgb(colour)

    def edge(self, box: Box, colour: str, thick: float) -> None:
        """Paint a frame inside a box."""
        self._frame(box, colour, self.whole(thick, least=1))

    def edge_around(self, box: Box, colour: str, thick: float) -> None:
        """Paint a frame outside a box."""
        side = self.whole(thick, least=1)
        self._frame(box.grown(side), colour, side)

    def outline(self, box: Box, colour: str, thick: float) -> None:
        """Paint a frame inside a box, with a white line on both of its sides: it is visible on any cell."""
        side = self.whole(thick, least=2)
        self._frame(box.grown(1), "#ffffff", side + 2)
        self._frame(box, colour, side)

    def _frame(self, box: Box, colour: str, side: int) -> None:
        left, top = max(0, box.x), max(0, box.y)
        area = self.pixels[top : box.y + box.height, left : box.x + box.width, :3]
        paint = rgb(colour)
        for strip in (area[:side], area[-side:], area[:, :side], area[:, -side:]):
            strip[...] = paint

    def hatch(self, box: Box, colour: str, *, period: int, thick: float, where: Array | None = None) -> None:
        """Paint diagonal lines on a box, or on that part of it where the mask `where` is True.

        `period` and `thick` are in pixels of the canvas: what is rounded, and how, differs.
        """
        area = self.area(box)
        height, width = area.shape[:2]
        lines = (np.arange(height)[:, None] + np.arange(width)) % period < thick
        area[lines if where is None else lines & where] = rgb(colour)

    def write(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: str = TEXT,
        *,
        right: float = 0,
        down: float = 0,
        anchor: float = 0.5,
        bold: bool = False,
        room: float | None = None,
    ) -> None:
        """Write a text on the line `y`, moved by `right` and `down`.

        `anchor` is the part of its width left of `x`: 0 for left, 0.5 for centred, 1 for right.
        A text wider than `room` (in pixels of the canvas) is made smaller.
        """
        x, y = x + right * self.ratio, y + down * self.ratio
        self.letters.add(text, x, y, size * self.ratio, colour, anchor=anchor, bold=bold, room=room)

    def draw(self, artist: Artist) -> None:
        """Draw an artist of matplotlib; its coordinates are pixels of the canvas, but from the bottom left."""
        artist.set_transform(IdentityTransform())
        artist.draw(self.renderer)

    def finish(self) -> None:
        """Draw the letters that were written: all at once is much faster than one by one."""
        self.letters.draw(self.pixels)
        self.letters = Letters()
