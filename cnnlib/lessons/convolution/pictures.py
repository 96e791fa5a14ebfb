"""Pictures of how a feature map is made: one step, the same as a matrix, and a printed figure."""

from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Padding, Pair, Size
from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import convolution_picture, kernel_panel
from cnnlib.pictures.panels import Grid, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products


def grids_of(picture: Picture) -> tuple[Grid, Grid, Grid]:
    """Return the input, the kernel and the output of a picture of one convolution."""
    left, middle, right = (picture.panel(name) for name in ("input", "kernel", "output"))
    assert isinstance(left, Grid) and isinstance(middle, Grid) and isinstance(right, Grid)
    return left, middle, right


def products_panel(window: Array, kernel: Array, reach: float) -> Grid:
    """Return the panel of a window times a kernel, cell by cell; `reach` is the largest product that it could hold."""
    products = window * kernel
    only_positive = bool((kernel >= 0).all())
    return Grid(
        products,
        _("products {shape}", shape=shape(kernel)),
        name="products",
        role="output",
        colours="tint" if only_positive else "signed",
        limits=(0, reach) if only_positive else (-1.6 * reach, 1.6 * reach),
        scale="cells",
    )


def products_picture(
    image: Array, kernel: Array, output: Array, *, position: int = 0, tap: int | None = None
) -> Picture:
    """Show one step of a convolution: window × kernel, cell by cell, and the sum of the products.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    output : array, (H_out, W_out)
        ``conv2d`` of the two. Its cells after `position` are covered.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    tap : int or None
        A cell of the kernel to follow, counted row by row.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``products`` and ``output``; pressing a cell of the input or
        of the output picks ``position``, one of the kernel or of the products ``tap``.

    Examples
    --------
    >>> from cnnlib import conv2d, samples
    >>> image, kernel = samples.toy_input(), samples.toy_kernel()
    >>> products_picture(image, kernel, conv2d(image, kernel)).panel("products").values.tolist()
    [[2.0, 0.0, 3.0], [0.0, 1.0, 4.0], [3.0, 0.0, 2.0]]
    """
    whole = convolution_picture(image, kernel, output, position=position, tap=tap)
    left, middle, right = grids_of(whole)
    row, column = cell_at(position, output.shape)
    window = windows(image, kernel.shape)[..., row, column]
    value = format_number(output[row, column])
    reach = max(1.0, float(np.abs(left.limits).max() * np.abs(kernel).max()))
    products = replace(
        products_panel(window, kernel, reach),
        outlines=middle.outlines,
        picks=middle.picks,
        note=_("added up: {value}", value=value),
    )
    right = replace(
        right,
        covered=positions(output.shape) > row * output.shape[1] + column,
        note=_("the output so far · green frame: this cell"),
    )
    if tap is None:
        left = replace(left, note=_("orange frame: the window"))
    else:
        left = replace(left, note=_("orange: window · dark: its pixel"))
        middle = replace(middle, note=_("dark: this weight"))
    caption = _(
        "The window in row {row}, column {column} and the kernel make {count} products, which add up to {value}.",
        row=row,
        column=column,
        count=kernel.size,
        value=value,
    )
    # The first two lines of the whole picture are its sizes and the same sum; what follows is the tap.
    formula = [sum_of_products(window, kernel, output[row, column]), *whole.formula.splitlines()[2:]]
    panels = [left, Sign("×"), middle, Sign("="), products, Sign("Σ"), right]
    panels = [panel if isinstance(panel, Sign) else replace(panel, weight=0.9) for panel in panels]
    return Picture([panels], caption, "\n".join(formula), "(window * kernel).sum()", heights=(270,), across=2)


def as_fully_connected(kernel: ArrayLike, size: Pair) -> Array:
    """Return the weights of the fully connected layer that computes what a filter computes.

    Parameters
    ----------
    kernel : array, (kH, kW)
    size : (int, int)
        Height and width of the images.

    Returns
    -------
    array, (places, pixels)
        A row for each place of the window, and a column for each pixel of the flattened image.

    Examples
    --------
    >>> as_fully_connected([[1, 2]], (1, 4)).tolist()
    [[1.0, 2.0, 0.0, 0.0], [0.0, 1.0, 2.0, 0.0], [0.0, 0.0, 1.0, 2.0]]
    """
    pixels = size[0] * size[1]
    # What one pixel adds to every output cell is what the filter makes of an image with that pixel alone.
    alone = np.eye(pixels).reshape(pixels, 1, *size)
    kernel = np.asarray(kernel, float)
    return conv2d(alone, kernel[None, None]).reshape(pixels, -1).T


def matrix_picture(kernel: Array, weights: Array) -> Picture:
    """Show a kernel, and the weights of the fully connected layer that computes the same.

    Parameters
    ----------
    kernel : array, (kH, kW)
    weights : array, (places, pixels)
        As :func:`as_fully_connected` returns them.

    Returns
    -------
    Picture
        Panels ``kernel`` and ``weights``.

    Examples
    --------
    >>> kernel = np.array([[1.0, 2.0]])
    >>> matrix_picture(kernel, as_fully_connected(kernel, (1, 4)))
    A kernel of 2 weights, and the 12 weights of the fully connected layer that computes the same.
    """
    pixels = weights.shape[1]
    small = kernel_panel(kernel)
    large = replace(
        small,
        values=weights,
        name="weights",
        title=_("weights of the layer {shape}: a row for each output cell", shape=shape(weights)),
        note=_("a column for each of the {pixels} pixels", pixels=pixels),
        weight=3.4,
    )
    caption = _(
        "A kernel of {count} weights, and the {all} weights of the fully connected layer that computes the same.",
        count=kernel.size,
        all=weights.size,
    )
    return Picture([[small, Sign("→"), large]], caption, heights=(210,))


def figure_picture(
    image: Array, kernel: Array, printed: Array, *, padding: Padding = 0, stride: Size = 1, position: int = 0
) -> Picture:
    """Show a figure as it was printed, with the products of one cell written out but not added up.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    printed : array, (H_out, W_out)
        What the figure claims to be the output.
    padding, stride
        As for :func:`cnnlib.conv2d`.
    position : int
        The printed cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel`` and ``output``, which holds the printed numbers.

    Examples
    --------
    >>> figure_picture(np.ones((2, 2)), np.ones((2, 2)), np.array([[5.0]]))
    The window in row 0, column 0; the figure prints 5.
    """
    picture = convolution_picture(image, kernel, printed, padding=padding, stride=stride, position=position)
    row, column = cell_at(position, printed.shape)
    window = windows(image, kernel.shape, padding=padding, stride=stride)[..., row, column]
    title = _("printed {shape}", shape=shape(printed))
    left, middle, right = grids_of(picture)
    title_of_image = _("input {shape}, framed {all}", shape=shape(image), all=shape(left.values))
    left = replace(left, title=title_of_image, note=_("hatched: the frame of zeros · orange frame: the window"))
    panels = [left, Sign("⊛"), middle, Sign("="), replace(right, title=title, note=_("green frame: this cell"))]
    value = format_number(printed[row, column])
    caption = _(
        "The window in row {row}, column {column}; the figure prints {value}.", row=row, column=column, value=value
    )
    formula = sum_of_products(window, kernel, None) + "\n" + _("the figure prints {value}", value=value)
    return Picture([panels], caption, formula, heights=(300,), across=(1, 2))
