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
        A function that is written in Python; of anything else nothing can be said.
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
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return []
    known = getattr(function, "__globals__", {})
    used = set()
    for step in _steps(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            used.add(_library_name(known.get(step.argval)))
        elif step.opname in ("LOAD_ATTR", "LOAD_METHOD", "IMPORT_FROM"):
            used.add(step.argval)
    return sorted(set(names) & used)


def _steps(code: CodeType) -> Iterator[dis.Instruction]:
    """Yield Python's instructions of a function, those of functions inside it included."""
    yield from dis.get_instructions(code)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _steps(constant)


def _library_name(value: object) -> str | None:
    """Return what a function is called in its library, under whichever name it was imported; None for one's own."""
    home = getattr(value, "__module__", None) or ""
    return getattr(value, "__name__", None) if home.partition(".")[0] in LIBRARIES else None
