"""The loss: how wrong the scores of a classifier are, as one number, and its gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.activations import log_softmax
from cnnlib.engine.arrays import floats, numbers, same_shape
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def cross_entropy(scores: ArrayLike, labels: ArrayLike) -> float:
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
        0 if every right class has probability 1; log(classes) if all classes are equally probable.

    Raises
    ------
    SettingError
        If a label is not one of the classes, or there is no sample.

    Examples
    --------
    >>> round(cross_entropy([[0, 0]], [1]), 4), round(float(np.log(2)), 4)
    (0.6931, 0.6931)
    """
    scores, labels = scored_samples(scores, labels)
    return float(-log_softmax(scores)[np.arange(len(labels)), labels].mean())


def cross_entropy_backward(scores: ArrayLike, labels: ArrayLike) -> Array:
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
        If a label is not one of the classes, or there is no sample.

    Examples
    --------
    >>> cross_entropy_backward([[0, 0]], [1])
    array([[ 0.5, -0.5]])
    """
    return loss_and_gradient(scores, labels)[1]


def loss_and_gradient(scores: ArrayLike, labels: ArrayLike) -> tuple[float, Array]:
    """:func:`cross_entropy` and its gradient, from one softmax: what a step of training needs.

    Examples
    --------
    >>> loss, gradient = loss_and_gradient([[0, 0]], [1])
    >>> loss == cross_entropy([[0, 0]], [1]), gradient
    (True, array([[ 0.5, -0.5]]))
    """
    scores, labels = scored_samples(scores, labels)
    logarithms, right = log_softmax(scores), (np.arange(len(labels)), labels)
    loss = float(-logarithms[right].mean())
    gradient = np.exp(logarithms, out=logarithms)
    gradient[right] -= 1
    gradient /= len(labels)
    return loss, gradient


def scored_samples(scores: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """Return scores as floats (N, classes) and labels as whole numbers (N,), one class each.

    Raises
    ------
    SettingError
        If a label is not one of the classes, or there is no sample.

    Examples
    --------
    >>> scored_samples([[0, 0]], [1])
    (array([[0., 0.]]), array([1]))
    """
    scores, labels = floats("scores", scores), numbers("labels", labels)
    if scores.ndim != 2 or 0 in scores.shape:
        raise SettingError(
            _(
                "scores has the shape {shape}, but it must be (N, classes), with at least one of each.",
                shape=scores.shape,
            ),
            _("Use scores[None] for a single sample."),
        )
    same_shape("labels", labels, scores.shape[:1], _("the list of samples"))
    if labels.dtype.kind not in "iu" or labels.min() < 0 or labels.max() >= scores.shape[1]:
        raise SettingError(
            _("labels must be whole numbers from 0 to {largest}, one class each.", largest=scores.shape[1] - 1),
            _("Use for example labels.astype(int)."),
        )
    return scores, labels
