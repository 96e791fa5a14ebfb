"""Texts are put together from characters, and look as matplotlib would lay them out."""

import numpy as np
import pytest
from matplotlib.font_manager import FontEntry, fontManager
from matplotlib.textpath import TextPath

from cnnlib.canvas.lettering import UNIT, font, outline


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
