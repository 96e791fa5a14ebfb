"""What one layer of a network costs, written out; and why a layer does not fit."""

from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d, Flatten, Linear
from cnnlib.engine.network import LayerRow
from cnnlib.engine.shapes import axis_padding
from cnnlib.engine.types import Shape
from cnnlib.messages import _, format_count
from cnnlib.pictures.networks import Window, window_settings
from cnnlib.pictures.words import size_formula


def arithmetic(layer: Layer, shape: Shape, row: LayerRow) -> str:
    """Write how a layer's output shape, its parameters and its multiplications come about.

    Parameters
    ----------
    layer : Layer
    shape : tuple of int
        What it reads.
    row : LayerRow
        What it makes of it.

    Examples
    --------
    >>> from cnnlib import Sequential
    >>> layer = Conv2d(1, 8, 3)
    >>> print(arithmetic(layer, (1, 28, 28), Sequential(layer).rows((1, 28, 28))[0]))
    height and width: 28 − 3 + 1 = 26
    parameters: 8 · (1·3·3 weights + 1 bias) = 80; multiplications: 8·26·26 cells · 1·3·3 weights = 48,672
    """
    if isinstance(layer, Flatten):
        return f"{'·'.join(map(str, shape))} = {format_count(row.output_shape[0])}"
    if isinstance(layer, Linear):
        return _counts(row, str(row.output_shape[0]), str(shape[0]))
    window = window_settings(layer)
    if window is None:
        return f"{shape} → {row.output_shape}"
    line = _("height and width: {formula}", formula=_size(window, shape[1]))
    if not isinstance(layer, Conv2d):
        return line + "\n" + _("nothing to learn, nothing to multiply: it only compares")
    weights = "·".join(map(str, layer.parameters["weight"].shape[1:]))
    return line + "\n" + _counts(row, "·".join(map(str, row.output_shape)), weights)


def no_place(layer: Layer, shape: Shape) -> str:
    """Write the size that comes out of a layer whose window does not fit; nothing for any other layer.

    Examples
    --------
    >>> no_place(Conv2d(32, 64, 3), (32, 1, 1))
    'height and width: 1 − 3 + 1 = −1, so the window does not fit'
    """
    window = window_settings(layer)
    if window is None or not too_small(0, layer, shape):
        return ""
    return _("height and width: {formula}, so the window does not fit", formula=_size(window, shape[1]))


def _size(window: Window, size: int) -> str:
    """Write the size that comes out of a layer that slides a window, even where it is no possible one."""
    kernel, stride = window["kernel_size"], window["stride"]
    before, after = axis_padding(window["padding"], kernel)
    count = (size + before + after - kernel) // stride + 1
    return size_formula(size, kernel, count, stride, before, after).replace("-", "−")


def _counts(row: LayerRow, cells: str, weights: str) -> str:
    """Write the two counts of a layer: `weights` of each of its filters, and the cells for which each is used once."""
    return _(
        "parameters: {filters} · ({weights} weights + 1 bias) = {parameters}; "
        "multiplications: {cells} cells · {weights} weights = {multiplications}",
        filters=row.output_shape[0],
        weights=weights,
        parameters=format_count(row.parameters),
        cells=cells,
        multiplications=format_count(row.multiplications),
    )


def too_small(number: int, layer: Layer, shape: Shape) -> str:
    """Say that a network breaks, where the window of a layer is larger than what it reads; empty if it is not.

    Parameters
    ----------
    number : int
        Of the layer, counted from 1.
    layer : Layer
    shape : (C, H, W)
        What it would read.

    Examples
    --------
    >>> too_small(4, Conv2d(8, 16, 3), (8, 2, 2))
    'The network breaks at layer 4, Conv2d(8, 16, 3): its 3×3 window does not fit on (8, 2, 2). It needs a map of at \
least 3×3.'
    """
    window = window_settings(layer)
    if window is None or len(shape) < 3:
        return ""
    size = window["kernel_size"]
    least = size - sum(axis_padding(window["padding"], size))
    if min(shape[1:]) >= least:
        return ""
    return _(
        "The network breaks at layer {number}, {layer}: its {size}×{size} window does not fit on {shape}. "
        "It needs a map of at least {least}×{least}.",
        number=number,
        layer=layer,
        size=size,
        shape=shape,
        least=least,
    )
