"""What was drawn ahead is on the page in the moment in which a control moves, also while the kernel is busy."""

import contextlib
import time

import pytest

from browser.explorer import Explorer
from browser.notebook import SECONDS
from browser.own_cells import run_notebook

pytestmark = pytest.mark.slow

SOURCES = [
    """import time
import numpy as np
from cnnlib.live import ahead
from cnnlib.engine.settings import SettingError
from cnnlib.explore import cells_of, editable, explore
from cnnlib.pictures import Grid, Picture

ahead.SLOW = ahead.VERY_SLOW = 10.0  # this machine may have other work, too
calls, changing = 0, False

def show(kernel=np.ones((2, 2)), size=2, name="ones", same=False, position=4):
    global calls
    calls += changing
    if size == 5:
        raise SettingError("Five is too many.", "Set size to 4.")
    values = np.arange(9).reshape(3, 3) * size + 10 * same + 100 * (name == "twos") + calls
    cells = Grid(values, "cells (3, 3)", name="cells", picks={"position": np.arange(9).reshape(3, 3)})
    weights = Grid(kernel, "kernel (2, 2)", name="kernel", edits="kernel")
    told = f"{size} of {name}, {'same' if same else 'other'}, cell {position}, kernel {kernel.sum():g}."
    return Picture([[cells, weights]], caption=told + f" Call {calls}." * changing, formula=f"size = {size}")""",
    """it = explore(show, kernel=editable(np.ones((2, 2))), size=(1, 5), name=["ones", "twos", "threes"], same=False,
             position=cells_of("cells"), presets={"far": dict(size=4, name="threes")})
it""",
    """def mixed(part=0.0):
    return Picture([[Grid([[part]], "cell (1, 1)", name="cell")]], caption=f"The part is {part}.")

tenths = explore(mixed, part=(0.0, 1.0, 0.1))
tenths""",
]
EXPLORED, IN_TENTHS = SOURCES[1:]
# The explorer answers nothing meanwhile, on whatever thread it is asked.
BUSY = """(name) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    window.cnnBusy = kernel.requestExecute({ code: `with ${name}._lock: time.sleep(2)`, silent: true }).done;
}"""
READY = "print({0}._previews._ahead._left == 0 < len({0}._previews._ahead._sent))"


@pytest.fixture(scope="module")
def lab(notebook_folder, jupyter_url, browser_context):
    """The notebook, opened and run."""
    with run_notebook(browser_context, jupyter_url, notebook_folder / "ahead.ipynb", SOURCES) as notebook:
        yield notebook


@pytest.fixture
def explorer(lab):
    explorer = Explorer(lab, EXPLORED).show()
    explorer.reset()
    explorer.slider("size").focus()
    everything_is_ahead(lab)
    return explorer


def everything_is_ahead(lab, name="it"):
    """Wait until the kernel has drawn all that it wants to, and the page has it."""
    deadline = time.monotonic() + 30
    while not lab.in_kernel(READY.format(name)).startswith("True"):
        assert time.monotonic() < deadline, lab.in_kernel(f"print(vars({name}._previews._ahead))")
        lab.page.wait_for_timeout(20)
    lab.settle()


@contextlib.contextmanager
def busy(lab, name="it"):
    """Keep the kernel busy for two seconds; at the end of the block it must be still."""
    lab.page.evaluate(BUSY, name)
    lab.page.wait_for_timeout(100)
    yield
    assert lab.page.evaluate("() => Promise.race([window.cnnBusy.then(() => 'idle'), 'busy'])") == "busy"


def hits(explorer):
    return int(explorer.holder.get_attribute("data-hits") or 0)


def at_once(explorer, words):
    explorer.view.get_by_alt_text(words, exact=True).wait_for(timeout=SECONDS)


def is_what_the_kernel_gives(lab, explorer):
    """Compare with what the kernel sends, once it can; return what the page shows."""
    before = explorer.alt, explorer.pixels(), explorer.message, explorer.text("formula"), explorer.panels()
    lab.page.evaluate("() => window.cnnBusy")
    lab.settle()
    assert (explorer.alt, explorer.message, explorer.text("formula"), explorer.panels()) == (before[0], *before[2:])
    assert (explorer.pixels() == before[1]).all()
    return explorer.alt


