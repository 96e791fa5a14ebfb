"""A function that stops with an error is told about the error: nothing came out that could be compared on paper."""

import itertools
import re

import numpy as np
import pytest
import right_answers

from cnnlib import lessons
from cnnlib.check import check
from cnnlib.exercises import errors
from cnnlib.exercises.outcomes import run
from cnnlib.lessons.variants import function as stamps

RIGHT, SECRETS = right_answers.collected("RIGHT"), right_answers.collected("SECRETS")
FUNCTIONS = [exercise_id for exercise_id, answers in RIGHT.items() if callable(answers[0])]


def first_word(exercise_id):
    return lessons.find(exercise_id).first


def on_some(right, chosen):
    """The right function, but only on the calls whose turn is in `chosen`; on all others it fails."""
    turn = itertools.count()

    def answer(*arguments):
        if next(turn) not in chosen:
            raise RuntimeError("lost")
        return right(*arguments)

    return answer


WITHOUT_ARRAYS = {"stack-6"}
"""Functions that are given numbers, which they cannot change, and that give back numbers in any form."""


def test_every_notebook_with_a_function_is_looked_at():
    assert len(FUNCTIONS) >= 10


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_an_error_gets_a_word_of_its_own(exercise_id):
    def misspelt(*arguments):
        return nowhere  # noqa: F821

    message = check(exercise_id, misspelt).message
    assert "It stopped with NameError" in message and "Python does not know this name there." in message
    assert first_word(exercise_id) not in message


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_rows_of_numbers_in_lists_are_as_good_as_an_array(exercise_id):
    def as_lists(*arguments):
        result = RIGHT[exercise_id][0](*arguments)
        return result.tolist() if isinstance(result, np.ndarray) else result

    assert check(exercise_id, as_lists).status == "right"


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_where_no_array_came_out_there_is_nothing_to_compare(exercise_id):
    right = RIGHT[exercise_id][0]

    def forgetful(*arguments):
        right(*arguments)

    def changes_its_input(*arguments):
        result = right(*arguments)
        arguments[0].flat[0] += 1
        return result

    expected = {
        forgetful: "Does it end with return?",
        changes_its_input: "It changed its own input",
        (lambda *arguments: "[[1]]"): "It should give back a NumPy array.",
    }
    if exercise_id in WITHOUT_ARRAYS:
        expected = {forgetful: "Does it end with return?"}
    for answer, said in expected.items():
        message = check(exercise_id, answer).message
        assert said in message and first_word(exercise_id) not in message


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_right_numbers_before_an_error_are_never_called_wrong(exercise_id):
    exercise, right = lessons.find(exercise_id), RIGHT[exercise_id][0]
    about_numbers = [idea.hint for idea in exercise.misconceptions if getattr(idea.when, "of_numbers", False)]
    count = len(exercise.read(right))
    sizes = {0, 1, 2, count - 1} & set(range(count))  # of all subsets there are too many
    for chosen in itertools.chain.from_iterable(itertools.combinations(range(count), size) for size in sizes):
        message = check(exercise_id, on_some(right, chosen)).message
        assert "It stopped with RuntimeError: lost" in message and exercise.first not in message
        assert not any(hint in message for hint in about_numbers), chosen


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_no_word_on_an_error_tells_an_answer(exercise_id):
    for said in [errors.OTHER, *(said for _, said in errors.KINDS)]:
        assert not re.search(SECRETS[exercise_id], said, re.IGNORECASE), said
        assert said[-1] in ".?" and len(said) <= 110


def _adds_fractions(x):
    result = np.zeros((2, 2), dtype=int)
    result += x * 0.5


def _names_later(x):
    total = total + x  # noqa: F821, F841


def _puts_an_array_into_a_cell(x):
    np.zeros((2, 2))[0, 0] = np.array([1, 2])


