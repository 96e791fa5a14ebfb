"""Pictures of an image with channels, and of the one filter that reads them all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.common import COLOURS, channel_panel
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, is_large, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import factor, shape, sum_of_products, term

DESK = {
    "all": (1, 1, 1),
    "red only": (1, 0, 0),
    "green only": (0, 1, 0),
    "blue only": (0, 0, 1),
    "without red": (0, 1, 1),
    "without green": (1, 0, 1),
    "without blue": (1, 1, 0),
}
"""A choice on a mixing desk → which of the channels red, green and blue are added."""

BIAS = 0.5
"""The share of the row's width that the bias takes, where a channel takes 1."""


def colour_panel(image: Array, *, name: str = "together", label: str | None = None, **fields: Any) -> Grid:
    """Return the panel of a (3, H, W) image with its channels combined, in colour; its title is `label` and the shape.

    Examples
    --------
    >>> colour_panel(np.ones((3, 2, 2))).values.shape
    (2, 2, 3)
    """
    brightest = colouring_of(image)["limits"][1]
    colours = np.clip(np.transpose(image, (1, 2, 0)) / brightest, 0, 1)
    title = f"{_('together') if label is None else label} {shape(image)}"
    return Grid(colours, title, name=name, colours="rgb", **fields)


def colouring_of_map(image: Array, weight: Array) -> dict[str, Any]:
    """Return how the map of one filter is coloured: in the same way as its partials, so that one can see them add up.

    Examples
    --------
    >>> colouring_of_map(np.ones((3, 4, 4)), np.ones((3, 1, 1)))
    {'colours': 'tint', 'limits': (0.0, 3.0)}
    """
    colouring = colouring_of_output(image, weight)
    if is_large(image) and colouring["colours"] == "signed":
        # A photograph comes nowhere near the largest possible sum, least of all where weights cancel out.
        part = 5 if np.allclose(weight.sum(axis=(1, 2)), 0) else 2
        return {**colouring, "limits": tuple(limit / part for limit in colouring["limits"])}
    return colouring


def ledger_picture(
    image: Array,
    weight: Array,
    partials: Array,
    output: Array,
    *,
    bias: float = 0,
    added: Sequence[int] = (1, 1, 1),
    position: int = 0,
    tap: int | None = None,
    moving: bool = False,
) -> Picture:
    """Show how one filter reads three channels: each with its own slice, then the sum, then the bias.

    Parameters
    ----------
    image : array, (3, H, W)
    weight : array, (3, kH, kW)
        One filter: a slice for each channel.
    partials : array, (3, H_out, W_out)
        ``conv2d`` of each channel with its slice.
    output : array, (H_out, W_out)
        The sum of the partials that are added, plus the bias.
    bias : float
    added : three of 0 and 1
        Which channels are added; the others are muted.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    tap : int or None
        A cell of the slices to follow into the windows, counted row by row.
    moving : bool
        Whether sliders move the weights between −1 and 1. Colours then keep fixed limits, and the
        output is shown from black to white, in the first row: it is what the sliders change.

    Returns
    -------
    Picture
        For each channel the panels ``red``, ``red kernel`` and ``red partial`` (or ``green``, ``blue``), then
        ``output``, and ``bias`` or, where sliders move, ``together``. Pressing a channel, a partial or the output
        picks ``position``, pressing a slice ``tap``.

    Examples
    --------
    >>> image, weight, partials = np.ones((3, 2, 2)), np.ones((3, 1, 1)), np.ones((3, 2, 2))
    >>> print(ledger_picture(image, weight, partials, partials.sum(axis=0) + 4, bias=4).formula)
    red: 1·1 = 1
    green: 1·1 = 1
    blue: 1·1 = 1
    1 + 1 + 1 + 4 (bias) = 7
    """
    cell = cell_at(position, output.shape)
    kernel_size = weight.shape[1:]
    weight_cell = None if tap is None else cell_at(tap, kernel_size)
    outlines = [Outline(*cell, *kernel_size)]
    if weight_cell is not None:
        outlines.append(Outline(cell[0] + weight_cell[0], cell[1] + weight_cell[1], role="plain"))
    picks = {"position": window_picks(image.shape[1:], kernel_size, (1, 1), output.shape)}
    options: dict[str, Any] = {"scale": "cells", "outlines": tuple(outlines), "picks": picks}
    channels = [channel_panel(image, index, role=colour, **options) for index, colour in enumerate(COLOURS)]
    slices = [_slice_panel(weight, index, is_large(image), weight_cell) for index in range(3)]
    partial_panels, output_panel = _map_panels(image, weight, partials, output, cell, added, moving)
    plus_green, plus_blue = _signs(added)
    rows = [_in_columns(channels, "", ""), _in_columns(slices, "", "")]
    rows.append(_in_columns(partial_panels, plus_green, plus_blue))
    heights: tuple[int, ...] = (164, 144, 164) if is_large(image) else (176, 146, 122)
    if moving:
        rows = [[colour_panel(image, label=_("photo"), **options), Sign("→"), output_panel], *rows]
        heights = (190, 164, 96, 164)
    else:
        # Without a bias and a map above it, a column is as wide as in the last row.
        rows[0] += [Sign("", weight=BIAS + 1.24)]
        rows[1] += [Sign("", weight=BIAS + 1.24)]
        rows[2] += [Sign("+"), _bias_panel(bias), Sign("="), output_panel]
    caption = _caption(image, weight, partials, output, cell, bias, added)
    formula = _formula(image, weight, partials, output, cell, bias, added, weight_cell)
    return Picture(rows, caption, formula, _code(image, bias, added), heights=heights, across=3)


