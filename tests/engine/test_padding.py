"""Frames around images: the modes of NumPy, and settings that cannot work."""

import numpy as np
import pytest

from cnnlib import (
    SettingError,
    pad2d,
)


def test_modes_against_numpy():
    x = np.arange(24).reshape(2, 3, 4)
    per_side = ((1, 2), (0, 3))
    for mode, name in (("zeros", "constant"), ("reflect", "reflect"), ("edge", "edge")):
        found = pad2d(x, per_side, mode=mode)
        np.testing.assert_array_equal(found, np.pad(x, ((0, 0), *per_side), mode=name))
        assert found.dtype == x.dtype


def test_padding_of_a_frame_of_zero_is_a_copy():
    x = np.ones((2, 2))
    assert not np.shares_memory(pad2d(x, 0), x)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"padding": 3, "mode": "reflect"}, "smaller than the image, which is 3 high"),
        ({"padding": ((0, 0), (0, 4)), "mode": "reflect"}, "which is 4 wide"),
        ({"padding": 1, "mode": "wrap"}, 'must be "zeros", "reflect" or "edge"'),
        ({"padding": 1, "mode": None}, "mode is None"),
        ({"padding": 1, "mode": ["zeros"]}, "mode is"),
        ({"padding": "same"}, "no kernel"),
        ({"padding": -1}, "padding is -1"),
    ],
)
def test_padding_that_cannot_work(named, words):
    with pytest.raises(SettingError, match=words):
        pad2d(np.ones((3, 4)), **named)
