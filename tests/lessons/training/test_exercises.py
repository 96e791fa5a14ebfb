"""The checks of ``10_training`` judge fairly, and the numbers in their texts are those that the engine computes."""

import re

import numpy as np
import pytest
from lessons.training.right_answers import RIGHT, SECRETS, shift
from right_answers import typical

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.data.bitmaps import moved
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons.training import exercises as questions
from cnnlib.lessons.training import predictions, reading
from cnnlib.lessons.training.experiment import digits, network, recorded_rates


def message(exercise_id, answer):
    return check(exercise_id, answer).message


def test_the_notebook_has_five_predictions_and_seven_exercises():
    exercises = lessons.exercises_of("training")
    assert [exercise.id for exercise in exercises] == list(RIGHT)
    assert [isinstance(exercise, Prediction) for exercise in exercises] == [True] * 5 + [False] * 7


def test_what_is_right_of_the_predictions_is_what_was_measured():
    assert predictions.loss_at_a_large_rate() == "c" and 2.3 < recorded_rates().loss[-1].min() < 2.4
    assert predictions.journey_of_the_dead_filter() == "b"
    assert predictions.few_digits() == "c"
    assert predictions.what_shifts_repair() == "b"
    place, sure = predictions.surest_mistake()
    assert predictions.how_sure() == "d" and place == predictions.SUREST == 4 and round(100 * sure, 1) == 99.5


def test_numbers_in_the_hints_of_the_predictions():
    assert sum(row.parameters for row in network().rows()) == 1898
    assert round(-np.log(0.1), 1) == 2.3
    assert 3000 * 10 / 100 == 300, "each of a hundred digits is met 300 times"
    assert recorded_rates().loss[4].round(3).tolist() == pytest.approx([0.004, 0.003, 0.004, 0.004, 0.003], abs=1e-6)
    assert (2 * 1 + 1) ** 2 == 9, "places of a digit that is shifted by up to a pixel"


