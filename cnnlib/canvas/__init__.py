"""Picture → pixels, which are kept and repainted only where something changed."""

from cnnlib.canvas.style import own_style  # first of all: it loads matplotlib

# isort: split
import threading
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg

from cnnlib.canvas.indexed import encode_indexed
from cnnlib.canvas.layout import GAP, Box, Place, places, size_and_boxes
from cnnlib.canvas.painters import paint_panel
from cnnlib.canvas.paths import DOTS
from cnnlib.canvas.pen import KeptAxes, Pen
from cnnlib.canvas.png import encode_png
from cnnlib.engine.types import Array, Pair
from cnnlib.pictures.panels import Panel
from cnnlib.pictures.picture import Picture

BAND = np.uint8(240)
"""The grey behind a line that is no part of the picture."""

NOTE_SIZE = 20
"""Height of its letters, in CSS pixels: a phone shows the picture at less than half its size."""

WORDS_SIZE = 15
"""Height of the letters of the words above a picture."""

GREYS = 6
"""Shades of the letters in a saved picture: all of them would make the file half as large again, and look the same."""

SHARE_OF_DIMMED = 0.35
"""How much is left of the colours of a picture that is not the one of the setting: as on the page."""


class Canvas:
    """Turns pictures into PNGs of a size that changes only with the page.

    Parameters
    ----------
    width : int
        Width in CSS pixels.
    ratio : float
        Device pixels to a CSS pixel.

    Notes
    -----
    It never touches pyplot, draws the same whatever style a user has set, and a lock lets one thread draw at a time:
    a Jupyter kernel calls from several.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> from cnnlib.pictures.picture import Picture
    >>> canvas = Canvas(width=300)
    >>> canvas.draw(Picture([[Grid([[1, 2]], "input (1, 2)")]], caption="Two cells."))[1:4]
    b'PNG'
    """

    def __init__(self, width: int = 900, ratio: float = 1.0) -> None:
        self.width, self.ratio = width, ratio
        self._lock = threading.RLock()
        self._renderer = RendererAgg(1, 1, DOTS)
        self.size: Pair = (0, 0)
        self._panels: list[Panel | None] = []
        self._places: list[Place | None] = []
        self._kept_axes: KeptAxes = {}

    def resize(self, width: int, ratio: float) -> None:
        """Follow the page: the next drawing is made anew."""
        with self._lock:
            self.width, self.ratio = width, ratio

    def release(self) -> None:
        """Let go of the pixels; the next drawing makes new ones."""
        with self._lock:
            self._start_over((1, 1), 0)

    def draw(self, picture: Picture, *, level: int = 1) -> bytes:
        """Return the picture as PNG bytes; only panels that changed are painted."""
        with self._lock:
            return encode_png(self.paint(picture), level)

    def paint(self, picture: Picture) -> Array:
        """Return the picture as a uint8 array (height, width, 4) that the next call overwrites."""
        with self._lock, own_style():
            size, boxes = size_and_boxes(picture, self.width, self.ratio)
            where = places(picture, boxes, self.ratio)
            if size != self.size or len(where) != len(self._places):
                self._start_over(size, len(where))
            pen = Pen(self._renderer, self.ratio, self._kept_axes)
            for index, (panel, place) in enumerate(zip(picture.panels, where, strict=True)):
                if place is None or self._shows(index, panel, place):
                    continue
                # Noted one by one: if a panel fails, the canvas still knows what it shows.
                self._panels[index], self._places[index] = None, None
                paint_panel(pen, panel, place)
                self._panels[index], self._places[index] = panel, place
            return pen.pixels

    def _start_over(self, size: Pair, panels: int) -> None:
        self.size = size
        self._renderer = RendererAgg(*size, DOTS)
        np.asarray(self._renderer.buffer_rgba())[...] = 255
        self._panels, self._places, self._kept_axes = [None] * panels, [None] * panels, {}

    def _shows(self, index: int, panel: Panel, place: Place) -> bool:
        """Tell whether the canvas already shows this panel at this place."""
        return place == self._places[index] and panel.looks_like(self._panels[index])

    def geometry(self) -> list[dict[str, Any]]:
        """Return, for each named grid on the canvas, where its cells are, in parts of the whole.

        Returns
        -------
        list of dict
            ``name``, ``rows``, ``cols`` and ``x``, ``y``, ``cell_width``, ``cell_height``:
            fractions of the picture's width and height, so that they hold at any zoom. ``fold`` is how many
            cells are side by side where the rows go on below, and 0 where they do not.
        """
        return [
            self._where(panel, place)
            for panel, place in zip(self._panels, self._places, strict=True)
            if panel is not None and place is not None and panel.has_cells and panel.name
        ]

    def _where(self, panel: Panel, place: Place) -> dict[str, Any]:
        wide, tall = self.size
        down, across = place.grid(panel.shape)
        return {
            "name": panel.name,
            "rows": panel.shape[0],
            "cols": panel.shape[1],
            "x": place.cells.x / wide,
            "y": place.cells.y / tall,
            "cell_width": place.cells.width / across / wide,
            "cell_height": place.cells.height / down / tall,
            "fold": place.fold,
        }


def saved_png(
    picture: Picture, *, width: int = 900, ratio: float = 2.0, note: str = "", words: str = "", dimmed: bool = False
) -> bytes:
    """Return a PNG for a saved notebook: the picture below its words, and below it its formula and its code.

    Parameters
    ----------
    picture : Picture
        What is drawn.
    width : int
        Width in CSS pixels.
    ratio : float
        Device pixels to a CSS pixel: with 2 it is sharp on a dense screen.
    note : str
        Lines above the picture, on a band that tells them from the picture.
    words : str
        Lines directly above the picture, such as its caption.
    dimmed : bool
        Whether the picture is pale, without its formula and its code: the words say why there is no other.
    """
    canvas = Canvas(width, ratio)
    pixels = canvas.paint(picture)[:, :, :3]
    if dimmed:
        pixels = (255 - SHARE_OF_DIMMED * (255.0 - pixels)).round().astype(np.uint8)
    canvas.release()
    below = [] if dimmed else [*picture.formula.splitlines(), *picture.code.splitlines()]
    wide = pixels.shape[1]
    band = np.minimum(_lines(_wrapped(note, width, NOTE_SIZE), wide, ratio, NOTE_SIZE), BAND)
    said = _lines(_wrapped(words, width, WORDS_SIZE), wide, ratio, WORDS_SIZE)
    return encode_indexed(np.concatenate([band, said, pixels, _lines(below, wide, ratio, 12)]))


def _wrapped(text: str, width: int, size: int) -> list[str]:
    """Return the lines of a text that has `width` CSS pixels of room."""
    return [part for line in text.splitlines() for part in wrap(line, int((width - 2 * GAP) / (0.6 * size)))]


def _lines(lines: list[str], wide: int, ratio: float, size: int) -> Array:
    """Return lines of text as pixels (height, wide, 3)."""
    if not lines:
        return np.zeros((0, wide, 3), np.uint8)
    pitch = size + 8
    tall = round((pitch * len(lines) + 10) * ratio)
    with own_style():
        pen = Pen(RendererAgg(wide, tall, DOTS), ratio)
        pen.clear(Box(0, 0, wide, tall))
        for index, line in enumerate(lines):
            pen.write(line, wide / 2, 0, size, down=pitch * index + pitch / 2 + 6, room=wide - pen.length(2 * GAP))
        pen.finish()
    step = 255 / (GREYS - 1)
    return (np.round(pen.pixels[:, :, :3] / step) * step).astype(np.uint8)
