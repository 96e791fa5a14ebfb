"""The picture of a gradient on its way back through a pooling and a ReLU."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.activations import relu
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.learning_filters.nudging import by_nudging, largest_difference, within
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

SIDE = 2
"""Height, width and stride of the pooling's window."""

SIGNED: dict[str, Any] = {"colours": "signed", "limits": (-9, 9), "scale": "cells", "role": "output"}
"""How all grids are coloured: the scale must not follow what is typed."""


def way_back_picture(
    z: ArrayLike,
    grad_p: Array,
    grad_a: Array,
    grad_z: Array,
    *,
    position: int = 0,
    edits: str | None = None,
) -> Picture:
    """Show how a gradient goes back from a pooled cell, through the pooling and the ReLU, to the map before both.

    Parameters
    ----------
    z : array, (H, W)
        Output of a convolution. H and W are even.
    grad_p : array, (H / 2, W / 2)
        Gradient of the loss with respect to ``p``, the pooled map.
    grad_a : array, (H, W)
        ``max_pool2d_backward`` of it: the gradient of ``a = relu(z)``.
    grad_z : array, (H, W)
        ``relu_backward`` of that.
    position : int
        The pooled cell to look at, counted row by row; beyond the last it is the last.
    edits : str or None
        The control that editing the cells of z changes.

    Returns
    -------
    Picture
        Panels ``z``, ``a`` and ``p``, and below them ``grad_z``, ``grad_a`` and ``grad_p``; pressing a cell of any
        picks ``position``.

    Examples
    --------
    >>> from cnnlib import max_pool2d_backward, relu_backward
    >>> z, grad_p = np.array([[1, 2], [-4, 3]]), np.array([[5]])
    >>> grad_a = max_pool2d_backward(grad_p, relu(z), 2)
    >>> print(way_back_picture(z, grad_p, grad_a, relu_backward(grad_a, z)).formula.splitlines()[0])
    pooling: max(1, 2, 0, 3) = 3, in row 1, column 1 of a: this cell gets the whole 5
    """
    z = np.asarray(z)
    a = relu(z)
    p, places = max_pool2d(a, SIDE, return_indices=True)
    at = cell_at(position, p.shape)
    top, left = SIDE * at[0], SIDE * at[1]
    window = Outline(top, left, SIDE, SIDE, role="kernel")
    wide: dict[str, Any] = {
        **SIGNED,
        "outlines": (window,),
        "picks": {"position": window_picks(z.shape, (SIDE, SIDE), (SIDE, SIDE), p.shape)},
    }
    small: dict[str, Any] = {
        **SIGNED,
        "outlines": (Outline(*at, role="output"),),
        "picks": {"position": positions(p.shape)},
    }
    rows = [
        [
            Grid(
                z,
                _("z {shape}", shape=shape(z)),
                name="z",
                edits=edits,
                note=_("double-click a cell to change it") if edits else "",
                **wide,
            ),
            Sign("→"),
            Grid(
                a,
                _("a = relu(z) {shape}", shape=shape(a)),
                name="a",
                marked=np.isin(positions(z.shape), places),
                note=_("a filled corner: it won its window"),
                **wide,
            ),
            Sign("→"),
            Grid(p, _("p = max of a {shape}", shape=shape(p)), name="p", **small),
        ],
        [
            Grid(
                grad_z,
                _("grad_z {shape}", shape=shape(z)),
                name="grad_z",
                note=_("orange: the window of this place"),
                **wide,
            ),
            Sign("←"),
            Grid(grad_a, _("grad_a {shape}", shape=shape(a)), name="grad_a", **wide),
            Sign("←"),
            Grid(
                grad_p,
                _("grad_p {shape}", shape=shape(p)),
                name="grad_p",
                note=_("press a cell to move the 4"),
                **small,
            ),
        ],
    ]
    reached, arrived = (np.argwhere(grad != 0) for grad in (grad_a, grad_z))
    caption = _(
        "The gradient {amount} in row {row}, column {column} of grad_p reaches {of_a} of a; the ReLU lets it pass to "
        "{of_z} of z.",
        amount=format_number(grad_p[at]),
        row=at[0],
        column=at[1],
        of_a=_cells(len(reached)),
        of_z=_cells(len(arrived)),
    )
    nudged = by_nudging(lambda moved: float((max_pool2d(relu(moved), SIDE) * grad_p).sum()), z)
    inside = slice(top, top + SIDE), slice(left, left + SIDE)
    lines = [
        _pooling_line(a[inside], cell_at(places[at], z.shape), p[at], grad_p[at]),
        _relu_line(z[cell_at(places[at], z.shape)]),
        _nudging_line(largest_difference((grad_z, nudged))),
    ]
    return Picture(rows, caption, "\n".join(lines), heights=(166, 166), across=3)


def _cells(count: int) -> str:
    return _("no cell") if count == 0 else ngettext("{count} cell", "{count} cells", count)


def _pooling_line(window: Array, winner: Pair, result: float, gradient: float) -> str:
    return _(
        "pooling: max({values}) = {result}, in row {row}, column {column} of a: this cell gets the whole {amount}",
        values=", ".join(format_number(value) for value in window.flat),
        result=format_number(result),
        row=winner[0],
        column=winner[1],
        amount=format_number(gradient),
    )


def _relu_line(value: float) -> str:
    """Say whether the gradient of the winner passes the ReLU."""
    number = format_number(value)
    if value > 0:
        return _("ReLU: z is {number} there, above 0: the gradient passes", number=number)
    return _("ReLU: z is {number} there, not above 0: the gradient stops", number=number)


def _nudging_line(difference: float) -> str:
    if difference < 1e-6:
        return _("nudging each number of z gives grad_z, too")
    return _(
        "nudging differs by {difference}: at a tie, or at 0, the loss has a corner, and the two sides differ",
        difference=within(difference),
    )