def _in_columns(per_channel: Sequence[Grid], before_green: str, before_blue: str) -> list[Panel]:
    """Return three panels, one for each channel, with the signs between them."""
    red, green, blue = per_channel
    return [red, Sign(before_green), green, Sign(before_blue), blue]


def _slice_panel(weight: Array, index: int, large: bool, weight_cell: Pair | None) -> Grid:
    colour = COLOURS[index]
    return replace(
        kernel_panel(weight[index], weight=1.0),
        title=_("{colour} kernel {shape}", colour=_(colour), shape=shape(weight[index])),
        name=f"{colour} kernel",
        scale=None if large else "cells",
        outlines=() if weight_cell is None else (Outline(*weight_cell, role="plain"),),
        picks={"tap": positions(weight.shape[1:])},
    )


def _bias_panel(bias: float) -> Grid:
    options: dict[str, Any] = {"role": "kernel", "colours": "signed", "limits": (-20, 20), "weight": BIAS}
    return Grid(np.array([[bias]]), _("bias (1,)"), name="bias", **options)


def _map_panels(
    image: Array, weight: Array, partials: Array, output: Array, cell: Pair, added: Sequence[int], moving: bool
) -> tuple[list[Grid], Grid]:
    """Return the panels of the three partials, and that of the output."""
    options: dict[str, Any] = {
        "scale": "cells",
        "outlines": (Outline(*cell, role="output"),),
        "picks": {"position": positions(output.shape)},
    }
    brightest = colouring_of(image)["limits"][1]
    colouring: dict[str, Any]
    output_colouring: dict[str, Any]
    notes = {}
    if moving:
        notes = dict.fromkeys(COLOURS, _("mid-grey is 0"))
    if moving:
        colouring = {"colours": "grey", "limits": (-brightest, brightest)}
        output_colouring = {
            "colours": "grey",
            "limits": (0.0, brightest),
            "note": _("black: 0 or less, white: 1 or more"),
        }
    else:
        colouring = output_colouring = colouring_of_map(image, weight)
    partial_panels = [
        Grid(
            partial,
            _("{colour} partial {shape}", colour=_(colour), shape=shape(partial)),
            name=f"{colour} partial",
            role="output" if on else "difference",
            note=notes.get(colour, "") if on else _("left out"),
            numbers=bool(on),
            **(colouring if on else _blank(partial)),
            **options,
        )
        for colour, partial, on in zip(COLOURS, partials, added, strict=True)
    ]
    title = _("one map {shape}", shape=shape(output[None]))
    return partial_panels, Grid(output, title, name="output", role="output", **output_colouring, **options)


