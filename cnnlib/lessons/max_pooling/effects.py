"""Pictures of what pooling does to a nudge of the image, and to a gradient on its way back."""

import numpy as np

from cnnlib.engine.shapes import pair
from cnnlib.lessons.max_pooling.pictures import winners
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import colouring_of, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

NUDGES = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))
"""The compass, row by row: one pixel (down, right) in 8 directions, and in the middle none."""

TOY = {"colours": "tint", "limits": (0.0, 9.0)}
"""How a small grid is coloured that a learner edits: the scale must not follow what is typed."""


def share_that_stays(before, after):
    """Return which part of the cells keep exactly their value, those left out that are 0 both times.

    Blank paper that stays blank paper says nothing; where there is nothing else, all of it stays.

    Examples
    --------
    >>> share_that_stays(np.array([[4, 2], [3, 0], [0, 0]]), np.array([[4, 2], [1, 5], [0, 0]]))
    0.5
    """
    kept, counted = _stay(before, after)
    return kept / counted if counted else 1.0


def _stay(before, after):
    counted = (before != 0) | (after != 0)
    return int((before == after)[counted].sum()), int(counted.sum())


def shift_picture(image, pool, *, nudge=5, edits=None):
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
    words = (
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
    nudge = min(max(0, int(nudge)), len(NUDGES) - 1)
    moved = [np.roll(image, move, axis=(0, 1)) for move in NUDGES]
    before, afters = pool(image), [pool(each) for each in moved]
    stays = np.array([share_that_stays(before, after) for after in afters])
    plain = np.mean([share_that_stays(image, each) for each in _nudged(moved)])
    changes = np.mean([np.abs(after - before).mean() for after in _nudged(afters)])
    look, after = TOY if edits else colouring_of(image), afters[nudge]
    reach = look["limits"][1] - min(0.0, look["limits"][0])
    top = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="cells",
            edits=edits,
            note=_("double-click a cell to change it") if edits else "",
            **look,
        ),
        Grid(moved[nudge], _("moved {where}", where=words[nudge]), name="moved", scale="cells", **look),
        Grid(
            (100 * stays).reshape(3, 3),
            _("% that stay (3, 3)"),
            name="compass",
            role="difference",
            limits=(0, 100),
            digits=0,
            outlines=(Outline(*divmod(nudge, 3), role="plain"),),
            scale="compass",
            picks={"nudge": np.arange(9).reshape(3, 3)},
            note=_("press a direction"),
        ),
    ]
    size, pooled = shape(before), {"role": "output", "scale": "pooled", **look}
    bottom = [
        Grid(before, _("before {shape}", shape=size), name="before", **pooled),
        Sign("→"),
        Grid(after, _("after {shape}", shape=size), name="after", **pooled),
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
    kept, all_cells = _stay(before, after)
    fields = {
        "where": words[nudge],
        "kept": kept,
        "all": all_cells,
        "share": _per_cent(stays[nudge]),
        "mean": _per_cent(_nudged(stays)),
        "plain": _per_cent(plain),
    }
    start = _("Not moved") if NUDGES[nudge] == (0, 0) else _("Moved {where} by one pixel")
    told = _(
        ": {kept} of {all} pooled cells keep their value (cells that are 0 both times are not counted); over the "
        "8 directions {mean} % stay, and without pooling {plain} % of the pixels."
    )
    stay = _("stay: {kept} / {all} = {share} %")
    if not all_cells:
        stay = _("stay: all cells are 0 both times, none is counted")
    caption = (start + told).format(**fields)
    formula = "\n".join(
        [
            (stay + _("; mean of the 8 directions: {mean} %; without pooling: {plain} %")).format(**fields),
            _(
                "mean change of a cell over the 8 directions: {change}, which is {part} % of the mean value",
                change=format_number(changes),
                part=_per_cent(changes / (np.abs(before).mean() or 1)),
            ),
        ]
    )
    code = "np.roll(image, ({}, {}), axis=(0, 1))".format(*NUDGES[nudge])
    return Picture([top, bottom], caption, formula, code, heights=(270, 240), across=3)


def pooling_gradient_picture(
    image, grad_output, grad_input, kernel_size, *, stride=None, kind="max", position=0, edits=None
):
    """Show where the gradient of each output cell goes on its way back to the image.

    Parameters
    ----------
    image : array, (H, W)
    grad_output : array, (H_out, W_out)
        Gradient of the loss by the output.
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
    kernel, steps = pair("kernel_size", kernel_size), pair("stride", kernel_size if stride is None else stride)
    at = divmod(min(max(0, int(position)), grad_output.size - 1), grad_output.shape[1])
    won, places = winners(image, kernel, stride=steps)
    row, column = divmod(int(places[at]), image.shape[1])
    first = at[0] * steps[0], at[1] * steps[1]
    seen = (Outline(*first, *kernel, role="kernel"),)
    if kind == "max":
        seen += (Outline(row, column, role="output"),)
    near = {"position": window_picks(*image.shape, kernel, steps, grad_output.shape)}
    own = {"position": np.arange(grad_output.size).reshape(grad_output.shape)}
    signed = {"colours": "signed", "limits": (-9, 9), "scale": "cells"}
    hint = _("double-click a cell to change it") if edits else ""
    names = edits or (None, None)
    panels = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="cells",
            outlines=seen,
            marked=won if kind == "max" else None,
            picks=near,
            edits=names[0],
            note=hint,
            **TOY,
        ),
        Sign(" "),
        Grid(
            grad_output,
            _("output gradient {shape}", shape=shape(grad_output)),
            name="output gradient",
            role="output",
            outlines=(Outline(*at, role="output"),),
            picks=own,
            edits=names[1],
            note=hint,
            **signed,
        ),
        Sign("→"),
        Grid(
            grad_input,
            _("input gradient {shape}", shape=shape(grad_input)),
            name="input gradient",
            outlines=seen,
            picks=near,
            **signed,
        ),
    ]
    window = image[first[0] : first[0] + kernel[0], first[1] : first[1] + kernel[1]]
    return Picture(
        [panels],
        *_gradient_words(kind, window, (row, column), at, grad_output, grad_input),
        _gradient_code(kind, kernel_size, stride),
        heights=(310,),
        across=3,
    )


def _gradient_words(kind, window, place, at, grad_output, grad_input):
    """Return the caption and the formula of a gradient's picture."""
    amount, cells = grad_output[at], window.size
    fields = {
        "amount": format_number(amount),
        "row": place[0],
        "column": place[1],
        "cells": cells,
        "share": format_number(amount / cells),
        "at_row": at[0],
        "at_column": at[1],
        "reached": int((grad_input != 0).sum()),
        "all": grad_input.size,
        "out": format_number(grad_output.sum()),
        "back": format_number(grad_input.sum()),
    }
    if kind == "max":
        numbers = ", ".join(format_number(value) for value in window.flat)
        went = _(
            "The gradient {amount} of the window in row {at_row}, column {at_column} goes to its largest pixel "
            "alone, in row {row}, column {column}"
        )
        line = _("max({numbers}) = {value} stands in row {row}, column {column}: that cell gets the whole {amount}")
        fields |= {"numbers": numbers, "value": format_number(window.max())}
    else:
        went = _(
            "The gradient {amount} of the window in row {at_row}, column {at_column} is shared out: {share} to "
            "each of its {cells} pixels"
        )
        line = _("{amount} / {cells} = {share} to each of the {cells} cells of the window")
    caption = went + _("; {reached} of {all} input cells get a gradient that is not 0.")
    line += "\n" + _("output gradients add up to {out}; input gradients add up to {back}")
    return caption.format(**fields), line.format(**fields)


def _gradient_code(kind, kernel_size, stride):
    name = "max_pool2d_backward" if kind == "max" else "avg_pool2d_backward"
    step = "" if stride in (None, kernel_size) else f", stride={stride}"
    return f"{name}(gradient, image, {kernel_size}{step})"


def _nudged(nine):
    """Return the eight of the compass without its middle."""
    return [each for index, each in enumerate(nine) if index != 4]


def _per_cent(share):
    return format_number(100 * np.mean(share), 0)
