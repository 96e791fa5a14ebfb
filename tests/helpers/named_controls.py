"""What the prose of a notebook and the texts of its exercises name is on the page, and can be set as they say.

In backticks stand controls, and names of the code. A value that a control is said to have, it must be able to take. In
italics, below an explorer, stand options, presets, buttons and panels, or words of the glossary; :data:`STRESSED` lists
what is only said with stress.
"""

import contextlib
import functools
import io
import itertools
import re
from math import isclose

import explorer_rules
import ipywidgets as widgets
import nbformat
import numpy as np
from notebook_rules import ROOT, first_line
from prose import NAME, SPOKEN, number_of, passages, spoken_values, told_values, written_values

import cnnlib
from cnnlib import samples
from cnnlib.exercises.prediction import Prediction, _todo
from cnnlib.live.controls import same_value
from cnnlib.live.picture_controls import ArrayControl, DrawControl, PositionControl

BUTTONS = {"reset", "start", "pause", "stop", "play", "draw", "shift+enter"}
SIGNS = "↺▶◀ "
"""What may stand before the name of a button."""

STRESSED = {
    *("could", "gap", "larger", "not", "roughly where", "spans", "sum", "validation", "worse", "you"),
    "jump",  # the number below the picture in 08
}
"""What is said with stress below an explorer: in italics, and neither on the page nor in the glossary."""

SPOKEN_OF_OTHERS = {
    ("00_start_here", "filter", "8"): "the filters that the network has",
    ("01_why_convolution", "bias", "1"): "a neuron that the explorer does not show",
    ("05_convolution_3d", "bias", "1"): "what is missing in that explorer",
}
"""(notebook, words, value) of what sounds like a control below an explorer → what it is."""


