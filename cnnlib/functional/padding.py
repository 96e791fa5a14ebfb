"""Padding and windows: what a convolution and a pooling see of an image."""

import numpy as np

from cnnlib.functional.arrays import as_batch, numbers
from cnnlib.messages import _
from cnnlib.shapes import SettingError, count_windows, pair, resolve_padding

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
    if mode not in MODES:
        raise SettingError(
            _('mode is {value!r}, but it must be "zeros", "reflect" or "edge". Use one of these.').format(value=mode)
        )
    if mode != "zeros":
        if mode == "reflect":
            _check_reflection(sides, batch.shape[-2:])
        frame = np.pad(batch, ((0, 0), (0, 0), *sides), mode=MODES[mode])
    else:
        frame = framed(batch, sides, 0)
    return frame.reshape(x.shape[:-2] + frame.shape[-2:])


def _check_reflection(sides, size):
    for (before, after), pixels, axis in zip(sides, size, (_("high"), _("wide"))):
        if max(before, after) >= pixels:
            raise SettingError(
                _('padding is {padding}, but with mode "reflect" it must be smaller than the image, which is '
                  '{pixels} {axis}. Use a padding of at most {largest}, or mode="edge".')
                .format(padding=max(before, after), pixels=pixels, axis=axis, largest=pixels - 1)
            )


def framed(batch, sides, value):
    """Surround an (N, C, H, W) array with `value`; the array itself if there is nothing to add.

    Examples
    --------
    >>> framed(np.ones((1, 1, 1, 1)), ((0, 0), (1, 2)), value=0)
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


def window_view(batch, kernel_size, output, stride, dilation):
    """All windows of an (N, C, H, W) array at once, without copying a number.

    A step to the next window is `stride` pixels, a step to the next tap of a window is
    `dilation` pixels: both are strides of one view (N, C, kH, kW, H_out, W_out).
    """
    n, c = batch.shape[:2]
    to_n, to_c, to_row, to_column = batch.strides
    # np.lib.stride_tricks does the same in 7 µs, this takes 0.4. The view keeps `batch` alive.
    return np.ndarray(
        (n, c, *kernel_size, *output), batch.dtype, batch, 0,
        (to_n, to_c, dilation[0] * to_row, dilation[1] * to_column, stride[0] * to_row, stride[1] * to_column),
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
    kernel_size, stride, dilation = pair("kernel_size", kernel_size), pair("stride", stride), pair("dilation", dilation)
    sides = resolve_padding(padding, kernel_size, stride=stride, dilation=dilation)
    output = plane_size(batch.shape[-2:], kernel_size, stride, sides, dilation)
    view = window_view(_addressable(framed(batch, sides, 0)), kernel_size, output, stride, dilation)
    view.flags.writeable = False
    return view.reshape(x.shape[:-2] + view.shape[2:]) if x.ndim == 4 else view[(0,) * (4 - x.ndim)]


def _addressable(batch):
    """`batch` itself if ``np.ndarray(buffer=…)`` can step through it, else a contiguous copy."""
    return batch if batch.flags.c_contiguous else np.ascontiguousarray(batch)


def plane_size(size, kernel_size, stride, sides, dilation, ceil_mode=False):
    """(H_out, W_out) of an (H, W) plane, from settings that are already resolved to pairs."""
    return (
        count_windows(size[0], kernel_size[0], stride[0], *sides[0], dilation[0], ceil_mode),
        count_windows(size[1], kernel_size[1], stride[1], *sides[1], dilation[1], ceil_mode),
    )


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
    size, kernel_size = pair("input_size", input_size), pair("kernel_size", kernel_size)
    stride, dilation = pair("stride", stride), pair("dilation", dilation)
    sides = resolve_padding(padding, kernel_size, stride=stride, dilation=dilation)
    output = plane_size(size, kernel_size, stride, sides, dilation)
    rows, columns = (
        np.bincount(taps[taps < sides[axis][0] + size[axis]], minlength=sides[axis][0] + size[axis])[sides[axis][0]:]
        for axis in (0, 1)
        for taps in [tap_positions(kernel_size[axis], output[axis], stride[axis], dilation[axis])]
    )
    # A window covers the pixel (i, j) when its rows cover i and its columns cover j.
    return np.outer(rows, columns)


def tap_positions(kernel_size, output, stride, dilation):
    """Padded position of each tap of each window along one axis, shape (kernel_size, output).

    Examples
    --------
    >>> tap_positions(2, 3, stride=2, dilation=1)
    array([[0, 2, 4],
           [1, 3, 5]])
    """
    return np.arange(kernel_size)[:, None] * dilation + np.arange(output) * stride
