"""A notebook that was run and saved: what its file holds, and what it shows opened again, with a kernel and without."""

import base64
import io

import nbformat
import numpy as np
import pytest
import refresh
from nbformat.v4 import new_code_cell, new_notebook, new_output
from PIL import Image

from browser.explorer import Explorer
from browser.notebook import LAB, NOTEBOOK_7, Notebook
from browser.server import SCREENSHOTS

pytestmark = pytest.mark.slow

SOURCES = [
    """from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

def show(size=1):
    return Picture(
        [[Grid([[size]], "cell (1, 1)", name="cell")]],
        caption=f"The cell holds {size}.",
        formula=f"{size} = {size}",
        code=f"show({size})",
    )""",
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
# When a view is told that its film pauses, and when it asks for the picture for the file, in ms.
WATCH_STILL = """() => {
    const times = (window.cnnStill = {});
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    kernel.anyMessage.connect((_kernel, { direction, msg: { content } }) => {
        if (direction === "recv" && content.data?.state?.shown?.film === "paused") times.paused ??= performance.now();
        if (direction === "send" && content.data?.content?.kind === "still") times.asked ??= performance.now();
    });
}"""
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


def is_complete(output, explorer):
    """Tell whether a saved picture has its band, caption, formula and code around the picture that the page shows."""
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB"))
    ratio = pixels.shape[1] / output.metadata["image/png"]["width"]
    bare = explorer.pixels()
    tall = round(bare.shape[0] * pixels.shape[1] / bare.shape[1])
    grey = (pixels[:, 2] == 240).all(axis=1)
    band = int(grey.argmin())
    caption, below = pixels[band : band + round(26 * ratio)], pixels[-round(44 * ratio) :]
    return (
        grey[0] and band > 30 * ratio and (pixels[:band] < 120).any() and not (pixels[:band] > 240).any()
        and pixels.shape[0] - band - tall > 60 * ratio and (caption < 120).any()
        and (below[: below.shape[0] // 2] < 120).any() and (below[below.shape[0] // 2 :] < 120).any()
    )  # fmt: skip


def open_again(notebook, views):
    """Load the page anew, and wait until what it shows is there: so many views, and pictures for the rest."""
    notebook.page.reload()
    notebook.wait_until_ready()
    notebook.page.wait_for_function(
        "(views) => document.querySelectorAll('.cnn-view img[src]').length === views", arg=views
    )
    notebook.page.wait_for_function(ALL_SHOWN)


def test_what_is_saved_is_the_last_picture_and_opened_again_with_its_kernel_it_goes_on(lab, path, app):
    explorer = Explorer(lab, EXPLORED).show()
    saved(lab, path)
    assert not lab.page.evaluate(IS_CHANGED)
    explorer.put("size", 7)
    assert lab.page.evaluate(IS_CHANGED), "Jupyter would not save by itself what the learner sees"
    moving = saved(lab, path)
    assert is_complete(moving[0], explorer)
    lab.page.wait_for_function(STILL_MADE, arg="7")
    resting = saved(lab, path)
    assert is_complete(resting[0], explorer)
    for outputs in (moving, resting):
        assert [output.data["text/plain"] for output in outputs] == [f"The cell holds {size}." for size in (7, 5, 2)]
        assert not any(refresh.WIDGET_VIEW in output.data for output in outputs)
    assert all(size_of(output)[0] == 2 * output.metadata["image/png"]["width"] == 1800 for output in resting)
    assert Explorer(lab, EXPLORED).alt == "The cell holds 7.", "saving changes nothing on the page"
    # Opened again while its kernel runs, it goes on.
    open_again(lab, views=3)
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
    explorer.view.locator(".cnn-message", has_text="was restarted").wait_for()
    assert "Shift+Enter" in explorer.message
    assert not explorer.dimmed and explorer.text("formula") == "6 = 6", "it is the picture of the controls"
    assert not by_hand.message and not by_hand.dimmed, "a picture without controls has lost nothing"
    for part in (explorer.button("Reset"), explorer.cell.locator(".cnn-controls")):
        assert part.evaluate("(part) => part.inert")
    assert not explorer.button("Save").evaluate("(part) => part.inert")
    lab.screenshot(SCREENSHOTS, f"restarted, {app.partition('/')[0]}")
    assert is_complete(saved(lab, path)[0], explorer)
    lab.page.evaluate(SHUT_DOWN)
    open_again(lab, views=0)
    assert lab.page.evaluate(PICTURES) == [900, 900, 900]
    assert "not found" not in lab.page.locator("body").inner_text()
    lab.screenshot(SCREENSHOTS, f"opened again without its kernel, {app.partition('/')[0]}")
    # Run again, it lives again.
    lab.run_all()
    explorer = Explorer(lab, EXPLORED).show()
    explorer.put("size", 4)
    assert explorer.alt == "The cell holds 4."


PARTLY = [
    f"""{SOURCES[0]}

import time
from dataclasses import replace

def film():
    for size in range(1, 1001):
        time.sleep(0.02)
        yield replace(show(size), progress=size / 1000)""",
    EXPLORED,
    "explore(film)",
    "# a check that is not run",
]
DUPLICATE = """async (index) => {
    window.jupyterapp.shell.currentWidget.content.activeCellIndex = index;
    await window.jupyterapp.commands.execute("notebook:duplicate-below");
}"""


@pytest.fixture(scope="module")
def partly(notebook_folder, jupyter_url, browser_context):
    """A notebook whose last cell has the output that was committed: the server does not trust it before all is run."""
    path = notebook_folder / "partly.ipynb"
    cells = list(map(new_code_cell, PARTLY))
    html = {"text/html": "<p>Not yet.</p>", "text/plain": "Not yet."}
    cells[-1].outputs = [new_output("display_data", html)]
    nbformat.write(new_notebook(cells=cells, metadata=refresh.METADATA), path)
    notebook = Notebook(browser_context, jupyter_url, path.name)
    for index in range(3):
        notebook.run_cell(index)
    yield notebook, path
    notebook.close()


def test_a_picture_of_a_film_is_complete_while_it_runs_and_sharp_once_it_pauses(partly):
    notebook, path = partly
    explorer = Explorer(notebook, "explore(film").show()
    explorer.button("Start").click()
    notebook.page.wait_for_function(
        "(view) => view.querySelector('img').alt !== 'The cell holds 1.'", arg=explorer.view.element_handle()
    )
    running = saved(notebook, path)[1]
    notebook.page.evaluate(WATCH_STILL)
    explorer.button("Pause").click()
    explorer.button("Continue").wait_for()
    explorer.settle()
    assert is_complete(running, explorer)
    caption = explorer.text("caption")
    assert running.data["text/plain"] not in ("The cell holds 1.", caption)
    notebook.page.wait_for_function(STILL_MADE, arg=caption)
    waited = notebook.page.evaluate("() => window.cnnStill.asked - window.cnnStill.paused")
    assert 0 <= waited < 1000, "no hand that must rest first, as it does for 1500 ms"


def test_a_copy_of_a_cell_keeps_its_picture_when_the_cell_is_run_again(partly):
    notebook, path = partly
    explorer = Explorer(notebook, EXPLORED).show()
    explorer.put("size", 4)
    notebook.page.evaluate(DUPLICATE, explorer.index)
    copy = Explorer(notebook, explorer.index + 1)
    copy.view.locator("img[src]").wait_for()
    notebook.run_cell(explorer.index)
    copy.output.locator(".jp-RenderedImage img").wait_for()
    assert copy.view.count() == 0
    explorer.show()
    _first, second, *_rest = saved(notebook, path)
    assert refresh.WIDGET_VIEW not in {**second.data, **second.metadata}
    assert second.data["text/plain"] == "The cell holds 4."
    assert is_complete(second, explorer)


def test_opened_again_before_all_of_it_was_run_what_was_run_lives(partly):
    notebook, path = partly
    Explorer(notebook, EXPLORED).show().put("size", 2)
    saved(notebook, path)
    notebook.page.reload()
    notebook.wait_until_ready()
    notebook.page.locator(".cnn-view img[src]").nth(1).wait_for()
    assert not notebook.page.evaluate(IS_CHANGED)
    explorer = Explorer(notebook, EXPLORED).show()
    explorer.put("size", 3)
    assert explorer.alt == "The cell holds 3."
