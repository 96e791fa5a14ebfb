"""Pictures are data: they cannot change, and they can be compared."""

import numpy as np
import pytest

from cnnlib.pictures import Bars, Block, Blocks, Curves, Grid, Outline, Picture, Sign


def grid(**changes):
    return Grid(**{"values": [[1.0, 2.0]], "title": "input (1, 2)", "name": "input", **changes})


def test_a_grid_keeps_its_own_copy_and_nobody_can_write_to_it():
    values = np.array([[1.0, 2.0]])
    made = grid(values=values, picks={"position": np.array([[0, 1]])})
    values[0, 0] = 9
    assert made.values.tolist() == [[1, 2]]
    for array in (made.values, made.picks["position"]):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 5


@pytest.mark.parametrize(
    "changes",
    [
        {"values": [1, 2]},
        {"values": np.zeros((0, 2))},
        {"values": np.zeros((2, 2, 3))},
        {"colours": "rainbow"},
        {"role": "nobody"},
        {"picks": {"position": np.zeros((2, 2))}},
        {"marked": [[True]]},
        {"covered": [[True]]},
        {"colours": "rgb", "values": np.zeros((2, 2))},
    ],
)
def test_a_grid_that_does_not_hold_together_is_refused(changes):
    with pytest.raises(ValueError, match="input"):
        grid(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"values": [[1.0, 3.0]]},
        {"title": "other"},
        {"role": "output"},
        {"limits": (0, 2)},
        {"frame": (0, 0, 1, 0)},
        {"outlines": (Outline(0, 0),)},
        {"marked": [[True, False]]},
        {"covered": [[True, False]]},
        {"note": "press"},
        {"numbers": False},
        {"picks": {"position": [[0, 1]]}},
        {"digits": 1},
    ],
)
def test_each_field_makes_a_grid_look_different(changes):
    assert grid().looks_like(grid())
    assert not grid().looks_like(grid(**changes))
    assert not grid(**changes).looks_like(grid())


PANELS_WITHOUT_CELLS = [
    lambda **fields: Bars(("a",), [1], "counts", "count", (0, 5), **fields),
    lambda **fields: Blocks([[Block("ReLU")]], "a network", **fields),
    lambda **fields: Sign("=", **fields),
]


@pytest.mark.parametrize("make", PANELS_WITHOUT_CELLS)
def test_a_panel_without_cells_has_an_answer_to_all_that_is_asked_of_panels(make):
    panel = make(note="a note")
    assert (panel.name, panel.role, panel.note) == ("", "plain", "a note")
    assert not panel.has_cells and panel.shape == (0, 0) and not panel.picks
    assert panel.edits is panel.draws is panel.scale is None


@pytest.mark.parametrize("make", [grid, *PANELS_WITHOUT_CELLS])
def test_a_role_without_a_colour_is_refused(make):
    with pytest.raises(ValueError, match="unknown role 'nobody'"):
        make(role="nobody")


def test_the_positions_of_a_grid_number_its_cells():
    assert Grid(np.zeros((2, 3)), "grid (2, 3)").positions().tolist() == [[0, 1, 2], [3, 4, 5]]


def test_nan_looks_like_nan():
    assert grid(values=[[np.nan, 1.0]]).looks_like(grid(values=[[np.nan, 1.0]]))


def test_charts_are_compared_by_their_points():
    def curves(last):
        return Curves({"loss": ([0, 1], [1, last])}, "loss", "step", "loss", (0, 1), (0, 1))

    def bars(last):
        return Bars(("a", "b"), [1, last], "counts", "count", (0, 5))

    for make in (curves, bars):
        assert make(2).looks_like(make(2))
        assert not make(2).looks_like(make(3))
    assert not curves(2).looks_like(bars(2))


def test_a_picture_shows_its_caption_and_finds_its_panels():
    picture = Picture([[grid()], [grid(name="kernel")]], caption="Two grids.")
    assert repr(picture) == "Two grids."
    assert picture.panel("kernel").name == "kernel"
    assert picture.heights == (280, 280)
    with pytest.raises(KeyError, match="'output'; this picture has input, kernel"):
        picture.panel("output")


def test_a_picture_with_too_few_heights_is_refused():
    with pytest.raises(ValueError, match="2 rows of panels, but 1 heights"):
        Picture([[grid()], [grid()]], caption="", heights=(100,))
