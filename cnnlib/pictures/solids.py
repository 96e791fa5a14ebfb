"""An array of channels as one solid: a box of cells, and a smaller box in it that is as deep as the whole."""

import math
from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.pictures.palette import TINTS
from cnnlib.pictures.panels import CellPanel, Outline

ACROSS, UP = 0.55, 0.4
"""How far a channel is behind the one before it, to the right and up, in cells of the front. Neither is half a cell:
the edges at the back must not be taken for lines between cells of the front."""

BESIDE, BELOW = 1, 1
"""Cells of room on the left and below, for the sizes of the sides."""


@dataclass(frozen=True, eq=False)
class Solid(CellPanel):
    """An array (C, H, W) as a box of cells: channel 0 in front, each further channel behind the one before it.

    Parameters
    ----------
    size : (int, int, int)
        Channels, height and width.
    title : str
        Names the panel and states its shape.
    layers : tuple of str
        Each channel → whose tint it has (a key of :data:`cnnlib.pictures.palette.TINTS`).
    block : Outline or None
        Cells of the front that a smaller box takes, which is as deep as the whole.
    deepest : int
        Channels for which there is room. It must not depend on a slider.
    name, role, weight, note, picks, scale
        As for :class:`~cnnlib.pictures.panels.Grid`. The cells are those of a grid that covers the whole panel;
        :meth:`at_front` puts values on those of the front.

    Raises
    ------
    ValueError
        If a field does not fit the others. It is a mistake of the builder, not of a learner.

    Examples
    --------
    A front of 2×3 cells, with room for 4 channels: 2 rows above it and 3 columns behind it.

    >>> solid = Solid((1, 2, 3), "image (1, 2, 3)", ["red"], deepest=4)
    >>> solid.shape, solid.front
    ((5, 7), (2, 1))
    """

    size: tuple[int, int, int]
    title: str
    layers: Sequence[str]
    _: KW_ONLY
    role: str = "input"
    block: Outline | None = None
    deepest: int = 1
    scale: str | None = None

    def __post_init__(self) -> None:
        self._set(layers=tuple(self.layers))
        super().__post_init__()
        channels, height, width = self.size
        if not 1 <= channels <= self.deepest or min(height, width) < 1:
            raise ValueError(f"{self._kind}: a box of {self.size}, with room for {self.deepest} channels.")
        if len(self.layers) != channels or not set(self.layers) <= set(TINTS):
            raise ValueError(f"{self._kind}: the tints {self.layers} for {channels} channels.")
        if self.block is not None and not self._holds(self.block):
            raise ValueError(f"{self._kind}: {self.block} is not within its front.")

    def _holds(self, block: Outline) -> bool:
        _channels, height, width = self.size
        rows = 0 <= block.row < block.row + block.height <= height
        return rows and 0 <= block.column < block.column + block.width <= width

    @property
    def front(self) -> Pair:
        """Row and column of the panel's grid where the front begins."""
        return math.ceil(UP * self.deepest), BESIDE

    @property
    def shape(self) -> Pair:
        """Rows and columns of the grid that covers the panel: the front, what is behind it, and room for words."""
        _channels, height, width = self.size
        above, left = self.front
        return above + height + BELOW, left + width + math.ceil(ACROSS * self.deepest)

    def at_front(self, values: Array) -> Array:
        """Return picks of the whole panel: `values`, (H, W), on the front, and −1 around it.

        Examples
        --------
        >>> Solid((1, 1, 2), "image (1, 1, 2)", ["red"]).at_front(np.array([[5, 6]])).tolist()
        [[-1, -1, -1, -1], [-1, 5, 6, -1], [-1, -1, -1, -1]]
        """
        _channels, height, width = self.size
        above, left = self.front
        picks = np.full(self.shape, -1)
        picks[above : above + height, left : left + width] = values
        return picks
