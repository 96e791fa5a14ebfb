"""A picture as plain data: rows of panels, and the sentences that belong to them.

Nothing here draws. :mod:`cnnlib.canvas` turns a :class:`Picture` into pixels, and
:mod:`cnnlib.explore` makes it live; both are imported only when a picture is displayed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cnnlib.pictures.drawable import Drawable
from cnnlib.pictures.panels import Panel


@dataclass(frozen=True, eq=False)
class Picture(Drawable):
    """What a learner sees at one setting.

    Parameters
    ----------
    rows : tuple of tuples of panels
        Any kind of :class:`~cnnlib.pictures.panels.Panel`.
    caption : str
        One sentence that says what is to be seen: the alt text, and what tests read.
    formula : str
        The formula with its live values.
    code : str
        The call that computes what is seen. Arrays that are too large to be written out appear as the
        names, such as ``image``, that they have in the function that made the picture.
    heights : tuple of int
        Height of each row in CSS pixels; 280 where it is left out.
    across : int or tuple of int
        Panels of a row that stay side by side on a narrow page: in each line, or in the first, the second …, where the
        last number goes on. A sign stays with the panel that it is before.
    progress : float or None
        Of a film's pictures: how far it has come, from 0 to 1.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> picture = Picture([[Grid([[1, 2]], "input (1, 2)", name="input")]], caption="Two cells.")
    >>> picture.panel("input").shape
    (1, 2)
    """

    rows: Sequence[Sequence[Panel]]
    caption: str
    formula: str = ""
    code: str = ""
    heights: Sequence[int] = ()
    across: int | tuple[int, ...] = 1
    progress: float | None = None

    def __post_init__(self) -> None:
        rows = tuple(tuple(row) for row in self.rows)
        heights = tuple(self.heights) or (280,) * len(rows)
        if len(heights) != len(rows):
            raise ValueError(f"{len(rows)} rows of panels, but {len(heights)} heights.")
        self._set(rows=rows, heights=heights)

    @property
    def panels(self) -> tuple[Panel, ...]:
        """All panels, row by row."""
        return tuple(panel for row in self.rows for panel in row)

    def panel(self, name: str) -> Panel:
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

    def with_caption(self, caption: str) -> "Picture":
        """Return the same picture with another caption."""
        return self if caption == self.caption else replace(self, caption=caption)

    def __repr__(self) -> str:
        return self.caption

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        # The one place where a picture knows what draws it, and only when it is displayed.
        from cnnlib.live.view import display_bundle

        return display_bundle(self)
