"""What to do about an impossible setting: the nearest possible one for each control that can repair it alone."""

from collections.abc import Callable, Mapping
from typing import Any

from cnnlib.engine.settings import SettingError
from cnnlib.live.controls import ChoiceControl, Control, WidgetControl, control_name, same_value
from cnnlib.messages import _, format_number, pgettext

MOST_TRIED = 12
"""Values of one control that are tried: what is further away is no small change."""


def repair_sentence(
    controls: Mapping[str, Control], values: Mapping[str, object], call: Callable[[Mapping[str, object]], object]
) -> str:
    """Write which control to set to what, so that an impossible setting becomes possible.

    Parameters
    ----------
    controls : dict of str to Control
    values : dict of str to object
        The setting that is impossible.
    call : callable
        Values of all controls → picture; it raises SettingError for an impossible one.

    Returns
    -------
    str
        Each control that helps by itself with its nearest value that works, in the order of the controls; empty if
        none does.
    """
    steps: dict[str, str] = {}
    for name, control in controls.items():
        if not isinstance(control, WidgetControl | ChoiceControl):
            continue  # a cell that is looked at makes no setting impossible
        found = _nearest_that_works(control, values, call)
        if found is not None:
            steps[name] = found
    if not steps:
        return ""
    if len(steps) == 1:
        ((name, found),) = steps.items()
        return _("Set {name} to {value}.", name=control_name(name), value=found)
    *others, last = (_("{name} = {value}", name=control_name(each), value=found) for each, found in steps.items())
    return _("Set {settings}.", settings=_("{others} or {last}", others=", ".join(others), last=last))


def _nearest_that_works(
    control: Control, values: Mapping[str, object], call: Callable[[Mapping[str, object]], object]
) -> str | None:
    """Return the nearest value with which the setting is possible, as it is written; None if there is none."""
    for value in _neighbours(control, values[control.name])[:MOST_TRIED]:
        try:
            call({**values, control.name: value})
        except SettingError:
            continue
        return _written(control, value)
    return None


def _neighbours(control: Control, now: object) -> list[Any]:
    """Return the other values of a control, the nearest first: by their size, or by their place in a menu."""
    others = [value for value in control.choices() + control.rest() if not same_value(value, now)]
    if isinstance(control, ChoiceControl):
        return others
    return sorted(others, key=lambda value: (abs(value - now), value)) if isinstance(now, int | float) else others


def _written(control: Control, value: object) -> str:
    """Write a value as its control shows it."""
    if isinstance(control, ChoiceControl):
        return control.label(value)
    if isinstance(value, bool):
        return pgettext("switch", "on") if value else pgettext("switch", "off")
    return format_number(value) if isinstance(value, int | float) else str(value)
