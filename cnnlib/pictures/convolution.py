"""Pictures of one convolution: a window on the input, a kernel, a cell of the output."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.padding import pad2d
from cnnlib.engine.settings import pair
from cnnlib.engine.shapes import output_size, resolve_padding
from cnnlib.engine.types import Array, Padding, Pair, PerSide, Size
from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, per_side, shape, size_formula, sum_of_products, term


def is_large(image: ArrayLike) -> bool:
    """Tell whether an image is too large for its numbers to be read.

    Examples
    --------
    >>> is_large(np.zeros((8, 8))), is_large(np.zeros((128, 128)))
    (False, True)
    """
    return max(np.shape(image)[-2:]) > 16


def colouring_of(image: Array) -> dict[str, Any]:
    """Return how an image is coloured: ``colours`` and ``limits`` of its panel.

    Values up to 1 are a photograph, black to white; whole numbers up to 9 are a toy grid, white
    to the tint; larger ones are a digit of 0–16, dark ink on white paper; anything else is signed.

    Examples
    --------
    >>> colouring_of(np.array([[0, 3], [1, 2]]))
    {'colours': 'tint', 'limits': (0.0, 3.0)}
    """
    finite = np.where(np.isfinite(image), image, 0)
    low, high = float(finite.min()), float(finite.max())
    if low < 0:
        return {"colours": "signed", "limits": (low, high)}
    whole = np.array_equal(finite, np.round(finite))
    if whole and high <= 9:
        return {"colours": "tint", "limits": (0.0, max(high, 1.0))}
    if whole and high <= 16:
        return {"colours": "ink", "limits": (0.0, 16.0)}
    return {"colours": "grey", "limits": (0.0, max(high, 1.0))}


def colouring_of_output(image: Array, kernel: Array, *, biased: bool = False) -> dict[str, Any]:
    """Return how the feature map of an image is coloured.

    Limits are the largest and smallest values that any image in the range of this one could
    give, so they depend on no pixel and on no padding. Weights that add up to 1 make an image
    again, which keeps its colours; but where single cells can be read, one below 0 must look negative.
    The same holds where a bias is added, which can push any cell below 0: `biased`.
    """
    colouring = colouring_of(image)
    low, high = min(0.0, colouring["limits"][0]), colouring["limits"][1]
    positive, negative = kernel[kernel > 0].sum(), kernel[kernel < 0].sum()
    keeps_brightness = colouring["colours"] in ("grey", "ink") and abs(positive + negative - 1) < 1e-6
    if keeps_brightness and (not negative or is_large(image)):
        return colouring
    most = float(positive * high + negative * low)
    least = float(positive * low + negative * high)
    if least >= 0 and not biased:
        return {"colours": "tint", "limits": (0.0, max(most, 1e-9))}
    return {"colours": "signed", "limits": (least, most)}


def window_picks(shape: Pair, kernel_size: Pair, stride: Pair, output_shape: Pair) -> Array:
    """Return, for each cell of a padded input, the position whose window is centred nearest to it.

    Examples
    --------
    >>> window_picks((4, 4), (3, 3), (1, 1), (2, 2))[0].tolist()
    [0, 0, 1, 1]
    >>> window_picks((4, 4), (2, 2), (2, 2), (2, 2))[0].tolist()
    [0, 0, 1, 1]
    """

    def nearest(size: int, kernel: int, step: int, count: int) -> Array:
        # In half cells, so that the centre of an even kernel is exact; of two equally near the later one.
        return np.clip((2 * np.arange(size) - (kernel - 1) + step) // (2 * step), 0, count - 1)

    down = nearest(shape[0], kernel_size[0], stride[0], output_shape[0])
    across = nearest(shape[1], kernel_size[1], stride[1], output_shape[1])
    return down[:, None] * output_shape[1] + across


def sizes_line(image: Array, kernel_size: Pair, stride: Pair, padding: PerSide) -> str:
    """Write the formula of the output's height and width: one for both where it is the same.

    Parameters
    ----------
    image : array, (H, W)
    kernel_size, stride : (height, width)
    padding : ((top, bottom), (left, right))

    Examples
    --------
    >>> sizes_line(np.zeros((4, 4)), (3, 3), (1, 1), ((0, 0), (0, 0)))
    'output height and width: 4 − 3 + 1 = 2'
    """
    texts = []
    for size, kernel, step, (before, after) in zip(image.shape, kernel_size, stride, padding, strict=True):
        count = output_size(size, kernel, stride=step, padding=(before, after))
        texts.append(size_formula(size, kernel, count, step, before, after))
    if texts[0] == texts[1]:
        return _("output height and width: {formula}", formula=texts[0])
    return _("output height: {height}; width: {width}", height=texts[0], width=texts[1])


def padded_panel(image: Array, padding: PerSide, *, mode: str = "zeros", name: str = "input", **fields: Any) -> Grid:
    """Return the panel of an image in its frame of padding, titled with both shapes."""
    (top, bottom), (left, right) = padding
    padded = pad2d(image, padding, mode=mode)
    title = _("input {shape}", shape=shape(image))
    if padded.shape != image.shape:
        title = _("input {shape}, padded {padded}", shape=shape(image), padded=shape(padded))
    return Grid(padded, title, name=name, frame=(top, bottom, left, right), **{**colouring_of(image), **fields})


def kernel_panel(kernel: Array, *, edits: str | None = None, **fields: Any) -> Grid:
    """Return the panel of a kernel; `edits` names the control that its cells change."""
    # Beyond the largest weight, so that a kernel of equal weights is not the darkest red.
    reach = 1.6 * max(1.0, float(np.abs(kernel).max()))
    note = _("double-click a cell to change it") if edits else ""
    title = _("kernel {shape}", shape=shape(kernel))
    options = {"role": "kernel", "colours": "signed", "limits": (-reach, reach), "weight": 0.6, "note": note, **fields}
    return Grid(kernel, title, name="kernel", edits=edits, **options)


def bias_panel(bias: float, **fields: Any) -> Grid:
    """Return the panel of a filter's bias: one cell, since a filter has one."""
    options = {"role": "kernel", "limits": (-30, 30), "weight": 0.3, **fields}
    return Grid(np.array([[bias]]), _("bias (1,)"), name="bias", colours="signed", **options)


