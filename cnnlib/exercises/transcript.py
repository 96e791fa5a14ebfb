"""A call that failed, written out for the learner: the input, and what came out."""

from typing import Any

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.exercises.outcomes import Outcome
from cnnlib.messages import _, format_number

LARGEST_SHOWN = 12
"""An array with more rows or columns is not written out."""


def transcript(outcome: Outcome) -> str:
    """Write the call and what came out, with the numbers of small arrays.

    Parameters
    ----------
    outcome : Outcome
        The call.

    Returns
    -------
    str
        Several lines; those that start with four spaces are rows of numbers.

    Examples
    --------
    >>> print(transcript(Outcome("flip", {"x": np.array([[1, 2]])}, np.array([[2, 1]]), None, ())))
    The first input that fails: flip(x)
    x has the shape (1, 2) and the type int64
        1  2
    What came out has the shape (1, 2) and the type int64
        2  1
    """
    call = ", ".join(
        key if isinstance(value, np.ndarray) else _plain(value) for key, value in outcome.arguments.items()
    )
    lines = [_("The first input that fails: {call}", call=f"{outcome.name}({call})")]
    for key, value in outcome.arguments.items():
        if isinstance(value, np.ndarray):
            lines += [_("{name} has the shape {shape} and the type {dtype}", name=key, **_described(value))]
            lines += _grid(value)
    if outcome.stopped:
        lines += [outcome.error or ""]
    elif outcome.error is not None:
        lines += [_("It stopped with {error}", error=" ".join(outcome.error.split()))]
    elif outcome.array is not None:
        lines += [_("What came out has the shape {shape} and the type {dtype}", **_described(outcome.array))]
        lines += _grid(outcome.array)
    elif outcome.returned is not None:
        lines += [_("What came out is of the type {name}", name=type(outcome.returned).__name__)]
    return "\n".join(lines)


def _described(value: Array) -> dict[str, object]:
    """Return what is said of every array."""
    return {"shape": value.shape, "dtype": value.dtype}


def _grid(value: Array) -> list[str]:
    """Write a small array in lines that start with four spaces, one of three axes grid by grid; others in no line."""
    if value.ndim == 1:
        return _grid(value[None])
    if value.ndim == 3 and 0 < value.size <= LARGEST_SHOWN**2:
        return [line for index, part in enumerate(value) if _grid(part) for line in (f"    [{index}]", *_grid(part))]
    if value.ndim != 2 or value.size == 0 or max(value.shape) > LARGEST_SHOWN or value.dtype.kind not in "biuf":
        return []
    words = [[format_number(entry) for entry in row] for row in value]
    width = max(len(word) for row in words for word in row)
    return ["    " + "  ".join(word.rjust(width) for word in row) for row in words]


def _plain(value: Any) -> str:
    """Write an argument that is not an array."""
    return format_number(value) if isinstance(value, (int, float)) else str(value)
