"""Pictures of what one filter does: its products, its flipped twin, a target, and a printed figure."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import colouring_of_output, convolution_picture, is_large
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products


def products_picture(image, kernel, output, *, position=0, tap=None):
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
    left, middle, right = (whole.panel(name) for name in ("input", "kernel", "output"))
    at = _cell(position, output)
    window = windows(image, kernel.shape)[..., at[0], at[1]]
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
        note=_("added up: {value}", value=format_number(output[at])),
    )
    caption = _(
        "The window in row {row}, column {column} and the kernel make {count} products, which add up to {value}.",
        row=at[0],
        column=at[1],
        count=kernel.size,
        value=format_number(output[at]),
    )
    formula = [sum_of_products(window, kernel, output[at]), *whole.formula.splitlines()[2:]]
    row = [left, Sign("×"), replace(middle, weight=0.9), Sign("="), products, Sign("Σ"), replace(right, weight=0.9)]
    return Picture([row], caption, "\n".join(formula), "(window * kernel).sum()", heights=(270,))


def flip_picture(image, kernel, plain, flipped, *, position=0):
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
    first = convolution_picture(image, kernel, plain, position=position)
    second = convolution_picture(image, turned, flipped, position=position)
    at = _cell(position, plain)
    window = windows(image, kernel.shape)[..., at[0], at[1]]
    difference = plain - flipped
    low, high = colouring_of_output(image, kernel)["limits"]
    scale = "kernel" if is_large(image) else "cells"
    size = shape(plain)
    top = [
        replace(first.panel("input"), weight=1),
        replace(first.panel("kernel"), weight=1, scale=scale, picks={}),
        replace(
            second.panel("kernel"),
            weight=1,
            scale=scale,
            picks={},
            name="turned",
            title=_("turned by 180° {shape}", shape=shape(kernel)),
        ),
    ]
    bottom = [
        Grid(
            difference,
            _("difference {shape}", shape=size),
            name="difference",
            role="difference",
            colours="signed",
            limits=(low - high, high - low),
            outlines=(Outline(*at, role="plain"),),
            picks=first.panel("output").picks,
            scale="cells",
        ),
        replace(first.panel("output"), weight=1, title=_("kernel as it is {shape}", shape=size)),
        replace(second.panel("output"), weight=1, name="turned output", title=_("kernel turned {shape}", shape=size)),
    ]
    differing = int((~np.isclose(plain, flipped)).sum())
    caption = _(
        "The window in row {row}, column {column} gives {plain} with the kernel as it is and {flipped} with "
        "the kernel turned by 180°; the two feature maps differ in {count} of {cells} cells.",
        row=at[0],
        column=at[1],
        plain=format_number(plain[at]),
        flipped=format_number(flipped[at]),
        count=differing,
        cells=plain.size,
    )
    formula = "\n".join(
        [
            _("as it is: {sum}", sum=sum_of_products(window, kernel, plain[at])),
            _("turned by 180°: {sum}", sum=sum_of_products(window, turned, flipped[at])),
        ]
    )
    return Picture([top, bottom], caption, formula, "conv2d(image, kernel[::-1, ::-1])", heights=(280, 280))


def target_picture(image, kernel, output, target, *, position=0, edits=None):
    """Show how far the feature map of a kernel is from a target.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    output : array, (H_out, W_out)
        ``conv2d`` of the two.
    target : array, (H_out, W_out)
        What should come out; it has the image's colours.
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
    left, middle, right = (picture.panel(name) for name in ("input", "kernel", "output"))
    look = {
        "colours": left.colours,
        "limits": left.limits,
        "scale": "cells",
        "outlines": right.outlines,
        "picks": right.picks,
    }
    difference = output - target
    reach = float(np.abs(left.limits).max())
    row = [
        replace(right, weight=1, colours=left.colours, limits=left.limits),
        Sign("−"),
        Grid(target, _("target {shape}", shape=shape(target)), name="target", role="output", **look),
        Sign("="),
        Grid(
            difference,
            _("difference {shape}", shape=shape(difference)),
            name="difference",
            role="difference",
            **{**look, "colours": "signed", "limits": (-reach, reach)},
        ),
    ]
    away = np.abs(difference)
    caption = _(
        "The feature map is up to {most} away from the target, in {count} of {cells} cells by more than 0.25.",
        most=format_number(away.max()),
        count=int((away > 0.25).sum()),
        cells=away.size,
    )
    return Picture(
        [[left, Sign("⊛"), middle], row], caption, picture.formula.splitlines()[-1], picture.code, heights=(300, 260)
    )


def figure_picture(image, kernel, printed, *, padding=0, stride=1, position=0):
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
    at = _cell(position, printed)
    window = windows(image, kernel.shape, padding=padding, stride=stride)[..., at[0], at[1]]
    row = [
        replace(panel, title=_("printed {shape}", shape=shape(printed))) if panel.name == "output" else panel
        for panel in picture.panels
    ]
    value = format_number(printed[at])
    caption = _(
        "The window in row {row}, column {column}; the figure prints {value}.", row=at[0], column=at[1], value=value
    )
    formula = "\n".join([sum_of_products(window, kernel, None), _("the figure prints {value}", value=value)])
    return Picture([row], caption, formula, heights=picture.heights)


def _cell(position, output):
    """Return (row, column) of a position, which is clamped to the output."""
    return divmod(min(max(0, int(position)), output.size - 1), output.shape[1])
