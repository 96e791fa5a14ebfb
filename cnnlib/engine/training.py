"""Training: optimisers, and `fit`, a generator that trains while records are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

from cnnlib.engine.arrays import floats, numbers
from cnnlib.engine.layers import Layer
from cnnlib.engine.loss import loss_and_gradient, scored_samples
from cnnlib.engine.network import Sequential
from cnnlib.engine.places import leaves
from cnnlib.engine.settings import SettingError, generator, integer, number
from cnnlib.engine.threads import one_blas_thread
from cnnlib.engine.types import Array
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

State = TypeVar("State")
"""What an optimizer remembers of a parameter."""


class _Optimizer(Generic[State]):
    """Holds the layers of a network and one state per parameter."""

    def __init__(self, model: Layer, learning_rate: float) -> None:
        self.learning_rate = number("learning_rate", learning_rate, above=0)
        if not isinstance(model, Layer):
            raise SettingError(
                _("model is {value!r}, but it must be a network or a layer.", value=model),
                _("Use the network that is to be trained."),
            )
        self._places = [(layer, name) for layer in leaves(model) for name in layer.parameters]
        self._states = [self._first_state(layer.parameters[name]) for layer, name in self._places]

    def _first_state(self, parameter: Array) -> State:
        raise NotImplementedError

    def _move(self, parameter: Array, gradient: Array, state: State) -> None:
        raise NotImplementedError

    def trains(self, model: Layer) -> bool:
        """Whether the parameters of a network are the ones that this optimizer moves."""
        return [layer for layer, _name in self._places] == [layer for layer in leaves(model) for _ in layer.parameters]

    def step(self) -> None:
        """Move every parameter once, against its gradient.

        Raises
        ------
        SettingError
            If there are no gradients yet.
        """
        for layer, name in self._places:
            if name not in layer.gradients:
                raise SettingError(
                    _("{layer} has no gradient for its {name}.", layer=layer, name=name),
                    _("Call forward, then backward, before each step."),
                )
        with np.errstate(all="ignore"):  # a learning rate that is too high ends in NaN: a lesson, not a warning
            for (layer, name), state in zip(self._places, self._states, strict=True):
                self._move(layer.parameters[name], layer.gradients[name], state)


class SGD(_Optimizer[Array]):
    """Stochastic gradient descent with momentum: v ← momentum · v + gradient; parameter ← parameter − rate · v.

    Parameters
    ----------
    model : Layer
        The network, or a single layer.
    learning_rate : float
    momentum : float
        0 for plain descent; 0.9 lets steps in the same direction build up.

    Raises
    ------
    SettingError
        If `learning_rate` is not positive.

    Notes
    -----
    Sutskever et al. (2013), in the form that PyTorch uses.
    """

    def __init__(self, model: Layer, learning_rate: float = 0.1, *, momentum: float = 0.9) -> None:
        self.momentum = number("momentum", momentum, minimum=0)
        super().__init__(model, learning_rate)

    def _first_state(self, parameter: Array) -> Array:
        return np.zeros_like(parameter)

    def _move(self, parameter: Array, gradient: Array, state: Array) -> None:
        velocity = state
        velocity *= self.momentum
        velocity += gradient
        parameter -= self.learning_rate * velocity


class Adam(_Optimizer[tuple[Array, Array]]):
    """Steps of about `learning_rate` for every parameter: the mean gradient divided by its typical size.

    Parameters
    ----------
    model : Layer
        The network, or a single layer.
    learning_rate : float
    betas : (float, float)
        How much of the running means of the gradient and of its square each step keeps.
    epsilon : float
        Prevents a division by 0 where the gradient is 0.

    Raises
    ------
    SettingError
        If `learning_rate` is not positive.

    Notes
    -----
    Kingma and Ba (2015), algorithm 1.
    """

    def __init__(
        self,
        model: Layer,
        learning_rate: float = 0.001,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
    ) -> None:
        if not isinstance(betas, tuple | list) or len(betas) != 2:
            raise SettingError(
                _("betas is {value!r}, but it must be two numbers.", value=betas), _("Use for example (0.9, 0.999).")
            )
        self.betas = _kept(betas[0]), _kept(betas[1])
        self.epsilon = number("epsilon", epsilon, minimum=0)
        self._steps = 0
        super().__init__(model, learning_rate)

    def _first_state(self, parameter: Array) -> tuple[Array, Array]:
        return np.zeros_like(parameter), np.zeros_like(parameter)

    def step(self) -> None:
        self._steps += 1
        super().step()

    def _move(self, parameter: Array, gradient: Array, state: tuple[Array, Array]) -> None:
        mean, square = state
        slow, slower = self.betas
        mean *= slow
        mean += (1 - slow) * gradient
        square *= slower
        square += (1 - slower) * gradient * gradient
        # Both means start at 0; dividing by 1 − βᵗ makes up for the steps that are missing.
        size = np.sqrt(square / (1 - slower**self._steps))
        size += self.epsilon
        parameter -= self.learning_rate / (1 - slow**self._steps) * mean / size


def _kept(value: float) -> float:
    """Return how much of a running mean each step keeps; raise a SettingError if it is not from 0 to below 1."""
    if number("betas", value, minimum=0) >= 1:
        raise SettingError(
            _("betas holds {value}, but each must be smaller than 1.", value=value), _("Use for example (0.9, 0.999).")
        )
    return float(value)


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
    if not isinstance(optimizer, _Optimizer) or not optimizer.trains(model):
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
