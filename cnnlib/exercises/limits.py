"""A limit on how long a learner's function may run: one that never ends must not take the notebook with it."""

import ctypes
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")

AGAIN = 0.05
"""Seconds after which a function that swallowed the exception gets it once more."""


class TimeUp(BaseException):
    """The time is up. No ``except Exception`` of a learner's code catches it."""


def call_within(seconds: float, function: Callable[..., Result], *arguments: object) -> Result:
    """Call a function, and stop it if it takes longer than this.

    Python code is stopped at its next line; a single call that stays inside NumPy runs to its end first. Where there
    are no threads, as in a browser's Python, there is no limit.

    Parameters
    ----------
    seconds : float
    function : callable
    *arguments : object

    Returns
    -------
    object
        What the function returns.

    Raises
    ------
    TimeUp
        If it took too long.

    Examples
    --------
    >>> call_within(5, max, 2, 3)
    3
    """
    __tracebackhide__ = True
    watch = _Watch(seconds)
    try:
        try:
            watch.start()
            return _limited(function, arguments)
        finally:
            watch.stop()
    except TimeUp:
        watch.stop()  # the exception may have come on the way into the line above
        raise


def _limited(function: Callable[..., Result], arguments: tuple[object, ...]) -> Result:
    """Call a function; only what is called from here is interrupted."""
    __tracebackhide__ = True
    return function(*arguments)


class _Watch:
    """A thread that interrupts the one that made it when the time is up, and again until it is told to stop."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._worker = threading.get_ident()
        self._done = threading.Event()
        self._interrupting = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="time limit", daemon=True)

    def start(self) -> None:
        """Begin to count, where there are threads."""
        with suppress(RuntimeError):  # this Python cannot start one
            self._thread.start()

    def stop(self) -> None:
        """Return when no interruption can come any more; one that comes meanwhile is raised after all is stopped."""
        late = False
        while True:
            try:
                with self._interrupting:
                    self._done.set()
                if self._thread.is_alive():
                    self._thread.join()
                _raise_in(self._worker, None)  # one that was sent may not have arrived yet
                break
            except TimeUp:
                late = True
        if late:
            raise TimeUp

    def _run(self) -> None:
        wait = self._seconds
        while not self._done.wait(wait):
            with self._interrupting:
                if not self._done.is_set() and self._is_limited():
                    _raise_in(self._worker, TimeUp)
            wait = AGAIN

    def _is_limited(self) -> bool:
        """Whether the other thread is inside the function, and not on its way to :meth:`stop`."""
        frame = sys._current_frames().get(self._worker)
        while frame is not None and frame.f_code is not _limited.__code__:
            frame = frame.f_back
        return frame is not None


def _raise_in(thread: int, exception: type[BaseException] | None) -> None:
    """Have a thread raise an exception at its next line of Python; None takes back one that has not been raised."""
    kind = None if exception is None else ctypes.py_object(exception)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), kind)
