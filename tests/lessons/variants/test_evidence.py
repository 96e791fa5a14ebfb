"""The network that ends in global average pooling: what it reaches, and where it finds evidence."""

import importlib.util

import numpy as np
import pytest
from notebook_rules import ROOT

from cnnlib import Conv2d, GlobalAvgPool2d, Linear, accuracy, global_avg_pool2d, linear, samples
from cnnlib.check import check
from cnnlib.data.digits import network_input
from cnnlib.exercises.prediction import forget
from cnnlib.lessons import find
from cnnlib.lessons.variants import class_map, evidence_picture, load_pooled
from cnnlib.lessons.variants.evidence import FILE, last_maps, pooled_network
from cnnlib.lessons.variants.evidence_picture import INK

IMAGES, LABELS = samples.digits_split()[2:]
IMAGES_OF_THE_NOTEBOOK = {"3": 1, "7": 34, "8": 9, "9": 4, "5, read as 9": 73}


@pytest.fixture(scope="module")
def reader():
    return load_pooled()


def halves(found):
    return found[:, :4].mean(), found[:, 4:].mean()


# The network


def test_it_reads_355_of_360_held_out_digits(reader):
    assert round(accuracy(reader, network_input(IMAGES), LABELS) * len(LABELS)) == 355


def test_it_ends_in_convolution_global_average_pooling_and_affine(reader):
    assert [type(layer) for layer in reader.layers[-4:-3]] == [Conv2d]
    assert [type(layer) for layer in reader.layers[-2:]] == [GlobalAvgPool2d, Linear]
    assert sum(row.parameters for row in reader.rows()) == 3738
    assert FILE.stat().st_size < 20_000


def test_no_reading_hangs_on_rounding(reader):
    top = np.sort(reader.forward(network_input(IMAGES)), axis=1)[:, -2:]
    assert (top[:, 1] - top[:, 0]).min() > 1e-4


def test_it_takes_images_of_any_size(reader):
    wide = np.zeros((1, 1, 11, 23), np.float32)
    assert reader.forward(wide).shape == (1, 10)


