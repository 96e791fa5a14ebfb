"""A picture in the page: the one widget, and what it says to the kernel and hears from it."""

import base64
import threading
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import anywidget
import traitlets

from cnnlib.canvas import Canvas, saved_png
from cnnlib.live.audience import Audience
from cnnlib.live.cells import keep, running_cell
from cnnlib.live.labels import labels
from cnnlib.live.panel_states import usable
from cnnlib.live.protocol import (
    NOTHING,
    SEEN,
    AgainRequest,
    ControlRequest,
    FilmRequest,
    FilmState,
    PanelState,
    PickRequest,
    ProtocolError,
    Shown,
    SizeRequest,
    Still,
    StillRequest,
    Toolbar,
)
from cnnlib.live.reading import read_id, read_request
from cnnlib.messages import _
from cnnlib.pictures.picture import Picture

HERE = Path(__file__).parent

SAVED_WIDTH = 900
"""Width of a picture in a notebook's file, in CSS pixels."""

SCRIPTS = ("saved.js", "kernel.js", "view.js")
"""The page's half, as one module."""

Bundle = tuple[dict[str, Any], dict[str, Any]]
"""What Jupyter displays: MIME type → data, and MIME type → metadata."""


class PictureView(anywidget.AnyWidget):
    """Shows pictures in the page and passes on what is done to them there.

    Parameters
    ----------
    steps : bool
        Whether the toolbar has step back, step forward and play.
    film : bool
        Whether it has Start, Pause and Stop.
    presets : sequence of str
        Names of buttons.
    reset : bool
        Whether there is a Reset button.
    pens : dict of str to float
        Control whose array is drawn → how many cells wide its lines are.
    on_request : callable or None
        Called with each request of the page but those about its size: see :mod:`cnnlib.live.protocol`. It must
        end in :meth:`show`, :meth:`tell_film`, :meth:`refuse` or :meth:`warn`, since the page waits for the answer,
        or raise a :class:`~cnnlib.live.protocol.ProtocolError`.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> from cnnlib.pictures.picture import Picture
    >>> view = PictureView()
    >>> view.show(Picture([[Grid([[1, 2]], "input (1, 2)", name="input")]], caption="Two cells."))
    >>> view.shown["alt"]
    'Two cells.'
    """

    # The text, not the path: anywidget would connect every view to the file's changes and so keep it alive for ever.
    _esm = "\n".join((HERE / script).read_text(encoding="utf-8") for script in SCRIPTS)
    _css = (HERE / "view.css").read_text(encoding="utf-8")
    png = traitlets.Bytes(b"").tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    toolbar = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        *,
        steps: bool = False,
        film: bool = False,
        presets: Iterable[str] = (),
        reset: bool = False,
        pens: Mapping[str, float] | None = None,
        on_request: Callable[[FilmRequest | AgainRequest | ControlRequest], None] | None = None,
    ) -> None:
        toolbar: Toolbar = {"steps": steps, "film": film, "presets": list(presets), "reset": reset}
        super().__init__(toolbar=toolbar, labels=labels())
        self.canvas = Canvas()
        self.picture: Picture | None = None
        self.audience = Audience()
        self._on_request = on_request
        self._pens = dict(pens or {})
        self._answered = ""
        self._pressed = ("", 0, 0)
        self._version = 0
        self._note = ""
        self._drawings = 0
        self._contents = 0
        self._content = NOTHING
        self._drawing = threading.RLock()
        self.on_msg(self._receive)

    def show(
        self,
        picture: Picture,
        *,
        values: Mapping[str, object] | None = None,
        film: FilmState = "idle",
        where: str = "",
        at_start: bool = True,
        at_end: bool = True,
    ) -> None:
        """Draw a picture and send it to the page.

        Parameters
        ----------
        picture : Picture
            What is drawn.
        values : dict, optional
            The controls' values: the cursor is on the cell that picks them.
        film, where, at_start, at_end
            As in :class:`~cnnlib.live.protocol.Content`.
        """
        with self._drawing:
            png = self.canvas.draw(picture)  # first: an interrupt here must leave the last picture as it was
            self.picture = picture
            self._drawings += 1
            self._contents += 1
            self._content = {
                "alt": picture.caption,
                "caption": picture.caption,
                "formula": picture.formula,
                "code": picture.code,
                "message": "",
                "dimmed": False,
                "film": film,
                "progress": picture.progress,
                "where": where,
                "at_start": at_start,
                "at_end": at_end,
                "width": self.canvas.width,
                "panels": self._panels(picture, values or {}),
            }
            self._publish(png)
            if film == "running":
                self.audience.shown()

    def tell_film(self, film: FilmState) -> None:
        """Tell the page whether the film runs."""
        with self._drawing:
            self._content = {**self._content, "film": film}
            self._publish()

    def refuse(self, message: str, *, film: FilmState = "idle") -> None:
        """Say why there is no picture of this setting, and dim the last one."""
        with self._drawing:
            alt = _(
                "Not the picture of this setting, but the last one that worked: {caption}",
                caption=self._content["caption"],
            )
            self._contents += 1
            self._content = {
                **self._content,
                "message": message,
                "dimmed": True,
                "alt": alt,
                "film": film,
                "at_start": True,
                "at_end": True,
            }
            self._publish()

    def warn(self, message: str) -> None:
        """Say what was wrong with a request; the picture stays."""
        with self._drawing:
            self._content = {**self._content, "message": message}
            self._publish()

    def close(self) -> None:
        """Let go of the page's widget and of the pixels; a picture that is shown later makes new ones."""
        if self.comm is None:  # closed before, or never made
            return
        with self._drawing:
            self.canvas.release()
            super().close()
            self.layout.close()
            self.png = b""

    def send_again(self) -> None:
        """Send all that the page shows, also what it might know already."""
        with self._drawing:
            self._publish()
            self.send_state(["png", "shown"])

    def press(self, request: PickRequest) -> None:
        """Note which cell was pressed: of several that pick the same values, the cursor is on this one."""
        with self._drawing:
            self._pressed = request.panel, request.row, request.col

    def _publish(self, png: bytes | None = None) -> None:
        self._version += 1
        state: Shown = {
            **self._content,
            "version": self._version,
            "picture": self._drawings,
            "content": self._contents,
            "answered": self._answered,
        }
        with self.hold_sync():
            if png is not None:
                self.png = png
            self.shown = dict(state)

    def _panels(self, picture: Picture, values: Mapping[str, object]) -> list[PanelState]:
        """Return where the cells are and, if somebody listens, what they are for and where the cursor is."""
        # The canvas knows the places alone, which is all that is told of a panel that cannot be used.
        states = cast("list[PanelState]", self.canvas.geometry())
        if self._on_request is None:
            return states
        return [usable(state, picture.panel(state["name"]), values, self._pressed, self._pens) for state in states]

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer what the page sent, whatever it is."""
        if content == SEEN:
            self.audience.saw()
            return
        self.audience.spoke()
        with self._drawing:
            self._answered = read_id(content)
            before = self._version
        try:
            request = read_request(content)
            if isinstance(request, SizeRequest):
                self._resize(request)
            elif isinstance(request, StillRequest):
                self._keep_still()
            elif self._on_request is not None:
                self._on_request(request)
            else:
                self.send_again()
        except ProtocolError as error:
            self.warn(str(error))
        except BaseException as error:
            if self._version == before:  # the page waits for an answer, whatever stops the work on it
                self.warn(_("This could not be done: {error!r}. Try it again.", error=error))
            raise

    def _resize(self, request: SizeRequest) -> None:
        with self._drawing:
            changed = (request.width, request.ratio) != (self.canvas.width, self.canvas.ratio)
            self.canvas.resize(request.width, request.ratio)
            if not changed or self.picture is None:
                self._publish()
                return
            png = self.canvas.draw(self.picture)
            self._drawings += 1
            places = {place["name"]: place for place in self.canvas.geometry()}
            panels = [
                cast("PanelState", {**panel, **places.get(panel["name"], {})}) for panel in self._content["panels"]
            ]
            self._content = {**self._content, "width": request.width, "panels": panels}
            self._publish(png)

    def _keep_still(self) -> None:
        """Make the picture for the file as it is now, unless there is one."""
        with self._drawing:
            if self.picture is not None and self.still.get("content") != self._contents:
                self._set_still(str(self.still.get("widget", "")), still_of(self.picture, self._note))
            self._publish()

    def _set_still(self, widget: str, png: str) -> None:
        still: Still = {"widget": widget, "content": self._contents, "png": png, "width": SAVED_WIDTH}
        self.still = dict(still)

    def saved_bundle(self, bundle: Any, widget: str, note: str = "") -> Bundle:
        """Add to what a widget displays what a saved notebook shows without a kernel.

        Parameters
        ----------
        bundle : dict, tuple of two dicts or None
            What ipywidgets or anywidget display: the data, or the data and their metadata.
        widget : str
            Id of the model that is displayed: this view, or the box that it is in.
        note : str
            A line for the file alone, above the picture.
        """
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle or {}, {})
        with self._drawing:
            if self.picture is None:
                return data, metadata
            self._note = note
            self._set_still(widget, "")
            data = {**data, "image/png": still_of(self.picture, note), "text/plain": self.picture.caption}
            return data, {**metadata, "image/png": {"width": SAVED_WIDTH}}

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        keep(running_cell(), self)
        return self.saved_bundle(super()._repr_mimebundle_(**kwargs), self.model_id)


def still_of(picture: Picture, note: str = "") -> str:
    """Return the PNG of a picture for a notebook's file, in base64."""
    return base64.b64encode(saved_png(picture, width=SAVED_WIDTH, note=note)).decode("ascii")


def display_bundle(picture: Picture) -> Bundle:
    """Return what Jupyter displays for a picture that was made by hand."""
    view = PictureView()
    view.show(picture)
    return view._repr_mimebundle_()
