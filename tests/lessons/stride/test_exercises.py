"""The numbers in the exercises of ``04_stride`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.stride.right_answers import RIGHT, SECRETS, conv
from right_answers import texts, typical

from cnnlib import conv2d, coverage, lessons, output_size
from cnnlib.check import check
from cnnlib.lessons.stride import function


def hints(exercise_id):
    return "\n".join(texts(lessons.find(exercise_id)))


def starts(size, kernel_size, stride, padding=0):
    count = output_size(size, kernel_size, stride=stride, padding=padding)
    return [window * stride - padding for window in range(count)]


def visited(size, kernel_size, stride, padding=0):
    columns = coverage((size, size), kernel_size, stride=stride, padding=padding).max(axis=0)
    return np.flatnonzero(columns).tolist()


def test_the_notebook_has_three_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("stride")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", [key for key in RIGHT if key != "stride-5"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-3, 30), 0.5, 3.33, 1000, "text", *[(r, c) for r in range(12) for c in range(12)]]
    candidates += [{"kernel_size": k, "padding": p} for k in range(-1, 12) for p in range(-1, 6)]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        # What the learner's own settings lead to is a measurement, and may happen to be the same number.
        shown = re.sub(
            r"Hint \d of \d:|What is asked for here .*|These settings turn .*?unvisited\.", "", feedback.message
        )
        shown = re.sub(
            r"With stride \d+, 28 pixels become \d+\.|kernel_size .*? does not fit.*|(kernel_size|padding)"
            r" is -?\d+.*",
            "",
            shown,
        )
        assert feedback.status == "right" or not re.search(SECRETS[exercise_id], shown), (answer, shown)


def test_numbers_in_predict_1():
    assert (output_size(9, 3), 9 // 3, (9 - 3) // 2, -(-9 // 2), 9 - 3) == (7, 3, 3, 5, 6)
    assert typical("stride-predict-1") == [(7, 7), (3, 3), (5, 5), (6, 6), (8, 8)]
    assert starts(9, 3, 2) == [0, 2, 4, 6] and 6 + 3 - 1 == 8, "the last one ends on the last column"
    assert [column for column in (8, 9, 10) if column <= 8] == [8], "only one of its three columns lies inside"


def test_numbers_in_predict_2():
    assert typical("stride-predict-2") == [
        -(-(12 - 5) // 2) + 1,
        (12 - 5) / 2 + 1,
        (12 - 5) // 2,
        12 // 2,
        output_size(12, 5),
        12 // 5,
    ]
    assert starts(12, 5, 2) == [0, 2, 4, 6] and visited(12, 5, 2) == list(range(11)), "the last column is in none"
    assert 8 + 5 - 1 == 12, "where the fifth window would end"
    for fraction in (4.5, 3.5):
        assert "half a cell" in check("stride-predict-2", fraction).message


def test_numbers_in_predict_3():
    assert (14 - 2) % 4 == 0 and starts(14, 2, 4) == [0, 4, 8, 12] and visited(14, 2, 4)[-1] == 13
    assert len(visited(14, 2, 4)) == 8 == 4 * 2 and 14 - 8 == 6
    assert typical("stride-predict-3") == [0, 4 - 2, 4 - 1, 8, 14 - 4, 14 - 2]


def test_numbers_in_stride_1():
    sizes = (9, 16)

    def both(rule):
        return tuple(rule(size) for size in sizes)

    assert both(lambda size: output_size(size, 3, stride=2, padding=2)) == (6, 9)
    assert typical("stride-1") == [
        both(lambda size: -(-(size + 4 - 3) // 2) + 1),
        both(lambda size: (size + 4 - 3) // 2),
        both(lambda size: output_size(size, 3, stride=2)),
        both(lambda size: size // 2),
        both(lambda size: output_size(size, 3, padding=2)),
        (9, 6),
        both(lambda size: (size + 4 - 3 + 1) // 2),
    ]
    assert both(lambda size: output_size(size, 3, stride=2, padding=(2, 0))) == (5, 8), "padding on one side only"
    assert "column of 13 pixels" in hints("stride-1") and 2 + 9 + 2 == 13 and 13 - 3 == 10
    assert "17 / 2 is rounded down to 8" in hints("stride-1") and 16 + 4 - 3 == 17


def test_numbers_in_stride_2():
    assert (28 + 2 * 1 - 4, 26 // 13) == (26, 2) and "move by 26 pixels" in hints("stride-2")
    for stride in (1, 3, 4, 13, 14):
        shown = f"With stride {stride}, 28 pixels become {output_size(28, 4, stride=stride, padding=1)}."
        assert shown in check("stride-2", stride).message
    assert "too few" in check("stride-2", 3).message and output_size(28, 4, stride=3, padding=1) < 14
    assert "whole number of pixels, 1 or more" in check("stride-2", 0).message


@given(st.integers(-2, 80), st.integers(-2, 40))
def test_any_settings_that_halve_and_visit_all_are_right_in_stride_3(kernel_size, padding):
    fits = kernel_size >= 1 and padding >= 0 and kernel_size <= 32 + 2 * padding
    halves = fits and output_size(32, kernel_size, stride=2, padding=padding) == 16
    visits = halves and coverage((32, 32), kernel_size, stride=2, padding=padding).min() > 0
    feedback = check("stride-3", {"kernel_size": kernel_size, "padding": padding})
    assert feedback.status == ("right" if visits and kernel_size % 2 else "wrong")
    if feedback.status == "right":
        assert f"⌊(32 + {2 * padding} − {kernel_size}) / 2⌋ + 1 = 16" in feedback.message
        assert (32 + 2 * padding - kernel_size) % 2 == 1, "the division leaves a remainder, as the praise says"
        last = (output_size(32, kernel_size, stride=2, padding=padding) - 1) * 2 + kernel_size
        assert last >= 32 + padding, "only padding is lost"


def test_numbers_in_stride_3():
    results = []
    for answer in typical("stride-3"):
        size = output_size(32, answer["kernel_size"], stride=2, padding=answer["padding"])
        results.append(size)
        assert f"These settings turn (32, 32) into ({size}, {size})" in check("stride-3", answer).message
    assert results == [16, 16, 15, 17, 15]
    for kernel_size, padding, lost in ((1, 0, "16 columns"), (3, 0, "1 column"), (3, 2, "no column")):
        settings = {"kernel_size": kernel_size, "padding": padding}
        assert f"leave {lost} unvisited" in check("stride-3", settings).message
    assert 15 * 2 == 30 and {(32 + 2 * p - k) for k, p in ((3, 1), (5, 2), (7, 3))} == {31}
    for size in range(4, 40, 2):
        for kernel_size in (3, 5, 7, 9):
            assert output_size(size, kernel_size, stride=2, padding=kernel_size // 2) == size // 2, "the praise"
    assert output_size(8, 3, stride=2, padding=1) == 4, "the smaller example"
    assert check("stride-3", {"kernel_size": 10**6, "padding": 10**6}).status == "wrong"


def test_numbers_in_stride_4():
    assert starts(20, 3, 5, 1) == [-1, 4, 9, 14]
    seen = visited(20, 3, 5, 1)
    assert seen == [0, 1, 4, 5, 6, 9, 10, 11, 14, 15, 16] and len(seen) == 11 and 20 - len(seen) == 9
    assert typical("stride-4") == [(20 + 2 - 3) % 5, len([17, 18, 19]), 3 * 2, 9 + 1, 11, 4 * 2, 0]


@pytest.mark.parametrize("trial", function.TRIALS)
def test_the_right_function_of_the_tests_is_a_strided_convolution(trial):
    np.testing.assert_allclose(conv(**trial), conv2d(trial["x"], trial["k"], stride=trial["s"]))


def test_the_trials_tell_the_typical_functions_apart():
    reader = lessons.find("stride-5").read
    rules = typical("stride-5")
    outcomes = [reader(rule) for rule in [conv, *rules]]
    assert all(one != other for index, one in enumerate(outcomes) for other in outcomes[:index])


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def columns_only(x, k, s):
        return conv2d(x, k)[:, ::s]

    def rounded_up_and_filled(x, k, s):
        rows, columns = -(-(x.shape[0] - k.shape[0]) // s) + 1, -(-(x.shape[1] - k.shape[1]) // s) + 1
        padded = np.pad(x, ((0, s), (0, s)))
        return conv2d(padded, k, stride=s)[:rows, :columns]

    assert "one direction only" in check("stride-5", columns_only).message
    assert "hangs over the edge" in check("stride-5", rounded_up_and_filled).message
    assert check("stride-5", lambda x, k, s: conv2d(x, k)[::s, ::s]).status == "right"
