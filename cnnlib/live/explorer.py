"""An explorer: controls, the picture that they change, and what is done on the picture itself."""

import inspect
import threading
from contextlib import contextmanager

import ipywidgets as widgets

from cnnlib.engine.shapes import SettingError
from cnnlib.live.controls import ArrayControl, DrawControl, PositionControl, control_for
from cnnlib.live.film import SHARE, Film, running_loop
from cnnlib.live.sweep import sweep
from cnnlib.live.view import PictureView, saved_bundle
from cnnlib.messages import _


class Explorer:
    """Controls, and the picture that they change. Made by :func:`cnnlib.explore.explore`."""

    def __init__(self, function, controls, presets, opening=None, share=SHARE):
        self._function = function
        self._is_film = inspect.isgeneratorfunction(function)
        self._opening, self._share = opening, share
        self._film, self._loop = None, running_loop()
        self._lock = threading.RLock()
        self._quiet = False
        self._controls = _controls(function, controls)
        self._presets = {name: dict(values) for name, values in presets.items()}
        for values in self._presets.values():
            self._check_names(values)
        stepped = [each for each in self._positions() if each.steps]
        self._stepped = stepped[0] if stepped else None
        self.view = PictureView(
            steps=bool(stepped), film=self._is_film, presets=self._presets, reset=True, on_request=self._answer
        )
        self.view.layout.width = "100%"
        self.widget = widgets.VBox([self._control_box(), self.view])
        self.widget.add_class("cnn-explorer")
        self._check_presets()
        self._show(self._call(self.values))
        for control in self._controls.values():
            if control.widget is not None:
                control.widget.observe(self._changed, names="value")

    @property
    def values(self):
        """What the function would be called with now: name → value."""
        return {name: control.value for name, control in self._controls.items()}

    @property
    def picture(self):
        """The picture on the page: where a setting is impossible, the last one that worked."""
        return self.view.picture

    @property
    def message(self):
        """The sentence shown for an impossible setting; empty where all is well."""
        return self.view.shown["message"]

    def set(self, **values):
        """Set controls, call the function once and return the picture.

        Raises
        ------
        ValueError
            If there is no such control, or it cannot take the value.
        SettingError
            If the function refuses the setting; the page shows its sentence.
        """
        self._check_names(values)
        with self._lock:
            self._put(values)
            self._update()
            return self.picture

    @property
    def film(self):
        """How the film stands: ``"idle"``, ``"running"`` or ``"paused"``."""
        return "idle" if self._film is None or self._film.state == "ended" else self._film.state

    def start(self):
        """Start the film, or let it run on."""
        with self._lock:
            if self.film == "idle":
                self._film = Film(
                    self._function(**self.values),
                    self._show,
                    changed=self._tell_film,
                    failed=self._refuse,
                    loop=self._loop,
                    lock=self._lock,
                    share=self._share,
                )
            self._film.start()
            self._tell_film()

    def pause(self):
        """Let the film stand still."""
        with self._lock:
            if self._film is not None:
                self._film.pause()
            self._tell_film()

    def stop(self):
        """End the film; its last picture stays."""
        with self._lock:
            if self._film is not None:
                self._film.stop()
            self._tell_film()

    def advance(self):
        """Ask the film for one more picture; return whether there was one. The kernel's loop does this by itself."""
        return self._film is not None and self._film.advance()

    def settings(self):
        """Return the settings that tests go through, each a dict for :meth:`set`.

        All values of the controls, all combinations where they are few and pairs where they are
        many, each position at the panel's corners and centre, and the presets.
        """
        return sweep(self._controls, self._presets.values(), self._call)

    def _starts(self):
        return {name: control.start for name, control in self._controls.items()}

    def _positions(self):
        return [control for control in self._controls.values() if isinstance(control, PositionControl)]

    def _control_box(self):
        boxes = [control.widget for control in self._controls.values() if control.widget is not None]
        for widget in boxes:
            widget.style.description_width = "initial"
            widget.layout.max_width = "100%"
            widget.layout.margin = "2px 16px 2px 0"
            if isinstance(widget, widgets.Checkbox):
                widget.indent = False
        box = widgets.HBox(boxes, layout=widgets.Layout(flex_flow="row wrap", width="100%"))
        box.add_class("cnn-controls")
        return box

    def _check_names(self, values):
        for name in values:
            if name not in self._controls:
                raise ValueError(f"no control {name!r}; there are {', '.join(self._controls)}")

    def _check_presets(self):
        """Let every control take what the presets hold: a mistake there must not wait for the page."""
        starts = self._starts()
        for values in self._presets.values():
            self._put(values)
            self._put(starts)

    @contextmanager
    def _silence(self):
        self._quiet = True
        try:
            yield
        finally:
            self._quiet = False

    def _put(self, values):
        """Set controls, all of them or none."""
        before = self.values
        with self._silence():
            try:
                for name, value in values.items():
                    self._controls[name].put(value)
            except Exception:
                for name in values:
                    self._controls[name].put(before[name])
                raise

    def _call(self, values):
        """Return the picture of these values; of a film, the one before the start."""
        if not self._is_film:
            return self._function(**values)
        if self._opening is not None:
            return self._opening(**values)
        frames = self._function(**values)
        try:
            return next(frames)
        finally:
            frames.close()

    def _tell_film(self):
        self.view.tell_film(self.film)

    def _changed(self, _change):
        # The lock first: another thread may be setting controls, and this change must not get lost in its silence.
        with self._lock:
            if not self._quiet:
                self._update(from_page=True)

    def _update(self, from_page=False):
        """Call the function and show what it returns; an impossible setting is a sentence."""
        if self._film is not None:
            self._film.stop()
        try:
            self._show(self._call(self.values))
        except Exception as error:
            if self._refuse(error) and not from_page:
                raise

    def _refuse(self, error):
        """Show why there is no picture; return True for a setting that is impossible, raise what is a bug."""
        if isinstance(error, SettingError):
            self.view.refuse(str(error))
            return True
        # ipywidgets swallows what a callback raises, so the page must say it too.
        name = getattr(self._function, "__name__", "the function")
        self.view.refuse(
            _("{name}() stopped with {error!r}. That is a bug in its code, or in the library.", name=name, error=error)
        )
        raise error

    def _show(self, picture):
        with self._silence():
            for control in self._positions():
                control.follow(picture)
        if self._stepped is None:
            self.view.show(picture, values=self.values, film=self.film)
            return
        at, count = self._stepped.value or 0, self._stepped.count
        row, column = divmod(at, picture.panel(self._stepped.panel).shape[1])
        where = _("row {row}, column {column}", row=row, column=column)
        self.view.show(
            picture, values=self.values, film=self.film, where=where, at_start=at == 0, at_end=at == count - 1
        )

    def _answer(self, request):
        """Do what the page asked for; whatever happens, the page gets an answer."""
        with self._lock:
            if request["kind"] == "film":
                {"start": self.start, "pause": self.pause, "stop": self.stop}[request["do"]]()
                return
            try:
                self._put(self._wanted(request))
            except SettingError as error:
                self.view.warn(str(error))
            except Exception as error:
                self._refuse(error)
            else:
                self._update(from_page=True)

    def _wanted(self, request):
        """Return the values that a request of the page sets."""
        kind = request["kind"]
        if kind == "pick":
            return self._picked(request)
        if kind == "step":
            position = self._stepped
            to = 0 if request["by"] == "first" else (position.value or 0) + request["by"]
            return {position.name: max(0, min(to, position.count - 1))}
        if kind == "preset":
            return self._presets[request["name"]]
        if kind == "edit":
            self._edit(request)
            return {}
        if kind == "draw":
            control = self._controls.get(self.picture.panel(request["panel"]).draws)
            if isinstance(control, DrawControl):
                for stroke in request["strokes"]:
                    control.put_stroke(stroke)
            return {}
        return self._starts()

    def _cell(self, request):
        """Return the panel and the cell of a request; the panel may have shrunk since it was made."""
        panel = self.picture.panel(request["panel"])
        row, column = min(request["row"], panel.shape[0] - 1), min(request["col"], panel.shape[1] - 1)
        return panel, max(0, row), max(0, column)

    def _picked(self, request):
        panel, row, column = self._cell(request)
        picked = {name: int(array[row, column]) for name, array in panel.picks.items() if name in self._controls}
        picked = {name: value for name, value in picked.items() if value >= 0}
        if picked == {name: self._controls[name].value for name in picked}:
            # Pressed once more: what started as no choice is none again.
            return {name: None for name in picked if self._controls[name].start is None}
        return picked

    def _edit(self, request):
        panel, row, column = self._cell(request)
        control = self._controls.get(panel.edits)
        if isinstance(control, ArrayControl):
            control.put_cell(row, column, request["text"])

    def _repr_mimebundle_(self, include=None, exclude=None):
        data = self.widget._repr_mimebundle_(include=include, exclude=exclude)
        data, metadata = data if isinstance(data, tuple) else (data, {})
        return saved_bundle(data, self.picture), metadata


def _controls(function, requests):
    """Return name → control, in the order in which they were asked for."""
    parameters = inspect.signature(function).parameters
    takes_all = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    controls = {}
    for name, request in requests.items():
        if name not in parameters and not takes_all:
            raise TypeError(f"explore: {function.__name__}() has no argument {name!r} for this control to set.")
        start = parameters[name].default if name in parameters else inspect.Parameter.empty
        controls[name] = control_for(name, request, None if start is inspect.Parameter.empty else start)
    return controls
