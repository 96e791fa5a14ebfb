"""Pictures of one convolution: a window on the input, a kernel, a cell of the output."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.padding import pad2d
from cnnlib.engine.shapes import output_size, pair, resolve_padding
from cnnlib.engine.types import Array, Pair
from cnnlib.engine.windows import windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, per_side, shape, size_formula, sum_of_products, term


def is_large(image):
    """Tell whether an image is too large for its numbers to be read.

    Examples
    --------
    >>> is_large(np.zeros((8, 8))), is_large(np.zeros((128, 128)))
    (False, True)
    """
    return max(np.shape(image)[-2:]) > 16


def colouring_of(image):
    """Return how an image is coloured: ``colours`` and ``limits`` of its panel.

    Values up to 1 are a photograph, black to white; whole numbers up to 9 are a toy grid, white
    to the tint; larger ones are a digit of 0–16, black to white; anything else is signed.

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
    return {"colours": "grey", "limits": (0.0, 16.0 if whole and high <= 16 else max(high, 1.0))}


def colouring_of_output(image, kernel, *, biased=False):
    """Return how the feature map of an image is coloured.

    Limits are the largest and smallest values that any image in the range of this one could
    give, so they depend on no pixel and on no padding. Weights that add up to 1 make an image
    again, which keeps its colours; but where single cells can be read, one below 0 must look it.
    So it must where a bias is added, which can push any cell there: `biased`.
    """
    look = colouring_of(image)
    low, high = (min(0.0, look["limits"][0]), look["limits"][1])
    positive, negative = kernel[kernel > 0].sum(), kernel[kernel < 0].sum()
    if look["colours"] == "grey" and abs(positive + negative - 1) < 1e-6 and (not negative or is_large(image)):
        return look
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


def sizes_line(image, kernel_size, stride, padding):
    """Write the formula of the output's height and width, as one where they are alike.

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
    for size, kernel, step, sides in zip(image.shape, kernel_size, stride, padding, strict=True):
        count = output_size(size, kernel, stride=step, padding=sides)
        texts.append(size_formula(size, kernel, count, step, *sides))
    if texts[0] == texts[1]:
        return _("output height and width: {formula}", formula=texts[0])
    return _("output height: {height}; width: {width}", height=texts[0], width=texts[1])


def padded_panel(image, padding, *, mode="zeros", name="input", **fields):
    """Return the panel of an image in its frame of padding, titled with both shapes."""
    (top, bottom), (left, right) = padding
    padded = pad2d(image, padding, mode=mode)
    title = _("input {shape}", shape=shape(image))
    if padded.shape != image.shape:
        title = _("{input}, padded {shape}", input=title, shape=shape(padded))
    return Grid(padded, title, name=name, frame=(top, bottom, left, right), **{**colouring_of(image), **fields})


def kernel_panel(kernel, *, edits=None, **fields):
    """Return the panel of a kernel; `edits` names the control that its cells change."""
    # Beyond the largest weight, so that a kernel of equal weights is not the darkest red.
    reach = 1.6 * max(1.0, float(np.abs(kernel).max()))
    note = _("double-click a cell to change it") if edits else ""
    title = _("kernel {shape}", shape=shape(kernel))
    options = {"role": "kernel", "colours": "signed", "limits": (-reach, reach), "weight": 0.6, "note": note}
    return Grid(kernel, title, name="kernel", edits=edits, **{**options, **fields})


def bias_panel(bias, **fields):
    """Return the panel of a filter's bias: one cell, since a filter has one."""
    options = {"role": "kernel", "limits": (-30, 30), "weight": 0.3}
    return Grid([[bias]], _("bias (1,)"), name="bias", colours="signed", **{**options, **fields})


