"""Convolution against plain loops, against its own mathematics, and against bad input."""

import importlib
import itertools
import pkgutil
import re
import tracemalloc
import warnings

import naive_reference as naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import cnnlib
from cnnlib import (
    SettingError,
    col2im,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    coverage,
    engine,
    im2col,
    pad2d,
    resolve_padding,
    windows,
)
from cnnlib.engine import bands as columns
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
    """Run a test on each way to compute: what is small takes the first, so forbid it to go on to the others."""
    if request.param != "all at once":
        monkeypatch.setattr(columns, "ALL_AT_ONCE", 0)
    if request.param == "in bands":
        monkeypatch.setattr(columns, "BAND", 4 * 9 * 8 * 5)  # room for the columns of some five windows
    return request.param


def test_each_way_to_compute_is_taken(band, monkeypatch):
    taken = []
    for name in ("joined_columns", "multiply_windows"):
        function = getattr(columns, name)
        monkeypatch.setattr(columns, name, lambda *a, f=function, n=name: taken.append(n) or f(*a))
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
        sides = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        found = conv2d(x, weight, bias, stride=stride, padding=padding, dilation=dilation, groups=groups)
        expected = naive.conv2d(x, weight, bias, stride, sides, dilation, groups)
        assert found.dtype == x.dtype
        np.testing.assert_array_equal(found, expected, err_msg=str((kernel, stride, padding, dilation, groups)))


@pytest.mark.parametrize("kernel", KERNELS, ids=str)
def test_backward_against_loops(kernel, band):
    for index, kernel_, stride, padding, dilation, groups in grid():
        if kernel_ != kernel:
            continue
        x, weight, _, rng = arrays(index, kernel, groups, np.float32 if index % 2 else np.float64)
        options = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        sides = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        grad = naive.integers(rng, conv2d(x, weight, **options).shape, x.dtype)
        found = conv2d_backward(grad, x, weight, **options)
        expected = naive.conv2d_backward(grad, x, weight, stride, sides, dilation, groups)
        for one, other in zip(found, expected, strict=True):
            assert one.dtype == x.dtype
            np.testing.assert_array_equal(one, other, err_msg=str((kernel, stride, padding, dilation, groups)))


def test_transposed_against_loops(band):
    count = 0
    for index, kernel, stride, padding, dilation, groups in grid():
        sides = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
        extra = tuple(min(index % 2, max(s, d) - 1) for s, d in zip(stride, dilation, strict=True))
        rng = np.random.default_rng(index)
        x = naive.integers(rng, (2, 4, 5, 4))
        weight, bias = naive.integers(rng, (4, 2, *kernel)), naive.integers(rng, 2 * groups)
        count += 1
        found = conv_transpose2d(
            x, weight, bias, stride=stride, padding=padding, output_padding=extra, dilation=dilation, groups=groups
        )
        expected = naive.conv_transpose2d(x, weight, bias, stride, sides, extra, dilation, groups)
        np.testing.assert_array_equal(found, expected, err_msg=str((kernel, stride, padding, dilation, groups)))
    assert count >= 400


@pytest.mark.parametrize("shape", [(1, 3, 40, 50), (5, 2, 9, 8), (3, 1, 1, 300), (2, 4, 30, 1)])
@pytest.mark.parametrize("budget", [1, 100, 3000, 10**7])
def test_bands_of_any_size_give_the_same(shape, budget, monkeypatch):
    rng = np.random.default_rng(0)
    x = naive.integers(rng, shape)
    weight = naive.integers(rng, (3, shape[1], 1 if shape[2] == 1 else 3, 1 if shape[3] == 1 else 3))
    expected = conv2d(x, weight), *conv2d_backward(np.ones(conv2d(x, weight).shape), x, weight)
    monkeypatch.setattr(columns, "BAND", budget)
    monkeypatch.setattr(columns, "ALL_AT_ONCE", 0)
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
    """The same numbers, laid out in memory in other ways."""
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


# What convolution is, whatever the numbers. Whole numbers again, so that equal means equal.

numbers = st.integers(-8, 8).map(float)


