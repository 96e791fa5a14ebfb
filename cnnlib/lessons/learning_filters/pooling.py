"""The picture of a pooling's gradient on its way back to the image."""

from typing import Any

import numpy as np

from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.shapes import pair
from cnnlib.engine.types import Array, Pair, Size
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

EDITABLE: dict[str, Any] = {"colours": "tint", "limits": (0.0, 9.0)}
"""How a small grid is coloured that a learner edits: the scale must not follow what is typed."""


def pooling_gradient_picture(
    image: Array,
    grad_output: Array,
    grad_input: Array,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    kind: str = "max",
    position: int = 0,
    edits: tuple[str, str] | None = None,
) -> Picture:
    """Show where the gradient of each output cell goes on its way back to the image.

    Parameters
    ----------
    image : array, (H, W)
    grad_output : array, (H_out, W_out)
        Gradient of the loss with respect to the output.
    grad_input : array, (H, W)
        ``max_pool2d_backward`` or ``avg_pool2d_backward`` of it.
    kernel_size, stride
        As for :func:`cnnlib.max_pool2d`.
    kind : str
        ``"max"`` or ``"average"``.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    edits : (str, str) or None
        The controls that editing the image and the output's gradient change.

    Returns
    -------
    Picture
        Panels ``input``, ``output gradient`` and ``input gradient``; pressing a cell of any picks
        ``position``.

    Examples
    --------
    >>> from cnnlib import max_pool2d_backward
    >>> image, grad = np.array([[1, 2], [4, 3]]), np.array([[5]])
    >>> picture = pooling_gradient_picture(image, grad, max_pool2d_backward(grad, image, 2), 2)
    >>> picture.formula.splitlines()[0]
    'max(1, 2, 4, 3) = 4 stands in row 1, column 0: that cell gets the whole 5'
    """
    kernel = pair("kernel_size", kernel_size)
    steps = kernel if stride is None else pair("stride", stride)
    at = cell_at(position, grad_output.shape)
    places = max_pool2d(image, kernel, stride=steps, return_indices=True)[1]
    winner = cell_at(places[at], image.shape)
    top, left = at[0] * steps[0], at[1] * steps[1]
    outlines: tuple[Outline, ...] = (Outline(top, left, *kernel, role="kernel"),)
    if kind == "max":
        outlines += (Outline(*winner, role="output"),)
    near = {"position": window_picks(image.shape, kernel, steps, grad_output.shape)}
    signed: dict[str, Any] = {"colours": "signed", "limits": (-9, 9), "scale": "cells"}
    edits_image, edits_gradient = edits or (None, None)
    hint = _("double-click a cell to change it") if edits else ""
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="cells",
            outlines=outlines,
            marked=np.isin(positions(image.shape), places) if kind == "max" else None,
            picks=near,
            edits=edits_image,
            note=hint,
            **EDITABLE,
        ),
        Sign(" "),
        Grid(
            grad_output,
            _("output gradient {shape}", shape=shape(grad_output)),
            name="output gradient",
            role="output",
            outlines=(Outline(*at, role="output"),),
            picks={"position": positions(grad_output.shape)},
            edits=edits_gradient,
            note=hint,
            **signed,
        ),
        Sign("→"),
        Grid(
            grad_input,
            _("input gradient {shape}", shape=shape(grad_input)),
            name="input gradient",
            outlines=outlines,
            picks=near,
            **signed,
        ),
    ]
    window = image[top : top + kernel[0], left : left + kernel[1]]
    went, line = _where_it_goes(kind, window, winner, at, grad_output[at])
    caption = _(
        "{went}; {reached} of {all} input cells get a gradient that is not 0.",
        went=went,
        reached=int((grad_input != 0).sum()),
        all=grad_input.size,
    )
    sums = _(
        "output gradients add up to {out}; input gradients add up to {back}",
        out=format_number(grad_output.sum()),
        back=format_number(grad_input.sum()),
    )
    function = "max_pool2d_backward" if kind == "max" else "avg_pool2d_backward"
    code = f"{function}(gradient, image, {kernel_size})"
    if stride not in (None, kernel_size):
        code = f"{code[:-1]}, stride={stride})"
    return Picture([panels], caption, f"{line}\n{sums}", code, heights=(310,), across=3)


def _where_it_goes(kind: str, window: Array, winner: Pair, at: Pair, gradient: float) -> tuple[str, str]:
    """Return the words for the caption and the line of the formula: where the gradient of one output cell goes."""
    amount = format_number(gradient)
    if kind == "max":
        went = _(
            "The gradient {amount} of the window in row {at_row}, column {at_column} goes to its largest pixel "
            "alone, in row {row}, column {column}",
            amount=amount,
            at_row=at[0],
            at_column=at[1],
            row=winner[0],
            column=winner[1],
        )
        line = _(
            "{max} stands in row {row}, column {column}: that cell gets the whole {amount}",
            max=f"max({', '.join(map(format_number, window.flat))}) = {format_number(window.max())}",
            row=winner[0],
            column=winner[1],
            amount=amount,
        )
        return went, line
    share = format_number(gradient / window.size)
    went = _(
        "The gradient {amount} of the window in row {at_row}, column {at_column} is shared out: {share} to "
        "each of its {cells} pixels",
        amount=amount,
        at_row=at[0],
        at_column=at[1],
        share=share,
        cells=window.size,
    )
    line = _(
        "{amount} / {cells} = {share} to each of the {cells} cells of the window",
        amount=amount,
        cells=window.size,
        share=share,
    )
    return went, line
