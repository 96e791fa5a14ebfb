"""What convolution is, whatever the numbers: its mathematics, its rounding, its memory."""

import tracemalloc

import naive_reference as naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cnnlib import (
    col2im,
    conv2d,
    conv2d_backward,
    conv_transpose2d,
    coverage,
    im2col,
    windows,
)

# Whole numbers, so that equal means equal.
numbers = st.integers(-8, 8).map(float)


@st.composite
def problems(draw):
    """(x, weight, options): a random convolution that fits."""
    groups = draw(st.sampled_from([1, 1, 2]))
    channels, filters = groups * draw(st.integers(1, 2)), groups * draw(st.integers(1, 2))
    kernel = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    dilation = draw(st.tuples(st.integers(1, 2), st.integers(1, 2)))
    per_side = tuple(draw(st.tuples(st.integers(0, 2), st.integers(0, 2))) for _ in range(2))
    size = [
        draw(st.integers(max(1, d * (k - 1) + 1 - sum(s)), 7))
        for k, d, s in zip(kernel, dilation, per_side, strict=True)
    ]
    stride = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    options = {"stride": stride, "padding": per_side, "dilation": dilation, "groups": groups}
    x = draw(hnp.arrays(float, (draw(st.integers(1, 2)), channels, *size), elements=numbers))
    return x, draw(hnp.arrays(float, (filters, channels // groups, *kernel), elements=numbers)), options


@pytest.mark.slow
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


@pytest.mark.slow
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
    """Shift equivariance, and its limit: what comes in at the border was not there before."""
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
