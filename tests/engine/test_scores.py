"""ReLU, softmax, the linear layer and the loss: gradients, overflow, bad input."""

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
    cross_entropy,
    cross_entropy_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
    linear,
    linear_backward,
    log_softmax,
    log_softmax_backward,
    relu,
    relu_backward,
    softmax,
    softmax_backward,
)


def test_relu_keeps_what_it_is_given():
    assert relu(np.array([-1, 2], np.int8)).dtype == np.int8
    assert relu(np.float32([-1, 2])).dtype == np.float32
    np.testing.assert_array_equal(relu([-1.5, np.nan, np.inf, -np.inf]), [0, np.nan, np.inf, 0])
    np.testing.assert_array_equal(relu_backward([np.inf, 1, 2], [-1, 0, 1]), [0, 0, 2])


@given(hnp.arrays(np.float64, (3, 5), elements=st.floats(-50, 50)), st.floats(-1e3, 1e3))
@settings(deadline=None)
def test_softmax_adds_up_to_one_and_ignores_a_common_shift(x, shift):
    """Σ over 5 terms: at most 5 roundings; the shift costs the scores eps · |shift|."""
    eps = np.finfo(float).eps
    found = softmax(x)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=0, atol=6 * eps)
    np.testing.assert_allclose(softmax(x + shift), found, rtol=4 * eps * (1e3 + 100) + 20 * eps, atol=0)
    np.testing.assert_allclose(np.exp(log_softmax(x)), found, rtol=(200 + 20) * eps, atol=0)
    np.testing.assert_array_equal(softmax(x.T, axis=0).T, found)


def test_large_scores_do_not_overflow():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_array_equal(softmax([1e4, 0, -1e4]), [1, 0, 0])
        np.testing.assert_array_equal(log_softmax([1e4, 0, -1e4]), [0, -1e4, -2e4])
        assert np.isnan(softmax([np.nan, 1])).all()
        assert np.isnan(softmax([np.inf, 1])[0])
        assert cross_entropy([[1e4, -1e4]], [1]) == 2e4


def smooth_tolerance(scale):
    """Central differences of step h are off by h² · third derivative and eps / h · value; h = ∛eps."""
    eps = np.finfo(float).eps
    return 10 * scale * (eps ** (2 / 3))


STEP = np.finfo(float).eps ** (1 / 3)


@pytest.mark.parametrize(
    ("forward", "backward", "by_output"),
    [
        (softmax, softmax_backward, True),
        (log_softmax, log_softmax_backward, True),
        (global_avg_pool2d, global_avg_pool2d_backward, False),
        (relu, relu_backward, False),
    ],
)
def test_gradients_of_functions_of_one_array(forward, backward, by_output):
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2, 3, 4))
    grad = rng.standard_normal(forward(x).shape)
    found = backward(grad, forward(x) if by_output else x)
    slope = naive.numerical_gradient(lambda value: (forward(value) * grad).sum(), x, STEP)
    np.testing.assert_allclose(found, slope, rtol=0, atol=smooth_tolerance(abs(grad).sum()))
    assert found.shape == x.shape
    assert backward(grad.astype(np.float32), (forward(x) if by_output else x).astype(np.float32)).dtype == np.float32


def test_gradients_of_the_linear_layer_are_exact():
    rng = np.random.default_rng(0)
    x, weight, bias = naive.integers(rng, (3, 4)), naive.integers(rng, (2, 4)), naive.integers(rng, 2)
    grad = naive.integers(rng, (3, 2))
    found = linear_backward(grad, x, weight)
    for position, array in enumerate((x, weight, bias)):

        def loss(value, position=position):
            arguments = [x, weight, bias]
            arguments[position] = value
            return (linear(*arguments) * grad).sum()

        np.testing.assert_array_equal(found[position], naive.numerical_gradient(loss, array, 1.0))
    assert [g.shape for g in linear_backward(grad[0], x[0], weight)] == [(4,), (2, 4), (2,)]


@pytest.mark.parametrize(
    ("front", "inputs", "outputs"), [((3,), 4, 0), ((3,), 0, 2), ((0,), 4, 2), ((), 4, 0), ((), 0, 2)]
)
def test_linear_of_no_samples_features_or_outputs(front, inputs, outputs):
    """A sum of nothing is 0."""
    x, weight = np.ones((*front, inputs)), np.ones((outputs, inputs))
    np.testing.assert_array_equal(linear(x, weight, np.ones(outputs)), np.ones((*front, outputs)))
    grad_x, grad_weight, grad_bias = linear_backward(np.ones((*front, outputs)), x, weight)
    np.testing.assert_array_equal(grad_x, np.zeros((*front, inputs)))
    np.testing.assert_array_equal(grad_weight, np.zeros((outputs, inputs)))
    np.testing.assert_array_equal(grad_bias, np.full(outputs, np.prod(front)))


def test_gradient_of_the_loss():
    rng = np.random.default_rng(0)
    scores, labels = rng.standard_normal((4, 3)), np.array([0, 2, 1, 1], np.uint8)
    slope = naive.numerical_gradient(lambda value: cross_entropy(value, labels), scores, STEP)
    np.testing.assert_allclose(cross_entropy_backward(scores, labels), slope, rtol=0, atol=smooth_tolerance(1))
    assert isinstance(cross_entropy(scores, labels), float)
    assert cross_entropy_backward(np.float32(scores), labels).dtype == np.float32
    before = scores.copy()
    cross_entropy_backward(scores, labels)
    np.testing.assert_array_equal(scores, before)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: cross_entropy([[1, 2]], [2]), "from 0 to 1"),
        (lambda: cross_entropy([[1, 2]], [-1]), "from 0 to 1"),
        (lambda: cross_entropy([[1, 2]], [0.0]), "whole numbers"),
        (lambda: cross_entropy([1, 2], [0]), "scores has"),
        (lambda: cross_entropy([[1, 2]], [0, 1]), "labels has"),
        (lambda: cross_entropy(np.ones((0, 2)), []), "scores has"),
        (lambda: linear(np.ones((2, 3)), np.ones((2, 4))), "equally many features"),
        (lambda: linear(np.ones((2, 3, 1)), np.ones((2, 3))), "Flatten"),
        (lambda: linear(np.ones(3), np.ones((2, 3)), np.ones(3)), "bias has"),
        (lambda: linear_backward(np.ones(3), np.ones(3), np.ones((2, 3))), "grad_output has"),
        (lambda: softmax([]), "no classes"),
        (lambda: softmax([1], axis=1), "along axis 1"),
        (lambda: softmax("a"), "real numbers"),
        (lambda: relu(None), "real numbers"),
        (lambda: relu_backward([1], [1, 2]), "grad_output has"),
        (lambda: global_avg_pool2d([1]), "axes"),
        (lambda: global_avg_pool2d_backward([1, 2], np.ones((1, 2, 2))), "grad_output"),
        (lambda: log_softmax_backward([1], [1, 2]), "grad_output"),
        (lambda: softmax_backward([1], [1, 2]), "grad_output"),
    ],
)
def test_arguments_that_cannot_work(call, words):
    with pytest.raises(SettingError, match=words):
        call()


def test_global_average_of_every_rank():
    x = np.arange(24.0).reshape(2, 3, 4)
    assert global_avg_pool2d(x[0]) == 5.5
    np.testing.assert_array_equal(global_avg_pool2d(x), [5.5, 17.5])
    assert global_avg_pool2d(x[None].astype(np.float32)).dtype == np.float32
    assert cnnlib.global_avg_pool2d_backward(np.float64(12), x[0]).shape == (3, 4)
