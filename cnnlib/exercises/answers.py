"""What learners type, read as what they mean.

A *reader* takes whatever was given as an answer and returns a plain value, so that
``(4, 6)``, ``[4, 6]`` and ``np.array([4, 6])`` are one answer. Where it cannot, it
raises :class:`WrongKind`, whose message says which kind of answer is asked for; a blank
that is still a blank raises :class:`NotAttempted`. ``number``, ``whole_number`` and
``number_pair`` are readers; ``shape(2)``, ``choice(a=…, b=…)`` and so on make one.
"""

import math
from numbers import Integral, Real

import numpy as np

from cnnlib.messages import _


class NotAttempted(Exception):
    """The blank has not been filled in yet."""


class WrongKind(Exception):
    """The answer is no answer to this question: text for a shape, say. The message says what is asked for."""


def number(answer):
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
    _refuse_blank(answer)
    value = _plain_number(answer)
    if value is None:
        raise wrong_kind(_("one number, such as 42, without quotes"), answer)
    return value


def whole_number(answer):
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
    _refuse_blank(answer)
    value = _plain_number(answer)
    if not isinstance(value, int):
        raise wrong_kind(_("one whole number, such as 42, without quotes"), answer)
    return value


def number_pair(answer):
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
    _refuse_blank(answer)
    value = _plain_number(answer)
    if isinstance(value, int):
        return value, value
    values = _whole_numbers(answer)
    if values is None or len(values) != 2:
        raise wrong_kind(_("one whole number, such as 42, or two for height and width"), answer)
    return values


def shape(axes=2):
    """Make a reader of shapes with this many axes.

    Examples
    --------
    >>> shape(2)([4, 6]), shape(2)(np.array([4, 6]))
    ((4, 6), (4, 6))
    """
    pattern = _("(10, 20)") if axes == 2 else _("(30, 10, 20)") if axes == 3 else _("(50, 30, 10, 20)")

    def read(answer):
        _refuse_blank(answer)
        values = _whole_numbers(answer)
        if values is None or len(values) != axes:
            expected = _("a shape: {count} whole numbers in parentheses, such as {pattern}")
            raise wrong_kind(expected.format(count=axes, pattern=pattern), answer)
        return values

    return read


def cell(rows, columns):
    """Make a reader of one cell of a picture with so many rows and columns: (row, column), from 0.

    Examples
    --------
    >>> cell(3, 3)([0, 2])
    (0, 2)
    """

    def read(answer):
        _refuse_blank(answer)
        values = _whole_numbers(answer)
        expected = _("one cell as (row, column): rows 0 to {row}, columns 0 to {column}, counted from 0")
        expected = expected.format(row=rows - 1, column=columns - 1)
        if values is None or len(values) != 2:
            raise wrong_kind(expected, answer)
        if not (0 <= values[0] < rows and 0 <= values[1] < columns):
            raise WrongKind(_("There is no cell {cell}. What is asked for here is {expected}.").format(
                cell=values, expected=expected))
        return values

    return read


def choice(**options):
    """Make a reader of one letter out of several; each letter comes with the words that mean it.

    Examples
    --------
    >>> grows = choice(a=("it grows", "larger"), b=("it shrinks", "smaller"))
    >>> grows("B"), grows(" Larger."), grows("(a)")
    ('b', 'a', 'a')
    """
    letters = {_bare(word): letter for letter, words in options.items() for word in (letter, *words)}

    def read(answer):
        _refuse_blank(answer)
        letter = letters.get(_bare(answer)) if isinstance(answer, str) else None
        if letter is None:
            listed = ", ".join(f'"{letter}"' for letter in options)
            raise wrong_kind(_("one of {letters}, in quotes").format(letters=listed), answer)
        return letter

    return read


