"""Drives explorers as a learner could: every setting gives a picture, or a sentence that says why not."""

import contextlib
import itertools
import math
import random
import struct
from types import SimpleNamespace
from unittest import mock

import captions
import numpy as np

from cnnlib.engine.settings import SettingError
from cnnlib.explore import Explorer
from cnnlib.live.controls import position_controls
from cnnlib.live.picture_controls import ArrayControl, DrawControl
from cnnlib.live.sweep import FEW
from cnnlib.pictures.panels import Sign
from cnnlib.pictures.picture import Picture


@contextlib.contextmanager
def collected():
    """Yield a list to which every explorer is added that is made meanwhile."""
    made, plain = [], Explorer.__init__

    def remembering(self, *args, **kwargs):
        plain(self, *args, **kwargs)
        made.append(self)

    Explorer.__init__ = remembering
    try:
        yield made
    finally:
        Explorer.__init__ = plain


def run_cells(notebook):
    """Run a notebook's code cells in this process, and yield (namespace, explorers that it made) after each.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """
    namespace = {"__name__": "__main__"}
    with collected() as made:
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                before = len(made)
                exec(compile(cell.source, f"<cell {number}>", "exec"), namespace)
                yield namespace, made[before:]


def explorers_of(notebook):
    """Run a notebook's code cells in this process and return the explorers that they make.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of Explorer
    """
    return [explorer for _namespace, made in run_cells(notebook) for explorer in made]


def explorers_where_they_stand(notebook):
    """Run a notebook's code cells in this process and return (namespace where it was made, explorer) for each explorer.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of (dict, Explorer)
        All cells have run, so that what a later one calls by the same name is what an earlier explorer meets.
    """
    return [(dict(namespace), explorer) for namespace, made in run_cells(notebook) for explorer in made]


MOST_LINES = 40
"""Different lines of code of one explorer that are run."""


def lines_that_fail(lines, namespace):
    """Return which lines of code do not run in a namespace, with their errors."""
    found = []
    for line in sorted(lines - {""}):
        try:
            exec(compile(line, "<the line below the picture>", "exec"), dict(namespace))
        except Exception as error:
            found.append(f"{line!r} stops with {error!r}")
    return found


ROLES = {
    "input": "input",
    "image": "input",
    "kernel": "kernel",
    "filters": "kernel",
    "weight": "kernel",
    "weights": "kernel",
    "bias": "kernel",
    "output": "output",
    "map": "output",
    "product": "output",
}
"""A word in the name of a panel → the role whose colour it has."""
OTHERWISE = {
    "nudged input": "difference",  # a check on the gradients beside it
    "nudged kernel": "difference",
    "image": "output",  # what col2im returns; the images that go in are numbered
}


def strange_colours(picture):
    """Return what has another colour in this picture than everywhere else, one sentence each."""
    found = []
    for panel in picture.panels:
        expected = {ROLES[word] for word in panel.name.split() if word in ROLES}
        if panel.name in OTHERWISE:
            expected = {OTHERWISE[panel.name]}
        if expected - {getattr(panel, "role", None)}:
            found.append(f"panel {panel.name!r} has the colour of {panel.role!r} and not of {expected.pop()!r}")
        windows = [outline for outline in getattr(panel, "outlines", ()) if outline.height * outline.width > 1]
        if getattr(panel, "role", None) == "input" and any(window.role != "kernel" for window in windows):
            found.append(f"panel {panel.name!r} has a window around its cells that is not in the kernel's colour")
    return found + told_by_colour_alone(picture)


def told_by_colour_alone(picture):
    """Return which panels only their colour names: without a title, or with that of a panel of another colour."""
    panels = [panel for panel in picture.panels if not isinstance(panel, Sign)]
    found = [f"panel {panel.name!r} has no title" for panel in panels if not panel.title.strip()]
    for one, other in itertools.combinations(panels, 2):
        if one.title == other.title and one.role != other.role:
            found.append(f"panels {one.name!r} and {other.name!r} are both called {one.title!r}")
    return found


def png_size(data):
    """Return (width, height) from a PNG's header."""
    return struct.unpack(">II", data[16:24])


def header_alone(pixels, level):
    """Return as much of a PNG as `png_size` reads, in place of ``encode_png``."""
    height, width = pixels.shape[:2]
    return bytes(16) + struct.pack(">II", width, height)


MOST_PAINTED = 200
"""Settings of one explorer that are all painted."""


