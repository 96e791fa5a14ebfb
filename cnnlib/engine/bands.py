"""Windows as columns: convolution as a matrix product, a band of the image at a time.

"im2col" copies every window into a column; filters × columns is then the whole
convolution, and its transpose, "col2im", is the way back of the gradients. All columns
together take kH·kW times the memory of the image, so the convolutions of this library
copy a band of about 1 MiB at a time.

The letters in all shapes: N images, C channels, F filters in G groups; taps = C / G · kH · kW
is the number of cells of a filter, each of which meets one number of the window.
"""

import math
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair, Shape
from cnnlib.engine.windows import WindowGrid, framed, unframed, window_view

BAND = 1 << 20  # bytes to copy at a time: they stay in a core's level-2 cache
ALL_AT_ONCE = 1 << 14  # numbers in all columns, up to which splitting them into bands would only cost time
SMALL_PRODUCT = 1_000_000  # multiplications up to which OpenBLAS works without packing its operands

scratch_memory = threading.local()  # what `scratch` keeps from call to call, one piece for each thread


def scratch(shape: Shape, dtype: np.dtype[Any]) -> Array:
    """Return an array for a band, not initialised, that may be used until the next call in this thread.

    Memory from the system comes a page at a time and costs as much as filling it, so a little over 1 MiB is kept.
    """
    size = math.prod(shape) * dtype.itemsize
    limit = BAND * 9 // 8
    if size > limit:  # the column of a single cell is larger than a band
        return np.empty(shape, dtype)
    if getattr(scratch_memory, "size", 0) < size:
        scratch_memory.array, scratch_memory.size = np.empty(limit, np.uint8), limit
    array: Array = scratch_memory.array[:size].view(dtype).reshape(shape)
    return array


