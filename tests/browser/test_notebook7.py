"""03_padding in Notebook 7 and Chromium: keys and pointer do there what they do in JupyterLab."""

import pytest

from browser.checks import contrast_of, outputs, violations
from browser.explorer import Explorer, all_explorers
from browser.notebook import NOTEBOOK_7, Notebook

pytestmark = pytest.mark.slow

EXPLORED = "explore(show,"  # a (4, 4) toy grid, kernels of ones
CELLS = "() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.id)"
CHOOSE_FIRST_CELL = """() => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = 0;
    content.mode = "command";
    content.activate();
}"""


@pytest.fixture(scope="module")
def lab(notebook_7_url, browser_context):
    """The notebook, opened and run."""
    notebook = Notebook(browser_context, notebook_7_url, "03_padding.ipynb", app=NOTEBOOK_7)
    notebook.complaints.clear()  # those of its start are its own: the glossary, which has no code, makes them, too
    notebook.run_all()
    yield notebook
    notebook.close()


@pytest.fixture
def explorer(lab):
    """The first explorer, at its start."""
    explorer = Explorer(lab, EXPLORED).show()
    explorer.reset()
    return explorer


def test_it_is_notebook_7(lab):
    assert lab.page.evaluate("() => window.jupyterapp.name") == "Jupyter Notebook"
    assert lab.page.evaluate("() => window.jupyterapp.version").startswith("7.")


def test_run_all_shows_every_picture(lab):
    assert lab.errors_in_outputs() == []
    explorers = all_explorers(lab)
    assert len(explorers) == 5
    for explorer in explorers:
        explorer.show()
        assert explorer.text("caption") == explorer.alt != "" == explorer.message
        assert explorer.pixels()[..., :3].std() > 5, f"cell {explorer.index} shows an empty picture"


def test_a_slider_by_keyboard_changes_picture_and_caption(explorer):
    seen = set()
    for padding in range(4):
        explorer.put("padding", padding)
        side = 2 + 2 * padding
        assert f"output ({side}, {side})" in explorer.alt == explorer.text("caption")
        seen.add(hash(explorer.png()))
    assert len(seen) == 4, "two paddings show the same pixels"


def test_pressing_a_cell_chooses_it(explorer):
    with explorer.changing():
        explorer.click_cell("output", 1, 0)
    assert "row 1, column 0" in explorer.alt


def test_keys_inside_an_explorer_are_no_commands_of_the_notebook(lab, explorer):
    before = lab.page.evaluate(CELLS)
    for part in (explorer.button("Save"), explorer.cell.locator(".noUi-handle").first, explorer.layer("input")):
        part.focus()
        for key in ("d", "d", "b", "x"):
            lab.page.keyboard.press(key)
    explorer.settle()
    assert lab.page.evaluate(CELLS) == before
    # Outside, they are: "b" inserts a cell, "d d" deletes it.
    lab.page.evaluate(CHOOSE_FIRST_CELL)
    lab.page.keyboard.press("b")
    assert len(lab.page.evaluate(CELLS)) == len(before) + 1
    lab.page.keyboard.press("d")
    lab.page.keyboard.press("d")
    assert lab.page.evaluate(CELLS) == before


def test_a_narrow_window_cuts_nothing_off(lab, explorer):
    lab.resize(480)
    explorer.show()
    assert explorer.cut_off() == []
    lab.resize(1280)


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious_in_the_outputs(lab, explorer, axe, theme):
    lab.theme(theme)
    for part in (".cnn-caption", ".cnn-formula", ".cnn-code", ".cnn-where", ".cnn-save"):
        assert contrast_of(explorer.view.locator(part).first) >= 4.5, part
    assert outputs(lab).count() > 15 and violations(lab, outputs(lab)) == []
    lab.theme("JupyterLab Light")


def test_the_console_has_no_errors(lab):
    assert lab.errors_in_console() == []
