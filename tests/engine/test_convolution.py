"""Convolution against plain loops, in every layout, rank and type of number."""

import importlib
import itertools
import pkgutil
import re
import warnings

import naive_reference as naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnnlib
from cnnlib import (
    col2im,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    engine,
    im2col,
    pad2d,
    resolve_padding,
    windows,
)
from cnnlib.engine import bands as bands_module
from cnnlib.engine.bands import BAND, bands

KERNELS = [(1, 1), (2, 2), (3, 3), (3, 2), (1, 4)]
STRIDES = [(1, 1), (2, 2), (1, 3)]
PADDINGS = [0, 1, (2, 0), ((0, 1), (2, 1)), "same"]
DILATIONS = [(1, 1), (2, 2), (1, 2)]
GROUPS = [1, 2, 4]


def grid():
    """Every combination that fits a 6×7 image, as (index, kernel, stride, padding, dilation, groups)."""
    combinations = itertools.product(KERNELS, STRIDES, PADDINGS, DILATIONS, GROUPS)
    kept = [c for c in combinations if not (c[2] == "same" and c[1] != (1, 1))]
    return [(index, *c) for index, c in enumerate(kept)]


def arrays(index, kernel, groups, dtype=np.float64, filters=4, channels=4):
    rng = np.random.default_rng(index)
    x = naive.integers(rng, (2, channels, 6, 7), dtype)
    weight = naive.integers(rng, (filters, channels // groups, *kernel), dtype)
    return x, weight, naive.integers(rng, filters, dtype), rng


@pytest.fixture(params=["all at once", "rows joined", "in bands"])
def band(request, monkeypatch):
    """Run a test on each way to compute: small arrays take the first, so rule that out to reach the others."""
    if request.param != "all at once":
        monkeypatch.setattr(bands_module, "ALL_AT_ONCE", 0)
    if request.param == "in bands":
        monkeypatch.setattr(bands_module, "BAND", 4 * 9 * 8 * 5)  # room for the columns of some five windows
    return request.param


def test_each_way_to_compute_is_taken(band, monkeypatch):
    taken = []
    for name in ("joined_columns", "multiply_windows"):
        function = getattr(bands_module, name)
        monkeypatch.setattr(bands_module, name, lambda *a, f=function, n=name: taken.append(n) or f(*a))
    x, weight, bias, _ = arrays(0, (3, 3), 1)
    conv2d(x, weight, bias)
    assert taken[:1] == {"all at once": [], "rows joined": ["joined_columns"], "in bands": ["multiply_windows"]}[band]


def test_the_grid_is_dense():
    assert len(grid()) >= 400


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_forward_against_loops(kernel, band):
    """Whole numbers: the loops and the engine must agree to the last bit, in float32 too."""
    for index, kernel_, stride, padding, dilation, groups in grid():
        if kernel_ != kernel:
            continue
        x, weight, bias, _ = arrays(index, kernel, groups, np.float32 if index % 2 else np.float64)
        bias = bias if index % 3 else None
        per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        found = conv2d(x, weight, bias, stride=stride, padding=padding, dilation=dilation, groups=groups)
        expected = naive.conv2d(x, weight, bias, stride, per_side, dilation, groups)
        assert found.dtype == x.dtype
        np.testing.assert_array_equal(found, expected, err_msg=str((kernel, stride, padding, dilation, groups)))


@pytest.mark.slow
@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_backward_against_loops(kernel, band):
    for index, kernel_, stride, padding, dilation, groups in grid():
        if kernel_ != kernel:
            continue
        x, weight, _, rng = arrays(index, kernel, groups, np.float32 if index % 2 else np.float64)
        options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        grad = naive.integers(rng, conv2d(x, weight, **options).shape, x.dtype)
        found = conv2d_backward(grad, x, weight, **options)
        expected = naive.conv2d_backward(grad, x, weight, stride, per_side, dilation, groups)
        for one, other in zip(found, expected, strict=True):
            assert one.dtype == x.dtype
            np.testing.assert_array_equal(one, other, err_msg=str((kernel, stride, padding, dilation, groups)))


@pytest.mark.slow
def test_transposed_against_loops(band):
    count = 0
    for index, kernel, stride, padding, dilation, groups in grid():
        per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        extra = tuple(min(index % 2, max(s, d) - 1) for s, d in zip(stride, dilation, strict=True))
        rng = np.random.default_rng(index)
        x = naive.integers(rng, (2, 4, 5, 4))
        weight, bias = naive.integers(rng, (4, 2, *kernel)), naive.integers(rng, 2 * groups)
        count += 1
        found = conv_transpose2d(
            x, weight, bias, stride=stride, padding=padding, output_padding=extra, dilation=dilation, groups=groups
        )
        expected = naive.conv_transpose2d(x, weight, bias, stride, per_side, extra, dilation, groups)
        np.testing.assert_array_equal(found, expected, err_msg=str((kernel, stride, padding, dilation, groups)))
    assert count >= 400


@pytest.mark.parametrize("shape", [(1, 3, 40, 50), (5, 2, 9, 8), (3, 1, 1, 300), (2, 4, 30, 1)])
@pytest.mark.parametrize("budget", [1, 100, 3000, 10**7])
def test_bands_of_any_size_give_the_same(shape, budget, monkeypatch):
    rng = np.random.default_rng(0)
    x = naive.integers(rng, shape)
    weight = naive.integers(rng, (3, shape[1], 1 if shape[2] == 1 else 3, 1 if shape[3] == 1 else 3))
    expected = conv2d(x, weight), *conv2d_backward(np.ones(conv2d(x, weight).shape), x, weight)
    monkeypatch.setattr(bands_module, "BAND", budget)
    monkeypatch.setattr(bands_module, "ALL_AT_ONCE", 0)
    found = conv2d(x, weight), *conv2d_backward(np.ones(conv2d(x, weight).shape), x, weight)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@given(st.integers(1, 9), st.integers(1, 40), st.integers(1, 60), st.integers(1, 2 * BAND), st.integers(1, 10**6))
@settings(deadline=None)
def test_bands_cover_every_cell_once_and_stay_within_their_budget(n, height, width, cell_bytes, products):
    covered = np.zeros((n, height, width), int)
    for images, rows, cells in bands(n, height, width, cell_bytes, products):
        covered[images, rows, cells] += 1
        count = covered[images, rows, cells].size
        assert count * cell_bytes <= max(BAND, cell_bytes)
        assert images.stop - images.start == 1 or (cells.start, cells.stop) == (0, width)
    assert (covered == 1).all()


def test_ranks_are_kept():
    x, weight = np.arange(20.0).reshape(4, 5), np.arange(6.0).reshape(2, 3)
    flat = conv2d(x, weight, 1)
    assert flat.shape == (3, 3)
    np.testing.assert_array_equal(conv2d(x[None], weight[None, None], [1])[0], flat)
    np.testing.assert_array_equal(conv2d(x[None, None], weight[None, None], [1])[0, 0], flat)
    np.testing.assert_array_equal(conv2d(x, weight, [1]), flat)
    for axes in (0, 1, 2):
        x_, weight_ = x[(None,) * axes], weight if not axes else weight[None, None]
        grads = conv2d_backward(np.ones((1,) * axes + (3, 3)), x_, weight_)
        assert [g.shape for g in grads] == [x_.shape, weight_.shape, () if not axes else (1,)]
    assert conv_transpose2d(x, weight).shape == (5, 7)
    assert conv_transpose2d(x[None], weight[None, None]).shape == (1, 5, 7)


@pytest.mark.parametrize(
    ("x", "weight", "expected"),
    [
        (np.float32, np.float32, np.float32),
        (np.float64, np.float64, np.float64),
        (np.float32, np.float64, np.float64),
        (np.float64, np.float32, np.float64),
        (np.uint8, np.int64, np.float64),
        (np.bool_, np.float32, np.float64),
        (np.float16, np.float32, np.float64),
        (">f4", np.float32, np.float32),
        (">f8", "<f8", np.float64),
        (int, int, np.float64),
    ],
)
def test_dtypes(x, weight, expected):
    out = conv2d(np.ones((4, 4), x), np.ones((3, 3), weight))
    assert out.dtype == expected
    assert out.dtype.isnative
    assert (out == 9).all()
    assert conv2d_backward(np.ones((2, 2)), np.ones((4, 4), x), np.ones((3, 3), weight))[0].dtype == expected


def test_a_uint8_image_does_not_wrap_around():
    assert conv2d(np.full((3, 3), 255, np.uint8), np.full((3, 3), -1, np.int8))[0, 0] == -9 * 255


def layouts(x):
    """The same numbers, laid out differently in memory."""
    wide = np.zeros((*x.shape[:-1], 2 * x.shape[-1]), x.dtype)
    wide[..., ::2] = x
    locked = x.copy()
    locked.flags.writeable = False
    return {
        "fortran": np.asfortranarray(x),
        "every second": wide[..., ::2],
        "reversed": x[..., ::-1].copy()[..., ::-1],
        "read-only": locked,
        "transposed": np.ascontiguousarray(x.swapaxes(-1, -2)).swapaxes(-1, -2),
        "list": x.tolist(),
    }


@pytest.mark.parametrize("layout", ["fortran", "every second", "reversed", "read-only", "transposed", "list"])
@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("kernel", [1, 3])
def test_any_layout_in_memory(layout, padding, kernel, band):
    rng = np.random.default_rng(0)
    x, weight = naive.integers(rng, (2, 3, 6, 6)), naive.integers(rng, (3, 3, kernel, kernel))
    expected = conv2d(x, weight, padding=padding)
    other_x, other_weight = layouts(x)[layout], layouts(weight)[layout]
    np.testing.assert_array_equal(conv2d(other_x, other_weight, padding=padding), expected)
    grad = naive.integers(rng, expected.shape)
    wanted = conv2d_backward(grad, x, weight, padding=padding)
    found = conv2d_backward(layouts(grad)[layout], other_x, other_weight, padding=padding)
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(conv_transpose2d(other_x, other_weight), conv_transpose2d(x, weight))
    np.testing.assert_array_equal(windows(other_x, kernel), windows(x, kernel))
    np.testing.assert_array_equal(im2col(other_x, kernel), im2col(x, kernel))


@pytest.mark.parametrize("groups", [1, 2])
@pytest.mark.parametrize("tap", [(0, 0), (1, 2)])
def test_one_tap_of_larger_filters_is_a_filter(tap, groups, band):
    rng = np.random.default_rng(0)
    x, weight = naive.integers(rng, (2, 4, 5, 6)), naive.integers(rng, (6, 4 // groups, 3, 3))
    row, col = tap
    one = weight[:, :, row : row + 1, col : col + 1]
    expected = naive.conv2d(x, one, None, (1, 1), ((0, 0), (0, 0)), (1, 1), groups)
    np.testing.assert_array_equal(conv2d(x, one, groups=groups), expected)
    grads = naive.conv2d_backward(expected, x, one, (1, 1), ((0, 0), (0, 0)), (1, 1), groups)
    for found, wanted in zip(conv2d_backward(expected, x, one, groups=groups), grads, strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_the_matrix_of_filters_is_contiguous_whatever_the_filters_are(monkeypatch):
    """Up to NumPy 2.2, matmul takes 25 times as long on others, such as the one tap above."""
    seen = []
    multiply = bands_module.multiply_windows
    monkeypatch.setattr(bands_module, "ALL_AT_ONCE", 0)

    def spy(view, matrix, *others):
        seen.append(matrix)
        multiply(view, matrix, *others)

    monkeypatch.setattr(bands_module, "multiply_windows", spy)
    x, weight = np.ones((1, 4, 5, 6)), np.ones((4, 4, 3, 3))
    conv2d(x, weight[:, :, 1:2, 1:2])
    conv2d(x[:, :1], weight[:1, :1, ::-1, ::-1])
    conv2d_backward(np.ones((1, 1, 5, 6)), x[:, :1], weight[:1, :1], padding=1)
    assert len(seen) == 3 and all(matrix.flags.c_contiguous for matrix in seen)


def test_a_broadcast_image_is_read_as_what_it_shows():
    x = np.broadcast_to(np.arange(4.0), (4, 4))
    np.testing.assert_array_equal(conv2d(x, np.ones((2, 2))), conv2d(x.copy(), np.ones((2, 2))))


@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("kernel", [1, 3])
def test_inputs_are_not_modified_and_results_are_new(padding, kernel, band):
    rng = np.random.default_rng(0)
    inputs = [naive.integers(rng, (2, 3, 6, 6)), naive.integers(rng, (3, 3, kernel, kernel)), naive.integers(rng, 3)]
    before = [array.copy() for array in inputs]
    out = conv2d(*inputs, padding=padding)
    grads = conv2d_backward(out, *inputs[:2], padding=padding)
    painted = conv_transpose2d(*inputs, padding=padding)
    for array, copy in zip(inputs, before, strict=True):
        np.testing.assert_array_equal(array, copy)
    for result in (out, *grads, painted, pad2d(inputs[0], padding), im2col(inputs[0], kernel)):
        assert result.flags.writeable
        assert not any(np.shares_memory(result, array) for array in inputs)


def test_windows_are_a_view_that_cannot_be_written_through():
    x = np.arange(16.0).reshape(4, 4)
    view = windows(x, 3)
    assert np.shares_memory(view, x)
    assert not view.flags.writeable
    assert windows(np.ones((2, 3, 5, 6)), (2, 3), stride=2, padding=1).shape == (2, 3, 2, 3, 3, 3)
    assert windows(np.ones((3, 5, 6)), 2).shape == (3, 2, 2, 4, 5)
    np.testing.assert_array_equal(windows(x, 3)[..., 1, 0], x[1:4, 0:3])
    assert windows(np.arange(4).reshape(2, 2), 2, padding=1).dtype == int


def test_an_empty_batch_gives_an_empty_batch(band):
    x, weight = np.empty((0, 3, 5, 5), np.float32), np.ones((4, 3, 3, 3), np.float32)
    out = conv2d(x, weight, np.ones(4, np.float32))
    assert out.shape == (0, 4, 3, 3)
    assert out.dtype == np.float32
    grad_x, grad_weight, grad_bias = conv2d_backward(out, x, weight)
    assert grad_x.shape == x.shape
    assert not grad_weight.any()
    assert not grad_bias.any()
    assert conv_transpose2d(x, np.ones((3, 2, 3, 3))).shape == (0, 2, 7, 7)
    assert im2col(x, 3).shape == (0, 27, 9)
    assert col2im(np.ones((0, 27, 9)), x.shape, 3).shape == x.shape
    assert pad2d(x, 1).shape == (0, 3, 7, 7)
    assert windows(x, 3).shape == (0, 3, 3, 3, 3, 3)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("channels", [1, 2])
def test_nan_and_infinity_reach_no_gradient_of_a_weight_that_did_not_meet_them(value, channels):
    """The left weight of a 1×2 kernel never lies on the last column."""
    x = np.broadcast_to(np.array([[1, 2, value], [4, 5, 6]]), (2, channels, 2, 3))
    _, grad_weight, _ = conv2d_backward(np.ones((2, 1, 2, 2)), x, np.ones((1, channels, 1, 2)))
    assert grad_weight[0, 0, 0, 0] == 2 * (1 + 2 + 4 + 5)
    np.testing.assert_equal(grad_weight[0, 0, 0, 1], value)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_weight_of_nan_or_infinity_reaches_only_the_pixels_that_it_met(value):
    """The right weight of a 1×2 kernel never lies on the first column."""
    grad_x, _, _ = conv2d_backward(np.ones((2, 2)), np.ones((2, 3)), [[3, value]])
    np.testing.assert_equal(grad_x, [[3, 3 + value, value]] * 2)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_nan_and_infinity_reach_every_cell_whose_window_holds_them_and_no_warning(value, band):
    x = np.ones((8, 8))
    x[2, 3] = value
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        out = conv2d(x, np.ones((3, 3)), 1.0)
        zero = conv2d(x, np.array([[0.0, 1.0], [1.0, -1.0]]))
        conv2d_backward(np.full((6, 6), value), x, np.zeros((3, 3)))
        conv_transpose2d(x, np.zeros((3, 3)))
        conv2d(np.full((4, 4), 1e38, np.float32), np.full((3, 3), 1e38, np.float32))
    touched = np.zeros((6, 6), bool)
    touched[0:3, 1:4] = True
    np.testing.assert_array_equal(np.isfinite(out), ~touched)
    assert not np.isfinite(zero[1:3, 2:4]).any()


def test_every_public_function_is_exported():
    modules = [importlib.import_module(f"cnnlib.engine.{each.name}") for each in pkgutil.iter_modules(engine.__path__)]
    functions = {name for module in modules for name in vars(module) if re.search(r"^[^_A-Z].*(2d|_backward)$", name)}
    assert functions <= set(cnnlib.__all__)
    assert all(hasattr(cnnlib, name) for name in cnnlib.__all__)


@pytest.mark.parametrize("stride", [1, 2])
def test_valid_is_the_name_of_no_padding(stride):
    x, weight = np.arange(60.0).reshape(6, 10), np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(
        conv2d(x, weight, padding="valid", stride=stride), conv2d(x, weight, padding=0, stride=stride)
    )
    assert cnnlib.output_size(7, 3, padding="valid", stride=stride) == cnnlib.output_size(7, 3, stride=stride)
