"""Controls of an explorer: each holds one argument of the learner's function."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import ipywidgets as widgets
import numpy as np
from ipywidgets import interactive

from cnnlib.live.abbreviations import CellsOf, Drawing, Editable
from cnnlib.live.functions import name_of
from cnnlib.live.picture_controls import ArrayControl, DrawControl, PositionControl
from cnnlib.live.protocol import Mark
from cnnlib.messages import pgettext


class Control(Protocol):
    """What every control has."""

    @property
    def name(self) -> str:
        """The argument that it holds."""

    @property
    def widget(self) -> widgets.Widget | None:
        """What moves it in the page; None where the picture itself is the control."""

    @property
    def start(self) -> object:
        """Its first value."""

    @property
    def value(self) -> object:
        """What the function gets."""

    def put(self, value: Any) -> None:
        """Set the value.

        Raises
        ------
        ValueError
            If the control cannot take it as it is.
        """

    def accept(self, value: Any) -> Any:
        """Return what the function would get if this were set; the control stays as it is."""

    def mark(self, value: Any) -> Mark:
        """Return what stands for a value between page and kernel; of two values it is the same if they are."""

    def choices(self) -> list[Any]:
        """Return the values that tests combine with those of other controls."""

    def rest(self) -> list[Any]:
        """Return the values that :meth:`choices` leaves out: tests try each with the other controls at their start."""


def same_value(one: object, other: object) -> bool:
    """Tell whether two values of a control are the same; arrays are compared by their numbers.

    Examples
    --------
    >>> same_value(np.ones(2), np.ones(2)), same_value(1, True)
    (True, False)
    """
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(np.asarray(one), np.asarray(other))
    return type(one) is type(other) and one == other


def control_name(name: str) -> str:
    """Return what a control is called on the page: in English, as the argument that it holds.

    Examples
    --------
    >>> control_name("kernel_size")
    'kernel_size'
    """
    return pgettext("control", name)


def option_name(key: object) -> str:
    """Return what a menu calls one of its values.

    Examples
    --------
    >>> option_name("toy grid"), option_name(0.5)
    ('toy grid', '0.5')
    """
    return pgettext("option", str(key))


DIGITS = 12
"""Of a fraction that page and kernel compare: what comes behind them is what floats add. The same in ahead.js."""


class WidgetControl:
    """A slider, a checkbox or any other ipywidget with a value."""

    def __init__(self, name: str, widget: widgets.Widget) -> None:
        self.name, self.widget, self.start = name, widget, widget.value

    @property
    def value(self) -> Any:
        """What the function gets."""
        value = self.widget.value
        return self._on_its_step(value) if isinstance(self.widget, widgets.FloatSlider) else value

    def put(self, value: Any) -> None:
        """Set the value; a ValueError if the widget will not take it as it is."""
        try:
            self.widget.value = value
        except Exception as error:
            raise ValueError(f"{self.name}={value!r}: {error}") from error
        if not same_value(np.asarray(self.widget.value), np.asarray(value)):
            raise ValueError(f"{self.name}={value!r} is beyond its control, which took {self.widget.value!r}.")

    def accept(self, value: Any) -> Any:
        """Return the value."""
        return value

    def mark(self, value: Any) -> Mark:
        """Return the value, or its place among the options of a menu, which is all that the page knows of them."""
        if hasattr(self.widget, "index"):
            return next(n for n, (_l, known) in enumerate(_pairs(self.widget.options)) if same_value(known, value))
        if isinstance(value, float):
            return float(f"{value:.{DIGITS}g}")
        return value if isinstance(value, int | str) else str(value)

    def choices(self) -> list[Any]:
        """Return all values of a whole-number slider or a menu, five of a slider with fractions."""
        widget = self.widget
        if isinstance(widget, widgets.Checkbox):
            return [False, True]
        if isinstance(widget, widgets.IntSlider):
            return list(range(widget.min, widget.max + 1, widget.step))
        if isinstance(widget, widgets.FloatSlider):
            every = self._steps()
            return [every[round(part * (len(every) - 1))] for part in (0, 0.25, 0.5, 0.75, 1)]
        if hasattr(widget, "options"):
            return [value for _label, value in _pairs(widget.options)]
        return [self.start]

    def rest(self) -> list[float]:
        """Return the other places of a slider with fractions."""
        if not isinstance(self.widget, widgets.FloatSlider):
            return []
        taken = self.choices()
        return [value for value in self._steps() if value not in taken]

    def _on_its_step(self, value: float) -> float:
        """Return 0.3 for the 0.30000000000000004 that a page makes of three steps of 0.1; what is on no step stays."""
        widget = self.widget
        step = round(widget.min + round((value - widget.min) / widget.step) * widget.step, 10)
        return step if abs(value - step) < 1e-9 else value

    def _steps(self) -> list[float]:
        """Every place of a slider with fractions, without what floats add to 0.1 + 0.2."""
        widget = self.widget
        count = int((widget.max - widget.min) / widget.step + 1e-9)
        return [round(widget.min + number * widget.step, 10) for number in range(count + 1)]


def _pairs(options: Iterable[Any]) -> list[tuple[Any, Any]]:
    return [option if isinstance(option, tuple) else (option, option) for option in options]


def _own(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value


class ChoiceControl:
    """A dropdown over named values of any kind.

    The dropdown holds the names alone: ipywidgets compares values with ``==``, which an array
    answers with an array. Arrays are copied, in and out: a function may write into what it gets, and a part of an
    image would keep the whole of it.
    """

    def __init__(self, name: str, values: Mapping[Any, Any], start: Any = None) -> None:
        self.name, self._values = name, {key: _own(value) for key, value in values.items()}
        first = next((key for key, value in self._values.items() if same_value(value, start)), None)
        if first is None and isinstance(start, str) and start in self._values:
            first = start
        names = list(self._values)
        self.widget = widgets.Dropdown(
            options=[(option_name(key), key) for key in names],
            value=names[0] if first is None else first,
            description=control_name(name),
        )
        self.start = self.value

    @property
    def value(self) -> Any:
        """What the function gets."""
        return _own(self._values[self.widget.value])

    def put(self, value: Any) -> None:
        """Choose by name, or by value."""
        self.widget.value = self._key(value)

    def accept(self, value: Any) -> Any:
        """Return the value, which may be given by its name."""
        return _own(self._values[self._key(value)])

    def mark(self, value: Any) -> Mark:
        """Return the place in the dropdown."""
        return list(self._values).index(self._key(value))

    def _key(self, value: Any) -> Any:
        if isinstance(value, str) and value in self._values:
            return value
        for key, known in self._values.items():
            if same_value(known, value):
                return key
        raise ValueError(f"{self.name}={value!r} is none of {', '.join(map(str, self._values))}.")

    def label(self, value: object) -> str:
        """Return what the dropdown calls a value."""
        return next(option_name(key) for key, known in self._values.items() if same_value(known, value))

    def choices(self) -> list[Any]:
        """Return all values."""
        return [_own(value) for value in self._values.values()]

    def rest(self) -> list[Any]:
        """Return nothing."""
        return []


def position_controls(controls: Mapping[str, Control]) -> list[PositionControl]:
    """Return the controls that hold a position, in their order."""
    return [control for control in controls.values() if isinstance(control, PositionControl)]


def stepped_control(controls: Mapping[str, Control]) -> PositionControl | None:
    """Return the control that the toolbar steps, or None."""
    return next((control for control in position_controls(controls) if control.steps), None)


def marks_of(controls: Mapping[str, Control], values: Mapping[str, Any]) -> dict[str, Mark]:
    """Return name → what stands for its value between page and kernel."""
    return {name: controls[name].mark(value) for name, value in values.items()}


def starts_of(controls: Mapping[str, Control]) -> dict[str, object]:
    """Return name → first value."""
    return {name: control.start for name, control in controls.items()}


def control_for(name: str, abbreviation: object, start: Any) -> Control:
    """Return the control for an abbreviation of :func:`cnnlib.explore.explore`.

    Parameters
    ----------
    name : str
        The argument that it holds.
    abbreviation : object
        What the learner wrote for it.
    start : object
        The argument's default; None where there is none.

    Raises
    ------
    TypeError
        If there is no control for it.

    Examples
    --------
    >>> control_for("kernel_size", [3, 5, 7], 5).choices()
    [3, 5, 7]
    """
    if isinstance(abbreviation, CellsOf):
        return PositionControl(name, abbreviation, start)
    if isinstance(abbreviation, Editable):
        return ArrayControl(name, abbreviation.array)
    if isinstance(abbreviation, Drawing):
        return DrawControl(name, abbreviation.shape, abbreviation.brush)
    if isinstance(abbreviation, Mapping | list) and not abbreviation:
        raise TypeError(f"explore: {name}={abbreviation!r} holds nothing to choose from; give at least one value.")
    if isinstance(abbreviation, Mapping):
        return ChoiceControl(name, abbreviation, start)
    if isinstance(abbreviation, list):
        return ChoiceControl(name, {str(value): value for value in abbreviation}, start)
    widget = interactive.widget_from_abbrev(abbreviation, *([] if start is None else [start]))
    if widget is None:
        raise TypeError(f"explore: no control for {name}={abbreviation!r}; give (min, max), a list, a dict or a bool.")
    if isinstance(start, int | float) and not isinstance(abbreviation, widgets.Widget) and widget.value != start:
        raise TypeError(f"explore: {name} starts at {start}, which is not within {abbreviation!r}. Change one of them.")
    widget.description = control_name(widget.description or name)
    return WidgetControl(name, widget)


def controls_of(function: Callable[..., object], abbreviations: Mapping[str, object]) -> dict[str, Control]:
    """Return name → control, in the order in which they were asked for.

    Parameters
    ----------
    function : callable
        Whose arguments they set; a default is where a control starts.
    abbreviations : dict
        Name of an argument → what it may be, as :func:`cnnlib.explore.explore` takes it.

    Raises
    ------
    TypeError
        If the function has no such argument, or does not tell its arguments.

    Examples
    --------
    >>> list(controls_of(lambda padding=1: padding, {"padding": (0, 3)}))
    ['padding']
    """
    if not callable(function):
        raise TypeError(f"explore: {function!r} is no function. Give one that returns a Picture.")
    try:
        parameters = inspect.signature(function).parameters
    except ValueError:
        raise TypeError(f"explore: {name_of(function)} does not tell its arguments. Put it into a def.") from None
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    controls = {}
    for name, abbreviation in abbreviations.items():
        if name not in parameters and not takes_all:
            raise TypeError(f"explore: {name_of(function)}() has no argument {name!r} for this control to set.")
        start = parameters[name].default if name in parameters else inspect.Parameter.empty
        controls[name] = control_for(name, abbreviation, None if start is inspect.Parameter.empty else start)
    return controls
