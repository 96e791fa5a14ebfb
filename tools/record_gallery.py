"""Records explorers of the notebooks: a picture, or a sentence, for every setting that their controls can reach.

``site/gallery.toml`` lists them. A recorded explorer is a smaller one: it has the controls that are listed;
its other arguments stay as the notebook's function has them. `make gallery` builds the page of them; see
``build_gallery.py``.
"""

import ast
import contextlib
import dataclasses
import functools
import hashlib
import io
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import nbformat

from cnnlib.canvas import Canvas
from cnnlib.canvas.indexed import encode_indexed
from cnnlib.engine.settings import SettingError
from cnnlib.live.controls import marks_of, starts_of, stepped_control
from cnnlib.live.explorer import Explorer
from cnnlib.live.stage import Stage, stage_of
from cnnlib.pictures.picture import Picture

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "site" / "gallery.toml"
SIZES = {"wide": (700, 1.5), "narrow": (320, 2.0)}
"""Width of the pictures in CSS pixels, and device pixels to one of them: for a desk, and for a phone."""


class IndexedCanvas(Canvas):
    """A canvas whose pictures are small files: PNGs with a table of 256 colours."""

    def draw(self, picture: Picture, *, level: int = 1) -> bytes:
        """Return the picture as PNG bytes."""
        return encode_indexed(self.paint(picture)[:, :, :3])


class State(NamedTuple):
    """What an explorer shows at a setting: its picture and how the controls stand with it, or a sentence."""

    values: Mapping[str, Any]
    picture: Picture | None
    stage: Stage | None
    message: str


def listed() -> list[dict[str, Any]]:
    """Return what ``site/gallery.toml`` says of each explorer, in the order of the page."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))["explorer"]


def name_of(entry: Mapping[str, Any]) -> str:
    """Return what a recorded explorer's files are called."""
    return str(entry["notebook"])


def code_cells(entry: Mapping[str, Any]) -> tuple[list[str], str]:
    """Return the code before the cell that makes an explorer, and that cell's."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{entry['notebook']}.ipynb", as_version=4)
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    place = next(n for n, source in enumerate(cells) if f"explore({entry['function']}," in source)
    return cells[:place], cells[place]


def recorded_explorer(entry: Mapping[str, Any]) -> Explorer:
    """Run a notebook up to an explorer, and make the smaller one that is recorded.

    Parameters
    ----------
    entry : dict
        Of ``site/gallery.toml``: ``notebook``, ``function``, and ``controls``, name → a range of its own, or [].
    """
    made: list[Explorer] = []

    def explore(function: Callable[..., Picture], *, presets: Any = None, predicted: Any = (), **controls: Any) -> None:
        if function.__name__ == entry["function"]:
            chosen = {name: tuple(values) or controls[name] for name, values in entry["controls"].items()}
            kept = {name: preset for name, preset in (presets or {}).items() if preset.keys() <= chosen.keys()}
            made.append(Explorer(without_typing(function), chosen, kept))

    before, cell = code_cells(entry)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for source in before:
            exec(compile(source, entry["notebook"], "exec"), namespace)
        exec(compile(ast.parse(cell), entry["notebook"], "exec"), namespace | {"explore": explore})
    return made[0]


def without_typing(function: Callable[..., Picture]) -> Callable[..., Picture]:
    """Return a function whose pictures take presses on their cells, and nothing typed or drawn: that needs Python."""

    @functools.wraps(function)
    def pressed_alone(*args: Any, **kwargs: Any) -> Picture:
        picture = function(*args, **kwargs)
        rows = [[_pressed_alone(panel) for panel in row] for row in picture.rows]
        return dataclasses.replace(picture, rows=rows)

    return pressed_alone


def _pressed_alone(panel: Any) -> Any:
    if getattr(panel, "edits", None) is None and getattr(panel, "draws", None) is None:
        return panel
    # Its note tells how a cell is changed.
    return dataclasses.replace(panel, edits=None, draws=None, note="")


def marks_key(marks: Mapping[str, Any]) -> str:
    """Return what tells settings apart."""
    return json.dumps(marks, sort_keys=True)


def state_at(explorer: Explorer, values: Mapping[str, Any]) -> State:
    """Return what an explorer shows at a setting; its controls stay as they are."""
    try:
        picture = explorer._called(values)
    except SettingError as error:
        return State(values, None, None, explorer._words.refusal(error, values))
    stage = stage_of(explorer._controls, values, picture)
    return State(values, explorer._words.added_to(picture, stage.values), stage, "")


def reachable(explorer: Explorer) -> dict[str, State]:
    """Return every setting that can be asked for: key of its marks → what is shown there.

    From the start, whatever a hand can do is done at every setting that this leads to: each value of each control, each
    cell that can be pressed (of the last picture, where a setting is impossible), a step, each preset, Reset.
    """
    found: dict[str, State] = {}
    waiting: list[tuple[Mapping[str, Any], Picture]] = [(explorer.values, explorer.picture)]
    done: set[tuple[str, str]] = set()
    while waiting:
        values, before = waiting.pop()
        key = marks_key(marks_of(explorer._controls, values))
        if key not in found:
            found[key] = state_at(explorer, values)
        state = found[key]
        picture = state.picture or before
        here = state.stage.values if state.stage else values
        pressable = "" if state.picture else _pressable(picture)
        if (key, pressable) not in done:
            done.add((key, pressable))
            waiting += [({**here, **changes}, picture) for changes in moves(explorer, here, picture)]
    return found


def _pressable(picture: Picture) -> str:
    """Return what tells the cells of one picture that can be pressed from another's."""
    return repr([(panel.name, _told(panel.picks)) for panel in picture.panels])


