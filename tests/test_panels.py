"""Stacks of maps and networks of blocks: where they stand and what is painted."""

import numpy as np
import pytest

from cnnlib.canvas import Canvas
from cnnlib.canvas.cells import rgb
from cnnlib.explore import explore
from cnnlib.pictures import Block, Blocks, Maps, Picture
from cnnlib.pictures.palette import BLOCKS, ROLES


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
    stack = Maps(np.random.default_rng(0).random(shape), f"maps {shape}", columns=8,
                 labels=tuple(map(str, range(shape[0]))))
    pixels = Canvas(width).paint(Picture([[stack]], caption="Maps."))
    assert (pixels[-3:] == 255).all()


def test_a_stack_that_does_not_hold_together_is_refused():
    for options in ({"labels": ("a",)}, {"role": "nobody"}, {"picks": {"chosen": [[0]]}}):
        with pytest.raises(ValueError, match="maps"):
            maps(**options)
    with pytest.raises(ValueError, match="no stack of maps"):
        Maps(np.zeros((2, 2)), "flat", columns=1)


@pytest.mark.parametrize("width", [280, 500, 960])
def test_all_blocks_are_painted_whatever_the_width(width):
    row = [Block("Conv 3×3", "(8, 26, 26)", "kernel")] * 6 + [Block("Affine", "(10,)", "output", broken=True)]
    picture = Picture([[Blocks([row, row[:2]], "two networks", headings=("long", "short"))]], caption="Two networks.",
                      heights=(400,))
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
