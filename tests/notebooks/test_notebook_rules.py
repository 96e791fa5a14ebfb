"""Broken on purpose: each rule about notebooks, exercises and explorers sees what it is there for."""

import base64
import copy
import io
import itertools

import explorer_rules
import nbformat
import notebook_rules as rules
import pytest
import refresh
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from cnnlib.pictures import Grid, Outline, Picture


def png(mode="RGB", size=(900, 300), colour="white"):
    """Return a picture of one colour, as it stands in a notebook; `size` is that on the page."""
    data = io.BytesIO()
    Image.new(mode, (2 * size[0], 2 * size[1]), colour).save(data, "PNG")
    return base64.b64encode(data.getvalue()).decode()


def result(text, *, width=900, **data):
    metadata = {"image/png": {"width": width}} if "image/png" in data else {}
    return new_output("execute_result", {"text/plain": text, **data}, execution_count=1, metadata=metadata)


@pytest.fixture
def good():
    """A notebook that keeps to every rule."""
    cells = [
        new_markdown_cell(
            f"# Why?\n\n{rules.badges('03_padding')}\n\n```python\n# no heading\n```\n\n[on](../README.md) and [a source](https://doi.org)"
        ),
        new_markdown_cell("## Look"),
        new_code_cell(f"{rules.INSTALL}show()", outputs=[result("Two cells.", **{"image/png": png()})]),
        new_code_cell(
            'answer = ...\ncheck("toy-1", answer)',
            metadata={"tags": ["exercise:toy-1"]},
            outputs=[result("○ Not attempted yet.")],
        ),
        *[new_code_cell("1 + 1", outputs=[result("2")]) for _ in range(26)],
    ]
    counts = itertools.count(1)
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "code":
            cell.execution_count = next(counts)
    return new_notebook(cells=cells, metadata=nbformat.from_dict(refresh.METADATA))


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_good_notebook_has_no_complaints(good, rule):
    assert rule("03_padding", good) == []


def edit(number, **changes):
    """Return a change of one cell's attributes."""

    def change(notebook):
        for name, value in changes.items():
            setattr(notebook.cells[number], name, value)

    change.__name__ = f"cell {number}: {changes}"[:60]
    return change


def show(number, output):
    return edit(number, outputs=[output])


def add(source):
    def change(notebook):
        notebook.cells.append(new_markdown_cell(source))

    return change


def saved_state(notebook):
    notebook.metadata["widgets"] = {"state": {}}


def other_python(notebook):
    notebook.metadata["language_info"] = {"name": "python", "version": "3.99"}


def more_cells(notebook):
    notebook.cells += [new_markdown_cell(f"And {number}.") for number in range(39)]


def more_explorers(notebook):
    for cell in notebook.cells[4:10]:
        cell.source = "explore(show)"


def same_picture_twice(notebook):
    notebook.cells[5].outputs = notebook.cells[2].outputs


def long_cells(notebook):
    for cell in notebook.cells[4:]:
        cell.source = "1\n" * 5


def tag(number, *tags):
    return edit(number, metadata=nbformat.from_dict({"tags": list(tags)}))


