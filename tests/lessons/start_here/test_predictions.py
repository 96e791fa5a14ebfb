"""The predictions of 00_start_here: when a drawing answers one, and the numbers that are stated."""

import numpy as np
import pytest
from drawn_digits import FORMS, drawn

from cnnlib import samples
from cnnlib.check import check
from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader
from cnnlib.engine.activations import softmax
from cnnlib.exercises.prediction import forget
from cnnlib.lessons import find
from cnnlib.lessons.start_here.experiment import digit_from_drawing, read_stages
from cnnlib.lessons.start_here.predictions import is_like_a_face, is_small_in_a_corner, pieces

READER = load_reader()
_, _, IMAGES, LABELS = samples.digits_split()


@pytest.fixture(autouse=True)
def nothing_noted():
    yield
    forget()


def stroke(*places):
    paper = np.zeros((32, 32))
    for rows, columns in places:
        paper[rows, columns] = 1
    return paper


@pytest.mark.parametrize(
    ("paper", "small"),
    [
        (stroke((slice(1, 15), slice(2, 6))), True),
        (stroke((slice(17, 31), slice(20, 24))), True),
        (stroke((slice(3, 6), slice(3, 6))), False),  # a dot
        (stroke((slice(4, 7), slice(3, 16))), False),  # the first line of a large 3
        (stroke((slice(8, 24), slice(14, 18))), False),  # in the middle
        (np.zeros((32, 32)), False),
    ],
)
def test_a_small_digit_in_a_corner_is_recognized(paper, small):
    assert is_small_in_a_corner(paper) is small


@pytest.mark.parametrize("form", FORMS)
def test_no_large_digit_answers_a_prediction(form):
    assert not is_small_in_a_corner(drawn(form)) and not is_like_a_face(drawn(form))


def test_eyes_and_a_mouth_are_three_pieces():
    eyes = (slice(8, 11), slice(9, 12)), (slice(8, 11), slice(20, 23))
    face = stroke(*eyes, (slice(20, 23), slice(10, 22)))
    assert pieces(face) == 3 and is_like_a_face(face)
    assert pieces(stroke(*eyes)) == 2 and not is_like_a_face(stroke(*eyes))


def test_the_remark_comes_with_the_drawing():
    prediction = find("start-predict-1")
    assert check(prediction.id, "a").status == "noted"
    assert prediction.remark({"drawn": np.zeros((32, 32))}) == ""
    assert prediction.remark({"drawn": prediction.setting["drawn"]}).startswith(
        "You predicted a (a small 3 in a corner). That is what you drew."
    )


def test_what_is_said_of_the_three_mistakes():
    chances = softmax(READER.forward(network_input(IMAGES)))
    wrong = np.flatnonzero(chances.argmax(axis=1) != LABELS)
    order = [np.argsort(-chances[each])[:2].tolist() for each in wrong]
    assert LABELS[wrong].tolist() == [9, 5, 9]
    assert order == [[8, 9], [9, 3], [5, 9]]
    assert int(chances[wrong].max(axis=1).argmax()) == 1


def test_which_maps_answer_to_a_left_edge():
    """Map 0 does and map 5, which answers to any ink; the others hardly do."""
    relu = np.stack([read_stages(READER, image)[2] for image in IMAGES])
    inked = IMAGES >= 10
    left = inked[:, :, 1:] & (IMAGES[:, :, :-1] <= 3)
    means = [float(maps[:, :, 1:][left].mean()) for maps in relu.swapaxes(0, 1)]
    assert sorted(range(8), key=lambda index: -means[index])[:2] == [0, 5]
    assert sorted(means)[-3] < 0.5 < 1 < sorted(means)[-2]
    assert (relu[:, 5][inked] > 0.5).mean() > 0.99


def test_a_short_line_a_square_and_a_face_are_sure():
    line = stroke((slice(14, 17), slice(12, 19)))
    square = stroke((slice(4, 28), slice(4, 28)), (slice(7, 25), slice(7, 25)))
    square[7:25, 7:25] = 0
    for paper, digit in ((line, 4), (square, 0)):
        chances = read_stages(READER, digit_from_drawing(paper))[-1]
        assert chances.argmax() == digit and chances.max() > 0.99


def test_the_doubtful_one_is_right_and_less_sure_than_most():
    tallest = [read_stages(READER, image)[-1].max() for image in IMAGES[:100]]
    assert LABELS[42] == 1 and read_stages(READER, IMAGES[42])[-1].argmax() == 1
    assert sorted(range(100), key=tallest.__getitem__).index(42) == 2  # after the two that are wrong
