"""Pictures of an image with channels, and of the one filter that reads them all."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.common import COLOURS, channel_panel
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, is_large, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape, sum_of_products, term


def colour_panel(image, name="together", **fields):
    """Return the panel of a (3, H, W) image with its channels seen together, in colour.

    Examples
    --------
    >>> colour_panel(np.ones((3, 2, 2))).values.shape
    (2, 2, 3)
    """
    seen = np.clip(np.transpose(image, (1, 2, 0)) / colouring_of(image)["limits"][1], 0, 1)
    return Grid(seen, f"{_(name)} {shape(image)}", name=name, colours="rgb", **fields)


def look_of_map(image, weight):
    """Return how the map of one filter is coloured: as its partials are, so that they are seen to add up.

    Examples
    --------
    >>> look_of_map(np.ones((3, 4, 4)), np.ones((3, 1, 1)))
    {'colours': 'tint', 'limits': (0.0, 3.0)}
    """
    look = colouring_of_output(image, weight)
    if is_large(image) and look["colours"] == "signed":
        # A photograph comes nowhere near the largest sum that could be, least of all where weights cancel out.
        part = 5 if np.allclose(weight.sum(axis=(1, 2)), 0) else 2
        look["limits"] = tuple(limit / part for limit in look["limits"])
    return look


def channels_picture(image, *, code=""):
    """Show a colour image beside its three channels.

    Parameters
    ----------
    image : array, (3, H, W)
    code : str
        The call that made it.

    Returns
    -------
    Picture
        Panels ``together``, ``red``, ``green`` and ``blue``.

    Examples
    --------
    >>> channels_picture(np.array([0.2, 0.4, 0.3]).reshape(3, 1, 1) * np.ones((3, 8, 8)))
    The channels of a (3, 8, 8) image: their means are 0.2, 0.4 and 0.3, and its top right pixel is (0.2, 0.4, 0.3).
    """
    image = np.asarray(image)
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
    image, weight, partials, output, *, bias=0, heard=(1, 1, 1), position=0, tap=None, edits=(), moving=False
):
    """Show how one filter reads three channels: each with its own slice, then all added, then the bias.

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
        For each channel the panels ``red``, ``red kernel``, ``red partial``; besides them
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
    image, weight, partials, output = map(np.asarray, (image, weight, partials, output))
    at = divmod(min(max(0, int(position)), output.size - 1), output.shape[1])
    slices = weight.shape[1:]
    links = {"position": window_picks(image.shape[1:], slices, (1, 1), output.shape)}
    window = {"outlines": (Outline(*at, *slices),), "picks": links}
    if tap is not None:
        tap = divmod(min(max(0, int(tap)), weight[0].size - 1), slices[1])
        met = Outline(at[0] + tap[0], at[1] + tap[1], role="plain")
        window["outlines"] += (met,)
    rows = (
        [
            *(channel_panel(image, index, scale="cells", **window) for index in range(3)),
            colour_panel(image, scale="cells", **window),
        ],
        [*(_slice_panel(weight, index, is_large(image), tap, edits) for index in range(3)), _bias_panel(bias)],
        _results(image, weight, partials, output, at, heard, moving),
    )
    caption = _caption(image, weight, partials, output, at, bias, heard)
    equals = f"+ {format_number(bias)} =" if bias else "="
    rows = [_with_signs(row, signs) for row, signs in zip(rows, ([""] * 3, [""] * 3, ["+", "+", equals]), strict=True)]
    formula = _formula(image, weight, partials, output, at, bias, heard, tap)
    return Picture(rows, caption, formula, _code(bias, heard), heights=(182, 150, 182), across=2)


def _with_signs(panels, signs):
    row = [panels[0]]
    for sign, panel in zip(signs, panels[1:], strict=True):
        row += [Sign(sign, weight=0.3 if panel is panels[-1] else 0.12), panel]
    return row


