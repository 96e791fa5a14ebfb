"""Padding and windows: what a convolution and a pooling see of an image."""

import numpy as np

from cnnlib.functional.arrays import as_batch, numbers
from cnnlib.functional.grid import framed, resolve_grid, window_view
from cnnlib.messages import _
from cnnlib.shapes import SettingError, pair, resolve_padding

MODES = {"zeros": "constant", "reflect": "reflect", "edge": "edge"}  # our names → those of np.pad


def pad2d(x, padding, *, mode="zeros"):
    """Put a frame around every channel of an image.

    (N, C, H, W) → (N, C, top + H + bottom, left + W + right); (C, H, W) and (H, W) likewise.

    Parameters
    ----------
    x : array_like
        The image or images; any kind of number.
    padding : int, (height, width) or ((top, bottom), (left, right))
        Pixels per side.
    mode : {"zeros", "reflect", "edge"}
        What the frame holds: zeros, the image mirrored at its border pixel, or that
        pixel repeated.

    Returns
    -------
    ndarray
        A new array of the same dtype.

    Raises
    ------
    SettingError
        If `padding` is negative or, for "reflect", not smaller than the image, if
        `mode` is unknown, or if `x` is no image.

    Examples
    --------
    >>> pad2d([[1, 2], [3, 4]], 1)
    array([[0, 0, 0, 0],
           [0, 1, 2, 0],
           [0, 3, 4, 0],
           [0, 0, 0, 0]])
    >>> pad2d([[1, 2, 3]], ((0, 0), (2, 0)), mode="reflect")
    array([[3, 2, 1, 2, 3]])
    """
    x = numbers("x", x)
    batch = as_batch("x", x)
    sides = resolve_padding(padding)
    if mode not in list(MODES):
        raise SettingError(
            _('mode is {value!r}, but it must be "zeros", "reflect" or "edge". Use one of these.')
            .format(value=mode)
        )
    if mode == "reflect":
        _check_reflection(sides, batch.shape[2:])
    frame = np.pad(batch, ((0, 0), (0, 0), *sides), mode=MODES[mode])
    return frame.reshape(x.shape[:-2] + frame.shape[-2:])


def _check_reflection(sides, size):
    for (before, after), pixels, axis in zip(sides, size, (_("high"), _("wide")), strict=True):
        if max(before, after) >= pixels:
            raise SettingError(
                _('padding is {padding}, but with mode "reflect" it must be smaller than the image, which is '
                  '{pixels} {axis}. Use a padding of at most {largest}, or mode="edge".')
                .format(padding=max(before, after), pixels=pixels, axis=axis, largest=pixels - 1)
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