def convolution_picture(
    image: ArrayLike,
    kernel: ArrayLike,
    output: ArrayLike,
    *,
    bias: float | None = None,
    padding: Padding = 0,
    stride: Size = 1,
    mode: str = "zeros",
    position: int | None = None,
    tap: int | None = None,
    edits: str | None = None,
) -> Picture:
    """Show input ⊛ kernel = output, with the window and the arithmetic of one output cell.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    kernel : array, (kH, kW)
    output : array, (H_out, W_out)
        ``conv2d`` of the two with these options.
    bias : float or None
        What was added to each cell, shown as a panel of its own; None shows none.
    padding, stride
        As for :func:`cnnlib.conv2d`.
    mode : str
        What the padding holds, as for :func:`cnnlib.pad2d`.
    position : int or None
        The output cell to look at, counted row by row; beyond the last it is the last. None shows
        no window.
    tap : int or None
        A cell of the kernel to follow into the window, counted row by row.
    edits : str or None
        The control that editing the kernel's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``bias`` if there is one, and ``output``; pressing a cell of the
        input or of the output picks ``position``, one of the kernel ``tap``.

    Raises
    ------
    SettingError
        If the settings do not fit.

    Examples
    --------
    >>> image, kernel = np.ones((4, 4)), np.ones((3, 3))
    >>> from cnnlib import conv2d
    >>> convolution_picture(image, kernel, conv2d(image, kernel), position=0)
    Input (4, 4) with padding 0 and kernel (3, 3) give output (2, 2). The window in row 0, column 0 gives 9.
    """
    image, kernel, output = np.asarray(image), np.asarray(kernel), np.asarray(output)
    scale = "kernel" if is_large(image) else "cells"
    middle = kernel_panel(kernel, edits=edits, scale=scale)
    resolved, steps = resolve_padding(padding, middle.shape, stride=stride), pair("stride", stride)
    left = padded_panel(image, resolved, mode=mode, scale="cells", weight=1.2)
    right = Grid(
        output,
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        scale="cells",
        weight=1.2,
        **colouring_of_output(image, kernel, biased=bias is not None),
    )
    caption = _caption(image, kernel, output, bias, resolved, steps)
    formula = sizes_line(image, middle.shape, steps, resolved)
    if position is not None:
        at = cell_at(position, right.shape)
        left, middle, right = _with_window(left, middle, right, steps, at)
        window = windows(left.values, middle.shape, stride=stride)[..., at[0], at[1]]
        formula += "\n" + sum_of_products(window, kernel, output[at], bias)
        caption += " " + _(
            "The window in row {row}, column {column} gives {value}.",
            row=at[0],
            column=at[1],
            value=format_number(output[at]),
        )
        if tap is not None:
            left, middle, words = _with_tap(left, middle, steps, at, cell_at(tap, middle.shape))
            formula += "\n" + words
    added = [] if bias is None else [Sign("+"), bias_panel(bias, scale=scale)]
    row = [left, Sign("⊛"), middle, *added, Sign("="), right]
    code = _code(source(image, "image"), source(kernel, "kernel"), bias, padding, stride, mode)
    large = is_large(image)
    across = 2 if large or added else (1, 2)  # a line for the image alone: its numbers have to be read on a narrow page
    return Picture([row], caption, formula, code, heights=(340 if large else 300,), across=across)


