"""Plain data that cannot change, and that can be compared with what is already on the canvas."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from cnnlib.engine.types import Array


def frozen(array: ArrayLike, dtype: DTypeLike | None = None) -> Array:
    """Return a read-only copy, so that a picture can never change after it was made."""
    copy = np.array(array, dtype=dtype)
    copy.setflags(write=False)
    return copy


def _alike(one: object, other: object) -> bool:
    """Tell whether two field values would be drawn the same."""
    if one is other:
        return True
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_alike(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_alike, one, other))
    if isinstance(one, Drawable):
        return one.looks_like(other)
    return type(one) is type(other) and one == other


@dataclass(frozen=True, eq=False)
class Drawable:
    """Something that can be compared with what is already on the canvas."""

    def looks_like(self, other: object) -> bool:
        """Tell whether `other` would be drawn exactly as this is."""
        if type(self) is not type(other):
            return False
        return all(_alike(getattr(self, each.name), getattr(other, each.name)) for each in fields(self))

    def _set(self, **values: object) -> None:
        """Set fields while the object is made; afterwards they are frozen."""
        for name, value in values.items():
            object.__setattr__(self, name, value)
