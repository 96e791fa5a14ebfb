"""What panels have in common, and the panels that show arrays: grids of cells and stacks of feature maps."""

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
class Sign(Drawable):
    """A sign between two panels, such as ``⊛`` or ``=``; left out where panels are stacked."""

    text: str
    weight: float = 0.12
    title: str = ""
    name: str = ""


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
class Maps(Drawable):
    """Feature maps side by side, each a small image: a layer's whole output at a glance.

    Parameters
    ----------
    values : array, (C, H, W)
        One map for each channel.
    title : str
        Names the panel and states its shape.
    columns : int
        Maps in a row.
    name, role, colours, limits, note, weight
        As for :class:`~cnnlib.pictures.picture.Grid`.
    chosen : int or None
        A map to outline.
    labels : tuple of str
        What stands below each map; empty for nothing.
    picks : dict of str to int array (rows, columns)
        As for a grid, but of the maps: pressing one sets these controls.

    Raises
    ------
    ValueError
        If a field does not fit the values. It is a mistake of the builder, not of a learner.

    Examples
    --------
    >>> Maps(np.zeros((8, 4, 4)), "after conv (8, 4, 4)", columns=4).shape
    (2, 4)
    """

    values: np.ndarray
    title: str
    columns: int
    name: str = ""
    role: str = "output"
    colours: str = "activation"
    limits: tuple = (0.0, 1.0)
    chosen: int | None = None
    labels: tuple = ()
    picks: Mapping = field(default_factory=dict)
    note: str = ""
    weight: float = 1.0

    edits = draws = scale = None

    def __post_init__(self):
        values = frozen(self.values)
        if values.ndim != 3 or values.size == 0 or self.columns < 1:
            raise ValueError(f"Maps {self.title!r}: values of shape {values.shape} are no stack of maps.")
        if self.colours not in COLOUR_SCALES or self.colours == "rgb" or self.role not in ROLES:
            raise ValueError(f"Maps {self.title!r}: unknown colours {self.colours!r} or role {self.role!r}.")
        if self.labels and len(self.labels) != len(values):
            raise ValueError(f"Maps {self.title!r}: {len(self.labels)} labels for {len(values)} maps.")
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "labels", tuple(self.labels))
        picks = {control: frozen(array, np.intp) for control, array in dict(self.picks).items()}
        if any(array.shape != self.shape for array in picks.values()):
            raise ValueError(f"Maps {self.title!r} has maps {self.shape}, but picks of another shape.")
        object.__setattr__(self, "picks", picks)

    @property
    def shape(self):
        """Rows and columns of maps."""
        return -(-len(self.values) // self.columns), self.columns

    def positions(self):
        """Return the number of each map at its place, −1 where a row is not full: picks of a control.

        Examples
        --------
        >>> Maps(np.zeros((3, 1, 1)), "maps (3, 1, 1)", columns=2).positions().tolist()
        [[0, 1], [2, -1]]
        """
        numbers = np.arange(self.shape[0] * self.columns).reshape(self.shape)
        return np.where(numbers < len(self.values), numbers, -1)
