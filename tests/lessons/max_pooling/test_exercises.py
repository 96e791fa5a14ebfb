"""The numbers in the exercises of ``06_max_pooling`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from lessons.max_pooling.right_answers import RIGHT, SECRETS, max_pool
from right_answers import typical

from cnnlib import Conv2d, MaxPool2d, Sequential, avg_pool2d, lessons, max_pool2d, output_size, samples
from cnnlib.check import check
from cnnlib.lessons.max_pooling import exercises as questions
from cnnlib.lessons.max_pooling import function, predictions
from cnnlib.lessons.max_pooling.measures import cells_that_stay, mean_change


def message(exercise_id, answer):
    return check(exercise_id, answer).message


def parameters(*layers):
    return sum(parameter.size for parameter in Sequential(*layers).state().values())


def test_the_ids_are_those_of_the_right_answers_in_their_order():
    assert [exercise.id for exercise in lessons.exercises_of("pooling")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", ["pooling-2", "pooling-3", "pooling-5"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [
        *range(-2, 12),
        *range(800, 1200, 8),
        2.5,
        "text",
        ...,
        *[(r, c) for r in range(12) for c in range(12)],
        *[(16, r, c) for r in range(12) for c in range(12)],
    ]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert any(np.array_equal(answer, right) for right in RIGHT[exercise_id])
            continue
        shown = re.sub(r"Hint \d of \d:|a row of \d values?", "", feedback.message)
        assert not re.search(SECRETS[exercise_id], shown, re.IGNORECASE), (answer, shown)


def test_numbers_in_the_shape_to_predict():
    digit = samples.digit(3)
    assert digit.shape == (8, 8) and max_pool2d(digit, 3).shape == (2, 2)
    hanging, close, smaller, subtracted = typical("pooling-predict-1")
    assert max_pool2d(digit, 3, ceil_mode=True).shape == hanging and 3 * 3 - 8 == 1
    assert max_pool2d(digit, 3, stride=1).shape == close and max_pool2d(digit, 2).shape == smaller
    assert subtracted == (8 - 3, 8 - 3) and 2 * 3 == 6 and 8 - 6 == 2


def test_a_muted_channel_changes_its_own_map_alone():
    cube = samples.toy_channels()
    muted = cube.copy()
    muted[1] = 0
    changed = (max_pool2d(cube, 2) != max_pool2d(muted, 2)).any(axis=(1, 2))
    assert changed.tolist() == [False, True, False] and not max_pool2d(muted, 2)[1].any()


def test_max_pooling_damps_nothing_on_the_digit():
    digit = samples.digit(3)
    plain, pooled = mean_change(digit), mean_change(digit, 2)
    assert 0.95 < pooled / plain < 1.05 and digit.max() == 15


def test_three_nudges_of_eight_keep_the_pixel_in_its_window():
    stay = cells_that_stay(predictions.DOT)
    assert (stay == 4).reshape(3, 3).tolist() == [[False] * 3, [False, True, True], [False, True, True]]
    assert 8 - 3 == 5 and 5 in typical("pooling-predict-4")
    assert np.argwhere(predictions.DOT).tolist() == [[0, 0]] and predictions.DOT.max() == 9, (
        "a 9 in the top left corner"
    )
    blank = np.zeros((4, 4))
    assert lessons.find("pooling-predict-4").is_answered_at({"image": predictions.DOT, "nudge": 0})
    assert not lessons.find("pooling-predict-4").is_answered_at({"image": blank, "nudge": 0})


def test_the_frame_lets_the_corner_win():
    assert max_pool2d([[-3.0]], 2, padding=1).tolist() == [[-3]]
    assert predictions.HELD["c"].endswith("−3") and lessons.find("pooling-predict-5").right() == "c"


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
    maps = np.zeros((16, 25, 30))
    assert max_pool2d(maps, 3).shape == (16, 8, 10)
    _one, _divided, hanging, close, smaller, turned, last = typical("pooling-2")
    assert max_pool2d(maps, 3, ceil_mode=True).shape == hanging
    assert max_pool2d(maps, 3, stride=1).shape == close and max_pool2d(maps, 2).shape == smaller
    assert turned == (16, 10, 8) and last == (8, 10, 16) and 25 - 8 * 3 == 1


def test_numbers_that_are_learned():
    assert parameters(Conv2d(3, 32, 3), MaxPool2d(3)) == parameters(Conv2d(3, 32, 3)) == 896
    window, channels, no_biases, one_channel, kernels, none = typical("pooling-3")
    assert window == 896 + 9 and channels == 896 + 32 * 9 and no_biases == 32 * 3 * 9
    assert one_channel == parameters(Conv2d(1, 32, 3)) and kernels == 32 * 9 and none == parameters(MaxPool2d(3))


def test_how_much_an_image_changes_is_told():
    said = message("pooling-4", np.tile([0, 9], (4, 2)))
    assert "a cell changes by 6.75 without pooling and by 0 after max pooling." in said
    assert "No pooled cell changes: that is pooling at its best." in said
    assert "pooling at its best" in message("pooling-4", -predictions.DOT), "the single −9, which never wins"
    assert "the image needs three that are not 0" in message("pooling-4", predictions.DOT), "predicted"
    assert "does not change at all" in message("pooling-4", np.full((4, 4), 3))


@given(arrays(float, (4, 4), elements=st.integers(-9, 9)))
def test_hints_to_a_restless_image_are_true(image):
    feedback = check("pooling-4", image)
    plain, pooled = mean_change(image), mean_change(image, 2)
    enough = plain > 0 and pooled >= 2 * plain - 1e-9
    assert (feedback.status == "right") == (enough and np.count_nonzero(image) >= 3)
    if "That would be enough" in feedback.message:
        assert enough and np.count_nonzero(image) < 3
    if "No pooled cell changes" in feedback.message:
        assert pooled == 0 < plain
    if "on the way" in feedback.message:
        assert plain <= pooled < 2 * plain
    if "changes less than the image" in feedback.message:
        assert pooled < plain
    if "is the same everywhere" in feedback.message:
        assert np.ptp(image) == 0


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

    def columns_only(x):
        rows, columns = 2 * (x.shape[0] // 2), 2 * (x.shape[1] // 2)
        return np.maximum(x[:rows:2, :columns:2], x[:rows:2, 1:columns:2])

    def even_slices(x):
        return np.maximum(np.maximum(x[::2, ::2], x[1::2, ::2]), np.maximum(x[::2, 1::2], x[1::2, 1::2]))

    def one_further(x):
        pooled = np.zeros((x.shape[0] // 2, x.shape[1] // 2))
        for i in range(pooled.shape[0]):
            for j in range(pooled.shape[1]):
                pooled[i, j] = x[i : i + 2, j : j + 2].max()
        return pooled

    expected = {
        loops_from_zero: "gives 0. Does the search start",
        columns_only: "Only two of the four numbers",
        even_slices: "It works for even sizes only",
        one_further: "Windows (0, 0) and (0, 1) overlap.",
        _by_size: "by size without the sign",
        _without_the_signs: "by size without the sign",
    }
    for each, hint in expected.items():
        assert hint in message("pooling-6", each), each.__name__


def _cuts_both_if_the_rows_are_odd(x):
    if x.shape[0] % 2:
        x = x[:-1, :-1]
    return x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).max(axis=(1, 3))


def _cuts_odd_rows_only(x):
    x = x[: 2 * (x.shape[0] // 2)]
    return x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).max(axis=(1, 3))


def _cuts_odd_columns_only(x):
    x = x[:, : 2 * (x.shape[1] // 2)]
    return x.reshape(x.shape[0] // 2, 2, x.shape[1] // 2, 2).max(axis=(1, 3))


def _square_only(x):
    half = x.shape[0] // 2
    return np.array([[x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2].max() for j in range(half)] for i in range(half)])


def _turned(x):
    return max_pool(x).T


def _always_cuts_the_last(x):
    return max_pool(x[:-1, :-1]) if x.shape[0] > 2 and x.shape[1] > 2 else max_pool(x)


def _lets_odd_ones_hang_over(x):
    return max_pool2d_of(np.pad(x.astype(float), ((0, x.shape[0] % 2), (0, x.shape[1] % 2)), constant_values=-np.inf))


def max_pool2d_of(x):
    return max_pool(x)


def _by_size(x):
    windows = function._windows(x)
    largest = np.abs(windows).argmax(axis=-1)
    return np.take_along_axis(windows, largest[..., None], axis=-1)[..., 0]


def _without_signs(x):
    return np.abs(max_pool(x))


def _without_the_signs(x):
    return max_pool(np.abs(x))


def _whole_numbers(x):
    return max_pool(x).astype(int)


def _stride_one(x):
    return function._pool_overlapping(x)


def _from_zeros(x):
    return np.maximum(max_pool(x), 0)


def _diagonal_only(x):
    return function._windows(x)[..., [0, 3]].max(axis=-1)


def _windows_of_three(x):
    rows, columns = x.shape[0] // 2, x.shape[1] // 2
    return np.array([[x[2 * i : 2 * i + 3, 2 * j : 2 * j + 3].max() for j in range(columns)] for i in range(rows)])


def _sorts_its_input(x):
    pooled = max_pool(x)
    x.sort()
    return pooled


WRONG = [_cuts_both_if_the_rows_are_odd, _cuts_odd_rows_only, _cuts_odd_columns_only, _square_only, _turned]
WRONG += [_always_cuts_the_last, _lets_odd_ones_hang_over, _by_size, _without_signs, _whole_numbers, _stride_one]
WRONG += [_from_zeros, _diagonal_only, _windows_of_three, _sorts_its_input, _without_the_signs]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda each: each.__name__)
def test_a_subtly_wrong_function_is_refused(wrong):
    assert check("pooling-6", wrong).status == "wrong"


def test_pooling_is_to_be_written_by_the_learner():
    for leaves_it in (lambda x: max_pool2d(x, 2), lambda x: MaxPool2d(2)(x)):
        assert "Spell it out here" in message("pooling-6", leaves_it)


def test_a_zero_or_a_wrong_sign_in_one_window_is_recognised_too():
    assert "0 is not one" in message("pooling-1", [[-1, 4], [6, 0]])
    assert "size without the sign" in message("pooling-1", [[-1, 4], [6, -9]])


def test_the_window_size_of_a_row_of_nine():
    assert output_size(9, 2, stride=2) == 4 and (9 - 2) / 2 + 1 == 4.5