def run(notebook):
    """Run a notebook in this process; return (number of the cell → explorers that it makes, namespace at the end)."""
    numbers = [number for number, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    made, namespace = {}, {}
    with contextlib.redirect_stdout(io.StringIO()):
        for number, (current, explorers) in zip(numbers, explorer_rules.run_cells(notebook), strict=True):
            made[number], namespace = explorers, current
    return made, namespace


def meant(control, value):
    """Return the values of a control that prose may mean by a number, by an option, or by on or off; none is wrong."""
    word = value.strip("*").casefold()
    if word in ("on", "off"):
        return [word == "on"] if isinstance(control.widget, widgets.Checkbox) else []
    options = getattr(control, "_values", {})
    named = [each for name, each in options.items() if str(name).casefold() == word]
    number = number_of(value)
    if named or number is None:
        return named
    places = [each for each in [*control.choices(), *control.rest()] if isinstance(each, int | float)]
    return [each for each in places if not isinstance(each, bool) and isclose(each, number)]


def takes(control, value):
    """Whether a control can be set to what prose calls a value."""
    return bool(meant(control, value))


def controls(explorers, *names):
    """Return the controls of these names."""
    return [explorer._controls[name] for explorer in explorers for name in names if name in explorer._controls]


def _strings(value):
    """Yield the texts in a panel's field."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | dict):
        for each in value:
            yield from _strings(each)


def choices(explorers):
    """Return the options, presets and buttons of explorers, in small letters."""
    options = [name for each in explorers for one in each._controls.values() for name in getattr(one, "_values", ())]
    presets = [name for each in explorers for name in each._presets]
    return BUTTONS | {str(name).casefold() for name in [*options, *presets]}


def is_shown(words, explorers):
    """Whether a picture has these words: in the name of a panel, in its title, or at its bars, curves and maps."""
    panels = [panel for explorer in explorers for panel in explorer.picture.panels]
    shown = [text for panel in panels for field in LABELLED for text in _strings(getattr(panel, field, ()))]
    return any(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text.casefold()) for text in shown)


LABELLED = ("name", "title", "labels", "series", "rows", "written")


def bare(words):
    """Return what stands in italics or bold as a button or an option has it."""
    return words.strip(SIGNS + ".").casefold()


@functools.cache
def glossary():
    """Return the words that the glossary explains, in small letters."""
    cells = nbformat.read(ROOT / "notebooks" / "glossary.ipynb", as_version=4).cells
    rows = re.findall(r"^\| ([^|]+?) \|", "\n".join(cell.source for cell in cells), re.MULTILINE)
    return {term.strip().casefold() for row in rows for term in row.split(",")}


STRING_OR_COMMENT = re.compile(r"\"[^\"\n]*\"|#.*")


def is_explained(name, passage, namespace):
    """Whether a name in backticks that is no control is one of the code, of the picture or of a formula."""
    if name in namespace or name in cnnlib.__all__:
        return True
    if re.search(rf"\b{name}\b", passage.formulas):
        return True
    panels = {panel.name.partition(" ")[0] for explorer in passage.explorers for panel in explorer.picture.panels}
    if name in panels or name.casefold() in choices(passage.explorers):
        return True
    if passage.is_below:
        return False
    # Before an exercise or an explorer, what its code computes may be explained.
    codes = [getattr(explorer._function, "__code__", None) for explorer in passage.explorers]
    inside = {local for code in codes if code for local in code.co_varnames[code.co_argcount :]}
    return (
        name in inside
        or name in samples.__all__
        or bool(re.search(rf"\b{name}\b", STRING_OR_COMMENT.sub("", passage.code)))
    )


def unknown_names(passage, namespace):
    """Yield complaints about names in backticks that are nowhere."""
    for name in NAME.findall(passage.text):
        if not controls(passage.explorers, name) and not is_explained(name, passage, namespace):
            yield f"`{name}` is no control here, and no name of the code"


def impossible_values(passage):
    """Yield complaints about values in prose that the control does not take."""
    for name, value in written_values(passage.text):
        found = controls(passage.explorers, name)
        if found and not any(takes(control, value) for control in found):
            yield f"`{name}` cannot be {value}"
        # A variable of the code, or a panel, may have the name that the control had.
        if passage.is_below and not found:
            yield f"`{name}` is to be {value}, but the explorer above has no such control"


def impossible_words(passage, notebook):
    """Yield complaints about values in plain words, below an explorer that does not have them."""
    for words, value in spoken_values(passage.text) if passage.is_below else ():
        found = controls(passage.explorers, *SPOKEN[words])
        is_panel = is_shown(f"{words} {value}", passage.explorers)
        if is_panel or (notebook, words, value) in SPOKEN_OF_OTHERS or any(takes(one, value) for one in found):
            continue
        yield (
            f"{words} {value} cannot be set in the explorer above"
            if found
            else (f"{words} {value} is spoken of, but the explorer above has no such control")
        )


PRESSED = re.compile(r"\b(?:choose|press|pick|presses) (?:the )?(\*{1,2})([^*\n]+)\1", re.IGNORECASE)
ITALICS = re.compile(r"(?<![*\w])\*([^*\n]+)\*(?![*\w])")


def unknown_choices(passage):
    """Yield complaints about what is to be pressed or chosen, and about italics below an explorer."""
    named = {words for _marks, words in PRESSED.findall(passage.text)}
    if passage.is_below and passage.heading.startswith(("Try", "Hunt", "Break")):
        named |= {words for words in ITALICS.findall(passage.text) if bare(words) not in glossary() | STRESSED}
    for words in sorted(named):
        if bare(words) not in choices(passage.explorers) and not is_shown(bare(words), passage.explorers):
            yield f"*{words}* is no option, preset, button or panel here"


def to_do(prediction):
    """Return what a prediction says how to find out, without noting one."""
    return prediction.todo or _todo(prediction.setting)


def said_by(exercise):
    """Return the texts of an exercise that tell the learner what to set; of a prediction first how to find out."""
    told = [to_do(exercise)] if isinstance(exercise, Prediction) else []
    hints = [exercise.first, *exercise.hints, *(hint for _answer, hint in exercise.typical_wrong)]
    return told + hints + ([exercise.praise] if isinstance(exercise.praise, str) else [])


def untaken(exercise, explorers):
    """Yield complaints about settings that the texts of an exercise tell, and that its notebook does not have."""
    for text in said_by(exercise):
        for name, value in told_values(text):
            found = controls(explorers, name)
            if not found and (number_of(value) is not None or value in ("on", "off")):
                yield f"{exercise.id} says {text!r}, but there is no control {name}"
            if found and not any(takes(control, value) for control in found):
                yield f"{exercise.id} says {text!r}, but {name} cannot be {value}"


def misled(prediction, explorer):
    """Yield complaints where a prediction says how to get to another setting than the one that answers it."""
    said = to_do(prediction)
    told = dict(told_values(said))
    for name, wanted in prediction.setting.items():
        if name not in explorer._controls:
            yield f"{prediction.id} is answered at {name}={wanted!r}, but there is no control {name}"
            continue
        control = explorer._controls[name]
        if isinstance(control, PositionControl | ArrayControl | DrawControl):
            continue  # it is pressed, typed or drawn, as the sentence says in words
        options = getattr(control, "_values", {})
        answer = options[wanted] if isinstance(wanted, str) else wanted
        by_name = [
            str(option) for option, value in options.items() if same_value(value, answer) and str(option) in said
        ]
        reached = meant(control, told[name]) if name in told else [answer] if by_name else [control.start]
        if not any(np.array_equal(each, answer) for each in reached):
            yield f"{prediction.id} is answered at {name}={wanted!r}, and it says {said!r}"


SNAKE = re.compile(r"(?<![\w.`])[a-z]+(?:_[a-z0-9]+)+\b")


def foreign_names(exercise, notebook, explorers):
    """Yield complaints about names with an underscore that an exercise says, and that its notebook does not have."""
    code = "\n".join(cell.source for cell in notebook.cells)
    for text in said_by(exercise):
        for name in SNAKE.findall(text):
            if not controls(explorers, name) and not re.search(rf"\b{name}\b", code):
                yield f"{exercise.id} says {text!r}, but there is no {name} in the notebook"


def complaints_about_exercises(notebook, exercises, made):
    """Return what the exercises of a notebook name and its explorers do not have, one sentence each."""
    explorers = list(itertools.chain.from_iterable(made.values()))
    found = []
    for exercise in exercises:
        found += untaken(exercise, explorers)
        found += foreign_names(exercise, notebook, explorers)
        for explorer in explorers:
            if exercise in explorer.remarks:
                found += misled(exercise, explorer)
    return found


def complaints(name, notebook, made, namespace):
    """Return what the prose of a notebook names and its explorers do not have, one sentence each.

    Parameters
    ----------
    name : str
        Such as ``"03_padding"``.
    notebook : nbformat.NotebookNode
    made, namespace : dict
        What :func:`run` returns.
    """
    return [
        f"{first_line(passage.cell)}, {passage.heading or 'before a heading'}: {complaint}"
        for passage in passages(notebook, made)
        for complaint in itertools.chain(
            unknown_names(passage, namespace),
            impossible_values(passage),
            impossible_words(passage, name),
            unknown_choices(passage),
        )
    ]