def _blank(partial: Array) -> dict[str, Any]:
    """Return the colouring that leaves all cells white: what is not added is not shown."""
    most = float(np.nanmax(np.abs(partial), initial=0.0))
    return {"colours": "tint", "limits": (most + 1, most + 2)}


def _signs(added: Sequence[int]) -> tuple[str, str]:
    """Return the signs before green and before blue: none before a channel that is not added."""
    green, blue = (("+" if added[index] and any(added[:index]) else "") for index in (1, 2))
    return green, blue


def _caption(
    image: Array, weight: Array, partials: Array, output: Array, cell: Pair, bias: float, added: Sequence[int]
) -> str:
    parts, muted = [], []
    for colour, partial, on in zip(COLOURS, partials, added, strict=True):
        if on:
            parts.append(_("{amount} from {channel}", amount=format_number(partial[cell]), channel=_(colour)))
        else:
            muted.append(_(colour))
    sentence = _caption_of_sum(image, weight, output, cell, parts, bias)
    return sentence + (" " + _("Left out: {channels}.", channels=", ".join(muted)) if muted else "")


def _caption_of_sum(image: Array, weight: Array, output: Array, cell: Pair, parts: Sequence[str], bias: float) -> str:
    return _(
        "A {image} image and one {weight} filter give one {output} map; its cell in row {row}, column {column} is "
        "{value}: {parts}, and the bias {bias}.",
        image=shape(image),
        weight=shape(weight),
        output=shape(output[None]),
        row=cell[0],
        column=cell[1],
        value=format_number(output[cell]),
        parts=", ".join(parts),
        bias=format_number(bias),
    )


def _formula(
    image: Array,
    weight: Array,
    partials: Array,
    output: Array,
    cell: Pair,
    bias: float,
    added: Sequence[int],
    weight_cell: Pair | None,
) -> str:
    window = windows(image, weight.shape[1:])[..., cell[0], cell[1]]
    lines, terms, products = [], [], []
    for index, colour in enumerate(COLOURS):
        partial = partials[index][cell]
        products_of_channel = sum_of_products(window[index], weight[index], partial)
        if added[index]:
            terms.append(factor(partial))
            lines.append(f"{_(colour)}: {products_of_channel}")
        else:
            lines.append(_("{colour}: {sum} (left out)", colour=_(colour), sum=products_of_channel))
        if weight_cell is not None:
            products.append(f"{term(window[index][weight_cell], weight[index][weight_cell])} ({_(colour)})")
    signed_bias = _("{sign} {bias} (bias)", sign="−" if bias < 0 else "+", bias=format_number(abs(bias)))
    lines.append(f"{' + '.join(terms)} {signed_bias} = {format_number(output[cell])}")
    if weight_cell is not None:
        row, column = weight_cell
        in_words = ", ".join(products)
        lines.append(_("weights in row {row}, column {column}: {products}", row=row, column=column, products=in_words))
    return "\n".join(lines)


def _code(image: Array, bias: float, added: Sequence[int]) -> str:
    """Return the call: a muted channel is left out of the image and of the filter."""
    name = "photo" if is_large(image) else "toy"
    bias_argument = f", [{bias:g}]" if bias else ""
    kept = [index for index, on in enumerate(added) if on]
    if len(kept) == len(added):
        return f"conv2d({name}, weight[None]{bias_argument})"
    return f"conv2d({name}[{kept}], weight[None, {kept}]{bias_argument})"
