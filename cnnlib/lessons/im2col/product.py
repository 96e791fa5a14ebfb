"""Pictures of a convolution as one matrix product: rows of weights times columns of pixels."""

import numpy as np

from cnnlib.lessons.im2col.pictures import Windows, columns_panel, pixel_outline
from cnnlib.messages import _, format_number
from cnnlib.pictures.convolution import colouring_of, is_large
from cnnlib.pictures.panels import Grid, Maps, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import factor, shape, sum_of_products


def matrix_product_picture(image, weight, columns, product, *, position=0, chosen=0, tap=None):
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
    seen = Windows(np.shape(image), np.shape(weight)[2:])
    filters = len(weight)
    rows = weight.reshape(filters, -1)
    at, chosen = seen.clamp(position), min(max(0, int(chosen)), filters - 1)
    tap = None if tap is None else min(max(0, int(tap)), rows.shape[1] - 1)
    followed = [] if tap is None else [tap]
    reach = max(6.0, 1.2 * float(np.abs(weight).max()))  # the same for one filter and for several
    high = max(colouring_of(image)["limits"]) * np.abs(rows).sum(axis=1).max()
    signed = {"colours": "signed", "limits": (-high, high)}
    number, places = np.indices(product.shape)
    (down, across), plane = seen.corner(at), product[chosen].reshape(seen.places)
    top = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            weight=1.2,
            outlines=[Outline(down, across, *seen.kernel), *(pixel_outline(seen, at, each) for each in followed)],
            picks={"position": seen.picks()},
            **colouring_of(image),
        ),
        columns_panel(columns, seen, at, tap, scale="cells", **colouring_of(image)),
        Grid(
            plane,
            _("map of filter {number} {shape}", number=chosen, shape=shape(plane)),
            name="map",
            role="output",
            outlines=(Outline(down, across, role="output"),),
            picks={"position": seen.numbers()},
            note=_("the chosen row, laid out"),
            **signed,
        ),
    ]
    filter_number, taps = np.indices(rows.shape)
    bottom = [
        Grid(
            rows,
            _("weights {shape}", shape=shape(rows)),
            name="weights",
            role="kernel",
            colours="signed",
            limits=(-reach, reach),
            scale="cells",
            weight=1.2,
            outlines=[
                Outline(chosen, 0, 1, rows.shape[1]),
                *(Outline(chosen, each, role="plain") for each in followed),
            ],
            picks={"chosen": filter_number, "tap": taps},
            note=_("a filter a row"),
        ),
        Grid(
            product,
            _("product {shape}", shape=shape(product)),
            name="product",
            role="output",
            outlines=(Outline(chosen, at, role="output"),),
            picks={"chosen": number, "position": places},
            scale="cells",
            **signed,
        ),
        Sign("", weight=1),
    ]
    value = format_number(product[chosen, at])
    caption = _(
        "Weights {weights} times columns {columns} give {product}; row {chosen} times column {position} is "
        "{value}, the map's cell in row {row}, column {column}.",
        weights=shape(rows),
        columns=shape(columns),
        product=shape(product),
        chosen=chosen,
        position=at,
        value=value,
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
    size = seen.kernel[0] if seen.kernel[0] == seen.kernel[1] else seen.kernel
    code = f"weight.reshape({filters}, -1) @ im2col({source(image, 'image')}, {size})"
    return Picture([top, bottom], caption, "\n".join(lines), code, heights=(330, 150))


def shifted_copies_picture(image, kernel, columns, *, tap=0):
    """Show each row of the columns as what it is: the image as one weight sees it.

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
        Panels ``input``, ``copies`` (pressing one picks ``tap``) and ``output``, their sum, each times its weight.

    Examples
    --------
    >>> from cnnlib import im2col
    >>> image = np.arange(9).reshape(3, 3)
    >>> shifted_copies_picture(image, np.ones((2, 2)), im2col(image, 2), tap=3)
    4 rows of the columns, each laid out as a (2, 2) image; row 3 starts in row 1, column 1; its weight is 1.
    """
    seen = Windows(image.shape, kernel.shape)
    tap = min(max(0, int(tap)), len(columns) - 1)
    _channel_number, down, across = seen.tap(tap)
    copies = columns.reshape(-1, *seen.places)
    look, weights = colouring_of(image), kernel.ravel()
    output = np.tensordot(weights, copies, 1)
    high = max(look["limits"]) * max(weights[weights > 0].sum(), -weights[weights < 0].sum(), 1.0)
    numbers = Maps(copies, "", kernel.shape[1]).positions()
    labels = [_("row {tap} · {weight}", tap=each, weight=factor(weight)) for each, weight in enumerate(weights)]
    row = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            numbers=not is_large(image),
            outlines=(Outline(down, across, *seen.places),),
            **look,
        ),
        Maps(
            copies,
            _("rows of the columns {shape}", shape=shape(columns)),
            kernel.shape[1],
            name="copies",
            role="input",
            chosen=tap,
            labels=labels,
            picks={"tap": numbers},
            weight=1.8,
            **look,
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
        bottom=down + output.shape[0],
        across=across,
        right=across + output.shape[1],
    )
    size = kernel.shape[0] if kernel.shape[0] == kernel.shape[1] else kernel.shape
    code = f"im2col({source(image, 'image')}, {size})[{tap}].reshape{shape(output)}"
    return Picture([row], caption, formula, code, heights=(390,))
