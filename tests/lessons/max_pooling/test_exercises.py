"""The numbers in the exercises of ``06_max_pooling`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.max_pooling.right_answers import RIGHT, SECRETS, max_pool
from right_answers import typical

from cnnlib import avg_pool2d, lessons, max_pool2d, output_size
from cnnlib.check import check
from cnnlib.lessons.max_pooling import exercises as questions
from cnnlib.lessons.max_pooling import function, predictions


def message(exercise_id, answer):
    return check(exercise_id, answer).message


def test_the_notebook_has_three_predictions_and_six_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("pooling")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", ["pooling-predict-1", "pooling-predict-2", "pooling-2", "pooling-5"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [
        *range(-2, 12),
        2.5,
        "text",
        ...,
        *[(r, c) for r in range(20) for c in range(20)],
        *[(16, r, r) for r in range(30)],
    ]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert any(np.array_equal(answer, right) for right in RIGHT[exercise_id])
            continue
        shown = re.sub(r"Hint \d of \d:|a row of \d values?", "", feedback.message)
        assert not re.search(SECRETS[exercise_id], shown, re.IGNORECASE), (answer, shown)


def test_numbers_in_the_shape_to_predict():
    image = np.zeros((12, 20))
    assert max_pool2d(image, 3).shape == (4, 6)
    wrong = {(10, 18): (3, 1), (6, 10): (2, 2), (5, 9): (3, 2)}
    assert [answer for answer in typical("pooling-predict-1") if answer in wrong] == list(wrong)
    for shape, (kernel_size, stride) in wrong.items():
        assert max_pool2d(image, kernel_size, stride=stride).shape == shape
    assert max_pool2d(image, 3, ceil_mode=True).shape == (4, 7)
    assert 6 * 3 == 18 and 20 - 18 == 2


@pytest.mark.parametrize("corner", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_three_nudges_of_eight_keep_the_pixel_in_its_window(corner):
    assert predictions.nudges_that_keep(*corner, kernel_size=2) == 3
    assert 8 - 3 == 5 and 5 in typical("pooling-predict-2")


def test_numbers_in_the_gradient_to_predict():
    assert np.sum(typical("pooling-predict-3")[0]) == np.sum(typical("pooling-predict-3")[2]) == 5
    assert np.sum(typical("pooling-predict-3")[1]) == 10, "more comes back than was sent"
    assert np.sum(typical("pooling-predict-3")[5]) == 4 * 5
    assert max_pool2d(predictions.TIED, 2).item() == 7


def test_numbers_in_the_pooling_by_hand():
    image = questions.BY_HAND
    assert max_pool2d(image, 2).tolist() == [[-1, 4], [6, -6]]
    by_zero, by_size, without_sign, smallest, mean, corner = typical("pooling-1")
    assert np.array_equal(by_zero, np.maximum(max_pool2d(image, 2), 0))
    assert np.array_equal(without_sign, max_pool2d(np.abs(image), 2))
    assert np.array_equal(np.abs(by_size), without_sign)
    assert np.array_equal(smallest, -max_pool2d(-image, 2))
    assert np.array_equal(mean, avg_pool2d(image, 2))
    assert np.array_equal(corner, image[::2, ::2])
    assert sorted(image[:2, :2].ravel()) == [-5, -3, -2, -1] and (image[2:, 2:] < 0).all()


def test_numbers_in_the_shape_of_sixteen_maps():
    maps = np.zeros((16, 24, 24))
    assert max_pool2d(maps, 2).shape == (16, 12, 12)
    assert max_pool2d(maps, 2, stride=1).shape == (16, 23, 23) and output_size(24, 3) == 22
    assert 16 * 4 == 64


@given(st.integers(1, 15), st.integers(1, 15))
def test_any_overlapping_windows_that_reach_six_are_right(kernel_size, stride):
    feedback = check("pooling-3", {"kernel_size": kernel_size, "stride": stride})
    reached = kernel_size <= 13 and output_size(13, kernel_size, stride=stride) == 6
    assert feedback.status == ("right" if reached and kernel_size > stride else "wrong")
    if "too few of them fit" in feedback.message and kernel_size <= 13:
        assert output_size(13, kernel_size, stride=stride) < 6
    if "there are too many" in feedback.message:
        assert output_size(13, kernel_size, stride=stride) > 6
    if "share no pixel" in feedback.message:
        assert reached and kernel_size <= stride
    if "there are gaps" in feedback.message:
        assert kernel_size < stride


def test_what_settings_lead_to_is_told():
    assert "These settings turn (13, 13) into (4, 4)." in message("pooling-3", {"kernel_size": 3, "stride": 3})
    assert "does not fit" in message("pooling-3", {"kernel_size": 14, "stride": 1})
    assert "share pixels, and 6 of them fit" in message("pooling-3", {"kernel_size": 8, "stride": 1})


def test_what_survives_a_nudge_is_counted():
    counted = {
        4: np.ones((4, 4)),
        2: np.tile([0, 9, 9, 0], (4, 1)),
        3: [[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]],
    }
    for kept, image in counted.items():
        assert f"{kept} of the 4 pooled cells keep their value." in message("pooling-4", image)
    one = [[9, 0, 0, 0], [0] * 4, [0, 9, 9, 0], [0] * 4]
    assert "1 of the 4 pooled cells keeps its value." in message("pooling-4", one)


@given(st.lists(st.integers(-9, 9), min_size=16, max_size=16))
def test_hints_to_what_survives_are_true(numbers):
    image = np.reshape(numbers, (4, 4))
    feedback = check("pooling-4", image)
    before, after = (max_pool2d(each, 2) for each in (image, np.roll(image, -1, axis=1)))
    assert (feedback.status == "right") == (before != after).all()
    if "as large a number as it loses" in feedback.message:
        assert (before == after).all()
    if "One bright pixel" in feedback.message:
        assert np.count_nonzero(image) == 1
    if "the same everywhere" in feedback.message:
        assert (image == image[:, :1]).all()


def test_the_wrong_cell_of_the_figure_is_a_zero_that_the_frame_invented():
    right = max_pool2d(questions.FIGURE, 3, stride=2, padding=1)
    assert right.tolist() == [[-2, 1, 3], [2, 0, 3], [0, 0, -2]]
    assert np.argwhere(right != questions.PRINTED).tolist() == [[2, 2]]
    assert max_pool2d(np.pad(questions.FIGURE, 1), 3, stride=2)[2, 2] == questions.PRINTED[2, 2] == 0
    assert sorted(questions.FIGURE[3:, 3:].ravel()) == [-8, -7, -4, -2]
    assert sorted(questions.FIGURE[:2, :2].ravel()) == [-5, -4, -3, -2] and questions.FIGURE[3, 1] == 0
    assert (questions.FIGURE[1, 4], questions.FIGURE[0, 3], questions.FIGURE[2, 0]) == (3, 1, 2)


def test_every_cell_of_the_figure_has_feedback_of_its_own():
    for row in range(3):
        for column in range(3):
            feedback = check("pooling-5", (row, column))
            assert feedback.status == ("right" if (row, column) == (2, 2) else "wrong")
            assert lessons.find("pooling-5").first not in feedback.message


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    even = np.array([[1, 5, 2, 7], [3, 4, 8, 6]])
    assert np.array_equal(function._pool_even_only(even), max_pool(even))
    assert np.array_equal(function._pool_from_zeros(even), max_pool(even))


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def loops_from_zero(x):
        pooled = np.zeros((len(x) // 2, len(x[0]) // 2), x.dtype)
        for row in range(2 * pooled.shape[0]):
            for column in range(2 * pooled.shape[1]):
                pooled[row // 2, column // 2] = max(pooled[row // 2, column // 2], x[row, column])
        return pooled

    def loops_into_floats(x):
        pooled = np.zeros((x.shape[0] // 2, x.shape[1] // 2))
        for row in range(pooled.shape[0]):
            for column in range(pooled.shape[1]):
                pooled[row, column] = x[2 * row : 2 * row + 2, 2 * column : 2 * column + 2].max()
        return pooled

    def columns_only(x):
        rows, columns = 2 * (x.shape[0] // 2), 2 * (x.shape[1] // 2)
        return np.maximum(x[:rows:2, :columns:2], x[:rows:2, 1:columns:2])

    def even_slices(x):
        return np.maximum(np.maximum(x[::2, ::2], x[1::2, ::2]), np.maximum(x[::2, 1::2], x[1::2, 1::2]))

    expected = {
        loops_from_zero: "gives 0. Does the search start",
        columns_only: "Only two of the four numbers",
        even_slices: "It works for even sizes only",
    }
    for each, hint in expected.items():
        assert hint in message("pooling-6", each), each.__name__
    assert check("pooling-6", loops_into_floats).status == "right", "the question asks for no type"


def test_a_zero_or_a_wrong_sign_in_one_window_is_recognised_too():
    assert "0 is none of them" in message("pooling-1", [[-1, 4], [6, 0]])
    assert "size without the sign" in message("pooling-1", [[-1, 4], [6, -9]])
