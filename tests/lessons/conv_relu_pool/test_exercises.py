"""The numbers in the exercises of ``07_conv_relu_pool`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.conv_relu_pool.right_answers import RIGHT, SECRETS, fields
from right_answers import typical

from cnnlib import Conv2d, MaxPool2d, Sequential, lessons, output_size, receptive_field
from cnnlib.check import check
from cnnlib.lessons.conv_relu_pool import exercises as questions


def test_the_notebook_has_three_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("stack")] == list(RIGHT)


@pytest.mark.parametrize("exercise_id", ["stack-predict-1", "stack-predict-3", "stack-1", "stack-4"])
def test_no_feedback_on_a_wrong_answer_tells_the_answer(exercise_id):
    candidates = [*range(-2, 30), 2.5, 4825, "text", ..., *[(6, r, c) for r in range(20) for c in range(20)]]
    for answer in candidates:
        feedback = check(exercise_id, answer, hint=3)
        if feedback.status == "right":
            assert any(np.array_equal(answer, right) for right in RIGHT[exercise_id])
            continue
        shown = re.sub(r"Hint \d of \d:", "", feedback.message)
        assert not re.search(SECRETS[exercise_id], shown, re.IGNORECASE), (answer, shown)


def test_numbers_in_the_shape_to_predict():
    def after(kernel_size, **pool):
        return Sequential(Conv2d(1, 6, kernel_size), MaxPool2d(2, **pool)).rows((1, 22, 30))[-1].output_shape

    assert after(5) == (6, 9, 13)
    assert [after(3), after(5, stride=1), Conv2d(1, 6, 5).output_shape((1, 22, 30))] == [
        (6, 10, 14),
        (6, 17, 25),
        (6, 18, 26),
    ]
    assert {(6, 10, 14), (6, 17, 25), (6, 18, 26), (6, 11, 15)} < set(typical("stack-predict-1"))


def test_numbers_of_the_field_to_predict():
    def size(*kernels):
        return receptive_field([{"kernel_size": kernel} for kernel in kernels]).size

    assert (size(5), size(5, 5), size(5, 3), 9**2) == (5, 9, 7, 81)


def test_numbers_of_the_parameters_to_count():
    layer = Conv2d(8, 24, 5)
    weights = layer.parameters["weight"].size
    assert weights == 4800 and weights + 24 == 4824 and weights + 24 * 8 == 4992 and weights + 8 == 4808
    assert layer.multiplications((8, 12, 12)) == 307_200 and 24 * 25 == 600 and 24 * 26 == 624


def left_of_28(kernel_size, padding):
    side = 28
    for _ in range(2):
        side = output_size(output_size(side, kernel_size, padding=padding), 2, stride=2)
    return side


@pytest.mark.parametrize("kernel_size", range(1, 12))
@pytest.mark.parametrize("padding", range(6))
def test_settings_are_right_exactly_if_seven_pixels_are_left(kernel_size, padding):
    feedback = check("stack-2", {"kernel_size": kernel_size, "padding": padding})
    try:
        fits = left_of_28(kernel_size, padding) == 7
    except ValueError:
        fits = False
    assert feedback.status == ("right" if fits and kernel_size >= 3 else "wrong"), feedback


@pytest.mark.parametrize("layers", range(-1, 15))
@pytest.mark.parametrize("kernel_size", range(-1, 15))
def test_layers_are_right_exactly_if_they_see_thirteen_pixels(layers, kernel_size):
    feedback = check("stack-3", {"layers": layers, "kernel_size": kernel_size})
    fits = layers >= 2 and kernel_size >= 1 and layers * (kernel_size - 1) == 12
    assert feedback.status == ("right" if fits else "wrong"), feedback


@pytest.mark.parametrize(
    "exercise_id, answer",
    [("stack-2", {"kernel_size": 10**9, "padding": 10**9}), ("stack-3", {"layers": 10**9, "kernel_size": 10**9})],
)
def test_absurd_settings_are_only_wrong(exercise_id, answer):
    assert check(exercise_id, answer).status == "wrong"


def test_the_network_of_the_figure_breaks_once():
    network = questions.broken_network()
    assert questions.first_broken(network, (1, 32, 32)) == 8
    sides = [row.output_shape[1] for row in Sequential(*network.layers[:7]).rows((1, 32, 32))]
    assert sides == [28, 28, 14, 10, 10, 5, 1]
    without = Sequential(*network.layers[:7], *network.layers[8:])
    assert questions.first_broken(without, (1, 32, 32)) is None


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 4)), min_size=1, max_size=8))
def test_the_function_of_the_solution_is_the_engine_s(layers):
    kernel_sizes, strides = map(np.array, zip(*layers, strict=True))
    settings = [{"kernel_size": k, "stride": s} for k, s in layers]
    expected = [receptive_field(settings[: count + 1]).size for count in range(len(layers))]
    assert fields(kernel_sizes, strides).tolist() == expected


def test_the_worked_numbers_of_the_function():
    assert fields(np.array([3, 2, 3, 2]), np.array([1, 2, 1, 2])).tolist() == [3, 4, 8, 10]
    assert check("stack-5", lambda kernel_sizes, strides: [3]).status == "wrong"
