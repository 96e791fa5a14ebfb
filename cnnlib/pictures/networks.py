"""What the layers of a network are called, and the windows that they slide."""

from typing import TypedDict

from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d, Linear
from cnnlib.engine.pooling_layers import AvgPool2d, MaxPool2d
from cnnlib.engine.settings import pair
from cnnlib.engine.types import AxisPadding


class Window(TypedDict):
    """What a layer that slides a window does along one axis."""

    kernel_size: int
    stride: int
    padding: AxisPadding


def window_settings(layer: Layer) -> Window | None:
    """Return the settings of a layer that slides a window, along its height; of any other layer None.

    Examples
    --------
    >>> from cnnlib.engine.layers import ReLU
    >>> window_settings(MaxPool2d(2)), window_settings(ReLU())
    ({'kernel_size': 2, 'stride': 2, 'padding': 0}, None)
    """
    if not isinstance(layer, (Conv2d, MaxPool2d, AvgPool2d)):
        return None
    kernel = pair("kernel_size", layer.kernel_size)[0]
    stride, padding = layer.settings["stride"], layer.settings["padding"]
    return {
        "kernel_size": kernel,
        "stride": kernel if stride is None else pair("stride", stride)[0],
        "padding": padding if isinstance(padding, (int, str)) else padding[0],
    }


def layer_name(layer: Layer) -> str:
    """Write the name of a layer, as it is on its block or its volume.

    Examples
    --------
    >>> layer_name(Conv2d(1, 8, 3)), layer_name(Linear(64, 10))
    ('Conv 3×3', 'Affine')
    """
    kinds = {Conv2d: "Conv", MaxPool2d: "MaxPool", AvgPool2d: "AvgPool", Linear: "Affine"}
    name = kinds.get(type(layer), type(layer).__name__)
    window = window_settings(layer)
    return f"{name} {window['kernel_size']}×{window['kernel_size']}" if window else name
