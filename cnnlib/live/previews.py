"""What an explorer draws ahead, and how it is told to the page."""

import asyncio
import functools
import hashlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from cnnlib.canvas import Canvas
from cnnlib.engine.settings import SettingError
from cnnlib.live.ahead import Ahead, Drawn
from cnnlib.live.controls import Control, marks_of
from cnnlib.live.neighbours import Move, Neighbour, Pressed, last_move, neighbours
from cnnlib.live.protocol import AheadNext, AheadPicture, AheadRefused, Marks, Near
from cnnlib.live.remarks import Remarks
from cnnlib.live.stage import Stage, stage_of
from cnnlib.live.view import PictureView
from cnnlib.pictures.picture import Picture

LIKELY = 6
"""Settings that the page is told of as the likeliest, so that it decodes their pictures before they are asked for."""

REFUSED = "refused"
"""In the place of what tells two pictures apart, for a setting that is impossible."""

Values = Mapping[str, Any]


@functools.cache
def _canvas() -> Canvas:
    """One for all explorers, since one works ahead at a time; a view's own paints only what differs from its last."""
    return Canvas()


def _key(marks: Marks) -> str:
    return json.dumps(marks, sort_keys=True)


def _content_sign(picture: Picture, pixels: str) -> str:
    text = "\0".join([picture.caption, picture.formula, picture.code, pixels])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class Previews:
    """Draws the neighbours of an explorer's setting while nobody asks for anything, and sends them to its view.

    Parameters
    ----------
    controls, presets
        As in :func:`cnnlib.live.neighbours.neighbours`.
    view : PictureView
        What they are sent to.
    words : Remarks
        What there is to say of a setting.
    call : callable
        Values of all controls → picture; it raises SettingError for an impossible one.
    loop, lock
        As in :class:`~cnnlib.live.ahead.Ahead`.
    """

    def __init__(
        self,
        controls: Mapping[str, Control],
        presets: Mapping[str, Mapping[str, object]],
        view: PictureView,
        words: Remarks,
        *,
        call: Callable[[Values], Picture],
        loop: asyncio.AbstractEventLoop | None,
        lock: "threading.RLock",
    ) -> None:
        self._controls, self._presets, self._view = controls, presets, view
        self._call, self._words = call, words
        self._ahead: Ahead[Neighbour] = Ahead(self._draw, loop=loop, lock=lock)
        self._at: Marks = {}
        self._move = Move()
        self._values: Values = {}
        self._epoch, self._was_noted = view.epoch, words.noted
        self._shown = ""  # the sign of what the function gave last for the page

    @property
    def able(self) -> bool:
        """Whether anything is drawn ahead: not where the function is slow, prints, or is no function of its values."""
        return self._ahead.able

    def near(self, near: Near) -> bool:
        """Take the turn to work ahead, since a pointer or the focus has come; return whether there is any use."""
        if near.held == 0:
            self._ahead.forget()
        self._ahead.near()
        return self.able

    def took(self, seconds: float) -> None:
        """Note what the picture on the page has taken, by a :class:`~cnnlib.live.ahead.Stopwatch`."""
        self._ahead.took(seconds)

    def stop(self) -> None:
        """Draw nothing ahead any more."""
        self._ahead.able = False
        self._ahead.stop()

    def followed(self, values: Values, picture: Picture | None) -> None:
        """Compare what a setting gives now with what was sent ahead of it; None is for an impossible setting."""
        self._follow_the_page()
        self._shown = ""
        if not self.able:
            return
        sign = REFUSED if picture is None else _content_sign(picture, self._view.sign)
        self._shown = sign
        if not self._ahead.followed(_key(marks_of(self._controls, values)), sign):
            self._view.forget_ahead()

    def rest(self, picture: Picture, stage: Stage, pressed: Pressed) -> None:
        """Draw the neighbours of the setting on the page, once nobody asks for anything.

        Parameters
        ----------
        picture, stage : Picture, Stage
            What is on the page.
        pressed : (str, int, int)
            The cell that was pressed last.
        """
        if not self._ahead.has_turn or not self.able:
            return
        noted = self._words.noted
        if noted != self._was_noted:
            self._was_noted = noted
            self._view.forget_ahead()
        self._follow_the_page()
        if stage.at != self._at:  # a hand that comes near again has moved nothing
            self._move = last_move(self._at, stage.at)
        self._at, self._values = stage.at, stage.values
        settings = self._others(neighbours(self._controls, self._presets, picture, stage, self._move, pressed))
        likely = list(islice(settings, LIKELY))
        asked = [self._asked(each)[1] for each in likely]
        keep = self._shown not in ("", REFUSED) and self._view.is_picture_of(stage.at)
        told: AheadNext = {"kind": "next", "epoch": self._epoch, "asked": asked, "keep": keep}
        self._view.send(told)
        if keep:
            self._ahead.keep(Drawn(_key(stage.at), self._shown, len(self._view.png)))
        self._ahead.refresh(map(_key, asked))
        self._ahead.plan(iter([*likely, *settings]))

    def _follow_the_page(self) -> None:
        """Forget what was sent to a page that has another size by now, or was told to drop it."""
        if self._view.epoch != self._epoch:
            self._epoch = self._view.epoch
            self._ahead.forget()

    def _asked(self, neighbour: Neighbour) -> tuple[dict[str, Any], Marks]:
        """Return the values of all controls at a neighbour, and their marks."""
        changes = {name: self._controls[name].accept(value) for name, value in neighbour.changes.items()}
        values = {**self._values, **changes}
        return values, marks_of(self._controls, values)

    def _others(self, found: Iterator[Neighbour]) -> Iterator[Neighbour]:
        """Yield each setting once, and not the one that is on the page."""
        seen = {_key(self._at)}
        for each in found:
            key = _key(self._asked(each)[1])
            if key not in seen:
                seen.add(key)
                yield each

    def _draw(self, neighbour: Neighbour) -> Drawn | None:
        values, asked = self._asked(neighbour)
        key = _key(asked)
        self._follow_the_page()  # it may have got its width since this was planned
        if self._ahead.holds(key):
            return None
        try:
            picture = self._call(values)
        except SettingError as error:
            message = self._words.refusal(error, values)
            refused: AheadRefused = {"kind": "refused", "epoch": self._epoch, "asked": asked, "message": message}
            self._view.send(refused)
            return Drawn(key, REFUSED, len(message))
        stage = stage_of(self._controls, values, picture)
        content, png, sign = self._view.draft(
            _canvas(), self._words.added_to(picture, stage.values), stage, neighbour.pressed
        )
        ahead: AheadPicture = {"kind": "ahead", "epoch": self._epoch, "asked": asked, "sign": sign, "content": content}
        self._view.send(ahead, [png])
        return Drawn(key, _content_sign(picture, sign), len(png))
