"""What is stamped looks as if matplotlib had drawn it, wherever it stands, and is drawn once."""

import itertools

import numpy as np
import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.transforms import IdentityTransform

from cnnlib.canvas import stamps
from cnnlib.canvas.lettering import Letters
from cnnlib.canvas.outlines import UNIT, outline

HEIGHT, WIDTH = 60, 200

WRITTEN = [
    # text, x, y, size, colour, anchor, bold
    ("12.5", 50.25, 20.5, 13, "#336699", 0.5, False),
    ("−3", 80, 41, 16, "#000000", 0.5, False),
    ("input (4, 4)", 100.3, 55.75, 12.5, "#b34a00", 0.0, True),
    ("→", 190, 30, 22, "#ffffff", 1.0, False),
    ("12.5", 60.25, 50.5, 13, "#ff0000", 0.5, False),  # again, in another colour
]


def background(seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
    pixels[:, :, 3] = 255
    return pixels


def by_matplotlib(pixels, written):
    """Return the pixels with texts on them as matplotlib's artists draw outlines."""
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72)
    renderer = RendererAgg(WIDTH, HEIGHT, 72)
    np.asarray(renderer.buffer_rgba())[...] = pixels
    for text, x, y, size, colour, anchor, bold in written:
        path, width = outline(text, bold)
        start = (x - anchor * width * size / UNIT, HEIGHT - y)
        letters = PathCollection(
            [path],
            sizes=[(size / UNIT) ** 2],
            offsets=[start],
            offset_transform=IdentityTransform(),
            facecolors=[colour],
            linewidths=0,
        )
        letters.set_transform(IdentityTransform())
        letters.set_figure(figure)
        letters.draw(renderer)
    return np.asarray(renderer.buffer_rgba()).copy()


def stamped(pixels, written):
    """Return the pixels with the texts stamped on them."""
    pixels, letters = pixels.copy(), Letters()
    for text, x, y, size, colour, anchor, bold in written:
        letters.add(text, x, y, size, colour, anchor=anchor, bold=bold)
    letters.draw(pixels)
    return pixels


def farthest(one, other):
    return np.abs(one.astype(int) - other).max()


@pytest.fixture
def afresh(monkeypatch):
    """Nothing was written before."""
    monkeypatch.setattr("cnnlib.canvas.lettering._stamps", stamps.Stamps())


@pytest.mark.parametrize("seed", range(3))
def test_texts_look_as_if_matplotlib_had_drawn_them(seed, afresh):
    below = background(seed)
    expected = by_matplotlib(below, WRITTEN)
    assert (expected != below).any(2).sum() > 600  # there is something to see
    for _time in range(2):  # drawn, then known
        assert farthest(stamped(below, WRITTEN), expected) <= 1


@pytest.mark.parametrize("written", WRITTEN, ids=[each[0] for each in WRITTEN])
def test_a_text_alone_looks_as_if_matplotlib_had_drawn_it(written, afresh):
    below = background(7)
    assert farthest(stamped(below, [written]), by_matplotlib(below, [written])) <= 1


@pytest.mark.parametrize(("x", "y"), [(0, 30), (WIDTH, 30), (100, 2), (100, HEIGHT + 4), (-500, 30), (100, 900)])
def test_what_is_beyond_an_edge_is_left_out(x, y, afresh):
    below, written = background(1), [("padding", x, y, 20, "#336699", 0.5, True)]
    assert farthest(stamped(below, written), by_matplotlib(below, written)) <= 1


def test_a_text_that_stood_elsewhere_is_not_drawn_again(afresh, monkeypatch):
    below = background(2)
    digits = [("7", 20 + 17 * place, 30, 13, "#336699", 0.5, False) for place in range(9)]
    expected = by_matplotlib(below, digits)
    stamped(below, digits[:1])
    monkeypatch.delattr(stamps, "draw_paths")
    assert farthest(stamped(below, digits), expected) <= 1
    with pytest.raises(NameError):
        stamped(below, [("8", 20, 30, 13, "#336699", 0.5, False)])


def test_more_than_fits_side_by_side_is_drawn_all_the_same(afresh, monkeypatch):
    below = background(3)
    monkeypatch.setattr(stamps, "WIDEST", 40)
    assert farthest(stamped(below, WRITTEN), by_matplotlib(below, WRITTEN)) <= 1


def test_what_is_kept_has_an_end(monkeypatch):
    monkeypatch.setattr(stamps, "MOST_KEPT", 500)
    kept, most = stamps.Stamps(), 0
    texts = [stamps.Text(str(number), False, "en", 0.13, 0.0, 0.0) for number in range(100)]
    for old, new in itertools.pairwise(texts):
        known, drawn = kept.of([old, new])
        assert known.cover.size and drawn.cover.size
        most = max(most, sum(stamp.cover.size for stamp in kept._known.values()))
    largest = max(stamp.cover.size for stamp in stamps.Stamps().of(texts))
    assert most <= 500 + 2 * largest
    assert kept._pixels == sum(stamp.cover.size for stamp in kept._known.values())


def test_blanks_leave_no_trace(afresh):
    below = background(4)
    assert np.array_equal(stamped(below, [("  ", 50, 30, 13, "#000000", 0.5, False)]), below)
