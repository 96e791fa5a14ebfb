"""Pictures of what flattening loses, and the numbers that the prose of ``01_why_convolution`` states."""

import numpy as np
import pytest

from cnnlib import samples
from cnnlib.canvas import Canvas
from cnnlib.engine.layers import Conv2d, Linear
from cnnlib.engine.shapes import SettingError
from cnnlib.lessons.why_convolution.experiment import recorded, shuffle, shuffled
from cnnlib.lessons.why_convolution.lab import lab_picture, run_picture
from cnnlib.lessons.why_convolution.parameters import parameters_picture
from cnnlib.lessons.why_convolution.pictures import (
    distance_picture,
    flattening_picture,
    gallery_picture,
    neighbours,
    shuffling_picture,
)

TOY, DIGIT, PHOTO = samples.toy_input(), samples.digit(3), samples.camera()


def correlation(image, distance):
    return np.corrcoef(image[:, distance:].ravel(), image[:, :-distance].ravel())[0, 1]


def test_neighbours_of_corners_borders_and_the_middle():
    assert neighbours(0, (3, 4)) == [1, 4]
    assert neighbours(11, (3, 4)) == [7, 10]
    assert neighbours(7, (3, 4)) == [3, 6, 11]
    assert neighbours(5, (3, 4)) == [1, 4, 6, 9]
    assert neighbours(0, (1, 1)) == []


@pytest.mark.parametrize("image", [TOY, DIGIT, np.arange(6.0).reshape(2, 3)], ids=str)
def test_a_pixel_and_its_neighbours_are_marked_in_image_and_line(image):
    for position in range(image.size):
        picture = flattening_picture(image, image.reshape(-1), position=position)
        grid, line = picture.panel("input"), picture.panel("flat")
        assert np.flatnonzero(grid.marked).tolist() == np.flatnonzero(line.marked).tolist()
        assert np.flatnonzero(grid.marked).tolist() == neighbours(position, image.shape)
        assert (grid.outlines[-1].row, grid.outlines[-1].column) == divmod(position, image.shape[1])
        assert (line.outlines[-1].row, line.outlines[-1].column) == (0, position)


def test_the_words_of_a_flattened_image():
    picture = flattening_picture(DIGIT, DIGIT.reshape(-1), position=42)
    assert picture.caption == (
        "The pixel in row 5, column 2 becomes number 42 of 64; its neighbours become 34, 41, 43, 50."
    )
    assert picture.formula == "index = row · columns + column = 5·8 + 2 = 42; neighbours: 34, 41, 43, 50"
    assert picture.panel("flat").title == "flat (64,)"
    assert picture.code == "samples.digit(3).reshape(-1)"
    assert "column = 3·4 + 3 = 15;" in flattening_picture(TOY, TOY.reshape(-1), position=99).formula


def test_pressing_a_cell_of_the_image_or_of_the_line_chooses_the_pixel():
    picture = flattening_picture(TOY, TOY.reshape(-1))
    assert picture.panel("input").picks["position"].ravel().tolist() == list(range(16))
    assert picture.panel("flat").picks["position"].tolist() == [list(range(16))]


def test_the_first_three_of_the_toy_grid():
    flat = TOY.reshape(-1).tolist()
    assert flat[1:4] == [2, 3, 0] and TOY[1, 2] == 2 and flat[6] == 2


def test_a_shuffled_pixel_is_found_again():
    for position in range(64):
        picture = shuffling_picture(DIGIT, shuffled(DIGIT), shuffle(), position=position)
        mixed = picture.panel("shuffled")
        went = 8 * mixed.outlines[-1].row + mixed.outlines[-1].column
        assert mixed.values.flat[went] == DIGIT.flat[position]
        assert mixed.picks["position"].flat[went] == position
        assert np.flatnonzero(mixed.marked).size == len(neighbours(position, (8, 8)))


def test_few_neighbours_survive_the_shuffle():
    places = np.argsort(shuffle())
    still = [
        any(places[each] in neighbours(places[pixel], (8, 8)) for each in neighbours(pixel, (8, 8)))
        for pixel in range(64)
    ]
    assert 0 < sum(still) < 32, "most pixels have none of their neighbours beside them"
    picture = shuffling_picture(DIGIT, shuffled(DIGIT), shuffle(), position=still.index(True))
    assert picture.caption.endswith("1 is still beside it.")


def test_the_gallery_holds_both():
    ten = np.array([samples.digit(label) for label in range(10)])
    picture = gallery_picture(ten, shuffled(ten))
    assert np.array_equal(picture.panel("shuffled").values, shuffled(ten))
    assert picture.panel("in order").title == "in order (10, 8, 8)"


