"""A function that is to be written by the learner does not leave the work to a library."""

import numpy as np
import pytest
from numpy import pad as frame

import cnnlib
from cnnlib import conv2d
from cnnlib.exercises.own_work import library_calls
from cnnlib.exercises.refusals import WrongKind
from cnnlib.exercises.trials import function

NAMES = ("conv2d", "pad")


def test_what_is_called_is_found_however_it_was_imported():
    def inside():
        from cnnlib.engine.convolution import conv2d as renamed

        return renamed

    convolve = conv2d
    assert library_calls(lambda x: np.pad(x, 1), NAMES) == ["pad"]
    assert library_calls(lambda x: frame(x, 1), NAMES) == ["pad"]
    assert library_calls(lambda x, k: cnnlib.conv2d(np.pad(x, 1), k), NAMES) == ["conv2d", "pad"]
    assert library_calls(lambda x, k: [conv2d(each, k) for each in x], NAMES) == ["conv2d"]
    assert library_calls(inside, NAMES) == ["conv2d"]
    assert convolve is conv2d


def pad(x):
    """A learner's own function may be called like the library's, and may call itself."""
    return x if x.size > 10 else pad(np.zeros(x.size + 1))


def test_what_is_the_learners_own_is_left_alone():
    padding = np.zeros(3)
    assert library_calls(pad, NAMES) == []
    assert library_calls(lambda x: np.zeros(3) + x.sum() + padding, NAMES) == []
    assert library_calls(len, NAMES) == [], "of what is not written in Python nothing can be said"


def test_the_reader_says_so():
    read = function("twice", {"x": np.ones((2, 2))}, without=NAMES)
    with pytest.raises(WrongKind, match="leaves the work to pad"):
        read(lambda x: np.pad(x, 1))
    assert read(lambda x: 2 * x)[0].returned.sum() == 8
