"""matplotlib as the canvas needs it: loaded without a word, and drawing with settings that no user changes."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep to itself what matplotlib says when it is loaded.

    Where it cannot write into the home folder it says so, and where it has to look for fonts first, and where a line of
    a user's matplotlibrc is wrong. That would stand above the first picture, in red, and help no learner.
    """
    log = logging.getLogger("matplotlib")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)


with _quiet():
    import matplotlib.font_manager

_settings, _defaults = matplotlib.rcParams, matplotlib.rcParamsDefault

# Without the settings that say what to do outside of a drawing: to ask for "backend" would load pyplot.
_OWN = {key: _defaults._get(key) for key in _defaults if not key.startswith(("backend", "interactive"))}

_one_at_a_time = threading.RLock()
"""matplotlib's settings are those of the whole process, so two canvases must not change them in turns."""


@contextmanager
def own_style() -> Iterator[None]:
    """Draw with matplotlib's own settings, whatever the user's are, and leave the user's as they were.

    Examples
    --------
    >>> matplotlib.rcParams["lines.linewidth"] = 7
    >>> with own_style():
    ...     matplotlib.rcParams["lines.linewidth"]
    1.5
    >>> matplotlib.rcParams["lines.linewidth"]
    7.0
    >>> matplotlib.rcParams["lines.linewidth"] = 1.5
    """
    with _one_at_a_time:
        # Read and set past matplotlib's checks: these take a millisecond, and warn of settings that are outdated.
        theirs = {key: value for key in _OWN if (value := _settings._get(key)) is not _OWN[key]}
        try:
            for key in theirs:
                _settings._set(key, _OWN[key])
            yield
        finally:
            for key, value in theirs.items():
                # If it is another by now, then a cell that runs beside this thread has set it.
                if _settings._get(key) is _OWN[key]:
                    _settings._set(key, value)
