"""The picture of one pooling: its window, the pixels that win, and the arithmetic of one output cell."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.padding import pad2d
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.shapes import pair, resolve_padding
from cnnlib.engine.types import Array, Padding, PerSide, Size
from cnnlib.engine.windows import coverage, windows
from cnnlib.lessons.max_pooling.words import largest_of, mean_of, pooling_call
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import colouring_of, padded_panel, sizes_line, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

EDITABLE: dict[str, Any] = {"colours": "tint", "limits": (0.0, 9.0)}
"""How a small grid is coloured that a learner edits: the scale must not follow what is typed."""


def winners(
    image: ArrayLike, kernel_size: Size, *, stride: Size | None = None, padding: Padding = 0
) -> tuple[Array, Array]:
    """Return where the maxima of all windows are in an image.

    Parameters
    ----------
    image : array, (H, W)
    kernel_size, stride, padding
        As for :func:`cnnlib.max_pool2d`.

    Returns
    -------
    won : bool array, (H, W)
        Whether a pixel is the maximum of a window.
    places : int array, (H_out, W_out)
        For each window, the position of its maximum in the image, counted row by row.

    Examples
    --------
    >>> won, places = winners(np.array([[1, 2], [4, 3]]), 2)
    >>> won.tolist(), places.tolist()
    ([[False, False], [True, False]], [[2]])
    """
    _maxima, places = max_pool2d(image, kernel_size, stride=stride, padding=padding, return_indices=True)
    won = np.zeros(np.shape(image), bool)
    won.flat[places] = True
    return won, places


def pooling_picture(
    image: ArrayLike,
    output: ArrayLike,
    kernel_size: Size,
    *,
    stride: Size | None = None,
    padding: Padding = 0,
    kind: str = "max",
    position: int | None = None,
    uses: bool = False,
) -> Picture:
    """Show one pooling: the window, the pixels that won, and the arithmetic of one output cell.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    output : array, (H_out, W_out)
        ``max_pool2d`` or ``avg_pool2d`` of it with these options.
    kernel_size, stride, padding
        As for :func:`cnnlib.max_pool2d`.
    kind : str
        ``"max"`` or ``"average"``.
    position : int or None
        The output cell to look at, counted row by row; beyond the last it is the last. None shows
        no window.
    uses : bool
        Whether to show also how many windows use each pixel.

    Returns
    -------
    Picture
        Panels ``input`` (the winners of a max pooling are marked), ``output``, and ``uses`` if asked
        for; pressing a cell of any picks ``position``.

    Raises
    ------
    SettingError
        If the settings do not fit.

    Examples
    --------
    >>> image = np.array([[1, 2, 1, 0], [0, 1, 2, 3]])
    >>> pooling_picture(image, max_pool2d(image, 2), 2, position=0)
    Max pooling, 2×2 windows, stride 2, padding 0: (2, 4) becomes (1, 2); the window in row 0, column 0 gives 2.
    """
    image, output = np.asarray(image), np.asarray(output)
    kernel = pair("kernel_size", kernel_size)
    steps = kernel if stride is None else pair("stride", stride)
    frame = resolve_padding(padding, kernel, stride=steps)
    formula = sizes_line(image, kernel, steps, frame)
    left = _framed(image, frame, kind)
    near = window_picks(left.shape, kernel, steps, output.shape)
    left = replace(left, picks={"position": near})
    if kind == "max":
        won, places = winners(image, kernel, stride=steps, padding=padding)
        left = replace(left, marked=pad2d(won, frame).astype(bool), note=_("a filled corner: this pixel won a window"))
    right = Grid(
        output,
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        scale="cells",
        picks={"position": positions(output.shape)},
        **_colouring(image),
    )
    caption = _(
        "{kind}, {window} windows, stride {stride}, padding {padding}: {image} becomes {output}",
        kind=_("Max pooling") if kind == "max" else _("Average pooling"),
        window=f"{kernel[0]}×{kernel[1]}",
        stride=kernel_size if stride is None else stride,
        padding=padding,
        image=shape(image),
        output=shape(output),
    )
    if position is not None:
        at = cell_at(position, output.shape)
        left = replace(left, outlines=(Outline(at[0] * steps[0], at[1] * steps[1], *kernel, role="kernel"),))
        right = replace(right, outlines=(Outline(*at, role="output"),))
        window = windows(left.values, kernel, stride=steps)[..., at[0], at[1]]
        caption += _(
            "; the window in row {row}, column {column} gives {value}",
            row=at[0],
            column=at[1],
            value=format_number(output[at]),
        )
        if kind == "max":
            row, column = cell_at(places[at], image.shape)
            winner = Outline(row + frame[0][0], column + frame[1][0], role="output")
            left = replace(left, outlines=(*left.outlines, winner))
            formula += "\n" + _(
                "{sum}: it stands in row {row}, column {column} of the image",
                sum=largest_of(window, output[at]),
                row=row,
                column=column,
            )
        else:
            formula += "\n" + mean_of(window, output[at])
    panels = [left, Sign("→"), right]
    if uses:
        used = coverage(image.shape, kernel, stride=steps, padding=padding)
        panels.append(_uses_panel(used, near, frame))
        caption += _(
            "; pixels in no window: {none}, in more than one: {several}",
            none=int((used == 0).sum()),
            several=int((used > 1).sum()),
        )
    code = pooling_call("max_pool2d" if kind == "max" else "avg_pool2d", "image", kernel_size, stride, padding)
    return Picture([panels], caption + ".", formula, code, heights=(310,), across=1 if uses else 2)


def _colouring(image: Array) -> dict[str, Any]:
    """Return how a map is coloured: its smallest number stays lighter than the −∞ of the padding."""
    colouring = colouring_of(image)
    if colouring["colours"] != "signed":
        return colouring
    reach = 1.6 * max(map(abs, colouring["limits"]))
    return {**colouring, "limits": (-reach, reach)}


def _framed(image: Array, frame: PerSide, kind: str) -> Grid:
    """Return the panel of an image in its padding: −∞ for a max pooling, which never wins."""
    panel = padded_panel(image, frame, scale="cells", **_colouring(image))
    if kind != "max" or not any(panel.frame):
        return panel
    inside = pad2d(np.ones(image.shape), frame).astype(bool)
    return replace(panel, values=np.where(inside, panel.values, -np.inf))


def _uses_panel(used: Array, near: Array, frame: PerSide) -> Grid:
    """Return the panel of how many windows use each pixel; `near` are the picks of the padded input."""
    (top, _bottom), (left, _right) = frame
    height, width = used.shape
    return Grid(
        used,
        _("windows that use each pixel {shape}", shape=shape(used)),
        name="uses",
        role="difference",
        limits=(0, 16),
        scale="cells",
        picks={"position": near[top : top + height, left : left + width]},
    )
