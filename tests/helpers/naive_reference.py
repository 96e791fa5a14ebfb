"""The engine once more, in plain loops: slow, obvious, and what the fast one is tested against.

All arrays are (N, C, H, W), and all settings are already pairs: ``stride`` and ``dilation``
(height, width), and the padding ``per_side`` ((top, bottom), (left, right)). A tap is one cell of a kernel.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import DTypeLike

from cnnlib.engine.types import Array, Pair, PerSide, Shape


def size(pixels: int, kernel: int, stride: int, before_after: Pair, dilation: int, ceil_mode: bool = False) -> int:
    """Count the windows of one axis by trying every start."""
    before, after = before_after
    reach = dilation * (kernel - 1) + 1
    count = 0
    while True:
        start = count * stride - before
        hangs_over = start + reach > pixels + after
        if (hangs_over and not ceil_mode) or start >= pixels + (after if not ceil_mode else 0):
            return count
        # With ceil_mode one window may hang over, but only if the one before it did not reach the end.
        if hangs_over and (start - stride) + reach >= pixels + after and count:
            return count
        count += 1


def each_window(n: int, channels: int, height: int, width: int) -> Iterator[tuple[int, int, int, int]]:
    for image in range(n):
        for channel in range(channels):
            for row in range(height):
                for column in range(width):
                    yield image, channel, row, column


def each_tap(
    row: int, column: int, kernel: Pair, stride: Pair, per_side: PerSide, dilation: Pair
) -> Iterator[tuple[int, int, int, int]]:
    """Yield (i, j, y, x): the tap of the kernel, and the pixel of the image that it lies on."""
    for i in range(kernel[0]):
        for j in range(kernel[1]):
            y = row * stride[0] + i * dilation[0] - per_side[0][0]
            yield i, j, y, column * stride[1] + j * dilation[1] - per_side[1][0]


def plane(x: Array, kernel: Pair, stride: Pair, per_side: PerSide, dilation: Pair, ceil_mode: bool = False) -> Pair:
    """(H_out, W_out)."""
    height, width = (size(x.shape[2 + a], kernel[a], stride[a], per_side[a], dilation[a], ceil_mode) for a in (0, 1))
    return height, width


def inside(x: Array, y: int, column: int) -> bool:
    return 0 <= y < x.shape[2] and 0 <= column < x.shape[3]


def conv2d(
    x: Array, weight: Array, bias: Array | None, stride: Pair, per_side: PerSide, dilation: Pair, groups: int
) -> Array:
    f, per_group, kernel = *weight.shape[:2], weight.shape[2:]
    out = np.zeros((len(x), f, *plane(x, kernel, stride, per_side, dilation)), np.result_type(x, weight))
    for n, filter_, row, column in each_window(*out.shape):
        first = filter_ // (f // groups) * per_group
        total = out.dtype.type(0)
        for i, j, y, x_ in each_tap(row, column, kernel, stride, per_side, dilation):
            if inside(x, y, x_):
                for channel in range(per_group):
                    total += x[n, first + channel, y, x_] * weight[filter_, channel, i, j]
        out[n, filter_, row, column] = total + (0 if bias is None else bias[filter_])
    return out


def conv2d_backward(
    grad: Array, x: Array, weight: Array, stride: Pair, per_side: PerSide, dilation: Pair, groups: int
) -> tuple[Array, Array, Array]:
    f, per_group, kernel = *weight.shape[:2], weight.shape[2:]
    grad_x, grad_weight, grad_bias = np.zeros_like(x), np.zeros_like(weight), np.zeros(f, x.dtype)
    for n, filter_, row, column in each_window(*grad.shape):
        first = filter_ // (f // groups) * per_group
        g = grad[n, filter_, row, column]
        grad_bias[filter_] += g
        for i, j, y, x_ in each_tap(row, column, kernel, stride, per_side, dilation):
            if inside(x, y, x_):
                for channel in range(per_group):
                    grad_x[n, first + channel, y, x_] += g * weight[filter_, channel, i, j]
                    grad_weight[filter_, channel, i, j] += g * x[n, first + channel, y, x_]
    return grad_x, grad_weight, grad_bias


def conv_transpose2d(
    x: Array,
    weight: Array,
    bias: Array | None,
    stride: Pair,
    per_side: PerSide,
    output_padding: Pair,
    dilation: Pair,
    groups: int,
) -> Array:
    channels, per_group, kernel = *weight.shape[:2], weight.shape[2:]
    lengths = [
        (x.shape[2 + a] - 1) * stride[a] - sum(per_side[a]) + dilation[a] * (kernel[a] - 1) + 1 + output_padding[a]
        for a in (0, 1)
    ]
    out = np.zeros((len(x), per_group * groups, *lengths), np.result_type(x, weight))
    for n, channel, row, column in each_window(*x.shape):
        first = channel // (channels // groups) * per_group
        for i, j, y, x_ in each_tap(row, column, kernel, stride, per_side, dilation):
            if inside(out, y, x_):
                for o in range(per_group):
                    out[n, first + o, y, x_] += x[n, channel, row, column] * weight[channel, o, i, j]
    if bias is not None:
        out += bias[:, None, None]
    return out


def max_pool2d(
    x: Array, kernel: Pair, stride: Pair, per_side: PerSide, dilation: Pair, ceil_mode: bool
) -> tuple[Array, Array]:
    """Maxima, and their flat positions: the first in reading order; a NaN wins."""
    shape = (*x.shape[:2], *plane(x, kernel, stride, per_side, dilation, ceil_mode))
    out, indices = np.empty(shape, x.dtype), np.empty(shape, int)
    for n, channel, row, column in each_window(*shape):
        best = None
        for _i, _j, y, x_ in each_tap(row, column, kernel, stride, per_side, dilation):
            if inside(x, y, x_):
                value = x[n, channel, y, x_]
                if best is None or value > best or (value != value and best == best):
                    best, where = value, y * x.shape[3] + x_
        out[n, channel, row, column], indices[n, channel, row, column] = best, where
    return out, indices


def max_pool2d_backward(grad: Array, x: Array, indices: Array) -> Array:
    grad_x = np.zeros(x.shape, grad.dtype)
    for n, channel, row, column in each_window(*grad.shape):
        grad_x[n, channel].reshape(-1)[indices[n, channel, row, column]] += grad[n, channel, row, column]
    return grad_x


def averaged(
    x: Array,
    row: int,
    column: int,
    kernel: Pair,
    stride: Pair,
    per_side: PerSide,
    dilation: Pair,
    count_include_pad: bool,
) -> tuple[list[Pair], int]:
    """Return the pixels of a window, and the number to divide their sum by."""
    pixels, padded = [], 0
    for _i, _j, y, x_ in each_tap(row, column, kernel, stride, per_side, dilation):
        if inside(x, y, x_):
            pixels.append((y, x_))
        if y < x.shape[2] + per_side[0][1] and x_ < x.shape[3] + per_side[1][1]:
            padded += 1
    return pixels, padded if count_include_pad else len(pixels)


def avg_pool2d(
    x: Array,
    kernel: Pair,
    stride: Pair,
    per_side: PerSide,
    dilation: Pair,
    ceil_mode: bool,
    count_include_pad: bool,
) -> Array:
    out = np.empty((*x.shape[:2], *plane(x, kernel, stride, per_side, dilation, ceil_mode)), x.dtype)
    for n, channel, row, column in each_window(*out.shape):
        pixels, count = averaged(x, row, column, kernel, stride, per_side, dilation, count_include_pad)
        out[n, channel, row, column] = math.fsum(x[n, channel, y, x_] for y, x_ in pixels) / count
    return out


def avg_pool2d_backward(
    grad: Array,
    x: Array,
    kernel: Pair,
    stride: Pair,
    per_side: PerSide,
    dilation: Pair,
    count_include_pad: bool,
) -> Array:
    grad_x = np.zeros_like(x)
    for n, channel, row, column in each_window(*grad.shape):
        pixels, count = averaged(x, row, column, kernel, stride, per_side, dilation, count_include_pad)
        for y, x_ in pixels:
            grad_x[n, channel, y, x_] += grad[n, channel, row, column] / count
    return grad_x


def integers(rng: np.random.Generator, shape: int | Shape, dtype: DTypeLike = np.float64) -> Array:
    """Return small whole numbers: sums of their products are exact in float32, so tests need no tolerance."""
    return rng.integers(-4, 5, shape).astype(dtype)


def numerical_gradient(function: Callable[[Array], float], x: Array, step: float) -> Array:
    """Return the gradient of a function of one array that returns a number, by central differences."""
    gradient = np.empty_like(x)
    for index in np.ndindex(x.shape):
        moved = x.copy()
        moved[index] += step
        above = function(moved)
        moved[index] -= 2 * step
        gradient[index] = (above - function(moved)) / (2 * step)
    return gradient
