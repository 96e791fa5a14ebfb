"""Pictures of what a ReLU removes, and of two convolutions without one between them, which are one."""

from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib import samples
from cnnlib.engine.convolution import conv2d
from cnnlib.engine.padding import pad2d
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import colouring_of, colouring_of_output, is_large, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape, sum_of_products


def relu_picture(image: Array, kernel: Array, before: Array, after: Array, *, position: int = 0) -> Picture:
    """Show a feature map before and after its ReLU.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    before : array, (H_out, W_out)
        ``conv2d`` of the two.
    after : array, (H_out, W_out)
        ``relu`` of it.
    position : int
        The cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel``, ``before`` (cells that ReLU keeps are marked) and ``after``; pressing
        a cell of the input or of a map picks ``position``.

    Examples
    --------
    >>> image, kernel = np.array([[1.0, 5.0, 2.0]]), np.array([[-1.0, 1.0]])
    >>> relu_picture(image, kernel, np.array([[4.0, -3.0]]), np.array([[4.0, 0.0]]))
    ReLU sets 1 of 2 cells to 0: 50 %; the cell in row 0, column 0 is 4 before it and 4 after it.
    """
    at = cell_at(position, before.shape)
    row, column = at
    height, width = kernel.shape
    exact = before.round(9)  # equal pixels of a photograph leave a cell that is 0 but for a rounding
    below = exact < 0
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
    large = is_large(before)  # marks on small cells would hide the edges
    first = Grid(
        before,
        _("before ReLU {shape}", shape=shape(before)),
        name="before",
        marked=None if large else exact > 0,
        note=_("blue: below 0") if large else _("filled corner: ReLU keeps it · blue: below 0"),
        **map_fields,
    )
    second = Grid(after, _("after ReLU {shape}", shape=shape(after)), name="after", **map_fields)
    caption = _(
        "ReLU sets {count} of {cells} cells to 0: {share} %; the cell in row {row}, column {column} is {before} before "
        "it and {after} after it.",
        count=int(below.sum()),
        cells=before.size,
        share=format_number(100 * float(below.mean()), 1),
        row=row,
        column=column,
        before=format_number(before[at]),
        after=format_number(after[at]),
    )
    window = image[row : row + height, column : column + width]
    maximum = _("max({before}, 0) = {after}", before=format_number(before[at]), after=format_number(after[at]))
    formula = sum_of_products(window, kernel, before[at]) + "\n" + maximum
    panels = [left, Sign("⊛"), kernel_panel(kernel), Sign("="), first, Sign("→"), second]
    return Picture([panels], caption, formula, _relu_call(image, kernel), heights=(280,), across=(1, 2))


def photograph() -> Array:
    """Return the photograph of the lesson: the face."""
    return samples.camera()[20:52, 50:82]


def _relu_call(image: Array, kernel: Array) -> str:
    """Write the call that computes the map after ReLU; nothing for an image without a short name."""
    pixels = source(image, "samples.camera()[20:52, 50:82]" if np.array_equal(image, photograph()) else "")
    return f"relu(conv2d({pixels}, {source(kernel, 'kernel')}))" if pixels else ""


