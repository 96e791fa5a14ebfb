"""The grid of windows on a plane: settings resolved once, and the view that they describe.

A tap is one cell of a kernel, with the pixel that it lies on when the window is somewhere: a 3×3 kernel has nine.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cnnlib.engine.arrays import as_batch, numbers
from cnnlib.engine.settings import MOST_NUMBERS, affordable, flag, pair
from cnnlib.engine.shapes import count_windows, resolve_padding
from cnnlib.engine.types import Array, Padding, Pair, PerSide, Size
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


class WindowGrid(NamedTuple):
    """Where the windows of a padded plane lie; every pair is (height, width).

    Attributes
    ----------
    kernel, stride, dilation : (int, int)
    padding : ((top, bottom), (left, right))
    output : (int, int)
        How many windows there are, from top to bottom and from left to right.
    """

    kernel: Pair
    stride: Pair
    dilation: Pair
    padding: PerSide
    output: Pair


def resolve_grid(
    size: Pair, kernel_size: Size, stride: Size, padding: Padding, dilation: Size, ceil_mode: bool = False
) -> WindowGrid:
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
    kernel, ceil_mode = pair("kernel_size", kernel_size), flag("ceil_mode", ceil_mode)
    # Only ints are looked up: to a cache, True and 1.0 are the same as 1, but they are not settings.
    if type(stride) is int and type(padding) is int and type(dilation) is int:
        return _cached_grid(tuple(size), kernel, stride, padding, dilation, ceil_mode)
    return _grid(size, kernel, stride, padding, dilation, ceil_mode)


def _grid(size: Pair, kernel: Pair, stride: Size, padding: Padding, dilation: Size, ceil_mode: bool) -> WindowGrid:
    stride, dilation = pair("stride", stride), pair("dilation", dilation)
    per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
    padded = tuple(pixels + sum(side) for pixels, side in zip(size, per_side, strict=True))
    affordable(padded, _("the image with padding {padding}", padding=padding))
    output = (
        count_windows(size[0], kernel[0], stride[0], *per_side[0], dilation[0], ceil_mode),
        count_windows(size[1], kernel[1], stride[1], *per_side[1], dilation[1], ceil_mode),
    )
    # A step beyond the end is taken by no window: no larger one is counted with.
    steps = ((min(step, most) for step, most in zip(each, padded, strict=True)) for each in (stride, dilation))
    (down, across), (apart_down, apart_across) = steps
    return WindowGrid(kernel, (down, across), (apart_down, apart_across), per_side, output)


_cached_grid = lru_cache(maxsize=512)(_grid)  # a slider or a network asks for the same few again and again


def framed(batch: Array, per_side: PerSide, value: float = 0) -> Array:
    """Put a frame of `value` around an (N, C, H, W) array; return the array itself if there is nothing to add.

    Examples
    --------
    >>> framed(np.ones((1, 1, 1, 1)), ((0, 0), (1, 2)))
    array([[[[0., 1., 0., 0.]]]])
    """
    (top, bottom), (left, right) = per_side
    if not (top or bottom or left or right):
        return batch
    # np.pad does the same in 17 µs, which is more than a small convolution takes.
    n, c, height, width = batch.shape
    shape = (n, c, top + height + bottom, left + width + right)
    if n * c * shape[2] * shape[3] > MOST_NUMBERS:  # the sentence takes longer than a small frame
        affordable(shape, _("the image with a padding of {padding}", padding=max(top, bottom, left, right)))
    padded = np.zeros(shape, batch.dtype) if value == 0 else np.full(shape, value, batch.dtype)
    padded[:, :, top : top + height, left : left + width] = batch
    return padded


def unframed(padded: Array, per_side: PerSide) -> Array:
    """Take the frame off again that :func:`framed` put on; the result is contiguous.

    Examples
    --------
    >>> unframed(np.arange(4).reshape(1, 1, 1, 4), ((0, 0), (1, 2)))
    array([[[[1]]]])
    """
    (top, bottom), (left, right) = per_side
    return np.ascontiguousarray(padded[:, :, top : padded.shape[2] - bottom, left : padded.shape[3] - right])


def window_view(batch: Array, grid: WindowGrid) -> Array:
    """All windows of a padded (N, C, H, W) array, (N, C, kH, kW, H_out, W_out), without copying a number.

    The next tap of a window is `dilation` pixels away, the next window `stride` pixels:
    both are strides of one array. The view shares the memory of `batch`, unless that is not
    contiguous: then it is copied first.

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
    (stride_y, stride_x), (dilation_y, dilation_x) = grid.stride, grid.dilation
    # np.lib.stride_tricks does the same in 7 µs, this takes 1; the view keeps `batch` alive.
    return np.ndarray(
        (n, c, *grid.kernel, *grid.output),
        batch.dtype,
        batch,
        0,
        (to_n, to_c, dilation_y * to_row, dilation_x * to_column, stride_y * to_row, stride_x * to_column),
    )


