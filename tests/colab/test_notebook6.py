"""Two notebooks in Notebook 6.5 with ipywidgets 7: what is played with answers, as it has to in Colab.

Colab's own page is published by nobody; its widgets are these.
"""

import os

import pytest
from browser.chromium import chromium, find_chromium
from browser.server import ARE_WANTED
from colab.notebook6 import Notebook6, notebook_server


@pytest.fixture(scope="module")
def page(installed, notebook_folder, tmp_path_factory):
    """Open a notebook of that name: a function."""
    if find_chromium() is None:
        if os.environ.get("CNNLIB_REQUIRE_BROWSER") == "1":
            pytest.fail("CNNLIB_REQUIRE_BROWSER is set, but there is no Chromium", pytrace=False)
        pytest.skip("browser test: no Chromium found")
    scratch = tmp_path_factory.mktemp("notebook6")
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(scratch / name) for name in names}, "PYTHONPATH": str(installed)}
    with (
        notebook_server(notebook_folder, scratch, environment) as url,
        chromium() as context,
    ):
        yield lambda name: Notebook6(context, url, name)


@pytest.fixture(scope="module")
def pooling(page):
    """06_max_pooling, opened and run."""
    notebook = page("06_max_pooling.ipynb")
    notebook.run_all()
    yield notebook
    notebook.close()


@pytest.fixture
def explorer(pooling):
    """Its first explorer, at its start."""
    explorer = pooling.explorer("explore(show, kernel_size=(2, 5)")
    explorer.button("Reset").click()
    explorer.wait_for("becomes (4, 4)")
    return explorer


def look_at(explorer, name):
    """Leave a screenshot, if they are wanted."""
    if ARE_WANTED:
        explorer.screenshot(name)


def test_it_runs_without_an_error_and_shows_its_explorers(pooling):
    assert pooling.errors() == []
    assert pooling.page.locator(".cnn-explorer .cnn-picture").count() == 5


def test_a_slider_by_keyboard_changes_picture_and_caption(explorer):
    explorer.slider("kernel_size").press("ArrowRight")
    explorer.wait_for("becomes (2, 2)")
    assert explorer.alt == explorer.caption()
    look_at(explorer, "slider")


def test_a_step_moves_on_to_the_next_cell(explorer):
    explorer.button("Step forward").click()
    explorer.wait_for("row 1, column 2")


def test_a_cell_is_chosen_by_pressing_it(explorer):
    layer = explorer.holder.locator(".cnn-panel[data-panel='output']")
    box = layer.bounding_box()
    layer.click(position={"x": box["width"] / 8, "y": box["height"] * 7 / 8})
    explorer.wait_for("row 3, column 0")


def test_a_preset_sets_the_image(pooling):
    explorer = pooling.explorer("presets={")
    before = explorer.alt
    explorer.button("Preset: wide stripes").click()
    explorer.holder.locator(f"img:not([alt={before!r}])").wait_for()
    look_at(explorer, "preset")


def test_an_answer_that_is_typed_is_noted_and_the_picture_says_how_it_compares(pooling, explorer):
    index = pooling.run_cell('check("pooling-predict-1"', 'prediction = (3, 3)\ncheck("pooling-predict-1", prediction)')
    assert pooling.text_below(index).startswith("●")
    explorer.slider("kernel_size").press("ArrowRight")
    explorer.wait_for("You predicted")
    assert "(3, 3)" in explorer.alt


def test_an_answer_that_is_right_is_told_so(pooling):
    index = pooling.run_cell('check("pooling-1"', 'answer = [[-1, 4], [6, -6]]\ncheck("pooling-1", answer)')
    assert pooling.text_below(index).startswith("✓")


def test_a_film_runs_pauses_and_ends(page):
    notebook = page("10_training.ipynb")
    try:
        notebook.run_all()
        assert notebook.errors() == []
        film = notebook.explorer("explore(training_film(train)")
        before = film.alt
        film.button("Start the film").click()
        film.holder.locator(f"img:not([alt={before!r}])").wait_for()
        film.button("Pause the film").click()
        film.button("Continue").wait_for()
        look_at(film, "film")
        film.button("Continue").click()
        film.button("Start the film").wait_for(timeout=60_000)
        assert film.alt != before
    finally:
        notebook.close()
