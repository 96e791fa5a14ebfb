"""Layers in layers, and one layer in several places of a network.

A layer remembers what it was given, and its gradient, for the way back. Where it stands twice, it would remember only
the last time. So every place but the first has a twin: the same parameters, a memory of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING

from cnnlib.engine.settings import SettingError
from cnnlib.messages import _

if TYPE_CHECKING:
    from cnnlib.engine.layer import Layer

Twins = dict[int, list["Layer"]]
"""The identity of a layer → the layer, then its twins."""


def leaves(layer: Layer) -> list[Layer]:
    """Return the layers inside a layer that hold parameters themselves, or could: each once, in the order of use.

    Examples
    --------
    >>> from cnnlib import Linear, ReLU, Sequential
    >>> shared = ReLU()
    >>> leaves(Sequential(Linear(2, 2), shared, Sequential(Linear(2, 1), shared)))
    [Linear(2, 2), ReLU(), Linear(2, 1)]
    """
    return list({id(each): each for each in _walk(layer)}.values())


def _walk(layer: Layer) -> Iterator[Layer]:
    if not layer.layers or layer.parameters:
        yield layer
    for each in layer.layers:
        yield from _walk(each)


def in_places(
    layers: Sequence[Layer], twins: Twins, rebuilt: Callable[[Layer, tuple[Layer, ...]], Layer | None]
) -> tuple[Layer, ...]:
    """Return what stands in each place: the layer itself the first time, a twin of it from then on.

    Parameters
    ----------
    layers : sequence of Layer
    twins : dict
        The layers met so far; it is added to.
    rebuilt : callable
        A layer that has layers inside, and what stands in their places → a copy of the layer that uses those; None
        if it cannot be rebuilt so.

    Raises
    ------
    SettingError
        If a layer that stands somewhere else is inside one that cannot be rebuilt.
    """
    placed: list[Layer] = []
    for layer in layers:
        if not layer.layers:
            known = twins.setdefault(id(layer), [])
            placed.append(twin_of(layer) if known else layer)
            known.append(placed[-1])
            continue
        inside = in_places(layer.layers, twins, rebuilt)
        if all(one is other for one, other in zip(inside, layer.layers, strict=True)):
            placed.append(layer)
            continue
        twin = rebuilt(layer, inside)
        if twin is None:
            raise SettingError(
                _("{layer} holds a layer that stands in two places of the network.", layer=layer),
                _("Use a layer of its own in each place, or a Sequential."),
            )
        placed.append(twin)
    return tuple(placed)


def twin_of(layer: Layer) -> Layer:
    """Return a layer with the same parameters, and a memory of its own.

    Examples
    --------
    >>> from cnnlib import Linear
    >>> layer = Linear(2, 2)
    >>> twin = twin_of(layer)
    >>> twin is layer, twin.parameters is layer.parameters
    (False, True)
    """
    twin = copy(layer)
    twin.gradients = {}
    return twin
