"""What a request of the page does to an explorer's controls."""

from collections.abc import Iterable, Mapping

from cnnlib.engine.types import Pair
from cnnlib.live.controls import Control, starts_of, stepped_control
from cnnlib.live.picture_controls import ArrayControl, DrawControl
from cnnlib.live.protocol import (
    ControlRequest,
    DrawRequest,
    EditRequest,
    PickRequest,
    PresetRequest,
    ProtocolError,
    ResetRequest,
    StepRequest,
)
from cnnlib.messages import _
from cnnlib.pictures.cells import within
from cnnlib.pictures.panels import Panel
from cnnlib.pictures.picture import Picture


def values_for(
    request: ControlRequest,
    picture: Picture,
    controls: Mapping[str, Control],
    presets: Mapping[str, Mapping[str, object]],
) -> Mapping[str, object]:
    """Return the values that a request sets: name of the control → value.

    What is typed or drawn into an array goes into its control at once, and sets nothing more.

    Parameters
    ----------
    request : ControlRequest
        What the page asked for.
    picture : Picture
        What the page shows.
    controls : dict of str to Control
        The explorer's controls.
    presets : dict of str to dict
        Name of a preset → the values that it sets.

    Raises
    ------
    ProtocolError
        If this explorer has no such panel, preset or step.
    SettingError
        If what was typed is not a number.
    """
    match request:
        case PickRequest():
            return _picked(request, picture, controls)
        case EditRequest():
            _edit(request, picture, controls)
            return {}
        case DrawRequest():
            _draw(request, picture, controls)
            return {}
        case StepRequest():
            return _stepped(request, controls)
        case PresetRequest():
            if request.name not in presets:
                raise ProtocolError("name", request.name, _("The presets are {names}.", names=_listed(presets)))
            return presets[request.name]
        case ResetRequest():
            return starts_of(controls)


def _picked(request: PickRequest, picture: Picture, controls: Mapping[str, Control]) -> dict[str, object]:
    panel = _panel(request.panel, picture)
    if not panel.picks:
        raise ProtocolError("panel", request.panel, _("Pressing a cell of this panel sets nothing."))
    row, column = _cell(request, panel.shape)
    picked = picks_of(panel, row, column, controls)
    if picked == {name: controls[name].value for name in picked}:
        # Pressed once more: what started as no choice is none again.
        return {name: None for name in picked if controls[name].start is None}
    return dict(picked)


def picks_of(panel: Panel, row: int, column: int, controls: Mapping[str, Control]) -> dict[str, int]:
    """Return what pressing a cell sets, where that is not chosen already: name of the control → value."""
    picked = {name: int(array[row, column]) for name, array in panel.picks.items() if name in controls}
    return {name: value for name, value in picked.items() if value >= 0}


def _edit(request: EditRequest, picture: Picture, controls: Mapping[str, Control]) -> None:
    panel = _panel(request.panel, picture)
    control = controls.get(panel.edits or "")
    if not isinstance(control, ArrayControl):
        raise ProtocolError("panel", request.panel, _("The cells of this panel cannot be edited."))
    control.put_cell(*_cell(request, panel.shape), request.text)


def _draw(request: DrawRequest, picture: Picture, controls: Mapping[str, Control]) -> None:
    control = controls.get(_panel(request.panel, picture).draws or "")
    if not isinstance(control, DrawControl):
        raise ProtocolError("panel", request.panel, _("This panel cannot be drawn on."))
    for stroke in request.strokes:
        control.put_stroke(stroke)


def _stepped(request: StepRequest, controls: Mapping[str, Control]) -> dict[str, object]:
    control = stepped_control(controls)
    if control is None:
        raise ProtocolError("kind", "step", _("This explorer has no position that steps."))
    to = 0 if request.by == "first" else (control.value or 0) + request.by
    return {control.name: within(to, control.count)}


def _panel(name: str, picture: Picture) -> Panel:
    names = [panel.name for panel in picture.panels if panel.name]
    if name not in names:
        raise ProtocolError("panel", name, _("The panels of this picture are {names}.", names=_listed(names)))
    return picture.panel(name)


def _cell(request: PickRequest | EditRequest, shape: Pair) -> Pair:
    """Return the row and the column of a request; the panel may have shrunk since it was made."""
    return within(request.row, shape[0]), within(request.col, shape[1])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or _("none")