def merged_picture(
    image: Array,
    first: Array,
    second: Array,
    between: Array,
    two: Array,
    *,
    rectified: bool = False,
    position: int = 0,
    edits: str | None = None,
) -> Picture:
    """Show two convolutions in a row, and below them the one convolution with their merged kernel.

    Parameters
    ----------
    image : array, (H, W)
    first, second : array, (k, k)
        The two kernels.
    between, two : array
        What the second convolution reads, and what it gives.
    rectified : bool
        Whether there is a ReLU between the two.
    position : int
        The cell of the results to look at, counted row by row; beyond the last it is the last.
    edits : str or None
        The control that editing the first kernel's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel 1``, ``between``, ``kernel 2`` and ``two layers``; ``merged kernel``, ``one layer``
        and ``difference``. Pressing a cell of one of the last three, or a window, picks ``position``.

    Examples
    --------
    >>> one = np.ones((1, 1))
    >>> merged_picture(np.ones((2, 2)), 2 * one, 3 * one, 2 * np.ones((2, 2)), 6 * np.ones((2, 2)))
    Two layers and the one (1, 1) kernel differ in 0 of 4 cells; the largest difference is 0. In row 0, column 0, \
two layers give 6 and one gives 6.
    """
    merged = merged_kernel(first, second)
    one = conv2d(image, merged)
    difference = two - one
    # Roundings are no difference; they grow with the numbers that are typed into a kernel.
    rounding = 1e-14 * float(np.abs(image).max() * np.abs(first).sum() * np.abs(second).sum())
    difference[np.abs(difference) <= rounding] = 0
    count, largest = np.count_nonzero(difference), float(np.abs(difference).max())
    digits = _digits(largest) if count else 1
    at = cell_at(position, two.shape)
    cell = Outline(*at, role="output")
    colouring = colouring_of_output(image, merged, biased=True)

    def kernel(name: str, title: str, weights: Array, **fields: Any) -> Grid:
        return replace(kernel_panel(weights, weight=0.7, **fields), name=name, title=f"{title} {shape(weights)}")

    def output(name: str, title: str, values: Array, **fields: Any) -> Grid:
        options: dict[str, Any] = {"role": "output", "digits": 1, **colouring, **fields}
        if values.shape == two.shape:
            options |= {"outlines": (cell,), "picks": {"position": positions(two.shape)}}
        return Grid(values, f"{title} {shape(values)}", name=name, **options)

    def window(values: Array, size: tuple[int, ...]) -> dict[str, Any]:
        picks = window_picks(
            (values.shape[0], values.shape[1]), (size[0], size[1]), (1, 1), (two.shape[0], two.shape[1])
        )
        return {"outlines": (Outline(*at, size[0], size[1], role="kernel"),), "picks": {"position": picks}}

    read = colouring_of_output(image, first, biased=True)
    above: list[Panel] = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            **window(image, merged.shape),
            **colouring_of(image),
        ),
        Sign("⊛"),
        kernel("kernel 1", _("kernel 1"), first, edits=edits),
        Sign("="),
        output(
            "between",
            _("after ReLU") if rectified else _("between"),
            between,
            **{**read, **window(between, second.shape)},
        ),
        Sign("⊛"),
        kernel("kernel 2", _("kernel 2"), second),
        Sign("="),
        output("two layers", _("two layers"), two),
    ]
    below: list[Panel] = [
        replace(kernel("merged kernel", _("merged kernel"), merged), weight=1),
        output("one layer", _("one layer"), one, note=_("input ⊛ merged kernel")),
        output(
            "difference",
            _("difference"),
            difference,
            role="difference",
            digits=digits,
            note=_("two layers − one layer"),
        ),
    ]
    caption = _(
        "Two layers and the one {kernel} kernel differ in {count} of {cells} cells; the largest difference is "
        "{largest}. In row {row}, column {column}, two layers give {two} and one gives {one}.",
        kernel=shape(merged),
        count=count,
        cells=two.size,
        largest=format_number(largest, max(2, digits)),
        row=at[0],
        column=at[1],
        two=format_number(two[at], max(2, digits)),
        one=format_number(one[at], max(2, digits)),
    )
    sign = "≠" if count else "="
    if rectified:
        formula = _("max(input ⊛ kernel 1, 0) ⊛ kernel 2 {sign} input ⊛ merged kernel", sign=sign)
    else:
        formula = _("(input ⊛ kernel 1) ⊛ kernel 2 {sign} input ⊛ merged kernel", sign=sign)
    code = _layers_call(image, first, second, rectified)
    return Picture([above, below], caption, formula, code, heights=(192, 192), across=(1, 2))


def _digits(largest: float) -> int:
    """Return how many decimals the differences need, so that the largest does not look like 0.

    Examples
    --------
    >>> _digits(31.7), _digits(0.0025)
    (1, 4)
    """
    return max(1, 1 - int(np.floor(np.log10(largest))))


def merged_kernel(first: Array, second: Array) -> Array:
    """Return the one kernel that does the work of two convolutions in a row.

    Parameters
    ----------
    first, second : array, (kH, kW)

    Returns
    -------
    array
        Each weight of the second kernel places a copy of the first, times that weight; where copies overlap, they add
        up.

    Examples
    --------
    >>> merged_kernel(np.array([[1, -1]]), np.array([[1, 1]]))
    array([[ 1.,  0., -1.]])
    """
    height, width = second.shape
    return conv2d(pad2d(first, (height - 1, width - 1)), np.flip(second))


def _layers_call(image: Array, first: Array, second: Array, rectified: bool) -> str:
    """Write the call that computes two layers; nothing where what they read has no short name."""
    pixels, one, other = source(image, ""), _name_of(first), _name_of(second)
    if not (pixels and one and other):
        return ""
    inner = f"conv2d({pixels}, {one})"
    return f"conv2d({f'relu({inner})' if rectified else inner}, {other})"


def _name_of(kernel: Array) -> str:
    """Return the expression that makes a bundled kernel; of any other an empty text."""
    text = source(kernel, "")
    return text if text.startswith("samples.") else ""
