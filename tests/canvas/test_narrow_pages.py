"""What a picture does on a page of 480 pixels, which leaves it some 360: nothing gets too small to be read."""

import numpy as np
import pytest

from cnnlib import conv2d
from cnnlib.canvas import Canvas
from cnnlib.canvas.layout import TOO_SMALL, size_and_boxes
from cnnlib.canvas.lettering import Letters
from cnnlib.canvas.outlines import outline
from cnnlib.canvas.titles import SMALLEST_NOTE
from cnnlib.lessons.learning_filters.pictures import gradient_picture
from cnnlib.pictures import Bars, Grid, Picture, convolution_picture
from cnnlib.pictures.panels import Maps, Sign

WIDTH = 360


def grid(size, name, **options):
    return Grid(np.zeros((size, size)), f"{name} ({size}, {size})", name=name, **options)


def places(picture):
    """Return the panels' places by name, in CSS pixels, as (x, y, side of a cell)."""
    canvas = Canvas(WIDTH)
    canvas.paint(picture)
    return {
        place["name"]: (place["x"] * WIDTH, place["y"] * canvas.size[1], place["cell_width"] * WIDTH)
        for place in canvas.geometry()
    }


def written(picture, monkeypatch):
    """Return text → size of the letters of a picture, in CSS pixels, but for those of charts."""
    sizes, plain = {}, Letters.add

    def listening(self, text, x, y, size, colour, *, room=None, **options):
        sizes[text] = min(size, 100 * room / outline(text)[1]) if room and text.strip() else size
        plain(self, text, x, y, size, colour, room=room, **options)

    monkeypatch.setattr(Letters, "add", listening)
    Canvas(WIDTH).paint(picture)
    return sizes


def test_a_note_takes_two_lines_before_it_gets_too_small(monkeypatch):
    note = "double-click a cell to change it"
    panels = [grid(4, "input", note=note), grid(4, "kernel"), grid(4, "output", note="added up")]
    sizes = written(Picture([panels], caption="Three grids.", across=3), monkeypatch)
    assert sizes["double-click a"] == sizes["cell to change it"] == SMALLEST_NOTE
    assert sizes["added up"] > SMALLEST_NOTE
    monkeypatch.undo()
    assert note in written(Picture([panels[:1]], caption="One grid."), monkeypatch)


def test_no_letter_of_a_crowded_picture_is_too_small(monkeypatch):
    gradients = np.ones((2, 2)), np.ones((4, 4)), np.ones((3, 3))
    sizes = written(gradient_picture(np.ones((4, 4)), np.ones((3, 3)), *gradients, edits="gradient"), monkeypatch)
    assert {text: size for text, size in sizes.items() if size < 8.5} == {}


def test_a_chart_alone_on_its_line_has_the_whole_width():
    bars = Bars(("Conv", "MaxPool", "Conv", "MaxPool"), [1, 2, 3, 4], "counts", "count", (0, 4))
    pixels = Canvas(WIDTH).paint(Picture([[grid(4, "input"), grid(4, "output"), bars]], caption="Bars.", across=2))
    columns = np.flatnonzero((pixels[..., :3] == (0x33, 0x33, 0x33)).all(axis=2).sum(axis=0) > 20)
    assert columns.max() - columns.min() > 0.6 * WIDTH


def test_a_panel_alone_on_its_line_stands_in_the_middle():
    found = places(Picture([[grid(4, "input"), grid(3, "kernel"), grid(2, "output")]], caption="Grids.", across=2))
    x, _, cell = found["output"]
    assert x + cell == pytest.approx(WIDTH / 2, abs=1)


def test_a_sign_is_in_sight_before_the_panel_that_it_belongs_to(monkeypatch):
    panels = [grid(3, "input"), Sign("×"), grid(3, "kernel"), Sign("="), grid(3, "output")]
    picture = Picture([panels], caption="Grids.", across=2)
    assert {"×", "="} <= written(picture, monkeypatch).keys()
    monkeypatch.undo()
    found = places(picture)
    assert found["input"][2] == found["kernel"][2]
    boxes = dict(zip(["input", "×", "kernel", "=", "output"], size_and_boxes(picture, WIDTH, 1)[1], strict=True))
    for sign, panel in (("×", "kernel"), ("=", "output")):
        assert boxes[sign].x + boxes[sign].width == boxes[panel].x and boxes[sign].y == boxes[panel].y


def test_numbers_that_are_edited_can_be_seen_beside_a_large_grid():
    panels = [
        grid(14, "input", scale="cells"),
        grid(3, "kernel", scale="cells", edits="kernel"),
        grid(3, "plain", scale="cells"),
    ]
    found = places(Picture([panels], caption="Grids.", across=2))
    assert found["kernel"][2] >= 20 > found["plain"][2] == found["input"][2]


def test_a_stack_of_maps_keeps_its_height():
    few = Maps(np.zeros((8, 4, 4)), "few", 4, name="few", labels=tuple("01234567"), weight=0.5)
    many = Maps(np.zeros((16, 4, 4)), "many", 8, name="many")
    canvas = Canvas(WIDTH)
    canvas.paint(Picture([[few, many]], caption="Maps.", heights=(185,)))
    assert canvas.size == (WIDTH, 2 * 185)


def test_each_line_has_as_many_panels_as_it_is_given():
    panels = [grid(8, "input"), Sign("⊛"), grid(3, "kernel"), Sign("="), grid(6, "output"), grid(2, "last")]
    found = places(Picture([panels], caption="Grids.", across=(1, 2)))
    tops = {name: found[name][1] for name in ("input", "kernel", "output", "last")}
    assert tops["input"] < tops["kernel"] and abs(tops["kernel"] - tops["output"]) < 80 < tops["last"] - tops["output"]
    assert found["input"][0] < WIDTH / 2 and found["kernel"][0] < found["output"][0]
    same = [places(Picture([panels], caption="Grids.", across=across)) for across in (2, (2,), (2, 2, 2))]
    assert same[0] == same[1] == same[2]


@pytest.mark.parametrize(("size", "padding"), [(4, 0), (4, 1), (4, 3), (8, 0), (8, 1)])
def test_the_numbers_of_a_convolution_are_read_on_a_narrow_page(size, padding):
    image, kernel = np.arange(size * size).reshape(size, size) % 9, np.ones((3, 3))
    picture = convolution_picture(image, kernel, conv2d(image, kernel, padding=padding), padding=padding, position=0)
    cells = {name: cell for name, (_x, _y, cell) in places(picture).items()}
    assert min(cells.values()) >= TOO_SMALL, cells