def settings(**readers):
    """Make a reader of a dictionary of settings, each with its own reader.

    Examples
    --------
    >>> read = settings(kernel_size=number_pair, padding=whole_number)
    >>> read({"padding": 1.0, "kernel_size": 3})
    {'kernel_size': (3, 3), 'padding': 1}
    """
    pattern = "{" + ", ".join(f'"{name}": 42' for name in readers) + "}"

    def read(answer):
        _refuse_blank(answer)
        if not isinstance(answer, dict) or set(answer) != set(readers):
            expected = _("a dictionary with exactly these settings, such as {pattern}")
            raise wrong_kind(expected.format(pattern=pattern), answer)
        values = {}
        for name, reader in readers.items():
            try:
                values[name] = reader(answer[name])
            except WrongKind as problem:
                raise WrongKind(f"{name}: {problem}") from None
        return values

    return read


def array(*size):
    """Make a reader of arrays of numbers of this shape; nested lists are arrays too.

    Examples
    --------
    >>> array(2, 2)([[1, 2], [3, 4]])
    array([[1., 2.],
           [3., 4.]])
    """

    def read(answer):
        _refuse_blank(answer)
        values = None
        if isinstance(answer, (list, tuple, np.ndarray)):
            try:
                values = np.array(answer, dtype=np.float64)
            except (TypeError, ValueError, OverflowError):  # ragged rows, text, numbers beyond float64
                values = None
        if values is None or values.shape != size or not np.isfinite(values).all():
            raise wrong_kind(_("an array of numbers with the shape {shape}").format(shape=size), answer)
        return values

    return read


def wrong_kind(expected, answer):
    """Build the WrongKind that says which kind of answer was expected, and which was given.

    Examples
    --------
    >>> print(wrong_kind("one number", "three"))
    What is asked for here is one number. What you gave is text.
    """
    return WrongKind(
        _("What is asked for here is {expected}. What you gave is {given}.").format(
            expected=expected, given=_kind_of(answer)
        )
    )


def is_blank(answer, depth=3):
    """Whether a blank is left in the answer: ``...`` or None, alone or inside a tuple, list or dictionary.

    Examples
    --------
    >>> is_blank((4, ...)), is_blank((4, 6))
    (True, False)
    """
    if answer is None or answer is ...:
        return True
    if isinstance(answer, str):
        return answer.strip() in ("", "...", "…")
    if depth and isinstance(answer, (list, tuple)) and len(answer) < 100:
        return any(is_blank(part, depth - 1) for part in answer)
    if depth and isinstance(answer, dict):
        return any(is_blank(part, depth - 1) for part in answer.values())
    return False


def _refuse_blank(answer):
    if is_blank(answer):
        raise NotAttempted


def _plain_number(answer):
    """Return a finite real number as int (if it is whole) or float, and None for anything else."""
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


def _whole_numbers(answer):
    """Return a row of whole numbers as a tuple of int, and None for anything else."""
    is_row = isinstance(answer, (list, tuple)) or (isinstance(answer, np.ndarray) and answer.ndim == 1)
    if not is_row or len(answer) > 100:
        return None
    values = tuple(_plain_number(part) for part in answer)
    return values if all(isinstance(value, int) for value in values) else None


def _bare(text):
    return text.casefold().strip(" \t\n()[].,:;!?\"'")


def _kind_of(answer):
    if isinstance(answer, str):
        return _("text")
    if isinstance(answer, (bool, np.bool_)):
        return _("a yes or no (True or False)")
    if isinstance(answer, np.ndarray) and answer.ndim:
        return _("an array with the shape {shape}").format(shape=answer.shape)
    if isinstance(answer, dict):
        return _("a dictionary with the settings {names}").format(names=", ".join(map(str, answer)) or "—")
    if isinstance(answer, (list, tuple)):
        return _("a row of 1 value") if len(answer) == 1 else _("a row of {count} values").format(count=len(answer))
    if isinstance(answer, (Real, np.ndarray)):
        value = _plain_number(answer)
        if value is None:
            return _("not a finite number")
        return _("a whole number") if isinstance(value, int) else _("a number that is not whole")
    if callable(answer):
        return _("a function")
    return _("an object of the type {name}").format(name=type(answer).__name__)
