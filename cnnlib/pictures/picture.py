"""A picture as plain data: rows of panels, and the sentences that belong to them.

Nothing here draws. :mod:`cnnlib.canvas` turns a :class:`Picture` into pixels, and
:mod:`cnnlib.explore` makes it live; both are imported only when a picture is displayed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import numpy as np

from cnnlib.pictures.palette import COLOUR_SCALES, ROLES


def frozen(array, dtype=None):
    """Return a read-only copy, so that a picture can never change after it was made."""
    copy = np.array(array, dtype=dtype)
    copy.setflags(write=False)
    return copy


def _alike(one, other):
    """Tell whether two field values would be drawn the same."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.shape(one) == np.shape(other) and np.array_equal(one, other, equal_nan=_may_be_nan(one))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, Drawable) and type(one) is type(other):
        return one.looks_like(other)
    return type(one) is type(other) and one == other


def _may_be_nan(array):
    return isinstance(array, np.ndarray) and array.dtype.kind == "f"


class Drawable:
    """Something that can be compared with what is already on the canvas."""

    def looks_like(self, other):
        """Tell whether `other` would be drawn exactly as this is."""
        if type(self) is not type(other):
            return False
        return all(_alike(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))


@dataclass(frozen=True)
class Outline(Drawable):
    """A rectangle around cells of a grid.

    Parameters
    ----------
    row, column : int
        The top left cell, counted in the grid's own rows and columns.
    height, width : int
        Cells that it spans.
    role : str
        Whose colour it has (a key of :data:`cnnlib.pictures.palette.ROLES`).
    """

    row: int
    column: int
    height: int = 1
    width: int = 1
    role: str = "kernel"


@dataclass(frozen=True, eq=False)
class Grid(Drawable):
    """A grid of cells: small ones show their numbers, large ones are an image.

    Parameters
    ----------
    values : array, (H, W), or (H, W, 3) where `colours` is ``"rgb"``
        What the cells hold.
    title : str
        Names the panel and states its shape.
    name : str
        What controls and tests call it.
    role : str
        A key of :data:`cnnlib.pictures.palette.ROLES`: colour of title and frame.
    colours : str
        ``"tint"`` (white to the role's tint), ``"grey"`` (black to white), ``"signed"``
        (diverging, white at 0), ``"activation"`` (cividis) or ``"rgb"``.
    limits : (float, float)
        Values at the ends of the colour scale. They must not depend on what a slider does to the
        values, or colours would lose their meaning while it moves.
    frame : (int, int, int, int)
        Rows at the top and bottom, columns at the left and right, that are padding: hatched.
    numbers : bool
        Whether cells show their values. They do so only where there is room to read them.
    digits : int
        Decimals of these numbers.
    outlines : tuple of Outline
        Rectangles around cells, the last one on top.
    marked : bool array, (H, W), or None
        Cells that carry a mark in their corner (a mark, so that colour is not all that tells).
    note : str
        One line below the panel.
    picks : dict of str to int array (H, W)
        Control → its value for each cell; −1 for none. Pressing a cell sets these controls.
    edits : str or None
        The control whose array this panel edits.
    draws : str or None
        The control whose array a stroke on this panel fills.
    weight : float
        Its share of the row's width.
    scale : str or None
        Panels of one picture with the same `scale` have cells of the same size.

    Raises
    ------
    ValueError
        If a field does not fit the values. It is a mistake of the builder, not of a learner.

    Examples
    --------
    >>> Grid([[1, 2], [3, 4]], "input (2, 2)", name="input").values.shape
    (2, 2)
    """

    values: np.ndarray
    title: str
    name: str = ""
    role: str = "input"
    colours: str = "tint"
    limits: tuple = (0.0, 1.0)
    frame: tuple = (0, 0, 0, 0)
    numbers: bool = True
    digits: int = 2
    outlines: tuple = ()
    marked: np.ndarray | None = None
    note: str = ""
    picks: Mapping = field(default_factory=dict)
    edits: str | None = None
    draws: str | None = None
    weight: float = 1.0
    scale: str | None = None

    def __post_init__(self):
        values = frozen(self.values)
        if values.ndim != (3 if self.colours == "rgb" else 2) or values.size == 0:
            raise ValueError(f"Grid {self.title!r}: values of shape {values.shape} are no grid of cells.")
        if self.colours not in COLOUR_SCALES or self.role not in ROLES:
            raise ValueError(f"Grid {self.title!r}: unknown colours {self.colours!r} or role {self.role!r}.")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "outlines", tuple(self.outlines))
        picks = {control: frozen(array, np.intp) for control, array in dict(self.picks).items()}
        object.__setattr__(self, "picks", picks)
        if self.marked is not None:
            object.__setattr__(self, "marked", frozen(self.marked, bool))
        for array in [*picks.values(), *([] if self.marked is None else [self.marked])]:
            if array.shape != self.shape:
                raise ValueError(f"Grid {self.title!r} has cells {self.shape}, but an array of shape {array.shape}.")

    @property
    def shape(self):
        """Rows and columns of cells."""
        return self.values.shape[:2]


