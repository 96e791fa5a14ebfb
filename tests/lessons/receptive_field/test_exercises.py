"""The numbers in the exercises of ``08_receptive_field`` are what the engine computes, and its checks judge fairly."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lessons.receptive_field.right_answers import HORIZONTAL, MIDDLE, RIGHT, SECRETS, VERTICAL, fields

from cnnlib import Sequential, conv2d, lessons, receptive_field, relu, samples
from cnnlib.check import check
from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader
from cnnlib.lessons.receptive_field import box, exercises
from cnnlib.lessons.receptive_field.corner_exercise import BOXES, fired
from cnnlib.lessons.receptive_field.predictions import digits_of_the_filter, field_of, field_of_blocks

KERNELS = samples.KERNELS


def test_the_notebook_has_four_predictions_and_five_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("receptive")] == list(RIGHT)


# Predictions.


def test_numbers_of_the_fields_to_predict():
    assert (field_of(1, 3), field_of(2, 3)) == (3, 5)
    assert [field_of_blocks(blocks) for blocks in (0, 1, 2, 3)] == [1, 4, 10, 22]
    assert 10 + 6 == 16 and 10 + 3 == 13 and 10 + 2 == 12 and 2 * 10 == 20


def test_the_place_where_a_sum_fires():
    left, top = (relu(conv2d(box(), KERNELS[f"{name} edges"], padding=1)) for name in ("vertical", "horizontal"))
    both = left + top
    assert both[4, 2] == both[2, 4] == 64 and both[2, 2] == both.max() == 96
    assert both[5:, 5:].max() == 0, "so it is neither the corner alone, nor nowhere, nor all around"


def test_the_digits_of_the_filter_to_predict():
    assert digits_of_the_filter() == 3


# The wrong line.


def test_the_worked_table_is_wrong_in_its_third_line_first():
    assert exercises.right_sizes() == [5, 6, 14, 16] and exercises.first_wrong() == (3, 14)
    jumps = np.cumprod([stride for _kernel, stride, _size in exercises.WORKED])
    assert jumps.tolist() == [1, 2, 2, 4], "the jumps in the notebook are right"


@pytest.mark.parametrize("layer", range(6))
@pytest.mark.parametrize("size", range(4, 26))
def test_only_the_wrong_line_with_its_right_size_is_right(layer, size):
    feedback = check("receptive-1", {"layer": layer, "size": size}, hint=3)
    assert feedback.status == ("right" if (layer, size) == (3, 14) else "wrong")
    if feedback.status == "wrong":
        shown = re.sub(r"Hint \d of \d:", "", feedback.message)
        assert not re.search(SECRETS["receptive-1"], shown, re.IGNORECASE), shown


@pytest.mark.parametrize("size", [9, 10, 11, 12, 13, 15, 16, 18, 22, 30])
def test_the_right_layer_is_said_to_be_right(size):
    assert "The layer is right." in check("receptive-1", {"layer": 3, "size": size}).message


# Small kernels.


@pytest.mark.parametrize("layers", range(-1, 15))
@pytest.mark.parametrize("kernel_size", range(-1, 15))
def test_layers_are_right_exactly_if_they_see_thirteen_pixels_with_few_weights(layers, kernel_size):
    feedback = check("receptive-2", {"layers": layers, "kernel_size": kernel_size})
    fits = layers >= 2 and kernel_size >= 1 and layers * (kernel_size - 1) == 12 and layers * kernel_size**2 < 60
    assert feedback.status == ("right" if fits else "wrong"), feedback


def test_which_layers_see_thirteen_pixels():
    weights = {(n, k): n * k**2 for n in range(2, 14) for k in range(2, 14) if n * (k - 1) == 12}
    assert weights == {(2, 7): 98, (3, 5): 75, (4, 4): 64, (6, 3): 54, (12, 2): 48} and 13**2 == 169


def test_absurd_settings_are_only_wrong():
    assert check("receptive-2", {"layers": 10**9, "kernel_size": 10**9}).status == "wrong"
    assert check("receptive-4", {"image": 10**9, "pixels": (10**9, 1)}).status == "wrong"


# The corner.


def detector(first, second=(MIDDLE, MIDDLE), bias=-64):
    return {"first": list(first), "second": list(second), "bias": bias}


def test_the_boxes_have_their_corners_where_they_say():
    assert np.array_equal(BOXES[0].image(), box())
    for each in BOXES:
        output = fired(detector([-VERTICAL, HORIZONTAL]), each.image())
        assert [tuple(map(int, cell)) for cell in np.argwhere(output > 0)] == [(each.top, each.right)]


def test_the_detector_is_that_of_the_notebook():
    left, top = (relu(conv2d(box(), kernel, padding=1)) for kernel in (VERTICAL, HORIZONTAL))
    expected = relu(conv2d(left, MIDDLE, padding=1) + conv2d(top, MIDDLE, padding=1) - 64)
    np.testing.assert_allclose(fired(detector([VERTICAL, HORIZONTAL]), box()), expected)


TEMPLATE = np.array([[-1, -1, -1], [1, 1, -1], [1, 1, -1]])


@pytest.mark.parametrize(
    "answer",
    [
        detector([VERTICAL, HORIZONTAL]),
        detector([-VERTICAL, -HORIZONTAL]),
        detector([-VERTICAL, HORIZONTAL], bias=0),
        detector([-VERTICAL, HORIZONTAL], bias=-60),
        detector([-VERTICAL, HORIZONTAL], bias=-96),
        detector([-VERTICAL, HORIZONTAL], bias=64),
        detector([-VERTICAL, HORIZONTAL], second=(MIDDLE, 0 * MIDDLE)),
        detector([-VERTICAL, HORIZONTAL], second=(MIDDLE, -MIDDLE)),
        detector([VERTICAL, HORIZONTAL], second=(-MIDDLE, MIDDLE)),
        detector([HORIZONTAL, HORIZONTAL]),
        detector(np.zeros((2, 3, 3))),
        detector(np.full((2, 3, 3), 1e200), second=np.full((2, 3, 3), 1e200)),
    ],
)
def test_detectors_that_are_not_for_that_corner_are_refused(answer):
    feedback = check("receptive-3", answer)
    assert feedback.status == "wrong"
    assert not re.search(SECRETS["receptive-3"], feedback.message)
    assert "On a box with ink in rows" in feedback.message.replace("\n", " ")


def test_any_detector_of_that_corner_is_right():
    assert check("receptive-3", detector([TEMPLATE, 0 * TEMPLATE], (MIDDLE, MIDDLE), -60)).status == "right"


def test_what_a_detector_fires_at_is_shown():
    message = check("receptive-3", detector([-VERTICAL, HORIZONTAL], bias=-60)).message
    assert "it fires at 15 of 64 cells; 7 of these are within one cell of its top right corner:" in message
    assert len([line for line in message.splitlines() if line.startswith("    ")]) == 8


# The strongest image.


def test_the_strongest_images():
    *_others, images, labels = samples.digits_split()
    maps = Sequential(*load_reader().layers[:5])(network_input(images))
    for filter, (image, pixels) in {12: (45, (5, 7)), 9: (63, (7, 5))}.items():
        assert int(maps[:, filter].max(axis=(1, 2)).argmax()) == image
        assert exercises.strongest_image(filter) == (image, pixels)
    assert int(maps[:, 9].argmax()) == 1019 and int(maps[:, 9].sum(axis=(1, 2)).argmax()) == 271
    assert np.unravel_index(maps[63, 9].argmax(), (4, 4)) == (2, 3) and labels[63] == 5


def test_the_field_of_the_second_layer():
    convolution = {"kernel_size": 3, "padding": 1}
    field = receptive_field([convolution, {"kernel_size": 2, "stride": 2}, convolution])
    assert field == (8, 2, -3)
    assert [field.of(cell) for cell in (3, 2)] == [(3, 11), (1, 9)], "rows 3–10 and columns 1–8, as the notebook says"


@pytest.mark.parametrize("pixels", [(8, 8), (5, 7), (7, 7), (8, 5), (1, 1)])
def test_the_right_image_is_said_to_be_right(pixels):
    assert "The image is right." in check("receptive-4", {"image": 63, "pixels": pixels}).message


# The function.


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 4)), min_size=1, max_size=8))
def test_the_function_of_the_solution_is_the_engine_s(layers):
    kernel_sizes, strides = map(np.array, zip(*layers, strict=True))
    settings = [{"kernel_size": k, "stride": s} for k, s in layers]
    expected = [receptive_field(settings[: count + 1]).size for count in range(len(layers))]
    assert fields(kernel_sizes, strides).tolist() == expected


def test_the_worked_numbers_of_the_function():
    assert fields(np.array([3, 2, 3, 2]), np.array([1, 2, 1, 2])).tolist() == [3, 4, 8, 10]


def walk(*, grow, leap, start=1, before=False):
    """Return a function like the right one, with another way to grow the size, or the jump."""

    def answer(kernel_sizes, strides):
        size, jump, sizes = start, 1, []
        for number, (kernel_size, stride) in enumerate(zip(kernel_sizes, strides, strict=True)):
            if before:
                jump = leap(jump, stride, number)
            size = grow(size, kernel_size, jump)
            if not before:
                jump = leap(jump, stride, number)
            sizes.append(size)
        return np.array(sizes)

    return answer


def right_growth(size, kernel_size, jump):
    return size + (kernel_size - 1) * jump


def right_leap(jump, stride, number):
    return jump * stride


WRONG = {
    "no jump": walk(grow=lambda size, k, jump: size + k - 1, leap=right_leap),
    "own stride": walk(grow=right_growth, leap=right_leap, before=True),
    "last stride": walk(grow=right_growth, leap=lambda jump, stride, number: stride),
    "added strides": walk(grow=right_growth, leap=lambda jump, stride, number: jump + stride - 1),
    "doubles whatever the stride": walk(grow=right_growth, leap=lambda jump, s, n: jump * 2 if s > 1 else jump),
    "largest stride": walk(grow=right_growth, leap=lambda jump, stride, number: max(jump, stride)),
    "powers of two": walk(grow=right_growth, leap=lambda jump, stride, number: 2**stride // 2 * jump),
    "whole kernels": walk(grow=lambda size, k, jump: size + k * jump, leap=right_leap, start=0),
    "from zero": walk(grow=right_growth, leap=right_leap, start=0),
    "product": walk(grow=lambda size, k, jump: size * k, leap=right_leap),
    "half kernels": walk(grow=lambda size, k, jump: size + 2 * (k // 2) * jump, leap=right_leap),
    "at most one pooling": walk(grow=right_growth, leap=lambda jump, s, n: jump * s if jump == 1 else jump),
    "from the end": lambda kernel_sizes, strides: fields(kernel_sizes[::-1], strides[::-1]),
    "one number": lambda kernel_sizes, strides: fields(kernel_sizes, strides)[-1:],
    "with the pixel before": lambda kernel_sizes, strides: np.append(1, fields(kernel_sizes, strides)),
    "five layers": lambda kernel_sizes, strides: fields(kernel_sizes[:5], strides[:5]),
    "jumps": lambda kernel_sizes, strides: np.cumprod(strides),
    "text": lambda kernel_sizes, strides: [str(size) for size in fields(kernel_sizes, strides)],
}


@pytest.mark.parametrize("name", WRONG)
def test_functions_that_are_subtly_wrong_are_refused(name):
    feedback = check("receptive-5", WRONG[name])
    assert feedback.status == "wrong"
    assert not re.search(SECRETS["receptive-5"], feedback.message)


def first_only(kernel_sizes, strides):
    for kernel_size in kernel_sizes:
        return kernel_size


def first_in_a_list(kernel_sizes, strides):
    sizes = []
    for kernel_size in kernel_sizes:
        sizes.append(kernel_size)
        return sizes


def last_only(kernel_sizes, strides):
    return fields(kernel_sizes, strides)[-1]


def last_in_an_array(kernel_sizes, strides):
    return fields(kernel_sizes, strides)[-1:]


@pytest.mark.parametrize(("answer", "which"), [(first_only, "first"), (first_in_a_list, "first")])
@pytest.mark.parametrize("convert", [lambda x: x, np.asarray])
def test_a_return_inside_the_loop_is_told_so(answer, which, convert):
    message = check("receptive-5", lambda *arguments: convert(answer(*arguments))).message
    assert "It should give back one number for each layer." in message and "after the first layer" in message


@pytest.mark.parametrize("answer", [last_only, last_in_an_array, lambda *arguments: int(last_only(*arguments))])
def test_the_last_size_alone_is_told_so(answer):
    message = check("receptive-5", answer).message
    assert "It should give back one number for each layer." in message and "after the last layer" in message


def test_another_number_alone_is_told_so():
    message = check("receptive-5", lambda kernel_sizes, strides: 7).message
    assert "It should give back one number for each layer.\nFor a hint" in message


def test_the_engine_s_own_function_is_noticed():
    def cheat(kernel_sizes, strides):
        layers = [{"kernel_size": k, "stride": s} for k, s in zip(kernel_sizes, strides, strict=True)]
        return np.array([receptive_field(layers[: count + 1]).size for count in range(len(layers))])

    feedback = check("receptive-5", cheat)
    assert feedback.status == "wrong" and "receptive_field" in feedback.message


@pytest.mark.slow
def test_a_function_that_does_not_end_is_stopped():
    def endless(kernel_sizes, strides):
        while True:
            pass

    assert check("receptive-5", endless).status == "wrong"


def test_a_blank_function_is_not_attempted():
    def blank(kernel_sizes, strides): ...

    assert check("receptive-5", blank).status == "blank"
