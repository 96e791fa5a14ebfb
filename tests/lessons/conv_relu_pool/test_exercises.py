"""The numbers in the exercises of ``07_conv_relu_pool`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.conv_relu_pool.right_answers import RIGHT, SECRETS, costs
from right_answers import said_in_the_end, typical

from cnnlib import Conv2d, Sequential, conv2d, lessons, relu, samples
from cnnlib.check import check
from cnnlib.exercises import prediction
from cnnlib.lessons.conv_relu_pool import exercises as questions
from cnnlib.lessons.conv_relu_pool import predictions
from cnnlib.lessons.conv_relu_pool.building import affine_stack, build, convolutional_stack
from cnnlib.lessons.conv_relu_pool.rectified import merged_kernel


@pytest.fixture(autouse=True)
def nothing_noted():
    """Forget the predictions of a test."""
    yield
    prediction.forget()


def test_the_notebook_has_four_predictions_and_seven_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("stack")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", ["stack-1", "stack-2", "stack-3", "stack-4", "stack-5", "stack-7"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-2, 30), 2.5, 4825, 307_201, "text", ..., [3, 7, 3], [0, 7, 2], [2, 7, 3]]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert any(np.array_equal(answer, right) for right in RIGHT[exercise_id])
            continue
        shown = re.sub(r"Hint \d of \d:", "", feedback.message)
        assert not re.search(SECRETS[exercise_id], shown, re.IGNORECASE), (answer, shown)


# Predictions.


def test_numbers_of_the_opposite_signs():
    sums = conv2d(samples.digit(3), samples.KERNELS["vertical edges"])
    assert [int(count) for count in ((sums < 0).sum(), (sums == 0).sum(), (sums > 0).sum())] == [13, 0, 23]
    assert predictions.set_to_zero() == 23 and sums.size == 36


def test_numbers_of_the_relu_between_two_layers():
    digit, edges, blur = samples.digit(3), predictions.EDGES, predictions.BLUR
    between = conv2d(digit, edges)
    differ = ~np.isclose(conv2d(relu(between), blur), conv2d(between, blur))
    assert differ.sum() == 11 and differ.size == 16 and predictions.how_many_differ() == "b"
    assert not differ[:, 0].any(), "the left column, of which the solution speaks"
    below = np.lib.stride_tricks.sliding_window_view(between < 0, (3, 3)).any(axis=(2, 3))
    np.testing.assert_array_equal(below, differ)


def test_numbers_of_the_larger_image():
    rows = {size: build(3).rows((1, size, size)) for size in (28, 56)}
    assert {sum(row.parameters for row in each) for each in rows.values()} == {5888}
    assert sum(row.multiplications for row in rows[28]) == 508_032
    assert typical("stack-predict-3") == [2 * 5888, 4 * 5888, 508_032]
    assert "You predict 11,776. Now set size to 56" in check("stack-predict-3", 11_776).message
    assert Conv2d(8, 16, 3).parameters["weight"].shape == (16, 8, 3, 3)


def test_numbers_of_the_two_stacks():
    affine, other = (network.rows((1, 28, 28)) for network in (affine_stack(), convolutional_stack()))
    assert [sum(row.parameters for row in rows) for rows in (affine, other)] == [89_610, 5142]
    assert [sum(row.multiplications for row in rows) for rows in (affine, other)] == [89_400, 242_560]
    assert Conv2d(1, 6, 5).parameters["weight"].size == 150 and other[0].output_shape[1:] == (24, 24) and 24**2 == 576
    assert predictions.fewer_or_more() == "c"


@pytest.mark.parametrize("exercise_id", [each for each in RIGHT if "predict" in each])
def test_a_picture_comments_on_right_and_wrong_predictions(exercise_id):
    right = RIGHT[exercise_id][0]
    assert said_in_the_end(lessons.find(exercise_id), right)[0] == "right"
    for wrong in typical(exercise_id):
        status, said = said_in_the_end(lessons.find(exercise_id), wrong)
        assert status == "wrong" and said.startswith("You predicted ") and ". The answer is " in said
    assert check(exercise_id, ...).status == "blank"


# Counting.


def test_numbers_of_the_layer_to_count():
    layer = Conv2d(8, 24, 5)
    weights = layer.parameters["weight"].size
    assert weights == 4800 and weights + 24 == 4824 and weights + 24 * 8 == 4992 and weights + 8 == 4808
    assert layer.output_shape((8, 12, 12)) == (24, 8, 8) and 24 * 8 * 8 == 1536
    assert layer.multiplications((8, 12, 12)) == 307_200 and 24 * 25 == 600 and 24 * 26 == 624
    expected = [weights, 4824, 1536, 24 * 64 * 25, 64 * 200, 24 * 144 * 200, 24 * 64 * 201]
    assert typical("stack-2") == expected and 307_200 / weights == 64


def test_numbers_of_the_worked_examples():
    (row,) = Sequential(Conv2d(1, 6, 5)).rows((1, 28, 28))
    assert (row.parameters, row.output_shape, row.multiplications) == (156, (6, 24, 24), 86_400)
    assert costs((1, 28, 28), 6, 5, 0) == (156, 86_400)


def test_the_network_of_the_figure_breaks_once():
    network = questions.broken_network()
    assert questions.first_broken(network, (1, 32, 32)) == 9
    sides = [row.output_shape[1] for row in Sequential(*network.layers[:8]).rows((1, 32, 32))]
    assert sides == [28, 28, 14, 10, 10, 5, 1, 1]
    without = Sequential(*network.layers[:8], *network.layers[9:])
    assert questions.first_broken(without, (1, 32, 32)) is None


@given(st.lists(st.integers(-5, 5), min_size=6, max_size=6))
def test_the_merged_kernel_does_the_work_of_both(pixels):
    row = np.array([pixels])
    one = conv2d(row, np.array([RIGHT["stack-4"][0]]))
    two = conv2d(conv2d(row, np.array(questions.FIRST)), np.array(questions.SECOND))
    np.testing.assert_allclose(one, two)
    assert merged_kernel(np.array([[1, -1]]), np.array([[1, 1]])).tolist() == [[1, 0, -1]]


def test_the_row_with_and_without_a_relu():
    left_minus_right, added = np.array([[1, -1]]), np.array([[1, 1]])
    row = np.array([questions.ROW])
    between = conv2d(row, left_minus_right)
    assert between.tolist() == [[-3, 4]] and conv2d(relu(between), added).tolist() == [[4]]
    assert conv2d(between, added).tolist() == conv2d(row, np.array([[1, 0, -1]])).tolist() == [[1]]
    assert conv2d(relu(-between), added).tolist() == [[3]] and abs(between).sum() == 7


def test_numbers_of_the_stack_for_larger_images():
    rows = convolutional_stack(11).rows((1, 56, 56))
    assert [row.parameters for row in rows if row.parameters] == [156, 2416, 19_370]
    assert [row.output_shape[1] for row in rows[:6] if "ReLU" not in row.layer] == [52, 26, 22, 11]
    old = sum(row.parameters for row in convolutional_stack().rows((1, 28, 28)))
    same, four_times, last, first, no_bias, wider = typical("stack-7")
    assert (same, four_times, last, first) == (old, 4 * old, 19_370, 156 + 2416) and no_bias == 21_942 - 10
    assert wider == first + 10 * (16 * 8 * 8 + 1) and "not twice as high" in check("stack-7", wider).message
    assert "not twice as high" in check("stack-7", first + 10 * (2 * 256 + 1)).message


# The function.


@given(
    st.tuples(st.integers(1, 5), st.integers(1, 12), st.integers(1, 12)),
    st.integers(1, 6),
    st.integers(1, 5),
    st.integers(0, 3),
)
def test_the_function_of_the_solution_counts_as_the_engine_does(input_shape, filters, kernel_size, padding):
    layer = Conv2d(input_shape[0], filters, kernel_size, padding=padding)
    try:
        (row,) = Sequential(layer).rows(input_shape)
    except ValueError:
        return
    assert costs(input_shape, filters, kernel_size, padding) == (row.parameters, row.multiplications)


def changed(**names):
    """Return `costs` with some of its parts replaced, written as a learner's variant."""
    parts = {
        "weights": "channels * kernel_size**2",
        "rows": "height + 2 * padding - kernel_size + 1",
        "columns": "width + 2 * padding - kernel_size + 1",
        "parameters": "filters * (weights + 1)",
        "multiplications": "filters * rows * columns * weights",
        "result": "(parameters, multiplications)",
        **names,
    }
    lines = [f"    {name} = {text}" for name, text in parts.items()]
    source = "def costs(input_shape, filters, kernel_size, padding):\n    channels, height, width = input_shape\n"
    scope = {"np": np}
    exec(source + "\n".join(lines) + "\n    return result\n", scope)
    return scope["costs"]