def test_numbers_in_the_count_of_steps():
    assert questions.steps_of(1437, 50, 4) == 116 and 28 * 50 + 37 == 1437
    assert typical("training-1") == [4 * (1437 // 50), -(-1437 * 4 // 50), 1437 * 4 / 50, 1437 * 4, 4, 50 * 4]
    assert "1,437 / 50 = 28.74" in lessons.find("training-1").hints[1] and 1437 / 50 == 28.74


def test_the_choices_follow_from_the_table():
    assert questions.right_choices() == {"release": "b", "overfits_most": "a", "report": 92}
    best = {
        name: max(questions.NETWORKS, key=lambda each: questions.NETWORKS[each][name]) for name in ("training", "test")
    }
    assert best == {"training": "a", "test": "d"}, "each set tempts to another network"


@pytest.mark.parametrize("release", "abcd")
@pytest.mark.parametrize("overfits_most", "abcd")
@pytest.mark.parametrize("report", [91, 92, 95, 97])
def test_every_choice_is_told_what_is_wrong_and_not_what_is_right(release, overfits_most, report):
    feedback = check("training-2", {"release": release, "overfits_most": overfits_most, "report": report})
    if (release, overfits_most, report) == ("b", "a", 92):
        assert feedback.status == "right"
        return
    assert feedback.status == "wrong"
    named = re.search(r"Look again at: (.+?)\.", feedback.message)[1].split(", ")
    wrong = {"release": release != "b", "overfits_most": overfits_most != "a", "report": report != 92}
    assert named == [name for name, is_wrong in wrong.items() if is_wrong]
    assert not re.search(SECRETS["training-2"], feedback.message)


def test_settings_are_trained_and_told_how_far_they_get():
    assert "this network reads" in message("training-3", {"learning_rate": 0.01, "batch_size": 8, "filters": 8})
    assert "longer steps, or more of them" in message(
        "training-3", {"learning_rate": 0.1, "batch_size": 128, "filters": 8}
    )
    assert "too long" in message("training-3", {"learning_rate": 1, "batch_size": 8, "filters": 8})
    for outside in ({"learning_rate": -1}, {"batch_size": 3}, {"filters": 17}, {"batch_size": 2000}):
        answer = {"learning_rate": 0.1, "batch_size": 8, "filters": 8} | outside
        assert "must be above 0" in message("training-3", answer)


@pytest.mark.slow
def test_the_ends_of_the_settings_are_those_of_the_film():
    assert questions.LARGEST_BATCH == len(digits().labels)
    assert questions.reached(0.1, 8, 8) < questions.GOAL
    for fewer_digits_or_more_filters in ((0.1, 4, 8), (0.1, 4, 12), (0.1, 8, 16)):
        assert questions.reached(*fewer_digits_or_more_filters) > questions.GOAL


def test_the_log_has_one_wrong_cell():
    assert questions.wrong_cells() == [(2, 1)]
    assert [questions.steps_of(100, 8, epoch) for epoch in (1, 2, 3, 4)] == [13, 26, 39, 52] and 12 * 8 + 4 == 100


@pytest.mark.parametrize("row", range(4))
@pytest.mark.parametrize("column", range(5))
def test_every_cell_of_the_log_has_feedback_of_its_own(row, column):
    feedback = check("training-4", (row, column))
    assert feedback.status == ("right" if (row, column) == (2, 1) else "wrong")
    assert lessons.find("training-4").first not in feedback.message


def test_what_a_cell_of_the_log_is_told_is_true_of_it():
    loss, training, validation = questions.LOG[:, 2], questions.LOG[:, 3], questions.LOG[:, 4]
    for row in range(4):
        assert ("may rise" in message("training-4", (row, 2))) == (row > 0 and loss[row] > loss[row - 1])
        assert ("may also fall" in message("training-4", (row, 3))) == (row > 0 and training[row] < training[row - 1])
        assert ("may also be above" in message("training-4", (row, 4))) == (validation[row] > training[row])


def test_an_accuracy_in_per_cent_is_asked_for():
    answer = {"release": "b", "overfits_most": "a", "report": 0.92}
    assert "from 0 to 100" in message("training-2", answer)


def test_what_is_right_of_the_four_answers():
    assert reading.wrongly_read() == {"q": 0.96, "r": 0.45}
    assert reading.right_reading() == {"wrong": 2, "surest": "q", "sure": 0.96}
    assert all(sum(chances) == pytest.approx(1) for _shows, chances in reading.ANSWERS.values())


@pytest.mark.parametrize("mini_batch", "abc")
@pytest.mark.parametrize("shifts", "abc")
def test_every_purpose_is_told_what_is_wrong(mini_batch, shifts):
    feedback = check("training-6", {"mini_batch": mini_batch, "shifts": shifts})
    assert feedback.status == ("right" if (mini_batch, shifts) == ("b", "c") else "wrong")
    assert ("mini_batch" in feedback.message.partition(". ")[0]) == (mini_batch != "b")
    assert ("shifts" in feedback.message.partition(". ")[0]) == (shifts != "c") or feedback.status == "right"


def test_the_work_is_not_left_to_a_library():
    def padded(image, down, right):
        rows, columns = image.shape
        paper = np.pad(image, ((rows, rows), (columns, columns)))
        return paper[rows - down : 2 * rows - down, columns - right : 2 * columns - right]

    def ready_made(image, down, right):
        return moved(image[None], down, right)[0]

    assert "leaves the work to pad" in message("training-5", padded)
    assert "leaves the work to moved" in message("training-5", ready_made)


def rolled_then_cleared_at_the_wrong_end(image, down, right):
    result = np.roll(image, (down, right), axis=(0, 1))
    if down:
        result[-down:] = 0
    if right:
        result[:, -right:] = 0
    return result


def in_place(image, down, right):
    image[...] = shift(image, down, right)
    return image


def for_squares(image, down, right):
    result = np.zeros((image.shape[0], image.shape[0]))
    result[: image.shape[0], : image.shape[1]] = shift(image, down, right)[:, : image.shape[0]]
    return result


def whole_numbers(image, down, right):
    return shift(image, down, right).astype(int)


def without_minus(image, down, right):
    return shift(image, abs(down), abs(right))


def rows_first_then_lost(image, down, right):
    result = np.zeros_like(image)
    for i in range(image.shape[0] - abs(down)):
        for j in range(image.shape[1] - abs(right)):
            result[i + down, j + right] = image[i, j]
    return result


def ones_for_paper(image, down, right):
    return np.where(shift(np.ones(image.shape), down, right) > 0, shift(image, down, right), 1)


def one_pixel_only(image, down, right):
    return shift(image, int(np.sign(down)), int(np.sign(right)))


def positive_pixels(image, down, right):
    return np.abs(shift(image, down, right))


def cut_off(image, down, right):
    rows, columns = image.shape
    return image[max(0, -down) : rows + min(0, -down), max(0, -right) : columns + min(0, -right)]


def fails_without_a_move(image, down, right):
    result = np.zeros_like(image)
    result[down:] = image[:-down]
    return result


WRONG = [
    rolled_then_cleared_at_the_wrong_end,
    in_place,
    for_squares,
    whole_numbers,
    without_minus,
    rows_first_then_lost,
    ones_for_paper,
    one_pixel_only,
    positive_pixels,
    cut_off,
    fails_without_a_move,
    lambda image, down, right: np.roll(image, down, axis=0),
    lambda image, down, right: shift(image, down, right).T,
]


@pytest.mark.parametrize("function", WRONG, ids=lambda function: function.__name__)
def test_subtly_wrong_functions_are_refused(function):
    feedback = check("training-5", function)
    assert feedback.status == "wrong" and len(feedback.message) > 40


def test_typical_wrong_functions_get_their_hint_in_other_spellings_too():
    def rolls(image, down, right):
        rows, columns = image.shape
        return np.array(
            [[image[(i - down) % rows, (j - right) % columns] for j in range(columns)] for i in range(rows)]
        )

    def other_way(image, down, right):
        return shift(image, -down, -right)

    def forwards(image, down, right):
        result = np.zeros_like(image)
        down, right = max(0, down), max(0, right)
        result[down:, right:] = image[: image.shape[0] - down, : image.shape[1] - right]
        return result

    assert "as with np.roll" in message("training-5", rolls)
    assert "the other way" in message("training-5", other_way)
    assert "Negative numbers move up" in message("training-5", forwards)
    assert "changed its own input" in message("training-5", in_place)
