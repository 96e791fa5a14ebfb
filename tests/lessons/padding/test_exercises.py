"""The exercises of ``03_padding``: their numbers are the engine's, and wrong answers get the hint that fits them."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.padding.right_answers import RIGHT, SECRETS, pad
from right_answers import texts, typical

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.shapes import output_size
from cnnlib.engine.windows import coverage
from cnnlib.lessons.padding import function


def says(exercise_id, *fragments):
    """Whether each of these words is in a text of the exercise, so that what is tested is what is said."""
    exercise = lessons.find(exercise_id)
    praise = exercise.praise if isinstance(exercise.praise, str) else ""
    together = "\n".join([praise, *texts(exercise)])
    return [fragment for fragment in fragments if fragment not in together] == []


def test_the_padding_notebook_has_three_predictions_and_five_exercises():
    ids = [exercise.id for exercise in lessons.exercises_of("padding")]
    assert ids == list(RIGHT)


@pytest.mark.parametrize("exercise_id", [key for key in RIGHT if key != "padding-5"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    secret = re.compile(SECRETS[exercise_id], re.IGNORECASE)
    candidates = [*range(-3, 30), 3.5, 1000, ..., "text", (1, 2), {"kernel_size": 5, "padding": 0}]
    candidates += [(rows, columns) for rows in range(9) for columns in range(9)]
    candidates += [{"kernel_size": k, "padding": p} for k in range(-1, 12, 2) for p in range(-1, 6)]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert answer in RIGHT[exercise_id] or exercise_id == "padding-3"
            continue
        shown = re.sub(r"Hint \d of \d:", "", feedback.message)
        # What the learner's own settings lead to is a measurement, and may happen to be the same number.
        shown = re.sub(r"Windows that use .*? in the middle\.", "", shown)
        shown = re.sub(r"These settings turn .*? into \(.*?\)\.|padded input is .*?\.$", "", shown)
        shown = re.sub(r"(kernel_size|padding|With padding) (is )?-?\d+|at (least|most) \d+", "", shown)
        shown = re.sub(r"The padded input is \d+ wide \(.*?\)|kernel_size of at most \d+", "", shown)
        assert not secret.search(shown), (answer, shown)


def test_the_predicted_numbers_are_what_the_engine_computes():
    assert conv2d(np.ones((6, 6)), np.ones((3, 3))).shape == (4, 4)
    image = np.ones((28, 28))
    for _ in range(5):
        image = conv2d(image, np.ones((3, 3)))
    assert image.shape == (18, 18)
    assert coverage(5, 5, padding=2)[0, 0] == 9
    assert conv2d(np.ones((5, 9)), np.ones((3, 5)), padding=1).shape == (5, 7)
    assert conv2d(np.ones((20, 20)), np.ones((7, 7)), padding=3).shape == (20, 20)
    assert [int(np.ptp(coverage(6, 5, padding=padding))) for padding in range(6)] == [3, 12, 16, 9, 0, 0]


def test_numbers_in_predict_1():
    assert says("padding-predict-1", "on a (3, 3) input: one window fits", "column 5 at the latest", "from 0 to 3")
    assert output_size(3, 3) == 1
    assert [left for left in range(6) if left + 3 - 1 <= 5] == [0, 1, 2, 3]
    assert says("padding-predict-1", "side by side without touching") and 6 // 3 == 2


def test_numbers_in_predict_2():
    widths = [28]
    for _ in range(5):
        widths.append(output_size(widths[-1], 3))
    assert says("padding-predict-2", " → ".join(map(str, widths)), "After the first, it is 26", "Four more follow")
    assert widths[1] == 26
    assert 28 - 5 * 1 == 23 and 28 - 5 * 3 == 13 and 28 - 5 * 4 == 8
    assert 28 - widths[-1] == 10, "the lost pixels"
    assert says("padding-predict-2", "on a row of 3 pixels, a 3×3 kernel leaves one over") and output_size(3, 3) == 1
    assert says("padding-predict-2", "4 pixels per layer. That is what a 5×5 kernel takes") and output_size(28, 5) == 24


def test_numbers_in_predict_3():
    used = coverage(5, 5, padding=2)
    assert says("padding-predict-3", "All 25 windows use the pixel in the middle", "used 25 times", "3 · 3 = 9")
    assert used[2, 2] == output_size(5, 5, padding=2) ** 2 == 25
    assert says("padding-predict-3", "Five windows fit in one row") and output_size(5, 5, padding=2) == 5
    assert coverage(5, 5)[0, 0] == 1 and says("padding-predict-3", "That is so without padding")
    assert coverage(5, 3, padding=1)[0, 0] == 4 and says("padding-predict-3", "3×3 kernel with padding 1")
    assert [left for left in range(-2, 3) if left <= 0 < left + 5] == [-2, -1, 0]
    assert says("padding-predict-3", "columns −2, −1, 0, 1 and 2", "starts at column −2, −1 or 0")


def test_numbers_in_padding_1():
    def size(rows, columns, kernel=(3, 5), padding=1):
        return (
            output_size(rows, kernel[0], padding=padding),
            output_size(columns, kernel[1], padding=padding),
        )

    assert typical("padding-1") == [
        size(5, 9, padding=(1, 0)),  # one side only
        size(5, 9, padding=0),
        (5 + 2, 9 + 2),  # the padded input
        (5, 9),
        size(5, 9)[::-1],
        size(5, 9, kernel=(5, 3)),
        size(5, 9, padding=2),
    ]
    assert typical("padding-1")[0] == (5 + 2 - 3, 9 + 2 - 5), "the same as without the + 1"
    assert says("padding-1", "5 − 3 + 1 and 9 − 5 + 1", "1 + 5 + 1", "5 + 2 · 1 − 3 + 1")
    assert says("padding-1", "5 + 2 − 3 + 1 = 5", "9 + 2 − 5 + 1 = 7") and size(5, 9) == (5, 7)


def test_numbers_in_padding_2():
    assert says("padding-2", "a 7×7 kernel takes 6 pixels off every row") and output_size(20, 7) == 20 - 6
    assert says("padding-2", "That fits a 5×5 kernel") and output_size(20, 5, padding=2) == 20
    assert says("padding-2", "takes off more than 2 pixels") and output_size(20, 3, padding=1) == 20
    assert says("padding-2", "(7 − 1) / 2 = 3")
    for padding in (0, 1, 2, 4, 6, 7):
        shown = f"With padding {padding}, a row of 20 pixels becomes {output_size(20, 7, padding=padding)}."
        assert shown in check("padding-2", padding).message


def test_numbers_in_padding_3():
    sizes = {(5, 0): 24, (5, 1): 26, (6, 1): 25, (4, 1): 27, (3, 1): 28, (8, 2): 25}
    assert [(answer["kernel_size"], answer["padding"]) for answer in typical("padding-3")] == list(sizes)
    for (kernel_size, padding), size in sizes.items():
        assert output_size(28, kernel_size, padding=padding) == size
        message = check("padding-3", {"kernel_size": kernel_size, "padding": padding}).message
        assert f"These settings turn (28, 28) into ({size}, {size})." in message
    assert says("padding-3", "28 + 1 − 6 + 1 is 24", "28 − 4 is 24", "A kernel of 5 takes 4 pixels off")
    assert says("padding-3", "a kernel of 4 takes off only 3 pixels") and output_size(28, 4) == 25


@given(st.integers(1, 60), st.integers(1, 30))
def test_any_settings_that_reach_24_are_right_in_padding_3(kernel_size, padding):
    reached = kernel_size <= 28 + 2 * padding and output_size(28, kernel_size, padding=padding) == 24
    feedback = check("padding-3", {"kernel_size": kernel_size, "padding": padding})
    assert feedback.status == ("right" if reached else "wrong")
    if reached:
        assert f"28 + {2 * padding} − {kernel_size} + 1 = 24" in feedback.message
    elif kernel_size % 2 == 0 and kernel_size <= 28 + 2 * padding:
        assert output_size(28, kernel_size, padding=padding) % 2 == 1, "even kernels make it odd"


def test_numbers_in_padding_4():
    for padding in range(4):
        used = coverage(6, 5, padding=padding)
        shown = f"with padding {padding}: {used[0, 0]} in the corner, {used[2, 2]} in the middle."
        assert shown in check("padding-4", padding).message
    assert coverage(6, 5)[0, 0] == 1 and says("padding-4", "a single window reaches the corner")
    assert np.ptp(coverage(6, 2, padding=1)) == 0 and says("padding-4", "enough for a 2×2 kernel")
    assert output_size(6, 5, padding=2) == 6 and says("padding-4", "This padding keeps the size")
    columns_on_corner = [0 - left for left in range(-3, 5) if left <= 0 < left + 5]
    assert sorted(columns_on_corner) == [0, 1, 2, 3], "with padding 3, never the last one"
    assert range(-5, 0)[-1] < 0 and says("padding-4", "some windows lie on zeros alone")
    for padding in (5, 8, 10**9):
        assert "equally often, 25 times" in check("padding-4", padding).message
    assert says("padding-4", "output of (10, 10)") and output_size(6, 5, padding=4) == 10


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def one_side_in_floats(x, p):
        result = np.zeros((len(x) + p, len(x[0]) + p))
        result[: len(x), : len(x[0])] = x
        return result

    def columns_only(x, p):
        zeros = np.zeros((len(x), p))
        return np.hstack([zeros, x, zeros])

    def reflected(x, p):
        return np.pad(x, p, mode="symmetric")

    def stacked_floats(x, p):
        result = np.zeros((x.shape[0] + 2 * p, x.shape[1] + 2 * p))
        for row in range(x.shape[0]):
            for column in range(x.shape[1]):
                result[row + p, column + p] = x[row, column]
        return result

    expected = {
        one_side_in_floats: "Only one end",
        columns_only: "Only one of the two axes",
        reflected: "The frame holds other numbers than 0",
    }
    for answer, hint in expected.items():
        assert hint in check("padding-5", answer).message, answer.__name__


def test_the_typical_wrong_functions_are_wrong_in_one_thing_only():
    x = np.array([[1, 2], [3, 4]])
    assert np.array_equal(function._pad_with_negative_ends(x, 1), pad(x, 1))
    assert np.array_equal(function._pad_rows_and_columns_swapped(x, 2), pad(x, 2))
