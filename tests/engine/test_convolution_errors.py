"""Convolutions that cannot work, and what the message says."""

import numpy as np
import pytest

from cnnlib import (
    SettingError,
    col2im,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    im2col,
    pad2d,
    windows,
)

BAD_ARRAYS = [
    ("strings", np.array([["a", "b"], ["c", "d"]]), "real numbers"),
    ("objects", np.array([[None, 1], [1, 1]]), "real numbers"),
    ("complex", np.ones((3, 3), complex), "real numbers"),
    ("none", None, "real numbers"),
    ("ragged", [[1, 2], [3]], "different lengths"),
    ("a number", 5.0, "2, 3 or 4 axes"),
    ("a row", np.ones(4), "2, 3 or 4 axes"),
    ("five axes", np.ones((1, 1, 1, 3, 3)), "2, 3 or 4 axes"),
    ("no rows", np.ones((0, 4)), "no pixels"),
    ("no columns", np.ones((1, 4, 0)), "no pixels"),
    ("no channels", np.ones((2, 0, 4, 4)), "no pixels"),
]


@pytest.mark.parametrize(("x", "words"), [case[1:] for case in BAD_ARRAYS], ids=[case[0] for case in BAD_ARRAYS])
def test_images_that_are_none(x, words):
    one = np.ones((1, 1))
    for function in (
        lambda: conv2d(x, one),
        lambda: pad2d(x, 1),
        lambda: windows(x, 1),
        lambda: im2col(x, 1),
        lambda: conv_transpose2d(x, one),
        lambda: conv2d_backward(one, x, one),
    ):
        with pytest.raises(SettingError, match=words) as error:
            function()
        assert str(error.value).startswith("x ")
        assert "Use " in str(error.value) or "Give " in str(error.value) or "Reshape " in str(error.value)


X = np.ones((2, 4, 6, 6))
W = np.ones((4, 4, 3, 3))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (((X, W), {"stride": 0}), "stride is 0"),
        (((X, W), {"stride": (1, 2, 3)}), "stride is \\(1, 2, 3\\)"),
        (((X, W), {"dilation": -1}), "dilation is -1"),
        (((X, W), {"padding": -1}), "padding is -1"),
        (((X, W), {"padding": "full"}), "only words it takes"),
        (((X, W), {"padding": "same", "stride": 2}), "stride is 2"),
        (((X, W), {"dilation": 3}), "spans 7 pixels"),
        (((X, W), {"groups": 3}), "groups is 3"),
        (((X, W), {"groups": 0}), "groups is 0"),
        (((X, W), {"groups": True}), "groups is True"),
        (((X, W), {"groups": 2}), "Use a weight of shape \\(4, 2, 3, 3\\)"),
        (((X, W[:, :3]), {}), "reads 3 channels, but x of shape \\(2, 4, 6, 6\\) offers 4"),
        (((X, W[:, :, :0]), {}), "holds no numbers"),
        (((X, W[0]), {}), "4 axes"),
        (((X[0, 0], W), {}), "Use x\\[None\\]"),
        (((X, W, np.ones(3)), {}), "bias has the shape \\(3,\\)"),
        (((X, W, 1.0), {}), "bias has the shape \\(\\)"),
        (((X, W, "b"), {}), "bias holds"),
        (((X, "weight"), {}), "weight holds"),
    ],
)
def test_settings_that_cannot_work(arguments, words):
    positional, named = arguments
    with pytest.raises(SettingError, match=words):
        conv2d(*positional, **named)
    if len(positional) == 2:
        with pytest.raises(SettingError, match=words):
            conv2d_backward(np.ones((2, 4, 4, 4)), *positional, **named)


def test_gradients_of_another_shape_are_refused():
    with pytest.raises(SettingError, match=r"grad_output has the shape .* but the output has"):
        conv2d_backward(np.ones((2, 4, 5, 5)), X, W)
    with pytest.raises(SettingError, match="columns has the shape"):
        col2im(np.ones((4, 5)), (3, 3), 2)


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"padding": 4}, "nothing is left"),
        ({"output_padding": 1}, "output_padding is 1"),
        ({"stride": 2, "output_padding": 2}, "Use at most 1"),
        ({"groups": 3}, "groups"),
        ({"output_padding": -1}, "-1"),
    ],
)
def test_transposed_settings_that_cannot_work(named, words):
    with pytest.raises(SettingError, match=words):
        conv_transpose2d(X, W, **named)
    with pytest.raises(SettingError, match="first axis"):
        conv_transpose2d(X, W[:3])
