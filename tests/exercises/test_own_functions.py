"""A learner's own function gets a sentence, whatever it is and gives back, and passes only if it is right."""

import asyncio
import functools
import tracemalloc

import numpy as np
import pytest
import right_answers

from cnnlib import conv2d, im2col, pad2d
from cnnlib.check import check
from cnnlib.exercises import no_array
from cnnlib.exercises.kinds import nested_shape

RIGHT = right_answers.collected("RIGHT")
FUNCTIONS = [exercise_id for exercise_id, answers in RIGHT.items() if callable(answers[0])]

pad = RIGHT["padding-6"][0]

NET = "could not be read"
"""What is said where check() itself has failed."""


def changed(exercise_id, change):
    """The right function, with what it gives back changed."""
    return lambda *arguments: change(np.array(RIGHT[exercise_id][0](*arguments)))


class Part(np.ndarray):
    """An array of another type, as libraries have them, that fails where its own operators are asked."""

    def _fail(self, *arguments):
        raise RuntimeError("own operator")

    __eq__ = __ge__ = __sub__ = __add__ = _fail
    __hash__ = None


def read_only(array):
    array.setflags(write=False)
    return array


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_relatives_of_the_right_array_are_right(exercise_id):
    relatives = (
        lambda array: array.view(Part),
        read_only,
        np.ma.masked_array,
        np.asfortranarray,
        lambda x: x[::-1][::-1],
    )
    for change in relatives:
        assert check(exercise_id, changed(exercise_id, change)).status == "right"


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_the_right_function_is_right_in_any_form(exercise_id):
    right = RIGHT[exercise_id][0]

    class Callable:
        def __call__(self, *arguments):
            return right(*arguments)

    forms = Callable(), Callable().__call__, functools.partial(right), functools.wraps(right)(lambda *a: right(*a))
    assert [check(exercise_id, form).status for form in forms] == ["right"] * len(forms)


def with_a_masked_cell(array):
    """The right numbers but for the first, which is wrong and masked."""
    masked = np.ma.masked_array(array)
    masked[(0,) * array.ndim] += 77
    masked[(0,) * array.ndim] = np.ma.masked
    return masked


def with_a_hole(array):
    """The right numbers, and None in the place of the last one, as where a loop ends too early."""
    holes = array.astype(object)
    holes[(-1,) * array.ndim] = None
    return holes


class EqualToAll:
    """An object that passes for whatever it is compared with."""

    def __eq__(self, other):
        return True

    __hash__ = None


class Fails:
    """An object that says that it can be an array, and cannot."""

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array")


NO_NUMBERS = {
    "masked": (with_a_masked_cell, "Some of its cells are masked"),
    "an object": (lambda array: Fails(), "Wrap it in np.array( )"),
    "text": (lambda array: array.astype(str), "Its cells, of the type <U"),
    "dates": (
        lambda array: array.astype(int).astype("datetime64[s]"),
        "type datetime64[s], hold something else.",
    ),
    "times": (
        lambda array: array.astype(int).astype("timedelta64[s]"),
        "type timedelta64[s], hold something else.",
    ),
    "records": (lambda array: np.zeros(array.shape, [("a", int)]), "hold something else."),
    "objects": (lambda array: np.full(array.shape, EqualToAll(), object), "of the type object, hold something else."),
    "a hole": (with_a_hole, "of the type object, hold something else."),
    "ragged rows": (lambda array: [[1, 2], [3]], "The rows of this list differ in length"),
    "a generator": (lambda array: (row for row in array), "It hands out one thing at a time."),
    "a map": (lambda array: map(abs, array), "It hands out one thing at a time."),
    "a method": (lambda array: array.copy, "a function that was not called"),
}


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
@pytest.mark.parametrize("change, said", NO_NUMBERS.values(), ids=NO_NUMBERS)
def test_what_holds_no_numbers_is_never_right_and_is_named(exercise_id, change, said):
    feedback = check(exercise_id, changed(exercise_id, change))
    assert feedback.status == "wrong" and said in feedback.message


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_a_tuple_with_more_than_the_result_is_no_array(exercise_id):
    feedback = check(exercise_id, changed(exercise_id, lambda array: (array, array.shape, "done")))
    assert feedback.status == "wrong" and NET not in feedback.message
    assert (no_array.TUPLE in feedback.message) == (exercise_id != "stack-6"), "a tuple of two numbers is right there"


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_numbers_that_are_none_are_never_right(exercise_id):
    for wrong in (np.nan, np.inf, 1e308, 10**300, True):
        feedback = check(exercise_id, changed(exercise_id, lambda array, wrong=wrong: np.full(array.shape, wrong)))
        assert feedback.status == "wrong" and NET not in feedback.message, wrong


def test_a_number_that_is_too_large_for_its_type_is_not_right():
    costs = RIGHT["stack-6"][0]
    assert costs((1, 28, 28), 6, 5, 0)[1] == 86_400 > float(np.finfo(np.float16).max)
    assert check("stack-6", lambda *layer: np.array(costs(*layer), np.float16)).status == "wrong"