@st.composite
def problems(draw):
    """(x, weight, options): a random convolution that fits."""
    groups = draw(st.sampled_from([1, 1, 2]))
    channels, filters = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    kernel = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    sides = tuple(draw(st.tuples(st.integers(0, 2), st.integers(0, 2))) for _ in range(2))
    size = [
        draw(st.integers(max(1, d * (k - 1) + 1 - sum(s)), 7)) for k, d, s in zip(kernel, dilation, sides, strict=True)
    ]
    stride = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    options = {"stride": stride, "padding": sides, "dilation": dilation, "groups": groups}
    x = draw(hnp.arrays(float, (draw(st.integers(1, 2)), channels, *size), elements=numbers))
    return x, draw(hnp.arrays(float, (filters, channels // groups, *kernel), elements=numbers)), options


@given(problems(), st.data())
@settings(deadline=None)
def test_linear_in_the_image_and_in_the_filters(problem, data):
    x, weight, options = problem
    other_x = data.draw(hnp.arrays(float, x.shape, elements=numbers))
    other_weight = data.draw(hnp.arrays(float, weight.shape, elements=numbers))
    np.testing.assert_array_equal(
        conv2d(2 * x - 3 * other_x, weight, **options),
        2 * conv2d(x, weight, **options) - 3 * conv2d(other_x, weight, **options),
    )
    np.testing.assert_array_equal(
        conv2d(x, weight + other_weight, **options),
        conv2d(x, weight, **options) + conv2d(x, other_weight, **options),
    )


@given(problems(), st.data())
@settings(deadline=None)
def test_the_gradients_are_the_transposes(problem, data):
    """⟨conv(x), y⟩ = ⟨x, convᵀ(y)⟩, for the image and for the filters, exactly."""
    x, weight, options = problem
    out = conv2d(x, weight, **options)
    y = data.draw(hnp.arrays(float, out.shape, elements=numbers))
    grad_x, grad_weight, grad_bias = conv2d_backward(y, x, weight, **options)
    assert (out * y).sum() == (x * grad_x).sum() == (weight * grad_weight).sum()
    np.testing.assert_array_equal(grad_bias, y.sum(axis=(0, 2, 3)))
    extra = [
        size + sum(side) - ((o - 1) * s + d * (k - 1) + 1)
        for size, side, o, s, d, k in zip(
            x.shape[2:],
            options["padding"],
            out.shape[2:],
            options["stride"],
            options["dilation"],
            weight.shape[2:],
            strict=True,
        )
    ]
    np.testing.assert_array_equal(conv_transpose2d(y, weight, output_padding=extra, **options), grad_x)


@given(problems(), st.data())
@settings(deadline=None)
def test_col2im_is_the_transpose_of_im2col(problem, data):
    x, weight, options = problem
    options = {name: value for name, value in options.items() if name != "groups"}
    columns_ = im2col(x, weight.shape[2:], **options)
    other = data.draw(hnp.arrays(float, columns_.shape, elements=numbers))
    image = col2im(other, x.shape, weight.shape[2:], **options)
    assert image.shape == x.shape
    assert (columns_ * other).sum() == (x * image).sum()
    counts = coverage(x.shape[2:], weight.shape[2:], **options)
    np.testing.assert_array_equal(col2im(columns_, x.shape, weight.shape[2:], **options), x * counts)


@given(problems())
@settings(deadline=None)
def test_convolution_is_filters_times_columns(problem):
    x, weight, options = problem
    if options.pop("groups") == 1:
        out = conv2d(x, weight, **options)
        product = weight.reshape(len(weight), -1) @ im2col(x, weight.shape[2:], **options)
        np.testing.assert_array_equal(product.reshape(out.shape), out)


@given(
    hnp.arrays(float, (9, 9), elements=numbers),
    hnp.arrays(float, (3, 3), elements=numbers),
    st.integers(0, 2),
    st.integers(0, 2),
)
@settings(deadline=None)
def test_a_shifted_image_gives_a_shifted_map_except_at_the_border(x, weight, down, right):
    """Shift equivariance, and where it ends: what enters at the border was not there before."""
    moved = np.roll(x, (down, right), axis=(0, 1))
    out, out_moved = conv2d(x, weight, padding=1), conv2d(moved, weight, padding=1)
    np.testing.assert_array_equal(out_moved[down + 1 : -1, right + 1 : -1], out[1 : 8 - down, 1 : 8 - right])


def test_equivariance_fails_at_the_border_and_at_other_strides():
    x, weight = np.eye(6), np.arange(9.0).reshape(3, 3)
    moved = np.roll(x, 1, axis=1)
    out, out_moved = conv2d(x, weight, padding=1), conv2d(moved, weight, padding=1)
    assert not np.array_equal(out_moved[:, 1:], out[:, :-1])
    assert not np.array_equal(conv2d(moved, weight, stride=2)[:, 1:], conv2d(x, weight, stride=2)[:, :-1])


@given(problems())
@settings(deadline=None, max_examples=50)
def test_coverage_is_the_gradient_of_a_kernel_of_ones(problem):
    x, weight, options = problem
    options = {name: value for name, value in options.items() if name != "groups"}
    ones = np.ones(weight.shape[2:])
    out = conv2d(x[0, 0], ones, **options)
    grad_x, _, _ = conv2d_backward(np.ones(out.shape), x[0, 0], ones, **options)
    found = coverage(x.shape[2:], weight.shape[2:], **options)
    assert found.dtype.kind == "i"
    np.testing.assert_array_equal(found, grad_x)


def test_numerical_gradients():
    """Convolution is linear in each argument, so a difference over a step of 1 is exact."""
    rng = np.random.default_rng(0)
    options = {"stride": (2, 1), "padding": ((1, 0), (2, 1)), "dilation": (1, 2), "groups": 2}
    x, weight, bias = naive.integers(rng, (2, 4, 5, 6)), naive.integers(rng, (6, 2, 3, 2)), naive.integers(rng, 6)
    grad = naive.integers(rng, conv2d(x, weight, bias, **options).shape)
    grads = conv2d_backward(grad, x, weight, **options)

    def loss(**changed):
        arguments = {"x": x, "weight": weight, "bias": bias, **changed}
        return (conv2d(**arguments, **options) * grad).sum()

    for name, array, found in zip(("x", "weight", "bias"), (x, weight, bias), grads, strict=True):
        numerical = naive.numerical_gradient(lambda value, name=name: loss(**{name: value}), array, step=1.0)
        np.testing.assert_array_equal(found, numerical)


def test_the_gradient_by_the_input_can_be_left_out():
    x, weight = np.ones((1, 1, 4, 4)), np.ones((1, 1, 3, 3))
    grad_x, grad_weight, _ = conv2d_backward(np.ones((1, 1, 2, 2)), x, weight, input_gradient=False)
    assert grad_x is None
    assert (grad_weight == 4).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rounding_stays_within_the_bound_of_a_sum(dtype):
    """|error| ≤ γ · Σ|x·w| with γ = K·eps / (1 − K·eps) for K products (Higham, Accuracy and Stability, 3.1)."""
    rng = np.random.default_rng(0)
    x, weight = rng.standard_normal((2, 16, 20, 20)).astype(dtype), rng.standard_normal((8, 16, 5, 5)).astype(dtype)
    terms = 16 * 25
    unit = np.finfo(dtype).eps / 2
    exact = conv2d(x.astype(np.longdouble).astype(float), weight.astype(float))
    bound = terms * unit / (1 - terms * unit) * conv2d(abs(x).astype(float), abs(weight).astype(float))
    if dtype is np.float64:  # the reference has rounded as much itself
        bound *= 2
        exact = (windows(x, 5)[:, None] * weight[..., None, None]).sum(axis=(2, 3, 4))
    assert (abs(conv2d(x, weight) - exact) <= bound).all()


def peak_beyond_input_and_output(function, allowed):
    function()
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1] - allowed
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kernel", [1, 3, 11, 31])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scratch_memory_does_not_grow_with_the_kernel(kernel, dtype):
    """Beyond the padded input and the output, at most 2 MiB."""
    size = 128 if kernel == 31 else 256
    x, weight = np.ones((1, 3, size, size), dtype), np.ones((4, 3, kernel, kernel), dtype)
    padding = kernel // 2
    padded = 3 * (size + 2 * padding) ** 2 * x.itemsize if padding else 0
    output = 4 * size**2 * x.itemsize
    scratch = peak_beyond_input_and_output(lambda: conv2d(x, weight, padding=padding), padded + output)
    assert scratch <= 2 << 20


# What cannot work, and what the message says.

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
        (((X, W), {"padding": "valid"}), "only word it takes"),
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


# Padding


def test_modes_against_numpy():
    x = np.arange(24).reshape(2, 3, 4)
    sides = ((1, 2), (0, 3))
    for mode, name in (("zeros", "constant"), ("reflect", "reflect"), ("edge", "edge")):
        found = pad2d(x, sides, mode=mode)
        np.testing.assert_array_equal(found, np.pad(x, ((0, 0), *sides), mode=name))
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


def test_every_public_function_is_exported():
    modules = [importlib.import_module(f"cnnlib.engine.{each.name}") for each in pkgutil.iter_modules(engine.__path__)]
    functions = {name for module in modules for name in vars(module) if re.search(r"^[^_A-Z].*(2d|_backward)$", name)}
    assert functions <= set(cnnlib.__all__)
    assert all(hasattr(cnnlib, name) for name in cnnlib.__all__)
