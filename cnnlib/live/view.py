"""A picture in the page: the one widget, and what it says to the kernel and hears from it."""

import base64
import threading
from functools import cache
from pathlib import Path

import anywidget
import traitlets

from cnnlib.canvas import Canvas, saved_png
from cnnlib.messages import _
from cnnlib.pictures.panels import Grid


@cache
def _source(name):
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def _labels():
    """Return the words on buttons and their accessible names."""
    return {
        "back": _("Step back: the cell before"),
        "forward": _("Step forward: the next cell"),
        "play": _("Play"),
        "play_name": _("Play: visit one cell after the other"),
        "pause": _("Pause"),
        "pause_name": _("Pause playing"),
        "preset": _("Preset"),
        "reset": _("Reset"),
        "reset_name": _("Reset: put all controls back to the start"),
        "save": _("Save PNG"),
        "save_name": _("Save the picture as a PNG file"),
        "start": _("Start"),
        "start_name": _("Start the film"),
        "resume": _("Continue"),
        "pause_film": _("Pause the film"),
        "stop": _("Stop"),
        "stop_name": _("Stop the film; its last picture stays"),
        "progress": _("How far the film has come"),
        "edit": _("New value of the cell in row {row}, column {column}"),
    }


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
    on_request : callable or None
        Called with each request of the page: a dict with ``kind`` ``"pick"``, ``"edit"``,
        ``"draw"``, ``"step"``, ``"film"``, ``"preset"`` or ``"reset"``, and what belongs to it. It must end in
        :meth:`show`, :meth:`refuse` or :meth:`warn`, since the page waits for the answer.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> from cnnlib.pictures.picture import Picture
    >>> view = PictureView()
    >>> view.show(Picture([[Grid([[1, 2]], "input (1, 2)", name="input")]], caption="Two cells."))
    >>> view.shown["alt"]
    'Two cells.'
    """

    _esm = _source("view.js")
    _css = _source("view.css")
    png = traitlets.Bytes(b"").tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    toolbar = traitlets.Dict().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)

    def __init__(self, *, steps=False, film=False, presets=(), reset=False, on_request=None):
        toolbar = {"steps": bool(steps), "film": bool(film), "presets": list(presets), "reset": bool(reset)}
        super().__init__(toolbar=toolbar, labels=_labels())
        self.canvas = Canvas()
        self.picture = None
        self._on_request = on_request
        self._answered = ""
        self._pressed = ("", 0, 0)
        self._version = 0
        self._drawings = 0
        self._content = {}
        self._drawing = threading.RLock()
        self.on_msg(self._receive)

    def show(self, picture, *, values=None, film="idle", where="", at_start=True, at_end=True):
        """Draw a picture and send it to the page.

        `values` are the controls' values: the cell that picks them is where the cursor stands.
        `film` is how a film stands; `where`, `at_start` and `at_end` tell the toolbar where the position is.
        """
        with self._drawing:
            self.picture = picture
            png = self.canvas.draw(picture)
            self._drawings += 1
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
                "panels": self._panels(values or {}),
            }
            self._publish(png)

    def tell_film(self, film):
        """Tell the page how the film stands."""
        with self._drawing:
            self._content = {**self._content, "film": film}
            self._publish()

    def refuse(self, message):
        """Say why there is no picture of this setting, and dim the last one."""
        with self._drawing:
            alt = _(
                "Not the picture of this setting, but the last one that worked: {caption}",
                caption=self._content.get("caption", ""),
            )
            self._content = {
                **self._content,
                "message": message,
                "dimmed": True,
                "alt": alt,
                "at_start": True,
                "at_end": True,
            }
            self._publish()

    def warn(self, message):
        """Say what was wrong with a request; the picture is still that of the controls."""
        with self._drawing:
            self._content = {**self._content, "message": message}
            self._publish()

    def _publish(self, png=None):
        self._version += 1
        state = {**self._content, "version": self._version, "picture": self._drawings, "answered": self._answered}
        with self.hold_sync():
            if png is not None:
                self.png = png
            self.shown = state

    def _panels(self, values):
        """Return where the cells are, what they are for, and where the cursor stands."""
        panels = self.canvas.geometry()
        for place in panels:
            panel = self.picture.panel(place["name"])
            if self._on_request is None:  # nobody listens, so nothing may look as if it could be pressed
                continue
            place.update(picks=sorted(panel.picks) or None, edits=panel.edits, draws=panel.draws)
            pressed = self._pressed[1:] if self._pressed[0] == panel.name else None
            place.update(cursor=cursor(panel, values, pressed), label=_panel_label(panel))
        return panels

    def _receive(self, _widget, request, _buffers):
        with self._drawing:
            self._answered = request.get("id", "")
            if request.get("kind") == "pick":
                self._pressed = request["panel"], request["row"], request["col"]
        if request.get("kind") == "size":
            self._resize(int(request["width"]), float(request["ratio"]))
        elif self._on_request is not None:
            self._on_request(request)
        else:
            with self._drawing:
                self._publish()

    def _resize(self, width, ratio):
        with self._drawing:
            changed = (width, ratio) != (self.canvas.width, self.canvas.ratio)
            self.canvas.resize(width, ratio)
            if not changed or self.picture is None:
                self._publish()
                return
            png = self.canvas.draw(self.picture)
            self._drawings += 1
            places = {place["name"]: place for place in self.canvas.geometry()}
            panels = [{**panel, **places.get(panel["name"], {})} for panel in self._content["panels"]]
            self._content = {**self._content, "width": width, "panels": panels}
            self._publish(png)

    def _repr_mimebundle_(self, include=None, exclude=None):
        bundle = super()._repr_mimebundle_(include=include, exclude=exclude)
        data, metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        return saved_bundle(data, self.picture), metadata


def cursor(panel, values, pressed=None):
    """Return the (row, column) of a cell whose picks are the controls' values, or None.

    Of several it is the one that was pressed, so that arrow keys go on from there; else the first.
    """
    chosen = [array == values[control] for control, array in panel.picks.items() if control in values]
    if not chosen:
        return None
    cells = chosen[0]
    for other in chosen[1:]:
        cells = cells & other
    if pressed is not None and cells[pressed[0] :, pressed[1] :][:1, :1].any():
        return list(pressed)
    flat = int(cells.argmax())
    return [int(part) for part in divmod(flat, cells.shape[1])] if cells.flat[flat] else None


def _panel_label(panel: Grid):
    parts = [panel.title + "."]
    if panel.picks:
        parts.append(_("Arrow keys choose a cell."))
    if panel.edits:
        parts.append(_("Enter changes its value."))
    if panel.draws:
        parts.append(_("Draw with the pointer; or arrow keys move the pen, and space puts ink down or lifts it."))
    return " ".join(parts)


def saved_bundle(data, picture):
    """Add to a widget's display data what a saved notebook shows without a kernel."""
    still = base64.b64encode(saved_png(picture)).decode("ascii")
    return {**(data or {}), "image/png": still, "text/plain": picture.caption}


def display_bundle(picture):
    """Return what Jupyter displays for a picture that was made by hand."""
    view = PictureView()
    view.show(picture)
    return view._repr_mimebundle_()
