"""The numbers in the exercises of ``11_im2col`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from lessons.im2col.right_answers import RIGHT, SECRETS, to_columns, to_maps
from right_answers import typical

from cnnlib import col2im, conv2d, coverage, im2col, lessons, samples
from cnnlib.check import check
from cnnlib.lessons.im2col import exercises as questions
from cnnlib.lessons.im2col import function, predictions
from cnnlib.lessons.im2col.cost import columns_bytes


def test_the_notebook_has_five_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("im2col")] == list(RIGHT)


@pytest.mark.parametrize(
    "exercise_id", [key for key in RIGHT if "predict" not in key and key not in ("im2col-3", "im2col-4")]
)
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-3, 30), 3.5, 1000, "text", (1, 2), (1, 2, 3), *[(r, c) for r in range(9) for c in range(9)]]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        shown = re.sub(r"Hint \d of \d:|What is asked for here .*", "", feedback.message)
        assert feedback.status == "right" or not re.search(SECRETS[exercise_id], shown), (answer, shown)


def test_numbers_in_the_predictions():
    assert im2col(samples.toy_input(), 2).shape == (4, 9) and np.array_equal(samples.toy_input(), predictions.TOY)
    assert 90 < columns_bytes(128, 11) / columns_bytes(128, 1) < 110
    assert round(columns_bytes(128, 11) / columns_bytes(128, 1), 2) == 102.83, "in the solutions"
    assert col2im(im2col(samples.toy_input(), 3), (4, 4), 3)[1, 3] == 2 * samples.toy_input()[1, 3] == 6
    assert coverage((4, 4), 3)[1].tolist() == [2, 4, 4, 2]


def test_numbers_in_the_way_back():
    assert col2im(np.full((9, 9), 2), (5, 5), 3)[1, 1] == 8
    counts = coverage((5, 5), 3)
    pixels = [answer["pixel"] for answer in typical("im2col-5")]
    assert pixels[:3] == [2, counts[1, 1], 2 * counts[2, 2]]
    assert pixels[4] == counts.sum() * 2 == 162 and pixels[3] == counts[0, 0] and pixels[5:] == [8, 8]


def test_numbers_in_im2col_1():
    image = np.ones((3, 64, 64), np.float32)
    columns = im2col(image, 5)
    assert columns.dtype == np.float32 and columns.shape == (75, 3600)
    assert typical("im2col-1") == [
        columns.nbytes * 2,
        columns.nbytes // 3,
        columns.size,
        75 * 64 * 64 * 4,
        image.nbytes,
        3 * 3600 * 4,
    ]
    assert round(columns.nbytes / image.nbytes) == 22
    assert im2col(np.ones((28, 28)), 3).nbytes == 9 * 676 * 8 == 48672, "the worked example"


def test_one_column_of_the_figure_is_wrong_in_its_order_alone():
    right = im2col(questions.FIGURE_IMAGE, 2)
    wrong = np.flatnonzero((right != questions.FIGURE_COLUMNS).any(axis=0))
    assert wrong.tolist() == [7]
    assert sorted(right[:, 7]) == sorted(questions.FIGURE_COLUMNS[:, 7])
    assert right[:, 7].tolist() == [3, 0, 2, 6] and questions.FIGURE_COLUMNS[:, 7].tolist() == [3, 2, 0, 6]
    assert [right[:, place].tolist() for place in (0, 4, 5)] == [[3, 1, 5, 9], [9, 2, 3, 0], [2, 6, 0, 8]]
    assert "no such column" in check("im2col-2", 12).message and "no such column" in check("im2col-2", -1).message
    assert "Compare another one" in check("im2col-2", 3).message


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def rows(x, k):
        return to_columns(x, k).T

    def in_place(x, k):
        result = to_columns(x, k)
        x[0, 0] = 50
        return result

    def unordered(x, k):
        return to_columns(x, k)[:, ::-1]

    def without_one_row(x, k):
        return to_columns(x[:-1], k)

    def without_one_column(x, k):
        return np.array(
            [x[i : i + k, j : j + k].ravel() for i in range(len(x) - k + 1) for j in range(len(x[0]) - k)]
        ).T

    def without_the_last(x, k):
        return np.array([x[i : i + k, j : j + k].ravel() for i in range(len(x) - k) for j in range(len(x[0]) - k)]).T

    expected = {
        without_one_row: "Some places are missing",
        without_one_column: "Some places are missing",
        without_the_last: "The last row and the last column of places are missing",
        rows: "Every window is a row",
        in_place: "It changed its own input, x",
        unordered: "follow each other row by row",
    }
    for wrong, hint in expected.items():
        assert hint in check("im2col-4", wrong).message, wrong.__name__


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    x = np.arange(16.0).reshape(4, 4)
    assert np.array_equal(function._squares_only(x, 2), im2col(x, 2))
    assert np.array_equal(function._as_rows(x, 2).T, im2col(x, 2))
    assert np.array_equal(function._side_by_side(x, 2), im2col(x, 2)[:, [0, 2, 6, 8]])
    assert function._without_the_last_place(x, 2).shape == (4, 4)
    assert np.array_equal(function._places_downwards(x, 2), im2col(x, 2)[:, [0, 3, 6, 1, 4, 7, 2, 5, 8]])


def test_one_product_is_the_convolution():
    rng = np.random.default_rng(0)
    x, weight = rng.integers(-5, 6, (3, 5, 7)), rng.integers(-5, 6, (4, 3, 2, 2))
    assert np.array_equal(to_maps(weight, im2col(x, 2), 4, 6), conv2d(x, weight))


def transposed(weight, columns, height, width):
    return (columns.T @ weight.reshape(len(weight), -1).T).T.reshape(len(weight), width, height).transpose(0, 2, 1)


def in_place(weight, columns, height, width):
    columns *= 2
    return to_maps(weight, columns, height, width) / 2


def for_two_filters(weight, columns, height, width):
    return (weight.reshape(2, -1) @ columns).reshape(2, height, width)


def without_the_last_channel(weight, columns, height, width):
    cells = columns.shape[0] - weight.shape[2] ** 2
    return (weight.reshape(len(weight), -1)[:, :cells] @ columns[:cells]).reshape(len(weight), height, width)


def whole_numbers(weight, columns, height, width):
    return to_maps(weight.astype(int), columns, height, width)


def positive(weight, columns, height, width):
    return np.maximum(0, to_maps(weight, columns, height, width))


@pytest.mark.parametrize(
    "wrong",
    [transposed, in_place, for_two_filters, without_the_last_channel, whole_numbers, positive],
    ids=lambda function: function.__name__,
)
def test_subtly_wrong_products_are_refused(wrong):
    feedback = check("im2col-3", wrong)
    assert feedback.status == "wrong" and len(feedback.message) > 40


def test_the_product_is_not_left_to_the_library():
    def ready_made(weight, columns, height, width):
        return conv2d(columns, weight)

    assert "leaves the work to conv2d" in check("im2col-3", ready_made).message
    assert check("im2col-3", lambda weight, columns, height, width: ...).status == "blank"


def test_a_race_is_answered_where_it_was_predicted():
    (prediction,) = [each for each in lessons.exercises_of("im2col") if each.id == "im2col-predict-3"]
    answered = [prediction.is_answered_at({"side": side, "measure": True}) for side in (32, 128, 256)]
    assert answered == [False, True, False] and not prediction.is_answered_at({"side": 128, "measure": False})
