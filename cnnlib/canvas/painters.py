"""Which painter paints which kind of panel.

A new kind needs a dataclass in :mod:`cnnlib.pictures`, a painter in this table, and an entry in
:data:`cnnlib.canvas.layout.NEEDS` if it does not take its room as a chart does.
"""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

from cnnlib.canvas.blocks import paint_blocks
from cnnlib.canvas.charts import paint_bars, paint_curves, paint_dots
from cnnlib.canvas.grids import paint_grid
from cnnlib.canvas.layout import Place
from cnnlib.canvas.maps import paint_maps
from cnnlib.canvas.pen import Pen
from cnnlib.canvas.signs import paint_sign
from cnnlib.canvas.solids import paint_solid
from cnnlib.canvas.titles import write_note
from cnnlib.canvas.volumes import paint_volumes
from cnnlib.pictures.charts import Bars, Curves, Dots
from cnnlib.pictures.diagrams import Blocks, Volumes
from cnnlib.pictures.panels import Grid, Maps, Panel, Sign
from cnnlib.pictures.solids import Solid

Kind = TypeVar("Kind", bound=Panel, contravariant=True)


class Painter(Protocol[Kind]):
    """Paints and letters panels of one kind, but for the note below, which is the same for all kinds."""

    def __call__(self, pen: Pen, panel: Kind, place: Place, /) -> None: ...


# Any: the type of a mapping cannot tie each kind to the painter of that kind.
PAINTERS: Mapping[type[Panel], Painter[Any]] = {
    Grid: paint_grid,
    Maps: paint_maps,
    Curves: paint_curves,
    Bars: paint_bars,
    Dots: paint_dots,
    Blocks: paint_blocks,
    Volumes: paint_volumes,
    Solid: paint_solid,
    Sign: paint_sign,
}


def paint_panel(pen: Pen, panel: Panel, place: Place) -> None:
    """Paint a panel on a clear background, with its note."""
    pen.clear(place.box)
    PAINTERS[type(panel)](pen, panel, place)
    write_note(pen, panel, place)
    pen.finish()
