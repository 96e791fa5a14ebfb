"""What a page says and does when the kernel does not answer, for a while or for good: see ``kernel.js``."""

import nbformat
import pytest
import refresh
from nbformat.v4 import new_code_cell, new_notebook

from browser.explorer import Explorer
from browser.notebook import SECONDS, Notebook
from browser.server import SCREENSHOTS

pytestmark = pytest.mark.slow

SOURCES = [
    """import time
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

def show(size=1):
    time.sleep(10 if size == 9 else 0)
    return Picture([[Grid([[size]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {size}.")""",
    'explore(show, size=(1, 9), presets={"four": dict(size=4)})',
]
EXPLORED = SOURCES[-1]
# The next message to the kernel gets lost on its way.
LOSE_ONE = """() => {
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function lose() { WebSocket.prototype.send = send; };
}"""
FORGET = "() => window.cnnTraffic.unfinished.clear()"
RECONNECT = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.reconnect()"
CLOSE_SOCKET = "() => { window.jupyterapp.shell.currentWidget.sessionContext.session.kernel._ws.close(); }"


@pytest.fixture(scope="module")
def lab(notebook_folder, jupyter_url, browser_context):
    """The notebook, opened and run."""
    path = notebook_folder / "kernel.ipynb"
    nbformat.write(new_notebook(cells=list(map(new_code_cell, SOURCES)), metadata=refresh.METADATA), path)
    notebook = Notebook(browser_context, jupyter_url, path.name)
    notebook.run_all()
    yield notebook
    notebook.close()


@pytest.fixture
def explorer(lab):
    explorer = Explorer(lab, EXPLORED).show()
    explorer.reset()
    return explorer


def message(explorer, text, seconds=15):
    """Wait for a sentence, and return all of it."""
    sentence = explorer.view.locator(".cnn-message", has_text=text)
    sentence.wait_for(timeout=seconds * SECONDS)
    return sentence.inner_text()


def shown(explorer, text, seconds=15):
    """Wait for a picture, and for the sentence to be gone."""
    explorer.view.get_by_alt_text(text, exact=True).wait_for(timeout=seconds * SECONDS)
    explorer.view.locator(".cnn-message").wait_for(state="hidden")


def test_a_request_that_is_lost_is_said_and_holds_nothing_up(lab, explorer):
    lab.page.evaluate(LOSE_ONE)
    explorer.button("Preset: four").click()
    assert "Move the control once more" in message(explorer, "Python has not answered")
    explorer.screenshot(SCREENSHOTS, "a request was lost")
    lab.page.evaluate(FORGET)
    explorer.button("Preset: four").click()
    shown(explorer, "The cell holds 4.")


def test_a_busy_kernel_is_said_until_its_picture_comes(lab, explorer):
    explorer.cell.locator(".noUi-handle").first.press("End")
    assert "restart the kernel" in message(explorer, "Python is busy")
    explorer.screenshot(SCREENSHOTS, "a busy kernel")
    shown(explorer, "The cell holds 9.")


def test_a_connection_that_was_lost_is_said_and_all_goes_on_when_it_is_there_again(lab, explorer):
    lab.page.evaluate(LOSE_ONE)
    explorer.button("Preset: four").click()  # it would be waited for
    lab.page.context.set_offline(True)
    try:
        lab.page.evaluate(CLOSE_SOCKET)
        message(explorer, "The connection to Python is lost")
        explorer.screenshot(SCREENSHOTS, "a lost connection")
    finally:
        lab.page.context.set_offline(False)
    lab.page.evaluate(RECONNECT)
    explorer.view.locator(".cnn-message").wait_for(state="hidden", timeout=15 * SECONDS)
    lab.page.evaluate(FORGET)
    explorer.button("Preset: four").click()
    shown(explorer, "The cell holds 4.", seconds=5)
