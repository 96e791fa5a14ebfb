"""One call of a learner's function, and what came of it."""

import copy
import inspect
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cnnlib.engine.exits import exit_raises
from cnnlib.engine.types import Array, Shape
from cnnlib.exercises.kinds import has_masked_cells, nested_shape
from cnnlib.exercises.limits import TimeUp, call_within
from cnnlib.messages import _

SECONDS = 3
"""Seconds after which a call is stopped."""

LARGEST_COPIED = 1 << 24
"""Bytes of the largest result that is copied."""

_here = threading.local()
"""``is_running``: whether a learner's function is being run in this thread."""


class CheckInside(BaseException):
    """A learner's function calls check, which would call the function again. No ``except Exception`` stops it."""


def run(name: str, answer: Callable[..., object], arguments: dict[str, Any]) -> "Outcome":
    """Call a learner's function on copies of the arguments, and record what happened.

    Warnings are kept quiet: they would reach the cell's error stream, out of order with
    the feedback, and what matters of them shows in the result.

    Parameters
    ----------
    name : str
        What the function is called in messages.
    answer : callable
        The function.
    arguments : dict
        Parameter name → value, in the order of the parameters.

    Returns
    -------
    Outcome

    Raises
    ------
    CheckInside
        If a function that is being run asks for this; it is then what that function stopped with.

    Examples
    --------
    >>> run("half", lambda x: 1 / x, {"x": 0}).error
    'ZeroDivisionError: division by zero'
    """
    __tracebackhide__ = True
    if getattr(_here, "is_running", False):
        raise CheckInside(_("check is called inside the function"))
    given = copy.deepcopy(arguments)
    returned, error, stopped = None, None, False
    with warnings.catch_warnings(), np.errstate(all="ignore"), exit_raises():
        warnings.simplefilter("ignore")
        try:
            _here.is_running = True
            returned = _kept(call_within(SECONDS, answer, *given.values()))
        except KeyboardInterrupt:  # whoever presses Stop means the whole cell
            raise
        except TimeUp:
            error, stopped = _("It was stopped: it had not ended after {seconds} seconds.", seconds=SECONDS), True
        except BaseException as problem:  # whatever else a learner's code does, the notebook goes on
            error = _named(problem)
        finally:
            _here.is_running = False
    modified = tuple(key for key in arguments if not _indistinguishable(arguments[key], given[key]))
    return Outcome(name, arguments, returned, error, modified, stopped)


def _kept(returned: object) -> object:
    """Return what a function gave back, so that nothing that happens later changes it, or warns of it.

    A matrix and other relatives of an array become one: they compute in ways of their own. Only an array in which cells
    are masked stays what it is, since these hold no number.
    """
    if inspect.iscoroutine(returned):
        returned.close()  # Python would write into the cell that nobody has waited for it
    if not isinstance(returned, np.ndarray) or has_masked_cells(returned):
        return returned
    array = np.asarray(returned)
    return array.copy() if array.nbytes < LARGEST_COPIED else array


def _named(problem: BaseException) -> str:
    """Write an error as its type and its message."""
    try:
        said = str(problem)
    except Exception:  # an error of a learner's own may fail at that, too
        said = ""
    return f"{type(problem).__name__}: {said}".strip(": ")[:200]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What one call of a learner's function did.

    Two outcomes are equal if both failed, or if both returned the same values in the same shape and type.

    Parameters
    ----------
    name : str
        What the function is called in messages.
    arguments : dict
        What it was called with: parameter name → value.
    returned : object
        What it returned; None if it stopped with an error.
    error : str or None
        The type and the message of the error, or that it was stopped.
    modified : tuple of str
        The arguments that it changed.
    stopped : bool
        Whether it took too long.
    """

    name: str
    arguments: dict[str, Any]
    returned: Any
    error: str | None
    modified: tuple[str, ...]
    stopped: bool = False

    @property
    def array(self) -> Array | None:
        """The array that it returned; None if it returned anything else."""
        return self.returned if type(self.returned) is np.ndarray else None

    @property
    def shape(self) -> Shape | None:
        """The shape of the array that it returned."""
        return None if self.array is None else self.array.shape

    def __eq__(self, other: object) -> bool:
        """Whether nothing tells two outcomes apart."""
        if not isinstance(other, Outcome):
            return NotImplemented
        if (self.error is None) != (other.error is None) or self.modified != other.modified:
            return False
        return self.error is not None or _indistinguishable(self.returned, other.returned)


Outcomes = tuple[Outcome, ...]
"""What a function did on each of its trials."""


def with_array(outcome: Outcome) -> Outcome:
    """Let numbers in lists, or in rows of lists, be as good as an array of them.

    Examples
    --------
    >>> with_array(run("rows", lambda x: [[x, 2], [3, 4]], {"x": 1})).returned
    array([[1, 2],
           [3, 4]])
    """
    size = nested_shape(outcome.returned) if isinstance(outcome.returned, list) else None
    if not size:
        return outcome
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return replace(outcome, returned=np.array(outcome.returned))
    except Exception:  # it holds what is no number, and may be anything at all
        return outcome


def _indistinguishable(one: object, other: object) -> bool:
    """Whether two values cannot be told apart: shape, type and every entry."""
    try:
        one, other = np.asarray(one), np.asarray(other)
        same_kind = one.dtype == other.dtype and one.shape == other.shape
        return same_kind and bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fc"))
    except Exception:  # values that cannot be compared are not the same
        return False
