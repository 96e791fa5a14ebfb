"""Pictures of what a ReLU removes, and of two convolutions without one between them, which are one."""

from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline, Panel
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, shape, sum_of_products


def relu_picture(
    image: Array,
    kernel: Array,
    before: Array,
    after: Array,
    *,
    bias: float = 0,
    biases: tuple[float, float] = (-10, 10),
    position: int = 0,
) -> Picture:
    """Show a feature map before and after its ReLU, and how much of it the ReLU sets to 0.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    before : array, (H_out, W_out)
        ``conv2d`` of the two, with the bias.
    after : array, (H_out, W_out)
        ``relu`` of it.
    bias : float
    biases : (float, float)
        The ends of the slider of the bias.
    position : int
        The cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``before`` (cells below 0 are marked), ``after`` and ``share``; pressing
        a cell of the input or of a map picks ``position``.

    Examples
    --------
    >>> image, kernel = np.array([[1.0, 5.0, 2.0]]), np.array([[-1.0, 1.0]])
    >>> relu_picture(image, kernel, np.array([[4.0, -3.0]]), np.array([[4.0, 0.0]]))
    With bias 0, ReLU sets 1 of 2 cells to 0: 50 %; the cell in row 0, column 0 is 4 before and 4 after.
    """
    at = cell_at(position, before.shape)
    row, column = at
    height, width = kernel.shape
    below, share = before < 0, _per_cent_below_0(before)
    left = Grid(
        image,
        _("input {shape}", shape=shape(image)),
        name="input",
        outlines=(Outline(row, column, height, width, role="kernel"),),
        picks={"position": window_picks(image.shape, kernel.shape, (1, 1), before.shape)},
        **colouring_of(image),
    )
    map_fields: dict[str, Any] = {
        "role": "output",
        "outlines": (Outline(row, column, role="output"),),
        "picks": {"position": positions(before.shape)},
        **colouring_of_output(image, kernel, biased=True),
    }
    maps = [
        Grid(
            before,
            _("before ReLU {shape}", shape=shape(before)),
            name="before",
            marked=below,
            note=_("a filled corner, or blue: below 0"),
            **map_fields,
        ),
        Grid(after, _("after ReLU {shape}", shape=shape(after)), name="after", **map_fields),
    ]
    x = np.linspace(*biases, num=65)
    curve = Curves(
        {_("set to 0"): (x, [_per_cent_below_0(before - bias + each) for each in x])},
        _("share of the cells that ReLU sets to 0"),
        _("bias"),
        _("percent"),
        biases,
        (0, 100),
        here=((bias, share),),
        name="share",
        weight=2.0,
    )
    caption = _(
        "With bias {bias}, ReLU sets {count} of {cells} cells to 0: {share} %; the cell in row {row}, column "
        "{column} is {before} before and {after} after.",
        bias=format_number(bias),
        count=int(below.sum()),
        cells=before.size,
        share=format_number(share, 1),
        row=row,
        column=column,
        before=format_number(before[at]),
        after=format_number(after[at]),
    )
    window = image[row : row + height, column : column + width]
    formula = "\n".join(
        [
            sum_of_products(window, kernel, before[at], bias),
            _("max({before}, 0) = {after}", before=format_number(before[at]), after=format_number(after[at])),
        ]
    )
    call = code_call("conv2d", f"{source(image, 'image')}, {source(kernel, 'kernel')}", bias=bias or None)
    rows: list[list[Panel]] = [[left, *maps], [kernel_panel(kernel), curve]]
    return Picture(rows, caption, formula, f"relu({call})", heights=(300, 220))


def _per_cent_below_0(values: Array) -> float:
    return 100 * float((values < 0).mean())


def merged_picture(image: Array, first: Array, second: Array, merged: Array, two: Array, one: Array) -> Picture:
    """Show two convolutions in a row beside the one convolution with their merged kernel.

    Parameters
    ----------
    image : array, (H, W)
    first, second, merged : array, (k, k)
        The two kernels, and the one kernel that should do the work of both.
    two, one : array, (H_out, W_out)
        Output of the two convolutions, and output of the one.

    Returns
    -------
    Picture
        Panels ``input``, ``first``, ``second``, ``merged``, ``two``, ``one`` and ``difference``.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> merged_picture(np.ones((2, 2)), 2 * one, 3 * one, 6 * one, 6 * np.ones((2, 2)), 6 * np.ones((2, 2)))
    Two layers and the one (1, 1) kernel differ in 0 of 4 cells; the largest difference is 0.
    """
    difference = two - one
    count, largest = int((np.abs(difference) > 1e-9).sum()), float(np.abs(difference).max())
    kernels = [(_("kernel 1"), "first", first), (_("kernel 2"), "second", second), (_("merged"), "merged", merged)]
    above = [
        Grid(image, _("input {shape}", shape=shape(image)), name="input", **colouring_of(image)),
        *(
            replace(kernel_panel(each, weight=0.8), name=name, title=f"{title} {shape(each)}")
            for title, name, each in kernels
        ),
    ]
    maps = [
        (_("two layers"), "two", two, "output"),
        (_("one layer"), "one", one, "output"),
        (_("two − one"), "difference", difference, "difference"),
    ]
    colouring = colouring_of_output(image, merged, biased=True)
    below = [
        Grid(each, f"{title} {shape(each)}", name=name, role=role, **colouring) for title, name, each, role in maps
    ]
    caption = _(
        "Two layers and the one {kernel} kernel differ in {count} of {cells} cells; the largest difference is "
        "{largest}.",
        kernel=shape(merged),
        count=count,
        cells=two.size,
        largest=format_number(largest),
    )
    formula = _("side of the merged kernel: {sum}", sum=f"{len(first)} + {len(second)} − 1 = {len(merged)}")
    return Picture([above, below], caption, formula, _merging_call(first, second), heights=(260, 260), across=2)


def _merging_call(first: Array, second: Array) -> str:
    """Write the call that merges two kernels: the second, turned by 180°, slides over the first."""
    padded = code_call("pad2d", source(first, "first"), padding=len(second) - 1)
    return f"conv2d({padded}, np.flip({source(second, 'second')}))"
