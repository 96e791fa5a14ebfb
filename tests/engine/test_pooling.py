"""Pooling: loops, gradients, ties, NaN, bad input."""

import itertools
import warnings

import naive_reference as naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib import (
    SettingError,
    avg_pool2d,
    avg_pool2d_backward,
    global_avg_pool2d,
    linear,
    max_pool2d,
    max_pool2d_backward,
    relu,
    resolve_padding,
    softmax,
)

GRID = [
    (kernel, stride, padding, dilation, ceil_mode)
    for kernel, stride, padding, dilation, ceil_mode in itertools.product(
        [(1, 1), (2, 2), (3, 3), (2, 3), (3, 1)],
        [(1, 1), (2, 2), (3, 2), (1, 4)],
        [0, 1, (1, 0), ((0, 1), (1, 0)), "same"],
        [(1, 1), (2, 2), (2, 1)],
        [False, True],
    )
    if not (padding == "same" and stride != (1, 1))
    # each window has to touch the image
    and all(
        max(side) <= d * (k - 1)
        for side, k, d in zip(
            resolve_padding(padding, kernel, stride=stride, dilation=dilation), kernel, dilation, strict=True
        )
    )
]


def test_the_grid_is_dense():
    assert len(GRID) >= 250


def test_max_pool_and_where_its_maxima_are_against_loops():
    for index, (kernel, stride, padding, dilation, ceil_mode) in enumerate(GRID):
        rng = np.random.default_rng(index)
        x = naive.integers(rng, (2, 2, 6, 7), [np.float32, np.float64, np.int8, np.uint8, np.int64][index % 5])
        options = {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode}
        per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        expected, where = naive.max_pool2d(x, kernel, stride, per_side, dilation, ceil_mode)
        found, indices = max_pool2d(x, kernel, **options, return_indices=True)
        case = str((kernel, options))
        assert found.dtype == x.dtype
        np.testing.assert_array_equal(found, expected, err_msg=case)
        np.testing.assert_array_equal(indices, where, err_msg=case)
        np.testing.assert_array_equal(max_pool2d(x, kernel, **options), found, err_msg=case)
        grad = naive.integers(rng, found.shape)
        np.testing.assert_array_equal(
            max_pool2d_backward(grad, x, kernel, **options), naive.max_pool2d_backward(grad, x, where), err_msg=case
        )


@pytest.mark.parametrize("count_include_pad", [True, False])
def test_avg_pool_against_loops(count_include_pad):
    """The sums are exact; one division and the rounding of its result are not: half an eps each."""
    for index, (kernel, stride, padding, dilation, ceil_mode) in enumerate(GRID):
        rng = np.random.default_rng(index)
        x = naive.integers(rng, (2, 2, 6, 7), np.float32 if index % 2 else np.float64)
        eps = np.finfo(x.dtype).eps
        options = {
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "ceil_mode": ceil_mode,
            "count_include_pad": count_include_pad,
        }
        per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        expected = naive.avg_pool2d(x, kernel, stride, per_side, dilation, ceil_mode, count_include_pad)
        found = avg_pool2d(x, kernel, **options)
        assert found.dtype == x.dtype
        np.testing.assert_allclose(found, expected, rtol=eps, atol=0, err_msg=str((kernel, options)))
        grad = naive.integers(rng, found.shape, x.dtype)
        grad_x = avg_pool2d_backward(grad, x, kernel, **options)
        assert grad_x.dtype == x.dtype
        expected = naive.avg_pool2d_backward(grad, x, kernel, stride, per_side, dilation, count_include_pad)
        # A pixel adds up at most 9 shares of at most 4, each off by half an eps, in 8 additions.
        np.testing.assert_allclose(grad_x, expected, rtol=0, atol=9 * 4 * 9 * eps, err_msg=str((kernel, options)))


def test_padding_of_a_max_pool_never_wins():
    x = -np.ones((2, 2))
    assert (max_pool2d(x, 2, stride=2, padding=1) == -1).all()
    assert (max_pool2d(x.astype(np.int8) * 127, 2, padding=1) == -127).all()
    lowest = np.full((2, 2), -128, np.int8)
    assert (max_pool2d(lowest, 2, padding=1) == -128).all()


