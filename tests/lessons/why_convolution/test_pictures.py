"""The pictures of ``01_why_convolution``: captions, panels, marks, and the numbers that its text states."""

import re

import numpy as np
import pytest

from cnnlib import samples
from cnnlib.canvas import Canvas
from cnnlib.engine.layers import Conv2d, Linear
from cnnlib.engine.settings import SettingError
from cnnlib.lessons.why_convolution.experiment import recorded, shuffle, shuffled
from cnnlib.lessons.why_convolution.flattening import flattening_picture, gallery_picture, neighbours
from cnnlib.lessons.why_convolution.lab import recorded_picture, run_picture, train_live
from cnnlib.lessons.why_convolution.moves import moved, recorded_moves, trained_network
from cnnlib.lessons.why_convolution.moving import drag_picture, in_words, shift_picture
from cnnlib.lessons.why_convolution.parameters import parameters_of, parameters_picture

TOY, DIGIT = samples.toy_input(), samples.digit(3)
TEN = np.array([samples.digit(label) for label in range(10)])


def test_neighbours_of_corners_borders_and_the_middle():
    assert neighbours(0, (3, 4)) == [1, 4]
    assert neighbours(11, (3, 4)) == [7, 10]
    assert neighbours(7, (3, 4)) == [3, 6, 11]
    assert neighbours(5, (3, 4)) == [1, 4, 6, 9]
    assert neighbours(0, (1, 1)) == []


@pytest.mark.parametrize("image", [TOY, DIGIT, np.arange(6.0).reshape(2, 3)], ids=str)
def test_a_pixel_and_its_neighbours_are_framed_in_image_and_line(image):
    for position in range(image.size):
        picture = flattening_picture(image, image.reshape(-1), position=position)
        for name in ("input", "flat"):
            panel = picture.panel(name)
            framed = {
                role: [o.row * panel.shape[1] + o.column for o in panel.outlines if o.role == role]
                for role in ("plain", "input")
            }
            assert framed == {"plain": neighbours(position, image.shape), "input": [position]}


def test_what_the_notebook_says_of_neighbours_in_the_line():
    for image, apart in ((TOY, 4), (DIGIT, 8)):
        middle = image.shape[1] + 1
        above, left, right, below = neighbours(middle, image.shape)
        assert (middle - above, below - middle, middle - left, right - middle) == (apart, apart, 1, 1)
        kept = [sum(abs(each - k) == 1 for each in neighbours(k, image.shape)) for k in range(image.size)]
        one = {k % image.shape[1] for k in range(image.size) if kept[k] == 1}
        assert one == {0, image.shape[1] - 1} and set(kept) == {1, 2}


def test_the_words_of_a_flattened_image():
    picture = flattening_picture(DIGIT, DIGIT.reshape(-1), position=42)
    assert picture.caption == (
        "The pixel in row 5, column 2 becomes number 42 of 64; its neighbours become 34, 41, 43, 50."
    )
    assert picture.formula == "index = row · columns + column = 5·8 + 2 = 42; neighbours: 34, 41, 43, 50"
    assert picture.panel("flat").title == "flat (64,)"
    assert picture.code == "samples.digit(3).reshape(-1)"
    assert "column = 3·4 + 3 = 15;" in flattening_picture(TOY, TOY.reshape(-1), position=99).formula


def test_digits_have_dark_ink_on_light_paper_everywhere():
    networks = trained_network("cnn"), trained_network("affine")
    panels = [
        flattening_picture(DIGIT, DIGIT.reshape(-1)).panel("input"),
        *gallery_picture(TEN, shuffled(TEN)).panels,
        shift_picture(TEN, recorded_moves(0, 0), down=0, right=0).panel("input"),
        drag_picture(*networks, DIGIT).panel("input"),
    ]
    assert {(panel.colours, panel.limits) for panel in panels} == {("ink", (0, 16))}
    assert flattening_picture(TOY, TOY.reshape(-1)).panel("input").colours == "tint"


def test_pressing_a_cell_of_the_image_or_of_the_line_chooses_the_pixel():
    picture = flattening_picture(TOY, TOY.reshape(-1))
    assert picture.panel("input").picks["position"].ravel().tolist() == list(range(16))
    assert picture.panel("flat").picks["position"].tolist() == [list(range(16))]


def test_few_neighbours_survive_the_shuffle():
    places = np.argsort(shuffle())
    still = [
        any(places[each] in neighbours(places[pixel], (8, 8)) for each in neighbours(pixel, (8, 8)))
        for pixel in range(64)
    ]
    assert sum(still) < 32, "shuffled, most pixels are among strangers"


def test_the_gallery_holds_both():
    picture = gallery_picture(TEN, shuffled(TEN))
    assert np.array_equal(picture.panel("shuffled").values, shuffled(TEN))
    assert picture.panel("in order").title == "in order (10, 8, 8)"


