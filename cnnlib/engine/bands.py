"""Windows as columns: convolution as a matrix product, a band of the image at a time.

"im2col" copies every window into a column; filters × columns is then the whole
convolution, and its transpose, "col2im", is the way back of the gradients. All columns
together take kH·kW times the memory of the image, so the convolutions of this library
copy a band of about 1 MiB at a time.

The shapes that return in every function: N images, C channels, F filters in G groups,
taps = C / G · kH · kW.
"""

import math
import threading

import numpy as np

from cnnlib.engine.windows import framed, unframed, window_view

BAND = 1 << 20  # bytes to copy at a time: they stay in a core's level-2 cache
ALL_AT_ONCE = 1 << 14  # numbers in all columns, up to which splitting them into bands would only cost time
SMALL_PRODUCT = 1_000_000  # multiplications up to which OpenBLAS works without packing its operands


_kept = threading.local()


def scratch(shape, dtype):
    """Return an array for a band, with anything in it, that is good until the next call in this thread.

    Memory from the system comes a page at a time and costs as much as filling it, so one MiB is kept.
    """
    size = math.prod(shape) * dtype.itemsize
    limit = BAND * 9 // 8
    if size > limit:  # a single cell that is larger than a band
        return np.empty(shape, dtype)
    if getattr(_kept, "size", 0) < size:
        _kept.memory, _kept.size = np.empty(limit, np.uint8), limit
    return _kept.memory[:size].view(dtype).reshape(shape)


def bands(n, height, width, cell_bytes, cell_products):
    """Split n planes of height × width cells into bands, each a tuple of slices (images, rows, cells).

    A band holds as many cells as fit in BAND, at least one: several small images, some rows
    of a large one, or a piece of a row. Within an image it stays below SMALL_PRODUCT, a third
    faster per multiplication, if that leaves the 128 columns that a matrix product needs to be fast.

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


def framed_windows(batch, grid):
    """Pad some images at a time, as many as fit in BAND, and yield (slice of images, view of their windows).

    A frame that stays in the cache costs half as much as one around all images at once.
    """
    (top, bottom), (left, right) = grid.sides
    n, c, height, width = batch.shape
    one = c * (top + height + bottom) * (left + width + right) * batch.itemsize
    step = max(1, BAND // one) if any(grid.sides[0] + grid.sides[1]) else max(1, n)
    for first in range(0, n, step):
        images = slice(first, first + step)
        yield images, window_view(framed(batch[images], grid.sides), grid)


def are_small(batch, filters_shape, grid):
    """Whether these are several small images, as in training on the digits, for which `joined_columns` pays."""
    f, *window = filters_shape
    numbers = math.prod(batch.shape[:2] + grid.kernel) * (grid.output[0] + 2) * (grid.output[1] + grid.kernel[1])
    few = len(batch) > 1 and numbers * batch.itemsize <= BAND
    return few and grid.stride == (1, 1) and grid.output[1] <= 16 and 2 * f <= math.prod(window)


def joined_columns(batch, grid, groups):
    """Columns of all images at once, (G, taps, N · length), with the rows of an image joined.

    Copying many short rows takes longer than one long one. So the windows slide on from the end of a
    row to the start of the next; what they find across that seam, :func:`joined_rows` leaves out.
    Returns also the length of the joined rows and that of a padded row.
    """
    padded = framed(batch, grid.sides)
    n, c, _, row = padded.shape
    length = (grid.output[0] - 1) * row + grid.output[1]
    view = window_view(padded, grid._replace(output=(1, length)))[..., 0, :]
    columns = scratch((c, *grid.kernel, n, length), batch.dtype)
    columns[...] = view.transpose(1, 2, 3, 0, 4)
    return columns.reshape(groups, -1, n * length), length, row


def joined_rows(values, row, grid):
    """Rows of (F, N, length) values without the seams: a view (N, F, H_out, W_out)."""
    to_f, to_n, to_cell = values.strides
    shape = (values.shape[1], values.shape[0], *grid.output)
    return np.ndarray(shape, values.dtype, values, 0, (to_n, to_f, row * to_cell, to_cell))


def convolve(batch, filters, groups, grid, bias=None):
    """Every window of every image times every filter: (N, C, H, W) → (N, F, H_out, W_out)."""
    n, f, (height, width) = len(batch), len(filters), grid.output
    matrix = filters.reshape(groups, f // groups, -1)  # (G, F / G, taps)
    if bias is not None:
        bias = bias.reshape(groups, -1, 1)
    if n * groups * matrix.shape[2] * height * width <= ALL_AT_ONCE:
        columns = window_view(framed(batch, grid.sides), grid).reshape(n, *matrix.shape[::2], height * width)
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


def multiply_windows(view, matrix, bias, out):
    """Every window times every filter, a band at a time, straight into its place in `out`.

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