STDERR = new_output("stream", name="stderr", text="findfont: none")
WIDGET = result("Slider", **{refresh.WIDGET_VIEW: {"model_id": "1"}})
# As a page saves it.
SAVED_WIDGET = new_output("display_data", {}, metadata={refresh.WIDGET_VIEW: {"model_id": "1"}})
BROKEN = [
    (rules.executed_in_order, edit(5, execution_count=99)),
    (rules.executed_in_order, edit(5, execution_count=None)),
    (rules.without_errors, show(5, new_output("error", ename="ValueError", evalue="no", traceback=[]))),
    (rules.without_errors, show(5, STDERR)),
    (rules.without_errors, show(5, result("<Toy at 0x7f3a5c1d2e90>"))),
    (rules.without_widget_state, saved_state),
    (rules.without_widget_state, other_python),
    (rules.without_widget_state, show(5, WIDGET)),
    (rules.without_widget_state, show(5, SAVED_WIDGET)),
    (rules.without_widget_state, edit(5, metadata=nbformat.from_dict({"execution": {"iopub.status": "now"}}))),
    (rules.with_pictures, show(2, result("no picture"))),
    (rules.with_pictures, show(2, result(" ", **{"image/png": png()}))),
    (rules.with_pictures, show(2, result("See-through.", **{"image/png": png("RGBA", colour=(0, 0, 0, 90))}))),
    (rules.with_pictures, show(2, result("Tiny.", **{"image/png": png(size=(9, 9))}, width=9))),
    (rules.with_pictures, show(2, result("Blurred.", **{"image/png": png()}, width=1800))),
    (rules.with_short_cells, edit(5, source="1\n" * 11)),
    (rules.with_short_cells, long_cells),
    (rules.with_short_cells, edit(5, source="")),
    (rules.within_25_minutes, add("word " * 1501)),
    (rules.within_25_minutes, more_cells),
    (rules.within_25_minutes, more_explorers),
    (rules.without_repeated_pictures, same_picture_twice),
    (rules.with_ordered_headings, edit(0, source="No title")),
    (rules.with_ordered_headings, edit(1, source="# A second title")),
    (rules.with_ordered_headings, edit(1, source="### Too deep")),
    (rules.without_lists_by_accident, add("Neurons times (pixels +\n   1) for each layer.")),
    (rules.self_contained, edit(5, source="open('/home/me/image.png')")),
    (rules.self_contained, show(5, result(r"C:\data"))),
    (rules.self_contained, edit(5, source="import requests")),
    (rules.self_contained, add("![a picture](https://elsewhere.org/x.png)")),
    (rules.self_contained, edit(2, source=f"{rules.INSTALL}{rules.INSTALL}")),
    (rules.self_contained, edit(2, source=f"1\n{rules.INSTALL}")),
    (rules.self_contained, edit(2, source=rules.INSTALL.replace("cnnlib", "numpy"))),
    (rules.ready_for_colab, edit(2, source="show()")),
    (rules.ready_for_colab, edit(2, source=f"show()\n{rules.INSTALL}")),
    (rules.ready_for_colab, edit(0, source="# Why?\n\nBecause.")),
    (rules.ready_for_colab, edit(0, source=f"# Why?\n\n{rules.badges('97_toy')}")),
    (rules.ready_for_colab, edit(0, source=f"# Why?\n\nBecause.\n\n{rules.badges('03_padding')}")),
    (rules.with_living_links, add("[onward](99_nowhere.ipynb)")),
    (rules.with_living_links, add("![](../README.md)")),
    (rules.without_base64_in_html, show(5, result("x", **{"text/html": "<img src='data:image/png;base64,AA'>"}))),
    (rules.compared_by_nbval, tag(5, "nbval-ignore-output")),
    (rules.compared_by_nbval, edit(5, source="# NBVAL_SKIP\n1")),
    (rules.with_blank_exercises, edit(3, source='answer = 4\ncheck("toy-1", answer)')),
    (rules.with_blank_exercises, edit(3, source='answer = 4  # ...\ncheck("toy-1", answer)')),
    (rules.with_blank_exercises, tag(3)),
    (rules.with_blank_exercises, edit(3, source="answer = ...")),
    (rules.with_blank_exercises, edit(4, source='check("toy-2", ...)', outputs=[result("○")])),
    (rules.with_blank_exercises, tag(4, "exercise:toy-1")),
    (rules.with_blank_exercises, show(3, result("✗ Not yet."))),
]


@pytest.mark.parametrize(("rule", "change"), BROKEN, ids=lambda each: each.__name__)
def test_what_is_broken_is_seen(good, rule, change):
    change(good)
    assert rule("03_padding", good) != []


