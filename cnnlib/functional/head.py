"""The end of a network: global pooling, the fully connected layer, and the loss."""

import numpy as np

from cnnlib.functional.activations import log_softmax
from cnnlib.functional.arrays import as_batch, floats, numbers, same_shape
from cnnlib.messages import _
from cnnlib.shapes import SettingError


def global_avg_pool2d(x):
    """Mean of every channel: (N, C, H, W) → (N, C); (C, H, W) → (C,); (H, W) → ().

    Parameters
    ----------
    x : array_like

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If x is no image.

    Examples
    --------
    >>> global_avg_pool2d([[[1, 2], [3, 6]], [[0, 0], [0, 4]]])
    array([3., 1.])
    """
    x = floats("x", x)
    as_batch("x", x)
    with np.errstate(all="ignore"):
        return np.asarray(x.mean(axis=(-2, -1)))


def global_avg_pool2d_backward(grad_output, x):
    """Gradient by the input of :func:`global_avg_pool2d`: the same share for every pixel.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output.
    x : array_like
        What :func:`global_avg_pool2d` was called with.

    Returns
    -------
    ndarray
        Of the shape of x.

    Raises
    ------
    SettingError
        If the shapes do not belong together.

    Examples
    --------
    >>> global_avg_pool2d_backward([8], np.zeros((1, 2, 2)))
    array([[[2., 2.],
            [2., 2.]]])
    """
    grad, x = floats("grad_output", grad_output), floats("x", x)
    as_batch("x", x)
    same_shape("grad_output", grad, x.shape[:-2], _("the output"))
    share = grad / grad.dtype.type(x.shape[-2] * x.shape[-1])
    return np.broadcast_to(share[..., None, None], x.shape).copy()


def linear(x, weight, bias=None):
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
        If the shapes do not belong together.

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
            same_shape("bias", bias, weight.shape[:1], _("the outputs of weight"))
            result += bias.astype(result.dtype, copy=False)
    return result


def linear_backward(grad_output, x, weight):
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
        If the shapes do not belong together.

    Examples
    --------
    >>> linear_backward([1, 10], [3, 4], [[1, 0], [0, 1]])[1]
    array([[ 3.,  4.],
           [30., 40.]])
    """
    x, weight = _linear_arguments(x, weight)
    grad = floats("grad_output", grad_output)
    same_shape("grad_output", grad, (*x.shape[:-1], len(weight)), _("the output"))
    rows = grad.reshape(-1, len(weight))
    with np.errstate(all="ignore"):
        return grad @ weight, rows.T @ x.reshape(-1, weight.shape[1]), rows.sum(axis=0)


def _linear_arguments(x, weight):
    x, weight = floats("x", x), floats("weight", weight)
    if weight.ndim != 2 or x.ndim not in (1, 2) or x.shape[-1] != weight.shape[1]:
        raise SettingError(
            _("x has the shape {x} and weight the shape {weight}, but x must be (features,) or (N, features) and "
              "weight (outputs, features), with equally many features. Flatten images first: x.reshape(len(x), -1).")
            .format(x=x.shape, weight=weight.shape)
        )
    return x, weight


def cross_entropy(scores, labels):
    """Mean of −log(probability given to the right class), from the raw scores.

    Parameters
    ----------
    scores : array_like, shape (N, classes)
        Scores before any softmax.
    labels : array_like of int, shape (N,)
        The right class of each sample, from 0.

    Returns
    -------
    float
        0 if every right class had probability 1; log(classes) for a guess.

    Raises
    ------
    SettingError
        If a label is no class, or there is no sample.

    Examples
    --------
    >>> round(cross_entropy([[0, 0]], [1]), 4), round(float(np.log(2)), 4)
    (0.6931, 0.6931)
    """
    scores, labels = _samples(scores, labels)
    return float(-log_softmax(scores)[np.arange(len(labels)), labels].mean())


def cross_entropy_backward(scores, labels):
    """Gradient of :func:`cross_entropy` by the scores: (softmax − 1 at the right class) / N.

    Parameters
    ----------
    scores, labels
        As for :func:`cross_entropy`.

    Returns
    -------
    ndarray, shape (N, classes)

    Raises
    ------
    SettingError
        If a label is no class, or there is no sample.

    Examples
    --------
    >>> cross_entropy_backward([[0, 0]], [1])
    array([[ 0.5, -0.5]])
    """
    return loss_and_gradient(scores, labels)[1]


def loss_and_gradient(scores, labels):
    """:func:`cross_entropy` and its gradient, from one softmax: what a step of training needs.

    Examples
    --------
    >>> loss, gradient = loss_and_gradient([[0, 0]], [1])
    >>> loss == cross_entropy([[0, 0]], [1]), gradient
    (True, array([[ 0.5, -0.5]]))
    """
    scores, labels = _samples(scores, labels)
    logarithms, right = log_softmax(scores), (np.arange(len(labels)), labels)
    loss = float(-logarithms[right].mean())
    gradient = np.exp(logarithms, out=logarithms)
    gradient[right] -= 1
    gradient /= len(labels)
    return loss, gradient


def _samples(scores, labels):
    scores, labels = floats("scores", scores), numbers("labels", labels)
    if scores.ndim != 2 or 0 in scores.shape:
        raise SettingError(
            _("scores has the shape {shape}, but it must be (N, classes), with at least one of each. "
              "Use scores[None] for a single sample.").format(shape=scores.shape)
        )
    same_shape("labels", labels, scores.shape[:1], _("the samples of scores"))
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= scores.shape[1]:
        raise SettingError(
            _("labels must be whole numbers from 0 to {largest}, one class each. Use for example labels.astype(int).")
            .format(largest=scores.shape[1] - 1)
        )
    return scores, labels
