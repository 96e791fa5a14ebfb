"""Names for the types that the signatures of this library share."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]
"""An array of any kind of number."""

Shape = tuple[int, ...]
"""Lengths of the axes of an array."""

Pair = tuple[int, int]
"""(height, width), or (row, column)."""

Size = int | Pair
"""One number for both axes, or (height, width)."""

PerSide = tuple[Pair, Pair]
"""Padding, resolved: ((top, bottom), (left, right))."""

AxisPadding = int | Pair | str
"""Padding of one axis: both sides alike, (before, after) or the word "same"."""

Padding = int | Pair | PerSide | str
"""Padding in any of its forms; the one word is "same"."""