def complaints(explorer, namespace=None, facts=None):
    """Go through an explorer's settings; return what was wrong, one sentence each.

    Pictures are painted, all of the first `MOST_PAINTED` and every fourth of the others; encoding them takes up to half
    of the time, and has tests of its own. Where the settings are pairs of values, all other combinations follow
    unpainted. The lines of code below the pictures are run in the namespace, if one is given.

    Parameters
    ----------
    explorer : Explorer
        What is gone through.
    namespace : dict, optional
        Where the lines of code are run, and where `facts` finds what the notebook has made.
    facts : callable, optional
        The explorer's entry in :mod:`captions`; captions are held against it.

    Raises
    ------
    Exception
        Any but a :class:`SettingError`, which is a bug of the notebook's function.
    """
    found, size, tried, lines, wordings = [], png_size(explorer.view.png), 0, set(), set()
    with mock.patch("cnnlib.canvas.encode_png", header_alone):
        for values in itertools.chain(explorer.settings(), unpainted(explorer)):
            tried += 1
            stands_at = explorer
            if tried > MOST_PAINTED and tried % 4 and values.keys() == explorer.values.keys():
                stands_at = told_at(explorer, values)
                wrong = [] if stands_at.message else complaints_about(stands_at.picture)
            else:
                wrong = complaints_at(explorer, values, size)
            found += [f"{values}: {complaint}" for complaint in wrong]
            if facts is not None:
                said = captions.complaints(stands_at, facts, namespace, wordings)
                found += [f"{values}: {complaint}" for complaint in said]
            if not stands_at.message and len(lines) < MOST_LINES:
                lines.add(stands_at.picture.code)
    if len(wordings) > 1:
        found.append(f"words that nobody has recomputed differ: {sorted(wordings)}")
    if namespace is not None:
        found += lines_that_fail(lines, namespace)
    return found if tried else ["no setting to try"]


def unpainted(explorer):
    """Yield all combinations of the controls' choices, where the explorer's own settings hold pairs alone.

    The explorer paints nothing meanwhile: without painting, 500 of them take a second.
    """
    positions = position_controls(explorer._controls)
    choices = {name: each.choices() for name, each in explorer._controls.items() if each not in positions}
    if math.prod(map(len, choices.values())) <= FEW:
        return
    with mock.patch.object(explorer.view.canvas, "draw", return_value=explorer.view.png):
        for combination in itertools.product(*choices.values()):
            yield {**explorer._starts(), **dict(zip(choices, combination, strict=True))}


MOST_PLACES = 400
"""Settings of one explorer of which the captions are looked at without painting."""


def wrong_captions(explorer, namespace, facts):
    """Go through settings that `complaints` leaves out, without painting; return which captions are wrong.

    Of every combination of the controls, and of some numbers typed into cells, each place that can be pressed; where
    these are more than `MOST_PLACES`, as many drawn at random, always the same.
    """
    places = [control.name for control in position_controls(explorer._controls)]
    choices = {name: choices_of(control) for name, control in explorer._controls.items() if name not in places}
    combinations = list(itertools.product(*choices.values()))
    if not places and not any(is_more_than_choices(control) for control in explorer._controls.values()):
        combinations = [] if len(combinations) <= FEW else combinations  # `complaints` has tried all of these
    found, rng = [], random.Random(0)
    share = min(len(combinations), MOST_PLACES)
    for combination in rng.sample(combinations, share):
        values = explorer.values | dict(zip(choices, combination, strict=True))
        pressed = [range(count) for count in cells_to_press(explorer, values, places)]
        every = list(itertools.product(*pressed))
        for cells in rng.sample(every, min(len(every), MOST_PLACES // share)):
            told = told_at(explorer, values | dict(zip(places, cells, strict=True)))
            found += [f"{told.values}: {complaint}" for complaint in captions.complaints(told, facts, namespace, set())]
    return found


def choices_of(control):
    """Return all values of a control that is no place, and of cells some numbers that could be typed into them."""
    values = [*control.choices(), *control.rest()]
    if can_be_typed_into(control):
        # Drawn so that no sum of the notebooks lies halfway between two numbers of two decimals: either would be right.
        rng, shape = np.random.default_rng(3), control.start.shape
        values += [rng.integers(-9, 10, shape) * unit for unit in (1, 0.1, 0.1, 100000)]
    return values


def can_be_typed_into(control):
    return isinstance(control, ArrayControl) and not isinstance(control, DrawControl)


def is_more_than_choices(control):
    """Whether a control has values that are not tried together with all choices of the others."""
    return can_be_typed_into(control) or bool(control.rest())


def cells_to_press(explorer, values, places):
    """Yield how many cells each of the places can be, at a setting; one where there is no picture."""
    for name in places:
        told = told_at(explorer, values)
        yield 1 if told.message else 1 + max(explorer._controls[name].landmarks(told.picture))


def told_at(explorer, values):
    """Return values, picture and message as an explorer would have them after these values are set, unpainted."""
    try:
        return SimpleNamespace(values=values, picture=explorer._call(values), message="")
    except SettingError as refusal:
        return SimpleNamespace(values=values, picture=None, message=str(refusal))
    except Exception as error:
        error.add_note(f"at the setting {values}")
        raise


def complaints_about(picture):
    """Yield what is wrong with a picture, painted or not."""
    if not isinstance(picture, Picture) or not picture.caption.strip():
        yield "no picture with a caption"
    yield from strange_colours(picture)


def complaints_at(explorer, values, size):
    """Yield what is wrong at one setting, one sentence each; `size` is that of the first picture."""
    try:
        picture = explorer.set(**values)
    except SettingError as error:
        if len(str(error)) < 20 or not explorer.message.startswith(error.problem):
            yield f"the page says {explorer.message!r} for {str(error)!r}"
        return
    except Exception as error:
        error.add_note(f"at the setting {values}")
        raise
    yield from complaints_about(picture)
    if explorer.message:
        yield f"the sentence {explorer.message!r} stayed"
    if png_size(explorer.view.png) != size:
        yield f"the picture changes its size from {size} to {png_size(explorer.view.png)}"