def choose_twos(explorer):
    explorer.cell.locator("select").select_option(label="twos")


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (lambda each: each.slider("size").press("ArrowRight"), "3 of ones, other, cell 4, kernel 4."),
        (lambda each: each.slider("size").press("ArrowLeft"), "1 of ones, other, cell 4, kernel 4."),
        (choose_twos, "2 of twos, other, cell 4, kernel 4."),
        (lambda each: each.cell.locator("input[type=checkbox]").click(), "2 of ones, same, cell 4, kernel 4."),
        (lambda each: each.layer("cells").press("ArrowDown"), "2 of ones, other, cell 7, kernel 4."),
        (lambda each: each.button("Step forward").click(), "2 of ones, other, cell 5, kernel 4."),
        (lambda each: each.button("Preset: far").click(), "4 of threes, other, cell 4, kernel 4."),
    ],
    ids=["slider up", "slider down", "dropdown", "checkbox", "cell", "step", "preset"],
)
def test_a_control_that_moves_shows_its_picture_while_the_kernel_is_busy(lab, explorer, move, words):
    before = hits(explorer)
    with busy(lab):
        move(explorer)
        at_once(explorer, words)
        assert hits(explorer) == before + 1
        assert "busy" not in explorer.message
    assert is_what_the_kernel_gives(lab, explorer) == words


def test_three_steps_of_a_tenth_are_three_tenths_though_a_page_adds_them_up(lab):
    """To a page they are 0.30000000000000004; the answer for 0.3 must not count as one of a setting before."""
    explorer = Explorer(lab, IN_TENTHS).show()
    explorer.slider("part").focus()
    everything_is_ahead(lab, "tenths")
    with busy(lab, "tenths"):
        for _press in range(3):
            lab.page.keyboard.press("ArrowRight")
        at_once(explorer, "The part is 0.3.")
    lab.page.evaluate("() => window.cnnBusy")
    lab.settle()
    assert explorer.alt == "The part is 0.3." and not explorer.dimmed


# Which image shows this setting: the same one as when it was shown before, or another.
IS_THE_SAME = """(holder) => {
    const image = holder.querySelector("img");
    window.cnnImages ??= new Map();
    const before = window.cnnImages.get(image.alt);
    window.cnnImages.set(image.alt, image);
    return before === image;
}"""


def test_a_picture_that_was_on_the_page_stays_decoded(lab, explorer):
    """A hand that goes to and fro is shown the very images again, which are decoded."""
    seen = [(explorer.alt[0], explorer.holder.evaluate(IS_THE_SAME))]
    for key in ("ArrowRight", "ArrowLeft", "ArrowRight"):
        explorer.press("size", key)
        seen.append((explorer.alt[0], explorer.holder.evaluate(IS_THE_SAME)))
    assert seen == [("2", False), ("3", False), ("2", True), ("3", True)]


def test_reset_shows_the_start_while_the_kernel_is_busy(lab, explorer):
    explorer.put("size", 3)
    everything_is_ahead(lab)
    with busy(lab):
        explorer.button("Reset").click()
        at_once(explorer, "2 of ones, other, cell 4, kernel 4.")
    is_what_the_kernel_gives(lab, explorer)
    assert explorer.value("size") == "2"


def test_several_moves_in_a_row_end_where_the_last_one_led(lab, explorer):
    with busy(lab):
        for _press in range(3):
            explorer.button("Step forward").click()
        explorer.slider("size").press("ArrowRight")
    lab.page.evaluate("() => window.cnnBusy")
    lab.settle()
    assert explorer.alt == "3 of ones, other, cell 7, kernel 4.", "no step is lost"


# A computer on which a picture takes longer to decode than a key that is held down takes to repeat.
SLOW_DECODING = """() => {
    const decode = HTMLImageElement.prototype.decode;
    window.cnnDecode = decode;
    HTMLImageElement.prototype.decode = async function () {
        await decode.call(this);
        await new Promise((done) => setTimeout(done, 120));
    };
}"""
USUAL_DECODING = "() => { HTMLImageElement.prototype.decode = window.cnnDecode; }"
# The numbers that were on the page one after the other, each once.
SEEN = """(holder) => {
    holder.cnnSeen = [];
    new MutationObserver(() => holder.cnnSeen.push(holder.querySelector("img").alt[0]))
        .observe(holder, { childList: true });
}"""


@pytest.fixture
def slow_decoding(lab):
    lab.page.evaluate(SLOW_DECODING)
    yield
    lab.page.evaluate(USUAL_DECODING)


@pytest.mark.usefixtures("slow_decoding")
def test_what_goes_and_comes_back_before_it_is_decoded_ends_as_the_kernel_says(lab, explorer):
    for key in ("ArrowRight", "ArrowLeft") * 3:
        explorer.slider("size").press(key)
    lab.settle()  # which fails where cells and version are not those of the last answer
    assert explorer.alt == "2 of ones, other, cell 4, kernel 4." and explorer.text("formula") == "size = 2"