def test_the_lab_opens_without_its_answer():
    ends = recorded_picture().panel("ends")
    assert [len(column) for column in ends.values] == [5, 0, 5, 0, 0]
    assert "shuffled, mean" not in recorded_picture().formula
    picture = recorded_picture("affine", "shuffled", 2)
    assert [len(column) for column in picture.panel("ends").values] == [5, 5, 5, 5, 0]
    assert picture.formula.splitlines()[-1] == (
        "shuffled, mean of the 5 recorded runs: Affine misreads 2.17 %, CNN 4.17 %"
    )
    assert picture.panel("ends").here == ((1, 2),)


def test_all_recorded_ends_are_on_the_axis():
    assert 100 * (1 - recorded()[..., -1]).max() < recorded_picture().panel("ends").y_limits[1]


def test_a_live_run_has_a_column_of_its_own_beside_the_recorded_ones():
    known = np.full((2, 2, 3, 4), 0.9)
    picture = run_picture([0.5, 0.95], "cnn", "in order", 2, known=known)
    assert [column.round(6).tolist() for column in picture.panel("ends").values] == [[10] * 3, [], [10] * 3, [], [5]]
    assert picture.panel("ends").here == ((2, 2),)
    assert picture.progress == 0.5 and picture.panel("wrong").here == ((2, pytest.approx(5)),)
    assert picture.caption == (
        "Live: CNN, in order, seed 2: after 2 of 4 epochs it misreads 5 % of the held-out digits."
    )
    assert (known == 0.9).all()


def test_the_film_trains_the_network_that_was_chosen():
    picture = next(train_live("affine", "shuffled", 1))
    assert (
        picture.caption.startswith("Live: Affine, shuffled, seed 1: after 1 of 20 epochs") and picture.progress == 0.05
    )


def test_a_run_that_is_off_the_axis_has_no_mark_and_a_recorded_one_no_progress():
    known = np.full((2, 2, 3, 4), 0.9)
    assert run_picture([0.1], "cnn", "in order", 0, known=known).panel("wrong").here == ()
    picture = run_picture([0.9] * 4, "cnn", "in order", 0, live=False, known=known)
    assert picture.progress is None and picture.caption.startswith("Recorded")


def test_the_words_of_moved_digits():
    assert in_words(down=-2, right=0) == "The digit has moved 2 up."
    for down, right in np.ndindex(5, 5):
        steps = [] if right == 2 else [f"{abs(right - 2)} to the {'right' if right > 2 else 'left'}"]
        steps += [] if down == 2 else [f"{abs(down - 2)} {'down' if down > 2 else 'up'}"]
        for digits, who in ((1, "The digit has"), (2, "The digits have")):
            said = in_words(down=down - 2, right=right - 2, digits=digits)
            assert said == f"{who} {'moved' if steps else 'not moved'} {' and '.join(steps)}".rstrip() + "."
    picture = shift_picture(moved(TEN, right=1), recorded_moves(0, 1), down=0, right=1)
    assert picture.caption == (
        "The digits have moved 1 to the right. "
        "The Affine networks misread 46.8 % of the held-out ones, the CNNs 35.7 %."
    )
    assert picture.formula.splitlines()[0] == "Affine: from 44.4 % to 48.6 % misread over 5 seeds"
    assert picture.code == "1 - recorded_moves(0, 1)"
    assert [len(column) for column in picture.panel("wrong").values] == [5, 5]


def drag(label, *, row, column, filter=4, cell=None):
    """Return the picture of a digit whose middle was dragged to a cell."""
    networks = trained_network("cnn"), trained_network("affine")
    return drag_picture(*networks, samples.digit(label), filter=filter, position=8 * row + column, cell=cell)


def changed(picture):
    """Return how many cells of the map and how many neurons have changed, from the caption."""
    found = re.search(r"Of the (\d+) cells .* sight, (\d+) kept .* neurons, (\d+) changed", picture.caption)
    cells, kept, neurons = map(int, found.groups())
    return [cells - kept, neurons]


def test_a_digit_where_it_was_changes_nothing():
    picture = drag(0, row=4, column=4)
    assert picture.caption == (
        "The digit has not moved. Of the 64 cells of the map that are still in sight, 64 kept their number. "
        "Of the 64 Affine neurons, 0 changed. The CNN reads 0, the Affine network 0."
    )


def test_one_step_to_the_right_moves_the_map_and_changes_the_neurons():
    for label in (0, 1, 3, 8):
        for filter in range(8):
            cells, neurons = changed(drag(label, row=4, column=5, filter=filter))
            assert cells == 0 and neurons > 50
    picture = drag(0, row=4, column=5)
    assert "Of the 56 cells" in picture.caption and "The CNN reads 3, the Affine network 6." in picture.caption
    assert picture.formula == "green cell: before[6, 4] = 2.93; now[6, 5] = 2.93"


def test_where_ink_leaves_the_image_the_map_is_not_only_moved():
    for label in (0, 1, 3, 8):
        assert changed(drag(label, row=5, column=4))[0] > 0


def piece(values, row, column):
    """Return the 3×3 pixels around a cell, with zeros outside the image."""
    return np.pad(values, 1)[row : row + 3, column : column + 3]


