"""The picture of one gradient: from the output of a convolution back to its input and to its kernel."""

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import kernel_panel
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products

NUDGE = 0.001
"""How far a number is moved, up and down, for the numerical derivative."""

LARGEST = 9
"""Ends of the colour scale of gradients: beyond what a small grid gives, and the same for all of them."""


def loss_of(image, kernel, grad_output):
    """Return the loss whose gradient by the output is `grad_output`: each output cell times its gradient, added up.

    Examples
    --------
    >>> loss_of(np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[1.0, -1.0]]))
    -3.0
    """
    return float((conv2d(image, kernel) * grad_output).sum())


def numerical_gradients(image, kernel, grad_output):
    """Return how fast the loss grows with each number of the image and of the kernel, found by nudging it.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    grad_output : array, (H_out, W_out)

    Returns
    -------
    tuple of array, (H, W) and (kH, kW)
        Central differences: the loss a little further, minus the loss a little before, over the distance.

    Examples
    --------
    >>> [gradient.round(6).tolist() for gradient in numerical_gradients([[1, 2]], [[3]], [[1, -1]])]
    [[[3.0, -3.0]], [[-1.0]]]
    """
    image, kernel = np.array(image, float), np.array(kernel, float)

    def slope(array, place):
        plain, sides = array[place], []
        for step in (NUDGE, -NUDGE):
            array[place] = plain + step
            sides.append(loss_of(image, kernel, grad_output))
        array[place] = plain
        return (sides[0] - sides[1]) / (2 * NUDGE)

    return tuple(
        np.array([slope(array, place) for place in np.ndindex(array.shape)]).reshape(array.shape)
        for array in (image, kernel)
    )


def gradient_picture(
    image, kernel, grad_output, grad_input, grad_kernel, *, position=0, pixel=None, tap=None, edits=None
):
    """Show where a gradient of the output goes, and check it by nudging every number.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    grad_output : array, (H_out, W_out)
        Gradient of the loss by the output of ``conv2d(image, kernel)``.
    grad_input : array, (H, W)
    grad_kernel : array, (kH, kW)
        What ``conv2d_backward`` makes of it.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    pixel, tap : int or None
        A cell of the input's and of the kernel's gradient to write out.
    edits : str or None
        The control that editing the output gradient changes.

    Returns
    -------
    Picture
        Panels ``output gradient``, ``input``, ``kernel``; ``output``, ``input gradient``, ``kernel gradient``;
        ``loss``, ``nudged input``, ``nudged kernel``. Those of the output pick ``position``, those of the input
        ``pixel``, those of the kernel ``tap``.

    Examples
    --------
    >>> from cnnlib import conv2d_backward, samples
    >>> image, kernel, ones = samples.toy_input(), samples.toy_kernel(), np.ones((2, 2))
    >>> gradient_picture(image, kernel, ones, *conv2d_backward(ones, image, kernel)[:2]).formula.splitlines()[0]
    'row 0, column 0 sends 1 × kernel to its window of the input gradient, and 1 × window to the kernel gradient'
    """
    image, kernel, grad_output = np.asarray(image), np.asarray(kernel), np.asarray(grad_output)
    output = conv2d(image, kernel)
    at = _cell(position, output)
    nudged = numerical_gradients(image, kernel, grad_output)
    difference = max(
        float(np.abs(one - other).max()) for one, other in zip((grad_input, grad_kernel), nudged, strict=True)
    )
    window = Outline(*at, *kernel.shape)
    wheres = _where(image, output, kernel, at, window, pixel, tap)
    signed = {"colours": "signed", "limits": (-LARGEST, LARGEST), "scale": "cells"}
    hint = _("double-click a cell to change it") if edits else ""
    rows = [
        [
            Grid(
                grad_output,
                _("output gradient {shape}", shape=shape(output)),
                name="output gradient",
                role="output",
                edits=edits,
                note=hint,
                **signed,
                **wheres["output"],
            ),
            Grid(
                image,
                _("input {shape}", shape=shape(image)),
                name="input",
                limits=(0, 9),
                scale="cells",
                **wheres["input"],
            ),
            kernel_panel(kernel, scale="cells", weight=1, **wheres["kernel"]),
        ],
        [
            Grid(
                output,
                _("output {shape}", shape=shape(output)),
                name="output",
                role="output",
                limits=(0, 40),
                scale="cells",
                **wheres["output"],
            ),
            Grid(
                grad_input,
                _("input gradient {shape}", shape=shape(image)),
                name="input gradient",
                **signed,
                **wheres["input"],
            ),
            Grid(
                grad_kernel,
                _("kernel gradient {shape}", shape=shape(kernel)),
                name="kernel gradient",
                role="kernel",
                **signed,
                **wheres["kernel"],
            ),
        ],
        [
            Grid(
                [[loss_of(image, kernel, grad_output)]],
                _("loss (1,)"),
                name="loss",
                role="output",
                scale="cells",
                limits=(0, 200),
                note=_("output × its gradient, added up"),
            ),
            Grid(
                nudged[0],
                _("by nudging {shape}", shape=shape(image)),
                name="nudged input",
                role="difference",
                **signed,
                **wheres["input"],
            ),
            Grid(
                nudged[1],
                _("by nudging {shape}", shape=shape(kernel)),
                name="nudged kernel",
                role="difference",
                **signed,
                **wheres["kernel"],
            ),
        ],
    ]
    caption = _(
        "The output gradient adds up to {total} and reaches {pixels} of {cells} input cells and {taps} of "
        "{weights} weights; the largest difference from what nudging gives is {difference}.",
        total=format_number(grad_output.sum()),
        pixels=int((grad_input != 0).sum()),
        cells=image.size,
        taps=int((grad_kernel != 0).sum()),
        weights=kernel.size,
        difference=_tiny(difference),
    )
    formula = [
        _(
            "row {row}, column {column} sends {amount} × kernel to its window of the input gradient, "
            "and {amount} × window to the kernel gradient",
            row=at[0],
            column=at[1],
            amount=format_number(grad_output[at]),
        ),
        *_written_out(image, kernel, grad_output, grad_input, grad_kernel, nudged, pixel, tap),
    ]
    return Picture(
        rows, caption, "\n".join(formula), "conv2d_backward(gradient, image, kernel)", heights=(230, 230, 230), across=3
    )


