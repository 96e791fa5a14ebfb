"""Pictures of a convolution as one matrix product: rows of weights times columns of pixels."""

from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.im2col.pictures import columns_panel
from cnnlib.lessons.im2col.windows import Windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import positions, within
from cnnlib.pictures.convolution import colouring_of, is_large
from cnnlib.pictures.panels import Grid, Maps, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import factor, shape, sum_of_products


def matrix_product_picture(
    image: Array,
    weight: Array,
    columns: Array,
    product: Array,
    *,
    position: int = 0,
    chosen: int = 0,
    tap: int | None = None,
) -> Picture:
    """Show a convolution as one matrix product: rows of weights × columns of pixels.

    Parameters
    ----------
    image : array, (H, W)
    weight : array, (F, 1, kH, kW)
    columns : array, (kH·kW, L)
        ``im2col`` of the image.
    product : array, (F, L)
        ``weight.reshape(F, -1) @ columns``.
    position : int
        The column to look at; beyond the last it is the last.
    chosen : int
        The filter to look at; beyond the last it is the last.
    tap : int or None
        A term of the sum to follow; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``columns``, ``weights``, ``product`` and ``map``, the chosen row of the product in its
        two dimensions; pressing them picks ``position``, ``chosen`` and ``tap``.

    Examples
    --------
    >>> from cnnlib import im2col
    >>> image, weight = np.ones((3, 3)), np.ones((1, 1, 2, 2))
    >>> columns = im2col(image, 2)
    >>> matrix_product_picture(image, weight, columns, weight.reshape(1, -1) @ columns)
    Weights (1, 4) times columns (4, 4) give (1, 4); row 0 times column 0 is 4, the map's cell in row 0, column 0.
    """
    windows = Windows(image.shape, weight.shape[2:])
    filters = len(weight)
    rows = weight.reshape(filters, -1)
    at, chosen = within(position, windows.count), within(chosen, filters)
    window = [windows.outline(at)]
    weights = [Outline(chosen, 0, 1, rows.shape[1])]
    if tap is not None:
        tap = within(tap, rows.shape[1])
        window.append(windows.pixel_outline(at, tap))
        weights.append(Outline(chosen, tap, role="plain"))
    reach = max(6.0, 1.2 * float(np.abs(weight).max()))  # the same for one filter and for several
    high = max(colouring_of(image)["limits"]) * np.abs(rows).sum(axis=1).max()
    signed: dict[str, Any] = {"colours": "signed", "limits": (-high, high)}
    down, across = windows.corner(at)
    plane = product[chosen].reshape(windows.places)
    above = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            weight=1.2,
            outlines=window,
            picks={"position": windows.picks()},
            **colouring_of(image),
        ),
        columns_panel(columns, at, tap, scale="cells", **colouring_of(image)),
        Grid(
            plane,
            _("map of filter {number} {shape}", number=chosen, shape=shape(plane)),
            name="map",
            role="output",
            outlines=(Outline(down, across, role="output"),),
            picks={"position": positions(windows.places)},
            note=_("the chosen row, laid out"),
            **signed,
        ),
    ]
    weight_cells, product_cells = np.indices(rows.shape), np.indices(product.shape)
    below = [
        Grid(
            rows,
            _("weights {shape}", shape=shape(rows)),
            name="weights",
            role="kernel",
            colours="signed",
            limits=(-reach, reach),
            scale="cells",
            weight=1.2,
            outlines=weights,
            picks={"chosen": weight_cells[0], "tap": weight_cells[1]},
            note=_("a filter a row"),
        ),
        Grid(
            product,
            _("product {shape}", shape=shape(product)),
            name="product",
            role="output",
            outlines=(Outline(chosen, at, role="output"),),
            picks={"chosen": product_cells[0], "position": product_cells[1]},
            scale="cells",
            **signed,
        ),
        Sign("", weight=1),
    ]
    caption = _(
        "Weights {weights} times columns {columns} give {product}; row {chosen} times column {position} is "
        "{value}, the map's cell in row {row}, column {column}.",
        weights=shape(rows),
        columns=shape(columns),
        product=shape(product),
        chosen=chosen,
        position=at,
        value=format_number(product[chosen, at]),
        row=down,
        column=across,
    )
    lines = [
        _("{weights} @ {columns} → {product}", weights=shape(rows), columns=shape(columns), product=shape(product)),
        sum_of_products(columns[:, at], rows[chosen], product[chosen, at]),
    ]
    if tap is not None:
        lines.append(
            _(
                "term {tap} of the sum: pixel {pixel} times weight {weight}",
                tap=tap,
                pixel=format_number(columns[tap, at]),
                weight=factor(rows[chosen, tap]),
            )
        )
    code = f"weight.reshape({filters}, -1) @ {_im2col_call(image, windows.kernel)}"
    return Picture([above, below], caption, "\n".join(lines), code, heights=(330, 150))


