"""Names for the types that the signatures of this library share.

NumPy's own names for types are for those who check types: its module takes a millisecond to load, and most of the
modules of the engine ask for it only then.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]
    """An array of any kind of number."""
else:
    Array = np.ndarray

Shape = tuple[int, ...]
"""Lengths of the axes of an array."""

Pair = tuple[int, int]
"""(height, width), or (row, column)."""

Size = int | Pair
"""One number for both axes, or (height, width)."""

PerSide = tuple[Pair, Pair]
"""Padding, resolved: ((top, bottom), (left, right))."""

AxisPadding = int | Pair | str
"""Padding of one axis: both sides alike, (before, after), or one of the words "same" and "valid"."""

Padding = int | Pair | PerSide | str
"""Padding in any of its forms; the words are "same" and "valid"."""
