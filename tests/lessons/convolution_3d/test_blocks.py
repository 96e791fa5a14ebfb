"""The filter as a block that moves over an image of channels."""

import numpy as np
import pytest

from cnnlib import SettingError, conv2d, output_size
from cnnlib.canvas import Canvas
from cnnlib.explore import cells_of, explore
from cnnlib.lessons.convolution_3d import block_picture
from cnnlib.lessons.convolution_3d.predictions import PREDICTIONS


def show(channels=3, kernel_size=3, position=5):
    image, weight = np.ones((channels, 5, 6)), np.ones((1, channels, kernel_size, kernel_size))
    return block_picture(image, weight[0], conv2d(image, weight), position=position)


def place_of(picture):
    block = picture.panel("input").block
    return block.row, block.column, block.height, block.width


@pytest.mark.parametrize(
    ("setting", "block", "cell"),
    [
        # 5 − 3 + 1 = 3 rows and 6 − 3 + 1 = 4 columns of places
        ({"position": 0}, (0, 0, 3, 3), (0, 0)),
        ({"position": 3}, (0, 3, 3, 3), (0, 3)),
        ({"position": 4}, (1, 0, 3, 3), (1, 0)),
        ({"position": 5}, (1, 1, 3, 3), (1, 1)),
        ({"position": 11}, (2, 3, 3, 3), (2, 3)),
        ({"position": 99}, (2, 3, 3, 3), (2, 3)),
        ({"kernel_size": 1, "position": 29}, (4, 5, 1, 1), (4, 5)),
        ({"kernel_size": 5, "position": 1}, (0, 1, 5, 5), (0, 1)),
        ({"channels": 4, "kernel_size": 2, "position": 19}, (3, 4, 2, 2), (3, 4)),
    ],
)
def test_a_place_of_the_block_is_a_cell_of_the_map(setting, block, cell):
    picture = show(**setting)
    assert place_of(picture) == block
    (made,) = picture.panel("output").outlines
    assert (made.row, made.column, made.height, made.width, made.role) == (*cell, 1, 1, "output")


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("kernel_size", [1, 2, 3, 4, 5])
def test_there_are_as_many_places_as_cells(channels, kernel_size):
    places = {place_of(show(channels, kernel_size, position)) for position in range(40)}
    rows, columns = output_size(5, kernel_size), output_size(6, kernel_size)
    assert {place[:2] for place in places} == {(row, column) for row in range(rows) for column in range(columns)}
    picture = show(channels, kernel_size)
    assert picture.panel("output").shape == (rows, columns) and len(places) == rows * columns
    assert f"has {rows * columns} cells, one for each place" in picture.caption
    assert (picture.panel("output").values == channels * kernel_size**2).all()


def test_from_one_place_to_the_next_the_block_moves_right_or_to_the_next_row():
    rows_and_columns = [place_of(show(position=position))[:2] for position in range(12)]
    assert rows_and_columns == [(row, column) for row in (0, 1, 2) for column in (0, 1, 2, 3)]


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_image_and_block_are_equally_deep_and_the_map_stays_one_sheet(channels):
    picture = show(channels)
    assert picture.panel("input").size == (channels, 5, 6)
    assert picture.panel("input").layers == ("red", "green", "blue", "difference")[:channels]
    assert picture.panel("input").title == f"image ({channels}, 5, 6)"
    assert picture.panel("input").note.startswith(f"orange: the filter ({channels}, 3, 3) · from the front: red")
    assert picture.panel("input").note.count(",") == 2 + channels - 1
    assert picture.panel("output").title == "one map (1, 3, 4)"


def test_words_and_numbers_follow_the_state():
    picture = show(4, 2, 19)
    assert picture.caption == (
        "The filter (4, 2, 2) is in row 3, column 4 of the image (4, 5, 6). "
        "There it makes one cell. The map (1, 4, 5) has 20 cells, one for each place."
    )
    assert picture.formula == "places: 4 down, 5 across: 4·5 = 20\nproducts in each place: 4·2·2 = 16"
    assert picture.code == "conv2d(np.ones((4, 5, 6)), np.ones((1, 4, 2, 2)))"
    assert picture.panel("input").note.endswith("red, green, blue, infrared")


@pytest.mark.parametrize("setting", [(1, 1), (3, 3), (4, 5)])
def test_the_line_of_code_computes_the_map(setting):
    picture = show(*setting)
    computed = eval(picture.code, {"np": np, "conv2d": conv2d})
    np.testing.assert_array_equal(computed[0], picture.panel("output").values)


def test_a_pixel_of_the_front_leads_to_the_place_whose_middle_is_nearest():
    panel = show().panel("input")
    above, left = panel.front
    front = panel.picks["position"][above : above + 5, left : left + 6]
    assert front.tolist() == [[0, 0, 1, 2, 3, 3]] * 2 + [[4, 4, 5, 6, 7, 7]] + [[8, 8, 9, 10, 11, 11]] * 2
    assert show().panel("output").picks["position"].tolist() == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]


def test_a_block_that_is_too_tall_is_explained_and_repaired():
    explorer = explore(show, channels=(1, 4), kernel_size=(1, 6), position=cells_of("output"))
    with pytest.raises(SettingError):
        explorer.set(kernel_size=6)
    assert "kernel_size 6 does not fit" in explorer.message
    assert explorer.message.endswith("Set kernel_size to 5.")


def test_typical_wrong_answers_are_the_numbers_that_their_hints_speak_of():
    (prediction,) = (each for each in PREDICTIONS if each.id == "channels-predict-1")
    assert prediction.right() == 20
    deep = output_size(4, 2) * 20
    assert [each.typical for each in prediction.misconceptions] == [4 * 20, deep, 3 * 4, 5 * 6, 4 * 5 * 6, 4 * 2 * 2, 1]


def test_what_the_notebook_says_of_the_fewest_places_and_of_depth():
    counts = {size: show(kernel_size=size).panel("output").values.size for size in range(1, 6)}
    assert min(counts, key=counts.get) == 5 and counts[5] == 2
    assert output_size(3, 3) == 1


@pytest.mark.parametrize("width", [300, 480, 1000])
def test_cells_keep_their_size_while_the_sliders_move(width):
    canvas, seen = Canvas(width), set()
    for channels, kernel_size in [(1, 1), (4, 1), (3, 3), (4, 5)]:
        canvas.paint(show(channels, kernel_size))
        image, sheet = canvas.geometry()
        across, down = (np.array([each["cell_width"], each["cell_height"]]) * canvas.size for each in (image, sheet))
        assert across == pytest.approx(down)
        seen.add(tuple(np.round([*across, image["x"], image["y"]], 6)))
    assert len(seen) == 1 and next(iter(seen))[0] >= 24