def bands(n: int, height: int, width: int, cell_bytes: int, cell_products: int) -> Iterator[tuple[slice, slice, slice]]:
    """Split n planes of height × width cells into bands, each a tuple of slices (images, rows, cells).

    A band holds as many cells as fit in BAND, at least one: several small images, some rows
    of a large one, or a piece of a row. Within an image it stays below SMALL_PRODUCT, which makes
    a multiplication a third faster, if that leaves the 128 columns that a matrix product needs to be fast.

    Examples
    --------
    >>> for images, rows, cells in bands(1, 3, 4, cell_bytes=BAND // 8, cell_products=1):
    ...     print(rows, cells)
    slice(0, 2, None) slice(0, 4, None)
    slice(2, 3, None) slice(0, 4, None)
    """
    fit = max(1, BAND // cell_bytes)
    small = SMALL_PRODUCT // cell_products
    plane = min(fit, small) if small >= 128 else fit
    rows, cells = min(height, max(1, plane // width)), width
    if plane < width:
        cells = -(-width // -(-width // plane))  # pieces of a row, equally long
    images = max(1, fit // (rows * cells)) if rows * cells <= fit else 1
    for i in range(0, n, images):
        for top in range(0, height, rows):
            for left in range(0, width, cells):
                yield (
                    slice(i, min(i + images, n)),
                    slice(top, min(top + rows, height)),
                    slice(left, min(left + cells, width)),
                )


def framed_windows(batch: Array, grid: WindowGrid) -> Iterator[tuple[slice, Array]]:
    """Pad some images at a time, as many as fit in BAND, and yield (slice of images, view of their windows).

    Padded images that stay in the cache cost half as much as padding all images at once.
    """
    (top, bottom), (left, right) = grid.padding
    n, c, height, width = batch.shape
    one = c * (top + height + bottom) * (left + width + right) * batch.itemsize
    step = max(1, BAND // one) if any(grid.padding[0] + grid.padding[1]) else max(1, n)
    for first in range(0, n, step):
        images = slice(first, first + step)
        yield images, window_view(framed(batch[images], grid.padding), grid)


def are_small(batch: Array, filters_shape: Shape, grid: WindowGrid) -> bool:
    """Tell whether there are several small images, as in training on the digits, so that `joined_columns` pays off."""
    f, *window = filters_shape
    numbers = math.prod(batch.shape[:2] + grid.kernel) * (grid.output[0] + 2) * (grid.output[1] + grid.kernel[1])
    few = len(batch) > 1 and numbers * batch.itemsize <= BAND
    return few and grid.stride == (1, 1) and grid.output[1] <= 16 and 2 * f <= math.prod(window)


def joined_columns(batch: Array, grid: WindowGrid, groups: int) -> tuple[Array, int, int]:
    """Columns of all images at once, (G, taps, N · length), with the rows of an image joined.

    Copying many short rows takes longer than copying one long one. So the windows slide on from the end
    of a row to the start of the next; what they find across that seam, :func:`joined_rows` leaves out.
    Also returns the length of the joined rows and that of a padded row.
    """
    padded = framed(batch, grid.padding)
    n, c, _, row = padded.shape
    length = (grid.output[0] - 1) * row + grid.output[1]
    view = window_view(padded, grid._replace(output=(1, length)))[..., 0, :]
    columns = scratch((c, *grid.kernel, n, length), batch.dtype)
    columns[...] = view.transpose(1, 2, 3, 0, 4)
    return columns.reshape(groups, -1, n * length), length, row


def joined_rows(values: Array, row: int, grid: WindowGrid) -> Array:
    """Return (F, N, length) values without the seams, as a view (N, F, H_out, W_out)."""
    to_f, to_n, to_cell = values.strides
    shape = (values.shape[1], values.shape[0], *grid.output)
    return np.ndarray(shape, values.dtype, values, 0, (to_n, to_f, row * to_cell, to_cell))


def convolve(batch: Array, filters: Array, groups: int, grid: WindowGrid, bias: Array | None = None) -> Array:
    """Every window of every image times every filter: (N, C, H, W) → (N, F, H_out, W_out)."""
    n, f, (height, width) = len(batch), len(filters), grid.output
    # Contiguous: of one tap of each filter, weight[:, :, 1:2, 1:2], or of one filter that is flipped, reshape would
    # keep the strides. BLAS is not used for those: up to NumPy 2.2, matmul takes 25 times as long.
    matrix = np.ascontiguousarray(filters.reshape(groups, f // groups, -1))  # (G, F / G, taps)
    if bias is not None:
        bias = bias.reshape(groups, -1, 1)
    if n * groups * matrix.shape[2] * height * width <= ALL_AT_ONCE:
        columns = window_view(framed(batch, grid.padding), grid).reshape(n, *matrix.shape[::2], height * width)
        out = matrix @ columns
        if bias is not None:
            out += bias
        return out.reshape(n, f, height, width)

    if are_small(batch, filters.shape, grid):
        columns, length, row = joined_columns(batch, grid, groups)
        values = joined_rows((matrix @ columns).reshape(f, n, length), row, grid)
        return np.add(values, 0 if bias is None else bias.reshape(f, 1, 1), order="C")

    out = np.empty((n, f, height, width), batch.dtype)
    for images, view in framed_windows(batch, grid):
        multiply_windows(view, matrix, bias, out[images].reshape(-1, groups, f // groups, height * width))
    return out


def multiply_windows(view: Array, matrix: Array, bias: Array | None, out: Array) -> None:
    """Every window times every filter, a band at a time, written straight into its place in `out`.

    Window view (N, C, kH, kW, H_out, W_out), matrix (G, F / G, taps), bias (G, F / G, 1) or None,
    out (N, G, F / G, H_out · W_out).
    """
    n, c, kh, kw, height, width = view.shape
    groups, _, taps = matrix.shape
    in_place = kh == kw == 1 and view.flags.c_contiguous  # a 1×1 kernel's columns are the image itself
    if bias is not None and not in_place:
        matrix = np.concatenate([matrix, bias], axis=2)  # the weight of a pixel that is always 1
    for images, rows, cells in bands(n, height, width, groups * matrix.shape[2] * view.itemsize, matrix[0].size):
        band = view[images, ..., rows, cells]
        size = band.shape[4] * band.shape[5]
        place = out[images, :, :, rows.start * width + cells.start :][..., :size]
        if in_place:
            np.matmul(matrix, band.reshape(len(band), groups, taps, size), out=place)
            if bias is not None:
                place += bias
            continue
        # Rows of 4096 bytes would fall on the same few lines of the cache: then 16 cells more.
        spare = 16 * (size % 512 == 0)
        columns = scratch((len(band), groups, matrix.shape[2], size + spare), view.dtype)[..., :size]
        columns[:, :, taps:] = 1
        shape = len(band), groups, c // groups, *band.shape[2:]
        columns[:, :, :taps].reshape(shape)[...] = band.reshape(shape)
        np.matmul(matrix, columns, out=place)


def filter_gradient(batch: Array, grad_output: Array, filters_shape: Shape, groups: int, grid: WindowGrid) -> Array:
    """What every filter weight was multiplied by, times the gradient that came back for it, summed.

    Images (N, C, H, W), gradient (N, F, H_out, W_out) → (F, C / G, kH, kW).
    The forward pass is filters × columns, so this one is gradient × columnsᵀ.
    """
    n, f, height, width = grad_output.shape
    total = None
    if f == groups == batch.shape[1] and grid.stride == (1, 1):
        total = depthwise_filter_gradient(batch, grad_output, grid)
    elif are_small(batch, filters_shape, grid):
        columns, length, row = joined_columns(batch, grid, groups)
        grad = np.zeros((f, n, length), batch.dtype)  # at the seams it stays 0
        joined_rows(grad, row, grid)[...] = grad_output
        total = (grad.reshape(groups, f // groups, n * length) @ columns.swapaxes(1, 2)).reshape(filters_shape)
    # Both join rows, and at the seams a weight meets pixels that it does not read: 0 times these is NaN if one of them
    # is infinite or NaN.
    if total is not None and np.isfinite(total).all():
        return total

    grad_places = grad_output.reshape(n, groups, f // groups, height * width)
    total = np.zeros((groups, f // groups, math.prod(filters_shape[1:])), batch.dtype)
    for chunk, view in framed_windows(batch, grid):
        for images, rows, cells in bands(len(view), height, width, view[0, ..., 0, 0].nbytes, 1):
            band = view[images, ..., rows, cells]
            columns = scratch(band.shape, band.dtype)
            columns[...] = band
            columns = columns.reshape(len(band), groups, total.shape[2], -1)
            start = rows.start * width + cells.start
            grad = grad_places[chunk][images, :, :, start : start + columns.shape[3]]
            total += (grad @ columns.swapaxes(2, 3)).sum(axis=0)
    return total.reshape(filters_shape)


def depthwise_filter_gradient(batch: Array, grad_output: Array, grid: WindowGrid) -> Array:
    """The same for one filter per channel at stride 1, without copying any column.

    With the gradient as wide as a padded row, and 0 in the seams, what a weight met is a piece of the
    padded plane itself: one dot product for each weight and plane.
    """
    padded = framed(batch, grid.padding)
    n, c, _, row = padded.shape
    length = (grid.output[0] - 1) * row + grid.output[1]
    met = window_view(padded, grid._replace(output=(1, length)))[..., 0, :]
    grad = np.zeros((n, c, grid.output[0], row), batch.dtype)
    grad[..., : grid.output[1]] = grad_output
    grad = grad.reshape(n, c, 1, 1, grid.output[0] * row)[..., :length]
    total: Array = np.vecdot(met, grad).sum(axis=0)
    return total[:, None]


def input_gradient(grad_output: Array, filters: Array, groups: int, grid: WindowGrid, size: Pair) -> Array:
    """Gradient by the input: each pixel's is the sum over its windows, (N, F, H_out, W_out) → (N, C, *size).

    Seen from the pixel, that is a window of gradients times the flipped filters: at stride 1 it is
    itself a convolution, of the padded gradients. With a larger stride the windows have gaps, and with
    many filters their columns are long: then each gradient is given back to its window instead.
    """
    per_group, c = len(filters) // groups, filters.shape[1]
    (top, bottom), (left, right) = grid.padding
    reach_y, reach_x = (d * (k - 1) for k, d in zip(grid.kernel, grid.dilation, strict=True))
    frame = (reach_y - top, reach_y - bottom), (reach_x - left, reach_x - right)
    # A weight that is infinite or NaN must not meet the frame around the gradients: 0 times it is NaN.
    if grid.stride == (1, 1) and per_group <= 4 * c and min(*frame[0], *frame[1]) >= 0 and np.isfinite(filters).all():
        flipped = filters.reshape(groups, per_group, c, *grid.kernel)[..., ::-1, ::-1].swapaxes(1, 2)
        flipped = flipped.reshape(groups * c, per_group, *grid.kernel)
        return convolve(grad_output, flipped, groups, grid._replace(padding=frame, output=size))
    padded_size = size[0] + top + bottom, size[1] + left + right
    return unframed(scatter_windows(grad_output, filters, groups, grid, padded_size), grid.padding)


def scatter_windows(values: Array, filters: Array, groups: int, grid: WindowGrid, size: Pair) -> Array:
    """Give each cell's value back to the pixels of its window, weighted by its filter, and add up.

    Values (N, F, H_out, W_out), filters (F, C / G, kH, kW) → a padded plane (N, C, *size).
    This is the transpose of :func:`multiply_windows`: the gradient of a convolution by its
    input, and the forward pass of a transposed convolution.
    """
    n, f, height, width = values.shape
    _, channels, kh, kw = filters.shape
    c = channels * groups
    (stride_y, stride_x), (dilation_y, dilation_x) = grid.stride, grid.dilation
    canvas = np.zeros((n, c, *size), values.dtype)
    places = canvas.reshape(n, groups, c // groups, *size)
    values = values.reshape(n, groups, f // groups, height, width)
    # One row of the kernel at a time: (kH, G, kW · C / G, F / G) × (G, F / G, cells).
    matrices = filters.reshape(groups, f // groups, c // groups, kh, kw).transpose(3, 0, 4, 2, 1)
    matrices = np.ascontiguousarray(matrices).reshape(kh, groups, kw * c // groups, f // groups)
    for images, rows, cells in bands(n, height, width, c * kw * values.itemsize, matrices[0, 0].size):
        band = values[images, :, :, rows, cells]
        columns = band.reshape(*band.shape[:3], -1)
        for i, matrix in enumerate(matrices):
            shares = scratch((len(band), groups, len(matrix[0]), columns.shape[3]), values.dtype)
            np.matmul(matrix, columns, out=shares)
            shares = shares.reshape(len(band), groups, kw, c // groups, *band.shape[3:])
            first = rows.start * stride_y + i * dilation_y
            y = slice(first, first + (rows.stop - rows.start - 1) * stride_y + 1, stride_y)
            for j in range(kw):
                first = cells.start * stride_x + j * dilation_x
                x = slice(first, first + (cells.stop - cells.start - 1) * stride_x + 1, stride_x)
                places[images, :, :, y, x] += shares[:, :, j]
    return canvas
