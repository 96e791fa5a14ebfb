"""The checks of ``09_learning_filters`` judge fairly, and what they say is true of every answer."""

import re

import numpy as np
import pytest
from lessons.learning_filters.right_answers import RIGHT
from right_answers import texts

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.lessons.learning_filters.exercises import GOAL, PRINTED, PRINTED_GRADIENT, PRINTED_IMAGE, loss_after


def everything_said(exercise_id):
    exercise = lessons.find(exercise_id)
    return [*texts(exercise), exercise.praise]


def test_the_notebook_has_three_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("learning")] == list(RIGHT)


def test_the_first_prediction_uses_no_word_that_comes_later():
    together = " ".join(everything_said("learning-predict-1"))
    assert "output gradient" not in together and "kernel gradient" not in together and "times 1" not in together


@pytest.mark.parametrize("rate", [0.59, 0.65, 0.8, 1, 1.1, 1.19, 1.2, 1.25, 1.29, 1.3, 1.31, 1.32, 1.33, 1.34])
def test_the_praise_of_a_learning_rate_is_true(rate):
    feedback = check("learning-3", rate)
    assert feedback.status == "right" and loss_after(rate) < GOAL
    if "10 % larger" in feedback.message:
        assert loss_after(1.1 * rate) < loss_after(rate)
    elif "with more steps it would grow" in feedback.message:
        assert loss_after(rate, 200) > loss_after(rate)
    else:
        assert "Not much further up, it would explode." in feedback.message
        assert loss_after(rate, 200) < loss_after(rate) and loss_after(1.15 * rate, 200) > 1000


def test_each_kind_of_praise_is_given():
    assert "10 % larger it would be lower still: 0.007." in check("learning-3", 0.59).message
    assert "explode" in check("learning-3", 1.3).message and "explode" not in check("learning-3", 0.59).message
    assert "already a little too large" in check("learning-3", 1.33).message
    assert check("learning-3", 1.35).status == "wrong"


def test_the_loss_is_to_be_read_as_a_number_and_not_from_the_curve():
    first = lessons.find("learning-3").first
    assert "press pause near step 50" in first.lower() and "above the picture" in first and "curve" not in first
    assert format(loss_after(0.5), ".3f") == "0.016" and format(loss_after(1), ".4f") == "0.0017", "a curve hides that"


@pytest.mark.parametrize("row", range(3))
@pytest.mark.parametrize("column", range(3))
def test_every_right_cell_is_told_its_own_sum(row, column):
    sums = 1 * PRINTED_IMAGE[row, column] + 2 * PRINTED_IMAGE[row + 1, column + 1]
    feedback = check("learning-4", (row, column))
    assert PRINTED_GRADIENT.tolist() == [[1, 0], [0, 2]]
    if sums != PRINTED[row, column]:
        assert feedback.status == "right" and "1·1 + 2·3 = 7, and 4 was printed" in feedback.message
        return
    assert feedback.status == "wrong" and feedback.message.startswith("That cell is right: ")
    one, two, shown = map(int, re.search(r"1·(\d) \+ 2·(\d) = (\d),", feedback.message).groups())
    assert (one, two) == (PRINTED_IMAGE[row, column], PRINTED_IMAGE[row + 1, column + 1])
    assert one + 2 * two == shown == PRINTED[row, column]
    assert f"row {row}, column {column}." in feedback.message


def test_a_kernel_gradient_is_not_judged_by_its_type():
    gradient = RIGHT["learning-5"][0]
    assert check("learning-5", lambda x, g: gradient(x, g).astype(np.float32)).status == "right"
