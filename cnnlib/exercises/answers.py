"""What learners type, read as what they mean.

A *reader* takes whatever was given as an answer and returns a plain value, so that
``(4, 6)``, ``[4, 6]`` and ``np.array([4, 6])`` are one answer. Where it cannot, it
raises :class:`~cnnlib.exercises.refusals.WrongKind`, whose message says which kind of answer is
asked for; a blank that is still a blank raises :class:`~cnnlib.exercises.refusals.NotAttempted`.
``number``, ``whole_number`` and ``number_pair`` are readers; ``shape(2)``, ``choice(a=…, b=…)`` and
so on make one.
"""

from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.exercises.exercise import Reader
from cnnlib.exercises.kinds import complaint, flat, has_masked_cells, nested_shape, plain_number, quoted
from cnnlib.exercises.refusals import WrongKind, not_whole, refuse_blank, wrong_kind
from cnnlib.messages import _


def number(answer: object) -> int | float:
    """Read one number; a whole one becomes an ``int``, whatever type it came in.

    Raises
    ------
    NotAttempted, WrongKind
        As every reader: if the answer is blank, or not one finite number.

    Examples
    --------
    >>> number(np.array(3.0)), number(2.5)
    (3, 2.5)
    """
    refuse_blank(answer)
    value = plain_number(answer)
    if value is None:
        raise wrong_kind(_("one number, such as 42, without quotes"), answer)
    return value


def whole_number(answer: object) -> int:
    """Read one whole number.

    Raises
    ------
    NotAttempted, WrongKind
        If the answer is blank, or not a whole number.

    Examples
    --------
    >>> whole_number(3.0)
    3
    """
    refuse_blank(answer)
    value = plain_number(answer)
    if not isinstance(value, int):
        raise wrong_kind(_("one whole number, such as 42, without quotes"), answer)
    return value


def number_pair(answer: object) -> Pair:
    """Read a whole number for both axes, or (height, width), as (height, width).

    Raises
    ------
    NotAttempted, WrongKind
        If the answer is blank, or neither of the two.

    Examples
    --------
    >>> number_pair(3), number_pair([3, 5])
    ((3, 3), (3, 5))
    """
    refuse_blank(answer)
    value = plain_number(answer)
    if isinstance(value, int):
        return value, value
    values = _whole_numbers(answer)
    if values is None or len(values) != 2:
        raise wrong_kind(
            _("one whole number, such as 42, or two for height and width"), answer, flaw=not_whole(answer, count=2)
        )
    return values


def shape(axes: int = 2) -> Reader:
    """Make a reader of shapes with this many axes.

    Examples
    --------
    >>> shape(2)([4, 6]), shape(2)(np.array([4, 6]))
    ((4, 6), (4, 6))
    """
    pattern = "(10, 20)" if axes == 2 else "(30, 10, 20)" if axes == 3 else "(50, 30, 10, 20)"

    def read(answer: object) -> tuple[int, ...]:
        refuse_blank(answer)
        values = _whole_numbers(answer)
        if values is None or len(values) != axes:
            expected = _(
                "a shape: {count} whole numbers in parentheses, such as {pattern}", count=axes, pattern=pattern
            )
            raise wrong_kind(expected, answer, flaw=not_whole(answer, axes))
        return values

    return read


def cell(rows: int, columns: int) -> Reader:
    """Make a reader of one cell of a picture with `rows` rows and `columns` columns: (row, column), from 0.

    Examples
    --------
    >>> cell(3, 3)([0, 2])
    (0, 2)
    """

    def read(answer: object) -> tuple[int, ...]:
        refuse_blank(answer)
        values = _whole_numbers(answer)
        expected = _(
            "one cell as (row, column): rows 0 to {row}, columns 0 to {column}, counted from 0",
            row=rows - 1,
            column=columns - 1,
        )
        if values is None or len(values) != 2:
            raise wrong_kind(expected, answer, flaw=not_whole(answer, count=2))
        if not (0 <= values[0] < rows and 0 <= values[1] < columns):
            raise WrongKind(
                _("There is no cell {cell}. What is asked for here is {expected}.", cell=values, expected=expected)
            )
        return values

    return read


