"""Controls of an explorer: each holds one argument of the learner's function.

Every control has ``value`` (what the function gets), ``put(value)``, ``start`` (its first
value), ``choices()`` (the values that tests go through) and ``widget`` (None where the picture
itself is the control).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import ipywidgets as widgets
import numpy as np
from ipywidgets import interactive

from cnnlib.engine.shapes import SettingError
from cnnlib.messages import _, format_number


@dataclass(frozen=True)
class CellsOf:
    """Asks for a position control: see :func:`cells_of`."""

    panel: str
    steps: bool = True


@dataclass(frozen=True, eq=False)
class Editable:
    """Asks for an array that is edited on its panel: see :func:`editable`."""

    array: np.ndarray


def cells_of(panel, *, steps=True):
    """Return the abbreviation for one control over the cells of a panel.

    Parameters
    ----------
    panel : str
        Name of the panel. Its cells are counted row by row from 0.
    steps : bool
        Whether the toolbar offers step back, step forward and play. At most one control may.

    Examples
    --------
    >>> cells_of("output")
    CellsOf(panel='output', steps=True)
    """
    return CellsOf(panel, steps)


def editable(array):
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


@dataclass(frozen=True)
class Drawing:
    """Asks for an array that is drawn on its panel: see :func:`drawing`."""

    shape: tuple
    brush: float


def drawing(shape, *, brush=1.5):
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
    return Drawing(tuple(shape), float(brush))


def same_value(one, other):
    """Tell whether two values of a control are the same; arrays are compared by their numbers."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    return type(one) is type(other) and one == other


class WidgetControl:
    """A slider, a checkbox or any other ipywidget with a value."""

    def __init__(self, name, widget):
        self.name, self.widget, self.start = name, widget, widget.value

    @property
    def value(self):
        """What the function gets."""
        return self.widget.value

    def put(self, value):
        """Set the value; a ValueError if the widget will not take it as it is."""
        try:
            self.widget.value = value
        except Exception as error:
            raise ValueError(f"{self.name}={value!r}: {error}") from error
        if not same_value(np.asarray(self.widget.value), np.asarray(value)):
            raise ValueError(f"{self.name}={value!r} is beyond its control, which took {self.widget.value!r}.")

    def choices(self):
        """Return the values that tests go through: all of a slider's, or as many as tell them apart."""
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

    def rest(self):
        """Return the values that :meth:`choices` leaves out: tests try each of them with the other controls at rest."""
        if not isinstance(self.widget, widgets.FloatSlider):
            return []
        taken = self.choices()
        return [value for value in self._steps() if value not in taken]

    def _steps(self):
        """Every place of a slider with fractions, without what floats add to 0.1 + 0.2."""
        widget = self.widget
        count = int((widget.max - widget.min) / widget.step + 1e-9)
        return [round(widget.min + number * widget.step, 10) for number in range(count + 1)]


def _pairs(options):
    return [option if isinstance(option, tuple) else (option, option) for option in options]


class ChoiceControl:
    """A dropdown over named values of any kind.

    The dropdown holds the names alone: ipywidgets compares values with ``==``, which an array
    answers with an array.
    """

    def __init__(self, name, values, start=None):
        self.name, self._values = name, dict(values)
        first = next((key for key, value in self._values.items() if same_value(value, start)), None)
        if first is None and isinstance(start, str) and start in self._values:
            first = start
        names = list(self._values)
        self.widget = widgets.Dropdown(options=names, value=first or names[0], description=name)
        self.start = self.value

    @property
    def value(self):
        """What the function gets."""
        return self._values[self.widget.value]

    def put(self, value):
        """Choose by name, or by value."""
        if isinstance(value, str) and value in self._values:
            self.widget.value = value
            return
        for key, known in self._values.items():
            if same_value(known, value):
                self.widget.value = key
                return
        raise ValueError(f"{self.name}={value!r} is none of {', '.join(map(str, self._values))}.")

    def choices(self):
        """Return all values."""
        return list(self._values.values())


