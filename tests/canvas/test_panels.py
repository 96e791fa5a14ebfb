"""Stacks of maps and networks of blocks: where they stand and what is painted."""

import numpy as np
import pytest

from cnnlib.canvas import Canvas
from cnnlib.canvas.blocks import _lines
from cnnlib.canvas.colours import rgb
from cnnlib.canvas.painters import PAINTERS
from cnnlib.explore import explore
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.diagrams import Block, Blocks, Line, Volume, Volumes
from cnnlib.pictures.palette import BLOCKS, ROLES, TINTS
from cnnlib.pictures.panels import CellPanel, Maps, Panel
from cnnlib.pictures.picture import Picture


def test_every_kind_of_panel_has_a_painter():
    kinds = {*Panel.__subclasses__(), *CellPanel.__subclasses__()} - {CellPanel}
    assert {kind for kind in kinds if kind.__module__.startswith("cnnlib.pictures")} == set(PAINTERS)


def maps(count=5, **options):
    values = np.arange(count, dtype=float)[:, None, None] * np.ones((1, 4, 6)) / max(1, count - 1)
    return Maps(values, f"maps ({count}, 4, 6)", columns=3, name="maps", colours="grey", **options)


def test_each_map_is_painted_at_its_place():
    canvas = Canvas()
    pixels = canvas.paint(Picture([[maps()]], caption="Five maps."))
    (place,) = canvas.geometry()
    assert (place["rows"], place["cols"]) == (2, 3)
    wide, tall = canvas.size
    for index in range(5):
        row, column = divmod(index, 3)
        x = round((place["x"] + (column + 0.5) * place["cell_width"]) * wide)
        y = round((place["y"] + (row + 0.5) * place["cell_height"]) * tall)
        assert pixels[y, x, :3].tolist() == [round(255 * index / 4)] * 3


def test_a_map_can_be_pressed_and_an_empty_place_cannot():
    def show(chosen=0):
        return Picture([[maps(chosen=chosen, picks={"chosen": maps().positions()})]], caption=f"Map {chosen}.")

    explorer = explore(show, chosen=[0, 1, 2, 3, 4])
    for (row, column), caption in {(1, 1): "Map 4.", (1, 2): "Map 4.", (0, 2): "Map 2."}.items():
        request = {"id": "1", "kind": "pick", "panel": "maps", "row": row, "col": column}
        explorer.view._receive(explorer.view, request, [])
        assert explorer.picture.caption == caption


@pytest.mark.parametrize("shape", [(1, 1, 1), (16, 26, 26), (8, 2, 2), (3, 200, 300), (32, 8, 8)])
@pytest.mark.parametrize("width", [300, 960])
def test_any_stack_fits(shape, width):
    stack = Maps(
        np.random.default_rng(0).random(shape), f"maps {shape}", columns=8, labels=tuple(map(str, range(shape[0])))
    )
    pixels = Canvas(width).paint(Picture([[stack]], caption="Maps."))
    assert (pixels[-3:] == 255).all()


def test_a_stack_that_does_not_hold_together_is_refused():
    for options in ({"labels": ("a",)}, {"role": "nobody"}, {"picks": {"chosen": [[0]]}}):
        with pytest.raises(ValueError, match="maps"):
            maps(**options)
    with pytest.raises(ValueError, match="not a stack of maps"):
        Maps(np.zeros((2, 2)), "flat", columns=1)


@pytest.mark.parametrize("width", [280, 500, 960])
def test_all_blocks_are_painted_whatever_the_width(width):
    row = [Block("Conv 3×3", "(8, 26, 26)", "kernel")] * 6 + [Block("Affine", "(10,)", "output", broken=True)]
    picture = Picture(
        [[Blocks([row, row[:2]], "two networks", headings=("long", "short"))]], caption="Two networks.", heights=(400,)
    )
    canvas = Canvas(width)
    pixels = canvas.paint(picture)[:, :, :3]
    areas = {role: (pixels == rgb(BLOCKS[role])).all(axis=2).sum() for role in ("kernel", "output")}
    assert areas["kernel"] > 6 * areas["output"] > 0
    assert (pixels == rgb(ROLES["output"])).all(axis=2).any()


def test_blocks_need_a_heading_each_or_none():
    with pytest.raises(ValueError, match="1 headings for 2 rows"):
        Blocks([[Block("a")], [Block("b")]], "networks", headings=("one",))


def test_a_block_that_changed_is_painted_anew():
    canvas = Canvas()

    def paint(label):
        picture = Picture([[Blocks([[Block(label)]], "a network")]], caption="")
        return canvas.paint(picture).copy()

    first, second, third = paint("ReLU"), paint("Conv"), paint("ReLU")
    assert (first != second).any()
    np.testing.assert_array_equal(first, third)


def volumes(*shapes, rows=2, columns=3, **options):
    boxes = [Volume(f"layer {number}", shape, (Line(str(shape)),)) for number, shape in enumerate(shapes)]
    return Volumes(boxes, "a network", rows, columns, name="volumes", **options)


@pytest.mark.parametrize("width", [300, 480, 960])
def test_a_box_is_as_tall_and_wide_as_the_roots_of_its_shape(width):
    small, large = (
        (
            Canvas(width).paint(Picture([[volumes(shape, rows=1, columns=1, largest=36)]], caption="A box."))[:, :, :3]
            == rgb(BLOCKS["output"])
        ).all(axis=2)
        for shape in ((4, 9, 9), (4, 36, 9))
    )
    assert large.any(axis=1).sum() == pytest.approx(2 * small.any(axis=1).sum(), abs=6)
    assert large.any(axis=0).sum() == small.any(axis=0).sum()


