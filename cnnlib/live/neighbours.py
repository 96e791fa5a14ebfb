"""Which settings are likely to be asked for next: the neighbours of the one on the page."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cnnlib.live.controls import Control, starts_of, stepped_control
from cnnlib.live.panel_states import cursor
from cnnlib.live.picture_controls import PositionControl
from cnnlib.live.protocol import Marks
from cnnlib.live.requests import picks_of
from cnnlib.live.stage import Stage
from cnnlib.pictures.cells import within
from cnnlib.pictures.panels import Panel
from cnnlib.pictures.picture import Picture

FAR = 12
"""Other values of the control that was moved last that are worth a picture each."""

Pressed = tuple[str, int, int]
"""Name of a panel, row and column of its cell that was pressed."""


class Neighbour(NamedTuple):
    """A setting that may come next: what it changes, and the cell whose pressing would do that."""

    changes: Mapping[str, Any]
    pressed: Pressed | None = None


class Move(NamedTuple):
    """What was done last: the control that was moved, and whether upwards (1), downwards (-1) or neither (0)."""

    control: str = ""
    way: int = 0


def last_move(before: Marks, now: Marks) -> Move:
    """Return which control lies between two settings, and in which direction; none if several do.

    Examples
    --------
    >>> last_move({"padding": 1, "kernel": 0}, {"padding": 2, "kernel": 0})
    Move(control='padding', way=1)
    """
    changed = [name for name in now if name in before and before[name] != now[name]]
    if len(changed) != 1:
        return Move()
    old, new = before[changed[0]], now[changed[0]]
    if not isinstance(old, int | float) or not isinstance(new, int | float):
        return Move(changed[0])
    return Move(changed[0], 1 if new > old else -1)


def neighbours(
    controls: Mapping[str, Control],
    presets: Mapping[str, Mapping[str, object]],
    picture: Picture,
    stage: Stage,
    move: Move,
    pressed: Pressed,
) -> Iterator[Neighbour]:
    """Yield settings that may come next, the likeliest first; some may come twice.

    Parameters
    ----------
    controls : dict of str to Control
        See :mod:`cnnlib.live.controls`.
    presets : dict of str to dict
        Name of a button → what it sets.
    picture, stage : Picture, Stage
        What is on the page.
    move : Move
        What was done last.
    pressed : (str, int, int)
        The cell that was pressed last.

    Yields
    ------
    Neighbour
        One step of the control that was moved last, in its direction first, then one of each other control, the cells
        around the chosen one, what the buttons set, and what is further away.
    """
    beside: list[Neighbour] = []
    far: list[Neighbour] = []
    for name, control in controls.items():
        values = _values_beside(control, stage.values[name], move.way if name == move.control else 0)
        changes = [Neighbour({name: value}) for value in values]
        if name == move.control:
            beside[:0], far[:0] = changes[:2], changes[2:FAR]
        else:
            beside, far = beside + changes[:2], far + changes[2 : FAR // 2]
    cells = _cells_beside(controls, picture, stage, move, pressed)
    moved = controls.get(move.control)
    yield from cells + beside if moved is None or isinstance(moved, PositionControl) else beside + cells
    yield from map(Neighbour, presets.values())
    yield Neighbour(starts_of(controls))
    stepped = stepped_control(controls)
    if stepped is not None and stage.at_end:
        yield Neighbour({stepped.name: 0})
    yield from far


def _values_beside(control: Control, now: Any, way: int) -> list[Any]:
    """Return the other values of a control that has a widget, the nearest first, and of two as near that in the way."""
    if control.widget is None:
        return []
    known = [*control.choices(), *control.rest()]
    if not any(control.mark(value) == control.mark(now) for value in known):
        return []
    if isinstance(now, int | float) and not isinstance(now, bool) and not hasattr(control.widget, "options"):
        known.sort()
    place = next(n for n, value in enumerate(known) if control.mark(value) == control.mark(now))
    others = [n for n in range(len(known)) if n != place]
    others.sort(key=lambda n: (abs(n - place), (place - n) * (way or 1)))
    return [known[n] for n in others]


def _cells_beside(
    controls: Mapping[str, Control], picture: Picture, stage: Stage, move: Move, pressed: Pressed
) -> list[Neighbour]:
    """Return what pressing the cells around the cursors of the panels would set."""
    found = []
    stepped = stepped_control(controls)
    if stepped is not None:
        now, way = stage.values[stepped.name], move.way or 1
        for by in (way, -way):
            found.append(Neighbour({stepped.name: within((now or 0) + by, stage.cells)}))  # type: ignore[operator]
    panels = [panel for panel in picture.panels if panel.name and panel.picks]
    for panel in sorted(panels, key=lambda panel: panel.name != pressed[0]):
        row, column = _cursor(panel, stage.values, pressed)
        for down, across in ((0, move.way or 1), (move.way or 1, 0), (0, -(move.way or 1)), (-(move.way or 1), 0)):
            there = row + down, column + across
            if 0 <= there[0] < panel.shape[0] and 0 <= there[1] < panel.shape[1]:
                changes = picks_of(panel, *there, controls)
                found.append(Neighbour(changes, (panel.name, *there)))
    return found


def _cursor(panel: Panel, values: Mapping[str, object], pressed: Pressed) -> tuple[int, int]:
    row, column = cursor(panel, values, pressed[1:] if pressed[0] == panel.name else None) or (0, 0)
    return row, column
