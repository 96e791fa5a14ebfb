"""The numbers in the exercises of ``11_im2col`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from lessons.im2col.right_answers import RIGHT, SECRETS, to_columns
from right_answers import typical

from cnnlib import col2im, coverage, im2col, lessons
from cnnlib.check import check
from cnnlib.lessons.im2col import exercises as questions
from cnnlib.lessons.im2col import function


def test_the_notebook_has_four_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("im2col")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", [key for key in RIGHT if key not in ("im2col-2", "im2col-5")])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-3, 30), 3.5, 1000, "text", (1, 2), (1, 2, 3), *[(r, c) for r in range(9) for c in range(9)]]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        shown = re.sub(r"Hint \d of \d:|What is asked for here .*", "", feedback.message)
        assert feedback.status == "right" or not re.search(SECRETS[exercise_id], shown), (answer, shown)


def test_numbers_in_the_predictions():
    assert typical("im2col-predict-1")[:3] == [im2col(np.ones((5, 7)), (2, 3)).T.shape, (6, 5 * 7), (2, 3)]
    assert typical("im2col-predict-1")[5] == (2 * 3, (5 // 2) * (7 // 3))
    assert im2col(np.ones((4, 2, 6, 6)), 3).shape == (4, 18, 16)
    assert typical("im2col-predict-2")[2] == (4, 18, 6 * 6)
    weights, columns = np.ones((8, 27)), im2col(np.ones((3, 16, 16)), 3)
    assert columns.shape == (27, 196) and (weights @ columns).shape == (8, 196) and 14 * 14 == 196
    assert col2im(np.full((9, 9), 2), (5, 5), 3)[1, 1] == 8
    counts = coverage((5, 5), 3)
    assert typical("im2col-predict-4")[:3] == [2, counts[1, 1], 2 * counts[2, 2]]
    assert typical("im2col-predict-4")[-1] == counts.sum() * 2 == 162 and typical("im2col-predict-4")[3] == counts[0, 0]


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


def test_the_order_of_axes_is_judged_by_what_comes_out():
    wrong = "That makes an array of the shape (75, 9, 10)."
    assert wrong in check("im2col-2", (2, 1, 0)).message
    for answer in ((0, 1), (0, 0, 1), (1, 2, 3), "ours", 5):
        assert "an order of the axes 0, 1 and 2" in check("im2col-2", answer).message
    assert check("im2col-2", ...).status == "blank" and check("im2col-2", (0, ..., 1)).status == "blank"
    assert {(0, 2, 1), *typical("im2col-2")} == {(a, b, 3 - a - b) for a in range(3) for b in range(3) if a != b}


def test_one_column_of_the_figure_is_wrong_in_its_order_alone():
    right = im2col(questions.FIGURE_IMAGE, 2)
    wrong = np.flatnonzero((right != questions.FIGURE_COLUMNS).any(axis=0))
    assert wrong.tolist() == [7]
    assert sorted(right[:, 7]) == sorted(questions.FIGURE_COLUMNS[:, 7])
    assert right[:, 7].tolist() == [3, 0, 2, 6] and questions.FIGURE_COLUMNS[:, 7].tolist() == [3, 2, 0, 6]
    assert [right[:, place].tolist() for place in (0, 4, 5)] == [[3, 1, 5, 9], [9, 2, 3, 0], [2, 6, 0, 8]]
    assert "no such column" in check("im2col-3", 12).message and "no such column" in check("im2col-3", -1).message
    assert "Press another one" in check("im2col-3", 3).message


def test_numbers_in_im2col_4():
    row = 27 * 510 * 8
    assert row == 110160 and questions.BAND // row == 9 and round(questions.BAND / row, 1) == 9.5
    assert typical("im2col-4") == [
        -(-questions.BAND // row),
        questions.BAND // (row // 3),
        questions.BAND // (row // 2),
        questions.BAND // (row // 8),
        questions.BAND // (3 * 510 * 8),
        questions.BAND // (27 * 8),
    ]


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def rows(x, k):
        return to_columns(x, k).T

    def in_place(x, k):
        result = to_columns(x, k)
        x[0, 0] = 50
        return result

    def list_of_windows(x, k):
        return [list(column) for column in to_columns(x, k)]

    def unordered(x, k):
        return to_columns(x, k)[:, ::-1]

    expected = {
        rows: "Every window is a row",
        in_place: "It changed its own input, x",
        list_of_windows: "It should give back a NumPy array",
        unordered: "follow each other row by row",
    }
    for wrong, hint in expected.items():
        assert hint in check("im2col-5", wrong).message, wrong.__name__


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    x = np.arange(16.0).reshape(4, 4)
    assert np.array_equal(function._squares_only(x, 2), im2col(x, 2))
    assert np.array_equal(function._as_rows(x, 2).T, im2col(x, 2))
    assert np.array_equal(function._side_by_side(x, 2), im2col(x, 2)[:, [0, 2, 6, 8]])
    assert function._without_the_last_place(x, 2).shape == (4, 4)
    assert np.array_equal(function._places_downwards(x, 2), im2col(x, 2)[:, [0, 3, 6, 1, 4, 7, 2, 5, 8]])
