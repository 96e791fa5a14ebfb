"""Whether anybody still looks at a film.

A page that is closed says no good-bye, and the server that it was connected to goes on taking what the kernel sends.
So a view that shows a film says from time to time that it has seen its pictures (:data:`~cnnlib.live.protocol.SEEN`).
"""

import threading
import time

SILENCE = 20.0
"""Seconds without a word from any page after which nobody is there."""

PICTURES = 10
"""Pictures without a word after which nobody is there.

Both must have passed: where the kernel is busy for a minute, words wait in its queue, and come in between two pictures.
"""


class Audience:
    """Keeps count of the pictures of a film that no page has answered.

    Pages that have never said that they see pictures do not count: of them nothing can be known.

    Examples
    --------
    >>> audience = Audience()
    >>> audience.saw()
    >>> audience.shown()
    >>> audience.gone
    False
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()  # a word may come in on another thread than the film's
        self._answers = False
        self._unanswered, self._since = 0, 0.0

    def saw(self) -> None:
        """Note that a page has said that it sees the pictures."""
        with self._lock:
            self._answers = True
            self._unanswered = 0

    def spoke(self) -> None:
        """Note any other word of a page, or of whoever starts the film: from here on it is waited anew."""
        with self._lock:
            self._unanswered = 0

    def shown(self) -> None:
        """Note that a picture has been sent."""
        with self._lock:
            if not self._unanswered:
                self._since = time.monotonic()
            self._unanswered += 1

    @property
    def gone(self) -> bool:
        """Whether there was somebody, and is nobody any more."""
        with self._lock:
            waited = time.monotonic() - self._since
            return self._answers and self._unanswered >= PICTURES and waited > SILENCE
