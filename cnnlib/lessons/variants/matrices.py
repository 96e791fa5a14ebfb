"""A convolution as a matrix, beside its transpose: one output cell is a row of the one and a column of the other."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.convolution import conv2d
from cnnlib.engine.types import Array, Pair
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import colouring_of, kernel_panel, window_picks
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape, sum_of_products


def as_matrix(kernel: ArrayLike, size: Pair) -> Array:
    """Return the matrix by which a flattened image is multiplied to convolve it: a row for each cell of the output.

    Parameters
    ----------
    kernel : array, (kH, kW)
    size : (int, int)
        Height and width of the image.

    Returns
    -------
    array, (cells of the output, pixels of the image)

    Examples
    --------
    >>> as_matrix([[1, 2]], (1, 4))
    array([[1., 2., 0., 0.],
           [0., 1., 2., 0.],
           [0., 0., 1., 2.]])
    """
    pixels = prod(size)
    lamps = np.eye(pixels).reshape(pixels, 1, *size)  # in each image one pixel is 1: it shows the weights that meet it
    answers = conv2d(lamps, np.asarray(kernel)[None, None])
    return np.ascontiguousarray(answers.reshape(pixels, -1).T)


def matrices_picture(image: Array, kernel: Array, matrix: Array, *, position: int = 0, whole: bool = True) -> Picture:
    """Show a convolution as a matrix product, and the product with the transposed matrix that leads back.

    Parameters
    ----------
    image : array, (H, W)
    kernel : array, (kH, kW)
    matrix : array, (cells, pixels)
        As :func:`as_matrix` returns it for the two.
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.
    whole : bool
        Whether both matrices are shown as a whole, or only the row and the column of this cell.

    Returns
    -------
    Picture
        Panels ``input``, ``kernel`` (its cells edit ``kernel``), ``output`` and ``matrix``, then ``transpose``,
        ``flattened`` and ``back``; pressing a cell of the output, a row of the matrix or a column of the
        transpose picks ``position``.

    Examples
    --------
    >>> image, kernel = np.array([[1.0, 2, 3]]), np.array([[1.0, 10]])
    >>> print(matrices_picture(image, kernel, as_matrix(kernel, (1, 3))).formula)
    y = W @ x.reshape(-1): here 1·1 + 2·10 = 21
    z = W.T @ y.reshape(-1): the cell of y stamps 21 times its column
    """
    size = image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1
    output = (matrix @ image.reshape(-1)).reshape(size)
    back = (matrix.T @ output.reshape(-1)).reshape(image.shape)
    position = within(position, len(matrix))
    row, column = cell_at(position, size)
    window = Outline(row, column, *kernel.shape)
    cells = np.arange(len(matrix))[:, None]
    covered = np.zeros(matrix.shape, bool) if whole else np.broadcast_to(cells != position, matrix.shape)
    weights = kernel_panel(kernel)
    colours: dict[str, Any] = {"colours": "signed", "limits": weights.limits, "role": "kernel", "digits": 1}
    rows: list[list[Panel]] = [
        [
            Grid(
                image,
                _("x {shape}", shape=shape(image)),
                name="input",
                outlines=(window,),
                picks={"position": window_picks(image.shape, kernel.shape, (1, 1), size)},
                note=_("orange frame: the window"),
                **colouring_of(image),
            ),
            Sign("⊛"),
            kernel_panel(kernel, edits="kernel", weight=1),
            Sign("="),
            Grid(
                output,
                _("y {shape}", shape=shape(output)),
                name="output",
                role="output",
                outlines=(Outline(row, column, role="output"),),
                picks={"position": positions(size)},
                note=_("press a cell"),
                weight=0.8,
                **_colouring(output),
            ),
            Sign(""),
            Grid(
                matrix,
                _("W {shape}", shape=shape(matrix)),
                name="matrix",
                weight=2.1,
                covered=covered,
                outlines=(Outline(position, 0, 1, matrix.shape[1], role="output"),),
                picks={"position": np.repeat(cells, matrix.shape[1], axis=1)},
                note=_("green: the row of the cell") if whole else _("green: the row of the cell · ?: hidden"),
                **colours,
            ),
        ],
        [
            Grid(
                matrix.T,
                _("W.T {shape}", shape=shape(matrix.T)),
                name="transpose",
                covered=covered.T,
                outlines=(Outline(0, position, matrix.shape[1], 1, role="output"),),
                picks={"position": np.repeat(cells.T, matrix.shape[1], axis=0)},
                note=_("green: the column of the cell") if whole else _("green: the column of the cell · ?: hidden"),
                **colours,
            ),
            Sign("@"),
            Grid(
                output.reshape(-1, 1),
                _("y, flattened {shape}", shape=shape(output.reshape(-1))),
                name="flattened",
                role="output",
                outlines=(Outline(position, 0, role="output"),),
                picks={"position": cells},
                weight=0.7,
                **_colouring(output),
            ),
            Sign("="),
            Grid(
                back,
                _("z {shape}", shape=shape(back)),
                name="back",
                role="output",
                outlines=(window,),
                note=_("orange frame: where the cell stamps"),
                **_colouring(back),
            ),
        ],
    ]
    value = format_number(output[row, column])
    returned = int((np.isclose(image, back) & (image != 0)).sum())
    sentences = [
        _("The cell of y in row {row}, column {column} holds {value}.", row=row, column=column, value=value),
        _of_the_row(position, np.flatnonzero(matrix[position])),
        _("Column {position} of W.T holds the same numbers.", position=position),
    ]
    if returned:  # whether any comes back is asked before: that none does is left to be seen
        sentences.append(
            _(
                "z brings back {returned} of the {count} numbers of x that are not 0.",
                returned=returned,
                count=int(np.count_nonzero(image)),
            )
        )
    seen = image[row : row + kernel.shape[0], column : column + kernel.shape[1]]
    formula = "\n".join(
        [
            _(
                "y = W @ x.reshape(-1): here {sum}",
                sum=sum_of_products(seen, kernel, output[row, column]),
            ),
            _("z = W.T @ y.reshape(-1): the cell of y stamps {value} times its column", value=value),
        ]
    )
    products = f"as_matrix({source(kernel, 'kernel')}, {image.shape}).T @ {source(output.reshape(-1), 'y')}"
    return Picture(rows, " ".join(sentences), formula, products, heights=(210, 340), across=(1, 2))


def _colouring(result: Array) -> dict[str, Any]:
    """Return colours that no pressed cell changes: signed only where something is below 0."""
    most = max(1.0, float(np.abs(result).max()))
    if result.min() < 0:
        return {"colours": "signed", "limits": (-1.6 * most, 1.6 * most)}
    return {"colours": "tint", "limits": (0.0, 1.6 * most)}


def _of_the_row(position: int, columns: Array) -> str:
    """Say in which columns of the matrix a row has weights that are not 0."""
    if not len(columns):
        return _("Row {position} of W is 0 everywhere.", position=position)
    *before, last = map(str, columns)
    if not before:
        return _("Row {position} of W is 0 except in column {last}.", position=position, last=last)
    parts = ", ".join(before)
    return _(
        "Row {position} of W is 0 except in columns {parts} and {last}.", position=position, parts=parts, last=last
    )
