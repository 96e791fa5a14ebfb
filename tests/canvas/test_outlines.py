"""Texts are put together from characters, and look as matplotlib would lay them out."""

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.textpath import TextPath

from cnnlib.canvas.outlines import UNIT, font, outline
from cnnlib.messages import language


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["input (4, 4), padded (6, 6)", "3·(−1) + 0.5·2 = −2", "⌊7 / 2⌋ + 1", "→ Σ ⊛ ✗", "i"])
def test_a_text_has_the_outline_that_matplotlib_gives_it(text, bold):
    path, width = outline(text, bold)
    whole = TextPath((0, 0), text, size=UNIT, prop=font(bold), usetex=False)
    np.testing.assert_allclose(path.vertices, whole.vertices, atol=1.0)  # a hundredth of the size: hinting
    np.testing.assert_array_equal(path.codes, whole.codes)
    assert abs(width - whole.get_extents().x1) <= 1.0


def test_nothing_and_blanks_have_no_outline():
    assert outline("")[1] == outline("   ")[1] == 0.0
    assert len(outline(" ")[0].vertices) == 0


def test_a_blank_moves_what_follows():
    assert outline("a b")[1] > outline("ab")[1] + 20


def test_a_font_that_a_user_added_with_a_weight_of_its_own_is_passed_over(monkeypatch):
    added = FontEntry(fname="mine.ttf", name="Mine", weight="Heavyish")
    monkeypatch.setattr(fontManager, "ttflist", [added, *fontManager.ttflist])
    assert font.__wrapped__() == font()


HANGUL = """
import warnings
warnings.filterwarnings("error", "Glyph")  # what matplotlib says of a letter that no font has
import matplotlib.font_manager as fonts
fonts.fontManager.ttflist = [entry for entry in fonts.fontManager.ttflist if "Nanum" not in entry.name]
from cnnlib.canvas.outlines import outline
from cnnlib.messages import language
language("ko")
shapes = {(bold, letter): outline(letter, bold)[0].vertices.tobytes() for bold in (False, True) for letter in "특징맵"}
assert len(set(shapes.values())) == len(shapes), "boxes are all alike"
assert outline("특징 맵")[1] > 3 * outline("l")[1]
"""


def test_hangul_needs_no_font_of_the_machine():
    """No letter is missing, and no two look the same, as boxes do."""
    run = subprocess.run([sys.executable, "-c", HANGUL], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_english_pictures_are_the_same_after_a_korean_one():
    before = outline("map")[0].vertices.copy()
    language("ko")
    outline("특징 맵")
    language("en")
    assert np.array_equal(outline("map")[0].vertices, before)
