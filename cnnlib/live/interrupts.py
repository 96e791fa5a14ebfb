"""Who hears an interrupt of the kernel while no cell runs: then Jupyter ignores it.

A film runs between two cells, and must pause. A function that never returns may run on another thread: JupyterLab has
what a page does worked on by a thread of its own, a subshell, so that it need not wait for a cell; but the ■ of the
toolbar reaches the main thread alone, and every explorer would be held up until the kernel is restarted.
"""

import asyncio
import signal
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")
Listener = Callable[[], object]

_listeners: list[Listener] = []
_lock = threading.RLock()
_before: list[object] = []
"""What an interrupt did before; empty while it does that still."""


def listen(listener: Listener) -> None:
    """Call something at each interrupt that Jupyter would ignore; main thread only. Asked twice, it is called once."""
    with _lock:
        if listener not in _listeners:
            _listeners.append(listener)
    _take_over()


def ignore(listener: Listener) -> None:
    """Call it no more; main thread only."""
    with _lock:
        if listener in _listeners:
            _listeners.remove(listener)
    _give_back()


def reachable(work: Callable[[], Result], loop: asyncio.AbstractEventLoop | None) -> Result:
    """Call something in which an interrupt raises KeyboardInterrupt, on whatever thread it runs.

    Parameters
    ----------
    work : callable
        What may take long; its result is returned.
    loop : asyncio loop or None
        That of the main thread, which alone may say what an interrupt does. Without one all stays as it is.

    Examples
    --------
    >>> reachable(lambda: "on the main thread Python does it by itself", None)
    'on the main thread Python does it by itself'
    """
    if loop is None or loop.is_closed() or threading.current_thread() is threading.main_thread():
        return work()
    thread, raised = threading.get_ident(), False

    def interrupt() -> None:
        nonlocal raised
        if not raised:
            raised = True
            _raise_in(thread, KeyboardInterrupt)

    def forget() -> None:
        with _lock:
            if interrupt in _listeners:
                _listeners.remove(interrupt)
            _raise_in(thread, None)  # one that is on its way must not come up somewhere else

    try:
        with _lock:
            _listeners.append(interrupt)
        loop.call_soon_threadsafe(_take_over)
        return work()
    finally:
        try:
            forget()
        except KeyboardInterrupt:  # it came too late, and just here; there is no second one
            forget()
        if not loop.is_closed():
            loop.call_soon_threadsafe(_give_back)


def _take_over() -> None:
    now = signal.getsignal(signal.SIGINT)
    # Jupyter sets it anew around each cell, and back to what it was: what it has set is left alone while it is there.
    if _listeners and now is not _interrupted and (not _before or now is signal.SIG_IGN):
        _before[:] = [signal.signal(signal.SIGINT, _interrupted)]


def _give_back() -> None:
    if _listeners or not _before:
        return
    before = _before.pop()
    if signal.getsignal(signal.SIGINT) is _interrupted:
        signal.signal(signal.SIGINT, before)  # type: ignore[arg-type]


def _interrupted(*_: object) -> None:
    with _lock:
        listeners = list(_listeners)
        for listener in listeners:
            listener()


def _raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Have an exception come up in a thread as soon as it is in Python code again; None takes it back."""
    import ctypes  # not everywhere there, but where there are threads

    what = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), what)