@pytest.mark.parametrize("exercise_id", FUNCTIONS)
def test_a_coroutine_is_closed_and_a_class_is_not_called(exercise_id):
    async def promised(*arguments):
        return RIGHT[exercise_id][0](*arguments)

    class Model:
        def __init__(self, *arguments):
            raise AssertionError("called")

    assert "Begin it with def alone." in check(exercise_id, promised).message
    assert "What you gave is a class." in check(exercise_id, Model).message


def test_a_single_number_is_asked_where_return_is():
    assert "Does it return too early" in check("padding-6", lambda x, p: x.sum()).message


@pytest.mark.parametrize("value", [2.5, "[[1]]", (1, 2), len, iter([]), Fails()])
def test_what_is_said_of_no_array_is_one_or_two_short_sentences(value):
    said = no_array.word_on(value)
    assert said[-1] in ".?" and len(said) <= 110


class Unprintable(Exception):
    def __str__(self):
        raise RuntimeError("not even that")


class OwnKind(BaseException):
    pass


@pytest.mark.parametrize("error", [OwnKind("mine"), GeneratorExit(), asyncio.CancelledError(), Unprintable()])
def test_no_error_reaches_the_cell(error):
    def failing(x, p):
        raise error

    feedback = check("padding-6", failing)
    assert feedback.status == "wrong" and f"It stopped with {type(error).__name__}" in feedback.message


def test_exit_does_not_end_the_notebook(shell):
    feedback = check("padding-6", lambda x, p: shell.exit())
    assert feedback.status == "wrong" and "leave exit() out" in feedback.message
    assert shell.asked == 0


def test_a_function_that_checks_itself_is_told_where_the_line_belongs():
    def pad(x, p):
        padded = np.zeros((len(x) + 2 * p, len(x[0]) + 2 * p))
        check("padding-6", pad)
        return padded

    for _ in range(2):
        feedback = check("padding-6", pad)
        assert feedback.status == "wrong" and "Move it to the left edge." in feedback.message
    assert check("padding-6", RIGHT["padding-6"][0]).status == "right"


def test_a_function_that_calls_itself_without_end_is_told_so():
    def pad(x, p):
        return pad(x, p)

    assert "It calls itself without end." in check("padding-6", pad).message


@pytest.mark.parametrize("answer, said", [
    (lambda x, p: np.empty((10**7, 10**7)), "No memory holds"),
    (lambda x, p: np.empty((10**12, 10**12)), "No memory holds"),
    (lambda x, p: np.broadcast_to(x, x.shape).__setitem__(0, 1), "Copy it first, with .copy()."),
])  # fmt: skip
def test_errors_of_arrays_are_explained(answer, said):
    assert said in check("padding-6", answer).message


@pytest.mark.parametrize("exercise_id, ready_made", [("padding-6", np.pad), ("padding-6", pad2d), ("im2col-4", im2col)])
def test_a_function_of_a_library_is_not_the_learners_own(exercise_id, ready_made):
    class Wrapped:
        def __call__(self, *arguments):
            return np.pad(*arguments) if exercise_id == "padding-6" else im2col(*arguments)

    kept = functools.lru_cache(ready_made)
    for answer in (ready_made, functools.partial(ready_made), kept, Wrapped(), functools.partial(Wrapped())):
        feedback = check(exercise_id, answer)
        assert feedback.status == "wrong" and "Spell it out here" in feedback.message


def test_the_function_that_is_named_is_the_one_that_was_given():
    assert "leaves the work to conv2d." in check("convolution-5", conv2d).message


def test_an_object_with_a_strange_name_is_called_answer():
    class Strange:
        __name__ = 3

        def __call__(self, x, p):
            return x

    assert 'check("padding-6", answer, hint=1)' in check("padding-6", Strange()).message


# Answers that are no functions, but the same kinds of arrays.


@pytest.mark.parametrize("answer, said", [
    (np.ma.masked_array(np.ones((3, 3)), mask=np.eye(3)), "is masked"),
    (np.ones((3, 3)) + 1j, "not a number"),
    ([[1j, 2, 3]] * 3, "not a number"),
])  # fmt: skip
def test_masked_and_complex_numbers_are_refused(answer, said):
    feedback = check("learning-2", answer)
    assert feedback.status == "wrong" and said in feedback.message


def test_a_masked_number_is_no_number():
    assert "What you gave is" in check("padding-2", np.ma.masked).message


def test_a_large_array_is_not_converted_before_its_shape_is_known():
    large = np.zeros((2000, 2000), np.uint8)
    tracemalloc.start()
    try:
        assert "an array with the shape (2000, 2000)" in check("learning-2", large).message
        assert tracemalloc.get_traced_memory()[1] < large.nbytes
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("value, shape", [
    ([1, 2.5, "a"], (3,)), ([[1, 2], (3, 4)], (2, 2)), ([1, [2]], None), ([[2], 1], None), ([[], []], (2, 0)),
    ([np.ones((2, 3)), np.ones((2, 3))], (2, 2, 3)), ([np.ones(2), [1, 2]], (2, 2)), ([np.ones(2), 1], None),
])  # fmt: skip
def test_the_shape_of_lists(value, shape):
    assert nested_shape(value) == shape
