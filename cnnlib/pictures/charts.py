"""Panels with axes: curves, bars and dots."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Literal

from numpy.typing import ArrayLike

from cnnlib.pictures.drawable import frozen
from cnnlib.pictures.palette import ROLES
from cnnlib.pictures.panels import Panel

Corner = Literal["upper left", "upper right", "lower left", "lower right", "center right"]
"""Where a legend can be: the names are those of matplotlib."""


@dataclass(frozen=True, eq=False)
class Curves(Panel):
    """Lines over one x axis.

    Parameters
    ----------
    series : dict of str to (x, y)
        Label → its points. Line styles differ, so that colour is not all that tells.
    title, x_label, y_label : str
        What is shown, with units.
    x_limits, y_limits : (float, float)
        Ends of the axes. They must not depend on a slider.
    roles : tuple of str
        Whose colour each line has, in the order of `series`; by default input, kernel, output, padding.
    ghosts : dict of str to (x, y)
        Label of a line → its points in an earlier run: thin and grey, and in the style of that line.
    here : tuple of (float, float)
        Points to mark: the setting of the controls.
    legend : str
        The corner of the labels: the same one while a slider moves.
    log : bool
        Whether the y axis goes up by factors of ten.
    name, role, weight, note
        As for :class:`~cnnlib.pictures.panels.Panel`.
    """

    series: Mapping[str, tuple[ArrayLike, ArrayLike]]
    title: str
    x_label: str
    y_label: str
    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    _: KW_ONLY
    roles: Sequence[str] = ()
    ghosts: Mapping[str, tuple[ArrayLike, ArrayLike]] = field(default_factory=dict)
    here: Sequence[tuple[float, float]] = ()
    legend: Corner = "upper right"
    log: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.roles and (len(self.roles) != len(self.series) or not set(self.roles) <= set(ROLES)):
            raise ValueError(f"{self._kind}: roles {self.roles} for {len(self.series)} lines.")
        if not set(self.ghosts) <= set(self.series):
            raise ValueError(f"{self._kind}: ghosts of {list(self.ghosts)}, which are no lines.")
        for name in ("series", "ghosts"):
            lines = getattr(self, name).items()
            self._set(**{name: {label: (frozen(x), frozen(y)) for label, (x, y) in lines}})


@dataclass(frozen=True, eq=False)
class Bars(Panel):
    """One bar for each label.

    Parameters
    ----------
    labels : tuple of str
        The text below each bar.
    values : array, (len(labels),)
        Their heights.
    title, y_label : str
        What is shown, with units.
    y_limits : (float, float)
        Ends of the axis. They must not depend on a slider.
    chosen : int or None
        A bar to set off: it keeps its full colour, and the others are lighter.
    log : bool
        Whether the y axis goes up by factors of ten.
    written : tuple of str
        The text at the top of each bar; none of them has one where it is empty.
    name, role, weight, note
        As for :class:`~cnnlib.pictures.panels.Panel`.
    """

    labels: Sequence[str]
    values: ArrayLike
    title: str
    y_label: str
    y_limits: tuple[float, float]
    _: KW_ONLY
    chosen: int | None = None
    log: bool = False
    written: Sequence[str] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        self._set(labels=tuple(self.labels), values=frozen(self.values), written=tuple(self.written))


@dataclass(frozen=True, eq=False)
class Dots(Panel):
    """A column of dots for each label, one dot for each run of an experiment; a line at the mean of each column.

    Parameters
    ----------
    labels : tuple of str
        The text below each column.
    values : sequence of arrays
        For each label the heights of its dots; none for a column that is empty.
    title, y_label : str
        What is shown, with units.
    y_limits : (float, float)
        Ends of the axis. They must not depend on a slider.
    here : tuple of (int, int)
        Dots to mark, each by its label and its place among the dots there: the setting of the controls.
    name, role, weight, note
        As for :class:`~cnnlib.pictures.panels.Panel`.

    Raises
    ------
    ValueError
        If there are more or fewer columns than labels. It is a mistake of the builder, not of a learner.
    """

    labels: Sequence[str]
    values: Sequence[ArrayLike]
    title: str
    y_label: str
    y_limits: tuple[float, float]
    _: KW_ONLY
    here: Sequence[tuple[int, int]] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.values) != len(self.labels):
            raise ValueError(f"{self._kind}: {len(self.values)} columns for {len(self.labels)} labels.")
        self._set(
            labels=tuple(self.labels),
            values=tuple(frozen(column) for column in self.values),
            here=tuple(self.here),
        )