def test_a_picture_that_is_stale_or_missing_is_seen(good):
    executed = copy.deepcopy(good)
    assert rules.stale_pictures(good, executed) == []
    shown = executed.cells[2].outputs[0].data
    digit = Image.new("RGB", (1800, 600), "white")
    digit.paste("black", (200, 200, 218, 224))
    stream = io.BytesIO()
    digit.save(stream, "PNG")
    shown["image/png"] = base64.b64encode(stream.getvalue()).decode()
    assert "another picture" in rules.stale_pictures(good, executed)[0]
    shown["image/png"] = png(size=(900, 301))
    assert "another picture" in rules.stale_pictures(good, executed)[0]
    del shown["image/png"]
    assert "shows 0 pictures, but 1 are saved" in rules.stale_pictures(good, executed)[0]
    assert "shows 1 pictures, but 0 are saved" in rules.stale_pictures(executed, good)[0]


SOLUTIONS = """# Solutions of a toy.

# %% exercise:toy-1
# The sum.
answer = 2 + 2
check("toy-1", answer)

# %% [markdown]
# not code

# %% exercise:toy-2
check("toy-2", 5)
"""


def test_solutions_are_read_by_their_ids():
    solutions = rules.read_solutions(SOLUTIONS)
    assert solutions == {"toy-1": '# The sum.\nanswer = 2 + 2\ncheck("toy-1", answer)', "toy-2": 'check("toy-2", 5)'}
    with pytest.raises(ValueError, match="toy-2 is solved twice"):
        rules.read_solutions(SOLUTIONS + "# %% exercise:toy-2\n1")


def test_stale_and_missing_solutions_are_seen(good):
    assert rules.stale_solutions(good, {"toy-1": "1"}) == []
    assert rules.stale_solutions(good, {}) == ["exercise toy-1 has no solution"]
    assert rules.stale_solutions(good, {"toy-1": "1", "toy-9": "1"}) == [
        "solution toy-9 belongs to no exercise of the notebook"
    ]


def test_a_check_that_is_not_right_is_seen(good):
    rules.fill_in(good, {"toy-1": 'check("toy-1", 4)'})
    assert good.cells[3].source == 'check("toy-1", 4)'
    assert len(rules.not_right(good)) == 1
    good.cells[3].outputs = [result("✓ Right. Because.")]
    assert rules.not_right(good) == []
    good.cells[3].outputs = []
    assert len(rules.not_right(good)) == 1


EXPLORER = """
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture
from cnnlib.engine.settings import SettingError

def show(size=1):
    BREAK
    return Picture([[Grid([[size]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {size}.")

explore(show, size=(1, 3))
"""


def explorer_with(line):
    [explorer] = explorer_rules.explorers_of(new_notebook(cells=[new_code_cell(EXPLORER.replace("BREAK", line))]))
    return explorer


@pytest.mark.parametrize(
    "line", ["pass", "if size == 3: raise SettingError('size is 3, but two is the most: use size=2.')"]
)
def test_a_good_explorer_has_no_complaints(line):
    assert explorer_rules.complaints(explorer_with(line)) == []


@pytest.mark.parametrize(
    "line",
    [
        "if size == 3: return Picture([[Grid([[1]], 'cell (1, 1)')]], caption='')",
        "if size == 3: return Picture([[Grid([[1]], 'cell')]], caption='Tall.', heights=(500,))",
        "if size == 3: raise SettingError('')",
        "if size == 3: return Picture([[Grid([[1]], 'cell (1, 1)', name='red kernel')]], caption='A blue kernel.')",
    ],
)
def test_a_broken_explorer_is_seen(line):
    assert explorer_rules.complaints(explorer_with(line)) != []


@pytest.mark.parametrize(("code", "count"), [("show(2).caption", 0), ("showing(2)", 1), ("show(2", 1)])
def test_a_line_of_code_that_does_not_run_is_seen(code, count):
    cell = new_code_cell(EXPLORER.replace("BREAK", "").replace('{size}.")', f'{{size}}.", code="{code}")'))
    [(namespace, explorer)] = explorer_rules.explorers_where_they_stand(new_notebook(cells=[cell]))
    assert explorer.picture.code == code
    assert len(explorer_rules.complaints(explorer, namespace)) == count
    assert explorer_rules.complaints(explorer) == []


def test_a_bug_in_a_callback_is_raised_with_its_setting():
    with pytest.raises(ZeroDivisionError) as raised:
        explorer_rules.complaints(explorer_with("1 / (size - 3)"))
    assert raised.value.__notes__ == ["at the setting {'size': 3}"]