@dataclass(frozen=True, eq=False)
class Curves(Drawable):
    """Lines over one x axis.

    Parameters
    ----------
    series : dict of str to (x, y)
        Label → its points. Line styles differ, so that colour is not all that tells.
    title, x_label, y_label : str
        What is shown, with units.
    x_limits, y_limits : (float, float)
        Ends of the axes. They must not depend on a slider.
    here : tuple of (float, float)
        Points to mark: where the controls stand now.
    legend : str
        The corner where the labels stand: the same one while a slider moves.
    log : bool
        Whether the y axis goes up by factors of ten.
    name, role, weight, note
        As in :class:`Grid`.
    """

    series: Mapping
    title: str
    x_label: str
    y_label: str
    x_limits: tuple
    y_limits: tuple
    here: tuple = ()
    legend: str = "upper right"
    log: bool = False
    name: str = ""
    role: str = "plain"
    weight: float = 1.0
    note: str = ""

    def __post_init__(self):
        series = {label: (frozen(x), frozen(y)) for label, (x, y) in dict(self.series).items()}
        object.__setattr__(self, "series", series)


@dataclass(frozen=True, eq=False)
class Bars(Drawable):
    """One bar for each label.

    Parameters
    ----------
    labels : tuple of str
        What stands below the bars.
    values : array, (len(labels),)
        Their heights.
    title, y_label : str
        What is shown, with units.
    y_limits : (float, float)
        Ends of the axis. They must not depend on a slider.
    chosen : int or None
        A bar to set off by a hatch: where the controls stand now.
    log : bool
        Whether the y axis goes up by factors of ten.
    name, role, weight, note
        As in :class:`Grid`.
    """

    labels: tuple
    values: np.ndarray
    title: str
    y_label: str
    y_limits: tuple
    chosen: int | None = None
    log: bool = False
    name: str = ""
    role: str = "plain"
    weight: float = 1.0
    note: str = ""

    def __post_init__(self):
        object.__setattr__(self, "labels", tuple(self.labels))
        object.__setattr__(self, "values", frozen(self.values))


@dataclass(frozen=True)
class Sign(Drawable):
    """A sign between two panels, such as ``⊛`` or ``=``; left out where panels are stacked."""

    text: str
    weight: float = 0.12
    title: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class Picture(Drawable):
    """What a learner sees at one setting.

    Parameters
    ----------
    rows : tuple of tuples of panels
        :class:`Grid`, :class:`Curves`, :class:`Bars` or :class:`Sign`.
    caption : str
        One sentence that says what is to be seen: the alt text, and what tests read.
    formula : str
        The formula with its live values.
    code : str
        The call that computes what is seen. Names such as ``image`` stand for arrays of the function
        that made the picture, where they are too large to be written out.
    heights : tuple of int
        Height of each row in CSS pixels; 280 where it is left out.
    across : int
        Panels of a row that stay side by side on a narrow page, where signs between them are left out.
    progress : float or None
        Of a film's pictures: how far it has come, from 0 to 1.

    Examples
    --------
    >>> picture = Picture([[Grid([[1, 2]], "input (1, 2)", name="input")]], caption="Two cells.")
    >>> picture.panel("input").shape
    (1, 2)
    """

    rows: tuple
    caption: str
    formula: str = ""
    code: str = ""
    heights: tuple = ()
    across: int = 1
    progress: float | None = None

    def __post_init__(self):
        rows = tuple(tuple(row) for row in self.rows)
        object.__setattr__(self, "rows", rows)
        heights = tuple(self.heights) or (280,) * len(rows)
        if len(heights) != len(rows):
            raise ValueError(f"{len(rows)} rows of panels, but {len(heights)} heights.")
        object.__setattr__(self, "heights", heights)

    @property
    def panels(self):
        """All panels, row by row."""
        return tuple(panel for row in self.rows for panel in row)

    def panel(self, name):
        """Return the panel called `name`.

        Raises
        ------
        KeyError
            If there is none; the message lists those that there are.
        """
        for panel in self.panels:
            if panel.name == name:
                return panel
        names = ", ".join(panel.name for panel in self.panels if panel.name)
        raise KeyError(f"no panel {name!r}; this picture has {names or 'no named panels'}")

    def __repr__(self):
        return self.caption

    def _repr_mimebundle_(self, include=None, exclude=None):
        # The one place where a picture knows what draws it, and only when it is displayed.
        from cnnlib.view import display_bundle

        return display_bundle(self)