@pytest.mark.parametrize("value", [-np.inf, np.float64(np.iinfo(np.int8).min)])
def test_a_tie_with_the_frame_goes_to_the_image(value):
    """−∞ in the image equals the frame; its gradient and its index must not fall off the image."""
    x = np.full((2, 2), value) if np.isinf(value) else np.full((2, 2), int(value), np.int8)
    indices = max_pool2d(x, 3, stride=1, padding=1, return_indices=True)[1]
    assert (indices == 0).all()
    grad_x = max_pool2d_backward(np.ones((2, 2)), x, 3, stride=1, padding=1)
    np.testing.assert_array_equal(grad_x, [[4, 0], [0, 0]])


def test_a_tie_goes_to_the_first_in_reading_order():
    x = np.ones((4, 4))
    np.testing.assert_array_equal(max_pool2d(x, 2, return_indices=True)[1], [[0, 2], [8, 10]])
    grad_x = max_pool2d_backward(np.ones((2, 2)), x, 2)
    np.testing.assert_array_equal(grad_x, [[1, 0, 1, 0], [0, 0, 0, 0], [1, 0, 1, 0], [0, 0, 0, 0]])
    # Reading order, not the order of the separable passes: 2 at (0, 1) and at (1, 0).
    assert max_pool2d([[1, 2], [2, 0]], 2, return_indices=True)[1] == 1


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_nan_in_a_window_wins_and_the_first_one_is_named(dtype):
    x = np.arange(16, dtype=dtype).reshape(4, 4)
    x[1, 0] = x[1, 1] = np.nan
    x[0, 3] = np.inf
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, indices = max_pool2d(x, 2, return_indices=True)
        np.testing.assert_array_equal(found, [[np.nan, np.inf], [13, 15]])
        np.testing.assert_array_equal(indices, [[4, 3], [13, 15]])
        grad_x = max_pool2d_backward([[1, 2], [3, np.inf]], x, 2)
        assert grad_x[1, 0] == 1
        assert np.isfinite(grad_x[:3]).all()
        assert np.isnan(avg_pool2d(x, 2)[0, 0])
        avg_pool2d([[np.inf, -np.inf]], (1, 2))
        avg_pool2d_backward([[np.inf]], x[:2, :2], 2)


def test_ceil_mode_lets_a_window_hang_over():
    assert max_pool2d(np.ones((25, 25)), 2).shape == (12, 12)
    assert max_pool2d(np.ones((25, 25)), 2, ceil_mode=True).shape == (13, 13)
    np.testing.assert_array_equal(avg_pool2d([[1, 2, 3]], (1, 2), ceil_mode=True), [[1.5, 3]])
    np.testing.assert_array_equal(max_pool2d(np.arange(16).reshape(4, 4), 5, stride=2, ceil_mode=True), [[15]])


@given(hnp.arrays(np.float64, (5, 6), elements=st.integers(-3, 3).map(float)), st.integers(1, 3), st.integers(1, 3))
@settings(deadline=None)
def test_pooling_and_its_gradient_are_transposes_where_it_is_linear(x, kernel, stride):
    """⟨pool(x), y⟩ = ⟨x, poolᵀ(y)⟩: for the average always, for the maximum at this x."""
    maxima = max_pool2d(x, kernel, stride=stride)
    y = np.arange(1.0, maxima.size + 1).reshape(maxima.shape)
    assert (maxima * y).sum() == (x * max_pool2d_backward(y, x, kernel, stride=stride)).sum()
    means = avg_pool2d(x, kernel, stride=stride)
    terms = means.size * kernel**2
    bound = 2 * terms * np.finfo(float).eps * (abs(avg_pool2d(abs(x), kernel, stride=stride)) * y).sum()
    assert abs((means * y).sum() - (x * avg_pool2d_backward(y, x, kernel, stride=stride)).sum()) <= bound


def test_the_gradient_of_a_max_pool_is_its_slope():
    """All values differ by 1 or more, so a step of 1/4 changes no winner and the difference is exact."""
    rng = np.random.default_rng(0)
    x = rng.permutation(60).astype(float).reshape(1, 2, 5, 6)
    for options in ({}, {"stride": 1}, {"stride": 2, "padding": 1, "ceil_mode": True}, {"stride": 1, "dilation": 2}):
        grad = naive.integers(rng, max_pool2d(x, 2, **options).shape)
        slope = naive.numerical_gradient(lambda v, g=grad, o=options: (max_pool2d(v, 2, **o) * g).sum(), x, 0.25)
        np.testing.assert_array_equal(max_pool2d_backward(grad, x, 2, **options), slope)


