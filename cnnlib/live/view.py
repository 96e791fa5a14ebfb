"""A picture in the page: the one widget, and what it says to the kernel and hears from it."""

import base64
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from cnnlib.canvas import Canvas, saved_png
from cnnlib.live.audience import Audience
from cnnlib.live.cells import keep, running_cell
from cnnlib.live.contents import content_of, refused, resized, sign_of
from cnnlib.live.labels import labels
from cnnlib.live.panel_states import Use
from cnnlib.live.protocol import (
    NOTHING,
    SEEN,
    AgainRequest,
    Content,
    ControlRequest,
    FilmRequest,
    FilmState,
    Marks,
    Near,
    PickRequest,
    ProtocolError,
    Shown,
    SizeRequest,
    Still,
    StillRequest,
    Toolbar,
)
from cnnlib.live.reading import read_id, read_near, read_request
from cnnlib.live.stage import EMPTY, Stage
from cnnlib.messages import _
from cnnlib.pictures.picture import Picture

HERE = Path(__file__).parent

SAVED_WIDTH = 900
"""Width of a picture in a notebook's file, in CSS pixels."""

SCRIPTS = ("still.js", "saved.js", "kernel.js", "ahead.js", "view.js")
"""The page's half, as one module."""

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

NO_BUTTONS: Toolbar = {"steps": "", "film": False, "presets": {}, "reset": None, "controls": []}

Bundle = tuple[dict[str, Any], dict[str, Any]]
"""What Jupyter displays: MIME type → data, and MIME type → metadata."""


