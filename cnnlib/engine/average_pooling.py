"""Average pooling, over windows or over a whole channel, and its gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.arrays import as_batch, floats, same_shape
from cnnlib.engine.pooling import pool_grid, reduce_windows
from cnnlib.engine.settings import flag
from cnnlib.engine.types import Array, Padding, Size
from cnnlib.engine.windows import framed, tap_counts, unframed, window_view
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def avg_pool2d(
    x: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """The mean of each window, channel by channel.

    (N, C, H, W) → (N, C, H_out, W_out); (C, H, W) and (H, W) likewise.

    Parameters
    ----------
    x : array_like
        The images. float32 stays float32; any other kind of number becomes float64.
    kernel_size, stride, padding, dilation, ceil_mode
        As for :func:`max_pool2d`, but the frame holds zeros.
    count_include_pad : bool
        Whether the zeros of the padding count in the mean. What hangs over the padded
        image with `ceil_mode` never counts.

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the window does not fit or can lie in the padding alone, or a setting is out of range.

    Examples
    --------
    >>> avg_pool2d([[1, 2], [3, 6]], 2)
    array([[3.]])
    """
    x = floats("x", x)
    batch = as_batch("x", x)
    grid, frame = pool_grid(batch.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    count_include_pad = flag("count_include_pad", count_include_pad)
    with np.errstate(all="ignore"):
        means = reduce_windows(np.add, framed(batch, frame), grid)
        means /= np.outer(*tap_counts(grid, batch.shape[2:], count_include_pad)).astype(x.dtype)
    return means.reshape(x.shape[:-2] + grid.output)


def avg_pool2d_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Array:
    """Gradient of a loss by the input of an average pooling: each window's gradient is shared out evenly.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output of :func:`avg_pool2d`, of that output's shape.
    x, kernel_size, stride, padding, dilation, ceil_mode, count_include_pad
        What :func:`avg_pool2d` was called with.

    Returns
    -------
    ndarray
        Of the shape of x.

    Raises
    ------
    SettingError
        If the shapes do not match, or a setting is out of range.

    Examples
    --------
    >>> avg_pool2d_backward([[8]], [[1, 2], [3, 4]], 2)
    array([[2., 2.],
           [2., 2.]])
    """
    x = floats("x", x)
    batch = as_batch("x", x)
    grid, frame = pool_grid(batch.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    count_include_pad = flag("count_include_pad", count_include_pad)
    grad = floats("grad_output", grad_output).astype(x.dtype, copy=False)
    same_shape("grad_output", grad, x.shape[:-2] + grid.output, _("the output"))
    canvas = framed(np.zeros(batch.shape, x.dtype), frame)
    shares = window_view(canvas, grid)
    divisor = np.outer(*tap_counts(grid, batch.shape[2:], count_include_pad)).astype(x.dtype)
    with np.errstate(all="ignore"):
        grad = grad.reshape(batch.shape[:2] + grid.output) / divisor
        for i in range(grid.kernel[0]):
            for j in range(grid.kernel[1]):
                shares[:, :, i, j] += grad
    return unframed(canvas, frame).reshape(x.shape)


def global_avg_pool2d(x: ArrayLike) -> Array:
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
        If x is not an image.

    Examples
    --------
    >>> global_avg_pool2d([[[1, 2], [3, 6]], [[0, 0], [0, 4]]])
    array([3., 1.])
    """
    x = floats("x", x)
    as_batch("x", x)
    with np.errstate(all="ignore"):
        return np.asarray(x.mean(axis=(-2, -1)))


def global_avg_pool2d_backward(grad_output: ArrayLike, x: ArrayLike) -> Array:
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
        If the shapes do not match.

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
