"""Networks of equal blocks, and how a cell of their last map is traced back to the maps before it."""

from typing import Any

import numpy as np

from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d, ReLU
from cnnlib.engine.network import Sequential
from cnnlib.engine.pooling_layers import MaxPool2d
from cnnlib.engine.receptive import ReceptiveField
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _
from cnnlib.pictures.networks import Window, layer_name, window_settings
from cnnlib.pictures.panels import Outline
from cnnlib.pictures.words import shape

INK: dict[str, Any] = {"colours": "ink", "limits": (0.0, 16.0)}
"""How a digit is coloured in this lesson: dark ink on light paper."""


def stack(blocks: int, kernel_size: int, *, padding: int = 0, pool: int = 1, mean: bool = False) -> Sequential:
    """Return a network of equal blocks: a convolution with one filter, ReLU, and a pooling if `pool` is above 1.

    Parameters
    ----------
    blocks : int
    kernel_size, padding : int
        Of each convolution, whose stride is 1 and which has no bias.
    pool : int
        Size and stride of each pooling; 1 leaves them out.
    mean : bool
        Whether the weights of a kernel add up to 1; by default each weight is 1.

    Examples
    --------
    >>> stack(1, 3, pool=2).rows((1, 8, 8))[-1].output_shape
    (1, 3, 3)
    """
    layers: list[Layer] = []
    for _block in range(blocks):
        layer = Conv2d(1, 1, kernel_size, padding=padding, bias=False, dtype=float)
        layer.parameters["weight"][...] = 1 / kernel_size**2 if mean else 1.0
        layers += [layer, ReLU()]
        if pool > 1:
            layers.append(MaxPool2d(pool))
    return Sequential(*layers)


def seen_of(cells: Array, field: ReceptiveField, at: Pair, *, role: str = "kernel") -> Outline:
    """Return the frame around what the cell `at` of a later map sees of a map, without what is padding.

    Examples
    --------
    >>> from cnnlib import receptive_field
    >>> seen_of(np.zeros((8, 8)), receptive_field([dict(kernel_size=3, padding=1)]), (0, 4))
    Outline(row=0, column=3, height=2, width=3, role='kernel')
    """
    (top, bottom), (left, right) = (
        (max(0, first), min(size, stop)) for (first, stop), size in zip(map(field.of, at), cells.shape, strict=True)
    )
    return Outline(top, left, bottom - top, right - left, role=role)


def stages(network: Sequential, image: Array) -> tuple[list[Window], list[Array]]:
    """Return the settings of the layers that slide a window, and the maps: the input, and one after each of them."""
    windows: list[Window] = []
    maps = [np.asarray(image, float)]
    x = maps[0][None]
    for layer in network.layers:
        try:
            x = layer(x)
        except SettingError as problem:
            raise SettingError(
                _(
                    "{layer} does not fit on {left}, which is all that the layers before it leave of {image}.",
                    layer=layer_name(layer),
                    left=shape(maps[-1]),
                    image=shape(image),
                ),
                _("Use fewer layers, a smaller kernel_size, or pool 1."),
            ) from problem
        window = window_settings(layer)
        if window is not None:
            windows.append(window)
            maps.append(x[0])
        else:
            maps[-1] = x[0]
    return windows, maps


def is_convolution(window: Window) -> bool:
    """Whether a layer of a :func:`stack` is a convolution: each pooling has a larger stride."""
    return window["stride"] == 1


def nearest(field: ReceptiveField, cells: Array, last: Array) -> Array:
    """Return, for each cell of a map, the cell of the last map whose field is centred nearest to it."""
    places = []
    for size, count in zip(cells.shape, last.shape, strict=True):
        centre = (2 * np.arange(size) + 1 - 2 * field.start - field.size + field.jump) // (2 * field.jump)
        places.append(np.clip(centre, 0, count - 1))
    return places[0][:, None] * last.shape[1] + places[1]


def middles(field: ReceptiveField, cells: Array, image: Array) -> Array:
    """Return, for each cell of a map, the pixel in the middle of its field."""
    places = []
    for count, size in zip(cells.shape, image.shape, strict=True):
        middle = field.start + field.jump * np.arange(count) + (field.size - 1) // 2
        places.append(np.clip(middle, 0, size - 1))
    return places[0][:, None] * image.shape[1] + places[1]