def _slice_panel(weight, index, large, tap, edits):
    plain = kernel_panel(weight[index], edits=edits[index] if edits else None, weight=1.0)
    return replace(
        plain,
        title=f"⊛ {_(COLOURS[index])} {shape(weight[index])}",
        name=f"{COLOURS[index]} kernel",
        scale=None if large else "cells",
        note=_("double-click: edit") if edits else "",
        outlines=() if tap is None else (Outline(*tap, role="plain"),),
        picks={"tap": np.arange(weight[index].size).reshape(weight[index].shape)},
    )


def _bias_panel(bias):
    return Grid(
        [[bias]],
        _("+ bias (1,)"),
        name="bias",
        role="kernel",
        colours="signed",
        limits=(-20, 20),
        note=_("one for the filter"),
    )


def _results(image, weight, partials, output, at, heard, moving):
    """Return the panels of the three partials and of the output, all coloured alike."""
    fields = {
        "outlines": (Outline(*at, role="output"),),
        "scale": "cells",
        "picks": {"position": np.arange(output.size).reshape(output.shape)},
    }
    high = colouring_of(image)["limits"][1]
    look = {"colours": "signed", "limits": (-high, high)} if moving else look_of_map(image, weight)
    panels = [
        Grid(
            partial,
            f"= {_(name)} {shape(partial)}",
            name=f"{name} partial",
            role="output" if on else "difference",
            note="" if on else _("muted: not added"),
            **look,
            **fields,
        )
        for name, partial, on in zip(COLOURS, partials, heard, strict=True)
    ]
    title = _("one map {shape}", shape=shape(output))
    if moving:
        look = {"colours": "grey", "limits": (0.0, high), "note": _("black: 0 or less, white: 1 or more")}
    return [*panels, Grid(output, title, name="output", role="output", **look, **fields)]


def _caption(image, weight, partials, output, at, bias, heard):
    muted = _("{amount} from {channel} (muted)")
    parts = [
        (_("{amount} from {channel}") if on else muted).format(amount=format_number(partial[at]), channel=_(name))
        for name, partial, on in zip(COLOURS, partials, heard, strict=True)
    ]
    return _(
        "A {image} image and one {weight} filter give one {output} map; its cell in row {row}, column {column} is "
        "{value}: {red}, {green}, {blue}, and the bias {bias}.",
        image=shape(image),
        weight=shape(weight),
        output=shape(output),
        row=at[0],
        column=at[1],
        value=format_number(output[at]),
        red=parts[0],
        green=parts[1],
        blue=parts[2],
        bias=format_number(bias),
    )


def _formula(image, weight, partials, output, at, bias, heard, tap):
    window = windows(image, weight.shape[1:])[..., at[0], at[1]]
    lines = []
    for index, (name, on) in enumerate(zip(COLOURS, heard, strict=True)):
        words = sum_of_products(window[index], weight[index], partials[index][at])
        lines.append(f"{_(name)}: {words}" + ("" if on else " " + _("(muted)")))
    heard_parts = [format_number(partial[at]) for partial, on in zip(partials, heard, strict=True) if on]
    total = " + ".join(f"({part})" if part.startswith("−") else part for part in heard_parts)
    added = _("{sign} {bias} (bias)", sign="−" if bias < 0 else "+", bias=format_number(abs(bias)))
    lines.append(f"{total} {added} = {format_number(output[at])}")
    if tap is not None:
        products = ", ".join(
            f"{term(window[index][tap], weight[index][tap])} ({_(name)})" for index, name in enumerate(COLOURS)
        )
        lines.append(
            _("weights in row {row}, column {column}: {products}", row=tap[0], column=tap[1], products=products)
        )
    return "\n".join(lines)


def _code(bias, heard):
    """Return the call: a muted channel is left out of the image and of the filter."""
    bias = f", [{bias:g}]" if bias else ""
    kept = [index for index, on in enumerate(heard) if on]
    if len(kept) == len(heard):
        return f"conv2d(image, weight[None]{bias})"
    return f"conv2d(image[{kept}], weight[None, {kept}]{bias})"