@pytest.mark.parametrize("answer, said", [
    (_adds_fractions, "without dtype=int"),
    (lambda x: np.zeros(2, 3), "A shape goes into parentheses of its own"),
    (lambda: 1, "A call and its def line must name the same number of arguments."),
    (lambda x, y: 1, "A call and its def line must name the same number of arguments."),
    (lambda x, *, y: 1, "A call and its def line must name the same number of arguments."),
    (lambda x: np.zeros(), "A call and its def line must name the same number of arguments."),
    (lambda x: x[1.0], "use // instead"),
    (lambda x: range(len(x) / 2), "use // instead"),
    (lambda x: np.zeros((len(x) / 2, 2)), "use // instead"),
    (lambda x: x.sort()[0], "Something there is None."),
    (lambda x: x + None, "Something there is None."),
    (_names_later, "given a value inside the function"),
    (lambda x: x[0, 0, 0], "fewer axes than you index"),
    (lambda x: x[2, 0], "An index runs past the end of an array."),
    (lambda x: [1, 2][2], "An index runs past the end of an array."),
    (lambda x: np.array([x[0], x[0, :1]]), "parts of different sizes"),
    (lambda x: np.stack([x[0], x[0, :1]]), "parts of different sizes"),
    (_puts_an_array_into_a_cell, "Only one number fits into a cell"),
    (lambda x: x.reshape(3, 3), "must fill the new shape exactly"),
    (lambda x: x + np.ones((3, 3)), "Two arrays of different shapes met."),
    (lambda x: x @ np.ones((3, 3)), "Two arrays of different shapes met."),
    (lambda x: np.zeros((-1, 2)), "A size came out negative."),
    (lambda x: x(0), "use square brackets"),
    (lambda x: 1 // 0, "in a cell of its own"),
])  # fmt: skip
def test_each_kind_of_error_is_recognised_as_numpy_words_it(answer, said):
    error = run("f", answer, {"x": np.ones((2, 2))}).error
    assert said in errors.word_on(error), error


# The two functions that add windows or stamps to zeros.


def kernel_gradient(zeros, places):
    """A kernel gradient from its zeros and from the places that it visits: (x, gradient) → either."""

    def answer(x, gradient):
        rows, columns = (size - cells + 1 for size, cells in zip(x.shape, gradient.shape, strict=True))
        result = zeros(x, gradient)
        for i, j in np.ndindex(places(x, gradient)):
            result += gradient[i, j] * x[i : i + rows, j : j + columns]
        return result

    return answer


def its_shape(x, gradient):
    return tuple(size - cells + 1 for size, cells in zip(x.shape, gradient.shape, strict=True))


def all_places(x, gradient):
    return gradient.shape


def fitting(x, gradient):
    return np.zeros(its_shape(x, gradient))


@pytest.mark.parametrize("zeros, places, said", [
    (lambda x, gradient: np.zeros((3, 3)), all_places, "Does your result have a fixed size?"),
    (lambda x, gradient: np.zeros((2, 2)), all_places, "Does your result have a fixed size?"),
    (fitting, its_shape, "more places than gradient has?"),
    (fitting, lambda x, gradient: x.shape, "more places than gradient has?"),
    (lambda x, gradient: np.zeros(its_shape(x, gradient), int), all_places, "Make the zeros without dtype=int."),
], ids=["3x3", "2x2", "cells of the kernel", "pixels", "whole numbers"])  # fmt: skip
def test_a_kernel_gradient_that_stops_is_told_why(zeros, places, said):
    feedback = check("learning-5", kernel_gradient(zeros, places))
    assert feedback.status == "wrong" and said in feedback.message
    assert first_word("learning-5") not in feedback.message


def test_a_kernel_gradient_from_its_parts_is_right():
    assert check("learning-5", kernel_gradient(fitting, all_places)).status == "right"


def stamp(size=stamps._shape, start=lambda row, column, s: (row * s, column * s), kind=float):
    """A transposed convolution from its parts: how large, where a stamp starts, of which type."""

    def answer(x, k, s):
        result = np.zeros(size(x, k, s), kind)
        for row, column in np.ndindex(x.shape):
            top, left = start(row, column, s)
            result[top : top + k.shape[0], left : left + k.shape[1]] += x[row, column] * k
        return result

    return answer


def turned_size(x, k, s):
    return stamps._shape(x, k, s)[::-1]


@pytest.mark.parametrize("answer, said", [
    (stamp(size=lambda x, k, s: (s * len(x), s * len(x[0]))), "Is each slice as large as k?"),
    (stamp(size=turned_size), "Is each slice as large as k?"),
    (stamp(start=lambda row, column, s: (row, column)), "your stamps start one pixel apart"),
    (stamp(start=lambda row, column, s: (column * s, row * s)), "Rows and columns are swapped."),
    (lambda x, k, s: stamp()(x.T, k, s), "Rows and columns are swapped."),
    (lambda x, k, s: stamp()(x, k.T, s), "Rows and columns are swapped."),
    (lambda x, k, s: stamp()(x, k, s).T, "Rows and columns are swapped."),
    (stamp(kind=int), "Make the zeros without dtype=int."),
], ids=["s times", "turned size", "unspaced", "swapped starts", "x", "k", "result", "whole numbers"])  # fmt: skip
def test_stamps_in_other_wrong_ways(answer, said):
    feedback = check("variants-3", answer)
    assert feedback.status == "wrong" and said in feedback.message
    assert first_word("variants-3") not in feedback.message


def test_a_stamp_from_its_parts_is_right():
    assert check("variants-3", stamp()).status == "right"


def test_an_index_beyond_the_axes_is_not_called_a_missing_channel():
    message = check("channels-6", lambda x, weight, bias: x[0, 0, 0, 0]).message
    assert "asks for a channel that is not there" not in message and "fewer axes than you index" in message


def test_image_times_kernel_is_not_called_a_forgotten_sum():
    message = check("convolution-5", lambda x, k: x * k).message
    assert "whole grid of products" not in message and "Two arrays of different shapes met." in message
