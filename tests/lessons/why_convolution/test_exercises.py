"""The exercises and predictions of ``01_why_convolution``: the numbers in their texts, and what they must refuse."""

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.why_convolution.right_answers import RIGHT, SECRETS

from cnnlib import lessons, samples
from cnnlib.check import check
from cnnlib.engine.layers import Conv2d, Linear
from cnnlib.exercises.prediction import Prediction, forget
from cnnlib.lessons.why_convolution import function
from cnnlib.lessons.why_convolution.exercises import TABLE
from cnnlib.lessons.why_convolution.function import TRIALS


@pytest.fixture(autouse=True)
def nothing_noted():
    """Forget the predictions of a test."""
    yield
    forget()


def message(exercise_id, answer):
    return check(exercise_id, answer).message


def parameters(layer):
    return sum(parameter.size for parameter in layer.parameters.values())


def test_the_notebook_has_five_predictions_and_seven_exercises():
    known = lessons.exercises_of("why")
    assert {exercise.id for exercise in known} == set(RIGHT)
    assert sum(isinstance(exercise, Prediction) for exercise in known) == 5


def test_the_notes_say_how_to_find_out():
    noted = {
        "why-predict-1": (
            51,
            "You predict 51. Now choose the digit in the picture below, and press its pixel in row 6, column 3.",
        ),
        "why-predict-2": ("b", "You predict the Affine network on shuffled digits. Now set order to shuffled in the"),
        "why-predict-3": ("b", "You predict more errors for the Affine networks alone. Now set right to 1 in the"),
        "why-predict-4": (
            "d",
            "You predict a map and numbers that both change all over. Now press the pixel in row 4",
        ),
        "why-predict-5": ("b", "You predict about twice as many. Now set side to 32 in the picture below."),
    }
    for exercise_id, (answer, said) in noted.items():
        assert message(exercise_id, answer).startswith(said), exercise_id


def test_every_letter_is_answered_in_its_own_words():
    for exercise_id in ("why-predict-2", "why-predict-3", "why-predict-4", "why-predict-5"):
        prediction, said = lessons.find(exercise_id), set()
        for letter in "abcd":
            check(exercise_id, letter)
            said.add(prediction.remark(prediction.setting))
        assert len(said) == 4 and not any(prediction.first in each for each in said)


