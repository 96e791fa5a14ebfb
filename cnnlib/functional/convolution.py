"""Convolution by banded im2col."""

import numpy as np

from cnnlib.functional.arrays import as_batch, floats
from cnnlib.functional.padding import framed, plane_size, window_view
from cnnlib.messages import _
from cnnlib.shapes import SettingError, integer, pair, resolve_padding

BAND = 1 << 20  # bytes of columns at a time: they stay in a core's level-2 cache
SMALL_PRODUCT = 1_000_000  # multiplications


def conv2d(x, weight, bias=None, *, stride=1, padding=0, dilation=1, groups=1):
    """Slide filters over images: each output cell is window × filter, summed, plus the bias.

    x (N, C, H, W), weight (F, C / groups, kH, kW), bias (F,) → (N, F, H_out, W_out).
    (C, H, W) gives (F, H_out, W_out); (H, W) with a (kH, kW) weight gives (H_out, W_out).

    Parameters
    ----------
    x : array_like
        The images. float32 stays float32; any other kind of number becomes float64.
    weight : array_like
        The filters. They are not flipped: deep learning's convolution is a cross-correlation.
    bias : array_like, optional
        One number per filter; a single number for a (kH, kW) weight.
    stride, dilation : int or (height, width)
        Pixels between neighbouring windows, and between neighbouring taps of a kernel.
    padding : int, (height, width), ((top, bottom), (left, right)) or "same"
        Zeros per side. "same" keeps the size at stride 1; of an odd number of rows or
        columns the extra one goes to the bottom or right.
    groups : int
        Filters are split into this many groups, each reading its own share of the channels.

    Returns
    -------
    ndarray
        H_out and W_out by :func:`cnnlib.output_size`.

    Raises
    ------
    SettingError
        If the kernel does not fit, channels do not match, or a setting is out of range.

    Notes
    -----
    A NaN or an infinity spreads to every output cell whose window holds it.

    Examples
    --------
    The 4×4 image and 3×3 filter of "Deep Learning from Scratch", chapter 7. The first
    cell is 1·2 + 2·0 + 3·1 + 0·0 + 1·1 + 2·2 + 3·1 + 0·0 + 1·2 = 15:

    >>> x = [[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]]
    >>> conv2d(x, [[2, 0, 1], [0, 1, 2], [1, 0, 2]])
    array([[15., 16.],
           [ 6., 15.]])
    """
    x, weight = floats("x", x), floats("weight", weight)
    batch, filters = _as_filters(x, weight, groups)
    if bias is not None:
        bias = _as_bias(bias, filters, weight)
    kernel_size, stride, dilation = filters.shape[2:], pair("stride", stride), pair("dilation", dilation)
    sides = resolve_padding(padding, kernel_size, stride=stride, dilation=dilation)
    output = plane_size(batch.shape[2:], kernel_size, stride, sides, dilation)

    dtype = np.result_type(x, weight)
    padded = framed(batch.astype(dtype, copy=False), sides, 0)
    padded = padded if padded.flags.c_contiguous else np.ascontiguousarray(padded)
    view = window_view(padded, kernel_size, output, stride, dilation)
    with np.errstate(all="ignore"):  # NaN and infinities are the data's business
        result = _multiply_windows(view, filters.astype(dtype, copy=False), groups)
        if bias is not None:
            result += bias.astype(dtype, copy=False)[:, None, None]
    return result if x.ndim == 4 else result.reshape(result.shape[4 - x.ndim:])


