"""Panels beyond a single grid: a stack of feature maps, and a network as blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from cnnlib.pictures.palette import COLOUR_SCALES, ROLES
from cnnlib.pictures.picture import Drawable, frozen


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


@dataclass(frozen=True)
class Block(Drawable):
    """One layer in a diagram.

    Parameters
    ----------
    label : str
        Its name, such as ``Conv 3×3``.
    detail : str
        A second line, such as the shape that it returns.
    role : str
        Whose colour it has.
    broken : bool
        Whether the network cannot go on here: crossed out.
    """

    label: str
    detail: str = ""
    role: str = "plain"
    broken: bool = False


@dataclass(frozen=True, eq=False)
class Blocks(Drawable):
    """A network as blocks, with arrows from each to the next; one row for each network.

    Parameters
    ----------
    rows : tuple of tuples of Block
        From the input to the output. A row that is too long for the page goes on below.
    title : str
        What is shown.
    headings : tuple of str
        What stands above each row; empty for nothing.
    name, role, weight, note
        As for :class:`~cnnlib.pictures.picture.Grid`.

    Examples
    --------
    >>> len(Blocks([[Block("Affine"), Block("ReLU")]], "a network").rows[0])
    2
    """

    rows: tuple
    title: str
    headings: tuple = ()
    name: str = ""
    role: str = "plain"
    weight: float = 1.0
    note: str = ""

    def __post_init__(self):
        object.__setattr__(self, "rows", tuple(tuple(row) for row in self.rows))
        object.__setattr__(self, "headings", tuple(self.headings))
        if self.headings and len(self.headings) != len(self.rows):
            raise ValueError(f"Blocks {self.title!r}: {len(self.headings)} headings for {len(self.rows)} rows.")
