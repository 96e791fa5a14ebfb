"""The grid of windows on a plane: settings resolved once, and the view that they describe."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnnlib.shapes import count_windows, pair, resolve_padding


class Grid(NamedTuple):
    """Where the windows of a padded plane lie; every pair is (height, width).

    Attributes
    ----------
    kernel, stride, dilation : (int, int)
    sides : ((top, bottom), (left, right))
        The padding.
    output : (int, int)
        How many windows there are, one above the other and side by side.
    """

    kernel: tuple
    stride: tuple
    dilation: tuple
    sides: tuple
    output: tuple


def resolve_grid(size, kernel_size, stride, padding, dilation, ceil_mode=False):
    """Settings in any of their forms, for an (H, W) plane, as a :class:`Grid`.

    Raises
    ------
    SettingError
        If a setting is out of range or the kernel does not fit.

    Examples
    --------
    >>> resolve_grid((5, 5), 3, 2, 1, 1).output
    (3, 3)
    """
    if type(stride) is type(padding) is type(dilation) is int:  # what lru_cache cannot tell from True or 1.0
        return _plain_grid(tuple(size), pair("kernel_size", kernel_size), stride, padding, dilation, ceil_mode)
    return _any_grid(size, kernel_size, stride, padding, dilation, ceil_mode)


def _any_grid(size, kernel_size, stride, padding, dilation, ceil_mode):
    kernel, stride, dilation = pair("kernel_size", kernel_size), pair("stride", stride), pair("dilation", dilation)
    sides = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
    output = (
        count_windows(size[0], kernel[0], stride[0], *sides[0], dilation[0], ceil_mode),
        count_windows(size[1], kernel[1], stride[1], *sides[1], dilation[1], ceil_mode),
    )
    return Grid(kernel, stride, dilation, sides, output)


_plain_grid = lru_cache(maxsize=512)(_any_grid)  # a slider or a network asks for the same few again and again


def framed(batch, sides, value=0):
    """An (N, C, H, W) array with a frame of `value`; the array itself if there is nothing to add.

    Examples
    --------
    >>> framed(np.ones((1, 1, 1, 1)), ((0, 0), (1, 2)))
    array([[[[0., 1., 0., 0.]]]])
    """
    (top, bottom), (left, right) = sides
    if not (top or bottom or left or right):
        return batch
    # np.pad does the same in 17 µs, which is more than a small convolution takes.
    n, c, height, width = batch.shape
    shape = (n, c, top + height + bottom, left + width + right)
    frame = np.zeros(shape, batch.dtype) if value == 0 else np.full(shape, value, batch.dtype)
    frame[:, :, top:top + height, left:left + width] = batch
    return frame


def unframed(frame, sides):
    """The inside of what :func:`framed` returns, contiguous.

    Examples
    --------
    >>> unframed(np.arange(4).reshape(1, 1, 1, 4), ((0, 0), (1, 2)))
    array([[[[1]]]])
    """
    (top, bottom), (left, right) = sides
    return np.ascontiguousarray(frame[:, :, top:frame.shape[2] - bottom, left:frame.shape[3] - right])


def window_view(batch, grid):
    """All windows of a padded (N, C, H, W) array, (N, C, kH, kW, H_out, W_out), without copying a number.

    The next tap of a window is `dilation` pixels away, the next window `stride` pixels:
    both are strides of one array. It shares the memory of `batch`, which is copied first
    only if it is not contiguous.

    Examples
    --------
    >>> x = np.arange(4.0).reshape(1, 1, 1, 4)
    >>> window_view(x, resolve_grid((1, 4), (1, 2), 1, 0, 1))[0, 0, 0]
    array([[[0., 1., 2.]],
    <BLANKLINE>
           [[1., 2., 3.]]])
    """
    if not batch.flags.c_contiguous:
        batch = np.ascontiguousarray(batch)
    (n, c, _, _), (to_n, to_c, to_row, to_column) = batch.shape, batch.strides
    (step_y, step_x), (tap_y, tap_x) = grid.stride, grid.dilation
    # np.lib.stride_tricks does the same in 7 µs, this takes 1; the view keeps `batch` alive.
    return np.ndarray(
        (n, c, *grid.kernel, *grid.output), batch.dtype, batch, 0,
        (to_n, to_c, tap_y * to_row, tap_x * to_column, step_y * to_row, step_x * to_column),
    )
