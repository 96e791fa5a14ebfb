"""Picture → pixels: one figure, kept, and repainted only where something changed."""

import threading

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from cnnlib.canvas.blocks import paint_blocks
from cnnlib.canvas.cells import paint_background, paint_grid, text_colours
from cnnlib.canvas.charts import draw_chart
from cnnlib.canvas.layout import GAP, NOTE, Box, has_cells, places, size_and_boxes
from cnnlib.canvas.lettering import Letters, outline
from cnnlib.canvas.maps import paint_maps
from cnnlib.canvas.png import encode_png
from cnnlib.canvas.volumes import paint_volumes
from cnnlib.messages import format_number
from cnnlib.pictures.diagrams import Blocks, Volumes
from cnnlib.pictures.palette import ROLES, TEXT
from cnnlib.pictures.panels import Grid, Maps, Sign

SMALLEST_DIGIT = 7.5
"""CSS pixels: smaller numbers are left out, and the cells are an image."""

SMALLEST_NOTE = 9
"""CSS pixels: a note that would have to be smaller takes two lines."""


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
    It never touches pyplot, and a lock lets one thread draw at a time: a Jupyter kernel calls
    from several.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> from cnnlib.pictures.picture import Picture
    >>> canvas = Canvas(width=300)
    >>> canvas.draw(Picture([[Grid([[1, 2]], "input (1, 2)")]], caption="Two cells."))[1:4]
    b'PNG'
    """

    def __init__(self, width=900, ratio=1.0):
        self.width, self.ratio = width, ratio
        self.size = (0, 0)
        self._lock = threading.RLock()
        self._figure = Figure(figsize=(1, 1), dpi=72)
        self._agg = FigureCanvasAgg(self._figure)
        self._panels, self._places, self._grounds = [], [], {}

    def resize(self, width, ratio):
        """Follow the page: the next drawing is made anew."""
        with self._lock:
            self.width, self.ratio = width, ratio

    def draw(self, picture, *, level=1):
        """Return the picture as PNG bytes; only panels that changed are painted."""
        with self._lock:
            return encode_png(self.paint(picture), level)

    def paint(self, picture):
        """Return the picture as a uint8 array (height, width, 4) that the next call overwrites."""
        with self._lock:
            size, boxes = size_and_boxes(picture, self.width, self.ratio)
            where = places(picture, boxes, self.ratio)
            if size != self.size or len(where) != len(self._places):
                self._start_over(size, len(where))
            renderer = self._agg.get_renderer()
            pixels = np.asarray(renderer.buffer_rgba())
            for index, (panel, place) in enumerate(zip(picture.panels, where, strict=True)):
                if place is None or self._stands(index, panel, place):
                    continue
                # Noted one by one: if a panel fails, the canvas still knows what it shows.
                self._panels[index], self._places[index] = None, None
                paint_background(pixels, place.box)
                self._paint_panel(panel, place, pixels, renderer)
                self._panels[index], self._places[index] = panel, place
            return pixels

    def _start_over(self, size, panels):
        self.size = size
        self._figure.set_size_inches(size[0] / 72, size[1] / 72)
        pixels = np.asarray(self._agg.get_renderer().buffer_rgba())
        pixels[...] = 255
        self._panels, self._places, self._grounds = [None] * panels, [None] * panels, {}

    def _stands(self, index, panel, place):
        """Tell whether the canvas already shows this panel at this place."""
        before = self._panels[index]
        return place == self._places[index] and before is not None and panel.looks_like(before)

    def _paint_panel(self, panel, place, pixels, renderer):
        letters = Letters()
        if isinstance(panel, Grid):
            colours = paint_grid(pixels, panel, place, self.ratio)
            self._letter_title(letters, panel, place)
            if panel.numbers and place.cell and panel.colours != "rgb":
                self._letter_numbers(letters, panel, place, colours)
        elif isinstance(panel, Maps):
            paint_maps(pixels, panel, place, letters, self.ratio)
            self._letter_title(letters, panel, place)
        elif isinstance(panel, Volumes):
            paint_volumes(pixels, panel, place, letters, self.ratio)
            self._letter_title(letters, panel, place)
        elif isinstance(panel, Blocks):
            paint_blocks(pixels, panel, place, letters, self.ratio)
        elif isinstance(panel, Sign):
            box = place.box
            letters.add(
                panel.text,
                box.x + box.width / 2,
                box.y + box.height / 2 + 8 * self.ratio,
                22 * self.ratio,
                TEXT,
                room=box.width,
            )
        else:
            draw_chart(panel, place, self._figure, renderer, self.ratio, self._grounds)
        self._letter_note(letters, panel, place)
        letters.draw(self._figure, renderer)

    def _letter_title(self, letters, panel, place):
        box = place.box
        letters.add(
            panel.title,
            box.x + box.width / 2,
            place.cells.y - 8 * self.ratio,
            13 * self.ratio,
            ROLES[panel.role],
            bold=True,
            room=box.width - 2 * self.ratio,
        )

    def _letter_numbers(self, letters, grid, place, colours):
        if 0.44 * place.cell < SMALLEST_DIGIT * self.ratio:
            return
        # Fewer decimals before no numbers at all; but 0.25 must not become 0.
        fewest = 0 if np.abs(grid.values[np.isfinite(grid.values)]).max(initial=0) >= 10 else 1
        for digits in range(grid.digits, min(fewest, grid.digits) - 1, -1):
            texts = [format_number(value, digits) for value in grid.values.flat]
            widest = max(outline(text)[1] for text in set(texts))
            size = min(0.44 * place.cell, 16 * self.ratio, 0.84 * place.cell / max(widest, 1) * 100)
            if size >= SMALLEST_DIGIT * self.ratio:
                break
        else:
            return
        inks = text_colours(colours).ravel()
        cells, cell = place.cells, place.cell
        for index, text in enumerate(texts):
            row, column = divmod(index, grid.shape[1])
            letters.add(
                text, cells.x + (column + 0.5) * cell, cells.y + (row + 0.5) * cell + 0.36 * size, size, inks[index]
            )

    def _letter_note(self, letters, panel, place):
        note = getattr(panel, "note", "")
        if not note:
            return
        box = place.box
        low = box.y + box.height if place.cells is None else place.cells.y + place.cells.height + NOTE * self.ratio
        room = box.width - GAP * self.ratio
        if outline(note)[1] * SMALLEST_NOTE * self.ratio / 100 <= room or " " not in note:
            lines, size, base = [note], 11.5, 5
        else:
            lines, size, base = _halves(note), SMALLEST_NOTE, 2
        for above, line in enumerate(reversed(lines)):
            letters.add(
                line,
                box.x + box.width / 2,
                low - (base + above * size) * self.ratio,
                size * self.ratio,
                TEXT,
                room=room,
            )

    def geometry(self):
        """Return, for each named grid on the canvas, where its cells are, in parts of the whole.

        Returns
        -------
        list of dict
            ``name``, ``rows``, ``cols`` and ``x``, ``y``, ``cell_width``, ``cell_height``:
            fractions of the picture's width and height, so that they hold at any zoom.
        """
        wide, tall = self.size
        return [
            {
                "name": panel.name,
                "rows": panel.shape[0],
                "cols": panel.shape[1],
                "x": place.cells.x / wide,
                "y": place.cells.y / tall,
                "cell_width": place.cells.width / panel.shape[1] / wide,
                "cell_height": place.cells.height / panel.shape[0] / tall,
            }
            for panel, place in zip(self._panels, self._places, strict=True)
            if has_cells(panel) and panel.name and place is not None
        ]


def _halves(text):
    """Return a text as two lines, parted at the blank that is next to its middle."""
    blanks = [index for index, letter in enumerate(text) if letter == " "]
    middle = min(blanks, key=lambda index: abs(2 * index - len(text)))
    return [text[:middle], text[middle + 1 :]]


def saved_png(picture, *, width=900, ratio=1.0):
    """Return a PNG for a saved notebook: the picture, and below it its formula and its code."""
    pixels = Canvas(width, ratio).paint(picture)[:, :, :3]
    lines = [*picture.formula.splitlines(), *picture.code.splitlines()]
    if not lines:
        return encode_png(pixels, 9)
    footer = _footer(lines, pixels.shape[1], ratio)
    return encode_png(np.concatenate([pixels, footer]), 9)


def _footer(lines, wide, ratio):
    tall = round((20 * len(lines) + 10) * ratio)
    figure = Figure(figsize=(wide / 72, tall / 72), dpi=72)
    renderer = FigureCanvasAgg(figure).get_renderer()
    pixels = np.asarray(renderer.buffer_rgba())
    paint_background(pixels, Box(0, 0, wide, tall))
    letters = Letters()
    for index, line in enumerate(lines):
        letters.add(line, wide / 2, (20 * index + 16) * ratio, 12 * ratio, TEXT, room=wide - 2 * GAP * ratio)
    letters.draw(figure, renderer)
    return pixels[:, :, :3].copy()
