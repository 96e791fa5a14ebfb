"""im2col and col2im as functions of their own: every window becomes a column, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cnnlib.engine.arrays import as_batch, as_shape, floats, same_shape
from cnnlib.engine.settings import affordable
from cnnlib.engine.types import Array, Padding, Shape, Size
from cnnlib.engine.windows import framed, resolve_grid, unframed, window_view
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def im2col(x: ArrayLike, kernel_size: Size, *, stride: Size = 1, padding: Padding = 0, dilation: Size = 1) -> Array:
    """Copy every window into a column.

    (N, C, H, W) → (N, C·kH·kW, L), where L = H_out·W_out; (C, H, W) and (H, W) → (C·kH·kW, L).
    The transpose of one image's columns is the layout of "Deep Learning from Scratch", where
    each window is a row.

    Parameters
    ----------
    x : array_like
        The image or images.
    kernel_size, stride, dilation : int or (height, width)
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
        Zeros per side.

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the kernel does not fit the padded image, or a setting is out of range.

    Examples
    --------
    The four 2×2 windows of a 3×3 image are the columns:

    >>> im2col(np.arange(9).reshape(3, 3), 2)
    array([[0., 1., 3., 4.],
           [1., 2., 4., 5.],
           [3., 4., 6., 7.],
           [4., 5., 7., 8.]])
    """
    x = floats("x", x)
    batch = as_batch("x", x)
    grid = resolve_grid(batch.shape[2:], kernel_size, stride, padding, dilation)
    view = window_view(framed(batch, grid.padding), grid)
    n, c, kh, kw, height, width = view.shape
    affordable(view.shape, _("the columns"))
    columns = view.copy().reshape(n, c * kh * kw, height * width)
    return columns if x.ndim == 4 else columns[0]


def col2im(
    columns: ArrayLike,
    shape: Shape,
    kernel_size: Size,
    *,
    stride: Size = 1,
    padding: Padding = 0,
    dilation: Size = 1,
) -> Array:
    """Add every column back to the pixels that its window was copied from: the transpose of im2col.

    (N, C·kH·kW, L) and a `shape` (N, C, H, W) → (N, C, H, W); (C·kH·kW, L) and (C, H, W) or (H, W) likewise.

    A pixel under several windows gets the sum of its copies, so ``col2im(im2col(x))`` is x
    times :func:`coverage`.

    Parameters
    ----------
    columns : array_like
    shape : tuple of int
        Shape of the image that the columns come from.
    kernel_size, stride, padding, dilation
        As for :func:`im2col`.

    Returns
    -------
    ndarray

    Raises
    ------
    SettingError
        If the columns do not have the shape that :func:`im2col` gives, or a setting is out of range.

    Examples
    --------
    >>> col2im(np.ones((4, 4)), (3, 3), 2)
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    columns = floats("columns", columns)
    image = np.broadcast_to(np.False_, as_shape("shape", shape))  # only to check the shape as that of any image
    n, c, height, width = as_batch("shape", image).shape
    grid = resolve_grid((height, width), kernel_size, stride, padding, dilation)
    (kh, kw), (rows, cells) = grid.kernel, grid.output
    expected = (n, c * kh * kw, rows * cells)
    same_shape("columns", columns, expected if image.ndim == 4 else expected[1:], _("im2col of an image of this shape"))
    shares = columns.reshape(n, c, kh, kw, rows, cells)
    affordable((n, c, height + sum(grid.padding[0]), width + sum(grid.padding[1])), _("the padded image"))
    canvas = np.zeros((n, c, height + sum(grid.padding[0]), width + sum(grid.padding[1])), columns.dtype)
    view = window_view(canvas, grid)
    for i in range(kh):
        for j in range(kw):
            view[:, :, i, j] += shares[:, :, i, j]  # under one kernel cell, each window has a pixel of its own
    return unframed(canvas, grid.padding).reshape(image.shape)
