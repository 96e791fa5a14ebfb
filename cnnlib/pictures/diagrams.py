"""Panels for a network: as blocks with arrows, and as volumes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from cnnlib.pictures.panels import Drawable, frozen


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


@dataclass(frozen=True)
class Volume(Drawable):
    """What one layer returns, drawn as a box.

    Parameters
    ----------
    label : str
        The layer, such as ``Conv 3×3``.
    shape : tuple of int
        (C, H, W), or (features,); empty where there is none.
    lines : tuple of str
        What stands below the box, line by line.
    role : str
        Whose colour it has.
    broken : bool
        Whether the network cannot go on here: crossed out.
    """

    label: str
    shape: tuple = ()
    lines: tuple = ()
    role: str = "output"
    broken: bool = False


@dataclass(frozen=True, eq=False)
class Volumes(Drawable):
    """A network as the boxes of numbers between its layers, with arrows from each to the next.

    A box is as wide and tall as the square roots of its width and height, and as deep as the
    logarithm of its channels: so a tenth of the size can still be seen.

    Parameters
    ----------
    volumes : tuple of Volume
        From the input to the output.
    title : str
        What is shown.
    rows, columns : int
        Places on the panel, filled row by row. They must not depend on a slider.
    largest, deepest : int
        Height and width, and channels, of the largest box that has its true size.
    chosen : int or None
        A volume to frame.
    name, role, weight, note
        As for :class:`~cnnlib.pictures.picture.Grid`.
    picks : dict of str to int array (rows, columns)
        As for a grid, but of the places: pressing one sets these controls.

    Raises
    ------
    ValueError
        If a field does not fit the others. It is a mistake of the builder, not of a learner.

    Examples
    --------
    >>> Volumes([Volume("input", (1, 8, 8)), Volume("Conv", (4, 6, 6))], "a network", rows=1, columns=3).shape
    (1, 3)
    """

    volumes: tuple
    title: str
    rows: int
    columns: int
    largest: int = 32
    deepest: int = 4096
    chosen: int | None = None
    name: str = ""
    role: str = "plain"
    picks: Mapping = field(default_factory=dict)
    note: str = ""
    weight: float = 1.0

    edits = draws = scale = None

    def __post_init__(self):
        object.__setattr__(self, "volumes", tuple(self.volumes))
        if not 1 <= len(self.volumes) <= self.rows * self.columns:
            raise ValueError(f"Volumes {self.title!r}: {len(self.volumes)} volumes for {self.shape} places.")
        picks = {control: frozen(array, np.intp) for control, array in dict(self.picks).items()}
        if any(array.shape != self.shape for array in picks.values()):
            raise ValueError(f"Volumes {self.title!r} has places {self.shape}, but picks of another shape.")
        object.__setattr__(self, "picks", picks)

    @property
    def shape(self):
        """Rows and columns of places."""
        return self.rows, self.columns

    def positions(self):
        """Return the number of each volume at its place, −1 where there is none: picks of a control.

        Examples
        --------
        >>> Volumes([Volume("input", (1, 8, 8))], "a network", rows=1, columns=2).positions().tolist()
        [[0, -1]]
        """
        numbers = np.arange(self.rows * self.columns).reshape(self.shape)
        return np.where(numbers < len(self.volumes), numbers, -1)
