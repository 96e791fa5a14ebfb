"""What a painter writes: gathered for one panel, then written together."""

import numpy as np

from cnnlib.canvas.colours import RGB, rgb
from cnnlib.canvas.outlines import UNIT, outline
from cnnlib.canvas.stamps import Stamps, Text, print_stamps
from cnnlib.engine.types import Array
from cnnlib.messages import current_language

FINEST = 2**32
"""Parts of a pixel: what is less far apart differs by the rounding of a sum alone."""

_stamps = Stamps()
"""Of all canvases: they draw one at a time, see :func:`~cnnlib.canvas.style.own_style`."""


class Letters:
    """Texts gathered for one panel, then written together."""

    def __init__(self) -> None:
        self._texts: list[tuple[str, bool, float]] = []
        self._starts: list[tuple[float, float]] = []
        self._colours: list[RGB] = []

    def add(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        colour: str,
        *,
        anchor: float = 0.5,
        bold: bool = False,
        room: float | None = None,
    ) -> None:
        """Put a text on the line `y` (baseline, pixels from the top).

        `anchor` is the part of its width left of `x`: 0 for left, 0.5 for centred, 1 for right.
        A text wider than `room` is made smaller; one of blanks is not drawn. All lengths are in pixels.
        """
        path, width = outline(text, bold)
        if not np.size(path.vertices):
            return
        scale = size / UNIT
        if room and width * scale > room:
            scale = room / width
        self._texts.append((text, bold, scale))
        self._starts.append((x - anchor * width * scale, y))
        self._colours.append(rgb(colour))

    def draw(self, pixels: Array) -> None:
        """Write everything that was added on opaque pixels (height, width, 4)."""
        if not self._texts:
            return
        starts = np.round(np.array(self._starts) * FINEST) / FINEST
        whole = np.floor(starts)
        language = current_language()
        texts = [
            Text(text, bold, language, scale, right, down)
            for (text, bold, scale), (right, down) in zip(self._texts, (starts - whole).tolist(), strict=True)
        ]
        print_stamps(pixels, _stamps.of(texts), whole.astype(int), np.array(self._colours, np.uint8))
