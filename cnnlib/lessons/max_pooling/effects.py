"""Pictures of what pooling does to a nudge of the image, and to a gradient on its way back."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnlib.engine.shapes import pair
from cnnlib.engine.types import Array, Pair, Size
from cnnlib.lessons.max_pooling.pictures import winners
from cnnlib.lessons.max_pooling.words import largest_of, pooling_call
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import colouring_of, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

NUDGES: tuple[Pair, ...] = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))
"""The compass, row by row: one pixel (down, right) in 8 directions, and in the middle none."""

MIDDLE = NUDGES.index((0, 0))

EDITABLE: dict[str, Any] = {"colours": "tint", "limits": (0.0, 9.0)}
"""How a small grid is coloured that a learner edits: the scale must not follow what is typed."""


def share_that_stays(before: Array, after: Array) -> float:
    """Return the share of the cells that keep exactly their value; cells that are 0 both times are not counted.

    Blank paper that stays blank says nothing. If no cell is counted, the share is 1.

    Examples
    --------
    >>> share_that_stays(np.array([[4, 2], [3, 0], [0, 0]]), np.array([[4, 2], [1, 5], [0, 0]]))
    0.5
    """
    kept, counted = _cells_that_stay(before, after)
    return kept / counted if counted else 1.0


def _cells_that_stay(before: Array, after: Array) -> tuple[int, int]:
    """Return how many cells keep their value, and how many are counted."""
    counted = (before != 0) | (after != 0)
    return int((before == after)[counted].sum()), int(counted.sum())


def shift_picture(image: Array, pool: Callable[[Array], Array], *, nudge: int = 5, edits: str | None = None) -> Picture:
    """Show what is left of a pooled map when the image is nudged by one pixel.

    Parameters
    ----------
    image : array, (H, W)
        What leaves it on one side comes in on the other.
    pool : callable
        (H, W) → (H_out, W_out), such as ``lambda x: max_pool2d(x, 2)``.
    nudge : int
        One of the 9 cells of the compass, counted row by row; 4, the middle, is no nudge.
    edits : str or None
        The control that editing the image's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``moved``, ``compass`` (per cent of the pooled cells that stay; pressing one
        picks ``nudge``), ``before``, ``after`` and ``difference`` (after − before).

    Notes
    -----
    A cell stays if its value is exactly the same; see :func:`share_that_stays`.

    Examples
    --------
    >>> one = np.zeros((4, 4))
    >>> one[1, 1] = 9
    >>> from cnnlib import max_pool2d
    >>> shift_picture(one, lambda x: max_pool2d(x, 2), nudge=3).panel("compass").values.tolist()
    [[100.0, 100.0, 0.0], [100.0, 100.0, 0.0], [0.0, 0.0, 0.0]]
    """
    directions = (
        _("up and left"),
        _("up"),
        _("up and right"),
        _("left"),
        _("nowhere"),
        _("right"),
        _("down and left"),
        _("down"),
        _("down and right"),
    )
    nudge = within(nudge, len(NUDGES))
    moved = [np.roll(image, move, axis=(0, 1)) for move in NUDGES]
    before, afters = pool(image), [pool(each) for each in moved]
    after = afters[nudge]
    stays = [share_that_stays(before, each) for each in afters]
    colouring = EDITABLE if edits else colouring_of(image)
    above = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="cells",
            edits=edits,
            note=_("double-click a cell to change it") if edits else "",
            **colouring,
        ),
        Grid(moved[nudge], _("moved {where}", where=directions[nudge]), name="moved", scale="cells", **colouring),
        _compass(stays, nudge),
    ]
    reach = colouring["limits"][1] - min(0.0, colouring["limits"][0])
    pooled = {"role": "output", "scale": "pooled", **colouring}
    below = [
        Grid(before, _("before {shape}", shape=shape(before)), name="before", **pooled),
        Sign("→"),
        Grid(after, _("after {shape}", shape=shape(before)), name="after", **pooled),
        Sign(" "),
        Grid(
            after - before,
            _("after − before"),
            name="difference",
            role="difference",
            colours="signed",
            limits=(-reach, reach),
            scale="pooled",
        ),
    ]
    kept, counted = _cells_that_stay(before, after)
    mean = _mean_per_cent(_without_middle(stays))
    plain = _mean_per_cent([share_that_stays(image, each) for each in _without_middle(moved)])
    caption = _(
        "{moved}: {kept} of {all} pooled cells keep their value (cells that are 0 both times are not counted); over "
        "the 8 directions {mean} % stay, and without pooling {plain} % of the pixels.",
        moved=_("Not moved") if nudge == MIDDLE else _("Moved {where} by one pixel", where=directions[nudge]),
        kept=kept,
        all=counted,
        mean=mean,
        plain=plain,
    )
    stay = _("stay: all cells are 0 both times, none is counted")
    if counted:
        stay = _("stay: {kept} / {all} = {share} %", kept=kept, all=counted, share=_mean_per_cent([stays[nudge]]))
    changes = np.mean([np.abs(each - before).mean() for each in _without_middle(afters)])
    lines = [
        _(
            "{stay}; mean of the 8 directions: {mean} %; without pooling: {plain} %",
            stay=stay,
            mean=mean,
            plain=plain,
        ),
        _(
            "mean change of a cell over the 8 directions: {change}, which is {part} % of the mean value",
            change=format_number(changes),
            part=_mean_per_cent([changes / (np.abs(before).mean() or 1)]),
        ),
    ]
    code = f"np.roll(image, {NUDGES[nudge]}, axis=(0, 1))"
    return Picture([above, below], caption, "\n".join(lines), code, heights=(270, 240), across=3)


def _compass(stays: Sequence[float], nudge: int) -> Grid:
    """Return the panel of the directions, each with the share of the cells that stay."""
    return Grid(
        100 * np.reshape(stays, (3, 3)),
        _("% that stay (3, 3)"),
        name="compass",
        role="difference",
        limits=(0, 100),
        digits=0,
        outlines=(Outline(*cell_at(nudge, (3, 3)), role="plain"),),
        scale="compass",
        picks={"nudge": positions((3, 3))},
        note=_("press a direction"),
    )


def _without_middle(nine: Sequence[Any]) -> list[Any]:
    """Return the eight of the compass without its middle."""
    return [each for index, each in enumerate(nine) if index != MIDDLE]


def _mean_per_cent(shares: Sequence[float]) -> str:
    return format_number(100 * np.mean(shares), 0)


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
    won, places = winners(image, kernel, stride=steps)
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
            marked=won if kind == "max" else None,
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
    code = pooling_call(function, "gradient, image", kernel_size, stride)
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
            max=largest_of(window, window.max()),
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
