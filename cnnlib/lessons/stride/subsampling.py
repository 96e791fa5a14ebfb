"""Picture of what a stride does to fine detail: every stride-th pixel, against the mean of its area."""

from dataclasses import replace

import numpy as np

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.padding import pad2d
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import colouring_of, is_large, window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import code_call, shape


def subsampling_picture(
    image: Array,
    small: Array,
    *,
    stride: int,
    blurs: int = 0,
    blurred: Array | None = None,
    name: str = "",
    shift: int = 0,
    position: int | None = None,
) -> Picture:
    """Show a subsampled image beside a fairer one of the same size, in which each pixel is the mean of its area.

    Parameters
    ----------
    image : array, (H, W)
    small : array, (H_out, W_out)
        Every stride-th pixel of `image` along each axis, beginning with the first.
    stride : int
    blurs : int
        How often the image was blurred before.
    blurred : array, (H, W), optional
        The image after that, which is shown in its place.
    name : str
        What `image` is cut out of, a key of the learner's ``images``; empty shows no line of code.
    shift : int
        The column at which that cut begins.
    position : int or None
        The output cell to look at, counted row by row; beyond the last it is the last. None for none.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` and ``mean``: at each pixel that was kept, the mean of the
        stride × stride area around it. Pressing a cell picks ``position``.

    Examples
    --------
    >>> stripes = np.tile([0.0, 1.0], (8, 4))
    >>> subsampling_picture(stripes, stripes[::2, ::2], stride=2)
    Stride 2 without blur: (8, 8) becomes (4, 4), off by 0.5 on average.
    """
    fair = area_mean(image, stride)
    error = format_number(np.abs(small - fair).mean(), 3)
    options = {**colouring_of(image), "numbers": not is_large(image)}
    title = _("input {shape}", shape=shape(image))
    if blurs:
        title = ngettext(
            "input {shape}, blurred once", "input {shape}, blurred {count} times", blurs, shape=shape(image)
        )
    kept = window_picks(image.shape, (1, 1), (stride, stride), small.shape)
    of_small = {"position": positions(small.shape)}
    left = Grid(image if blurred is None else blurred, title, name="input", picks={"position": kept}, **options)
    middle = Grid(
        small,
        _("output {shape}", shape=shape(small)),
        name="output",
        role="output",
        note=_("off by {error} on average", error=error),
        picks=of_small,
        **options,
    )
    right = Grid(
        fair,
        _("mean of each area {shape}", shape=shape(fair)),
        name="mean",
        role="difference",
        note=_("what a camera with larger pixels sees"),
        picks=of_small,
        **options,
    )
    values = {"stride": stride, "image": shape(image), "small": shape(small), "error": error}
    if blurs:
        caption = ngettext(
            "Stride {stride} after {count} blur: {image} becomes {small}, off by {error} on average.",
            "Stride {stride} after {count} blurs: {image} becomes {small}, off by {error} on average.",
            blurs,
            **values,
        )
    else:
        caption = _("Stride {stride} without blur: {image} becomes {small}, off by {error} on average.", **values)
    if position is not None:
        row, column = cell_at(position, small.shape)
        left = replace(left, outlines=(Outline(row * stride, column * stride, role="kernel"),))
        middle = replace(middle, outlines=(Outline(row, column, role="output"),))
        right = replace(right, outlines=(Outline(row, column, role="difference"),))
        caption += " " + _(
            "Row {row}, column {column} of the output is the pixel in row {from_row}, column {from_column}.",
            row=row,
            column=column,
            from_row=row * stride,
            from_column=column * stride,
        )
    formula = _("mean of |output − mean of each area| = {error}", error=error)
    columns = f"{shift}:{shift + image.shape[1]}"
    code = _code(f"images[{name!r}][:, {columns}]", stride, blurs) if name else ""
    return Picture([[left, middle, right]], caption, formula, code, heights=(330,), across=2)


def _code(source: str, stride: int, blurs: int) -> str:
    """Write what computes the small image."""
    if not blurs:
        return code_call("conv2d", f"{source}, [[1]]", stride=stride)
    blur = "conv2d(pad2d(x, 1, mode='reflect'), samples.KERNELS['Gaussian blur'])"
    lines = [
        f"x = {source}",
        f"for _ in range({blurs}):",
        f"    x = {blur}",
        code_call("conv2d", "x, [[1]]", stride=stride),
    ]
    return "\n".join(lines)


def area_mean(image: Array, stride: int) -> Array:
    """Return, at every stride-th pixel, the mean of the stride × stride area around its centre.

    If the stride is even, the area's border runs through the middle of pixels, which then count half.
    Beyond its border the image is mirrored.

    Examples
    --------
    >>> area_mean(np.array([[0.0, 4, 8, 4], [0, 4, 8, 4]]), 2)
    array([[2., 6.]])
    """
    weights = np.ones(stride + 1 - stride % 2)
    if stride % 2 == 0:
        weights[[0, -1]] = 0.5
    kernel = np.outer(weights, weights) / stride**2
    return conv2d(pad2d(image, stride // 2, mode="reflect"), kernel, stride=stride)