def _caption(image: Array, kernel: Array, output: Array, bias: float | None, padding: PerSide, stride: Pair) -> str:
    values = {
        "input": shape(image),
        "padding": per_side(padding),
        "kernel": shape(kernel),
        "output": shape(output),
        "stride": stride[0] if stride[0] == stride[1] else stride,
    }
    if bias is None and stride == (1, 1):
        return _("Input {input} with padding {padding} and kernel {kernel} give output {output}.", **values)
    if bias is None:
        return _(
            "Input {input} with padding {padding} and kernel {kernel} give output {output} at stride {stride}.",
            **values,
        )
    if stride == (1, 1):
        return _(
            "Input {input} with padding {padding}, kernel {kernel} and bias {bias} give output {output}.",
            bias=format_number(bias),
            **values,
        )
    return _(
        "Input {input} with padding {padding}, kernel {kernel} and bias {bias} give output {output} at stride "
        "{stride}.",
        bias=format_number(bias),
        **values,
    )


def _code(image: str, kernel: str, bias: float | None, padding: Padding, stride: Size, mode: str) -> str:
    if mode != "zeros":
        image, padding = code_call("pad2d", image, padding=padding, mode=mode), 0
    return code_call("conv2d", f"{image}, {kernel}", bias=bias, stride=stride, padding=padding)


def _with_window(left: Grid, middle: Grid, right: Grid, steps: Pair, at: Pair) -> tuple[Grid, Grid, Grid]:
    """Return the three panels with the window, the output cell, and the picks that link them."""
    window = Outline(at[0] * steps[0], at[1] * steps[1], *middle.shape, role="kernel")
    inside = window_picks(left.shape, middle.shape, steps, right.shape)
    return (
        replace(left, outlines=(window,), picks={"position": inside}),
        replace(middle, picks={"tap": middle.positions()}),
        replace(right, outlines=(Outline(*at, role="output"),), picks={"position": right.positions()}),
    )


def _with_tap(left: Grid, middle: Grid, steps: Pair, at: Pair, weight: Pair) -> tuple[Grid, Grid, str]:
    """Return the two panels with one weight and the pixel that it meets, and their product in words."""
    pixel = at[0] * steps[0] + weight[0], at[1] * steps[1] + weight[1]
    value = format_number(left.values[pixel])
    values = {
        "row": weight[0],
        "column": weight[1],
        "value": value,
        "term": term(left.values[pixel], middle.values[weight]),
    }
    if _is_padding(left, pixel):
        words = _(
            "the weight in row {row}, column {column} meets the value {value} of the padding: it adds {term} to the "
            "sum",
            **values,
        )
    else:
        words = _(
            "the weight in row {row}, column {column} meets the value {value}: it adds {term} to the sum", **values
        )
    left = replace(left, outlines=(*left.outlines, Outline(*pixel, role="plain")))
    return left, replace(middle, outlines=(Outline(*weight, role="plain"),)), words


def _is_padding(panel: Grid, cell: Pair) -> bool:
    """Tell whether a cell of a panel is in its frame."""
    top, bottom, left, right = panel.frame
    rows, columns = panel.shape
    return not (top <= cell[0] < rows - bottom and left <= cell[1] < columns - right)
