"""Which cell of a notebook is running, and what an earlier run of it has left behind.

Each run of a cell makes a new explorer. The one before would stay for ever: in the registry of widgets, with the pixels
of its canvas, and with its film running on without a Stop button. So what a cell makes or displays belongs to it until
it is run again. What another cell displays, too, stays as it is there: it is closed when that one is run again.
"""

import gc
import sys
from typing import NamedTuple, Protocol


class Run(NamedTuple):
    """One run of one cell."""

    cell: str
    number: str


class Closable(Protocol):
    """What can be closed: an explorer, or the view of a picture."""

    def close(self) -> None: ...


_kept: dict[str, tuple[str, list[Closable]]] = {}
"""Cell → its last run, and what that run has made or displayed."""


def running_cell() -> Run | None:
    """Return which cell is being run, and for which time; None outside of a cell, and where nobody tells.

    Examples
    --------
    >>> running_cell() is None
    True
    """
    ipython = sys.modules.get("IPython")  # where nobody has loaded it, there are no cells
    kernel = getattr(ipython.get_ipython(), "kernel", None) if ipython else None
    if kernel is None:
        return None
    request = kernel.get_parent("shell") or {}
    header, cell = request.get("header", {}), request.get("metadata", {}).get("cellId")
    if not cell or header.get("msg_type") != "execute_request":
        return None
    return Run(str(cell), str(header.get("msg_id")))


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
    number, kept = _kept.get(run.cell, (run.number, []))
    left: list[Closable] = []
    if number != run.number:
        left, kept = kept, []
    if not _is_in(kept, what):
        kept = [*kept, what]
    _kept[run.cell] = run.number, kept
    closed = [each for each in left if not any(_is_in(others, each) for _number, others in _kept.values())]
    for each in closed:
        each.close()
    if closed:
        # The axes of a chart refer to each other in circles, and to the pixels that they were drawn on: megabytes.
        gc.collect()


def _is_in(kept: list[Closable], what: Closable) -> bool:
    return any(each is what for each in kept)
