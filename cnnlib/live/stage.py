"""How the controls stand when a picture is shown: what the page is told of them beside the pixels."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cnnlib.live.controls import Control, marks_of, position_controls, stepped_control
from cnnlib.live.protocol import Marks
from cnnlib.messages import _
from cnnlib.pictures.picture import Picture


class Stage(NamedTuple):
    """The controls' values, as a picture leaves them; see :class:`~cnnlib.live.protocol.Content`."""

    values: Mapping[str, object]
    at: Marks
    cells: int
    where: str
    at_start: bool
    at_end: bool


EMPTY = Stage(values={}, at={}, cells=0, where="", at_start=True, at_end=True)
"""That of a picture without controls."""


def stage_of(controls: Mapping[str, Control], values: Mapping[str, Any], picture: Picture) -> Stage:
    """Return how the controls stand with a picture; the controls themselves stay as they are.

    Parameters
    ----------
    controls : dict of str to Control
        See :mod:`cnnlib.live.controls`.
    values : dict of str to object
        What the picture was made of.
    picture : Picture
        A position stays within its panels.

    Examples
    --------
    >>> from cnnlib.live.abbreviations import CellsOf
    >>> from cnnlib.live.picture_controls import PositionControl
    >>> from cnnlib.pictures.panels import Grid
    >>> controls = {"position": PositionControl("position", CellsOf(("output",), steps=True), 0)}
    >>> picture = Picture([[Grid([[1, 2]], "output (1, 2)", name="output")]], caption="Two cells.")
    >>> stage = stage_of(controls, {"position": 7}, picture)
    >>> stage.at, stage.where, stage.at_end
    ({'position': 1}, 'row 0, column 1', True)
    """
    values = dict(values)
    for control in position_controls(controls):
        values[control.name] = control.followed(values[control.name], picture)
    at = marks_of(controls, values)
    stepped = stepped_control(controls)
    if stepped is None:
        return EMPTY._replace(values=values, at=at)
    place, count = values[stepped.name], stepped.cells(picture)
    row, column = stepped.cell(place, picture)
    where = _("row {row}, column {column}", row=row, column=column)
    return Stage(values, at, count, where, at_start=(place or 0) == 0, at_end=(place or 0) == count - 1)