@pytest.mark.usefixtures("slow_decoding")
def test_a_key_that_is_held_down_shows_pictures_on_the_way(lab, explorer):
    explorer.holder.evaluate(SEEN)
    for _turn in range(4):
        for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft"):
            explorer.slider("size").press(key)
            lab.page.wait_for_timeout(30)
    lab.settle()
    seen = explorer.holder.evaluate("(holder) => holder.cnnSeen")
    assert len(seen) >= 3 and seen[-1] == explorer.alt[0] == "2"


def test_a_setting_that_was_answered_before_is_there_when_a_hand_comes_back(lab, explorer):
    lab.in_kernel("it._previews._ahead.plan = lambda settings: None; it.view.forget_ahead()")
    try:
        for _press in range(2):
            explorer.slider("size").press("ArrowRight")
            lab.settle()
        with busy(lab):
            explorer.slider("size").press("ArrowLeft")
            at_once(explorer, "3 of ones, other, cell 4, kernel 4.")
        is_what_the_kernel_gives(lab, explorer)
    finally:
        lab.in_kernel("del it._previews._ahead.plan")


def test_an_impossible_setting_is_said_while_the_kernel_is_busy(lab, explorer):
    explorer.put("size", 4)
    everything_is_ahead(lab)
    with busy(lab):
        explorer.slider("size").press("ArrowRight")
        explorer.view.locator(".cnn-message", has_text="Five is too many.").wait_for(timeout=SECONDS)
        assert explorer.dimmed
    alt = is_what_the_kernel_gives(lab, explorer)
    assert alt == "Not the picture of this setting, but the last one that worked: 4 of ones, other, cell 4, kernel 4."


def test_an_answer_that_says_what_is_there_is_not_drawn_again(lab, explorer):
    explorer.press("size", "ArrowRight")
    explorer.holder.evaluate("(holder) => { holder.querySelector('img').cnnAhead = true; }")
    everything_is_ahead(lab)
    assert explorer.holder.evaluate("(holder) => holder.querySelector('img').cnnAhead")


def test_after_an_edit_the_pictures_are_those_of_the_new_numbers(lab, explorer):
    explorer.click_cell("kernel", 0, 0, count=2)
    with explorer.changing():
        lab.page.keyboard.type("5\n")
    assert explorer.alt.endswith("kernel 8.")
    everything_is_ahead(lab)
    with busy(lab):
        explorer.slider("size").press("ArrowRight")
        at_once(explorer, "3 of ones, other, cell 4, kernel 8.")
    is_what_the_kernel_gives(lab, explorer)
    with explorer.changing():
        explorer.button("Reset").click()
    assert explorer.alt == "2 of ones, other, cell 4, kernel 4."


def test_in_a_narrower_window_nothing_of_the_old_width_is_shown(lab, explorer):
    lab.resize(600)
    explorer.settle()
    width = explorer.holder.locator("img").evaluate("(image) => image.getBoundingClientRect().width")
    explorer.press("size", "ArrowRight")
    assert explorer.holder.locator("img").evaluate("(image) => image.getBoundingClientRect().width") == width
    everything_is_ahead(lab)
    with busy(lab):
        explorer.slider("size").press("ArrowRight")
        at_once(explorer, "4 of ones, other, cell 4, kernel 4.")
        assert explorer.holder.locator("img").evaluate("(image) => image.getBoundingClientRect().width") == width
    is_what_the_kernel_gives(lab, explorer)
    lab.resize(1280)
    explorer.settle()


def test_a_function_that_depends_on_more_is_found_out_and_its_own_picture_is_shown(lab, explorer):
    lab.in_kernel("changing = True")
    try:
        explorer.press("size", "ArrowRight")
        assert "Call" in explorer.alt, "what was ahead is replaced by what the function gives now"
        assert lab.in_kernel("print(it._previews.able)") == "False\n"
        before = hits(explorer)
        explorer.press("size", "ArrowRight")
        assert hits(explorer) == before and "Call" in explorer.alt
    finally:
        lab.restart_and_run_all()
    explorer = Explorer(lab, EXPLORED).show()
    explorer.slider("size").focus()
    everything_is_ahead(lab)
    explorer.press("size", "ArrowRight")
    assert hits(explorer) == 1 and explorer.alt == "3 of ones, other, cell 4, kernel 4.", "a new kernel begins anew"
