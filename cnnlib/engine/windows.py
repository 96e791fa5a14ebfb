"""The grid of windows on a plane: settings resolved once, and the view that they describe."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cnnlib.engine.arrays import as_batch, numbers
from cnnlib.engine.shapes import count_windows, pair, resolve_padding


class WindowGrid(NamedTuple):
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
    """Settings in any of their forms, for an (H, W) plane, as a :class:`WindowGrid`.

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
    return WindowGrid(kernel, stride, dilation, sides, output)


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
    frame[:, :, top : top + height, left : left + width] = batch
    return frame


def unframed(frame, sides):
    """The inside of what :func:`framed` returns, contiguous.

    Examples
    --------
    >>> unframed(np.arange(4).reshape(1, 1, 1, 4), ((0, 0), (1, 2)))
    array([[[[1]]]])
    """
    (top, bottom), (left, right) = sides
    return np.ascontiguousarray(frame[:, :, top : frame.shape[2] - bottom, left : frame.shape[3] - right])


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
        (n, c, *grid.kernel, *grid.output),
        batch.dtype,
        batch,
        0,
        (to_n, to_c, tap_y * to_row, tap_x * to_column, step_y * to_row, step_x * to_column),
    )


def windows(x, kernel_size, *, stride=1, padding=0, dilation=1):
    """Every window that a kernel of this size stops at.

    (N, C, H, W) → (N, C, kH, kW, H_out, W_out); (C, H, W) → (C, kH, kW, H_out, W_out);
    (H, W) → (kH, kW, H_out, W_out). So ``windows(x, 3)[..., i, j]`` is what the output
    cell (i, j) is computed from.

    Parameters
    ----------
    x : array_like
        The image or images; any kind of number.
    kernel_size, stride, dilation : int or (height, width)
        As for :func:`conv2d`.
    padding : int, (height, width), ((top, bottom), (left, right)) or "same"
        Zeros per side.

    Returns
    -------
    ndarray
        A read-only view: a pixel under several windows is stored once.

    Raises
    ------
    SettingError
        If the kernel does not fit the padded image, or a setting is out of range.

    Examples
    --------
    >>> x = np.arange(12).reshape(3, 4)
    >>> windows(x, 2)[..., 0, 1]
    array([[1, 2],
           [5, 6]])
    """
    x = numbers("x", x)
    batch = as_batch("x", x)
    grid = resolve_grid(batch.shape[2:], kernel_size, stride, padding, dilation)
    view = window_view(framed(batch, grid.sides), grid)
    view.flags.writeable = False
    return view[(0,) * (4 - x.ndim)]


def coverage(input_size, kernel_size, *, stride=1, padding=0, dilation=1):
    """How many windows use each pixel of the input.

    Parameters
    ----------
    input_size, kernel_size, stride, dilation : int or (height, width)
        As for :func:`conv2d`.
    padding : int, (height, width), ((top, bottom), (left, right)) or "same"
        Pixels per side.

    Returns
    -------
    ndarray of int, shape (H, W)

    Raises
    ------
    SettingError
        If the kernel does not fit the padded input, or a setting is out of range.

    Examples
    --------
    Of the four windows that a 3×3 kernel finds in a 4×4 image, one reaches a corner
    and all four reach the centre:

    >>> coverage(4, 3)
    array([[1, 2, 2, 1],
           [2, 4, 4, 2],
           [2, 4, 4, 2],
           [1, 2, 2, 1]])
    """
    size = pair("input_size", input_size)
    grid = resolve_grid(size, kernel_size, stride, padding, dilation)
    counts = []
    for axis in (0, 1):
        taps = tap_positions(grid.kernel[axis], grid.output[axis], grid.stride[axis], grid.dilation[axis])
        first = grid.sides[axis][0]
        inside = taps[(first <= taps) & (taps < first + size[axis])] - first
        counts.append(np.bincount(inside, minlength=size[axis]))
    return np.outer(*counts)  # a window covers a pixel when its rows and its columns do


def tap_positions(kernel_size, output, stride, dilation):
    """Padded position of each tap of each window along one axis, shape (kernel_size, output).

    Examples
    --------
    >>> tap_positions(2, 3, stride=2, dilation=1)
    array([[0, 2, 4],
           [1, 3, 5]])
    """
    return np.arange(kernel_size)[:, None] * dilation + np.arange(output) * stride


def image_taps(grid):
    """Position of each tap of each window in the image, (kernel, output) per axis; negative in the padding."""
    return [
        tap_positions(kernel, output, stride, dilation) - before
        for kernel, output, stride, dilation, (before, _after) in zip(
            grid.kernel, grid.output, grid.stride, grid.dilation, grid.sides, strict=True
        )
    ]


def tap_counts(grid, size, with_frame):
    """How many taps of each window lie on the image, or on the padded image: (H_out,) and (W_out,)."""
    counts = []
    for taps, (before, after), pixels in zip(image_taps(grid), grid.sides, size, strict=True):
        first, stop = (-before, pixels + after) if with_frame else (0, pixels)
        counts.append(((first <= taps) & (taps < stop)).sum(axis=0))
    return counts
