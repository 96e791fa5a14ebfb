"""Pictures of what one filter does: its products, its flipped twin, a target, and a printed figure."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.types import Array, Padding, Size
from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at
from cnnlib.pictures.convolution import colouring_of_output, convolution_picture, is_large
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products


def products_picture(
    image: Array, kernel: Array, output: Array, *, position: int = 0, tap: int | None = None
) -> Picture:
    """Show one step of a convolution: window × kernel, cell by cell, and the sum of the products.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    output : array, (H_out, W_out)
        ``conv2d`` of the two.
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
    left, middle, right = _grids(whole)
    row, column = cell_at(position, output.shape)
    window = windows(image, kernel.shape)[..., row, column]
    value = format_number(output[row, column])
    # Room for the largest product that a pixel and a weight could give.
    reach = 1.6 * max(1.0, float(np.abs(left.limits).max() * np.abs(kernel).max()))
    products = Grid(
        window * kernel,
        _("products {shape}", shape=shape(kernel)),
        name="products",
        role="output",
        colours="signed",
        limits=(-reach, reach),
        outlines=middle.outlines,
        picks=middle.picks,
        scale="cells",
        weight=0.9,
        note=_("added up: {value}", value=value),
    )
    caption = _(
        "The window in row {row}, column {column} and the kernel make {count} products, which add up to {value}.",
        row=row,
        column=column,
        count=kernel.size,
        value=value,
    )
    # The first two lines of the whole picture are its sizes and the same sum; what follows is the tap.
    formula = [sum_of_products(window, kernel, output[row, column]), *whole.formula.splitlines()[2:]]
    middle, right = replace(middle, weight=0.9), replace(right, weight=0.9)
    panels = [left, Sign("×"), middle, Sign("="), products, Sign("Σ"), right]
    return Picture([panels], caption, "\n".join(formula), "(window * kernel).sum()", heights=(270,))


def flip_picture(image: Array, kernel: Array, plain: Array, flipped: Array, *, position: int = 0) -> Picture:
    """Show a kernel and the same kernel turned by 180°, and the feature map that each gives.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    plain : array, (H_out, W_out)
        ``conv2d(image, kernel)``: cross-correlation.
    flipped : array, (H_out, W_out)
        ``conv2d(image, kernel[::-1, ::-1])``: what mathematics calls a convolution.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``turned``, ``difference``, ``output`` and ``turned output``.

    Examples
    --------
    >>> from cnnlib import conv2d, samples
    >>> image, kernel = samples.toy_input(), samples.toy_kernel()
    >>> flip_picture(image, kernel, conv2d(image, kernel), conv2d(image, kernel[::-1, ::-1])).formula.splitlines()[1]
    'turned by 180°: 1·2 + 2·0 + 3·1 + 0·2 + 1·1 + 2·0 + 3·1 + 0·0 + 1·2 = 11'
    """
    turned = kernel[::-1, ::-1]
    left, middle, right = _grids(convolution_picture(image, kernel, plain, position=position))
    _left, turned_middle, turned_right = _grids(convolution_picture(image, turned, flipped, position=position))
    row, column = cell_at(position, plain.shape)
    scale = "kernel" if is_large(image) else "cells"
    size = shape(plain)
    title, turned_title = _("kernel as it is {shape}", shape=size), _("kernel turned {shape}", shape=size)
    turned_kernel_title = _("turned by 180° {shape}", shape=shape(kernel))
    turned_middle = replace(turned_middle, name="turned", title=turned_kernel_title)
    top = [
        replace(left, weight=1),
        *(replace(panel, weight=1, scale=scale, picks={}) for panel in (middle, turned_middle)),
    ]
    difference = plain - flipped
    low, high = colouring_of_output(image, kernel)["limits"]
    bottom = [
        Grid(
            difference,
            _("difference {shape}", shape=size),
            name="difference",
            role="difference",
            colours="signed",
            limits=(low - high, high - low),
            outlines=(Outline(row, column, role="plain"),),
            picks=right.picks,
            scale="cells",
        ),
        replace(right, weight=1, title=title),
        replace(turned_right, weight=1, name="turned output", title=turned_title),
    ]
    caption = _(
        "The window in row {row}, column {column} gives {plain} with the kernel as it is and {flipped} with "
        "the kernel turned by 180°; the two feature maps differ in {count} of {cells} cells.",
        row=row,
        column=column,
        plain=format_number(plain[row, column]),
        flipped=format_number(flipped[row, column]),
        count=int((~np.isclose(plain, flipped)).sum()),
        cells=plain.size,
    )
    window = windows(image, kernel.shape)[..., row, column]
    plain_sum = sum_of_products(window, kernel, plain[row, column])
    flipped_sum = sum_of_products(window, turned, flipped[row, column])
    formula = _("as it is: {sum}", sum=plain_sum) + "\n" + _("turned by 180°: {sum}", sum=flipped_sum)
    return Picture([top, bottom], caption, formula, "conv2d(image, kernel[::-1, ::-1])", heights=(280, 280))


def target_picture(
    image: Array, kernel: Array, output: Array, target: Array, *, position: int = 0, edits: str | None = None
) -> Picture:
    """Show how far the feature map of a kernel is from a target.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    output : array, (H_out, W_out)
        ``conv2d`` of the two.
    target : array, (H_out, W_out)
        What should come out, in the image's colours.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    edits : str or None
        The control that editing the kernel's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``output``, ``target`` and ``difference`` (output − target).

    Examples
    --------
    >>> from cnnlib import conv2d
    >>> image, kernel = np.ones((4, 4)), np.ones((3, 3))
    >>> target_picture(image, kernel, conv2d(image, kernel), np.zeros((2, 2)))
    The feature map is up to 9 away from the target, in 4 of 4 cells by more than 0.25.
    """
    picture = convolution_picture(image, kernel, output, position=position, edits=edits)
    left, middle, right = _grids(picture)
    reached = replace(right, weight=1, colours=left.colours, limits=left.limits)
    wanted = replace(reached, values=target, name="target", title=_("target {shape}", shape=shape(target)))
    difference = output - target
    reach = float(np.abs(left.limits).max())
    missing = replace(
        reached,
        values=difference,
        name="difference",
        title=_("difference {shape}", shape=shape(difference)),
        role="difference",
        colours="signed",
        limits=(-reach, reach),
    )
    away = np.abs(difference)
    caption = _(
        "The feature map is up to {most} away from the target, in {count} of {cells} cells by more than 0.25.",
        most=format_number(away.max()),
        count=int((away > 0.25).sum()),
        cells=away.size,
    )
    rows = [[left, Sign("⊛"), middle], [reached, Sign("−"), wanted, Sign("="), missing]]
    return Picture(rows, caption, picture.formula.splitlines()[-1], picture.code, heights=(300, 260))


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
    left, middle, right = _grids(picture)
    panels = [left, Sign("⊛"), middle, Sign("="), replace(right, title=title)]
    value = format_number(printed[row, column])
    caption = _(
        "The window in row {row}, column {column}; the figure prints {value}.", row=row, column=column, value=value
    )
    formula = sum_of_products(window, kernel, None) + "\n" + _("the figure prints {value}", value=value)
    return Picture([panels], caption, formula, heights=picture.heights)


def _grids(picture: Picture) -> tuple[Grid, Grid, Grid]:
    """Return the input, the kernel and the output of a picture of one convolution."""
    left, middle, right = (panel for panel in picture.panels if isinstance(panel, Grid))
    return left, middle, right