def choice(**options: tuple[str, ...]) -> Reader:
    """Make a reader of one letter out of several; each letter comes with the words that mean it.

    Examples
    --------
    >>> grows = choice(a=("it grows", "larger"), b=("it shrinks", "smaller"))
    >>> grows("B"), grows(" Larger."), grows("(a)")
    ('b', 'a', 'a')
    """
    letters = {_bare(word): letter for letter, words in options.items() for word in (letter, *words)}

    def read(answer: object) -> str:
        refuse_blank(answer)
        letter = letters.get(_bare(answer)) if isinstance(answer, str) else None
        if letter is None:
            listed = ", ".join(f'"{letter}"' for letter in options)
            given = _("What you gave is {text}.", text=quoted(answer)) if isinstance(answer, str) else None
            raise wrong_kind(_("one of {letters}, in quotes", letters=listed), answer, flaw=given)
        return letter

    return read


def settings(**readers: Reader) -> Reader:
    """Make a reader of a dictionary of settings, each with its own reader.

    Examples
    --------
    >>> read = settings(kernel_size=number_pair, padding=whole_number)
    >>> read({"padding": 1.0, "kernel_size": 3})
    {'kernel_size': (3, 3), 'padding': 1}
    """
    pattern = f"dict({', '.join(f'{name}=…' for name in readers)})"

    def read(answer: object) -> dict[str, object]:
        refuse_blank(answer)
        if not isinstance(answer, dict) or set(answer) != set(readers):
            raise wrong_kind(_("a dictionary with exactly these settings: {pattern}", pattern=pattern), answer)
        values = {}
        for name, reader in readers.items():
            try:
                values[name] = reader(answer[name])
            except WrongKind as problem:
                raise WrongKind(f"{name}: {problem}") from None
        return values

    return read


def array(*size: int) -> Reader:
    """Make a reader of arrays of numbers of this shape; nested lists are arrays too.

    Examples
    --------
    >>> array(2, 2)([[1, 2], [3, 4]])
    array([[1., 2.],
           [3., 4.]])
    """

    def read(answer: object) -> Array:
        refuse_blank(answer)
        values = None
        flaw = _no_number(answer, size)
        if nested_shape(answer) == size and not flaw:
            try:
                values = np.array(answer, dtype=np.float64)
            except (TypeError, ValueError, OverflowError):  # ragged rows, text, numbers beyond float64
                values = None
        if flaw or values is None or values.shape != size or not np.isfinite(values).all():
            expected = _("an array of numbers with the shape {shape}", shape=size)
            raise wrong_kind(expected, answer, flaw=flaw)
        return values

    return read


def _whole_numbers(answer: object) -> tuple[int, ...] | None:
    """Return several whole numbers in a row as a tuple of int, and None for anything else."""
    if isinstance(answer, np.ndarray) and answer.ndim != 1:
        return None
    if not isinstance(answer, (list, tuple, np.ndarray)) or len(answer) > 100:
        return None
    values = [plain_number(part) for part in answer]
    whole = tuple(value for value in values if isinstance(value, int))
    return whole if len(whole) == len(values) else None


def _bare(text: str) -> str:
    return text.casefold().strip(" \t\n()[].,:;!?\"'")


def _no_number(answer: object, size: tuple[int, ...]) -> str | None:
    """Name the value that spoils an array of the right shape; None if something else is wrong."""
    if nested_shape(answer) != size:
        return None
    return next((complaint(part) for part in flat(answer) if not _fits_an_array(part)), None)


def _fits_an_array(part: Any) -> bool:  # NumPy is asked whether it can convert it, whatever it is
    """Whether a value is a finite number; NumPy would take "3" for one, but no other reader does."""
    try:
        if isinstance(part, (str, complex, np.complexfloating)) or has_masked_cells(part):
            return False
        return bool(np.isfinite(np.float64(part)))
    except (TypeError, ValueError, OverflowError):
        return False