@pytest.mark.parametrize("exercise_id", ["why-1", "why-3", "why-4"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    for answer in [*range(-2, 70), *TABLE.values(), 289, 2.5, "text", ..., (3, 1)]:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert any(np.array_equal(answer, right) for right in RIGHT[exercise_id])
        else:
            assert not re.search(SECRETS[exercise_id], feedback.message, re.IGNORECASE), (answer, feedback)


def test_numbers_in_the_place_to_predict():
    assert np.ravel_multi_index((6, 3), (8, 8)) == 51
    assert np.ravel_multi_index((6, 3), (8, 8), order="F") == 30
    assert (5 * 8 + 3, 6 * 8, 6 * 3, 6 + 3, 6 * 4 + 3) == (43, 48, 18, 9, 27)
    prediction = lessons.find("why-predict-1")
    assert prediction.setting["position"] == 51 and np.array_equal(prediction.setting["image"], samples.digit(3))


def test_numbers_in_the_growth_to_predict():
    assert 16 * 16 == 256 and 32 * 32 == 1024
    assert parameters(Linear(256, 8)) == 2056 and round(parameters(Linear(1024, 8)) / 2056) == 4


@given(st.integers(-3, 70))
def test_any_place_where_a_row_ends_refutes_the_claim(index):
    feedback = check("why-1", index)
    assert feedback.status == ("right" if index in range(7, 63, 8) else "wrong")
    if feedback.status == "wrong" and 0 <= index < 63:
        row, column = divmod(index, 8)
        assert f"the pixels ({row}, {column}) and ({row}, {column + 1})" in feedback.message


def test_the_shuffled_neuron_answers_as_the_old_one_does():
    assert np.array([2, 6, 5]) @ [1, 4, 3] + 1 == np.array([5, 2, 6]) @ [3, 1, 4] + 1 == 42
    assert "the neuron says 32." in message("why-2", [1, 4, 3]) and np.array([5, 2, 6]) @ [1, 4, 3] + 1 == 32
    assert "too, but only for this image" in message("why-2", [1, 0, 6])
    for rng in map(np.random.default_rng, range(5)):
        image = rng.normal(size=3)
        assert image @ [1, 4, 3] == pytest.approx(image[[2, 0, 1]] @ [3, 1, 4])


def test_the_pair_that_no_filter_sees_any_more():
    before, after = [2, 6, 5], [5, 2, 6]
    beside = [{frozenset(pair) for pair in pairwise(line)} for line in (before, after)]
    assert beside[0] - beside[1] == {frozenset({6, 5})} and frozenset({2, 6}) in beside[0] & beside[1]
    for one in range(8):
        for other in range(8):
            assert (check("why-6", [one, other]).status == "right") == ({one, other} == {5, 6})
    assert "side by side after the shuffle only" in message("why-6", [2, 5])
    assert "two different pixels" in message("why-6", [5, 5])
    assert "of the three pixels themselves" in message("why-6", [1, 2])


def test_one_line_of_the_table_is_wrong():
    wrong = {pixel: number for pixel, number in TABLE.items() if np.ravel_multi_index(pixel, (28, 28)) != number}
    assert wrong == {(10, 9): 262} and np.unravel_index(262, (28, 28)) == (9, 10)
    assert list(TABLE)[3] == (10, 9), "the first three are right"
    assert 10 * 28 + 9 == 289


def test_numbers_in_the_map_that_is_flattened():
    line = np.arange(64).reshape(16, 2, 2)
    assert (line[0, 0, 0], line[0, 1, 1], line[0, 0, 1], line[0, 1, 0], line[1, 0, 0]) == (0, 3, 1, 2, 4)
    assert 1 * 8 + 1 == 9 and 1 * 4 + 1 == 5


@given(st.integers(-1, 30), st.integers(-1, 300))
def test_any_layer_with_as_many_parameters_as_the_filters_is_right(side, neurons):
    feedback = check("why-5", {"side": side, "neurons": neurons})
    possible = side > 0 and neurons > 0
    right = possible and neurons * (side**2 + 1) == parameters(Conv2d(1, 20, 5))
    assert feedback.status == ("right" if right else "wrong")
    assert ("at least 1" in feedback.message) == (not possible)
    if possible and not right:
        assert f"Your layer has {neurons * (side**2 + 1):,} parameters." in feedback.message
    if "fewer weights than a filter" in feedback.message:
        assert side < 5
    if "Are the biases" in feedback.message:
        assert neurons * side**2 == 20 * 25
    if "Too many" in feedback.message:
        assert neurons * (side**2 + 1) > 520
    if "Too few" in feedback.message:
        assert neurons * (side**2 + 1) < 520


def test_the_praise_of_a_layer_with_as_many_parameters():
    assert message("why-5", {"side": 5, "neurons": 20}).endswith("as a filter of 5×5: 5·5 + 1 = 26.")
    assert message("why-5", {"side": 3, "neurons": 52}).endswith("52 · (3·3 + 1) = 520, and so is 20 · (5·5 + 1).")


def test_the_worked_example_is_right():
    assert parameters(Linear(64, 64)) == 64 * (8 * 8 + 1) == 4160 and parameters(Linear(64, 10)) == 650


# Functions.


def right(images, order):
    return images.reshape(len(images), -1)[:, order].reshape(images.shape)


def by_argsort(images, order):
    result = np.empty_like(images)
    for number, image in enumerate(images):
        flat = np.empty(image.size, image.dtype)
        flat[order] = image.ravel()
        result[number] = flat.reshape(image.shape)
    return result


def in_place(images, order):
    for number in range(len(images)):
        images[number] = images[number].ravel()[order].reshape(images[number].shape)
    return images


def across_images(images, order):
    return images.ravel()[::-1].reshape(images.shape)


def whole_images(images, order):
    return np.array([images[place] for place in order])


def whole_rows(images, order):
    return images[:, order]


def column_by_column(images, order):
    flat = images.transpose(0, 2, 1).reshape(len(images), -1)[:, order]
    return flat.reshape(len(images), images.shape[2], images.shape[1]).transpose(0, 2, 1)


def height_and_width_swapped(images, order):
    n, h, w = images.shape
    return right(images, order).reshape(n, w, h)


def squares_only(images, order):
    side = images.shape[1]
    return images.reshape(-1, side * side)[:, order].reshape(-1, side, side)


def two_images_only(images, order):
    return np.stack([images[0].ravel()[order], images[1].ravel()[order]]).reshape(2, *images.shape[1:])


def into_whole_numbers(images, order):
    result = np.zeros(images.shape, int)
    result[...] = right(images, order)
    return result


def without_negatives(images, order):
    return np.abs(right(images, order))


def positive_part(images, order):
    return np.maximum(right(images, order), 0)


def twice(images, order):
    return right(right(images, order), order)


def a_new_shuffle(images, order):
    return right(images, np.random.default_rng(0).permutation(len(order)))


def first_repeated(images, order):
    return np.stack([images[0].ravel()[order].reshape(images.shape[1:])] * len(images))


def list_of_flat_images(images, order):
    return [image.ravel()[order] for image in images]


def for_digits(images, order):
    flat = images.reshape(len(images), 64)
    return flat[:, order].reshape(len(images), 8, 8)


def shaped_as_digits(images, order):
    return np.array([image.ravel()[order].reshape(8, 8) for image in images])


def one_image(images, order):
    return images[0].ravel()[order].reshape(images.shape[1:])


def without_return(images, order):
    right(images, order)


WRONG = [
    by_argsort,
    in_place,
    across_images,
    whole_images,
    whole_rows,
    column_by_column,
    height_and_width_swapped,
    squares_only,
    two_images_only,
    into_whole_numbers,
    without_negatives,
    positive_part,
    twice,
    a_new_shuffle,
    first_repeated,
    list_of_flat_images,
    for_digits,
    shaped_as_digits,
    one_image,
    without_return,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: each.__name__)
def test_a_function_that_is_wrong_somewhere_is_refused(wrong):
    feedback = check("why-7", wrong)
    assert feedback.status == "wrong"
    assert "shuffle_all(images, order)" in feedback.message


def test_typical_wrong_shuffles_get_their_hint_in_other_spellings_too():
    expected = {
        by_argsort: "That is the way back",
        in_place: "have changed, too",
        across_images: "should hold its own pixels",
        whole_images: "order picks whole images, rows or columns",
        for_digits: "belong to the 8×8 digits",
        shaped_as_digits: "belong to the 8×8 digits",
        whole_rows: "order picks whole images, rows or columns",
        list_of_flat_images: "still flat: give them back their rows and columns",
    }
    for each, hint in expected.items():
        assert hint in message("why-7", each), each.__name__


def test_a_wrong_shuffle_is_shown_with_its_numbers():
    said = message("why-7", by_argsort)
    assert "images has the shape (2, 2, 2)" in said and "10  11" in said and "What came out" in said


def test_the_trials_leave_no_way_around():
    shapes = [trial["images"].shape for trial in TRIALS]
    assert {h - w < 0 for _, h, w in shapes if h != w} == {True, False}, "wide and tall"
    assert any(n == 1 for n, _, _ in shapes) and len({n for n, _, _ in shapes}) > 2
    assert any((trial["images"] < 0).any() for trial in TRIALS)
    assert any((trial["images"] % 1 != 0).any() for trial in TRIALS)
    for trial in TRIALS:
        order = trial["order"]
        assert sorted(order) == list(range(trial["images"][0].size)) and not np.array_equal(order, np.argsort(order))
        assert not np.array_equal(function._backwards(**trial), function._right(**trial))
