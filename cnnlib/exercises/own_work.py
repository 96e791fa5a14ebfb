"""Whether a learner's function calls what it should spell out."""

import dis
from collections.abc import Callable, Iterable, Iterator
from types import CodeType

LIBRARIES = ("cnnlib", "numpy", "scipy", "torch")
"""Where ready-made functions come from; what the notebook itself defines is the learner's own."""


def library_calls(function: Callable[..., object], names: Iterable[str]) -> list[str]:
    """Return which of these library functions are used in a function's code.

    Parameters
    ----------
    function : callable
        Of a function that is not written in Python, it is known only whether it is one of these itself.
    names : iterable of str
        Such as ``"conv2d"`` or ``"pad"``, whichever library they are from and however they were imported.

    Returns
    -------
    list of str
        Those that are used, in alphabetical order.

    Examples
    --------
    >>> import numpy as np
    >>> def framed(x):
    ...     return np.pad(x, 1)
    >>> library_calls(framed, ["pad", "conv2d"])
    ['pad']
    """
    used = {_library_name(layer) for layer in _layers(function)}
    for layer in _layers(function):
        known = getattr(layer, "__globals__", {})
        for step in _steps(getattr(layer, "__code__", None)):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                used.add(_library_name(known.get(step.argval)))
            elif step.opname in ("LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"):
                used.add(step.argval)
    return sorted(set(names) & used)


def _layers(function: object) -> Iterator[object]:
    """Yield a function and those that it only passes its arguments on to: that of a partial, or of a decorator."""
    for _depth in range(10):  # a function can be said to wrap itself
        yield function
        called = type(function).__call__ if callable(function) else None
        function = getattr(function, "func", None) or getattr(function, "__wrapped__", None) or called


def _steps(code: object) -> Iterator[dis.Instruction]:
    """Yield Python's instructions of a function, those of functions inside it included; none if it has no code."""
    if not isinstance(code, CodeType):
        return
    yield from dis.get_instructions(code)
    for constant in code.co_consts:
        yield from _steps(constant)


def _library_name(value: object) -> str | None:
    """Return what a function is called in its library, under whichever name it was imported; None for one's own."""
    home = getattr(value, "__module__", None) or ""
    return getattr(value, "__name__", None) if home.partition(".")[0] in LIBRARIES else None
