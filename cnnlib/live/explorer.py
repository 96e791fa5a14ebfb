"""An explorer: controls, the picture that they change, and what is done on the picture itself."""

import inspect
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import ipywidgets as widgets

from cnnlib.engine.settings import SettingError
from cnnlib.live.ahead import Stopwatch, heard
from cnnlib.live.cells import keep, running_cell
from cnnlib.live.control_set import ControlSet
from cnnlib.live.controls import controls_of, marks_of, position_controls, starts_of
from cnnlib.live.film import SHARE, Film, running_loop
from cnnlib.live.functions import NoPicture, film_of, picture_of, sentence_on
from cnnlib.live.interrupts import reachable
from cnnlib.live.panel_states import Use
from cnnlib.live.picture_controls import DrawControl
from cnnlib.live.previews import Previews
from cnnlib.live.protocol import (
    AgainRequest,
    ControlRequest,
    FilmRequest,
    FilmState,
    Near,
    PickRequest,
    ProtocolError,
)
from cnnlib.live.remarks import Remark, Remarks
from cnnlib.live.requests import values_for
from cnnlib.live.stage import EMPTY, stage_of
from cnnlib.live.sweep import sweep
from cnnlib.live.view import Bundle, PictureView
from cnnlib.messages import _
from cnnlib.pictures.picture import Picture


