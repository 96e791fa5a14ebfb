"""Which cell of a notebook is running, and what an earlier run of it has left behind.

Each run of a cell makes a new explorer. The one before would stay for ever: in the registry of widgets, with the pixels
of its canvas, and with its film running on without a Stop button.
"""

import sys
from typing import NamedTuple, Protocol


class Run(NamedTuple):
    """One run of one cell."""

    cell: str
    number: str


class Closable(Protocol):
    """What can be closed: an explorer."""

    def close(self) -> None: ...


_made: dict[str, tuple[str, list[Closable]]] = {}
"""Cell → its last run, and what that run has made."""


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


def made_in(run: Run | None, what: Closable) -> None:
    """Note what a run of a cell has made, and close what earlier runs of the same cell made.

    Examples
    --------
    >>> class Door:
    ...     def __init__(self, name):
    ...         self.name = name
    ...     def close(self):
    ...         print(self.name, "is closed")
    >>> made_in(Run("door", "1"), Door("the first"))
    >>> made_in(Run("door", "1"), Door("another of the same run"))
    >>> made_in(Run("door", "2"), Door("the last"))
    the first is closed
    another of the same run is closed
    """
    if run is None:
        return
    number, made = _made.get(run.cell, (run.number, []))
    if number != run.number:
        for each in made:
            each.close()
        made = []
    _made[run.cell] = run.number, [*made, what]
