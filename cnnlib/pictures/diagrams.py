"""Panels for a network: as blocks with arrows, and as volumes."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import NamedTuple

from cnnlib.engine.types import Pair
from cnnlib.pictures.drawable import Drawable
from cnnlib.pictures.panels import CellPanel, Panel


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
class Blocks(Panel):
    """A network as blocks, with arrows from each to the next; one row for each network.

    Parameters
    ----------
    rows : tuple of tuples of Block
        From the input to the output. A row that is too long for the page goes on below.
    title : str
        What is shown.
    headings : tuple of str
        The text above each row; empty for none.
    name, role, weight, note
        As for :class:`~cnnlib.pictures.panels.Panel`.

    Examples
    --------
    >>> len(Blocks([[Block("Affine"), Block("ReLU")]], "a network").rows[0])
    2
    """

    rows: Sequence[Sequence[Block]]
    title: str
    _: KW_ONLY
    headings: Sequence[str] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set(rows=tuple(tuple(row) for row in self.rows), headings=tuple(self.headings))
        if self.headings and len(self.headings) != len(self.rows):
            raise ValueError(f"{self._kind}: {len(self.headings)} headings for {len(self.rows)} rows.")


class Line(NamedTuple):
    """A line of text below a volume, with a bar behind it that shows how large its number is.

    Parameters
    ----------
    text : str
        What is written.
    share : float
        Length of the bar, from 0 (no bar) to 1 (as long as the line can be).
    role : str
        Whose tint the bar has (a key of :data:`cnnlib.pictures.palette.TINTS`).
    """

    text: str
    share: float = 0.0
    role: str = "difference"


@dataclass(frozen=True)
class Volume(Drawable):
    """What one layer returns, drawn as a box.

    Parameters
    ----------
    label : str
        The layer, such as ``Conv 3×3``; it may take several lines.
    shape : tuple of int
        (C, H, W), or (features,); empty where there is none.
    lines : tuple of Line
        The text below the label, line by line.
    role : str
        Whose colour it has.
    broken : bool
        Whether the network cannot go on here: crossed out.
    """

    label: str
    shape: tuple[int, ...] = ()
    lines: tuple[Line, ...] = ()
    role: str = "output"
    broken: bool = False


@dataclass(frozen=True, eq=False)
class Volumes(CellPanel):
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
        Places on the panel, filled row by row. They must not depend on a slider. On a narrow page a row goes on below.
    largest, deepest : int
        Height and width, and channels, of the largest box that has its true size.
    chosen : int or None
        A volume to frame.
    name, role, weight, note, picks
        As for :class:`~cnnlib.pictures.panels.CellPanel`; the cells are the places.

    Raises
    ------
    ValueError
        If a field does not fit the others. It is a mistake of the builder, not of a learner.

    Examples
    --------
    >>> Volumes([Volume("input", (1, 8, 8)), Volume("Conv", (4, 6, 6))], "a network", rows=1, columns=3).shape
    (1, 3)
    """

    volumes: Sequence[Volume]
    title: str
    rows: int
    columns: int
    _: KW_ONLY
    largest: int = 32
    deepest: int = 1024
    chosen: int | None = None

    def __post_init__(self) -> None:
        self._set(volumes=tuple(self.volumes))
        super().__post_init__()
        if not 1 <= self.count <= self.rows * self.columns:
            raise ValueError(f"{self._kind}: {self.count} volumes for {self.shape} places.")

    @property
    def shape(self) -> Pair:
        """Rows and columns of places."""
        return self.rows, self.columns

    @property
    def count(self) -> int:
        """How many volumes there are."""
        return len(self.volumes)
