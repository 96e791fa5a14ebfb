"""A stack of feature maps laid out as one grid, so that each of its cells can be pressed."""

from cnnlib.engine.types import Array, Pair


def tiled(maps: Array, columns: int) -> Array:
    """Lay maps out side by side, in rows that they fill.

    Parameters
    ----------
    maps : array, (C, H, W)
    columns : int
        Maps in a row; it divides C.

    Returns
    -------
    array, (C / columns · H, columns · W)

    Examples
    --------
    >>> import numpy as np
    >>> tiled(np.arange(8).reshape(4, 1, 2), 2).tolist()
    [[0, 1, 2, 3], [4, 5, 6, 7]]
    """
    count, height, width = maps.shape
    rows = maps.reshape(count // columns, columns, height, width).swapaxes(1, 2)
    tiles: Array = rows.reshape(count // columns * height, columns * width)
    return tiles


def corner_of_tile(index: int, tile: Pair, columns: int) -> Pair:
    """Return the (row, column) of the first cell of a map, in the grid of all maps.

    Examples
    --------
    >>> corner_of_tile(5, (8, 8), 4)
    (8, 8)
    """
    down, across = divmod(index, columns)
    return down * tile[0], across * tile[1]


def cell_in_tile(row: int, column: int, tile: Pair, columns: int) -> tuple[int, int, int]:
    """Return which map a cell of the grid belongs to, and its row and column in it.

    Examples
    --------
    >>> cell_in_tile(9, 10, (8, 8), 4)
    (5, 1, 2)
    """
    (down, inner_row), (across, inner_column) = divmod(row, tile[0]), divmod(column, tile[1])
    return down * columns + across, inner_row, inner_column