class PositionControl:
    """A position over the cells of a panel, or None; its range follows the panel that was returned."""

    widget = None

    def __init__(self, name, request, start):
        self.name, self.panel, self.steps = name, request.panel, request.steps
        self.value = self.start = None if start is None else int(start)
        self.count = 1

    def put(self, value):
        """Set the position, None for no cell; what is beyond the panel's last cell :meth:`follow` brings back."""
        self.value = None if value is None else max(0, int(value))

    def follow(self, picture):
        """Take over the number of cells, and stay on the last one where there are fewer."""
        rows, columns = picture.panel(self.panel).shape
        self.count = rows * columns
        if self.value is not None:
            self.value = min(self.value, self.count - 1)

    def choices(self):
        """Return nothing: corners and centre are known only when the picture is."""
        return [self.start]

    def landmarks(self, picture):
        """Return the positions of a panel's corners and its centre."""
        rows, columns = picture.panel(self.panel).shape
        last = rows * columns - 1
        return sorted({0, columns - 1, (rows // 2) * columns + columns // 2, last - columns + 1, last})


class ArrayControl:
    """A small array, edited cell by cell on its panel."""

    widget = None

    def __init__(self, name, request):
        self.name = name
        self._array = request.array.copy()
        self.start = self.value

    @property
    def value(self):
        """What the function gets: a read-only copy."""
        copy = self._array.copy()
        copy.setflags(write=False)
        return copy

    def put(self, value):
        """Set the whole array."""
        self._array = np.array(value, float)

    def put_cell(self, row, column, text):
        """Set one cell from what was typed.

        Raises
        ------
        SettingError
            If it is no number; the array stays as it was.
        """
        plain = text.strip().replace("−", "-").replace(",", ".")
        try:
            number = float(plain)
        except ValueError:
            number = float("nan")
        if not np.isfinite(number) or abs(number) > 1e6:
            raise SettingError(
                _(
                    "“{text}” is not a number that a cell can hold. Type one between −1000000 and 1000000, "
                    "such as 2 or −0.5. The cell still holds {old}.",
                    text=text.strip()[:20],
                    old=format_number(self._array[row, column]),
                )
            )
        self._array[row, column] = number

    def choices(self):
        """Return its start: presets bring other arrays."""
        return [self.start]


class DrawControl(ArrayControl):
    """An array of 0 and 1 that strokes fill."""

    def __init__(self, name, request):
        super().__init__(name, Editable(np.zeros(request.shape)))
        self._brush = request.brush

    def put_stroke(self, points):
        """Fill the cells under a pen that moves along points.

        Parameters
        ----------
        points : sequence of (row, column)
            In cells from the top left corner, as floats; a single one is a dot.
        """
        points = np.asarray(points, float).reshape(-1, 2)
        rows, columns = self._array.shape
        centres = np.stack(np.meshgrid(np.arange(rows) + 0.5, np.arange(columns) + 0.5, indexing="ij"), axis=-1)
        starts = points[:-1] if len(points) > 1 else points
        for start, end in zip(starts, points[-len(starts) :], strict=True):
            self._array[_distance(centres, start, end) <= self._brush] = 1


def _distance(points, start, end):
    """Return the distance of points from the straight line between two others."""
    along = end - start
    length = along @ along
    part = np.clip((points - start) @ along / length, 0, 1)[..., None] if length else 0.0
    return np.linalg.norm(points - (start + part * along), axis=-1)


def control_for(name, request, start):
    """Return the control for an abbreviation of :func:`cnnlib.explore.explore`.

    Raises
    ------
    TypeError
        If there is no control for it.
    """
    if isinstance(request, CellsOf):
        return PositionControl(name, request, start)
    if isinstance(request, Editable):
        return ArrayControl(name, request)
    if isinstance(request, Drawing):
        return DrawControl(name, request)
    if isinstance(request, Mapping):
        return ChoiceControl(name, request, start)
    if isinstance(request, list):
        return ChoiceControl(name, {str(value): value for value in request}, start)
    widget = interactive.widget_from_abbrev(request, *([] if start is None else [start]))
    if widget is None:
        raise TypeError(f"explore: no control for {name}={request!r}; give (min, max), a list, a dict or a bool.")
    if not widget.description:
        widget.description = name
    return WidgetControl(name, widget)
