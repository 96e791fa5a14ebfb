"""Texts as outlines that are kept, in the fonts that are there.

A matplotlib ``Text`` lays itself out anew at each draw, which takes 2 ms; a ``TextPath`` that is kept does not.
"""

from functools import cache, lru_cache

import numpy as np
from matplotlib.font_manager import FontProperties, fontManager, weight_dict
from matplotlib.path import Path
from matplotlib.textpath import TextPath

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
    return outline_in(current_language(), text, bold)


@lru_cache(maxsize=8192)
def outline_in(language: str, text: str, bold: bool) -> tuple[Path, float]:
    """Return the outline of a text at size :data:`UNIT`, and its width, in the fonts of a language.

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
