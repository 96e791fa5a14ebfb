"""A notebook that was run and saved: what its file holds, and what it shows opened again, with a kernel and without."""

import base64
import io

import nbformat
import pytest
import refresh
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from browser.explorer import Explorer
from browser.notebook import LAB, NOTEBOOK_7, Notebook
from browser.server import SCREENSHOTS

pytestmark = pytest.mark.slow

SOURCES = [
    """from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

def show(size=1):
    return Picture([[Grid([[size]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {size}.")""",
    "explore(show, size=(1, 9))",
    "show(5)",
    "explore(lambda size=2: show(size), size=(1, 9))",
]
EXPLORED = SOURCES[1]
SAVE = """() => window.jupyterapp.commands.execute("docmanager:save")"""
IS_CHANGED = "() => window.jupyterapp.shell.currentWidget.context.model.dirty"
PICTURES = """() => [...document.querySelectorAll(".jp-OutputArea-output img")]
    .map((image) => image.complete && image.naturalWidth && image.clientWidth)"""
ALL_SHOWN = """() => {
    const images = [...document.querySelectorAll(".jp-OutputArea-output img")];
    return images.length === 3 && images.every((image) => image.complete && image.naturalWidth > 0);
}"""
# The kernel's picture for the file, of the setting whose caption holds a text.
STILL_MADE = """(text) => [...window.jupyterapp.shell.currentWidget.context.model.toJSON().cells]
    .some(({ outputs }) => outputs?.some(({ data, metadata }) =>
        data?.["text/plain"].includes(text) && metadata["image/png"]?.width === 900))"""
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
SHUT_DOWN = "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()"


@pytest.fixture(scope="module", params=[LAB, NOTEBOOK_7], ids=["JupyterLab", "Notebook 7"])
def app(request):
    return request.param


@pytest.fixture(scope="module")
def url(request, app):
    return request.getfixturevalue("jupyter_url" if app == LAB else "notebook_7_url")


@pytest.fixture(scope="module")
def path(request, app):
    folder = request.getfixturevalue("notebook_folder" if app == LAB else "notebook_7_folder")
    return folder / "saved_and_opened.ipynb"


@pytest.fixture(scope="module")
def lab(url, app, path, browser_context):
    """The notebook, opened and run: the second test goes on where the first one ends."""
    nbformat.write(new_notebook(cells=list(map(new_code_cell, SOURCES)), metadata=refresh.METADATA), path)
    notebook = Notebook(browser_context, url, path.name, app=app)
    notebook.run_all()
    yield notebook
    notebook.close()


def saved(notebook, path):
    """Save, and return the outputs in the file."""
    notebook.page.evaluate(SAVE)
    content = nbformat.read(path, as_version=4)
    nbformat.validate(content)
    assert "widgets" not in content.metadata
    return [output for cell in content.cells for output in cell.get("outputs", ())]


def size_of(output):
    return Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).size


def open_again(notebook):
    """Load the page anew, and wait until what it shows is there."""
    notebook.page.reload()
    notebook.wait_until_ready()
    notebook.page.wait_for_function(ALL_SHOWN)


def test_what_is_saved_is_the_last_picture_and_opened_again_with_its_kernel_it_goes_on(lab, path, app):
    explorer = Explorer(lab, EXPLORED).show()
    explorer.put("size", 7)
    moving = saved(lab, path)
    lab.page.wait_for_function(STILL_MADE, arg="7")
    resting = saved(lab, path)
    for outputs in (moving, resting):
        assert [output.data["text/plain"] for output in outputs] == [f"The cell holds {size}." for size in (7, 5, 2)]
        assert not any(refresh.WIDGET_VIEW in output.data for output in outputs)
    assert all(size_of(output)[0] == 2 * output.metadata["image/png"]["width"] == 1800 for output in resting)
    assert Explorer(lab, EXPLORED).alt == "The cell holds 7.", "saving changes nothing on the page"
    # Opened again while its kernel runs, it goes on.
    open_again(lab)
    assert lab.page.locator(".cnn-view").count() == 3
    assert not lab.page.evaluate(IS_CHANGED), "whoever opens a notebook is asked to save it"
    explorer = Explorer(lab, EXPLORED).show()
    assert explorer.value("size") == "7" and explorer.alt == "The cell holds 7."
    explorer.put("size", 3)
    assert explorer.alt == "The cell holds 3."
    lab.screenshot(SCREENSHOTS, f"opened again with its kernel, {app.partition('/')[0]}")


def test_after_a_restart_it_says_so_and_opened_again_without_its_kernel_it_shows_every_picture(lab, path, app):
    explorer, by_hand = Explorer(lab, EXPLORED).show(), Explorer(lab, "show(5)")
    explorer.put("size", 6)
    lab.page.wait_for_function(STILL_MADE, arg="6")
    lab.page.evaluate(RESTART)
    explorer.view.locator(".cnn-message", has_text="Python was restarted").wait_for()
    assert explorer.dimmed and "Shift+Enter" in explorer.message
    assert not by_hand.message and not by_hand.dimmed, "a picture without controls has lost nothing"
    for part in (explorer.button("Reset"), explorer.cell.locator(".cnn-controls")):
        assert part.evaluate("(part) => part.inert")
    assert not explorer.button("Save").evaluate("(part) => part.inert")
    lab.screenshot(SCREENSHOTS, f"restarted, {app.partition('/')[0]}")
    saved(lab, path)
    lab.page.evaluate(SHUT_DOWN)
    open_again(lab)
    assert lab.page.locator(".cnn-view").count() == 0
    assert lab.page.evaluate(PICTURES) == [900, 900, 900]
    assert "not found" not in lab.page.locator("body").inner_text()
    lab.screenshot(SCREENSHOTS, f"opened again without its kernel, {app.partition('/')[0]}")
    # Run again, it lives again.
    lab.run_all()
    explorer = Explorer(lab, EXPLORED).show()
    explorer.put("size", 4)
    assert explorer.alt == "The cell holds 4."
