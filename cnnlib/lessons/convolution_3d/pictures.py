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


def channels_picture(image: Array, *, code: str = "") -> Picture:
    """Show a colour image beside its three channels.

    Parameters
    ----------
    image : array, (3, H, W)
    code : str
        The call that made the image.

    Returns
    -------
    Picture
        Panels ``together``, ``red``, ``green`` and ``blue``.

    Examples
    --------
    >>> channels_picture(np.array([0.2, 0.4, 0.3]).reshape(3, 1, 1) * np.ones((3, 8, 8)))
    The channels of a (3, 8, 8) image: their means are 0.2, 0.4 and 0.3, and its top right pixel is (0.2, 0.4, 0.3).
    """
    panels = [channel_panel(image, index, numbers=not is_large(image)) for index in range(3)]
    red, green, blue = (format_number(channel.mean()) for channel in image)
    corner = ", ".join(format_number(value) for value in image[:, 0, -1])
    caption = _(
        "The channels of a {shape} image: their means are {red}, {green} and {blue}, and its top right pixel "
        "is ({corner}).",
        shape=shape(image),
        red=red,
        green=green,
        blue=blue,
        corner=corner,
    )
    return Picture([[colour_panel(image), *panels]], caption, code=code, heights=(182,), across=2)


def ledger_picture(
    image: Array,
    weight: Array,
    partials: Array,
    output: Array,
    *,
    bias: float = 0,
    heard: Sequence[int] = (1, 1, 1),
    position: int = 0,
    tap: int | None = None,
    edits: Sequence[str] = (),
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
        The sum of the partials that are heard, plus the bias.
    bias : float
    heard : three of 0 and 1
        Which channels are added; the others are muted.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    tap : int or None
        A cell of the slices to follow into the windows, counted row by row.
    edits : tuple of str
        The controls that editing the three slices changes.
    moving : bool
        Whether sliders move the weights between −1 and 1. Colours then keep fixed limits, and the
        output is shown from black to white.

    Returns
    -------
    Picture
        For each channel the panels ``red``, ``red kernel`` and ``red partial`` (or ``green``, ``blue``), and
        ``together``, ``bias`` and ``output``. Pressing a channel, a partial or the output picks
        ``position``, pressing a slice ``tap``.

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
    channels = [channel_panel(image, index, **options) for index in range(3)]
    slices = [_slice_panel(weight, index, is_large(image), weight_cell, edits) for index in range(3)]
    partial_panels, output_panel = _map_panels(image, weight, partials, output, cell, heard, moving)
    equals = f"+ {format_number(bias)} =" if bias else "="
    rows = [
        _row(channels, ["", "", ""], colour_panel(image, **options)),
        _row(slices, ["", "", ""], _bias_panel(bias)),
        _row(partial_panels, ["+", "+", equals], output_panel),
    ]
    caption = _caption(image, weight, partials, output, cell, bias, heard)
    formula = _formula(image, weight, partials, output, cell, bias, heard, weight_cell)
    return Picture(rows, caption, formula, _code(bias, heard), heights=(182, 150, 182), across=2)


def _row(per_channel: Sequence[Grid], signs: Sequence[str], last: Grid) -> list[Panel]:
    """Return three panels, one for each channel, and the last one, with a sign before each but the first."""
    red, green, blue = per_channel
    before = [Sign(sign) for sign in signs[:2]]
    return [red, before[0], green, before[1], blue, Sign(signs[2], weight=0.3), last]


def _slice_panel(weight: Array, index: int, large: bool, weight_cell: Pair | None, edits: Sequence[str]) -> Grid:
    colour = COLOURS[index]
    return replace(
        kernel_panel(weight[index], edits=edits[index] if edits else None, weight=1.0),
        title=f"⊛ {_(colour)} {shape(weight[index])}",
        name=f"{colour} kernel",
        scale=None if large else "cells",
        note=_("double-click: edit") if edits else "",
        outlines=() if weight_cell is None else (Outline(*weight_cell, role="plain"),),
        picks={"tap": positions(weight.shape[1:])},
    )


def _bias_panel(bias: float) -> Grid:
    options: dict[str, Any] = {"role": "kernel", "colours": "signed", "limits": (-20, 20)}
    return Grid(np.array([[bias]]), _("+ bias (1,)"), name="bias", note=_("one for the filter"), **options)


def _map_panels(
    image: Array, weight: Array, partials: Array, output: Array, cell: Pair, heard: Sequence[int], moving: bool
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
    if moving:
        colouring = {"colours": "signed", "limits": (-brightest, brightest)}
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
            f"= {_(colour)} {shape(partial)}",
            name=f"{colour} partial",
            role="output" if on else "difference",
            note="" if on else _("muted: not added"),
            **colouring,
            **options,
        )
        for colour, partial, on in zip(COLOURS, partials, heard, strict=True)
    ]
    title = _("one map {shape}", shape=shape(output))
    return partial_panels, Grid(output, title, name="output", role="output", **output_colouring, **options)


def _caption(
    image: Array, weight: Array, partials: Array, output: Array, cell: Pair, bias: float, heard: Sequence[int]
) -> str:
    parts = []
    for colour, partial, on in zip(COLOURS, partials, heard, strict=True):
        amount = format_number(partial[cell])
        if on:
            parts.append(_("{amount} from {channel}", amount=amount, channel=_(colour)))
        else:
            parts.append(_("{amount} from {channel} (muted)", amount=amount, channel=_(colour)))
    return _(
        "A {image} image and one {weight} filter give one {output} map; its cell in row {row}, column {column} is "
        "{value}: {parts}, and the bias {bias}.",
        image=shape(image),
        weight=shape(weight),
        output=shape(output),
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
    heard: Sequence[int],
    weight_cell: Pair | None,
) -> str:
    window = windows(image, weight.shape[1:])[..., cell[0], cell[1]]
    lines, added, products = [], [], []
    for index, colour in enumerate(COLOURS):
        partial = partials[index][cell]
        line = f"{_(colour)}: {sum_of_products(window[index], weight[index], partial)}"
        if heard[index]:
            added.append(factor(partial))
        else:
            line += " " + _("(muted)")
        lines.append(line)
        if weight_cell is not None:
            products.append(f"{term(window[index][weight_cell], weight[index][weight_cell])} ({_(colour)})")
    signed_bias = _("{sign} {bias} (bias)", sign="−" if bias < 0 else "+", bias=format_number(abs(bias)))
    lines.append(f"{' + '.join(added)} {signed_bias} = {format_number(output[cell])}")
    if weight_cell is not None:
        row, column = weight_cell
        in_words = ", ".join(products)
        lines.append(_("weights in row {row}, column {column}: {products}", row=row, column=column, products=in_words))
    return "\n".join(lines)


def _code(bias: float, heard: Sequence[int]) -> str:
    """Return the call: a muted channel is left out of the image and of the filter."""
    bias_argument = f", [{bias:g}]" if bias else ""
    kept = [index for index, on in enumerate(heard) if on]
    if len(kept) == len(heard):
        return f"conv2d(image, weight[None]{bias_argument})"
    return f"conv2d(image[{kept}], weight[None, {kept}]{bias_argument})"