def test_a_bug_at_one_combination_of_three_controls_is_seen():
    code = EXPLORER.replace("size=1)", "size=1, a=0, b=0)").replace("size=(1, 3)", "size=(1, 3), a=(0, 9), b=(0, 10)")
    cell = new_code_cell(code.replace("BREAK", "assert (size, a, b) != (2, 5, 7)"))
    [explorer] = explorer_rules.explorers_of(new_notebook(cells=[cell]))
    assert {"size": 2, "a": 5, "b": 7} not in list(explorer.settings())  # which are pairs of values
    with pytest.raises(AssertionError) as raised:
        explorer_rules.complaints(explorer)
    assert raised.value.__notes__ == ["at the setting {'size': 2, 'a': 5, 'b': 7}"]


def facts_of_size(values, _namespace):
    return [f"holds {values['size']}."]


@pytest.mark.parametrize(
    ("caption", "facts", "seen"),
    [
        ("The cell holds {size}.", facts_of_size, None),
        ("The cell holds {min(size, 2)}.", facts_of_size, "'holds 3.' is not in 'The cell holds 2.'"),
        ("Of 3, the cell holds {size}.", facts_of_size, "nobody has recomputed 'Of 3, the cell"),
        ("The cell holds {size}.\\nYou said 7.", facts_of_size, None),
        ("The cell holds {size}.", lambda values, _: None, "there is a picture, against what was recomputed"),
        ("The {'last ' * (size > 2)}cell holds {size}.", facts_of_size, None),
    ],
)
def test_what_a_caption_says_is_held_against_the_facts(caption, facts, seen):
    cell = new_code_cell(EXPLORER.replace("BREAK", "").replace("The cell holds {size}.", caption))
    [explorer] = explorer_rules.explorers_of(new_notebook(cells=[cell]))
    found = explorer_rules.complaints(explorer, {}, facts)
    assert seen in "\n".join(found) if seen else found == []


@pytest.mark.parametrize(
    ("caption", "formula", "seen"),
    [
        ("The cell holds {size}.", "1 + {size - 1} = {size}", None),
        ("The cell holds {size}.", "1 + {size - 1} = 2", "'= 3' is not in '1 + 2 = 2'"),
        ("The cell holds {size}.", "1 + {size - 1} = {size} (7)", "nobody has recomputed '(7)'"),
        ("The {'last ' * (size > 2)}cell holds {size}.", "1 + {size - 1} = {size}", "differ: ['The cell', 'The last"),
    ],
)
def test_with_a_formula_words_that_nobody_has_recomputed_are_the_same_everywhere(caption, formula, seen):
    code = EXPLORER.replace("BREAK", "").replace('The cell holds {size}."', f'{caption}", formula=f"{formula}"')
    [explorer] = explorer_rules.explorers_of(new_notebook(cells=[new_code_cell(code)]))

    def facts(values, namespace):
        return facts_of_size(values, namespace), [f"1 + {values['size'] - 1}", f"= {values['size']}"]

    found = explorer_rules.complaints(explorer, {}, facts)
    assert seen in "\n".join(found) if seen else found == []


@pytest.mark.parametrize(
    ("name", "role", "window", "seen"),
    [
        ("input", "input", "kernel", 0),
        ("input", "input", "output", 1),
        ("input 0 1", "output", "kernel", 1),
        ("output gradient", "input", "kernel", 1),
        ("kernel", "kernel", "plain", 0),
        ("target kernel", "output", "plain", 1),
        ("nudged kernel", "kernel", "plain", 1),
        ("after", "input", "plain", 1),
        ("after", "output", "plain", 0),
    ],
)
def test_a_colour_that_means_something_else_is_seen(name, role, window, seen):
    panel = Grid([[1, 2]], "a grid (1, 2)", name=name, role=role, outlines=(Outline(0, 0, 1, 2, role=window),))
    assert len(explorer_rules.strange_colours(Picture([[panel]], caption="A grid."))) == seen
