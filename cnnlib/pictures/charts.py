"""Panels with axes: curves and bars."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cnnlib.pictures.panels import Drawable, frozen


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