@pytest.mark.parametrize("label", [0, 1, 3, 8])
def test_the_frames_move_along_and_show_the_same_piece_of_the_digit(label):
    for filter in range(8):
        (start,) = drag(label, row=4, column=4, filter=filter).panel("map").outlines
        strongest = drag(label, row=4, column=4, filter=filter).panel("map").values.max()
        for column in (3, 4, 5):
            picture = drag(label, row=4, column=column, filter=filter)
            window, middle = picture.panel("input").outlines
            (cell,) = picture.panel("map").outlines
            assert (middle.row, middle.column, middle.role) == (4, column, "input")
            assert (cell.row, cell.column) == (start.row, start.column + column - 4)
            assert (window.row, window.column) == (max(0, cell.row - 1), max(0, cell.column - 1))
            values = picture.panel("map").values
            assert values[cell.row, cell.column] == pytest.approx(values.max()) == pytest.approx(strongest)
            seen = piece(picture.panel("input").values, cell.row, cell.column)
            assert np.array_equal(seen, piece(samples.digit(label), start.row, start.column))


def test_a_cell_that_was_pressed_is_framed_until_it_leaves():
    picture = drag(1, row=4, column=6, cell=8 * 2 + 3)
    (cell,) = picture.panel("map").outlines
    assert (cell.row, cell.column) == (2, 5)
    picks = picture.panel("map").picks["cell"]
    assert picks[2, 5] == 8 * 2 + 3 and (picks[:, :2] == -1).all() and picks[7, 7] == 8 * 7 + 5
    gone = drag(1, row=4, column=6, cell=8 * 2 + 7)
    assert gone.panel("map").outlines == () and len(gone.panel("input").outlines) == 1
    assert gone.formula.endswith("; now it is out of sight")


def test_a_place_where_the_answer_changes_though_the_map_does_not():
    found = {
        (label, column)
        for label in (0, 1, 3, 8)
        for column in range(2, 7)
        for picture in [drag(label, row=4, column=column, filter=0)]
        if changed(picture)[0] == 0 and f"The CNN reads {label}," not in picture.caption
    }
    assert found == {(0, 3), (0, 5), (1, 6), (3, 3), (8, 5)}
    assert "The CNN reads 1, the Affine network 1." in drag(1, row=4, column=5, filter=5).caption, (
        "the place to predict"
    )


def test_a_window_at_the_border_stays_in_the_image():
    for filter in range(8):
        for row in range(8):
            for column in range(8):
                window = drag(0, row=row, column=column, filter=filter).panel("input").outlines[0]
                assert window.row >= 0 <= window.column
                assert window.row + window.height <= 8 >= window.column + window.width


@pytest.mark.parametrize("side", [3, 8, 16, 32, 64])
def test_the_curves_are_what_the_layers_have_and_end_at_the_side(side):
    affine, convolution = parameters_of(Linear(side * side, 8)), parameters_of(Conv2d(1, 8, 3))
    panel = parameters_picture(side, Linear(side * side, 8), Conv2d(1, 8, 3)).panel("parameters")
    (sides, counts), (_, same) = panel.series.values()
    assert sides[-1] == side and counts[-1] == affine == 8 * (side**2 + 1)
    assert set(same) == {convolution} == {80}
    assert panel.here == ((side, affine), (side, 80))
    assert not panel.log and panel.y_limits[0] == 0 and affine < panel.y_limits[1]


def test_the_words_of_the_parameters():
    assert parameters_picture(3, Linear(9, 8), Conv2d(1, 8, 3)).caption == (
        "On an image of shape (3, 3), 8 Affine neurons have 80 parameters, as many as 8 filters of 3×3, which have 80."
    )
    assert (
        parameters_picture(64, Linear(64 * 64, 8), Conv2d(1, 8, 3)).formula.splitlines()[0]
        == "Affine: 8 · (64·64 + 1 (bias)) = 32,776"
    )
    assert parameters_of(Linear(16 * 16, 8)) == 2056 and parameters_of(Linear(32 * 32, 8)) == 8200
    with pytest.raises(SettingError, match="Use a side of at least 3"):
        parameters_picture(2, Linear(2 * 2, 8), Conv2d(1, 8, 3))


def test_all_of_them_are_drawn_and_fit_a_projector():
    networks = trained_network("cnn"), trained_network("affine")
    for picture in (
        flattening_picture(DIGIT, DIGIT.reshape(-1)),
        gallery_picture(TEN, shuffled(TEN)),
        recorded_picture("cnn", "shuffled"),
        run_picture([0.3], "cnn", "shuffled", 0),
        shift_picture(TEN, recorded_moves(-2, 2), down=-2, right=2),
        drag_picture(*networks, DIGIT, position=4),
        parameters_picture(8, Linear(64, 8), Conv2d(1, 8, 3)),
    ):
        assert sum(picture.heights) <= 400
        for width in (480, 900):
            Canvas(width).draw(picture)
