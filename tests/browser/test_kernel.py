"""What a page says and does when the kernel does not answer, for a while or for good: see ``kernel.js``."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError

from browser.explorer import Explorer
from browser.notebook import SECONDS, SHUT_DOWN
from browser.own_cells import run_notebook
from browser.server import SCREENSHOTS

pytestmark = pytest.mark.slow

SOURCES = [
    """import time
from cnnlib.engine.settings import SettingError
from cnnlib.explore import explore
from cnnlib.live import neighbours
from cnnlib.pictures import Grid, Picture

neighbours.FAR = 2  # what takes seconds, at 9, is not drawn ahead of 1

def show(size=1):
    time.sleep(5 if size == 9 else 0)
    if size == 8:
        raise SettingError("Eight is too many.", "Set size to 7.")
    return Picture(
        [[Grid([[size]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {size}.", formula=f"{size} = {size}"
    )

def film():
    for size in range(1, 10_001):
        time.sleep(0.02)
        yield Picture([[Grid([[size]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {size}.")""",
    'shown = explore(show, size=(1, 9), presets={"four": dict(size=4)})\nshown',
    "explore(film)",
    """def slow(size=1):  # too slow to be drawn ahead
    time.sleep(0.1)
    return show(size)

explore(slow, size=(1, 9))""",
]
EXPLORED = SOURCES[1]
# The next press of a preset gets lost on its way to the kernel.
LOSE_ONE = """() => {
    const send = WebSocket.prototype.send;
    const textOf = (data) => (typeof data === "string" ? data : new TextDecoder().decode(data));
    WebSocket.prototype.send = function lose(data) {
        if (!textOf(data).includes('"preset"')) return send.call(this, data);
        WebSocket.prototype.send = send;
    };
}"""
FORGET = "() => window.cnnTraffic.unfinished.clear()"
RECONNECT = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.reconnect()"
GIVE_UP = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    kernel._reconnectLimit = 0;
    kernel._ws.onclose(new CloseEvent("close"));
}"""
TRY_AGAIN = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    delete kernel._reconnectLimit;
    kernel._reconnectLimit ??= 7;
    void kernel.reconnect();
}"""
RESTART = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()"
# What a cell that runs for some seconds does to the kernel; nobody waits for it here.
KEEP_BUSY = """(seconds) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    kernel.requestExecute({ code: `import time; time.sleep(${seconds})` });
}"""
BUSY = "() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
READY = """() => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    return kernel.connectionStatus === "connected" && kernel.status === "idle";
}"""
# JupyterLab does so every ten seconds, and opens a dialog if there is no answer.
ASK_THE_SERVER = "() => void window.jupyterapp.serviceManager.sessions.refreshRunning().catch(() => {})"
# Not by close(): that one waits for the server to say good-bye, which without a network may take a minute.
CLOSE_SOCKET = """() => {
    window.jupyterapp.shell.currentWidget.sessionContext.session.kernel._ws.onclose(new CloseEvent("close"));
}"""


@pytest.fixture(scope="module")
def lab(notebook_folder, jupyter_url, browser_context):
    """The notebook, opened and run."""
    with run_notebook(browser_context, jupyter_url, notebook_folder / "kernel.ipynb", SOURCES) as notebook:
        # JupyterLab's own question, which comes if it asks its server for something just while there is no network.
        question = notebook.page.locator(".jp-Dialog", has_text="Server Connection Error")
        notebook.page.add_locator_handler(question, lambda asked: asked.locator("button").last.click())
        yield notebook


@pytest.fixture
def explorer(lab):
    explorer = Explorer(lab, EXPLORED).show()
    explorer.reset()
    return explorer


@contextlib.contextmanager
def without_network(lab, by=CLOSE_SOCKET):
    """Take the network away, and bring it back whatever becomes of the block: other tests share the browser."""
    lab.page.context.set_offline(True)
    try:
        lab.page.evaluate(by)
        yield
    finally:
        lab.page.context.set_offline(False)


@contextlib.contextmanager
def cut_off(lab, explorer, by, back):
    """Take the network away for a block; at its end no sentence is left."""
    with without_network(lab, by):
        lab.page.evaluate(ASK_THE_SERVER)
        yield
    lab.page.evaluate(back)
    explorer.view.locator(".cnn-message").wait_for(state="hidden", timeout=15 * SECONDS)
    lab.page.evaluate(FORGET)


def message(explorer, text, seconds=15):
    """Wait for a sentence, and return all of it."""
    sentence = explorer.view.locator(".cnn-message")
    with contextlib.suppress(TimeoutError):  # what is said instead is the better message
        sentence.filter(has_text=text).wait_for(timeout=seconds * SECONDS)
    assert text in sentence.inner_text()
    return sentence.inner_text()


def shown(explorer, text, seconds=15):
    """Wait for a picture, and for the sentence to be gone."""
    explorer.view.get_by_alt_text(text, exact=True).wait_for(timeout=seconds * SECONDS)
    explorer.view.locator(".cnn-message").wait_for(state="hidden")


def formula_is_hidden(explorer):
    return explorer.view.locator(".cnn-formula").evaluate("(part) => getComputedStyle(part).visibility") == "hidden"


def test_reset_undoes_a_first_move_though_a_cell_is_running(lab):
    lab.run_cell(1)
    explorer = Explorer(lab, EXPLORED).show()
    lab.page.evaluate(KEEP_BUSY, 2)
    lab.page.wait_for_function(BUSY)
    explorer.slider("size").press("ArrowRight")
    explorer.button("Reset").click()
    explorer.settle()
    assert (explorer.alt, explorer.value("size")) == ("The cell holds 1.", "1")


def test_a_request_that_is_lost_is_said_and_holds_nothing_up(lab, explorer):
    lab.page.evaluate(LOSE_ONE)
    explorer.button("Preset: four").click()
    assert "try again" in message(explorer, "Python has not answered")
    explorer.screenshot(SCREENSHOTS, "a request was lost")
    lab.page.evaluate(FORGET)
    explorer.button("Preset: four").click()
    shown(explorer, "The cell holds 4.")


def test_a_busy_kernel_is_said_until_its_picture_comes(lab):
    explorer = Explorer(lab, "explore(slow").show()
    explorer.cell.locator(".noUi-handle").first.press("End")
    assert "restart the kernel" in message(explorer, "Python is busy", seconds=4)
    assert explorer.dimmed and formula_is_hidden(explorer), "it is not the picture of 9"
    explorer.screenshot(SCREENSHOTS, "a busy kernel")
    shown(explorer, "The cell holds 9.")
    assert not explorer.dimmed and not formula_is_hidden(explorer)


def test_of_a_film_that_stands_still_it_is_said_that_python_is_busy(lab):
    film = Explorer(lab, "explore(film)").show()
    film.button("Start").click()
    film.button("Pause").wait_for()
    lab.page.evaluate(KEEP_BUSY, 4)
    message(film, "Python is busy", seconds=4)
    assert not film.dimmed
    film.view.locator(".cnn-message").wait_for(state="hidden", timeout=5 * SECONDS)
    film.button("Stop").click()
    film.button("Start").wait_for()


def test_a_picture_that_is_the_one_of_the_controls_is_not_dimmed_while_python_is_away(lab, explorer):
    explorer.slider("size").press("ArrowRight")
    explorer.settle()
    lab.page.wait_for_timeout(1000)  # the neighbours are drawn ahead
    with without_network(lab):
        message(explorer, "The connection to Python is lost")
        assert not explorer.dimmed and not formula_is_hidden(explorer)
        explorer.slider("size").press("ArrowRight")  # most often drawn ahead
        lab.painted()
        # Whether it was drawn in time or not: what is dimmed is the picture of another setting, and only that.
        assert explorer.dimmed == (explorer.alt != f"The cell holds {explorer.value('size')}.")
        explorer.screenshot(SCREENSHOTS, "moved while the connection is lost")
    lab.page.evaluate(RECONNECT)
    shown(explorer, "The cell holds 3.")
    lab.page.evaluate(FORGET)


def test_a_connection_that_was_lost_is_said_and_all_goes_on_when_it_is_there_again(lab, explorer):
    lab.page.evaluate(LOSE_ONE)
    explorer.button("Preset: four").click()  # it would be waited for
    with cut_off(lab, explorer, by=CLOSE_SOCKET, back=RECONNECT):
        message(explorer, "The connection to Python is lost")
        explorer.screenshot(SCREENSHOTS, "a lost connection")
    explorer.button("Preset: four").click()
    shown(explorer, "The cell holds 4.", seconds=5)


# The state of all widgets, as JupyterLab gets it from the kernel when a connection is there again.
OLD_STATE = """
def send(which, state):
    which.comm.send({"method": "update", "state": state, "buffer_paths": []})

slider = shown.widget.children[0].children[0]
old = [(shown.view, {"shown": dict(shown.view.shown)}), (slider, {"value": slider.value})]
"""


def test_an_older_state_that_jupyter_brings_after_a_newer_one_is_mended(lab, explorer):
    lab.in_kernel(OLD_STATE)
    explorer.button("Preset: four").click()
    explorer.settle()
    lab.in_kernel("for each in old: send(*each)")
    shown(explorer, "The cell holds 4.")
    explorer.settle()
    assert explorer.value("size") == "4" and not explorer.dimmed


def test_a_connection_that_jupyter_has_given_up_is_said_in_other_words(lab, explorer):
    with cut_off(lab, explorer, by=GIVE_UP, back=TRY_AGAIN):
        assert "Start it again" in message(explorer, "Jupyter cannot be reached")
        explorer.screenshot(SCREENSHOTS, "Jupyter cannot be reached")


def test_what_is_left_of_a_film_and_of_a_move_when_python_was_restarted(lab, explorer):
    film = Explorer(lab, "explore(film)").show()
    film.button("Start").click()
    film.button("Pause").wait_for()
    with without_network(lab):
        message(explorer, "The connection to Python is lost")
        explorer.slider("size").press("End")  # nobody hears it any more
    lab.page.evaluate(RESTART)
    message(explorer, "was restarted")
    assert (explorer.value("size"), explorer.alt) == ("1", "The cell holds 1.")
    assert not explorer.dimmed and explorer.text("formula") == "1 = 1"
    message(film, "was restarted")
    assert film.button("Start").count() == 1 and film.button("Pause").count() == 0
    assert film.view.locator(".cnn-progress").evaluate("(part) => part.inert")
    film.screenshot(SCREENSHOTS, "restarted while a film ran")
    complaints = len(lab.complaints)
    width = lab.page.viewport_size["width"]
    lab.resize(width - 300)
    lab.painted()
    lab.resize(width)
    lab.painted()
    assert not [text for text in lab.complaints[complaints:] if "uncaught" in text]
    # What was sent while the connection to the new kernel was not there yet is not answered by anybody.
    lab.page.wait_for_function(READY)
    lab.page.evaluate(FORGET)


def test_after_a_shutdown_the_sentence_on_an_impossible_setting_stays(lab):
    lab.run_all()
    lab.page.evaluate(FORGET)  # what was sent before the restarted kernel's connection was there, nobody answers
    explorer = Explorer(lab, EXPLORED).show()
    explorer.put("size", 8)
    assert explorer.dimmed
    lab.page.evaluate(SHUT_DOWN)
    said = message(explorer, "is not running any more")
    assert said.startswith("Eight is too many. Set size to 7. Python") and explorer.value("size") == "8"
    explorer.screenshot(SCREENSHOTS, "an impossible setting after a shutdown")
