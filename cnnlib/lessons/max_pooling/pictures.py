"""The picture of one pooling: its window, the pixels that are kept, and the arithmetic of one output cell."""

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.padding import pad2d
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.settings import pair
from cnnlib.engine.shapes import resolve_padding
from cnnlib.engine.types import Array, Padding, PerSide, Size
from cnnlib.engine.windows import windows
from cnnlib.lessons.max_pooling.words import largest_of, pooling_call
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import colouring_of, padded_panel, sizes_line, window_picks
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape


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
    position: int | None = None,
) -> Picture:
    """Show one max pooling: the window, the pixels that are kept, and the arithmetic of one output cell.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    output : array, (H_out, W_out)
        ``max_pool2d`` of it with these options.
    kernel_size, stride, padding
        As for :func:`cnnlib.max_pool2d`.
    position : int or None
        The output cell to look at, counted row by row; beyond the last it is the last. None shows
        no window.

    Returns
    -------
    Picture
        Panels ``input`` (the pixels that are kept are marked) and ``output``; pressing a cell of either picks
        ``position``.

    Raises
    ------
    SettingError
        If the settings do not fit.

    Examples
    --------
    >>> image = np.array([[1, 2, 1, 0], [0, 1, 2, 3]])
    >>> pooling_picture(image, max_pool2d(image, 2), 2, position=0)
    Max pooling, 2×2 windows, stride 2, padding 0: (2, 4) becomes (1, 2). The window of row 0, column 0 keeps 2.
    """
    image, output = np.asarray(image), np.asarray(output)
    kernel = pair("kernel_size", kernel_size)
    steps = kernel if stride is None else pair("stride", stride)
    frame = resolve_padding(padding, kernel, stride=steps)
    formula = sizes_line(image, kernel, steps, frame)
    won, places = winners(image, kernel, stride=steps, padding=padding)
    left = replace(
        _framed(image, frame),
        marked=pad2d(won, frame).astype(bool),
        note=_marks(is_padded=any(map(any, frame))),
    )
    left = replace(left, picks={"position": window_picks(left.shape, kernel, steps, output.shape)})
    right = Grid(
        output,
        _("output {shape}", shape=shape(output)),
        name="output",
        role="output",
        scale="cells",
        picks={"position": positions(output.shape)},
        weight=0.6,
        **_colouring(image),
    )
    caption = _(
        "Max pooling, {window} windows, stride {stride}, padding {padding}: {image} becomes {output}.",
        window=f"{kernel[0]}×{kernel[1]}",
        stride=kernel_size if stride is None else stride,
        padding=padding,
        image=shape(image),
        output=shape(output),
    )
    if position is not None:
        at = cell_at(position, output.shape)
        row, column = cell_at(places[at], image.shape)
        window = Outline(at[0] * steps[0], at[1] * steps[1], *kernel, role="kernel")
        kept = Outline(row + frame[0][0], column + frame[1][0], role="output")
        left = replace(left, outlines=(window, kept))
        right = replace(right, outlines=(Outline(*at, role="output"),))
        formula += "\n" + largest_of(windows(left.values, kernel, stride=steps)[..., at[0], at[1]], output[at])
        caption += " " + _(
            "The window of row {row}, column {column} keeps {value}.",
            row=at[0],
            column=at[1],
            value=format_number(output[at]),
        )
    code = pooling_call(source(image, "image"), kernel_size, stride, padding)
    return Picture([[left, Sign("→"), right]], caption, formula, code, heights=(310,))


def _marks(*, is_padded: bool) -> str:
    """Say what the marks on the input mean."""
    if is_padded:
        return _("hatched: padding · filled corner: a window keeps it · orange: this window · green: what it keeps")
    return _("filled corner: a window keeps it · orange: this window · green: what it keeps")


def _colouring(image: Array) -> dict[str, Any]:
    """Return how a map is coloured: its smallest number stays lighter than the −∞ of the padding."""
    colouring = colouring_of(image)
    if colouring["colours"] != "signed":
        return colouring
    reach = 1.6 * max(map(abs, colouring["limits"]))
    return {**colouring, "limits": (-reach, reach)}


def _framed(image: Array, frame: PerSide) -> Grid:
    """Return the panel of an image in its padding of −∞, which never wins."""
    panel = padded_panel(image, frame, scale="cells", **_colouring(image))
    if not any(panel.frame):
        return panel
    inside = pad2d(np.ones(image.shape), frame).astype(bool)
    return replace(panel, values=np.where(inside, panel.values, -np.inf))
