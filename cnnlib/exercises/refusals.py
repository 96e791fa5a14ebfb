"""Why an answer cannot be read: it is still a blank, or it is of another kind than what is asked for."""

from cnnlib.exercises.kinds import complaint, flat, kind_of, nested_shape, plain_number
from cnnlib.messages import _


class NotAttempted(Exception):
    """The blank has not been filled in yet."""


class WrongKind(Exception):
    """The answer is no answer to this question: text for a shape, say. The message says what is asked for."""


def wrong_kind(expected: str, answer: object, flaw: str | None = None) -> WrongKind:
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

    Returns
    -------
    WrongKind
        The exception, to be raised by the caller.

    Examples
    --------
    >>> print(wrong_kind("one number", "three"))
    What is asked for here is one number. What you gave is text.
    >>> print(wrong_kind("two numbers", (1, "2"), flaw='"2" is text, not a number.'))
    What is asked for here is two numbers. "2" is text, not a number.
    """
    asked = _("What is asked for here is {expected}.", expected=expected)
    return WrongKind(asked + " " + (flaw or _("What you gave is {given}.", given=kind_of(answer))))


def not_whole(answer: object, count: int) -> str | None:
    """Name the first value that is not a whole number, where `count` whole numbers are asked for.

    Parameters
    ----------
    answer : object
        What was given.
    count : int
        How many whole numbers are asked for.

    Returns
    -------
    str or None
        A sentence for a :class:`WrongKind`; None if each is a whole number, or if there are not `count` values.

    Examples
    --------
    >>> print(not_whole((3, "4"), 2), not_whole((3, 4, "5"), 2))
    "4" is text, not a number. None
    """
    if nested_shape(answer) != (count,):
        return None
    return next((complaint(part) for part in flat(answer) if not isinstance(plain_number(part), int)), None)


def is_blank(answer: object, depth: int = 3) -> bool:
    """Whether a blank is left in the answer: ``...`` or None, alone or inside a tuple, list or dictionary.

    Parameters
    ----------
    answer : object
        What was given.
    depth : int
        How many levels of nesting to look into: a list can contain itself.

    Returns
    -------
    bool

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


def refuse_blank(answer: object) -> None:
    """Raise :class:`NotAttempted` if a blank is left in the answer."""
    if is_blank(answer):
        raise NotAttempted
