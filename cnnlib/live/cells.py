"""Which cell of a notebook is running, and what an earlier run of it has left behind.

Each run of a cell makes a new explorer. The one before would stay for ever: in the registry of widgets, with the pixels
of its canvas, and with its film running on without a Stop button. So what a cell makes or displays belongs to it until
it is run again. What another cell displays, too, stays as it is there: it is closed when that one is run again.
"""

import gc
import sys
from typing import Any, NamedTuple, Protocol


class Run(NamedTuple):
    """One run of one cell."""

    cell: str
    number: str
    prompt: int = 0
    """The number in its brackets, ``In [3]``."""


class Closable(Protocol):
    """What can be closed: an explorer, or the view of a picture."""

    def close(self) -> None: ...


_kept: dict[str, tuple[Run, list[Closable]]] = {}
"""Cell → its last run, and what that run has made or displayed."""


def running_cell() -> Run | None:
    """Return which cell is being run, and for which time; None outside of a cell, and where nobody tells.

    Examples
    --------
    >>> running_cell() is None
    True
    """
    shell = _shell()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return None
    request = kernel.get_parent("shell") or {}
    header, cell = request.get("header", {}), request.get("metadata", {}).get("cellId")
    if not cell or header.get("msg_type") != "execute_request":
        return None
    return Run(str(cell), str(header.get("msg_id")), shell.displayhook.prompt_count)


def _shell() -> Any:
    ipython = sys.modules.get("IPython")  # where nobody has loaded it, there are no cells
    return ipython.get_ipython() if ipython else None


def keep(run: Run | None, what: Closable) -> None:
    """Note what a run of a cell has made or displayed, and close what earlier runs of it leave to nobody.

    Examples
    --------
    >>> class Door:
    ...     def __init__(self, name):
    ...         self.name = name
    ...     def close(self):
    ...         print(self.name, "is closed")
    >>> first, second = Door("the first"), Door("the second")
    >>> keep(Run("made here", "1"), first)
    >>> keep(Run("shown here", "2"), first)
    >>> keep(Run("made here", "3"), second)
    >>> keep(Run("shown here", "4"), second)
    the first is closed
    """
    if run is None:
        return
    last, kept = _kept.get(run.cell, (run, []))
    left: list[Closable] = []
    if last.number != run.number:
        left, kept = kept, []
        _forget_pictures(last)
    if not _is_in(kept, what):
        kept = [*kept, what]
    _kept[run.cell] = run, kept
    closed = [each for each in left if not any(_is_in(others, each) for _run, others in _kept.values())]
    for each in closed:
        each.close()
    _forget_values(last, closed)
    if closed:
        # The axes of a chart refer to each other in circles, and to the pixels that they were drawn on: megabytes.
        gc.collect()


def _forget_pictures(run: Run) -> None:
    """Take the pictures of an earlier run out of what IPython keeps of each run for its ``%notebook``."""
    history = getattr(_shell(), "history_manager", None)
    for output in getattr(history, "outputs", {}).get(run.prompt, ()):
        getattr(output, "bundle", {}).pop("image/png", None)


def _forget_values(run: Run, closed: list[Closable]) -> None:
    """Take what is closed out of ``Out[3]`` and ``_3``: with it go its function and the arrays that this one holds."""
    shell = _shell()
    names, hidden = getattr(shell, "user_ns", {}), getattr(shell, "user_ns_hidden", {})
    kept_at = ((names.get("_oh", {}), run.prompt), (names, f"_{run.prompt}"), (hidden, f"_{run.prompt}"))
    for values, key in kept_at:
        if key in values and _is_in(closed, values[key]):
            del values[key]


def _is_in(kept: list[Closable], what: Closable) -> bool:
    return any(each is what for each in kept)