def test_the_same_seed_gives_the_same_weights():
    spec = importlib.util.spec_from_file_location("train_pooled", ROOT / "tools" / "train_pooled.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    one, other = (tool.train(epochs=1).state() for _ in range(2))
    assert all(np.array_equal(one[name], other[name]) for name in one)
    fresh = pooled_network(seed=tool.SEED).state()
    assert any((one[name] != fresh[name]).any() for name in one)


# The maps


def test_the_score_is_the_mean_of_the_class_map_plus_the_bias(reader):
    weight, bias = (reader.layers[-1].parameters[name].astype(np.float64) for name in ("weight", "bias"))
    for image in IMAGES:
        scores = linear(global_avg_pool2d(last_maps(reader, image)[None]), weight, bias)[0]
        maps = np.stack([class_map(reader, image, digit) for digit in range(10)])
        np.testing.assert_allclose(maps.mean(axis=(1, 2)) + bias, scores, rtol=0, atol=1e-6)
        # The forward pass is in float32: seven digits.
        np.testing.assert_allclose(scores, reader.forward(network_input(image))[0], rtol=1e-5, atol=1e-5)


def test_a_class_map_is_a_1x1_convolution_of_the_maps(reader):
    weight = reader.layers[-1].parameters["weight"].astype(np.float64)
    maps = last_maps(reader, IMAGES[1])
    loops = sum(weight[3, channel] * maps[channel] for channel in range(16))
    np.testing.assert_allclose(class_map(reader, IMAGES[1], 3), loops, atol=1e-12)
    assert maps.shape == (16, 8, 8) and (maps >= 0).all(), "after ReLU"


# The picture


def test_caption_and_formula_tell_the_halves_and_the_score(reader):
    picture = evidence_picture(reader, IMAGES, 1, digit=8)
    assert picture.caption == (
        "The network reads this as 3. The map of class 8 has the mean −4.1 in its left half, 1.22 in its right half "
        "and −1.44 overall. With the bias 0.38, the score of 8 is −1.1."
    )
    assert picture.formula.splitlines() == [
        "map of class 8 = sum of weight · map, over 16 maps",
        "score = mean + bias: −1.44 + 0.38 ≈ −1.1",
    ]
    assert " − 0.11 ≈ −13.7" in evidence_picture(reader, IMAGES, 1, digit=4).formula


@pytest.mark.parametrize("number", IMAGES_OF_THE_NOTEBOOK.values())
@pytest.mark.parametrize("digit", range(10))
def test_panels_show_the_maps_and_the_code_computes_one(reader, number, digit):
    picture = evidence_picture(reader, IMAGES, number, digit=digit)
    found = eval(picture.code, {"class_map": class_map, "reader": reader, "digits": IMAGES})
    np.testing.assert_array_equal(found, picture.panel("map").values)
    np.testing.assert_array_equal(found, picture.panel("classes").values[digit])
    assert picture.panel("classes").chosen == digit
    assert picture.panel("map").colours == picture.panel("classes").colours == "signed"
    assert picture.panel("map").limits == picture.panel("classes").limits == (-50, 50)


def test_frames_are_around_the_ink_and_pressing_a_map_picks_its_class(reader):
    picture = evidence_picture(reader, IMAGES, 1, digit=3)
    framed = np.zeros((8, 8), bool)
    for each in picture.panel("map").outlines:
        framed[each.row, each.column : each.column + each.width] = True
    np.testing.assert_array_equal(framed, IMAGES[1] >= INK)
    assert picture.panel("classes").picks["digit"].tolist() == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert picture.panel("classes").labels[3] == "3: 5"


def test_an_image_without_ink_has_a_picture(reader):
    picture = evidence_picture(reader, np.zeros((1, 8, 8)), 0, digit=0)
    assert picture.panel("map").outlines == () and picture.caption


# What the notebook says


def test_names_in_the_menu_are_what_is_seen(reader):
    for name, number in IMAGES_OF_THE_NOTEBOOK.items():
        label, _, read = name.partition(", read as ")
        assert LABELS[number] == int(label)
        assert reader.forward(network_input(IMAGES[number]))[0].argmax() == int(read or label)


def test_the_left_half_of_every_3_counts_against_an_8(reader):
    threes = IMAGES[LABELS == 3]
    assert len(threes) == 37
    assert all(left < right for left, right in (halves(class_map(reader, image, 8)) for image in threes))
    left, right = halves(class_map(reader, IMAGES[1], 8))
    assert left < -4 and right > 1


def test_the_left_half_of_an_8_counts_against_a_3(reader):
    left, right = halves(class_map(reader, IMAGES[9], 3))
    assert left < -5 and right > 3
    upper, lower = (part.mean() for part in np.split(class_map(reader, IMAGES[9], 3)[:, :4], 2))
    assert upper < -15 and lower > 4, "mostly at the top"
    eights = [halves(class_map(reader, image, 3)) for image in IMAGES[LABELS == 8]]
    assert (sum(left < right for left, right in eights), len(eights)) == (33, 35)


@pytest.mark.parametrize(
    ("answer", "said"), [("a", "left half is blue on average"), ("b", "the same strokes"), ("c", "they differ")]
)
def test_the_picture_answers_each_prediction(answer, said):
    forget()
    asked = find("variants-predict-6")
    assert check(asked.id, answer).status == "noted"
    assert said in asked.remark({"image": 9, "digit": 3})
    assert asked.remark({"image": 1, "digit": 3}) == asked.remark({"image": 9, "digit": 8}) == ""
    forget()


@pytest.mark.parametrize(
    ("answer", "words"), [("a", "a (the left half)"), ("b", "b (the right half)"), ("c", "c (both")]
)
def test_a_letter_is_spelled_out(answer, words):
    forget()
    assert f"You predict {words}" in check("variants-predict-6", answer).message
    forget()


def test_the_strongest_evidence_for_the_9_is_on_paper_but_its_cell_sees_ink(reader):
    found = class_map(reader, IMAGES[4], 9)
    assert divmod(int(found.argmax()), 8) == (5, 3) and IMAGES[4][5, 3] == 0
    assert IMAGES[4][2:8, 0:7].max() == 16


def test_the_strongest_evidence_for_what_is_read_is_never_on_framed_ink(reader):
    for number in IMAGES_OF_THE_NOTEBOOK.values():
        read = int(reader.forward(network_input(IMAGES[number]))[0].argmax())
        found = np.round(class_map(reader, IMAGES[number], read))
        assert (IMAGES[number][found == found.max()] < INK).all(), "wherever the largest number is printed"


def test_what_makes_the_5_a_9(reader):
    nine, five = (class_map(reader, IMAGES[73], digit)[4:6, :4] for digit in (9, 5))
    assert (nine > 10).all() and (five < 0).sum() == 7 and five.max() < 7


@pytest.mark.parametrize("cell", [0, 27, 43, 63])
def test_the_frame_is_around_the_pixels_that_a_cell_sees(reader, cell):
    shown = evidence_picture(reader, IMAGES, 4, digit=9, cell=cell)
    (seen,), pressed = shown.panel("input").outlines, shown.panel("map").outlines[-1]
    assert divmod(cell, 8) == (pressed.row, pressed.column) and pressed.role == "output"
    at, framed, changed = divmod(cell, 8), np.zeros((8, 8), bool), np.zeros((8, 8), bool)
    framed[seen.row : seen.row + seen.height, seen.column : seen.column + seen.width] = True
    before = class_map(reader, IMAGES[4], 9)[at]
    for pixel in np.ndindex(8, 8):
        for ink in (0, 8, 16):
            image = IMAGES[4].copy()
            image[pixel] = ink
            changed[pixel] |= not np.isclose(class_map(reader, image, 9)[at], before, atol=1e-9)
    assert not (changed & ~framed).any(), "no pixel outside changes it"
    assert (changed & framed).sum() > 0.6 * framed.sum()


def test_a_pressed_cell_is_told(reader):
    shown = evidence_picture(reader, IMAGES, 4, digit=9, cell=43)
    assert shown.caption.endswith("The cell in row 5, column 3 holds 83. It sees rows 2–7, columns 0–6 of the digit.")
    assert shown.panel("map").picks["cell"][5, 3] == 43
    assert evidence_picture(reader, IMAGES, 4, digit=9).panel("input").outlines == ()


def test_ink_where_the_map_is_red_can_speak_against_the_class(reader):
    """So the notebook says "about where": a place of a map is not read as the pixel there."""
    image = IMAGES[9].copy()
    for pixel in ((5, 2), (6, 2), (4, 3), (5, 3), (7, 2)):
        image[pixel] = 0
    before, after = reader.forward(network_input(np.stack([IMAGES[9], image])))[:, 3]
    assert class_map(reader, IMAGES[9], 3)[5, 2] > 0 and after > before + 3