def _told(picks: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: hashlib.blake2b(cells.tobytes(), person=str(cells.shape).encode()[:16]).hexdigest()
        for name, cells in picks.items()
    }


def moves(explorer: Explorer, values: Mapping[str, Any], picture: Picture) -> Iterator[dict[str, Any]]:
    """Yield what each thing that a hand can do sets: name of a control → value."""
    controls = explorer._controls
    for name, control in controls.items():
        if control.widget is not None:
            yield from ({name: value} for value in every_value(control))
    for panel in picture.panels:
        for number in range(panel.shape[0] * panel.shape[1] if panel.picks else 0):
            picked = {name: int(cells.flat[number]) for name, cells in panel.picks.items() if name in controls}
            changes = {name: value for name, value in picked.items() if value >= 0}
            yield changes
            yield {name: None for name in changes if controls[name].start is None}
    stepped = stepped_control(controls)
    if stepped is not None:
        yield from ({stepped.name: place} for place in range(stepped.cells(picture)))
    yield from ({name: controls[name].accept(value) for name, value in each.items()} for each in _presets(explorer))


def _presets(explorer: Explorer) -> list[Mapping[str, Any]]:
    return [*explorer._presets.values(), starts_of(explorer._controls)]


def every_value(control: Any) -> list[Any]:
    """Return the values of a control beside the picture, in its order."""
    values = [*control.choices(), *control.rest()]
    return values if hasattr(control.widget, "options") else sorted(values)


def control_of(control: Any) -> dict[str, Any]:
    """Return what the page needs to make a native control that is like a widget."""
    widget, values = control.widget, every_value(control)
    names = [str(option[0] if isinstance(option, tuple) else option) for option in getattr(widget, "options", ())]
    kinds = {"Checkbox": "checkbox", "Dropdown": "menu"}
    return {
        "name": control.name,
        "kind": kinds.get(type(widget).__name__, "slider"),
        "label": widget.description,
        "field": "index" if hasattr(widget, "index") else "value",
        "marks": [control.mark(value) for value in values],
        "labels": names or [f"{value:g}" for value in values],
    }


def record(explorer: Explorer, states: Mapping[str, State], size: tuple[int, float]) -> tuple[dict[str, Any], bytes]:
    """Return a recorded explorer, as it goes into a JSON file, and its pictures, one after the other.

    Parameters
    ----------
    explorer : Explorer
        What is recorded.
    states : dict
        What :func:`reachable` found.
    size : (int, float)
        Width in CSS pixels, and device pixels to one.
    """
    explorer.view.canvas.resize(*size)
    canvas = IndexedCanvas()
    contents: dict[str, int] = {}
    places: dict[str, tuple[int, int]] = {}
    entries, pictures, pixels = [], [], bytearray()
    for state in states.values():
        asked = marks_of(explorer._controls, state.values)
        if state.picture is None or state.stage is None:
            entries.append([list(asked.values()), state.message])
            continue
        at = marks_key(state.stage.at)
        if at not in contents:
            content, png, sign = explorer.view.draft(canvas, state.picture, state.stage)
            if sign not in places:
                places[sign] = len(pixels), len(png)
                pixels += png
            contents[at] = len(pictures)
            pictures.append({"content": content, "sign": sign, "png": places[sign]})
        entries.append([list(asked.values()), contents[at]])
    canvas.release()
    view = explorer.view
    told = {
        "names": list(explorer._controls),
        "start": list(marks_of(explorer._controls, starts_of(explorer._controls)).values()),
        "toolbar": dict(view.toolbar),
        "labels": dict(view.labels),
        "controls": [control_of(each) for each in explorer._controls.values() if each.widget is not None],
        "entries": entries,
        "pictures": pictures,
    }
    return told, bytes(pixels)
