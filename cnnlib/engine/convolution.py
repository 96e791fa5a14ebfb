"""Convolution, its gradients, and transposed convolution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from cnnlib.engine import bands
from cnnlib.engine.arrays import as_batch, floats, same_shape
from cnnlib.engine.filters import as_bias, as_filters, check_groups, one_dtype
from cnnlib.engine.settings import MOST_NUMBERS, SettingError, affordable, integer, pair
from cnnlib.engine.shapes import resolve_padding, span
from cnnlib.engine.types import Array, Padding, Pair, Size
from cnnlib.engine.windows import WindowGrid, resolve_grid, unframed
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def conv2d(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Array:
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
        Pixels between neighbouring windows, and between neighbouring cells of a kernel.
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
        Zeros per side; "valid" is none. "same" keeps the size at stride 1; if that takes an odd number of rows
        or columns, the extra one is at the bottom or on the right.
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
    x, weight = one_dtype(floats("x", x), floats("weight", weight))
    batch, filters = as_batch("x", x), as_filters(weight, x)
    check_groups(x, weight, batch.shape[1], filters, groups)
    grid = resolve_grid(batch.shape[2:], filters.shape[2:], stride, padding, dilation)
    if bias is not None:
        bias = as_bias(bias, len(filters), x)
    if len(batch) * len(filters) * grid.output[0] * grid.output[1] > MOST_NUMBERS:
        affordable((len(batch), len(filters), *grid.output), _("the output"))
    with np.errstate(all="ignore"):  # a NaN or an infinity in the data is no reason for a warning
        result = bands.convolve(batch, filters, groups, grid, bias)
    return result if x.ndim == 4 else result.reshape(result.shape[4 - x.ndim :])


@overload
def conv2d_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
    input_gradient: Literal[True] = True,
) -> tuple[Array, Array, Array]: ...


@overload
def conv2d_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
    input_gradient: bool,
) -> tuple[Array | None, Array, Array]: ...


def conv2d_backward(
    grad_output: ArrayLike,
    x: ArrayLike,
    weight: ArrayLike,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
    groups: int = 1,
    input_gradient: bool = True,
) -> tuple[Array | None, Array, Array]:
    """Gradients of a loss by the input, the filters and the biases of a convolution.

    Each output cell is Σ window·filter + bias. So a pixel's gradient is the sum, over all
    windows that contain it, of the output cell's gradient times the weight that the pixel met there;
    a weight's gradient is the sum, over all output cells, of the cell's gradient times the pixel that
    the weight met there; a bias's gradient is the sum over its filter's output cells.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output of :func:`conv2d`, of that output's shape.
    x, weight, stride, padding, dilation, groups
        What :func:`conv2d` was called with.
    input_gradient : bool
        If False, the gradient by x is not computed, and is None: the first layer of a network
        has no layer to pass it to.

    Returns
    -------
    grad_x, grad_weight, grad_bias : ndarray
        Of the shapes of x and of weight, and one number per filter (for a (kH, kW) weight
        a single number, of shape ()).

    Raises
    ------
    SettingError
        If the shapes do not match, or a setting is out of range.

    Examples
    --------
    Each of the four 1×1 windows meets the one weight, 3:

    >>> grad_x, grad_weight, grad_bias = conv2d_backward(np.ones((2, 2)), [[1, 2], [3, 4]], [[3]])
    >>> grad_x
    array([[3., 3.],
           [3., 3.]])
    >>> grad_weight, grad_bias
    (array([[10.]]), array(4.))
    """
    x, weight = one_dtype(floats("x", x), floats("weight", weight))
    batch, filters = as_batch("x", x), as_filters(weight, x)
    check_groups(x, weight, batch.shape[1], filters, groups)
    grid = resolve_grid(batch.shape[2:], filters.shape[2:], stride, padding, dilation)
    grad_output = floats("grad_output", grad_output).astype(x.dtype, copy=False)
    expected = (len(batch), len(filters), *grid.output)
    same_shape("grad_output", grad_output, expected if x.ndim == 4 else expected[4 - x.ndim :], _("the output"))
    grad = np.ascontiguousarray(grad_output).reshape(expected)
    with np.errstate(all="ignore"):
        grad_weight = bands.filter_gradient(batch, grad, filters.shape, groups, grid)
        grad_bias = grad.sum(axis=(0, 2, 3))
        grad_x = None
        if input_gradient:
            grad_x = bands.input_gradient(grad, filters, groups, grid, batch.shape[2:]).reshape(x.shape)
    if x.ndim == 2:
        grad_bias = grad_bias.reshape(())
    return grad_x, grad_weight.reshape(weight.shape), grad_bias


def conv_transpose2d(
    x: ArrayLike,
    weight: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    output_padding: Size = 0,
    dilation: Size = 1,
    groups: int = 1,
) -> Array:
    """Transposed convolution: each input cell, times its filter, is added onto a larger plane.

    x (N, C, H, W), weight (C, F / groups, kH, kW), bias (F,) → (N, F, H_out, W_out), where
    H_out = (H − 1)·stride − top − bottom + dilation·(kH − 1) + 1 + output_padding.
    (C, H, W) gives (F, H_out, W_out); (H, W) with a (kH, kW) weight gives (H_out, W_out).

    It takes a cell back to where :func:`conv2d` with the same settings would have read it: it is
    the gradient of that function by its input, not its inverse.

    Parameters
    ----------
    x, bias, stride, dilation, groups
        As for :func:`conv2d`.
    weight : array_like
        Input channels first, as in PyTorch: the filters of the convolution that is transposed.
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
        Rows and columns to cut off the output, per side.
    output_padding : int or (height, width)
        Rows and columns to add at the bottom and on the right: with a stride, several input sizes
        of a convolution give the same output size, and this says which one to return to. Smaller
        than the stride or the dilation.

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If nothing is left of the output, channels do not match, or a setting is out of range.

    Notes
    -----
    Dumoulin and Visin, "A guide to convolution arithmetic for deep learning", chapter 4.

    Examples
    --------
    >>> conv_transpose2d([[1, 2]], [[1, 10]], stride=2)
    array([[ 1., 10.,  2., 20.]])
    """
    x, weight = one_dtype(floats("x", x), floats("weight", weight))
    batch, filters = as_batch("x", x), as_filters(weight, x)
    groups = integer("groups", groups, 1)
    if len(filters) != batch.shape[1] or len(filters) % groups:
        raise SettingError(
            _(
                "weight has the shape {weight}, but its first axis must be the {channels} channels of x, and "
                "groups, which is {groups}, must divide them.",
                weight=weight.shape,
                channels=batch.shape[1],
                groups=groups,
            ),
            _("Use {channels} filters, and groups=1.", channels=batch.shape[1]),
        )
    kernel, stride, dilation = filters.shape[2:], pair("stride", stride), pair("dilation", dilation)
    per_side = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
    grid = WindowGrid(kernel, stride, dilation, per_side, batch.shape[2:])
    size = _transposed_size(grid, pair("output_padding", output_padding, minimum=0))
    affordable((len(batch), filters.shape[1] * groups, *size), _("the output"))
    if bias is not None:
        bias = as_bias(bias, filters.shape[1] * groups, x)
    with np.errstate(all="ignore"):
        painted = bands.scatter_windows(np.ascontiguousarray(batch), filters, groups, grid, size)
        result = unframed(painted, per_side)
        if bias is not None:
            result += bias[:, None, None]
    return result if x.ndim == 4 else result.reshape(result.shape[4 - x.ndim :])


def _transposed_size(grid: WindowGrid, output_padding: Pair) -> Pair:
    """(H, W) of the plane to add onto, before padding cuts its frame off; the grid's windows are the input's cells."""
    full = []
    for axis in (0, 1):
        extra, stride, dilation = output_padding[axis], grid.stride[axis], grid.dilation[axis]
        if extra and extra >= max(stride, dilation):
            raise SettingError(
                _(
                    "output_padding is {value}, but it must be smaller than the stride ({stride}) or the dilation "
                    "({dilation}).",
                    value=extra,
                    stride=stride,
                    dilation=dilation,
                ),
                _("Use at most {largest}.", largest=max(stride, dilation) - 1),
            )
        painted = (grid.output[axis] - 1) * stride + span(grid.kernel[axis], dilation) + extra
        cut = sum(grid.padding[axis])
        if painted <= cut:
            raise SettingError(
                _(
                    "padding cuts {cut} rows or columns off an output of {painted}: nothing is left.",
                    cut=cut,
                    painted=painted,
                ),
                _("Use a padding of at most {largest}.", largest=(painted - 1) // 2),
            )
        full.append(painted)
    return full[0], full[1]