def test_three_of_eight_nudges_keep_the_maximum_in_its_window():
    """How robust pooling is to small shifts, counted: one window, its maximum moved by one pixel."""
    kept = 0
    for down, right in itertools.product((-1, 0, 1), repeat=2):
        if (down, right) != (0, 0):
            x = np.zeros((6, 6))
            x[2 + down, 2 + right] = 1  # (2, 2) is a corner of the window of rows and columns 2 and 3
            kept += max_pool2d(x, 2)[1, 1] == 1
    assert kept == 3


@pytest.mark.parametrize("function", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize(
    ("named", "words"),
    [
        ({"kernel_size": 0}, "kernel_size is 0"),
        ({"kernel_size": 2.0}, "whole number"),
        ({"kernel_size": 7}, "does not fit"),
        ({"kernel_size": 2, "padding": 2}, r"could lie in the padding alone\. Use a padding of at most 1"),
        ({"kernel_size": 2, "padding": ((0, 0), (0, 3))}, "padding is 3"),
        ({"kernel_size": 2, "stride": 0}, "stride is 0"),
        ({"kernel_size": 1, "padding": 1}, "at most 0"),
        ({"kernel_size": 2, "padding": "same", "stride": 2}, "stride is 2"),
    ],
)
def test_pools_that_cannot_work(function, named, words):
    with pytest.raises(SettingError, match=words):
        function(np.ones((6, 6)), **named)
    backward = max_pool2d_backward if function is max_pool2d else avg_pool2d_backward
    with pytest.raises(SettingError, match=words):
        backward(np.ones((3, 3)), np.ones((6, 6)), **named)


def test_a_dilated_window_that_straddles_the_image_is_refused():
    with pytest.raises(SettingError, match="without a tap on the image"):
        max_pool2d(np.ones((1, 1)), 2, stride=1, padding=1, dilation=2)


@pytest.mark.parametrize("function", [max_pool2d, avg_pool2d])
@pytest.mark.parametrize("x", [np.array([["a"]]), None, np.ones(3), np.ones((0, 3)), [[1], [1, 2]]])
def test_images_that_are_none(function, x):
    with pytest.raises(SettingError, match=r"^x "):
        function(x, 1)


def test_gradients_of_another_shape_are_refused():
    for function in (max_pool2d_backward, avg_pool2d_backward):
        with pytest.raises(SettingError, match=r"the output has the shape"):
            function(np.ones((3, 3)), np.ones((4, 4)), 2)


@pytest.mark.parametrize("layout", ["fortran", "every second", "read-only"])
def test_layouts_ranks_and_inputs_left_alone(layout):
    rng = np.random.default_rng(0)
    x = naive.integers(rng, (2, 3, 6, 6))
    wide = np.repeat(x, 2, axis=3)
    other = {"fortran": np.asfortranarray(x), "every second": wide[..., ::2], "read-only": x.copy()}[layout]
    other.flags.writeable = layout != "read-only"
    for function in (max_pool2d, avg_pool2d):
        for kernel, options in ((1, {}), (2, {}), (3, {"stride": 2, "padding": 1})):
            expected = function(x, kernel, **options)
            found = function(other, kernel, **options)
            np.testing.assert_array_equal(found, expected)
            assert not np.shares_memory(found, other)
            assert found.flags.writeable
            np.testing.assert_array_equal(function(x[0], kernel, **options), expected[0])
            np.testing.assert_array_equal(function(x[0, 0], kernel, **options), expected[0, 0])
            backward = max_pool2d_backward if function is max_pool2d else avg_pool2d_backward
            grad_x = backward(expected, other, kernel, **options)
            np.testing.assert_array_equal(grad_x, backward(expected, x, kernel, **options))
            assert not np.shares_memory(grad_x, expected)
    np.testing.assert_array_equal(other, x)


def test_empty_batches():
    x = np.empty((0, 3, 4, 4), np.float32)
    for function in (max_pool2d, avg_pool2d):
        assert function(x, 2).shape == (0, 3, 2, 2)
    assert max_pool2d(x, 2, return_indices=True)[1].shape == (0, 3, 2, 2)
    assert max_pool2d_backward(np.empty((0, 3, 2, 2)), x, 2).shape == x.shape
    assert avg_pool2d_backward(np.empty((0, 3, 2, 2)), x, 2).shape == x.shape
    assert global_avg_pool2d(x).shape == (0, 3)
    assert linear(np.empty((0, 4)), np.ones((2, 4))).shape == (0, 2)
    assert relu(x).shape == softmax(x).shape == x.shape
