"""Letters as cached outlines, all of a panel drawn at once.

A matplotlib ``Text`` lays itself out anew at each draw (2 ms); a cached ``TextPath`` does not,
and one ``PathCollection`` draws fifty of them in half a millisecond.
"""

from functools import lru_cache

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties, fontManager, weight_dict
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import IdentityTransform

UNIT = 100
"""Size at which outlines are cached; they are scaled from there."""


@lru_cache(maxsize=2)
def font(bold=False):
    """Return the fonts to use: asking for one that is not installed, or not in this weight, prints a warning."""
    weight = 700 if bold else 400
    known = {entry.name for entry in fontManager.ttflist if weight_dict.get(entry.weight, entry.weight) == weight}
    return FontProperties(family=[name for name in ("DejaVu Sans", "NanumGothic") if name in known], weight=weight)


@lru_cache(maxsize=1024)
def _glyph(character, bold):
    """Return the corners and codes of one character's outline, and how far the next one stands from it."""
    vertices, codes = np.empty((0, 2)), np.empty(0, Path.code_type)
    if not character.isspace():
        alone = TextPath((0, 0), character, size=UNIT, prop=font(bold), usetex=False)
        vertices, codes = alone.vertices, alone.codes
    bar = TextPath((0, 0), "|", size=UNIT, prop=font(bold), usetex=False).vertices[:, 0].min()
    before_bar = TextPath((0, 0), character + "|", size=UNIT, prop=font(bold), usetex=False)
    return vertices, codes, float(before_bar.vertices[len(vertices) :, 0].min() - bar)


@lru_cache(maxsize=8192)
def outline(text, bold=False):
    """Return the outline of a text at size :data:`UNIT`, and its width.

    It is put together from the outlines of its characters: matplotlib takes milliseconds to lay out a
    text that it has not seen, and a slider that is moved for the first time brings many of them.
    """
    corners, codes, across = [], [], 0.0
    for character in text:
        vertices, kinds, advance = _glyph(character, bold)
        if len(vertices):
            corners.append(vertices + np.array([across, 0.0]))
            codes.append(kinds)
        across += advance
    if not corners:
        return Path(np.empty((0, 2))), 0.0
    path = Path(np.concatenate(corners), np.concatenate(codes))
    return path, float(path.vertices[:, 0].max())


@lru_cache(maxsize=256)
def ink(colour):
    """Return a colour as four floats: matplotlib takes an array of these without looking at each."""
    return to_rgba(colour)


class Letters:
    """Texts gathered for one panel, then drawn together."""

    def __init__(self):
        self._paths, self._offsets, self._scales, self._colours = [], [], [], []

    def add(self, text, x, y, size, colour, *, anchor=0.5, bold=False, room=None):
        """Put a text on the line `y` (baseline, pixels from the top).

        `anchor` is the part of its width left of `x`: 0 for left, 0.5 for centred, 1 for right.
        A text wider than `room` is made smaller; an empty one leaves its place free.
        """
        if not text.strip():
            return
        path, width = outline(text, bold)
        scale = size / UNIT
        if room and width * scale > room:
            scale = room / width
        self._paths.append(path)
        self._offsets.append((x - anchor * width * scale, y))
        self._scales.append(scale)
        self._colours.append(ink(colour))

    def draw(self, figure, renderer):
        """Draw everything that was added on a figure of 72 dots per inch (one unit, one pixel)."""
        if not self._paths:
            return
        offsets = np.array(self._offsets)
        offsets[:, 1] = renderer.height - offsets[:, 1]
        letters = PathCollection(
            self._paths,
            sizes=np.square(self._scales),
            offsets=offsets,
            offset_transform=IdentityTransform(),
            facecolors=np.array(self._colours),
            linewidths=0,
        )
        letters.set_transform(IdentityTransform())
        letters.set_figure(figure)
        letters.draw(renderer)
