"""A setting that works, and the one error for a setting that cannot.

Settings that cannot work raise :class:`SettingError`, whose message names the argument, its value, the rule, and a
repair.
"""

from __future__ import annotations

import operator
from math import prod
from numbers import Real
from typing import SupportsIndex

import numpy as np

from cnnlib.engine.types import Pair, Shape, Size
from cnnlib.messages import _, format_count

MOST_NUMBERS = 2**28
"""Numbers in an array that the library makes: 2 GiB of float64. More would be a slip of the keyboard."""


class SettingError(ValueError):
    """A setting that cannot work; the message is one or two sentences to show to the learner.

    Everything that the library's own checks refuse raises this one type: a wrong
    size, a wrong kind of value, a wrong shape, an array that does not hold numbers.

    Parameters
    ----------
    problem : str
        What cannot work: the argument, its value and the rule.
    repair : str
        What would work. An explorer says instead what its own controls can do.

    Examples
    --------
    >>> print(SettingError("stride is 0, but it must be at least 1.", "Use 1 or more."))
    stride is 0, but it must be at least 1. Use 1 or more.
    """

    def __init__(self, problem: str, repair: str = "") -> None:
        super().__init__(" ".join(filter(None, [problem, repair])))
        self.problem = problem
        self.repair = repair


def integer(name: str, value: SupportsIndex | str, minimum: int) -> int:
    """Return `value` as an ``int`` of at least `minimum`, or say what is wrong with it.

    NumPy integers are integers; ``True``, ``2.0`` and NaN are not.

    Raises
    ------
    SettingError
        If `value` is not a whole number, or is smaller than `minimum`.

    Examples
    --------
    >>> integer("stride", 2, minimum=1)
    2
    """
    if type(value) is not int:  # the usual case costs one comparison
        try:
            if isinstance(value, (bool, np.bool_, str)):  # older NumPy takes its bool for an index, with a warning
                raise TypeError
            value = operator.index(value)
        except TypeError:
            raise SettingError(
                _("{name} is {value!r}, but it must be a whole number.", name=name, value=value),
                _("Use {minimum} or more, without a decimal point.", minimum=minimum),
            ) from None
    if value < minimum:
        raise SettingError(
            _("{name} is {value}, but it must be at least {minimum}.", name=name, value=value, minimum=minimum),
            _("Use {minimum} or more.", minimum=minimum),
        )
    return value


def pair(name: str, value: Size | str, minimum: int = 1) -> Pair:
    """Return an int or a (height, width) as (height, width).

    Raises
    ------
    SettingError
        If `value` is neither, or a number in it is smaller than `minimum`.

    Examples
    --------
    >>> pair("stride", 2), pair("kernel_size", (3, 5))
    ((2, 2), (3, 5))
    """
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise SettingError(
                _("{name} is {value!r}, but it takes one number, or (height, width).", name=name, value=value),
                _("Use for example {name}=(3, 3).", name=name),
            )
        return integer(name, value[0], minimum), integer(name, value[1], minimum)
    number = integer(name, value, minimum)
    return number, number


def number(name: str, value: object, *, minimum: float | None = None, above: float | None = None) -> float:
    """Return `value` as a finite ``float`` of at least `minimum`, or greater than `above`; say what is wrong with it.

    NumPy scalars are numbers; ``True`` is not.

    Raises
    ------
    SettingError
        If `value` is no finite number, or is too small.

    Examples
    --------
    >>> number("momentum", 0, minimum=0)
    0.0
    """
    rule = _("a finite number")
    if minimum is not None:
        rule = _("a number of at least {minimum}", minimum=minimum)
    if above is not None:
        rule = _("a number greater than {above}", above=above)
    if not isinstance(value, bool) and isinstance(value, Real):
        found = float(value)
        small = (minimum is not None and found < minimum) or (above is not None and found <= above)
        if abs(found) < float("inf") and not small:  # NaN is not smaller than infinity
            return found
    raise SettingError(_("{name} is {value!r}, but it must be {rule}.", name=name, value=value, rule=rule))


def flag(name: str, value: object) -> bool:
    """Return a yes or no as a ``bool``; NumPy's are accepted.

    Raises
    ------
    SettingError
        If `value` is anything else.

    Examples
    --------
    >>> flag("ceil_mode", True)
    True
    """
    if isinstance(value, bool | np.bool_):
        return bool(value)
    raise SettingError(_("{name} is {value!r}, but it must be True or False.", name=name, value=value))


def affordable(shape: Shape, what: str) -> None:
    """Raise a SettingError if an array of this shape would not fit into any sensible memory.

    Raises
    ------
    SettingError
        If it has more than :data:`MOST_NUMBERS` numbers.

    Examples
    --------
    >>> affordable((64, 3, 224, 224), "the padded image")
    """
    count = prod(shape)
    if count > MOST_NUMBERS:
        raise SettingError(
            _(
                "{what} would have {count} numbers, and the most is {most}.",
                what=what,
                count=format_count(count),
                most=format_count(MOST_NUMBERS),
            ),
            _("Use smaller settings."),
        )


def generator(name: str, value: SupportsIndex | str | np.random.Generator) -> np.random.Generator:
    """Return a source of random numbers: for a whole number, always the same; a Generator itself.

    Raises
    ------
    SettingError
        If `value` is neither.

    Examples
    --------
    >>> generator("seed", 3).integers(10), generator("seed", 3).integers(10)
    (np.int64(8), np.int64(8))
    """
    if isinstance(value, np.random.Generator):
        return value
    return np.random.default_rng(integer(name, value, 0))
