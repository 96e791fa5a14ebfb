"""What panels have in common, and the panels that show arrays: grids of cells and stacks of feature maps."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from types import MappingProxyType

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.pictures.cells import positions
from cnnlib.pictures.drawable import Drawable, frozen
from cnnlib.pictures.palette import COLOUR_SCALES, ROLES


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


class _Neutral(Drawable):
    """What the layout and the page ask of every panel, with the answers of one that has no cells."""

    title: str  # each kind has it as a field: its place among the arguments differs
    picks: Mapping[str, Array] = MappingProxyType({})
    edits: str | None = None
    draws: str | None = None
    scale: str | None = None
    has_cells = False

    @property
    def shape(self) -> Pair:
        """Rows and columns of cells."""
        return 0, 0


@dataclass(frozen=True, eq=False, kw_only=True)
class Panel(_Neutral):
    """What all panels have.

    Parameters
    ----------
    name : str
        What controls and tests call it.
    role : str
        A key of :data:`cnnlib.pictures.palette.ROLES`: colour of title and frame.
    weight : float
        Its share of the row's width.
    note : str
        One line below the panel.

    Raises
    ------
    ValueError
        If a field does not fit the others. It is a mistake of the builder, not of a learner.
    """

    name: str = ""
    role: str = "plain"
    weight: float = 1.0
    note: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"{self._kind}: unknown role {self.role!r}.")

    @property
    def _kind(self) -> str:
        """The kind and the title, for messages."""
        return f"{type(self).__name__} {self.title!r}"


@dataclass(frozen=True, eq=False, kw_only=True)
class CellPanel(Panel):
    """What all panels have whose cells can be pressed: pixels, whole maps or volumes.

    Parameters
    ----------
    picks : dict of str to int array, (rows, columns)
        Control → its value for each cell; −1 for none. Pressing a cell sets these controls.
    name, role, weight, note
        As for :class:`Panel`.
    """

    picks: Mapping[str, Array] = field(default_factory=dict)

    has_cells = True

    def __post_init__(self) -> None:
        super().__post_init__()
        picks = {control: frozen(array, np.intp) for control, array in self.picks.items()}
        if any(array.shape != self.shape for array in picks.values()):
            raise ValueError(f"{self._kind} has cells {self.shape}, but picks of another shape.")
        self._set(picks=picks)

    @property
    def count(self) -> int:
        """How many cells hold something."""
        return self.shape[0] * self.shape[1]

    def positions(self) -> Array:
        """Return the number of each cell, −1 where there is nothing: picks of a control.

        Examples
        --------
        >>> Maps(np.zeros((3, 1, 1)), "maps (3, 1, 1)", columns=2).positions().tolist()
        [[0, 1], [2, -1]]
        """
        numbers = positions(self.shape)
        return np.where(numbers < self.count, numbers, -1)


@dataclass(frozen=True, eq=False)
class Sign(Panel):
    """A sign between two panels, such as ``⊛`` or ``=``; where panels are stacked, before the second one.

    Parameters
    ----------
    text : str
        The sign; empty for a gap.
    name, role, weight, note
        As for :class:`Panel`.
    """

    text: str
    _: KW_ONLY
    title: str = ""
    weight: float = 0.12


@dataclass(frozen=True, eq=False)
class Grid(CellPanel):
    """A grid of cells: small ones show their numbers, large ones are an image.

    Parameters
    ----------
    values : array, (H, W), or (H, W, 3) where `colours` is ``"rgb"``
        What the cells hold.
    title : str
        Names the panel and states its shape.
    colours : str
        ``"tint"`` (white to the role's tint), ``"grey"`` (black to white), ``"ink"``
        (white paper to black ink), ``"signed"`` (diverging, white at 0), ``"activation"`` (cividis) or ``"rgb"``.
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
    covered : bool array, (H, W), or None
        Cells that are not known yet: grey, with a question mark in place of the number.
    edits : str or None
        The control whose array this panel edits.
    draws : str or None
        The control whose array a stroke on this panel fills.
    tile : (int, int) or None
        Rows and columns of the images that the grid is laid out of, side by side: a line parts them.
    scale : str or None
        Panels of one picture with the same `scale` have cells of the same size.
    name, role, weight, note, picks
        As for :class:`CellPanel`.

    Raises
    ------
    ValueError
        If a field does not fit the values. It is a mistake of the builder, not of a learner.

    Examples
    --------
    >>> Grid([[1, 2], [3, 4]], "input (2, 2)", name="input").values.shape
    (2, 2)
    """

    values: Array
    title: str
    _: KW_ONLY
    role: str = "input"
    colours: str = "tint"
    limits: tuple[float, float] = (0.0, 1.0)
    frame: tuple[int, int, int, int] = (0, 0, 0, 0)
    numbers: bool = True
    digits: int = 2
    outlines: Sequence[Outline] = ()
    marked: Array | None = None
    covered: Array | None = None
    tile: Pair | None = None
    edits: str | None = None
    draws: str | None = None
    scale: str | None = None

    def __post_init__(self) -> None:
        values = frozen(self.values)
        if values.ndim != (3 if self.colours == "rgb" else 2) or values.size == 0:
            raise ValueError(f"{self._kind}: values of shape {values.shape} are not a grid of cells.")
        if self.colours not in COLOUR_SCALES:
            raise ValueError(f"{self._kind}: unknown colours {self.colours!r}.")
        self._set(values=values, outlines=tuple(self.outlines))
        super().__post_init__()
        for name, what in (("marked", "marks"), ("covered", "covers")):
            if (mask := getattr(self, name)) is None:
                continue
            if np.shape(mask) != self.shape:
                raise ValueError(f"{self._kind} has cells {self.shape}, but {what} of another shape.")
            self._set(**{name: frozen(mask, bool)})

    @property
    def shape(self) -> Pair:
        """Rows and columns of cells."""
        rows, columns = self.values.shape[:2]
        return rows, columns


@dataclass(frozen=True, eq=False)
class Maps(CellPanel):
    """Feature maps side by side, each a small image: a layer's whole output at a glance.

    Parameters
    ----------
    values : array, (C, H, W)
        One map for each channel.
    title : str
        Names the panel and states its shape.
    columns : int
        Maps in a row.
    colours, limits
        As for :class:`Grid`, but for ``"rgb"``.
    chosen : int or None
        A map to outline.
    chosen_role : str
        Whose colour this outline has: the kernel's for the map of a filter, ``"plain"`` for an image.
    labels : tuple of str
        The text below each map; empty for none.
    name, role, weight, note, picks
        As for :class:`CellPanel`; the cells are the maps.

    Raises
    ------
    ValueError
        If a field does not fit the values. It is a mistake of the builder, not of a learner.

    Examples
    --------
    >>> Maps(np.zeros((8, 4, 4)), "after conv (8, 4, 4)", columns=4).shape
    (2, 4)
    """

    values: Array
    title: str
    columns: int
    _: KW_ONLY
    role: str = "output"
    colours: str = "activation"
    limits: tuple[float, float] = (0.0, 1.0)
    chosen: int | None = None
    chosen_role: str = "kernel"
    labels: Sequence[str] = ()

    def __post_init__(self) -> None:
        values = frozen(self.values)
        if values.ndim != 3 or values.size == 0 or self.columns < 1:
            raise ValueError(f"{self._kind}: values of shape {values.shape} are not a stack of maps.")
        if self.colours not in COLOUR_SCALES or self.colours == "rgb":
            raise ValueError(f"{self._kind}: unknown colours {self.colours!r}.")
        if self.labels and len(self.labels) != len(values):
            raise ValueError(f"{self._kind}: {len(self.labels)} labels for {len(values)} maps.")
        self._set(values=values, labels=tuple(self.labels))
        super().__post_init__()

    @property
    def shape(self) -> Pair:
        """Rows and columns of maps."""
        return -(-self.count // self.columns), self.columns

    @property
    def count(self) -> int:
        """How many maps there are."""
        return len(self.values)
