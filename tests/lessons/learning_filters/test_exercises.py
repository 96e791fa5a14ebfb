"""The checks of ``09_learning_filters`` judge fairly, and what they say is true of every answer."""

import re

import numpy as np
import pytest
from lessons.learning_filters.right_answers import RIGHT, kernel_gradient

from cnnlib import conv2d, conv2d_backward, lessons
from cnnlib.check import check
from cnnlib.lessons.learning_filters.descent import SMALL_IMAGE, descend
from cnnlib.lessons.learning_filters.exercises import (
    BRIGHT_IMAGE,
    PRINTED,
    PRINTED_GRADIENT,
    PRINTED_IMAGE,
    WAY_IMAGE,
    WAY_KERNEL,
    limit,
)


def test_the_notebook_has_four_predictions_and_six_exercises():
    assert [exercise.id for exercise in lessons.exercises_of("learning")] == list(RIGHT)


def test_the_numbers_of_the_way_back():
    assert conv2d(WAY_IMAGE, WAY_KERNEL).tolist() == [[1, -6], [-1, 4]]
    assert WAY_IMAGE[1, 1] == 5 and WAY_IMAGE[3, 3] == 1, "its z is 5 − 1, says the third hint"


def test_the_limit_of_the_learning_rate():
    assert np.square(BRIGHT_IMAGE).mean() == 22.5 and sorted(np.square(BRIGHT_IMAGE).flat) == [9, 9, 36, 36]
    assert limit(BRIGHT_IMAGE) == pytest.approx(2 / 45) and round(limit(BRIGHT_IMAGE), 3) == 0.044
    assert descend(0, limit(BRIGHT_IMAGE), BRIGHT_IMAGE) == pytest.approx([0, 4] * 5 + [0])
    assert limit(SMALL_IMAGE) == 0.4 and limit(2 * SMALL_IMAGE) == 0.1
    for near in (0.043, 0.046, 0.4 / 9 * 2):
        assert check("learning-1", near).status == "wrong"
    for doubled in (22.5, 2 / 22.5, 0.089):
        assert "twice that" in check("learning-1", doubled).message


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


def test_the_wrong_cell_is_the_only_one():
    right = conv2d_backward(PRINTED_GRADIENT, PRINTED_IMAGE, np.zeros((3, 3)))[1]
    assert np.argwhere(right != PRINTED).tolist() == [[1, 2]] and right[1, 2] == 7


def test_a_kernel_gradient_is_not_judged_by_its_type():
    assert check("learning-5", lambda x, g: kernel_gradient(x, g).astype(np.float32)).status == "right"


def sized(rows, columns):
    """A kernel gradient whose size comes from these two rules: (x's shape, the gradient's shape) → a side."""

    def answer(x, gradient):
        shape = rows(x.shape, gradient.shape), columns(x.shape, gradient.shape)
        result = np.zeros(shape)
        for i, j in np.ndindex(gradient.shape):
            part = x[i : i + shape[0], j : j + shape[1]]
            result[: part.shape[0], : part.shape[1]] += gradient[i, j] * part
        return result

    return answer


def tall(x, gradient):
    return x[0] - gradient[0] + 1


def wide(x, gradient):
    return x[1] - gradient[1] + 1


def overwritten(x, gradient):
    rows, columns = tall(x.shape, gradient.shape), wide(x.shape, gradient.shape)
    for i, j in np.ndindex(gradient.shape):
        result = gradient[i, j] * x[i : i + rows, j : j + columns]
    return result


def of_squares(x, gradient):
    rows = x.shape[0] - gradient.shape[0] + 1
    result = np.zeros((rows, rows))
    for i, j in np.ndindex(gradient.shape[0], gradient.shape[0]):
        result += gradient[i, j] * x[i : i + rows, j : j + rows]
    return result


WRONG = {
    "its rows alone": sized(tall, tall),
    "its columns alone": sized(wide, wide),
    "swapped": sized(wide, tall),
    "one short": sized(lambda x, g: x[0] - g[0], lambda x, g: x[1] - g[1]),
    "for squares": of_squares,
    "always 3×3": sized(lambda x, g: 3, lambda x, g: 3),
    "overwritten": overwritten,
    "mean": lambda x, g: kernel_gradient(x, g) / g.size,
    "without signs": lambda x, g: np.abs(kernel_gradient(x, g)),
    "ReLU": lambda x, g: np.maximum(kernel_gradient(x, g), 0),
    "rounded": lambda x, g: np.floor(kernel_gradient(x, g)),
    "whole numbers": lambda x, g: kernel_gradient(x, g).astype(int),
    "pixels below 0 left out": lambda x, g: kernel_gradient(np.maximum(x, 0), g),
    "turned": lambda x, g: kernel_gradient(x, g[::-1, ::-1]),
    "transposed": lambda x, g: kernel_gradient(x, g).T,
    "flipped": lambda x, g: kernel_gradient(x, g)[::-1, ::-1],
    "unweighted": lambda x, g: kernel_gradient(x, np.ones_like(g)),
    "not the last row": lambda x, g: kernel_gradient(x, np.vstack([g[:-1], 0 * g[-1:]])),
    "minus": lambda x, g: -kernel_gradient(x, g),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG)
def test_a_subtly_wrong_kernel_gradient_is_refused(answer):
    assert check("learning-5", answer).status == "wrong"


def test_the_library_is_not_asked_to_do_it():
    for answer in (lambda x, g: conv2d(x, g), lambda x, g: conv2d_backward(g, x, np.zeros((2, 2)))[1]):
        feedback = check("learning-5", answer)
        assert feedback.status == "wrong" and "Spell it out here" in feedback.message


def test_a_kernel_gradient_that_changes_x_is_told_so():
    def changing(x, gradient):
        result = kernel_gradient(x, gradient)
        x *= 0
        return result

    assert "It changed its own input, x." in check("learning-5", changing).message