SUBTLY_WRONG = {
    "no bias": {"parameters": "filters * weights"},
    "one bias": {"parameters": "filters * weights + 1"},
    "a bias for each kernel": {"parameters": "filters * channels * (kernel_size**2 + 1)"},
    "a bias for each channel": {"parameters": "filters * weights + channels"},
    "one channel": {"weights": "kernel_size**2"},
    "twice the kernel": {"weights": "channels * 2 * kernel_size"},
    "the side alone": {"weights": "channels * kernel_size"},
    "no padding": {"rows": "height - kernel_size + 1", "columns": "width - kernel_size + 1"},
    "padding once": {"rows": "height + padding - kernel_size + 1", "columns": "width + padding - kernel_size + 1"},
    "no plus 1": {"rows": "height + 2 * padding - kernel_size", "columns": "width + 2 * padding - kernel_size"},
    "squares only": {"columns": "rows"},
    "padding in one axis": {"columns": "width - kernel_size + 1"},
    "cells that go in": {"rows": "height", "columns": "width"},
    "one map": {"multiplications": "rows * columns * weights"},
    "bias multiplied": {"multiplications": "filters * rows * columns * (weights + 1)"},
    "one channel of work": {"multiplications": "filters * rows * columns * kernel_size**2"},
    "swapped": {"result": "(multiplications, parameters)"},
    "the sum": {"result": "parameters + multiplications"},
    "three numbers": {"result": "(parameters, multiplications, 0)"},
    "as text": {"result": "(str(parameters), str(multiplications))"},
    "in a column": {"result": "np.array([[parameters], [multiplications]])"},
}


