"""ReLU and softmax, and their gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.arrays import floats, keep_where, numbers, same_shape
from cnnlib.engine.settings import SettingError, integer
from cnnlib.engine.types import Array
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def relu(x: ArrayLike) -> Array:
    """max(x, 0), number by number; a NaN stays a NaN.

    Parameters
    ----------
    x : array_like
        Of any shape. Integers stay integers.

    Returns
    -------
    ndarray
        Of the shape and dtype of x.

    Raises
    ------
    SettingError
        If x holds anything but real numbers.

    Examples
    --------
    >>> relu([-2, 0, 3])
    array([0, 0, 3])
    """
    x = numbers("x", x)
    result: Array = np.maximum(x, x.dtype.type(0))
    return result


def relu_backward(grad_output: ArrayLike, x: ArrayLike) -> Array:
    """Gradient by the input of :func:`relu`: passed on where x is positive, stopped elsewhere.

    At 0 itself, where the slope is undefined, it is stopped.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output.
    x : array_like
        What :func:`relu` was called with, of the same shape.

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the shapes differ.

    Examples
    --------
    >>> relu_backward([5, 6, 7], [-2, 0, 3])
    array([0., 0., 7.])
    """
    grad, x = floats("grad_output", grad_output), numbers("x", x)
    same_shape("grad_output", grad, x.shape, "x")
    return keep_where(x > 0, grad)


def softmax(x: ArrayLike, *, axis: int = -1) -> Array:
    """Turn scores into probabilities: eˣ divided by the sum of eˣ along `axis`.

    Parameters
    ----------
    x : array_like
        Scores (also called logits).
    axis : int
        The axis of the classes.

    Returns
    -------
    ndarray
        Positive numbers that add up to 1 along `axis`.

    Raises
    ------
    SettingError
        If x holds no numbers or has no such axis.

    Notes
    -----
    The largest score is subtracted first. That divides eˣ and the sum by the same number, so it
    does not change the result, and it keeps eˣ from overflowing.

    Examples
    --------
    >>> softmax([0, 0])
    array([0.5, 0.5])
    >>> softmax([1000, 0])
    array([1., 0.])
    """
    x = _scores(x, axis)
    with np.errstate(all="ignore"):
        powers: Array = np.exp(x - x.max(axis=axis, keepdims=True))
        return powers / powers.sum(axis=axis, keepdims=True)


def log_softmax(x: ArrayLike, *, axis: int = -1) -> Array:
    """Logarithm of :func:`softmax`, computed without rounding that first: x minus the logarithm of the sum of eˣ.

    Parameters
    ----------
    x : array_like
        Scores.
    axis : int
        The axis of the classes.

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If x holds no numbers or has no such axis.

    Examples
    --------
    >>> log_softmax([1000, 0])
    array([    0., -1000.])
    """
    x = _scores(x, axis)
    with np.errstate(all="ignore"):
        shifted = x - x.max(axis=axis, keepdims=True)
        return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))


def log_softmax_backward(grad_output: ArrayLike, output: ArrayLike, *, axis: int = -1) -> Array:
    """Gradient by the scores: grad − softmax · (sum of grad along `axis`).

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output.
    output : array_like
        What :func:`log_softmax` returned.
    axis : int

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the shapes differ.

    Examples
    --------
    >>> log_softmax_backward([1, 0], log_softmax([0, 0]))
    array([ 0.5, -0.5])
    """
    grad, output = floats("grad_output", grad_output), _scores(output, axis)
    same_shape("grad_output", grad, output.shape, _("the output"))
    with np.errstate(all="ignore"):
        return grad - np.exp(output) * grad.sum(axis=axis, keepdims=True)


def softmax_backward(grad_output: ArrayLike, output: ArrayLike, *, axis: int = -1) -> Array:
    """Gradient by the scores: softmax · (grad − Σ grad · softmax along `axis`).

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output.
    output : array_like
        What :func:`softmax` returned.
    axis : int

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the shapes differ.

    Examples
    --------
    >>> softmax_backward([1, 0], [0.5, 0.5])
    array([ 0.25, -0.25])
    """
    grad, output = floats("grad_output", grad_output), _scores(output, axis)
    same_shape("grad_output", grad, output.shape, _("the output"))
    with np.errstate(all="ignore"):
        return output * (grad - (grad * output).sum(axis=axis, keepdims=True))


def _scores(x: ArrayLike, axis: int) -> Array:
    x = floats("x", x)
    if x.ndim == 0 or integer("axis", axis, -x.ndim) >= x.ndim or not x.shape[axis]:
        raise SettingError(
            _("x has the shape {shape}, so there are no classes along axis {axis}.", shape=x.shape, axis=axis),
            _("Use scores of shape (N, classes)."),
        )
    return x
