"""Layers that pool: the largest value or the mean of each window, or the mean of a whole channel."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from cnnlib.engine.average_pooling import avg_pool2d, avg_pool2d_backward, global_avg_pool2d, global_avg_pool2d_backward
from cnnlib.engine.layer import Layer, changed_settings
from cnnlib.engine.pooling import check_pool_settings, max_pool2d, max_pool2d_backward, pool_grid
from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array, Padding, Shape, Size
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class PoolingSettings(TypedDict):
    """The options that :func:`cnnlib.max_pool2d` and :func:`cnnlib.avg_pool2d` share."""

    stride: Size | None
    padding: Padding
    dilation: Size
    ceil_mode: bool


def _as_image(shape: Shape) -> tuple[int, int, int]:
    """Return the shape of one image; raise a SettingError for another."""
    if len(shape) != 3:
        raise SettingError(
            _("pooling reads images, but it is given the shape {shape}.", shape=shape),
            _("Use an input of shape (C, H, W)."),
        )
    channels, height, width = shape
    return channels, height, width


class _WindowPooling(Layer):
    """What the layers that pool over windows share."""

    def __init__(
        self,
        kernel_size: Size,
        *,
        stride: Size | None = None,
        padding: Padding = 0,
        dilation: Size = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__()
        self.kernel_size = kernel_size
        self.settings: PoolingSettings = {
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "ceil_mode": ceil_mode,
        }
        check_pool_settings(kernel_size, **self.settings)  # refuses now what no forward pass could use

    def output_shape(self, shape: Shape) -> Shape:
        channels, height, width = _as_image(shape)
        grid, _frame = pool_grid((height, width), self.kernel_size, **self.settings)
        return (channels, *grid.output)

    def __repr__(self) -> str:
        changed = changed_settings(self.settings, stride=None, padding=0, dilation=1, ceil_mode=False)
        return f"{type(self).__name__}({self.kernel_size}{changed})"


class MaxPool2d(_WindowPooling):
    """Largest value of each window; see :func:`cnnlib.max_pool2d`. Nothing to learn.

    Examples
    --------
    >>> MaxPool2d(2).output_shape((8, 28, 28))
    (8, 14, 14)
    """

    def forward(self, x: ArrayLike) -> Array:
        self._x = x
        self._output = max_pool2d(x, self.kernel_size, **self.settings)
        return self._output

    def backward(self, grad_output: ArrayLike) -> Array:
        return max_pool2d_backward(grad_output, self._x, self.kernel_size, **self.settings, output=self._output)


class AvgPool2d(_WindowPooling):
    """Mean of each window; see :func:`cnnlib.avg_pool2d`. Nothing to learn.

    Examples
    --------
    >>> AvgPool2d(2).forward([[1, 2], [3, 6]])
    array([[3.]])
    """

    def forward(self, x: ArrayLike) -> Array:
        self._x = x
        return avg_pool2d(x, self.kernel_size, **self.settings)

    def backward(self, grad_output: ArrayLike) -> Array:
        return avg_pool2d_backward(grad_output, self._x, self.kernel_size, **self.settings)


class GlobalAvgPool2d(Layer):
    """Mean of every channel, (N, C, H, W) → (N, C); see :func:`cnnlib.global_avg_pool2d`.

    Examples
    --------
    >>> GlobalAvgPool2d().output_shape((8, 7, 7))
    (8,)
    """

    def forward(self, x: ArrayLike) -> Array:
        self._x = x
        return global_avg_pool2d(x)

    def backward(self, grad_output: ArrayLike) -> Array:
        return global_avg_pool2d_backward(grad_output, self._x)

    def output_shape(self, shape: Shape) -> Shape:
        return _as_image(shape)[:1]