def test_more_channels_make_a_deeper_box():
    def dark(channels):
        pixels = Canvas().paint(Picture([[volumes((channels, 8, 8), rows=1, columns=1)]], caption="A box."))
        return int((pixels[:, :, :3] != 255).any(axis=2).sum())

    assert dark(1) < dark(8) < dark(64)


@pytest.mark.parametrize("width", [280, 480, 960])
@pytest.mark.parametrize("shapes", [((1, 28, 28),), ((1, 500, 2), (3000, 1, 1)), ((10,),) * 6, ((1, 8, 8), ())])
def test_any_volumes_fit(shapes, width):
    pixels = Canvas(width).paint(Picture([[volumes(*shapes, chosen=0)]], caption="Volumes."))
    assert (pixels[-3:] == 255).all() and pixels[:, :, 3].min() == 255


def test_a_volume_can_be_pressed_and_an_empty_place_cannot():
    def show(layer=0):
        panel = volumes((1, 8, 8), (2, 6, 6), (2, 3, 3), (8,), chosen=layer)
        return Picture(
            [[volumes((1, 8, 8), (2, 6, 6), (2, 3, 3), (8,), chosen=layer, picks={"layer": panel.positions()})]],
            caption=f"Layer {layer}.",
        )

    explorer = explore(show, layer=[0, 1, 2, 3])
    for (row, column), caption in {(1, 0): "Layer 3.", (1, 1): "Layer 3.", (0, 2): "Layer 2."}.items():
        request = {"id": "1", "kind": "pick", "panel": "volumes", "row": row, "col": column}
        explorer.view._receive(explorer.view, request, [])
        assert explorer.picture.caption == caption


def test_a_row_of_volumes_goes_on_below_on_a_narrow_page():
    shapes = [(1, 28, 28), (8, 26, 26), (8, 13, 13), (16, 11, 11), (16, 5, 5), (400,), (120,), (84,), (10,)]
    picture = Picture([[volumes(*shapes, rows=1, columns=9)]], caption="Nine volumes.", heights=(270,))
    wide, narrow = Canvas(960), Canvas(360)
    wide.paint(picture)
    narrow.paint(picture)
    (before,), (after,) = wide.geometry(), narrow.geometry()
    assert (before["rows"], before["cols"], before["fold"]) == (1, 9, 0)
    assert (after["rows"], after["cols"], after["fold"]) == (1, 9, 5)
    assert before["cell_width"] * 960 == pytest.approx(940 / 9) and after["cell_width"] * 360 == pytest.approx(340 / 5)
    assert narrow.size == (360, round(1.85 * 270)) and 2 * after["cell_height"] < 1
    tall = after["cell_height"] * narrow.size[1], before["cell_height"] * wide.size[1]
    assert tall[0] == pytest.approx(tall[1], abs=5), "a line keeps its height"


@pytest.mark.parametrize("width", [360, 960])
def test_the_bar_of_a_line_is_as_long_as_its_share(width):
    def length(share):
        boxes = [Volume("Conv", (8, 8, 8), (Line("", share, "kernel"),))] * 2
        pixels = Canvas(width).paint(Picture([[Volumes(boxes, "a network", 1, 2)]], caption="Bars."))[:, :, :3]
        return (pixels == rgb(TINTS["kernel"])).all(axis=2).sum(axis=1).max()

    assert length(0) == 0 < length(0.001) < 5
    assert length(0.5) == pytest.approx(length(1) / 2, abs=2)


def test_an_arrow_leads_to_each_volume_but_the_first_and_is_not_crossed_by_a_frame():
    def painted(chosen):
        picture = Picture([[volumes((1, 8, 8), (2, 6, 6), rows=1, columns=2, chosen=chosen)]], caption="Two.")
        return Canvas().paint(picture)[:, :, :3].copy()

    plain = painted(None)
    first, second = ((painted(chosen) != plain).any(axis=2).sum(axis=1) for chosen in (0, 1))
    assert sorted(set(first[first > 0])) == [2, 4, max(first)], "the arrow lies across one side of the frame"
    assert sorted(set(second[second > 0])) == [2, 4, max(second)]


def test_no_block_is_left_alone_on_its_line():
    lengths = [[len(line) for _, line in _lines(Blocks([[Block("a")] * 7], "a network"), most)] for most in (9, 4, 3)]
    assert lengths == [[7], [4, 3], [3, 2, 2]]


def test_volumes_that_do_not_hold_together_are_refused():
    with pytest.raises(ValueError, match="3 volumes for"):
        volumes((1,), (1,), (1,), rows=1, columns=2)
    with pytest.raises(ValueError, match="picks of another shape"):
        volumes((1,), picks={"layer": [[0]]})


def test_a_bar_has_its_number_above_it_and_inside_where_the_axis_ends():
    def painted(written):
        bars = Bars(("0", "1"), np.array([0.5, 1.0]), "bars", "part", (0, 1), role="output", written=written)
        return Canvas().paint(Picture([[bars]], caption="Two bars.")).copy()

    plain, lettered = painted(()), painted(("0.50", "1.00"))
    rows, columns = np.nonzero((plain != lettered).any(axis=2))
    left = columns < plain.shape[1] / 2
    green = np.array(rgb(ROLES["output"]))
    is_bar = (plain[..., :3] == green).all(axis=2)
    assert (
        not is_bar[rows[left], columns[left]].any()
        and rows[left].max() < np.nonzero(is_bar[:, columns[left][0]])[0].min()
    )
    assert is_bar[rows[~left], columns[~left]].all()
    assert (lettered[rows[~left], columns[~left], :3] >= green).all()  # white on the full colour
