"""Pictures of what a filter finds: on a photograph, on a drawn digit, and in one window."""

from dataclasses import replace

import numpy as np

from cnnlib import samples
from cnnlib.engine.types import Array
from cnnlib.engine.windows import windows
from cnnlib.lessons.convolution.pictures import grids_of, products_panel
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at
from cnnlib.pictures.convolution import convolution_picture, kernel_panel
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import code_call, shape, sum_of_products

PERCENTILE = 99
"""How much of a photograph's feature map the colours span; a few cells beyond are as dark as the darkest."""

ROUNDING = 1e-9
"""What a sum can be above 0 by rounding alone, as 0.1 + 0.2 − 0.3 is."""

DRAWING = (
    "........",
    ".######.",
    ".....#..",
    "....#...",
    "...#....",
    "..#.....",
    ".#......",
    "........",
)


def drawn_seven() -> Array:
    """Return a 7 of two straight strokes, 0 for paper and 1 for ink: a bar, and a diagonal stroke.

    Examples
    --------
    >>> drawn_seven().shape, float(drawn_seven().sum())
    ((8, 8), 11.0)
    """
    return np.array([[float(each == "#") for each in row] for row in DRAWING])


def above_zero(sums: Array) -> Array:
    """Return where sums are above 0, and not by rounding alone: where a detector says yes.

    Examples
    --------
    >>> above_zero(np.array([0.5, -0.5, 0.1 + 0.2 - 0.3])).tolist()
    [True, False, False]
    """
    mask: Array = sums > ROUNDING
    return mask


def window_picture(image: Array, kernel: Array, output: Array, *, position: int = 0) -> Picture:
    """Show a photograph, the pixels of one window enlarged, the kernel, and the feature map.

    Parameters
    ----------
    image : array, (H, W)
        Of 0 (black) to 1 (white).
    kernel : array, (kH, kW)
    output : array, (H_out, W_out)
        ``conv2d`` of the two.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``window``, ``kernel`` and ``output``; pressing a cell of the input or of the output
        picks ``position``.

    Examples
    --------
    >>> from cnnlib import conv2d, samples
    >>> image, kernel = samples.camera(), samples.KERNELS["outline"]
    >>> window_picture(image, kernel, conv2d(image, kernel))
    The window in row 0, column 0 gives −0.02.
    """
    whole = convolution_picture(image, kernel, output, position=position)
    left, middle, right = grids_of(whole)
    row, column = cell_at(position, output.shape)
    pixels = windows(image, kernel.shape)[..., row, column]
    window = Grid(
        pixels,
        _("window {shape}, enlarged", shape=shape(kernel)),
        name="window",
        colours=left.colours,
        limits=left.limits,
        note=_("black 0, white 1"),
        weight=0.7,
        scale="kernel",
    )
    note = ""
    if right.colours == "signed":
        reach = float(np.percentile(np.abs(output), PERCENTILE))
        right = replace(right, limits=(-reach, reach))
        note = _("red: above 0 · blue: below 0 · green frame: this cell")
    caption = _(
        "The window in row {row}, column {column} gives {value}.",
        row=row,
        column=column,
        value=format_number(output[row, column]),
    )
    around = _around(left.outlines[0], image)
    panels = [
        replace(left, outlines=(around,), note=_("orange frame: around the window")),
        Sign("→"),
        window,
        Sign("×"),
        replace(middle, picks={}, weight=0.7, scale="kernel"),
        Sign("Σ"),
        replace(right, outlines=(_around(right.outlines[0], output),), note=note),
    ]
    return Picture([panels], caption, whole.formula.splitlines()[1], whole.code, heights=(306,), across=(1, 2, 1))


def _around(outline: Outline, image: Array) -> Outline:
    """Return an outline one cell further out, so that it hides nothing of what it frames."""
    top, left = max(0, outline.row - 1), max(0, outline.column - 1)
    bottom = min(image.shape[0], outline.row + outline.height + 1)
    right = min(image.shape[1], outline.column + outline.width + 1)
    return replace(outline, row=top, column=left, height=bottom - top, width=right - left)