def _cell(number, array):
    """Return (row, column) of a cell counted row by row, clamped to the array."""
    return divmod(min(max(0, int(number)), array.size - 1), array.shape[1])


def _where(image, output, kernel, at, window, pixel, tap):
    """Return outlines and picks of all panels that have the output's cells, the input's or the kernel's."""

    def numbered(array):
        return np.arange(array.size).reshape(array.shape)

    inside = (window,) if pixel is None else (window, Outline(*_cell(pixel, image), role="plain"))
    weight = () if tap is None else (Outline(*_cell(tap, kernel), role="plain"),)
    return {
        "output": {"outlines": (Outline(*at, role="output"),), "picks": {"position": numbered(output)}},
        "input": {"outlines": inside, "picks": {"pixel": numbered(image)}},
        "kernel": {"outlines": weight, "picks": {"tap": numbered(kernel)}},
    }


def _written_out(image, kernel, grad_output, grad_input, grad_kernel, nudged, pixel, tap):
    """Return a line for the chosen cell of the input gradient, and one for that of the kernel gradient."""
    lines = []
    if pixel is not None:
        row, column = _cell(pixel, image)
        # The windows that hold this pixel, each with the weight that lies on it there.
        pairs = [
            (grad_output[i, j], kernel[row - i, column - j])
            for i, j in np.ndindex(grad_output.shape)
            if 0 <= row - i < kernel.shape[0] and 0 <= column - j < kernel.shape[1]
        ]
        gradients, weights = np.array(pairs).T
        lines.append(
            _(
                "input gradient, row {row}, column {column}: {sum}; by nudging: {nudged}",
                row=row,
                column=column,
                sum=sum_of_products(gradients, weights, grad_input[row, column]),
                nudged=format_number(nudged[0][row, column]),
            )
        )
    if tap is not None:
        row, column = _cell(tap, kernel)
        pixels = image[row : row + grad_output.shape[0], column : column + grad_output.shape[1]]
        lines.append(
            _(
                "kernel gradient, row {row}, column {column}: {sum}; by nudging: {nudged}",
                row=row,
                column=column,
                sum=sum_of_products(grad_output, pixels, grad_kernel[row, column]),
                nudged=format_number(nudged[1][row, column]),
            )
        )
    return lines


def _tiny(difference):
    """Write a difference that is due to rounding in the same way on every machine."""
    return _("less than 0.000001") if difference < 1e-6 else format_number(difference, 6)
