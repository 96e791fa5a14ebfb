"""A setting that works, and the one error for a setting that cannot.

Settings that cannot work raise :class:`SettingError`, whose message names the argument, its value, the rule, and a
repair.
"""

import operator
from typing import SupportsIndex

from cnnlib.engine.types import Pair, Size
from cnnlib.messages import _


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
            if isinstance(value, (bool, str)):
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
