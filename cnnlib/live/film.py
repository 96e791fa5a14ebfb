"""A generator of pictures, shown while it runs.

A film advances between the events of the kernel, on the kernel's own loop: while it runs, sliders
answer and cells can be run. Stopping it is not asking for the next picture.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from typing import Any, Generic, TypeVar

from cnnlib.live.interrupts import ignore, listen

SHARE = 0.1
"""Part of the time that may go into drawing: training must not wait for its own pictures."""

PATIENCE = 3.0
"""Seconds after which a picture that is still not made is taken for one that never will be."""

MOMENT = 0.5
"""Seconds after an interrupt within which another is the second half of a double click."""

Frame = TypeVar("Frame")


def running_loop() -> asyncio.AbstractEventLoop | None:
    """Return the loop that the caller runs on, or None outside of one (as in a plain script)."""
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


class Film(Generic[Frame]):
    """Runs a generator of pictures.

    Parameters
    ----------
    frames : generator
        Of pictures; closed when the film stops.
    show : callable
        Shows a picture; called for as many as there is time for, and for the last.
    loop : asyncio loop or None
        Where it advances by itself. Without one, somebody calls :meth:`advance`.
    changed : callable
        Called when the state changes by itself: paused by an interrupt, or at its end.
    failed : callable
        Called with the exception that the generator raised, after it was closed.
    lock : lock
        Held while the generator works, so that nobody closes it meanwhile.
    share : float
        Part of the time that may go into drawing, above 0. With 1 every picture is shown.

    Examples
    --------
    >>> shown = []
    >>> film = Film((letter for letter in "abc"), shown.append, changed=lambda: None, failed=print)
    >>> film.start()
    >>> while film.advance():
    ...     pass
    >>> film.state, shown[-1]
    ('ended', 'c')
    """

    def __init__(
        self,
        frames: Generator[Frame, None, None],
        show: Callable[[Frame], object],
        *,
        changed: Callable[[], object],
        failed: Callable[[BaseException], object],
        loop: asyncio.AbstractEventLoop | None = None,
        lock: AbstractContextManager[Any] | None = None,
        share: float = SHARE,
    ) -> None:
        self.state = "paused"
        self._frames, self._show, self._changed, self._failed = frames, show, changed, failed
        self._loop, self._lock, self._share = loop, lock or threading.RLock(), share
        self._waiting: Frame | None = None
        self._drawn, self._cost = float("-inf"), 0.0
        self._run = 0
        self._patient_until: float | None = None  # while it works: until when an interrupt waits for the next picture

    def start(self) -> None:
        """Run, or run on after a pause."""
        if self.state != "paused":
            return
        self.state = "running"
        self._run += 1
        if self._loop is not None:
            # The page's events may arrive on another thread than the loop's.
            self._loop.call_soon_threadsafe(self._tick, self._run)

    def pause(self) -> None:
        """Wait for :meth:`start`, on the last picture that was made."""
        if self.state == "running":
            self.state = "paused"
            self._show_waiting()

    def stop(self) -> None:
        """End for good, and close the generator."""
        with self._lock:
            if self.state != "ended":
                self.state = "ended"
                self._frames.close()

    def advance(self) -> bool:
        """Ask for one more picture; return whether there was one."""
        with self._lock:
            if self.state == "ended":
                return False
            try:
                self._waiting = next(self._frames)
            except StopIteration:
                self.state = "ended"
                self._show_waiting()
                self._changed()
                return False
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                self.state = "ended"
                self._frames.close()
                self._failed(error)
                return False
            if time.perf_counter() - self._drawn >= self._cost * (1 - self._share) / self._share:
                self._show_waiting()
            return True

    def _show_waiting(self) -> None:
        if self._waiting is None:
            return
        picture, self._waiting = self._waiting, None
        begun = time.perf_counter()
        self._show(picture)
        self._drawn = time.perf_counter()
        self._cost = self._drawn - begun

    def _tick(self, run: int) -> None:
        # A tick of an earlier run may still be on its way when the film has been started again.
        if self._loop is None or run != self._run:
            return
        if threading.current_thread() is threading.main_thread():
            listen(self._interrupted)
        more = False
        try:
            if self.state == "running":
                self._patient_until = time.perf_counter() + PATIENCE
                more = self.advance()
        except KeyboardInterrupt:
            # Whoever shows the film has said so. Raised on, it would end the loop, and the kernel with it.
            self.pause()
        finally:
            self._patient_until = None
            if self.state == "running" and more:
                self._loop.call_soon(self._tick, run)
            else:
                ignore(self._interrupted)
        if self.state == "paused":
            with self._lock:
                self._show_waiting()
            self._changed()

    def _interrupted(self) -> None:
        """Pause, at an interrupt of the kernel; raised into the kernel's loop it would be lost or worse.

        A film that makes no picture any more cannot pause: it is ended. So is one that has not paused a moment after
        the first interrupt, when there is another.
        """
        now = time.perf_counter()
        if self._patient_until is not None and now > self._patient_until:
            raise KeyboardInterrupt
        # Nothing is drawn here: this may be in the middle of a drawing.
        if self.state == "running":
            self.state = "paused"
        if self._patient_until is not None:
            self._patient_until = min(self._patient_until, now + MOMENT)