class PictureView(anywidget.AnyWidget):
    """Shows pictures in the page and passes on what is done to them there.

    Parameters
    ----------
    toolbar : Toolbar
        Its buttons, and what they set.
    use : Use or None
        What the cells of panels are for; None where nothing can be done to them.
    on_near : callable or None
        Called with each :class:`~cnnlib.live.protocol.Near`.
    on_open : callable or None
        Called once, at the first request of a page.
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
        toolbar: Toolbar = NO_BUTTONS,
        use: Use | None = None,
        on_near: Callable[[Near], None] | None = None,
        on_open: Callable[[], None] | None = None,
        on_request: Callable[[FilmRequest | AgainRequest | ControlRequest], None] | None = None,
    ) -> None:
        super().__init__(toolbar=dict(toolbar), labels=labels())
        self.canvas = Canvas()
        self.picture: Picture | None = None
        self.audience = Audience()
        self.epoch = 0
        self._on_request, self._on_near, self._on_open, self._use = on_request, on_near, on_open, use
        self._answered = ""
        self._pressed = ("", 0, 0)
        self._version = 0
        self._note = ""
        self._contents = 0
        self._sign = ""
        self._content = NOTHING
        self._drawing = threading.RLock()
        self.on_msg(self._receive)

    def show(self, picture: Picture, *, stage: Stage = EMPTY, film: FilmState = "idle") -> None:
        """Draw a picture and send it to the page.

        Parameters
        ----------
        picture : Picture
            What is drawn.
        stage : Stage
            How the controls stand.
        film : FilmState
            As in :class:`~cnnlib.live.protocol.Content`.
        """
        with self._drawing:
            png = self.canvas.draw(picture)  # first: an interrupt here must leave the last picture as it was
            self.picture = picture
            self._contents += 1
            self._content = content_of(self.canvas, picture, stage, film=film, use=self._use, pressed=self._pressed)
            self._publish(png)
            if film == "running":
                self.audience.shown()

    def draft(
        self, canvas: Canvas, picture: Picture, stage: Stage, pressed: tuple[str, int, int] | None = None
    ) -> tuple[Content, bytes, str]:
        """Return what :meth:`show` would send, content, pixels and sign, and change nothing but the canvas given.

        Parameters
        ----------
        canvas : Canvas
            Not the view's own: that one paints again only what differs from the picture before.
        picture : Picture
            What is drawn.
        stage : Stage
            How the controls would stand.
        pressed : (str, int, int), optional
            The cell that would have been pressed.
        """
        canvas.resize(self.canvas.width, self.canvas.ratio)
        png = canvas.draw(picture)
        content = content_of(canvas, picture, stage, use=self._use, pressed=pressed or self._pressed)
        return content, png, sign_of(png)

    def tell_film(self, film: FilmState) -> None:
        """Tell the page whether the film runs."""
        with self._drawing:
            self._content = {**self._content, "film": film}
            self._publish()

    def refuse(self, message: str, *, at: Marks, film: FilmState = "idle") -> None:
        """Say why there is no picture of this setting, and dim the last one."""
        with self._drawing:
            self._contents += 1
            self._content = refused(self._content, message, str(self.labels["not_this"]), at, film)
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

    @property
    def pressed(self) -> tuple[str, int, int]:
        """Panel, row and column of the cell that was pressed last."""
        return self._pressed

    @property
    def sign(self) -> str:
        """What tells the pixels on the page from others."""
        return self._sign

    def is_picture_of(self, at: Marks) -> bool:
        """Tell whether the page shows the picture of this setting, with nothing to say against it."""
        return self._content["at"] == at and not (self._content["message"] or self._content["dimmed"])

    def forget_ahead(self) -> None:
        """Have pages drop what was sent ahead."""
        with self._drawing:
            self.epoch += 1
            self._publish()

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
        if png is not None:
            self._sign = sign_of(png)
        state: Shown = {
            **self._content,
            "version": self._version,
            "content": self._contents,
            "answered": self._answered,
            "sign": self._sign,
            "epoch": self.epoch,
        }
        with self.hold_sync():
            if png is not None:
                self.png = png
            self.shown = dict(state)

    def _receive(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer what the page sent, whatever it is."""
        if content == SEEN:
            self.audience.saw()
            return
        self.audience.spoke()
        near = read_near(content)
        if near is not None:
            if self._on_near is not None:
                self._on_near(near)
            return
        if self._on_open is not None:
            opened, self._on_open = self._on_open, None
            opened()
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
            self.epoch += 1
            self._content = resized(self._content, self.canvas)
            self._publish(png)

    def _keep_still(self) -> None:
        """Make the picture for the file as it is now, unless there is one."""
        with self._drawing:
            if self.picture is not None and self.still.get("content") != self._contents:
                self._set_still(str(self.still.get("widget", "")), self._png_for_file(self.picture))
            self._publish()

    def _set_still(self, widget: str, png: str) -> None:
        still: Still = {
            "widget": widget,
            "content": self._contents,
            "png": png,
            "width": SAVED_WIDTH,
            "note": self._note,
        }
        self.still = dict(still)

    def _png_for_file(self, picture: Picture) -> str:
        """Return the still; of a setting that is impossible, the dimmed picture with the sentence above it."""
        dimmed = self._content["dimmed"]
        words = "\n".join(filter(None, [self._content["message"] if dimmed else "", self._content["alt"]]))
        return still_of(picture, self._note, words, dimmed=dimmed)

    def saved_bundle(self, widget: str, note: str = "") -> Bundle:
        """Return what a page with a kernel displays of a model, and what a saved notebook shows without one.

        Parameters
        ----------
        widget : str
            Id of the model: this view's, or that of the box that it is in. Empty where it was closed: then the picture
            alone is displayed.
        note : str
            A line for the file alone, above the picture.
        """
        data, metadata = self._live_bundle(widget) if widget else ({}, {})
        with self._drawing:
            if self.picture is None:
                return data, metadata
            self._note = note
            self._set_still(widget, "")
            data = {**data, "image/png": self._png_for_file(self.picture), "text/plain": self._content["alt"]}
            return data, {**metadata, "image/png": {"width": SAVED_WIDTH}}

    def _live_bundle(self, widget: str) -> Bundle:
        """Return what anywidget displays of this view, for the model with that id.

        The box has no bundle of its own with ipywidgets 7, and none that tells Colab where the view's kind of widget
        comes from.
        """
        bundle: Any = super()._repr_mimebundle_()
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return {**data, WIDGET_VIEW: {**data[WIDGET_VIEW], "model_id": widget}}, metadata

    def _repr_mimebundle_(self, **kwargs: Any) -> Bundle:
        keep(running_cell(), self)
        return self.saved_bundle(self.model_id)


def still_of(picture: Picture, note: str = "", words: str = "", *, dimmed: bool = False) -> str:
    """Return the PNG of a picture for a notebook's file, in base64."""
    png = saved_png(picture, width=SAVED_WIDTH, note=note, words=words, dimmed=dimmed)
    return base64.b64encode(png).decode("ascii")


def display_bundle(picture: Picture) -> Bundle:
    """Return what Jupyter displays for a picture that was made by hand."""
    view = PictureView()
    view.show(picture)
    return view._repr_mimebundle_()
