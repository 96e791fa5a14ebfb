"""What learners type, read as what they mean.

A *reader* takes whatever was given as an answer and returns a plain value, so that
``(4, 6)``, ``[4, 6]`` and ``np.array([4, 6])`` are one answer. Where it cannot, it
raises :class:`WrongKind`, whose message says which kind of answer is asked for; a blank
that is still a blank raises :class:`NotAttempted`. ``number``, ``whole_number`` and
``number_pair`` are readers; ``shape(2)``, ``choice(a=…, b=…)`` and so on make one.
"""

import numpy as np

from cnnlib.exercises.kinds import complaint, flat, kind_of, nested_shape, plain_number, quoted
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
    value = plain_number(answer)
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
    value = plain_number(answer)
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
    value = plain_number(answer)
    if isinstance(value, int):
        return value, value
    values = _whole_numbers(answer)
    if values is None or len(values) != 2:
        raise wrong_kind(
            _("one whole number, such as 42, or two for height and width"), answer, flaw=not_whole(answer, count=2)
        )
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
            raise wrong_kind(expected.format(count=axes, pattern=pattern), answer, flaw=not_whole(answer, axes))
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
            raise wrong_kind(expected, answer, flaw=not_whole(answer, count=2))
        if not (0 <= values[0] < rows and 0 <= values[1] < columns):
            raise WrongKind(
                _("There is no cell {cell}. What is asked for here is {expected}.", cell=values, expected=expected)
            )
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
            given = _("What you gave is {text}.", text=quoted(answer)) if isinstance(answer, str) else None
            raise wrong_kind(_("one of {letters}, in quotes", letters=listed), answer, flaw=given)
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
        flaw = _no_number(answer, size)
        if flaw or values is None or values.shape != size or not np.isfinite(values).all():
            expected = _("an array of numbers with the shape {shape}", shape=size)
            raise wrong_kind(expected, answer, flaw=flaw)
        return values

    return read


def wrong_kind(expected, answer, flaw=None):
    """Build the WrongKind that says which kind of answer was expected, and which was given.

    Parameters
    ----------
    expected : str
        What is asked for.
    answer : object
        What was given.
    flaw : str, optional
        A sentence on what is wrong with it, where its kind would not tell: "What you gave is a
        row of 4 values" is no help to someone who was asked for four.

    Examples
    --------
    >>> print(wrong_kind("one number", "three"))
    What is asked for here is one number. What you gave is text.
    >>> print(wrong_kind("two numbers", (1, "2"), flaw='"2" is text, not a number.'))
    What is asked for here is two numbers. "2" is text, not a number.
    """
    asked = _("What is asked for here is {expected}.", expected=expected)
    return WrongKind(asked + " " + (flaw or _("What you gave is {given}.", given=kind_of(answer))))


def not_whole(answer, count):
    """Name the value that spoils a row of so many whole numbers, for a :class:`WrongKind`.

    Parameters
    ----------
    answer : object
        What was given.
    count : int
        How many whole numbers are asked for.

    Returns
    -------
    str or None
        A sentence; None if each is a whole number, or if the answer is no row of so many.

    Examples
    --------
    >>> print(not_whole((3, "4"), 2), not_whole((3, 4, "5"), 2))
    "4" is text, not a number. None
    """
    if nested_shape(answer) != (count,):
        return None
    return next((complaint(part) for part in answer if not isinstance(plain_number(part), int)), None)


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


def _whole_numbers(answer):
    """Return a row of whole numbers as a tuple of int, and None for anything else."""
    is_row = isinstance(answer, (list, tuple)) or (isinstance(answer, np.ndarray) and answer.ndim == 1)
    if not is_row or len(answer) > 100:
        return None
    values = tuple(plain_number(part) for part in answer)
    return values if all(isinstance(value, int) for value in values) else None


def _bare(text):
    return text.casefold().strip(" \t\n()[].,:;!?\"'")


def _no_number(answer, size):
    """Name the value that spoils an array of the right shape; None if something else is wrong."""
    if nested_shape(answer) != size:
        return None
    return next((complaint(part) for part in flat(answer) if not _fits_an_array(part)), None)


def _fits_an_array(part):
    """Whether a value is a finite number; NumPy would take "3" for one, but no other reader does."""
    try:
        return not isinstance(part, str) and bool(np.isfinite(np.float64(part)))
    except (TypeError, ValueError, OverflowError):
        return False
