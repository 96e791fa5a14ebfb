"""Training: `fit`, a generator that trains while records are asked for, and what is then read right."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cnnlib.engine.arrays import floats, numbers
from cnnlib.engine.layer import Layer
from cnnlib.engine.loss import loss_and_gradient, scored_samples
from cnnlib.engine.network import Sequential
from cnnlib.engine.optimizers import SGD, Adam, Optimizer
from cnnlib.engine.settings import SettingError, generator, integer
from cnnlib.engine.threads import one_blas_thread
from cnnlib.engine.types import Array
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class Record(NamedTuple):
    """How training has gone since the previous record.

    Attributes
    ----------
    epoch : int
        Passes through the samples begun so far; the first is 1.
    step : int
        Batches so far.
    loss, accuracy : float
        Means over the samples since the previous record, each measured before the step that learned from it.
    held_out : float or None
        Accuracy on the samples held out, if there are any.
    seconds : float
        Time spent on training so far; what happens between records does not count.
    """

    epoch: int
    step: int
    loss: float
    accuracy: float
    held_out: float | None
    seconds: float


def fit(
    model: Sequential,
    x: ArrayLike,
    labels: ArrayLike,
    *,
    optimizer: SGD | Adam | None = None,
    epochs: int = 1,
    batch_size: int = 32,
    held_out: tuple[ArrayLike, ArrayLike] | None = None,
    every: int | None = None,
    seed: int | np.random.Generator = 0,
) -> Iterator[Record]:
    """Train a network, a record at a time; to stop, ask for no more records.

    Parameters
    ----------
    model : Sequential
    x : array_like, shape (samples, …)
    labels : array_like of int, shape (samples,)
    optimizer : SGD or Adam, optional
        ``Adam(model)`` by default.
    epochs, batch_size : int
    held_out : (x, labels), optional
        Samples to test on at every record.
    every : int, optional
        Batches between two records; by default, there is one record per epoch.
    seed : int or numpy.random.Generator
        The source of the order of the samples. The same seed on the same machine gives the same network.

    Yields
    ------
    Record

    Raises
    ------
    SettingError
        If there are no samples, if there is not one label for each, or if a setting is out of range.

    Examples
    --------
    Learn to tell a bright pixel from a dark one:

    >>> from cnnlib.engine.layers import Flatten, Linear
    >>> model = Sequential(Flatten(), Linear(1, 2))
    >>> x = np.array([0.0, 1.0, 0.1, 0.9]).reshape(4, 1, 1, 1)
    >>> for record in fit(model, x, np.array([0, 1, 0, 1]), optimizer=SGD(model, 1.0), epochs=20):
    ...     pass
    >>> record.epoch, record.accuracy
    (20, 1.0)
    """
    if not isinstance(model, Sequential):
        raise SettingError(
            _("model is {value!r}, but it must be a network.", value=model), _("Use Sequential(…), with its layers.")
        )
    x, labels = _labelled(x, labels)
    if held_out is not None:
        if not isinstance(held_out, tuple | list) or len(held_out) != 2:
            raise SettingError(_("held_out must be two arrays: samples and their labels."), _("Use (x, labels)."))
        held_out = _labelled(*held_out)
    epochs, batch_size = integer("epochs", epochs, 1), integer("batch_size", batch_size, 1)
    every = -(-len(x) // batch_size) if every is None else integer("every", every, 1)
    optimizer = Adam(model) if optimizer is None else optimizer
    if not isinstance(optimizer, Optimizer) or not optimizer.trains(model):
        raise SettingError(
            _("the optimizer belongs to other layers than those of the network, and would move none of these."),
            _("Use for example SGD(model)."),
        )
    return _records(model, x, labels, optimizer, epochs, batch_size, held_out, every, generator("seed", seed))


def _labelled(x: ArrayLike, labels: ArrayLike) -> tuple[Array, Array]:
    """Return samples as floats, and their labels; raise a SettingError unless each has one, and there is one."""
    x, labels = floats("x", x), numbers("labels", labels)
    if not x.ndim or not len(x) or labels.shape != (len(x),):
        raise SettingError(
            _(
                "x has the shape {x} and labels the shape {labels}, but there must be one label for each of at least "
                "one sample.",
                x=x.shape,
                labels=labels.shape,
            ),
            _("Use labels of shape ({samples},).", samples=len(x) if x.ndim else 1),
        )
    return x, labels


def _records(
    model: Sequential,
    x: Array,
    labels: Array,
    optimizer: SGD | Adam,
    epochs: int,
    batch_size: int,
    held_out: tuple[ArrayLike, ArrayLike] | None,
    every: int,
    rng: np.random.Generator,
) -> Iterator[Record]:
    """The loop of `fit`: a generator of its own, so that `fit` checks its arguments when it is called."""
    step, seconds = 0, 0.0
    samples, losses, hits = 0, 0.0, 0  # since the previous record
    last = epochs * -(-len(x) // batch_size)
    for epoch in range(1, epochs + 1):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            began = perf_counter()
            batch = order[start : start + batch_size]
            loss, right = train_step(model, x[batch], labels[batch], optimizer)
            seconds += perf_counter() - began
            step += 1
            samples, losses, hits = samples + len(batch), losses + loss * len(batch), hits + right
            if step % every == 0 or step == last:
                tested = None if held_out is None else accuracy(model, *held_out)
                yield Record(epoch, step, losses / samples, hits / samples, tested, seconds)
                samples, losses, hits = 0, 0.0, 0


@one_blas_thread()
def train_step(model: Sequential, x: Array, labels: Array, optimizer: SGD | Adam) -> tuple[float, int]:
    """Learn from one batch: forward, loss, backward, step.

    Returns
    -------
    loss : float
    right : int
        How many samples were classified correctly before the step.
    """
    scores = model.forward(x)
    loss, gradient = loss_and_gradient(scores, labels)
    model.backward(gradient, input_gradient=False)
    optimizer.step()
    return loss, int((scores.argmax(axis=1) == labels).sum())


@one_blas_thread()
def accuracy(model: Layer, x: ArrayLike, labels: ArrayLike, *, batch_size: int = 256) -> float:
    """Fraction of the samples whose largest score is that of the right class.

    Parameters
    ----------
    model : Layer
    x : array_like, shape (samples, …)
    labels : array_like of int, shape (samples,)
    batch_size : int
        Samples at a time.

    Returns
    -------
    float

    Raises
    ------
    SettingError
        If there are no samples, if there is not one label for each, or if a label is none of the model's classes.

    Examples
    --------
    A layer that passes its input on, and two samples of class 1:

    >>> accuracy(Sequential(), np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1, 1]))
    0.5
    """
    if not isinstance(model, Layer):
        raise SettingError(
            _("model is {value!r}, but it must be a network or a layer.", value=model),
            _("Use for example Sequential()."),
        )
    x, labels = _labelled(x, labels)
    batch_size = integer("batch_size", batch_size, 1)
    right = 0
    for start in range(0, len(x), batch_size):
        batch = slice(start, start + batch_size)
        scores, wanted = scored_samples(model.forward(x[batch]), labels[batch])
        right += int((scores.argmax(axis=1) == wanted).sum())
    return right / len(x)