def _multiply_windows(view, filters, groups):
    """Window view (N, C, kH, kW, H_out, W_out) times filters (F, C / groups, kH, kW) → (N, F, H_out, W_out).

    Copying every window into a column ("im2col") makes the convolution one matrix product,
    filters × columns. But all columns together take kH·kW times the memory of the image, so
    only small images get them at once. Of others a band is copied at a time into one reused
    buffer, and multiplied straight into its place in the output.
    """
    n, c, kh, kw, height, width = view.shape
    matrix = filters.reshape(groups, len(filters) // groups, c // groups * kh * kw)
    images, rows, cells = _band(n, height, width, view.itemsize * c * kh * kw, matrix[0].size)
    no_copy = kh == kw == 1 and view[0, :, 0, 0].flags.c_contiguous
    if (images, rows, cells) == (n, height, width) or no_copy:
        columns = view.reshape(n, groups, -1, height * width)
        return np.matmul(matrix, columns).reshape(n, len(filters), height, width)

    out = np.empty((n, len(filters), height, width), view.dtype)
    places = out.reshape(n, *matrix.shape[:2], height * width)
    buffer = np.empty(images * c * kh * kw * rows * cells, view.dtype)
    for i in range(0, n, images):
        for top in range(0, height, rows):
            for left in range(0, width, cells):
                band = view[i:i + images, ..., top:top + rows, left:left + cells]
                columns = buffer[:band.size]
                columns.reshape(band.shape)[...] = band
                columns = columns.reshape(len(band), groups, matrix.shape[2], -1)
                start = top * width + left
                np.matmul(matrix, columns, out=places[i:i + images, :, :, start:start + columns.shape[3]])
    return out


def _band(n, height, width, cell_bytes, cell_products):
    """(images, rows, cells of a row) to copy at a time: as many as fit, and at least one cell.

    A matrix product of at most SMALL_PRODUCT multiplications runs in OpenBLAS without
    packing its operands first, a third faster; it needs some 128 columns to be worth it.
    """
    fit = max(1, BAND // cell_bytes)
    small = SMALL_PRODUCT // cell_products
    plane = min(fit, small) if small >= 128 else fit
    if plane < width:
        return 1, 1, -(-width // -(-width // plane))  # pieces of a row, equally long
    rows = min(height, plane // width)
    return min(n, max(1, fit // (rows * width))) or 1, rows, width


def _as_filters(x, weight, groups):
    """x as (N, C, H, W) and weight as (F, C / groups, kH, kW), or a SettingError on how they disagree."""
    batch = as_batch("x", x)
    wanted = 2 if x.ndim == 2 else 4
    if weight.ndim != wanted:
        raise SettingError(
            _("weight has the shape {shape}, but with x of shape {x_shape} it must have {wanted} axes: {axes}. {repair}")
            .format(
                shape=weight.shape, x_shape=x.shape, wanted=wanted,
                axes="(kH, kW)" if wanted == 2 else "(F, C, kH, kW)",
                repair=_("Use x[None], an image with one channel.") if wanted == 2
                else _("Use weight[None] for each axis that is missing in front."))
        )
    if 0 in weight.shape:
        raise SettingError(_("weight has the shape {shape}, so it holds no numbers. Use a kernel of at least 1×1.")
                           .format(shape=weight.shape))
    filters = weight if wanted == 4 else weight.reshape(1, 1, *weight.shape)
    groups = integer("groups", groups, 1)
    if len(filters) % groups or batch.shape[1] != filters.shape[1] * groups:
        raise SettingError(_channels_message(x, weight, batch.shape[1], filters, groups))
    return batch, filters


def _channels_message(x, weight, channels, filters, groups):
    if channels % groups or len(filters) % groups:
        return _("groups is {groups}, but it must divide the {channels} channels of x and the {filters} filters of "
                 "weight. Use a common divisor of both, such as 1.").format(
            groups=groups, channels=channels, filters=len(filters))
    return _("weight has the shape {weight}: each filter reads {reads} channels, but x of shape {x} offers {offers} "
             "with groups={groups}. Use a weight of shape {repair}.").format(
        weight=weight.shape, reads=filters.shape[1], x=x.shape, offers=channels // groups, groups=groups,
        repair=(len(filters), channels // groups, *filters.shape[2:]))


def _as_bias(bias, filters, weight):
    bias = floats("bias", bias)
    if bias.shape == () and weight.ndim == 2:
        return bias.reshape(1)
    if bias.shape != (len(filters),):
        raise SettingError(
            _("bias has the shape {shape}, but there is one bias per filter. Use {count} numbers, of shape ({count},).")
            .format(shape=bias.shape, count=len(filters))
        )
    return bias
