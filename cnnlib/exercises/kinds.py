"""What kind of thing an answer is, in words: for the sentence that says why it cannot be read."""

import math
from numbers import Integral, Real

import numpy as np

from cnnlib.messages import _, ngettext

LONGEST_QUOTED = 40
"""A longer text is cut where it is shown: the start tells which one it is."""


def plain_number(answer: object) -> int | float | None:
    """Return a finite real number as int (if it is whole) or float, and None for anything else."""
    if has_masked_cells(answer):
        return None
    if isinstance(answer, (np.ndarray, np.generic)) and answer.ndim == 0:
        answer = answer.item()
    if isinstance(answer, bool) or not isinstance(answer, Real):
        return None
    if isinstance(answer, Integral):
        return int(answer)
    value = float(answer)
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def has_masked_cells(value: object) -> bool:
    """Whether a value is an array with masked cells: what NumPy finds below the mask is no number that was meant."""
    # A plain array has no mask, and to ask for one would load a part of NumPy that is seldom used.
    return isinstance(value, np.ndarray) and type(value) is not np.ndarray and bool(np.ma.is_masked(value))


def nested_shape(answer: object, depth: int = 4) -> tuple[int, ...] | None:
    """The shape of an array or of lists in lists: () for a value, None where the parts differ in shape."""
    if isinstance(answer, np.ndarray):
        return answer.shape
    if not isinstance(answer, (list, tuple)) or not depth:  # a list can hold itself
        return ()
    if not answer:
        return (0,)
    if not any(issubclass(kind, (list, tuple, np.ndarray)) for kind in set(map(type, answer))):
        return (len(answer),)  # of a long list, this is found at once
    first, *others = (nested_shape(part, depth - 1) for part in answer)
    if first is None or any(other != first for other in others):
        return None
    return (len(answer), *first)


def flat(answer: object) -> list[object]:
    """The values of an array or of lists in lists, in reading order."""
    if isinstance(answer, np.ndarray):
        return list(answer.flat)
    return [value for part in answer for value in flat(part)] if isinstance(answer, (list, tuple)) else [answer]


def quoted(text: str) -> str:
    """Write a text in quotes and on one line, cut if it is long."""
    words = " ".join(text.split())
    return f'"{words}"' if len(words) <= LONGEST_QUOTED else f'"{words[: LONGEST_QUOTED - 1]}…"'


def complaint(part: object) -> str:
    """Say why a value cannot be taken for a number, or for a whole number."""
    if has_masked_cells(part):
        return _("One of its numbers is masked, so it is no number.")
    if isinstance(part, (np.ndarray, np.generic)) and part.ndim == 0:
        part = part.item()
    if isinstance(part, str):
        return _("{value} is text, not a number.", value=quoted(part))
    if isinstance(part, bool):
        return _("{value} is a yes or no, not a number.", value=part)
    if not isinstance(part, Real):
        return _("One of its values is {kind}, not a number.", kind=kind_of(part))
    value = plain_number(part)
    if isinstance(value, int):  # of so many digits that it fits into no array, and on no line
        return _("One of its numbers is too large.")
    if value is None:
        return _("{value} is not a finite number.", value=part)
    return _("{value} is not a whole number.", value=value)


def kind_of(answer: object) -> str:
    """Say what kind of thing was given, to follow "What you gave is"."""
    if isinstance(answer, str):
        return _("text")
    if isinstance(answer, (bool, np.bool_)):
        return _("a yes or no (True or False)")
    if isinstance(answer, np.ndarray) and answer.ndim:
        return _("an array with the shape {shape}", shape=answer.shape)
    if isinstance(answer, dict):
        return _("a dictionary with the settings {names}", names=", ".join(map(str, answer)) or "—")
    if isinstance(answer, (list, tuple)):
        return _kind_of_list(answer)
    if isinstance(answer, (Real, np.ndarray)):
        value = plain_number(answer)
        if value is None:
            return _("a value that is not a finite number")
        return _("a whole number") if isinstance(value, int) else _("a number that is not whole")
    if isinstance(answer, type):
        return _("a class")
    if callable(answer):
        return _("a function")
    return _("an object of the type {name}", name=type(answer).__name__)


def _kind_of_list(answer: list[object] | tuple[object, ...]) -> str:
    size = nested_shape(answer)
    if size is None:
        return _("a list whose parts differ in shape")
    if len(size) > 1:
        return _("an array with the shape {shape}", shape=size)
    return ngettext("a row of {count} value", "a row of {count} values", size[0])
