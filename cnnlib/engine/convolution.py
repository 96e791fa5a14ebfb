"""Convolution, its gradients, and transposed convolution."""

import numpy as np

from cnnlib.engine import bands
from cnnlib.engine.arrays import as_batch, floats, same_shape
from cnnlib.engine.bands import scatter_windows
from cnnlib.engine.shapes import SettingError, integer, pair, resolve_padding, span
from cnnlib.engine.windows import WindowGrid, resolve_grid, unframed
from cnnlib.messages import _


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
    x, weight = _one_dtype(floats("x", x), floats("weight", weight))
    batch, filters = as_batch("x", x), _as_filters(weight, x)
    _check_groups(x, weight, batch.shape[1], filters, groups)
    grid = resolve_grid(batch.shape[2:], filters.shape[2:], stride, padding, dilation)
    if bias is not None:
        bias = _as_bias(bias, len(filters), x)
    with np.errstate(all="ignore"):  # a NaN or an infinity in the data is no reason for a warning
        result = bands.convolve(batch, filters, groups, grid, bias)
    return result if x.ndim == 4 else result.reshape(result.shape[4 - x.ndim :])


def conv2d_backward(grad_output, x, weight, *, stride=1, padding=0, dilation=1, groups=1, input_gradient=True):
    """Gradients of a loss by the input, the filters and the biases of a convolution.

    Each output cell is Σ window·filter + bias. So a pixel's gradient is the sum, over all
    windows that it lies in, of the gradient of their cell times the weight that it met there;
    a weight's gradient is the sum, over all cells, of the cell's gradient times the pixel that
    it met there; a bias's gradient is the sum over its filter's cells.

    Parameters
    ----------
    grad_output : array_like
        Gradient of the loss by the output of :func:`conv2d`, of that output's shape.
    x, weight, stride, padding, dilation, groups
        What :func:`conv2d` was called with.
    input_gradient : bool
        False skips the gradient by x, and returns None for it: the first layer of a network
        has nobody to hand it to.

    Returns
    -------
    grad_x, grad_weight, grad_bias : ndarray
        Of the shapes of x and weight, and one number per filter (a single number, of shape
        (), for a (kH, kW) weight).

    Raises
    ------
    SettingError
        If the shapes do not belong together, or a setting is out of range.

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
    x, weight = _one_dtype(floats("x", x), floats("weight", weight))
    batch, filters = as_batch("x", x), _as_filters(weight, x)
    _check_groups(x, weight, batch.shape[1], filters, groups)
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


def conv_transpose2d(x, weight, bias=None, *, stride=1, padding=0, output_padding=0, dilation=1, groups=1):
    """Transposed convolution: each input cell paints its filter, weighted, onto a larger plane.

    x (N, C, H, W), weight (C, F / groups, kH, kW), bias (F,) → (N, F, H_out, W_out), where
    H_out = (H − 1)·stride − top − bottom + dilation·(kH − 1) + 1 + output_padding.
    (C, H, W) gives (F, H_out, W_out); (H, W) with a (kH, kW) weight gives (H_out, W_out).

    It takes a cell to where :func:`conv2d` of the same settings would have read it: it is
    that function's gradient by its input, not its inverse.

    Parameters
    ----------
    x, bias, stride, dilation, groups
        As for :func:`conv2d`.
    weight : array_like
        Input channels first, as in PyTorch: the filters of the convolution that this transposes.
    padding : int, (height, width), ((top, bottom), (left, right)) or "same"
        Rows and columns to cut off the output, per side.
    output_padding : int or (height, width)
        Rows and columns to add at the bottom and right: with a stride, several input sizes
        give the same output size, and this says which one to return to. Smaller than the
        stride or the dilation.

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
    x, weight = _one_dtype(floats("x", x), floats("weight", weight))
    batch, filters = as_batch("x", x), _as_filters(weight, x)
    groups = integer("groups", groups, 1)
    if len(filters) != batch.shape[1] or len(filters) % groups:
        raise SettingError(
            _(
                "weight has the shape {weight}, but its first axis must be the {channels} channels of x, and groups, "
                "which is {groups}, must divide them. Use {channels} filters, and groups=1.",
                weight=weight.shape,
                channels=batch.shape[1],
                groups=groups,
            )
        )
    kernel, stride, dilation = filters.shape[2:], pair("stride", stride), pair("dilation", dilation)
    sides = resolve_padding(padding, kernel, stride=stride, dilation=dilation)
    extra = pair("output_padding", output_padding, minimum=0)
    size = _transposed_size(batch.shape[2:], kernel, stride, dilation, sides, extra)
    if bias is not None:
        bias = _as_bias(bias, filters.shape[1] * groups, x)
    grid = WindowGrid(kernel, stride, dilation, sides, batch.shape[2:])
    with np.errstate(all="ignore"):
        result = unframed(scatter_windows(np.ascontiguousarray(batch), filters, groups, grid, size), sides)
        if bias is not None:
            result += bias[:, None, None]
    return result if x.ndim == 4 else result.reshape(result.shape[4 - x.ndim :])