def test_variants_of_the_function_without_a_change_are_right():
    assert check("stack-6", changed()).status == "right"
    for form in ("[parameters, multiplications]", "np.array([parameters, multiplications], float)"):
        assert check("stack-6", changed(result=form)).status == "right"


@pytest.mark.parametrize("change", SUBTLY_WRONG.values(), ids=SUBTLY_WRONG)
def test_subtly_wrong_functions_are_refused(change):
    feedback = check("stack-6", changed(**change))
    assert feedback.status == "wrong", feedback
    assert not re.search(SECRETS["stack-6"], feedback.message)


def test_what_fails_is_shown_with_its_numbers():
    message = check("stack-6", changed(parameters="filters * weights")).message
    assert message.startswith("The first input that fails: costs((1, 28, 28), 6, 5, 0)")
    assert re.search(r"\n +150  86,?400\n", message) and "What else does each filter learn?" in message


def test_what_is_no_pair_of_numbers_is_asked_for_two_numbers():
    for result in ("(None, 3)", "('150', '86400')", "'150'", "{}"):
        message = check("stack-6", changed(result=result)).message
        assert "two numbers" in message and "NumPy array" not in message, result


def test_a_place_too_few_is_recognised():
    message = check("stack-6", changed(**SUBTLY_WRONG["no plus 1"])).message
    assert "One place is missing in each direction." in message


def test_the_work_is_not_left_to_the_library():
    def costs(input_shape, filters, kernel_size, padding):
        layer = Conv2d(input_shape[0], filters, kernel_size, padding=padding)
        return sum(each.size for each in layer.parameters.values()), layer.multiplications(input_shape)

    assert "leaves the work to Conv2d" in check("stack-6", costs).message


def test_the_function_may_ask_the_library_for_a_size():
    assert check("stack-6", RIGHT["stack-6"][2]).status == "right"
