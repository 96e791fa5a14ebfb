"""The picture of one gradient: from the output of a convolution back to its kernel and to its input."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.learning_filters.nudging import by_nudging, largest_difference, within
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape, sum_of_products

LARGEST = 9
"""The end of the colour scale of every gradient: beyond what a small grid gives."""

SIGNED: dict[str, Any] = {"colours": "signed", "limits": (-LARGEST, LARGEST), "scale": "cells"}
"""How gradients are coloured."""


def loss_of(image: ArrayLike, kernel: ArrayLike, grad_output: ArrayLike) -> float:
    """Return a loss whose output gradient is `grad_output`: the sum of all output cells, each times its gradient.

    Examples
    --------
    >>> loss_of(np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[1.0, -1.0]]))
    -3.0
    """
    return float((conv2d(image, kernel) * grad_output).sum())


def gradient_picture(
    image: ArrayLike,
    kernel: ArrayLike,
    grad_output: ArrayLike,
    grad_input: Array,
    grad_kernel: Array,
    *,
    position: int = 0,
    weight: int = 0,
    pixel: int = 0,
    edits: str | None = None,
) -> Picture:
    """Show where a gradient of the output goes, and check it by nudging every number.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    grad_output : array, (H_out, W_out)
        Gradient of the loss with respect to the output of ``conv2d(image, kernel)``.
    grad_input : array, (H, W)
    grad_kernel : array, (kH, kW)
        What ``conv2d_backward`` returns for it.
    position : int
        The output cell whose window is framed, counted row by row; beyond the last it is the last.
    weight, pixel : int
        A cell of the kernel's gradient and one of the input's, whose sums are written out.
    edits : str or None
        The control that editing the output gradient changes.

    Returns
    -------
    Picture
        Panels ``output gradient``, ``input``, ``kernel``; ``output``, ``input gradient``, ``kernel gradient``. Those
        of the output and the input pick ``position``, the input gradient ``pixel``, those of the kernel ``weight``.

    Examples
    --------
    >>> from cnnlib import conv2d_backward, samples
    >>> image, kernel, ones = samples.toy_input(), samples.toy_kernel(), np.ones((2, 2))
    >>> gradient_picture(image, kernel, ones, *conv2d_backward(ones, image, kernel)[:2]).formula.splitlines()[0]
    'loss = 15·1 + 16·1 + 6·1 + 15·1 = 52'
    """
    image, kernel, grad_output = np.asarray(image), np.asarray(kernel), np.asarray(grad_output)
    output = conv2d(image, kernel)
    at, of_kernel = cell_at(position, output.shape), cell_at(weight, kernel.shape)
    of_input = cell_at(pixel, image.shape)
    tall, wide = kernel.shape
    window = Outline(*at, tall, wide, role="kernel")
    met = Outline(at[0] + of_kernel[0], at[1] + of_kernel[1], role="plain")
    picks = {"position": positions(output.shape)}
    in_output: dict[str, Any] = {"role": "output", "outlines": (Outline(*at, role="output"),), "picks": picks}
    near = {"position": window_picks(image.shape, (tall, wide), (1, 1), output.shape)}
    in_kernel: dict[str, Any] = {
        "outlines": (Outline(*of_kernel, role="plain"),),
        "picks": {"weight": positions(kernel.shape)},
        "scale": "cells",
        "weight": 1,
    }
    rows = [
        [
            Grid(
                grad_output,
                _("output gradient {shape}", shape=shape(output)),
                name="output gradient",
                edits=edits,
                note=_("double-click a cell to change it") if edits else "",
                **{**SIGNED, **in_output},
            ),
            Grid(
                image,
                _("input {shape}", shape=shape(image)),
                name="input",
                limits=(0, 9),
                scale="cells",
                outlines=(window, met),
                picks=near,
                note=_("orange: the window of this place"),
            ),
            kernel_panel(kernel, note=_("dark: the weight, and the pixel it met"), **in_kernel),
        ],
        [
            Grid(
                output,
                _("output {shape}", shape=shape(output)),
                name="output",
                limits=(0, 40),
                scale="cells",
                **in_output,
            ),
            Grid(
                grad_input,
                _("input gradient {shape}", shape=shape(image)),
                name="input gradient",
                outlines=(window, Outline(*of_input, role="plain")),
                picks={"pixel": positions(image.shape)},
                note=_("press a cell: its sum is below"),
                **SIGNED,
            ),
            Grid(
                grad_kernel,
                _("kernel gradient {shape}", shape=shape(kernel)),
                name="kernel gradient",
                role="kernel",
                note=_("press a cell: its sum is below"),
                **{**SIGNED, **in_kernel},
            ),
        ],
    ]
    nudged_kernel = by_nudging(lambda moved: loss_of(image, moved, grad_output), kernel)
    nudged_input = by_nudging(lambda moved: loss_of(moved, kernel, grad_output), image)
    caption = _(
        "The loss is {loss}. The output gradient {amount} in row {row}, column {column} adds {amount} × window to the "
        "kernel gradient and {amount} × kernel to the input gradient. Nudging all {count} numbers gives the same; "
        "the largest difference is {difference}.",
        loss=format_number(loss_of(image, kernel, grad_output)),
        amount=format_number(grad_output[at]),
        row=at[0],
        column=at[1],
        count=image.size + kernel.size,
        difference=within(largest_difference((grad_kernel, nudged_kernel), (grad_input, nudged_input))),
    )
    lines = [
        _("loss = {sum}", sum=sum_of_products(output, grad_output, loss_of(image, kernel, grad_output))),
        _kernel_gradient_line(of_kernel, image, grad_output, grad_kernel, nudged_kernel),
        _input_gradient_line(of_input, kernel, grad_output, grad_input, nudged_input),
    ]
    arguments = source(grad_output, "gradient"), source(image, "image"), source(kernel, "kernel")
    code = f"conv2d_backward({', '.join(arguments)})"
    return Picture(rows, caption, "\n".join(lines), code, heights=(166, 166), across=3)


def _kernel_gradient_line(place: Pair, image: Array, grad_output: Array, grad_kernel: Array, nudged: Array) -> str:
    """Write one cell of the kernel gradient as a sum over the pixels that this weight met."""
    row, column = place
    pixels = image[row : row + grad_output.shape[0], column : column + grad_output.shape[1]]
    return _(
        "kernel gradient, row {row}, column {column}: {sum}; by nudging: {nudged}",
        row=row,
        column=column,
        sum=sum_of_products(grad_output, pixels, grad_kernel[place]),
        nudged=format_number(nudged[place]),
    )


def _input_gradient_line(place: Pair, kernel: Array, grad_output: Array, grad_input: Array, nudged: Array) -> str:
    """Write one cell of the input gradient as a sum over the windows that hold this pixel."""
    row, column = place
    # Each window's gradient, and the weight that lies on the pixel in this window.
    pairs = [
        (grad_output[i, j], kernel[row - i, column - j])
        for i, j in np.ndindex(grad_output.shape)
        if 0 <= row - i < kernel.shape[0] and 0 <= column - j < kernel.shape[1]
    ]
    gradients, weights = np.array(pairs).T
    return _(
        "input gradient, row {row}, column {column}: {sum}; by nudging: {nudged}",
        row=row,
        column=column,
        sum=sum_of_products(gradients, weights, grad_input[place]),
        nudged=format_number(nudged[place]),
    )