def detector_picture(image: Array, kernel: Array, bias: float, z: Array, a: Array, *, position: int = 0) -> Picture:
    """Show a filter as a detector: its map ``z``, and what ReLU leaves of it, ``a``.

    Parameters
    ----------
    image : array, (H, W)
        Of 0 (paper) to 1 (ink).
    kernel : array, (kH, kW)
    bias : float
    z : array, (H_out, W_out)
        ``conv2d(image, kernel, bias)``.
    a : array, (H_out, W_out)
        ``relu(z)``.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``bias``, ``z output`` and ``a output``.

    Examples
    --------
    >>> from cnnlib import conv2d, relu
    >>> image, kernel = drawn_seven(), np.array([[-1.0, -1, -1], [2, 2, 2], [-1, -1, -1]])
    >>> z = conv2d(image, kernel, -4)
    >>> detector_picture(image, kernel, -4, z, relu(z))
    With a bias of −4, the filter says yes in 4 of 36 cells.
    """
    whole = convolution_picture(image, kernel, z, bias=bias, position=position, edits="kernel")
    left, middle, right = grids_of(whole)
    bias_cell = whole.panel("bias")
    assert isinstance(bias_cell, Grid)
    left = replace(
        left, colours="ink", limits=(0, 1), weight=1.15, numbers=False, note=_("1 is ink · orange frame: the window")
    )
    after = replace(
        right,
        values=a,
        name="a output",
        weight=1.1,
        title=_("a = ReLU(z) {shape}", shape=shape(a)),
        note=_("above 0: yes · green frame: this cell"),
        colours="activation",
        limits=(0, max(right.limits[1], 1)),
        digits=1,
    )
    # Three sizes of cells: on a narrow page, those of the image would be too small for the numbers of the maps.
    left, after = replace(left, scale="image"), replace(after, scale="map")
    middle = replace(middle, weight=0.5, scale="weights")
    bias_cell = replace(bias_cell, weight=0.26, scale="weights")
    before = replace(
        right,
        name="z output",
        weight=1.1,
        title=_("output z {shape}", shape=shape(z)),
        note=_("red: above 0 · blue: below"),
        digits=1,
        scale="map",
    )
    caption = _(
        "With a bias of {bias}, the filter says yes in {count} of {cells} cells.",
        bias=format_number(bias),
        count=int(above_zero(a).sum()),
        cells=a.size,
    )
    panels = [left, Sign("⊛"), middle, Sign("+"), bias_cell, Sign("="), before, Sign("→"), after]
    formula = whole.formula.splitlines()[1]
    code = code_call("conv2d", f"{_source(image)}, {source(kernel, 'kernel')}", bias=bias)
    return Picture([panels], caption, formula, f"relu({code})", heights=(300,), across=2)


def _source(image: Array) -> str:
    """Return the code that makes an image of the explorer, or its name."""
    if np.array_equal(image, drawn_seven()):
        return "drawn_seven()"
    digits = (f"samples.digit({label}) / 16" for label in range(10) if np.array_equal(image, samples.digit(label) / 16))
    return next(digits, "image")


def contest_picture(
    window: Array, kernel: Array, sums: tuple[float, float], *, brighter: int = 0, edits: str | None = None
) -> Picture:
    """Show what a kernel makes of one window, next to what it makes of its own pattern.

    Parameters
    ----------
    window, kernel : array, (kH, kW)
    sums : (float, float)
        What the kernel makes of the window, and of its own pattern.
    brighter : int
        What was added to each pixel of the window that is edited.
    edits : str or None
        The control that editing the window's cells changes.

    Returns
    -------
    Picture
        Panels ``window``, ``kernel``, ``products`` and ``output``.

    Examples
    --------
    >>> contest_picture(np.full((1, 2), 2.0), np.array([[0.0, 1.0]]), (2, 1))
    This window gives 2, and the kernel's own pattern gives 1. This window gives more.
    """
    given, own = sums
    pixels = Grid(
        window,
        _("window + {brighter} {shape}", brighter=brighter, shape=shape(window))
        if brighter
        else _("window {shape}", shape=shape(window)),
        name="window",
        colours="tint" if window.min() >= 0 else "signed",
        limits=(min(0.0, float(window.min())), max(5.0, float(window.max()))),
        edits=edits,
        scale="cells",
        note=_note_of_the_window(brighter) if edits else "",
    )
    weights = kernel_panel(
        kernel, weight=1.0, scale="cells", note=_("weights add up to {sum}", sum=_plain(kernel.sum()))
    )
    reach = max(1.0, float(np.abs(pixels.limits).max() * np.abs(kernel).max()))
    total = Grid(
        np.array([[given]]),
        _("output (1, 1)"),
        name="output",
        role="output",
        limits=(0, 30),
        scale="cells",
        weight=0.8,
        note=_("the kernel's own pattern: {own}", own=_plain(own)),
    )
    verdict = (
        _("This window gives more.")
        if given > own + ROUNDING
        else _("Both give the same.")
        if given > own - ROUNDING
        else _("This window gives less.")
    )
    both = _(
        "This window gives {given}, and the kernel's own pattern gives {own}.",
        given=format_number(given),
        own=format_number(own),
    )
    contrast = _(
        "contrast of this window: {window}; of the kernel's own pattern: {kernel}",
        window=format_number(contrast_of(window)),
        kernel=format_number(contrast_of(kernel)),
    )
    panels = [pixels, Sign("×"), weights, Sign("="), products_panel(window, kernel, reach), Sign("Σ"), total]
    formula = sum_of_products(window, kernel, given) + "\n" + contrast
    return Picture([panels], f"{both} {verdict}", formula, heights=(250,), across=2)


def contrast_of(window: Array) -> float:
    """Return how far the pixels of a window are from their mean: the standard deviation.

    Examples
    --------
    >>> contrast_of(np.array([[1.0, 3.0]])), contrast_of(np.ones((3, 3)))
    (1.0, 0.0)
    """
    return float(np.std(window))


def _plain(value: float) -> str:
    return format_number(round(float(value), 9))


def _note_of_the_window(brighter: int) -> str:
    if brighter:
        return _("double-click a cell to change it · {brighter} is added", brighter=brighter)
    return _("double-click a cell to change it")
