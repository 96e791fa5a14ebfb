"""A learner's own functions in an explorer: whatever they give, a sentence says so and the explorer stays usable."""

import sys

import numpy as np
import pytest

from cnnlib.explore import editable, explore
from cnnlib.live.functions import NoPicture
from cnnlib.pictures.panels import Grid
from cnnlib.pictures.picture import Picture


def picture(value=0):
    return Picture([[Grid([[value]], "a cell (1, 1)", name="cell")]], caption=f"The cell holds {value}.")


def without_end(value=0):
    return without_end(value)


def leaves(value=0):
    sys.exit()


def yields_nothing(value=0):
    yield from ()


def yields_a_number(value=0):
    yield value


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        (lambda value=0: None, r"<lambda>\(\) gave back nothing \(None\)\. Does it end with return"),
        (lambda value=0: np.ones(3), r"gave back a value of type ndarray, and not a Picture"),
        (lambda value=0: (picture(), picture()), r"gave back a value of type tuple"),
        (lambda value=0: "picture", r"gave back a value of type str"),
        (lambda value=0: (each for each in [picture()]), r"gave back a generator\. To make a film, yield"),
        (yields_nothing, r"yields_nothing\(\) yielded no picture"),
        (yields_a_number, r"yields_a_number\(\) gave back a value of type int"),
        (leaves, r"leaves\(\) called exit\(\)"),
    ],
)
def test_what_is_no_picture_is_named(function, sentence):
    with pytest.raises(NoPicture, match=sentence):
        explore(function, value=(0, 3))


@pytest.mark.parametrize(
    ("later", "sentence"),
    [
        (lambda: None, "later() gave back nothing (None)."),
        (lambda: [], "later() gave back a value of type list"),
        (lambda: 1 / 0, "later() stopped with ZeroDivisionError('division by zero')."),
        (lambda: without_end(), "later() calls itself without end"),
        (lambda: sys.exit(1), "later() called exit(), which would end the whole notebook."),
    ],
)
def test_a_function_that_fails_later_is_told_and_leaves_the_explorer_usable(later, sentence):
    def function(value=0):
        return later() if value == 2 else picture(value)

    function.__name__ = "later"
    explorer = explore(function, value=(0, 3))
    with pytest.raises((TypeError, ZeroDivisionError, RecursionError)):
        explorer.set(value=2)
    assert sentence in explorer.message and explorer.picture.caption == "The cell holds 0."
    assert explorer.set(value=3).caption == "The cell holds 3." and explorer.message == ""


def test_an_interrupt_is_said_and_goes_on_to_the_kernel():
    def function(value=0):
        if value == 2:
            raise KeyboardInterrupt
        return picture(value)

    explorer = explore(function, value=(0, 3))
    with pytest.raises(KeyboardInterrupt):
        explorer.set(value=2)
    assert "was interrupted. The picture is the one before; move a control to go on." in explorer.message
    assert explorer.set(value=1).caption == "The cell holds 1."


def test_an_array_that_the_function_changes_is_not_the_explorer_s():
    def function(kernel=None):
        kernel[0, 0] = 5
        return picture()

    with pytest.raises(ValueError, match="read-only"):
        explore(function, kernel=editable(np.ones((2, 2))))


def film_that(ends):
    def film(value=0):
        yield picture(1)
        ends()
        yield picture(2)

    return explore(film, value=(0, 3), share=1)


def exits():
    sys.exit()


def is_interrupted():
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("ends", "error", "sentence"),
    [
        (exits, NoPicture, "called exit()"),
        (is_interrupted, KeyboardInterrupt, "was interrupted"),
        (without_end, RecursionError, "without end"),
    ],
)
def test_a_film_that_fails_is_ended_with_a_sentence(ends, error, sentence):
    explorer = film_that(ends)
    explorer.start()
    assert explorer.advance()
    with pytest.raises(error):
        explorer.advance()
    assert explorer.film == "idle" and sentence in explorer.message
    assert explorer.set(value=1).caption == "The cell holds 1."


def test_exit_of_a_notebook_ends_neither_a_picture_nor_a_film_nor_the_notebook(shell):
    def function(value=0):
        return shell.exit() if value == 2 else picture(value)

    explorer, film = explore(function, value=(0, 3)), film_that(shell.exit)
    film.start()
    assert film.advance()
    for end in (lambda: explorer.set(value=2), film.advance):
        with pytest.raises(NoPicture, match=r"called exit\(\), which would end the whole notebook"):
            end()
    assert shell.asked == 0


def test_a_film_that_ends_without_a_picture_says_so():
    def film(value=0):
        if value == 0:
            yield picture()

    explorer = explore(film, value=(0, 3))
    with pytest.raises(NoPicture, match="yielded no picture"):
        explorer.set(value=1)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"value": []}, r"value=\[\] holds nothing to choose from"),
        ({"value": {}}, r"value=\{\} holds nothing to choose from"),
        ({"value": (1, 3)}, r"value starts at 0, which is not within \(1, 3\)"),
        ({"value": (0, 3), "share": 0}, "share=0 is no part of the time"),
        ({"value": (0, 3), "share": 2}, "share=2 is no part of the time"),
        ({"value": (0, 3), "other": (0, 1)}, "has no argument 'other'"),
        ({"value": object()}, "no control for value"),
    ],
)
def test_an_abbreviation_that_cannot_work_is_named(arguments, sentence):
    with pytest.raises(TypeError, match=sentence):
        explore(picture, **arguments)


@pytest.mark.parametrize(("function", "sentence"), [(3, "3 is no function"), (int, "int does not tell its arguments")])
def test_what_is_no_function_is_named(function, sentence):
    with pytest.raises(TypeError, match=sentence):
        explore(function, value=(0, 3))


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1,000", 1000), ("1,5", 1.5), ("−2,5", -2.5), ("12,345.5", 12345.5), ("0,25", 0.25), ("3", 3)],
)
def test_a_comma_is_read_as_it_is_meant(typed, number):
    explorer = explore(lambda kernel=None: picture(float(kernel[0, 0])), kernel=editable([[0.0]]))
    explorer._controls["kernel"].put_cell(0, 0, typed)
    assert explorer.values["kernel"][0, 0] == number
