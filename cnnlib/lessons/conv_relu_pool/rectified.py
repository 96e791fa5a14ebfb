"""Pictures of what a ReLU removes, and of what two convolutions are without one between them."""

from dataclasses import replace

import numpy as np

from cnnlib.messages import _, format_number
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, shape, sum_of_products


def relu_picture(image, kernel, before, after, *, bias=0, biases=(-10, 10), position=0):
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
    at = divmod(min(max(0, int(position)), before.size - 1), before.shape[1])
    below, share = before < 0, 100 * float((before < 0).mean())
    cells = {"position": np.arange(before.size).reshape(before.shape)}
    look = colouring_of_output(image, kernel, biased=True)
    window = Outline(*at, *kernel.shape, role="kernel")
    left = Grid(
        image,
        _("input {shape}", shape=shape(image)),
        name="input",
        outlines=(window,),
        picks={"position": window_picks(image.shape, kernel.shape, (1, 1), before.shape)},
        **colouring_of(image),
    )
    middle = Grid(
        before,
        _("before ReLU {shape}", shape=shape(before)),
        name="before",
        role="output",
        marked=below,
        outlines=(Outline(*at, role="output"),),
        picks=cells,
        note=_("a filled corner, or blue: below 0"),
        **look,
    )
    right = Grid(
        after,
        _("after ReLU {shape}", shape=shape(after)),
        name="after",
        role="output",
        outlines=(Outline(*at, role="output"),),
        picks=cells,
        **look,
    )
    x = np.linspace(*biases, 65)
    y = [100 * float((before - bias + each < 0).mean()) for each in x]
    curve = Curves(
        {_("set to 0"): (x, y)},
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
        row=at[0],
        column=at[1],
        before=format_number(before[at]),
        after=format_number(after[at]),
    )
    call = code_call("conv2d", f"{source(image, 'image')}, {source(kernel, 'kernel')}", bias=bias or None)
    under = image[at[0] : at[0] + kernel.shape[0], at[1] : at[1] + kernel.shape[1]]
    formula = (
        sum_of_products(under, kernel, before[at], bias)
        + "\n"
        + _("max({before}, 0) = {after}", before=format_number(before[at]), after=format_number(after[at]))
    )
    return Picture(
        [[left, middle, right], [kernel_panel(kernel), curve]], caption, formula, f"relu({call})", heights=(300, 220)
    )


def merged_picture(image, first, second, merged, two, one):
    """Show two convolutions in a row beside the one convolution with their merged kernel.

    Parameters
    ----------
    image : array, (H, W)
    first, second, merged : array
        The two kernels, and the one that is to do the work of both.
    two, one : array, (H_out, W_out)
        What the two make of the image, and what the one makes of it.

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
    look = colouring_of_output(image, merged, biased=True)
    kernels = [(_("kernel 1"), "first", first), (_("kernel 2"), "second", second), (_("merged"), "merged", merged)]
    top = [
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
    below = [Grid(each, f"{title} {shape(each)}", name=name, role=role, **look) for title, name, each, role in maps]
    caption = _(
        "Two layers and the one {kernel} kernel differ in {count} of {cells} cells; the largest difference is "
        "{largest}.",
        kernel=shape(merged),
        count=count,
        cells=two.size,
        largest=format_number(largest),
    )
    sides = f"{first.shape[0]} + {second.shape[0]} − 1 = {merged.shape[0]}"
    return Picture(
        [top, below],
        caption,
        _("side of the merged kernel: {sum}", sum=sides),
        _merging(first, second),
        heights=(260, 260),
        across=2,
    )


def _merging(first, second):
    """Write the call that merges two kernels: the first slides over the second, turned around."""
    padded = code_call("pad2d", source(first, "first"), padding=second.shape[0] - 1)
    return f"conv2d({padded}, np.flip({source(second, 'second')}))"