class Explorer:
    """Controls, and the picture that they change. Made by :func:`cnnlib.explore.explore`."""

    def __init__(
        self,
        function: Callable[..., Any],  # returns a Picture, or a generator of them
        controls: Mapping[str, object],
        presets: Mapping[str, Mapping[str, object]],
        opening: Callable[..., Picture] | None = None,
        share: float = SHARE,
        remarks: Sequence[Remark] = (),
    ) -> None:
        self._function = function
        self._is_film = inspect.isgeneratorfunction(function)
        self._drawn: Mapping[str, object] = {}  # the values of the picture
        self._stage = EMPTY
        self._opening, self._share = opening, share
        self._film: Film[Picture] | None = None
        self._loop = running_loop()
        self._lock = threading.RLock()
        self._set = ControlSet(controls_of(function, controls), presets)
        self._controls, self._presets = self._set.controls, self._set.presets
        self._words = Remarks(remarks, self._controls, call=self._call)
        pens = {each.name: each.pen for each in self._controls.values() if isinstance(each, DrawControl)}
        positions = {each.name for each in position_controls(self._controls)}
        self.view = PictureView(
            toolbar=self._set.toolbar(film=self._is_film),
            use=Use(lambda name, value: self._controls[name].mark(value), positions, pens),
            on_near=self._come_near,
            on_open=self._speak_first,
            on_request=self._answer,
        )
        self._previews = Previews(
            self._controls,
            self._presets,
            self.view,
            self._words,
            call=self._called,
            loop=self._loop,
            lock=self._lock,
        )
        if self._is_film or pens:
            self._previews.stop()
        self.view.layout.width = "100%"
        self.widget = widgets.VBox([self._set.box(), self.view])
        self.widget.add_class("cnn-explorer")
        try:
            self._show(self._call(self.values))
        except SystemExit as error:
            raise NoPicture(sentence_on(error, function)) from None
        for widget in self._set.page_widgets:
            widget.observe(self._changed, names="value")
        keep(running_cell(), self)

    def close(self) -> None:
        """Stop the film, and let go of the page's widgets and of the canvas; a new run of its cell does this.

        It still answers :meth:`set`, and displays its last picture, which no longer moves.
        """
        self._previews.stop()
        # Where the function never returns, on another thread, the cell that is run again must not wait for it.
        if self._lock.acquire(timeout=1):
            try:
                if self._film is not None:
                    self._film.stop()
            finally:
                self._lock.release()
        boxes = self.widget.children[0]
        self.view.close()
        if not self._is_film:  # a film's last picture cannot be made again
            self.view.picture = None
        for widget in (self.widget, boxes, *boxes.children):
            for each in (widget, widget.layout, getattr(widget, "style", None)):
                if each is not None:
                    each.close()

    @property
    def values(self) -> dict[str, object]:
        """What the function would be called with now: name → value."""
        return self._set.values

    @property
    def remarks(self) -> Sequence[Remark]:
        """Who may have a word to say on a setting."""
        return self._words.all

    @remarks.setter
    def remarks(self, remarks: Sequence[Remark]) -> None:
        self._words.all = tuple(remarks)

    @property
    def picture(self) -> Picture:
        """The picture on the page: where a setting is impossible, the last one that worked."""
        if self.view.picture is None:  # closed: IPython keeps what a cell has displayed, and would keep its arrays, too
            self.view.picture = self._call(self._drawn)
        return self.view.picture

    @property
    def message(self) -> str:
        """The sentence shown for an impossible setting; empty where all is well."""
        return str(self.view.shown["message"])

    def set(self, **values: object) -> Picture:
        """Set controls, call the function once and return the picture.

        Raises
        ------
        ValueError
            If there is no such control, or it cannot take the value.
        SettingError
            If the function refuses the setting; the page shows its sentence.
        """
        self._set.check_names(values)
        with self._lock:
            self._set.put(values)
            self._update()
            return self.picture

    @property
    def film(self) -> FilmState:
        """State of the film: ``"idle"``, ``"running"`` or ``"paused"``."""
        if self._film is None or self._film.state == "ended":
            return "idle"
        return "running" if self._film.state == "running" else "paused"

    def start(self) -> None:
        """Start the film, or let it run on."""
        with self._lock:
            if self._film is None or self._film.state == "ended":
                self._film = Film(
                    film_of(self._function, self.values),
                    self._show_frame,
                    changed=self._tell_film,
                    failed=self._refuse,
                    loop=self._loop,
                    lock=self._lock,
                    share=self._share,
                )
            self.view.audience.spoke()
            self._film.start()
            self._tell_film()

    def pause(self) -> None:
        """Pause the film."""
        with self._lock:
            if self._film is not None:
                self._film.pause()
            self._tell_film()

    def stop(self) -> None:
        """End the film; its last picture stays."""
        with self._lock:
            if self._film is not None:
                self._film.stop()
            self._tell_film()

    def advance(self) -> bool:
        """Ask the film for one more picture; return whether there was one. The kernel's loop does this by itself."""
        return self._film is not None and self._film.advance()

    def settings(self) -> Iterator[dict[str, Any]]:
        """Return the settings that tests go through, each a dict for :meth:`set`.

        All values of the controls, all combinations where they are few and pairs where they are
        many, each position at the panel's corners and centre, and the presets.
        """
        return sweep(self._controls, self._presets.values(), self._call)

    def _starts(self) -> dict[str, object]:
        return starts_of(self._controls)

    def _call(self, values: Mapping[str, object]) -> Picture:
        """Return the picture of these values; of a film, the one before the start."""
        return reachable(lambda: self._called(values), self._loop)

    def _called(self, values: Mapping[str, object]) -> Picture:
        if not self._is_film:
            return picture_of(self._function, values)
        if self._opening is not None:
            return picture_of(self._opening, values)
        frames = film_of(self._function, values)
        try:
            return next(frames)
        finally:
            frames.close()

    def _tell_film(self) -> None:
        # The lock first: what is told must be what is so by then, also where another thread starts the film just now.
        with self._lock:
            self.view.tell_film(self.film)

    def _changed(self, _change: object) -> None:
        # The lock first: another thread may be setting controls, and this change must not get lost in its silence.
        with self._lock:
            if not self._set.quiet:
                heard()
                self._update(from_page=True)
                self._look_ahead()

    def _update(self, from_page: bool = False) -> None:
        """Call the function and show what it returns; an impossible setting is a sentence."""
        if self._film is not None:
            self._film.stop()
        values, watch = self.values, Stopwatch()
        try:
            picture = self._call(values)
            self._show(picture)
            self._previews.took(watch.seconds)
            self._previews.followed(values, picture)
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            if self._refuse(error) and not from_page:
                raise

    def _refuse(self, error: BaseException) -> bool:
        """Show why there is no picture; return True for a setting that is impossible, raise what is a bug."""
        if isinstance(error, SettingError):
            values = self.values
            self.view.refuse(self._words.refusal(error, values), at=marks_of(self._controls, values), film=self.film)
            self._previews.followed(values, None)
            return True
        # ipywidgets swallows what a callback raises, so the page must say it too.
        sentence = sentence_on(error, self._function)
        self.view.refuse(sentence, at=marks_of(self._controls, self.values), film=self.film)
        if isinstance(error, SystemExit):  # it would end the kernel
            raise NoPicture(sentence) from None
        raise error

    def _show(self, picture: Picture) -> None:
        # What is said depends on the position that the picture leaves: it may have fewer cells.
        stage = stage_of(self._controls, self.values, picture)
        self._set.follow(picture)
        self._stage, self._drawn = stage, stage.values
        self.view.show(self._words.added_to(picture, stage.values), stage=stage, film=self.film)

    def _come_near(self, near: Near) -> None:
        """Begin to draw ahead, since a pointer or the focus has come to this explorer."""
        with self._lock:
            if self._previews.near(near):
                self._look_ahead()

    def _look_ahead(self) -> None:
        values = self.values  # of a setting that is impossible, too: what is beside it may be possible
        stage = self._stage._replace(values=values, at=marks_of(self._controls, values))
        self._previews.rest(self.picture, stage, self.view.pressed)

    def _show_frame(self, picture: Picture) -> None:
        """Show a picture of the film; where nobody sees it any more, it is the last for now."""
        if self._film is None or not self.view.audience.gone:
            self._show(picture)
            return
        self._film.pause()
        self._show(picture)
        self.view.warn(_("No page showed this film any more, so it has been paused. Press Continue to go on."))

    def _answer(self, request: FilmRequest | AgainRequest | ControlRequest) -> None:
        """Do what the page asked for; the view answers what breaks the protocol."""
        heard()
        with self._lock:
            if isinstance(request, AgainRequest):
                self._send_again()
                return
            if isinstance(request, FilmRequest):
                self._direct(request)
                return
            try:
                values = values_for(request, self.picture, self._controls, self._presets)
                if isinstance(request, PickRequest):
                    self.view.press(request)
                self._set.put(values)
            except ProtocolError:
                raise
            except SettingError as error:
                self.view.warn(str(error))
            except (Exception, SystemExit) as error:
                self._refuse(error)
            else:
                self._update(from_page=True)
                self._look_ahead()

    def _speak_first(self) -> None:
        """Send from each control, on the thread that serves the page's requests.

        ipykernel brings a widget's messages to the thread that the widget sent from last. That was the one of the
        cells: what is done to a control would wait for a cell that runs, and come after a Reset that was pressed later.
        """
        for widget in self._set.page_widgets:
            widget.send_state("description")

    def _send_again(self) -> None:
        """Tell a page that was away what it may have missed."""
        for widget in self._set.page_widgets:
            widget.send_state()
        self.view.send_again()

    def _direct(self, request: FilmRequest) -> None:
        """Start, pause or stop the film."""
        if not self._is_film:
            raise ProtocolError("kind", "film", _("This explorer has no film."))
        {"start": self.start, "pause": self.pause, "stop": self.stop}[request.do]()

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        note = _("A saved picture. Run the cells from the top\n(Shift+Enter) to get its controls back.")
        if self.view.comm is None:
            self.view.picture = self.picture  # closed, it is made again
            return self.view.saved_bundle("", note)
        keep(running_cell(), self)
        return self.view.saved_bundle(self.widget.model_id, note)