def shifted_copies_picture(image: Array, kernel: Array, columns: Array, *, tap: int = 0) -> Picture:
    """Show that each row of the columns is a shifted copy of the image: the pixels that one weight meets.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    columns : array, (kH·kW, L)
        ``im2col`` of the image.
    tap : int
        The row to look at; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input``, ``copies`` (pressing one picks ``tap``) and ``output``, the sum of the copies times
        their weights.

    Examples
    --------
    >>> from cnnlib import im2col
    >>> image = np.arange(9).reshape(3, 3)
    >>> shifted_copies_picture(image, np.ones((2, 2)), im2col(image, 2), tap=3)
    4 rows of the columns, each laid out as a (2, 2) image; row 3 starts in row 1, column 1; its weight is 1.
    """
    windows = Windows(image.shape, kernel.shape)
    tap = within(tap, len(columns))
    _channel, down, across = windows.tap(tap)
    copies, weights = columns.reshape(-1, *windows.places), kernel.ravel()
    output = np.tensordot(weights, copies, 1)
    height, width = output.shape
    high = max(colouring_of(image)["limits"]) * max(weights[weights > 0].sum(), -weights[weights < 0].sum(), 1.0)
    labels = [_("row {tap} · {weight}", tap=each, weight=factor(weight)) for each, weight in enumerate(weights)]
    row = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            numbers=not is_large(image),
            outlines=(Outline(down, across, height, width),),
            **colouring_of(image),
        ),
        Maps(
            copies,
            _("rows of the columns {shape}", shape=shape(columns)),
            kernel.shape[1],
            name="copies",
            role="input",
            chosen=tap,
            labels=labels,
            picks={"tap": positions(kernel.shape)},
            weight=1.8,
            **colouring_of(image),
        ),
        Sign("→"),
        Grid(
            output,
            _("sum {shape}", shape=shape(output)),
            name="output",
            role="output",
            numbers=not is_large(image),
            colours="signed",
            limits=(-high, high),
        ),
    ]
    caption = _(
        "{count} rows of the columns, each laid out as a {shape} image; row {tap} starts in row {row}, "
        "column {column}; its weight is {weight}.",
        count=len(columns),
        shape=shape(output),
        tap=tap,
        row=down,
        column=across,
        weight=format_number(weights[tap]),
    )
    formula = _(
        "row {tap}, laid out = image[{down}:{bottom}, {across}:{right}]",
        tap=tap,
        down=down,
        bottom=down + height,
        across=across,
        right=across + width,
    )
    code = f"{_im2col_call(image, windows.kernel)}[{tap}].reshape{shape(output)}"
    return Picture([row], caption, formula, code, heights=(390,))


def _im2col_call(image: Array, kernel_size: Pair) -> str:
    height, width = kernel_size
    return f"im2col({source(image, 'image')}, {height if height == width else kernel_size})"
