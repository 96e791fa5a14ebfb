"""What a learner writes for a control that no ipywidget is: positions, edited arrays and drawn ones."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import Array, Pair


class CellsOf(NamedTuple):
    """Asks for a position control: see :func:`cells_of`."""

    panels: tuple[str, ...]
    steps: bool = True


class Editable(NamedTuple):
    """Asks for an array that is edited on its panel: see :func:`editable`."""

    array: Array


class Drawing(NamedTuple):
    """Asks for an array that is drawn on its panel: see :func:`drawing`."""

    shape: Pair
    brush: float


def cells_of(*panels: str, steps: bool = True) -> CellsOf:
    """Return the abbreviation for one control over the cells of a panel, or of several.

    Parameters
    ----------
    *panels : str
        Names of panels. The cells of the first are counted row by row from 0; those of the next go on from there.
    steps : bool
        Whether the toolbar offers step back, step forward and play. At most one control may.

    Examples
    --------
    >>> cells_of("output")
    CellsOf(panels=('output',), steps=True)
    """
    return CellsOf(panels, steps)


def editable(array: ArrayLike) -> Editable:
    """Return the abbreviation for a small array that is edited on its panel.

    Parameters
    ----------
    array : array, (H, W)
        Its start. The function gets a read-only copy.

    Examples
    --------
    >>> editable([[0, 1]]).array.shape
    (1, 2)
    """
    return Editable(np.array(array, float))


def drawing(shape: Pair, *, brush: float = 1.5) -> Drawing:
    """Return the abbreviation for an array that is filled by strokes on its panel.

    Parameters
    ----------
    shape : (int, int)
        Rows and columns. It starts with zeros; a stroke sets cells to 1.
    brush : float
        Radius of the pen, in cells.

    Examples
    --------
    >>> drawing((32, 32))
    Drawing(shape=(32, 32), brush=1.5)
    """
    rows, columns = shape
    return Drawing((rows, columns), float(brush))