def filter_gradient(batch, grad_output, filters_shape, groups, grid):
    """What every filter weight was multiplied with, times the gradient that came back for it, summed.

    Images (N, C, H, W), gradient (N, F, H_out, W_out) → (F, C / G, kH, kW).
    The forward pass is filters × columns, so this one is gradient × columns transposed.
    """
    n, f, height, width = grad_output.shape
    if f == groups == batch.shape[1] and grid.stride == (1, 1):
        return depthwise_filter_gradient(batch, grad_output, grid)
    if are_small(batch, filters_shape, grid):
        columns, length, row = joined_columns(batch, grid, groups)
        grad = np.zeros((f, n, length), batch.dtype)  # at the seams it stays 0
        joined_rows(grad, row, grid)[...] = grad_output
        return (grad.reshape(groups, f // groups, n * length) @ columns.swapaxes(1, 2)).reshape(filters_shape)

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


def depthwise_filter_gradient(batch, grad_output, grid):
    """The same for one filter a channel at stride 1, without a copy of any column.

    With the gradient as wide as a padded row, and 0 in the seams, what a weight met is a piece of the
    padded plane itself: one dot product for each weight and plane.
    """
    padded = framed(batch, grid.sides)
    n, c, _, row = padded.shape
    length = (grid.output[0] - 1) * row + grid.output[1]
    met = window_view(padded, grid._replace(output=(1, length)))[..., 0, :]
    grad = np.zeros((n, c, grid.output[0], row), batch.dtype)
    grad[..., : grid.output[1]] = grad_output
    grad = grad.reshape(n, c, 1, 1, -1)[..., :length]
    return np.vecdot(met, grad).sum(axis=0)[:, None]


def input_gradient(grad_output, filters, groups, grid, size):
    """Gradient by the input: each pixel's is the sum over its windows, (N, F, H_out, W_out) → (N, C, *size).

    Seen from the pixel, that is a window of gradients times the flipped filters: at stride 1 it is
    itself a convolution, of the gradients in a frame. With a stride the windows have gaps, and with
    many filters their columns are long: then each gradient is given back to its window instead.
    """
    per_group, c = len(filters) // groups, filters.shape[1]
    reach = [d * (k - 1) for k, d in zip(grid.kernel, grid.dilation, strict=True)]
    frame = tuple((r - before, r - after) for r, (before, after) in zip(reach, grid.sides, strict=True))
    if grid.stride == (1, 1) and per_group <= 4 * c and min(map(min, frame)) >= 0:
        flipped = filters.reshape(groups, per_group, c, *grid.kernel)[..., ::-1, ::-1].swapaxes(1, 2)
        # Contiguous: with one channel and one filter a group the reshape would keep negative strides, without BLAS.
        flipped = np.ascontiguousarray(flipped.reshape(groups * c, per_group, *grid.kernel))
        return convolve(grad_output, flipped, groups, grid._replace(sides=frame, output=tuple(size)))
    padded_size = [pixels + sum(side) for pixels, side in zip(size, grid.sides, strict=True)]
    return unframed(scatter_windows(grad_output, filters, groups, grid, padded_size), grid.sides)


def scatter_windows(values, filters, groups, grid, size):
    """Give each cell's value back to the pixels of its window, weighted by its filter, and add up.

    Values (N, F, H_out, W_out), filters (F, C / G, kH, kW) → a padded plane (N, C, *size).
    This is the transpose of :func:`multiply_windows`: the gradient of a convolution by its
    input, and the forward pass of a transposed convolution.
    """
    n, f, height, width = values.shape
    c, kh, kw = filters.shape[1] * groups, *filters.shape[2:]
    (step_y, step_x), (tap_y, tap_x) = grid.stride, grid.dilation
    canvas = np.zeros((n, c, *size), values.dtype)
    places = canvas.reshape(n, groups, c // groups, *size)
    values = values.reshape(n, groups, f // groups, height, width)
    # One row of kernel taps at a time: (kH, G, kW · C / G, F / G) × (G, F / G, cells).
    matrices = filters.reshape(groups, f // groups, c // groups, kh, kw).transpose(3, 0, 4, 2, 1)
    matrices = np.ascontiguousarray(matrices).reshape(kh, groups, kw * c // groups, f // groups)
    for images, rows, cells in bands(n, height, width, c * kw * values.itemsize, matrices[0, 0].size):
        band = values[images, :, :, rows, cells]
        columns = band.reshape(*band.shape[:3], -1)
        for i, matrix in enumerate(matrices):
            shares = scratch((len(band), groups, len(matrix[0]), columns.shape[3]), values.dtype)
            np.matmul(matrix, columns, out=shares)
            shares = shares.reshape(len(band), groups, kw, c // groups, *band.shape[3:])
            y = slice(rows.start * step_y + i * tap_y, (rows.stop - 1) * step_y + i * tap_y + 1, step_y)
            for j in range(kw):
                first = cells.start * step_x + j * tap_x
                x = slice(first, first + (cells.stop - cells.start - 1) * step_x + 1, step_x)
                places[images, :, :, y, x] += shares[:, :, j]
    return canvas