def _transposed_size(size, kernel, stride, dilation, sides, extra):
    """(H, W) of the plane to paint on, the frame that padding cuts off included."""
    full = []
    for axis in (0, 1):
        if extra[axis] and extra[axis] >= max(stride[axis], dilation[axis]):
            raise SettingError(
                _(
                    "output_padding is {value}, but it must be smaller than the stride ({stride}) or the dilation "
                    "({dilation}). Use at most {largest}.",
                    value=extra[axis],
                    stride=stride[axis],
                    dilation=dilation[axis],
                    largest=max(stride[axis], dilation[axis]) - 1,
                )
            )
        painted = (size[axis] - 1) * stride[axis] + span(kernel[axis], dilation[axis]) + extra[axis]
        if painted <= sum(sides[axis]):
            raise SettingError(
                _(
                    "padding cuts {cut} rows or columns off an output of {painted}: nothing is left. "
                    "Use a padding of at most {largest}.",
                    cut=sum(sides[axis]),
                    painted=painted,
                    largest=(painted - 1) // 2,
                )
            )
        full.append(painted)
    return tuple(full)


def _one_dtype(x, weight):
    if x.dtype is weight.dtype:
        return x, weight
    dtype = np.result_type(x, weight)
    return x.astype(dtype, copy=False), weight.astype(dtype, copy=False)


def _as_filters(weight, x):
    """weight as (F, C, kH, kW), or a SettingError if it has another rank than x asks for."""
    wanted = 2 if x.ndim == 2 else 4
    if weight.ndim == wanted and weight.size:
        return weight if wanted == 4 else weight.reshape(1, 1, *weight.shape)
    if weight.ndim == wanted:
        raise SettingError(
            _("weight has the shape {shape}, so it holds no numbers. Use a kernel of at least 1×1.", shape=weight.shape)
        )
    if wanted == 2:
        message = _(
            "weight has the shape {shape}, but with x of shape {x_shape} it must have 2 axes, (kH, kW). "
            "Use x[None], an image with one channel, or a single kernel."
        )
    else:
        message = _(
            "weight has the shape {shape}, but with x of shape {x_shape} it must have 4 axes, "
            "(F, C, kH, kW). Use weight[None] for each axis that is missing in front."
        )
    raise SettingError(message.format(shape=weight.shape, x_shape=x.shape))


def _check_groups(x, weight, channels, filters, groups):
    groups = integer("groups", groups, 1)
    if groups > 1 and (channels % groups or len(filters) % groups):
        raise SettingError(
            _(
                "groups is {groups}, but it must divide the number of channels, {channels}, and of filters, {filters}. "
                "Use a common divisor of both, such as 1.",
                groups=groups,
                channels=channels,
                filters=len(filters),
            )
        )
    if filters.shape[1] * groups != channels:
        repair = (len(filters), channels // groups, *filters.shape[2:])
        raise SettingError(
            _(
                "weight has the shape {weight}: each filter reads {reads} channels, but x of shape {x} offers "
                "{offers} with groups={groups}. Use a weight of shape {repair}.",
                weight=weight.shape,
                reads=filters.shape[1],
                x=x.shape,
                offers=channels // groups,
                groups=groups,
                repair=repair,
            )
        )


def _as_bias(bias, count, x):
    """bias as (count,) numbers of the dtype of x; a single number will do for an (H, W) image."""
    bias = floats("bias", bias)
    if bias.shape != (count,) and not (bias.shape == () and x.ndim == 2):
        raise SettingError(
            _(
                "bias has the shape {shape}, but there is one bias per filter. Use an array of shape ({count},).",
                shape=bias.shape,
                count=count,
            )
        )
    return bias.astype(x.dtype, copy=False).reshape(count)