def convolution_picture(
    image, kernel, output, *, bias=None, padding=0, stride=1, mode="zeros", position=None, tap=None, edits=None
):
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
    Input (4, 4) with padding 0 and kernel (3, 3) give output (2, 2); the window in row 0, column 0 gives 9.
    """
    image, kernel, output = np.asarray(image), np.asarray(kernel), np.asarray(output)
    sides = resolve_padding(padding, kernel.shape, stride=stride)
    steps = pair("stride", stride)
    scale = "kernel" if is_large(image) else "cells"
    left = padded_panel(image, sides, mode=mode, scale="cells", weight=1.2)
    middle = kernel_panel(kernel, edits=edits, scale=scale)
    right = Grid(
        output,
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        scale="cells",
        weight=1.2,
        **colouring_of_output(image, kernel, biased=bias is not None),
    )
    caption = _caption(image, kernel, output, bias, sides, steps)
    formula = sizes_line(image, kernel.shape, steps, sides)
    if position is not None:
        at = divmod(min(max(0, int(position)), output.size - 1), output.shape[1])
        left, middle, right = _with_window(left, middle, right, steps, at)
        window = windows(left.values, kernel.shape, stride=stride)[..., at[0], at[1]]
        formula += "\n" + sum_of_products(window, kernel, output[at], bias)
        caption += _(
            "; the window in row {row}, column {column} gives {value}",
            row=at[0],
            column=at[1],
            value=format_number(output[at]),
        )
        if tap is not None:
            weight = divmod(min(max(0, int(tap)), kernel.size - 1), kernel.shape[1])
            left, middle, words = _with_tap(left, middle, steps, at, weight)
            formula += "\n" + words
    added = [] if bias is None else [Sign("+"), bias_panel(bias, scale=scale)]
    row = [left, Sign("⊛"), middle, *added, Sign("="), right]
    code = _code(source(image, "image"), source(kernel, "kernel"), bias, padding, stride, mode)
    return Picture([row], caption + ".", formula, code, heights=(340,), across=2)


def _caption(image, kernel, output, bias, sides, steps):
    if bias is None:
        sentence = _("Input {input} with padding {padding} and kernel {kernel} give output {output}")
    else:
        sentence = _("Input {input} with padding {padding}, kernel {kernel} and bias {bias} give output {output}")
    if steps != (1, 1):
        sentence = _(
            "{sentence} at stride {stride}", sentence=sentence, stride=steps[0] if steps[0] == steps[1] else str(steps)
        )
    return sentence.format(
        input=shape(image),
        padding=per_side(sides),
        kernel=shape(kernel),
        output=shape(output),
        bias=None if bias is None else format_number(bias),
    )


def _code(image, kernel, bias, padding, stride, mode):
    if mode == "zeros":
        return code_call("conv2d", f"{image}, {kernel}", bias=bias, stride=stride, padding=padding)
    padded = code_call("pad2d", image, padding=padding, mode=mode)
    return code_call("conv2d", f"{padded}, {kernel}", bias=bias, stride=stride)


def _with_window(left, middle, right, steps, at):
    """Return the three panels with the window, the output cell, and the picks that link them."""
    window = Outline(at[0] * steps[0], at[1] * steps[1], *middle.shape, role="kernel")
    inside = window_picks(left.shape, middle.shape, steps, right.shape)
    cells = np.arange(right.values.size).reshape(right.shape)
    return (
        replace(left, outlines=(window,), picks={"position": inside}),
        replace(middle, picks={"tap": np.arange(middle.values.size).reshape(middle.shape)}),
        replace(right, outlines=(Outline(*at, role="output"),), picks={"position": cells}),
    )


def _with_tap(left, middle, steps, at, weight):
    """Return the two panels with one weight and the pixel that it meets, and their product in words."""
    pixel = at[0] * steps[0] + weight[0], at[1] * steps[1] + weight[1]
    words = _(
        "the weight in row {row}, column {column} meets pixel {pixel}: it adds {term} to the sum",
        row=weight[0],
        column=weight[1],
        pixel=format_number(left.values[pixel]),
        term=term(left.values[pixel], middle.values[weight]),
    )
    left = replace(left, outlines=(*left.outlines, Outline(*pixel, role="plain")))
    return left, replace(middle, outlines=(Outline(*weight, role="plain"),)), words
