"""What prose and exercises name is on the page; and each rule about that sees what is planted."""

import re
from dataclasses import replace

import named_controls
import nbformat
import notebook_rules as rules
import prose
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from cnnlib import lessons
from cnnlib.exercises.answers import whole_number
from cnnlib.exercises.exercise import Misconception, equals
from cnnlib.exercises.prediction import Prediction
from cnnlib.live.controls import control_for

ROOMS = {room: prefix for prefix, room in lessons.PREFIXES.items()}


@pytest.mark.slow
@pytest.mark.parametrize("path", rules.NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_names_is_on_its_page(path):
    notebook = nbformat.read(path, as_version=4)
    made, namespace = named_controls.run(notebook)
    found = named_controls.complaints(path.stem, notebook, made, namespace)
    exercises = lessons.exercises_of(ROOMS[path.stem[3:]])
    found += named_controls.complaints_about_exercises(notebook, exercises, made)
    assert not found, "\n".join(found)


EXPLORER = """
import numpy as np
from cnnlib import conv2d
from cnnlib.explore import cells_of, explore
from cnnlib.pictures import Bars, Grid, Picture

images = {"toy": np.ones((6, 6)), "large": np.ones((9, 9))}

def show(image=images["toy"], stride=1, padding=0, mode="zeros", fine=0.5, whole=False):
    half = stride / 2
    bars = Bars(("loops", "one product"), (1, 2), "times", "", (0, 2), name="race")
    grid = Grid(conv2d(image, [[1]], stride=stride, padding=padding), "output z (6, 6)", name="z output")
    return Picture([[grid, bars]], caption=f"Half is {half}.")

explore(show, image=images, stride=(1, 4), padding=(0, 3), mode=["zeros", "edge"], fine=(0.0, 1.0, 0.25),
        whole=False, presets={"a frame": dict(padding=2)})
"""

GOOD = """
### Predict

The `stride` is 2, and `half` of it is 1.
"""

BELOW = """
### Try

1. Set `stride` to 4, then move `padding` from 0 to 3. Choose *large* in `image`. What does `conv2d` do to `z`?
2. *Large*, `fine` 0.75: press **a frame**, and *one product*. Switch `whole` on and off. Press **↺ Reset**.
3. At strides 1 and 2, with padding 3, it is *not* the same. The first cell of `z` is 44.
"""


def found_in(below=BELOW, before=GOOD, explorer=EXPLORER, after=()):
    cells = [new_markdown_cell(before), new_code_cell(explorer), new_markdown_cell(below), *after]
    notebook = new_notebook(cells=cells)
    return named_controls.complaints("98_toy", notebook, *named_controls.run(notebook))


def test_good_prose_has_no_complaints():
    assert found_in() == []


def renamed(old, new, source=EXPLORER):
    """Rename a control, and leave the engine its own argument."""
    kept = source.replace(f"{old}={old}", "\0").replace(f"`{old}`", "\1")
    return kept.replace(f"{old}=", f"{new}=").replace("\0", f"{old}={new}").replace("stride / 2", "1 / 2")


@pytest.mark.parametrize("name", ["stride", "padding", "fine", "whole"])
def test_a_control_that_was_renamed_is_seen(name):
    said = found_in(explorer=renamed(name, "planted"))
    assert said and any(name in complaint for complaint in said)


def test_a_control_that_was_renamed_is_seen_where_the_code_has_a_variable_of_its_name():
    explorer = renamed("stride", "planted") + "\nstride = 4\n"
    assert any(
        "has no such control" in complaint for complaint in found_in("### Try\n\nSet `stride` to 4.", "", explorer)
    )
    assert any("stride 4" in complaint for complaint in found_in("### Try\n\nTake stride 4.", "", explorer))


@pytest.mark.parametrize(
    ("old", "planted", "seen"),
    [
        ("`stride` to 4", "`stride` to 5", "`stride` cannot be 5"),
        ("`stride` to 4", "`step` to 4", "`step` is no control here"),
        ("from 0 to 3", "from 0 to 4", "`padding` cannot be 4"),
        ("from 0 to 3", "from −1 to 3", "`padding` cannot be −1"),
        ("`fine` 0.75", "`fine` 0.7", "`fine` cannot be 0.7"),
        ("`whole` on", "`stride` on", "`stride` cannot be on"),
        ("*large* in `image`", "*huge* in `image`", "`image` cannot be *huge*"),
        ("*Large*", "*Huge*", "*Huge* is no option"),
        ("*large* in `image`", "*large* in `picture`", "`picture` is no control"),
        ("**a frame**", "**the frame**", "*the frame* is no option"),
        ("**↺ Reset**", "**↺ Again**", "*↺ Again* is no option"),
        ("*one product*", "*two products*", "*two products* is no option"),
        ("strides 1 and 2", "strides 1 and 7", "stride 7 cannot be set"),
        ("padding 3", "padding 4", "padding 4 cannot be set"),
        ("padding 3", "dilation 3", "dilation 3 is spoken of, but the explorer above has no such control"),
        ("padding 3", "3 blurs", "blur 3 is spoken of"),
        ("`conv2d`", "`conv3d`", "`conv3d` is no control"),
        ("`z`", "`y`", "`y` is no control"),
    ],
)
def test_prose_that_names_what_is_not_there_is_seen(old, planted, seen):
    assert old in BELOW
    said = found_in(BELOW.replace(old, planted, 1))
    assert [complaint for complaint in said if seen in complaint], said


@pytest.mark.parametrize(
    ("old", "planted", "seen"),
    [("`stride`", "`step`", "`step`"), ("is 2", "is 9", "cannot be 9"), ("half", "third", "third")],
)
def test_prose_before_an_explorer_is_read_too(old, planted, seen):
    assert any(seen in complaint for complaint in found_in(before=GOOD.replace(old, planted)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("stem", "function", "name"),
    [("03_padding", "show", "padding"), ("03_padding", "show_stack", "kernel_size"), ("04_stride", "show", "stride")],
)
def test_a_slider_of_a_notebook_that_was_renamed_is_seen(stem, function, name):
    [path] = [path for path in rules.NOTEBOOKS if path.stem == stem]
    notebook = nbformat.read(path, as_version=4)
    [cell] = [cell for cell in notebook.cells if f"explore({function}," in cell.source]
    cell.source = re.sub(rf"\b{name}\b(?!-)", "planted", cell.source.replace(f"{name}={name}", "\0"))
    cell.source = cell.source.replace("\0", f"{name}=planted")
    made, namespace = named_controls.run(notebook)
    found = named_controls.complaints(stem, notebook, made, namespace)
    assert [complaint for complaint in found if f"`{name}`" in complaint], found
    exercises = lessons.exercises_of(ROOMS[stem[3:]])
    told = named_controls.complaints_about_exercises(notebook, exercises, made)
    assert [complaint for complaint in told if f"there is no control {name}" in complaint], told


def test_below_an_explorer_prose_speaks_of_that_one_alone():
    other = EXPLORER.replace("show", "other").replace("(1, 4)", "(1, 9)")
    after = [new_code_cell(other)]
    assert any("cannot be 5" in complaint for complaint in found_in("### Try\n\nSet `stride` to 5.", after=after))
    assert found_in("### Try\n\nSet `stride` to 4.\n\n## On\n\nSet `stride` to 5.", after=after) == []


def test_names_of_an_exercise_belong_to_its_question():
    cell = new_code_cell("def pad(x, p):\n    ...", metadata={"tags": ["exercise:toy-1"]})
    assert found_in("## Exercises\n\nWrite `pad(x, p)`: `p` rows around `x`.", after=[cell]) == []
    said = found_in("## Exercises\n\nWrite `pad(x, q)`: `q` rows around `x`.", after=[cell])
    assert len(said) == 1 and "`q`" in said[0]
    said = found_in("### Try\n\nMove `p`.", after=[cell])
    assert len(said) == 1 and "`p`" in said[0]


@pytest.mark.parametrize(
    ("abbreviation", "start", "value", "values"),
    [
        ((0, 3), 1, "3", [3]),
        ((0, 3), 1, "4", []),
        ((0, 6, 2), 0, "3", []),
        ((-8.0, 2.0, 0.5), 0.0, "−0.5", [-0.5]),
        ((-8.0, 2.0, 0.5), 0.0, "0.3", []),
        ([3, 5, 7], 3, "5", [5]),
        ([3, 5, 7], 3, "4", []),
        ({"3": 1, "8": 9}, 1, "8", [9]),
        ({"8 turned": 9}, 9, "*8 Turned*", [9]),
        (False, False, "on", [True]),
        (False, False, "1", []),
        ((0, 3), 1, "on", []),
    ],
)
def test_values_are_those_that_the_control_takes(abbreviation, start, value, values):
    assert named_controls.meant(control_for("x", abbreviation, start), value) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Set `kernel_size` to 3 and `padding` to 1.", [("kernel_size", "3"), ("padding", "1")]),
        ("Move `shift` from 0 to 4 without blur, then with 2.", [("shift", "0"), ("shift", "4")]),
        ("`pool` 1 and 2. Next", [("pool", "1"), ("pool", "2")]),
        ("`stride` 2, `kernel_size` 4", [("stride", "2"), ("kernel_size", "4")]),
        ("with `zero_sum` off and `brighter` 0", [("zero_sum", "off"), ("brighter", "0")]),
        ("`image` *5, read as 9*: compare", [("image", "*5, read as 9*")]),
        ("a `size` 3×3, `conv(x)` 4, `x` may be 5", []),
    ],
)
def test_values_in_backticks_are_read(text, values):
    assert list(prose.written_values(text)) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Kernel 3, stride 2, padding 0.", [("kernel", "3"), ("stride", "2"), ("padding", "0")]),
        ("For sizes from 7 to 10 is", [("size", "7"), ("size", "10")]),
        ("windows of 4, and 3 blurs", [("window", "4"), ("blur", "3")]),
        ("A learning rate of 0.05; rate 2.", [("learning rate", "0.05"), ("rate", "2")]),
        ("after 20 epochs 97 %, a 3×3 kernel, kernel 3×3, `stride` 2", []),
    ],
)
def test_values_in_plain_words_are_read(text, values):
    assert list(prose.spoken_values(text)) == values


