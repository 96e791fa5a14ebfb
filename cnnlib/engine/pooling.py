"""Max pooling and its gradient, and what it shares with average pooling.

A tap is one cell of the window, as in :mod:`windows`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np

from cnnlib.engine.arrays import as_batch, floats, keep_where, numbers, same_shape
from cnnlib.engine.bands import BAND
from cnnlib.engine.settings import SettingError, flag, pair
from cnnlib.engine.shapes import resolve_padding, span
from cnnlib.engine.types import Array, Padding, Pair, PerSide, Size
from cnnlib.engine.windows import WindowGrid, framed, image_taps, resolve_grid, tap_counts, unframed, window_view
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


@overload
def max_pool2d(
    x: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    return_indices: Literal[False] = False,
) -> Array: ...


@overload
def max_pool2d(
    x: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    return_indices: Literal[True],
) -> tuple[Array, Array]: ...


def max_pool2d(
    x: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Array | tuple[Array, Array]:
    """The largest value of each window, channel by channel.

    (N, C, H, W) → (N, C, H_out, W_out); (C, H, W) and (H, W) likewise.

    Parameters
    ----------
    x : array_like
        The images; any kind of real number, which the result keeps.
    kernel_size, dilation : int or (height, width)
    stride : int or (height, width), optional
        Pixels between neighbouring windows; `kernel_size` by default.
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
        A frame that never wins: it is −∞, not 0. Smaller than the window on every side.
    ceil_mode : bool
        Let the last windows hang over the bottom and right edges.
    return_indices : bool
        Also return where each maximum was.

    Returns
    -------
    ndarray, or (ndarray, ndarray of int)
        The maxima, and their flat positions row · W + column in their own plane.

    Raises
    ------
    SettingError
        If the window does not fit or can lie in the padding alone, or a setting is out of range.

    Notes
    -----
    Of equal maxima, the first in reading order counts. A NaN in a window wins.

    Examples
    --------
    >>> x = [[1, 2, 1, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 4, 0, 1]]
    >>> max_pool2d(x, 2)
    array([[2, 3],
           [4, 2]])
    >>> max_pool2d(x, 2, return_indices=True)[1]
    array([[ 1,  7],
           [13, 11]])
    """
    x = numbers("x", x)
    batch = as_batch("x", x)
    return_indices = flag("return_indices", return_indices)
    grid, frame = pool_grid(batch.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    padded = framed(batch, frame, _lowest(batch.dtype))
    maxima = reduce_windows(np.maximum, padded, grid)
    shape = x.shape[:-2] + grid.output
    if not return_indices:
        return maxima.reshape(shape)
    indices = np.empty(maxima.shape, np.intp)
    rows, columns = image_taps(grid)
    for i, j, won in _winners(padded, maxima, grid, batch.shape[2:]):
        np.copyto(indices, rows[i][:, None] * batch.shape[3] + columns[j], where=won)
    return maxima.reshape(shape), indices.reshape(shape)


def max_pool2d_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    dilation: Size = 1,
    ceil_mode: bool = False,
    output: Array | None = None,
) -> Array:
    """Gradient of a loss by the input of a max pooling: each window's gradient goes to its maximum alone.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output of :func:`max_pool2d`, of that output's shape.
    x, kernel_size, stride, padding, dilation, ceil_mode
        What :func:`max_pool2d` was called with.
    output : ndarray, optional
        What it returned; without it, the maxima are computed again.

    Returns
    -------
    ndarray
        Of the shape of x; a pixel that is the maximum of several windows gets the sum.

    Raises
    ------
    SettingError
        If the shapes do not match, or a setting is out of range.

    Examples
    --------
    >>> max_pool2d_backward([[5]], [[1, 2], [4, 3]], 2)
    array([[0., 0.],
           [5., 0.]])
    """
    x = numbers("x", x)
    batch = as_batch("x", x)
    grid, frame = pool_grid(batch.shape[2:], kernel_size, stride, padding, dilation, ceil_mode)
    grad = floats("grad_output", grad_output)
    same_shape("grad_output", grad, x.shape[:-2] + grid.output, _("the output"))
    grad = grad.reshape(batch.shape[:2] + grid.output)
    if output is not None:
        same_shape("output", output, x.shape[:-2] + grid.output, _("the output"))
        output = output.reshape(grad.shape)
    apart = all(s >= span(k, d) for s, k, d in zip(grid.stride, grid.kernel, grid.dilation, strict=True))
    padded = framed(batch, frame, _lowest(batch.dtype))
    canvas = np.zeros(padded.shape, grad.dtype)
    step = max(1, BAND // max(1, canvas[:1].nbytes))  # images that stay in the cache until all taps are done
    with np.errstate(all="ignore"):
        for images in (slice(first, first + step) for first in range(0, len(batch), step)):
            image, shares, given = padded[images], window_view(canvas[images], grid), grad[images]
            maxima = reduce_windows(np.maximum, image, grid) if output is None else output[images]
            for i, j, won in _winners(image, maxima, grid, batch.shape[2:]):
                if apart:  # no window overlaps another, so each pixel gets a gradient at most once
                    shares[:, :, i, j] = keep_where(won, given)
                else:
                    shares[:, :, i, j] += keep_where(won, given)
    return unframed(canvas, frame).reshape(x.shape)


def pool_grid(
    size: Pair, kernel_size: Size, stride: Size | None, padding: Padding, dilation: Size, ceil_mode: bool
) -> tuple[WindowGrid, PerSide]:
    """Return the grid, and the frame to put around the image: the padding, and what the last window hangs over.

    Raises
    ------
    SettingError
        If a window could lie in the padding alone, or a setting is out of range.

    Examples
    --------
    Of 5 pixels, the third window of 2 needs a sixth:

    >>> grid, frame = pool_grid((5, 5), 2, None, 0, 1, True)
    >>> grid.output, frame
    ((3, 3), ((0, 1), (0, 1)))
    """
    grid = resolve_grid(size, kernel_size, kernel_size if stride is None else stride, padding, dilation, ceil_mode)
    frame = []
    for axis in (0, 1):
        before, after = grid.padding[axis]
        reach = span(grid.kernel[axis], grid.dilation[axis])
        _check_reach(max(before, after), reach)
        if grid.dilation[axis] > 1 and not tap_counts(grid, size, with_frame=False)[axis].all():
            raise SettingError(
                _(
                    "dilation is {dilation}: with padding {padding} there is a window without a tap on the image, "
                    "which is {size} pixels in this direction.",
                    dilation=grid.dilation[axis],
                    padding=max(before, after),
                    size=size[axis],
                ),
                _("Use a smaller dilation, or padding 0."),
            )
        overhang = (grid.output[axis] - 1) * grid.stride[axis] + reach - (before + size[axis] + after)
        frame.append((before, after + max(0, overhang)))
    return grid, (frame[0], frame[1])


def check_pool_settings(
    kernel_size: Size, stride: Size | None, padding: Padding, dilation: Size, ceil_mode: bool
) -> None:
    """Raise a SettingError for settings that no image could be pooled with.

    Examples
    --------
    >>> check_pool_settings(2, None, 0, 1, False)
    """
    kernel, steps = pair("kernel_size", kernel_size), pair("dilation", dilation)
    strides = kernel if stride is None else pair("stride", stride)
    flag("ceil_mode", ceil_mode)
    per_side = resolve_padding(padding, kernel, stride=strides, dilation=steps)
    for side, size, step in zip(per_side, kernel, steps, strict=True):
        _check_reach(max(side), span(size, step))


def _check_reach(padding: int, reach: int) -> None:
    """Raise a SettingError if a window that spans `reach` pixels could lie in the padding alone."""
    if padding >= reach:
        raise SettingError(
            _(
                "padding is {padding}, but the window spans {reach}: it could lie in the padding alone.",
                padding=padding,
                reach=reach,
            ),
            _("Use a padding of at most {largest}.", largest=reach - 1),
        )


def _lowest(dtype: np.dtype[Any]) -> float:
    """What no value of this kind is smaller than: −∞, or the smallest integer."""
    if dtype.kind == "f":
        return -np.inf
    return False if dtype.kind == "b" else np.iinfo(dtype).min


def reduce_windows(operation: Callable[..., Array], padded: Array, grid: WindowGrid) -> Array:
    """Reduce every window of an (N, C, H, W) array by `operation`: first its rows to one, then that row to a number.

    kH + kW passes instead of kH · kW. Always a new array.
    """
    result = padded
    for axis in (0, 1):
        values = []  # of all windows, under each tap
        for tap in range(grid.kernel[axis]):
            first = tap * grid.dilation[axis]
            under = slice(first, first + (grid.output[axis] - 1) * grid.stride[axis] + 1, grid.stride[axis])
            values.append(result[:, :, under] if axis == 0 else result[:, :, :, under])
        result = operation(values[0], values[1]) if len(values) > 1 else values[0].copy()
        for value in values[2:]:
            operation(result, value, out=result)
    return result


def _winners(padded: Array, maxima: Array, grid: WindowGrid, size: Pair) -> Iterator[tuple[int, int, Array]]:
    """For each tap (i, j) in reading order, yield the windows whose first maximum lies under it.

    It is the same array each time, overwritten: use it before asking for the next.
    """
    view = window_view(padded, grid)
    has_nan = maxima.dtype.kind == "f" and np.isnan(maxima.max(initial=0))
    on_image = None
    if padded.shape[2:] != size:  # where the image itself is −∞, the frame ties with it and must not win
        rows, columns = ((0 <= taps) & (taps < pixels) for taps, pixels in zip(image_taps(grid), size, strict=True))
        on_image = rows[:, None, :, None] & columns[:, None, :]
    unfound, won = np.ones(maxima.shape, bool), np.empty(maxima.shape, bool)
    for i in range(grid.kernel[0]):
        for j in range(grid.kernel[1]):
            values = view[:, :, i, j]
            np.equal(values, maxima, out=won)
            if has_nan:
                won |= values != values
            if on_image is not None:
                won &= on_image[i, j]
            won &= unfound
            unfound ^= won
            yield i, j, won
