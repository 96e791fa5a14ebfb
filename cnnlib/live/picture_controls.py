"""Controls that have no widget, since the picture itself is the control: its cells are pressed, edited or drawn on."""

import hashlib
import re

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.settings import SettingError
from cnnlib.engine.types import Array, Pair
from cnnlib.live.abbreviations import CellsOf
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, within
from cnnlib.pictures.picture import Picture


class PositionControl:
    """A position over the cells of one or several panels, or None; its range follows the panels that were returned."""

    widget = None

    def __init__(self, name: str, asked: CellsOf, start: int | None) -> None:
        self.name, self.panels, self.steps = name, asked.panels, asked.steps
        self.start = None if start is None else int(start)
        self.value = self.start
        self.count = 1

    def put(self, value: int | None) -> None:
        """Set the position, None for no cell; what is beyond the last cell :meth:`follow` brings back."""
        self.value = self.accept(value)

    def accept(self, value: int | None) -> int | None:
        """Return the position; before the first cell there is none."""
        return None if value is None else max(0, int(value))

    def mark(self, value: int | None) -> int | None:
        """Return the position."""
        return value

    def follow(self, picture: Picture) -> None:
        """Take over the number of cells, and stay on the last one where there are fewer."""
        self.count = self.cells(picture)
        self.value = self.followed(self.value, picture)

    def cells(self, picture: Picture) -> int:
        """Return how many cells it can be on."""
        return sum(rows * columns for rows, columns in self._shapes(picture))

    def followed(self, value: int | None, picture: Picture) -> int | None:
        """Return the position that a value becomes on a picture: where there are fewer cells, the last."""
        return None if value is None else within(value, self.cells(picture))

    def choices(self) -> list[int | None]:
        """Return its start: the cells are known only when the picture is, see :meth:`landmarks`."""
        return [self.start]

    def rest(self) -> list[int | None]:
        """Return nothing."""
        return []

    def landmarks(self, picture: Picture) -> list[int]:
        """Return the positions of the corners and the centre of each panel."""
        found, first = set(), 0
        for rows, columns in self._shapes(picture):
            count = rows * columns
            places = {0, columns - 1, (rows // 2) * columns + columns // 2, count - columns, count - 1}
            found |= {first + place for place in places}
            first += count
        return sorted(found)

    def cell(self, value: int | None, picture: Picture) -> Pair:
        """Return the (row, column) of a position in the panel that holds it; without a position the first cell."""
        *others, last = self._shapes(picture)
        place = value or 0
        for rows, columns in others:
            if place < rows * columns:
                return cell_at(place, (rows, columns))
            place -= rows * columns
        return cell_at(place, last)

    def _shapes(self, picture: Picture) -> list[Pair]:
        return [picture.panel(name).shape for name in self.panels]


class ArrayControl:
    """A small array, edited cell by cell on its panel."""

    widget = None

    def __init__(self, name: str, start: ArrayLike) -> None:
        self.name = name
        self._array = np.array(start, float)
        self.start = self.value

    @property
    def value(self) -> Array:
        """What the function gets: a read-only copy."""
        return self.accept(self._array)

    def accept(self, value: ArrayLike) -> Array:
        """Return a read-only copy."""
        copy = np.array(value, float)
        copy.setflags(write=False)
        return copy

    def mark(self, value: Array) -> str:
        """Return a digest of the numbers."""
        shape = ",".join(map(str, value.shape)).encode()
        return hashlib.blake2b(np.ascontiguousarray(value).tobytes(), digest_size=9, person=shape[:16]).hexdigest()

    def put(self, value: ArrayLike) -> None:
        """Set the whole array."""
        self._array = np.array(value, float)

    def put_cell(self, row: int, column: int, text: str) -> None:
        """Set one cell from what was typed.

        Raises
        ------
        SettingError
            If it is not a number; the array stays as it was.
        """
        plain = text.strip().replace("−", "-")
        # 1,000 has a comma between its thousands; 1,5 has one before its decimals.
        plain = plain.replace(",", "" if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?", plain) else ".")
        try:
            number = float(plain)
        except ValueError:
            number = float("nan")
        if not np.isfinite(number) or abs(number) > 1e6:
            raise SettingError(
                _(
                    "“{text}” is not a number that a cell can hold. Type one between −1000000 and 1000000, "
                    "such as 2 or −0.5. The cell still holds {old}.",
                    text=text.strip()[:20],
                    old=format_number(self._array[row, column]),
                )
            )
        self._array[row, column] = number

    def choices(self) -> list[Array]:
        """Return its start: presets bring other arrays."""
        return [self.start]

    def rest(self) -> list[Array]:
        """Return nothing."""
        return []


class DrawControl(ArrayControl):
    """An array of 0 and 1 that strokes fill."""

    def __init__(self, name: str, shape: Pair, brush: float) -> None:
        super().__init__(name, np.zeros(shape))
        self._brush = brush

    @property
    def pen(self) -> float:
        """How many cells wide its lines are."""
        return 2 * self._brush

    def put_stroke(self, stroke: ArrayLike) -> None:
        """Fill the cells under a pen that moves along points.

        Parameters
        ----------
        stroke : array, (points, 2)
            Row and column of each point, in cells from the top left corner; a single point is a dot.
        """
        points = np.asarray(stroke, float).reshape(-1, 2)
        rows, columns = self._array.shape
        centres = np.stack(np.meshgrid(np.arange(rows) + 0.5, np.arange(columns) + 0.5, indexing="ij"), axis=-1)
        starts = points[:-1] if len(points) > 1 else points
        for start, end in zip(starts, points[-len(starts) :], strict=True):
            self._array[_distance(centres, start, end) <= self._brush] = 1


def _distance(points: Array, start: Array, end: Array) -> Array:
    """Return the distance of points from the straight line between two others."""
    along = end - start
    length = along @ along
    part = np.clip((points - start) @ along / length, 0, 1)[..., None] if length else 0.0
    return np.linalg.norm(points - (start + part * along), axis=-1)