def test_the_lab_shows_the_means_of_what_was_recorded():
    picture = lab_picture(recorded()[..., -1])
    assert picture.panel("wrong").values.round(2).tolist() == [1.94, 2.17, 2.0, 4.17]
    assert picture.caption == (
        "Shuffling the pixels takes the Affine network from 1.94 % to 2.17 % of the digits read "
        "wrong, and the CNN from 2 % to 4.17 %."
    )
    assert picture.formula.splitlines()[-1] == "CNN, shuffled: 4.17 % wrong, from 3.06 to 5.56 over 5 seeds"
    assert picture.panel("wrong").values.max() < picture.panel("wrong").y_limits[1]
    assert 100 * (1 - recorded()[..., -1]).max() < 6


def test_a_run_replaces_its_own_bar_only():
    known = np.full((3, 4), 0.9)
    picture = run_picture([0.5, 0.95], known, network="cnn", order="in order", seed=2, live=True)
    assert picture.panel("seeds").values.round(6).tolist() == [10, 10, 5]
    assert picture.panel("seeds").chosen == 2
    assert picture.progress == 0.5 and picture.panel("wrong").here == ((2, pytest.approx(5)),)
    assert picture.caption.startswith("Live: cnn, in order, seed 2, after 2 of 4 epochs, 5 % of")
    assert (known == 0.9).all()


def test_a_run_that_is_off_the_axis_has_no_mark_and_a_recorded_one_no_progress():
    known, settings = np.full((3, 4), 0.9), {"network": "cnn", "order": "in order", "seed": 0}
    assert run_picture([0.1], known, **settings, live=True).panel("wrong").here == ()
    picture = run_picture([0.9] * 4, known, **settings, live=False)
    assert picture.progress is None and picture.caption.startswith("Recorded")


def test_near_pixels_of_the_photograph_are_alike():
    measured = [round(correlation(PHOTO, distance), 3) for distance in (1, 2, 4, 8, 16, 32, 64)]
    assert measured == [0.954, 0.92, 0.861, 0.772, 0.62, 0.361, 0.322]
    assert correlation(PHOTO, 22) > 0.5 > correlation(PHOTO, 23)


def test_in_the_shuffled_photograph_nothing_is_alike():
    mixed = np.random.default_rng(0).permutation(PHOTO.ravel()).reshape(PHOTO.shape)
    assert max(abs(correlation(mixed, distance)) for distance in range(1, 65)) < 0.04
    assert mixed.mean() == pytest.approx(PHOTO.mean()) and mixed.std() == pytest.approx(PHOTO.std())


def test_the_distance_picture_pairs_each_pixel_with_its_partner():
    curves = {"photograph": [correlation(PHOTO, distance) for distance in (1, 2, 3)]}
    picture = distance_picture(PHOTO, 2, curves, "photograph")
    assert np.array_equal(picture.panel("pixels").values[:, 2:], picture.panel("partners").values[:, :-2])
    assert picture.panel("correlation").here == ((2, curves["photograph"][1]),)
    assert picture.caption == "In the photograph, pixels 2 apart have a correlation of 0.92."
    assert picture.code == "np.corrcoef(image[:, :-2].ravel(), image[:, 2:].ravel())[0, 1]"


def parameters(layer):
    return sum(parameter.size for parameter in layer.parameters.values())


@pytest.mark.parametrize("side", [3, 8, 16, 32, 64])
def test_the_curves_are_what_the_layers_have(side):
    affine, convolution = parameters(Linear(side * side, 8)), parameters(Conv2d(1, 8, 3))
    picture = parameters_picture(side, affine, convolution)
    sides, counts = picture.panel("parameters").series["Affine"]
    assert counts[list(sides).index(side)] == affine == 8 * (side**2 + 1)
    sides, counts = picture.panel("parameters").series["convolution"]
    assert counts[list(sides).index(side)] == convolution == 80
    assert picture.panel("both").values.tolist() == [affine, convolution]


def test_the_words_of_the_parameters():
    assert parameters_picture(3, 80, 80).caption == (
        "On a (3, 3) image, 8 Affine neurons have 80 parameters, as many as 8 filters of 3×3, which have 80."
    )
    assert parameters_picture(64, 32776, 80).formula.splitlines()[0] == "Affine: 8 · (64·64 + 1 (bias)) = 32,776"
    assert parameters_picture(16, 2056, 80).caption.startswith("On a (16, 16) image")
    assert parameters_picture(11, 976, 80).caption.startswith("On an (11, 11) image")
    assert round(8200 / 2056, 1) == 4.0
    with pytest.raises(SettingError, match="Use a side of at least 3"):
        parameters_picture(2, 40, 80)


def test_all_of_them_are_drawn():
    known = recorded()[1, 1]
    for picture in (
        flattening_picture(DIGIT, DIGIT.reshape(-1)),
        shuffling_picture(DIGIT, shuffled(DIGIT), shuffle()),
        gallery_picture(DIGIT[None], DIGIT[None]),
        lab_picture(recorded()[..., -1]),
        run_picture(known[0, :1], known, network="cnn", order="shuffled", seed=0, live=True),
        distance_picture(PHOTO, 64, {"photo": np.zeros(64)}, "photo"),
        parameters_picture(8, 520, 80),
    ):
        for width in (480, 900):
            Canvas(width).draw(picture)
