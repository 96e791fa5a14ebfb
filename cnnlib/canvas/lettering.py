"""Letters as cached outlines, all of a panel drawn at once.

A matplotlib ``Text`` lays itself out anew at each draw (2 ms); a cached ``TextPath`` does not,
and one ``PathCollection`` draws fifty of them in half a millisecond.
"""

from functools import cache, lru_cache

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PathCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager, weight_dict
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import IdentityTransform

from cnnlib.engine.types import Array
from cnnlib.messages import LOCALE, current_language

UNIT = 100
"""Size at which outlines are cached; they are scaled from there."""


@lru_cache(maxsize=8)
def font(bold: bool = False, language: str = "en") -> FontProperties:
    """Return the fonts to use: asking for one that is not installed, or not in this weight, prints a warning."""
    weight = 700 if bold else 400
    wanted = (*families(language), "NanumGothic")
    known = {entry.name for entry in fontManager.ttflist if _as_number(entry.weight) == weight}
    return FontProperties(family=[name for name in wanted if name in known], weight=weight)


@cache
def families(language: str) -> tuple[str, ...]:
    """Return the families of the fonts that come along: of matplotlib, and for a language with other letters."""
    files = sorted((LOCALE / language / "fonts").glob("*.ttf"))
    for file in files:
        fontManager.addfont(file)
    made = {str(file) for file in files}
    return ("DejaVu Sans", *dict.fromkeys(entry.name for entry in fontManager.ttflist if entry.fname in made))


def _as_number(weight: str | int) -> int | None:
    """Return the weight of a font, which matplotlib knows as a word or as a number, as a number."""
    return weight if isinstance(weight, int) else weight_dict.get(weight)


@lru_cache(maxsize=1024)
def _glyph(character: str, bold: bool, language: str) -> tuple[Array, Array, float]:
    """Return the corners and codes of one character's outline, and how far behind its start the next one starts."""
    vertices, codes = np.empty((0, 2)), np.empty(0, Path.code_type)
    if not character.isspace():
        vertices, codes = _laid_out(character, bold, language)
    bar = _laid_out("|", bold, language)[0][:, 0].min()
    before_bar = _laid_out(character + "|", bold, language)[0][len(vertices) :, 0].min()
    return vertices, codes, float(before_bar - bar)


def _laid_out(text: str, bold: bool, language: str) -> tuple[Array, Array]:
    """Return the corners and codes of the outline that matplotlib gives a text."""
    path = TextPath((0, 0), text, size=UNIT, prop=font(bold, language), usetex=False)
    return np.asarray(path.vertices), np.asarray(path.codes)


def outline(text: str, bold: bool = False) -> tuple[Path, float]:
    """Return the outline of a text at size :data:`UNIT`, and its width, in the fonts of the notebook's language."""
    return _outline(text, bold, current_language())


@lru_cache(maxsize=8192)
def _outline(text: str, bold: bool, language: str) -> tuple[Path, float]:
    """Return an outline and its width.

    It is put together from the outlines of its characters: matplotlib takes milliseconds to lay out a
    text that it has not seen, and a slider that is moved for the first time brings many of them.
    """
    corners, codes, across = [], [], 0.0
    for character in text:
        vertices, kinds, advance = _glyph(character, bold, language)
        if len(vertices):
            corners.append(vertices + np.array([across, 0.0]))
            codes.append(kinds)
        across += advance
    if not corners:
        return Path(np.empty((0, 2))), 0.0
    vertices = np.concatenate(corners)
    return Path(vertices, np.concatenate(codes)), float(vertices[:, 0].max())


@lru_cache(maxsize=256)
def ink(colour: str) -> tuple[float, float, float, float]:
    """Return a colour as four floats: matplotlib takes an array of these without looking at each."""
    return to_rgba(colour)


class Letters:
    """Texts gathered for one panel, then drawn together."""

    def __init__(self) -> None:
        self._paths: list[Path] = []
        self._offsets: list[tuple[float, float]] = []
        self._scales: list[float] = []
        self._colours: list[tuple[float, float, float, float]] = []

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
        A text wider than `room` is made smaller; an empty one is not drawn. All lengths are in pixels.
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

    def draw(self, figure: Figure, renderer: RendererAgg) -> None:
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