TOY = Prediction(
    id="toy-predict-1",
    read=whole_number,
    examine=equals(lambda: 4),
    right=lambda: 4,
    setting={"stride": 2, "mode": "edge", "padding": 0},
    todo="Now set stride to 2 and mode to edge, and leave padding at 0.",
    misconceptions=(Misconception(3, "Move stride from 1 to 4."),),
    first="",
    hints=("", "", "conv2d has no max_pool2d."),
    praise="",
)


def found_of(exercise):
    source = EXPLORER.replace("explore(show,", "made = explore(show,") + "\nmax_pool2d = 0\n"
    notebook = new_notebook(cells=[new_code_cell(source)])
    made, namespace = named_controls.run(notebook)
    namespace["made"].remarks = (exercise,)
    return named_controls.complaints_about_exercises(notebook, [exercise], made)


@pytest.mark.parametrize("todo", [TOY.todo, "", "Now set stride to 2, choose edge and press."])
def test_a_good_prediction_has_no_complaints(todo):
    assert found_of(replace(TOY, todo=todo)) == []


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ({"todo": "Now set stride to 3 and mode to edge."}, "is answered at stride=2"),
        ({"todo": "Now set stride to 2."}, "is answered at mode='edge'"),
        ({"todo": "Now set stride to 2 and mode to edge, and padding to 1."}, "is answered at padding=0"),
        ({"todo": "Now set step to 2, stride to 2 and mode to edge."}, "there is no control step"),
        ({"todo": "Now set stride to 2 and mode to reflect."}, "mode cannot be reflect"),
        ({"todo": TOY.todo + " Switch half on."}, "there is no control half"),
        ({"hints": ("", "", "Leave stride at 9.")}, "stride cannot be 9"),
        ({"hints": ("", "", "A learning_rate is small.")}, "there is no learning_rate"),
        ({"misconceptions": (Misconception(3, "Move stride from 0 to 4."),)}, "stride cannot be 0"),
        ({"praise": "Set padding to 7, and see."}, "padding cannot be 7"),
    ],
)
def test_an_exercise_that_names_what_is_not_there_is_seen(change, seen):
    said = found_of(replace(TOY, **change))
    assert [complaint for complaint in said if seen in complaint], said
