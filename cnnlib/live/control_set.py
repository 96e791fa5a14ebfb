"""The controls of one explorer together: what they hold, and how several of them are set at once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets

from cnnlib.live.controls import Control, marks_of, position_controls, starts_of, stepped_control
from cnnlib.live.protocol import Toolbar
from cnnlib.messages import pgettext
from cnnlib.pictures.picture import Picture


class ControlSet:
    """The controls of an explorer, and the presets that set several of them.

    Parameters
    ----------
    controls : dict of str to Control
        See :mod:`cnnlib.live.controls`.
    presets : dict of str to dict
        Name of a preset → the values that it sets.

    Raises
    ------
    ValueError
        If a preset names a control that is not there, or holds what the control cannot take: a mistake there must not
        wait for the page.

    Examples
    --------
    >>> from cnnlib.live.controls import controls_of
    >>> controls = ControlSet(controls_of(lambda padding=1: padding, {"padding": (0, 3)}), {"wide": {"padding": 3}})
    >>> controls.put({"padding": 2})
    >>> controls.values
    {'padding': 2}
    """

    def __init__(self, controls: Mapping[str, Control], presets: Mapping[str, Mapping[str, object]]) -> None:
        self.controls = controls
        self.presets = {pgettext("preset", name): dict(values) for name, values in presets.items()}
        self.quiet = False
        """Whether a widget changes because something else has been done, so that nobody needs to react to it."""
        for values in self.presets.values():
            self.check_names(values)
        starts = starts_of(controls)
        for values in self.presets.values():
            self.put(values)
            self.put(starts)

    @property
    def values(self) -> dict[str, object]:
        """Name → value."""
        return {name: control.value for name, control in self.controls.items()}

    @property
    def page_widgets(self) -> list[widgets.Widget]:
        """Those that stand beside the picture."""
        return [control.widget for control in self.controls.values() if control.widget is not None]

    def check_names(self, values: Mapping[str, object]) -> None:
        """Raise a ValueError if there is no control of a name."""
        for name in values:
            if name not in self.controls:
                raise ValueError(f"no control {name!r}; there are {', '.join(self.controls)}")

    def put(self, values: Mapping[str, object]) -> None:
        """Set controls, all of them or none."""
        before = self.values
        with self._silence():
            try:
                for name, value in values.items():
                    self.controls[name].put(value)
            except BaseException:
                for name in values:
                    self.controls[name].put(before[name])
                raise

    def follow(self, picture: Picture) -> None:
        """Keep each position within the panels of a picture."""
        with self._silence():
            for control in position_controls(self.controls):
                control.follow(picture)

    def toolbar(self, *, film: bool) -> Toolbar:
        """Return the buttons of the explorer, and what they set."""
        stepped = stepped_control(self.controls)
        return {
            "steps": "" if stepped is None else stepped.name,
            "film": film,
            "presets": {name: marks_of(self.controls, self._accepted(each)) for name, each in self.presets.items()},
            "reset": marks_of(self.controls, starts_of(self.controls)),
            "controls": [control.name for control in self.controls.values() if control.widget is not None],
        }

    def box(self) -> widgets.HBox:
        """Return the widgets side by side; where there is no room, they go on below."""
        for widget in self.page_widgets:
            widget.style.description_width = "initial"
            widget.layout.max_width = "100%"
            widget.layout.margin = "2px 16px 2px 0"
            if isinstance(widget, widgets.Checkbox):
                widget.indent = False
        box = widgets.HBox(self.page_widgets, layout=widgets.Layout(flex_flow="row wrap", width="100%"))
        box.add_class("cnn-controls")
        return box

    def _accepted(self, values: Mapping[str, Any]) -> dict[str, object]:
        return {name: self.controls[name].accept(value) for name, value in values.items()}

    @contextmanager
    def _silence(self) -> Iterator[None]:
        self.quiet = True
        try:
            yield
        finally:
            self.quiet = False
