"""The fully connected layer and its gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.arrays import floats, same_shape
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def linear(x: ArrayLike, weight: ArrayLike, bias: ArrayLike | None = None) -> Array:
    """Fully connected (Affine) layer: x · weightᵀ + bias.

    x (N, in_features), weight (out_features, in_features), bias (out_features,) → (N, out_features);
    x (in_features,) → (out_features,).

    Parameters
    ----------
    x, weight : array_like
    bias : array_like, optional

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the shapes do not match.

    Examples
    --------
    >>> linear([1, 2], [[1, 0], [0, 1], [1, 1]], [0, 0, 10])
    array([ 1.,  2., 13.])
    """
    x, weight = _linear_arguments(x, weight)
    with np.errstate(all="ignore"):
        result = x @ weight.T
        if bias is not None:
            bias = floats("bias", bias)
            same_shape("bias", bias, weight.shape[:1], _("the list of outputs"))
            result += bias.astype(result.dtype, copy=False)
    return result


def linear_backward(grad_output: ArrayLike, x: ArrayLike, weight: ArrayLike) -> tuple[Array, Array, Array]:
    """Gradients by the input, the weight and the bias of :func:`linear`.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output.
    x, weight : array_like
        What :func:`linear` was called with.

    Returns
    -------
    grad_x, grad_weight, grad_bias : ndarray
        grad · weight, gradᵀ · x, and the sum of grad over the batch.

    Raises
    ------
    SettingError
        If the shapes do not match.

    Examples
    --------
    >>> linear_backward([1, 10], [3, 4], [[1, 0], [0, 1]])[1]
    array([[ 3.,  4.],
           [30., 40.]])
    """
    x, weight = _linear_arguments(x, weight)
    grad = floats("grad_output", grad_output)
    same_shape("grad_output", grad, (*x.shape[:-1], len(weight)), _("the output"))
    rows = np.atleast_2d(grad)
    with np.errstate(all="ignore"):
        return grad @ weight, rows.T @ np.atleast_2d(x), rows.sum(axis=0)


def _linear_arguments(x: ArrayLike, weight: ArrayLike) -> tuple[Array, Array]:
    x, weight = floats("x", x), floats("weight", weight)
    if weight.ndim != 2 or x.ndim not in (1, 2) or x.shape[-1] != weight.shape[1]:
        raise SettingError(
            _(
                "x has the shape {x} and weight the shape {weight}, but x must be (features,) or (N, features) and "
                "weight (outputs, features), with equally many features. Flatten images first: x.reshape(len(x), -1).",
                x=x.shape,
                weight=weight.shape,
            )
        )
    return x, weight
