"""Pictures of a convolution as one matrix product: rows of weights times columns of pixels."""

from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.im2col.pictures import columns_panel
from cnnlib.lessons.im2col.windows import Windows
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import positions, within
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline
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
        columns_panel(columns, at, tap, scale="cells", weight=1.2, **colouring_of(image)),
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
            note=_("one filter per row"),
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
    code = f"weight[:{filters}].reshape({filters}, -1) @ {_im2col_call(image, windows.kernel)}"
    return Picture([above, below], caption, "\n".join(lines), code, heights=(300, 150), across=(1, 2))


def _im2col_call(image: Array, kernel_size: Pair) -> str:
    height, width = kernel_size
    return f"im2col({source(image, 'image')}, {height if height == width else kernel_size})"
