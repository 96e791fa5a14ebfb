"""Ahead of the pointer: while the kernel has nothing to do, what may be asked for next is drawn and sent.

The page keeps it, and shows it in the moment in which a control moves; the kernel's answer to that move replaces it.
Nothing here may be felt: each piece of work is one picture, it waits until nobody has asked for anything for a moment,
and a function that is slow, prints, or gives another picture when it is asked again gets nothing ahead from then on.
"""

import asyncio
import contextlib
import io
import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, NamedTuple, TypeVar

PAUSE = 0.04
"""Seconds without a word from any page before the next picture is drawn: its processor may be the browser's, too."""

BREATH = 0.04
"""Seconds between two pictures: a cell that is to be run passes through several turns of the kernel's loop."""

SLOW = 0.05
"""Seconds of the processor that one picture may take: a cell that is run waits for it."""

VERY_SLOW = 0.3
"""Seconds of the processor that no picture may take; a tenth happens to any, where garbage is collected meanwhile."""

SLOW_ONES = 3
"""Slow pictures in a row after which a function is taken for slow: one may have been held up by something else."""

MOST = 12
"""Pictures ahead of one setting."""

AT_ONCE = 2
"""So many of them are drawn after a pause; the others once the hand rests."""

REST = 0.3
"""Seconds without a word after which a hand rests: a quick one goes on in the way in which it went."""

QUICK = 0.1
"""Seconds between two words of a key that is held down, or of a drag: then nothing is drawn before the hand rests."""

MOST_BYTES = 3 * 2**20
"""Bytes of PNGs in the page for each explorer: the oldest are dropped there, and forgotten here."""

Asked = TypeVar("Asked")

_last_word, _before = 0.0, 0.0
_turn: "weakref.ref[Ahead[Any]] | None" = None


def heard() -> None:
    """Note that a page has asked for something: what is ahead waits."""
    global _last_word, _before
    _last_word, _before = time.monotonic(), _last_word


class Stopwatch:
    """Tells how long something takes, as far as it is its own doing.

    That is the processor's time. What waits or sleeps takes none of it, so a quarter of the clock's counts if it is
    more; not all of it, since on a machine with other work to do everything takes long.

    Examples
    --------
    >>> Stopwatch().seconds < 0.01
    True
    """

    def __init__(self) -> None:
        self._worked, self._begun = time.thread_time(), time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since it was made."""
        return max(time.thread_time() - self._worked, (time.monotonic() - self._begun) / 4)


class Drawn(NamedTuple):
    """What was drawn and sent: its key, what tells it from another picture, and how many bytes it is."""

    key: str
    sign: str
    size: int


class Ahead(Generic[Asked]):
    """Has settings drawn ahead, one by one.

    Parameters
    ----------
    draw : callable
        Draws a setting and sends it, unless the page has it: a setting → :class:`Drawn`, None if there was nothing to
        do.
    loop : asyncio loop or None
        Where the work is done, between the kernel's other events; without one nothing is drawn ahead.
    lock : lock
        Held while a picture is drawn; where somebody else holds it, the work waits.

    Examples
    --------
    >>> ahead = Ahead(lambda setting: Drawn(setting, "its pixels", 900), loop=None, lock=threading.RLock())
    >>> ahead.plan(iter(["padding 1", "padding 2"]))
    >>> while ahead.work():
    ...     pass
    >>> ahead.holds("padding 1"), ahead.holds("padding 3")
    (True, False)
    """

    def __init__(
        self,
        draw: Callable[[Asked], Drawn | None],
        *,
        loop: asyncio.AbstractEventLoop | None,
        lock: "threading.RLock",
    ) -> None:
        self._draw, self._loop, self._lock = draw, loop, lock
        self._plan: Iterator[Asked] = iter(())
        self._left = 0
        self._sent: OrderedDict[str, Drawn] = OrderedDict()
        self._slow = 0
        self._ticket = 0
        self.able = True

    def near(self) -> None:
        """Take the turn: of all explorers of the kernel, one works ahead."""
        global _turn
        _turn = weakref.ref(self)

    @property
    def has_turn(self) -> bool:
        """Whether this is the explorer that works ahead."""
        return _turn is not None and _turn() is self

    def refresh(self, keys: Iterable[str]) -> None:
        """Put these last among what is dropped: the page does the same with the settings that it is told of."""
        for key in keys:
            if key in self._sent:
                self._sent.move_to_end(key)

    def keep(self, drawn: Drawn) -> None:
        """Note that the page holds this; it and the kernel drop the same ones, the oldest first."""
        if drawn.key in self._sent:
            del self._sent[drawn.key]
        self._sent[drawn.key] = drawn
        while sum(each.size for each in self._sent.values()) > MOST_BYTES:
            self._sent.popitem(last=False)

    def plan(self, settings: Iterator[Asked]) -> None:
        """Draw these from now on, once nobody asks for anything; what was planned before is dropped."""
        self._plan, self._left = settings, MOST
        self._later(PAUSE)

    def stop(self) -> None:
        """Drop what was planned."""
        self._plan, self._left = iter(()), 0

    def forget(self) -> None:
        """Hold nothing for sent any more, since no page has it."""
        self._sent.clear()

    def holds(self, key: str) -> bool:
        """Tell whether the page has the picture of a setting."""
        return key in self._sent

    def followed(self, key: str, sign: str) -> bool:
        """Compare with what was sent ahead what the function gives now; return whether it is the same.

        Where it is not, the function depends on more than its arguments.
        """
        sent = self._sent.get(key)
        if sent is None or sent.sign == sign:
            return True
        self._give_up()
        return False

    def took(self, seconds: float) -> None:
        """Note what a picture has taken, ahead or not, by a :class:`Stopwatch`; who is slow gets nothing ahead."""
        self._slow = self._slow + 1 if seconds > SLOW else 0
        if self._slow >= SLOW_ONES or seconds > VERY_SLOW:
            self._give_up()

    def work(self) -> bool:
        """Draw one picture; return whether there may be another. The kernel's loop does this by itself."""
        try:
            while self.able and self._left > 0:
                setting = next(self._plan)
                watch = Stopwatch()
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    drawn = self._draw(setting)
                if printed.getvalue():  # it would be printed a second time, and under another cell
                    self._give_up()
                if drawn is None:
                    continue
                self._left -= 1
                self.keep(drawn)
                self.took(watch.seconds)
                return self.able
        except StopIteration:
            self.stop()
        except BaseException:  # whatever it is, it is said once the setting is asked for
            self._give_up()
        return False

    def _give_up(self) -> None:
        self.able = False
        self.stop()
        self.forget()

    def _later(self, seconds: float) -> None:
        if self._loop is None or self._loop.is_closed() or not self.able or not self.has_turn:
            return
        self._ticket += 1
        # The page's events may arrive on another thread than the loop's.
        self._loop.call_soon_threadsafe(self._wait, seconds, self._ticket)

    def _wait(self, seconds: float, ticket: int) -> None:
        assert self._loop is not None
        self._loop.call_later(seconds, self._tick, ticket)

    def _tick(self, ticket: int) -> None:
        if ticket != self._ticket or not self.has_turn or self._left <= 0:
            return
        since = time.monotonic() - _last_word
        is_quick = _last_word - _before < QUICK
        pause = PAUSE if self._left > MOST - AT_ONCE and not is_quick else REST
        if since < pause:
            self._later(pause - since)
        elif not self._lock.acquire(blocking=False):
            self._later(PAUSE)
        else:
            try:
                more = self.work()
            finally:
                self._lock.release()
            if more:
                self._later(BREATH)
