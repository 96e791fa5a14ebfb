"""Optimisers: how each parameter moves against its gradient."""

from __future__ import annotations

from typing import Generic, TypeVar

import numpy as np

from cnnlib.engine.layer import Layer
from cnnlib.engine.places import leaves
from cnnlib.engine.settings import SettingError, number
from cnnlib.engine.types import Array
from cnnlib.messages import _

State = TypeVar("State")
"""What an optimizer remembers of a parameter."""


class Optimizer(Generic[State]):
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


class SGD(Optimizer[Array]):
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


class Adam(Optimizer[tuple[Array, Array]]):
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
