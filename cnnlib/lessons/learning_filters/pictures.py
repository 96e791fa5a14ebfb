"""The picture of one gradient: from the output of a convolution back to its input and to its kernel."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import kernel_panel
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products

NUDGE = 0.001
"""How far a number is moved, up and down, for the numerical derivative."""

LARGEST = 9
"""The end of the colour scale of every gradient: beyond what a small grid gives."""


def loss_of(image: ArrayLike, kernel: ArrayLike, grad_output: ArrayLike) -> float:
    """Return a loss whose gradient is `grad_output`: the sum of all output cells, each times its gradient.

    Examples
    --------
    >>> loss_of(np.array([[1.0, 2.0]]), np.array([[3.0]]), np.array([[1.0, -1.0]]))
    -3.0
    """
    return float((conv2d(image, kernel) * grad_output).sum())


def numerical_gradients(image: ArrayLike, kernel: ArrayLike, grad_output: ArrayLike) -> tuple[Array, Array]:
    """Return how fast the loss grows with each number of the image and of the kernel, found by nudging it.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    grad_output : array, (H_out, W_out)

    Returns
    -------
    tuple of array, (H, W) and (kH, kW)
        Central differences: the loss for a number slightly larger, minus the loss for one slightly smaller, divided
        by the distance between the two.

    Examples
    --------
    >>> [gradient.round(6).tolist() for gradient in numerical_gradients([[1, 2]], [[3]], [[1, -1]])]
    [[[3.0, -3.0]], [[-1.0]]]
    """
    image, kernel = np.array(image, float), np.array(kernel, float)

    def slope(array: Array, place: tuple[int, ...]) -> float:
        value = array[place]
        array[place] = value + NUDGE
        above = loss_of(image, kernel, grad_output)
        array[place] = value - NUDGE
        below = loss_of(image, kernel, grad_output)
        array[place] = value
        return (above - below) / (2 * NUDGE)

    def slopes(array: Array) -> Array:
        return np.reshape([slope(array, place) for place in np.ndindex(array.shape)], array.shape)

    return slopes(image), slopes(kernel)


def gradient_picture(
    image: ArrayLike,
    kernel: ArrayLike,
    grad_output: ArrayLike,
    grad_input: Array,
    grad_kernel: Array,
    *,
    position: int = 0,
    pixel: int | None = None,
    tap: int | None = None,
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
        The output cell to look at, counted row by row; beyond the last it is the last.
    pixel, tap : int or None
        A cell of the input's and one of the kernel's gradient, whose sums are written out.
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
    at = cell_at(position, output.shape)
    by_nudging = numerical_gradients(image, kernel, grad_output)
    links = _links(image, output, kernel, at, pixel, tap)
    hint = _("double-click a cell to change it") if edits else ""

    def gradient(cells: str, values: Array, title: str, name: str, **fields: Any) -> Grid:
        colouring: dict[str, Any] = {"colours": "signed", "limits": (-LARGEST, LARGEST), "scale": "cells"}
        return Grid(values, f"{title} {shape(values)}", name=name, **colouring, **links[cells], **fields)

    loss = Grid(
        np.array([[loss_of(image, kernel, grad_output)]]),
        _("loss (1,)"),
        name="loss",
        role="output",
        scale="cells",
        limits=(0, 200),
        note=_("output × its gradient, added up"),
    )
    nudging = _("by nudging")
    rows = [
        [
            gradient(
                "output",
                grad_output,
                _("output gradient"),
                "output gradient",
                role="output",
                edits=edits,
                note=hint,
            ),
            Grid(
                image,
                _("input {shape}", shape=shape(image)),
                name="input",
                limits=(0, 9),
                scale="cells",
                **links["input"],
            ),
            kernel_panel(kernel, scale="cells", weight=1, **links["kernel"]),
        ],
        [
            Grid(
                output,
                _("output {shape}", shape=shape(output)),
                name="output",
                role="output",
                limits=(0, 40),
                scale="cells",
                **links["output"],
            ),
            gradient("input", grad_input, _("input gradient"), "input gradient"),
            gradient("kernel", grad_kernel, _("kernel gradient"), "kernel gradient", role="kernel"),
        ],
        [
            loss,
            gradient("input", by_nudging[0], nudging, "nudged input", role="difference"),
            gradient("kernel", by_nudging[1], nudging, "nudged kernel", role="difference"),
        ],
    ]
    difference = max(
        float(np.abs(one - other).max()) for one, other in zip((grad_input, grad_kernel), by_nudging, strict=True)
    )
    caption = _(
        "The output gradient adds up to {total} and reaches {pixels} of {cells} input cells and {reached} of "
        "{weights} weights; the largest difference from what nudging gives is {difference}.",
        total=format_number(grad_output.sum()),
        pixels=int((grad_input != 0).sum()),
        cells=image.size,
        reached=int((grad_kernel != 0).sum()),
        weights=kernel.size,
        difference=_tiny(difference),
    )
    lines = [
        _(
            "row {row}, column {column} sends {amount} × kernel to its window of the input gradient, "
            "and {amount} × window to the kernel gradient",
            row=at[0],
            column=at[1],
            amount=format_number(grad_output[at]),
        )
    ]
    if pixel is not None:
        place = cell_at(pixel, image.shape)
        lines.append(_input_gradient_line(place, kernel, grad_output, grad_input, by_nudging[0]))
    if tap is not None:
        place = cell_at(tap, kernel.shape)
        lines.append(_kernel_gradient_line(place, image, grad_output, grad_kernel, by_nudging[1]))
    code = "conv2d_backward(gradient, image, kernel)"
    return Picture(rows, caption, "\n".join(lines), code, heights=(230, 230, 230), across=3)


def _links(
    image: Array, output: Array, kernel: Array, at: Pair, pixel: int | None, tap: int | None
) -> dict[str, dict[str, Any]]:
    """Return outlines and picks of the panels that have the cells of the output, of the input or of the kernel."""
    in_input = [Outline(*at, *kernel.shape)]
    if pixel is not None:
        in_input.append(Outline(*cell_at(pixel, image.shape), role="plain"))
    in_kernel = [] if tap is None else [Outline(*cell_at(tap, kernel.shape), role="plain")]
    return {
        "output": {"outlines": (Outline(*at, role="output"),), "picks": {"position": positions(output.shape)}},
        "input": {"outlines": in_input, "picks": {"pixel": positions(image.shape)}},
        "kernel": {"outlines": in_kernel, "picks": {"tap": positions(kernel.shape)}},
    }


def _input_gradient_line(place: Pair, kernel: Array, grad_output: Array, grad_input: Array, by_nudging: Array) -> str:
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
        nudged=format_number(by_nudging[place]),
    )


def _kernel_gradient_line(place: Pair, image: Array, grad_output: Array, grad_kernel: Array, by_nudging: Array) -> str:
    """Write one cell of the kernel gradient as a sum over the pixels that this weight meets."""
    row, column = place
    pixels = image[row : row + grad_output.shape[0], column : column + grad_output.shape[1]]
    return _(
        "kernel gradient, row {row}, column {column}: {sum}; by nudging: {nudged}",
        row=row,
        column=column,
        sum=sum_of_products(grad_output, pixels, grad_kernel[place]),
        nudged=format_number(by_nudging[place]),
    )


def _tiny(difference: float) -> str:
    """Write a difference that is due to rounding the same way on every machine."""
    return _("less than 0.000001") if difference < 1e-6 else format_number(difference, 6)