def windows(x: ArrayLike, kernel_size: Size, *, stride: Size = 1, padding: Padding = 0, dilation: Size = 1) -> Array:
    """Every window that a kernel of this size visits.

    (N, C, H, W) → (N, C, kH, kW, H_out, W_out); (C, H, W) → (C, kH, kW, H_out, W_out);
    (H, W) → (kH, kW, H_out, W_out). So ``windows(x, 3)[..., i, j]`` is what the output
    cell (i, j) is computed from.

    Parameters
    ----------
    x : array_like
        The image or images; any kind of number.
    kernel_size, stride, dilation : int or (height, width)
        As for :func:`conv2d`.
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
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
    view = window_view(framed(batch, grid.padding), grid)
    view.flags.writeable = False
    return view[(0,) * (4 - x.ndim)]


def coverage(
    input_size: Size, kernel_size: Size, *, stride: Size = 1, padding: Padding = 0, dilation: Size = 1
) -> Array:
    """How many windows use each pixel of the input.

    Parameters
    ----------
    input_size, kernel_size, stride, dilation : int or (height, width)
        As for :func:`conv2d`.
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
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
    affordable(size, _("the count of each pixel"))
    for kernel, output in zip(grid.kernel, grid.output, strict=True):
        affordable((kernel, output), _("the list of all windows"))
    counts = []
    for axis in (0, 1):
        taps = tap_positions(grid.kernel[axis], grid.output[axis], grid.stride[axis], grid.dilation[axis])
        first = grid.padding[axis][0]
        inside = taps[(first <= taps) & (taps < first + size[axis])] - first
        counts.append(np.bincount(inside, minlength=size[axis]))
    return np.outer(*counts)  # a window covers a pixel when its rows and its columns do


def tap_positions(kernel_size: int, output: int, stride: int, dilation: int) -> Array:
    """Position of each tap of each window in the padded image, along one axis: (kernel_size, output).

    Examples
    --------
    >>> tap_positions(2, 3, stride=2, dilation=1)
    array([[0, 2, 4],
           [1, 3, 5]])
    """
    return np.arange(kernel_size)[:, None] * dilation + np.arange(output) * stride


def image_taps(grid: WindowGrid) -> list[Array]:
    """Position of each tap of each window in the image, (kernel_size, output) per axis; negative in the padding."""
    return [
        tap_positions(kernel, output, stride, dilation) - before
        for kernel, output, stride, dilation, (before, _after) in zip(
            grid.kernel, grid.output, grid.stride, grid.dilation, grid.padding, strict=True
        )
    ]


def tap_counts(grid: WindowGrid, size: Pair, with_frame: bool) -> list[Array]:
    """How many taps of each window lie on the image, or on the padded image: (H_out,) and (W_out,)."""
    counts = []
    for taps, (before, after), pixels in zip(image_taps(grid), grid.padding, size, strict=True):
        first, stop = (-before, pixels + after) if with_frame else (0, pixels)
        counts.append(((first <= taps) & (taps < stop)).sum(axis=0))
    return counts
