"""What the page is told of a panel whose cells can be pressed, edited or drawn on."""

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.live.protocol import Mark, PanelState
from cnnlib.live.runs import runs_of
from cnnlib.messages import _
from cnnlib.pictures.cells import cell_at
from cnnlib.pictures.panels import Panel


class Use(NamedTuple):
    """What panels can be used for, the same for all pictures of an explorer.

    Attributes
    ----------
    mark : callable
        Name of a control and a value → the value's mark.
    positions : collection of str
        Names of the controls whose marks are the values themselves.
    pens : dict
        Name of a control whose array is drawn → how many cells wide its lines are.
    """

    mark: Callable[[str, int], Mark]
    positions: Collection[str]
    pens: Mapping[str, float]


def usable(
    place: PanelState, panel: Panel, values: Mapping[str, object], pressed: tuple[str, int, int], use: Use
) -> PanelState:
    """Return the state of a panel that can be used.

    Parameters
    ----------
    place : PanelState
        Where its cells are.
    panel : Panel
        What they are for.
    values : dict
        Name of a control → its value: the cursor is on the cell that picks them.
    pressed : (str, int, int)
        Panel, row and column that were pressed last.
    use : Use
        Marks and pens.
    """
    here = pressed[1:] if pressed[0] == panel.name else None
    return {
        **place,
        "picks": sorted(panel.picks) or None,
        "edits": panel.edits,
        "draws": panel.draws,
        "pen": use.pens.get(panel.draws or ""),
        "values": {
            name: runs_of(_marks(name, array.ravel(), use)) for name, array in panel.picks.items() if name in values
        },
        "cursor": cursor(panel, values, here),
        "label": _label(panel),
    }


def _marks(name: str, picked: Array, use: Use) -> "list[Mark] | Array":
    if name in use.positions:
        return picked
    values, places = np.unique(picked, return_inverse=True)
    marks = [value if value < 0 else use.mark(name, value) for value in values.tolist()]
    return [marks[place] for place in places.tolist()]


def cursor(panel: Panel, values: Mapping[str, object], pressed: tuple[int, int] | None = None) -> list[int] | None:
    """Return the (row, column) of a cell whose picks are the controls' values, or None.

    Of several it is the one that was pressed, so that arrow keys go on from there; else the first.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> grid = Grid([[5, 6, 7]], "input (1, 3)", picks={"position": [[0, 1, 1]]})
    >>> cursor(grid, {"position": 1}), cursor(grid, {"position": 1}, pressed=(0, 2)), cursor(grid, {"position": 9})
    ([0, 1], [0, 2], None)
    """
    chosen = [array == values[control] for control, array in panel.picks.items() if control in values]
    if not chosen:
        return None
    cells = chosen[0]
    for other in chosen[1:]:
        cells = cells & other
    if pressed is not None and cells[pressed[0] :, pressed[1] :][:1, :1].any():
        return list(pressed)
    flat = int(cells.argmax())
    return list(cell_at(flat, panel.shape)) if cells.flat[flat] else None


def _label(panel: Panel) -> str:
    parts = [panel.title + "."]
    if panel.picks:
        parts.append(_("Arrow keys choose a cell."))
    if panel.edits:
        parts.append(_("Enter changes its value."))
    if panel.draws:
        parts.append(_("Draw with the pointer; or arrow keys move the pen, and space puts ink down or lifts it."))
    return " ".join(parts)
