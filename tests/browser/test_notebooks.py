"""Every notebook in JupyterLab and Chromium: run, moved to both ends, narrowed, darkened, and heard.

What 03_padding does in detail is in ``test_explorer.py``; this is what no notebook may break. With
CNNLIB_SCREENSHOTS=1, screenshots for people to look at are left in ``tests/browser/screenshots``.
"""

import re

import pytest

from browser.checks import contrast, contrasts_of, outputs, violations
from browser.explorer import FOCUS, KEYED, all_explorers
from browser.notebook import SECONDS
from browser.server import ROOT, SCREENSHOTS

pytestmark = pytest.mark.slow

READABLE = 4.5  # contrast that WCAG 2 AA asks of text
WORDS = ".cnn-caption, .cnn-formula, .cnn-code, .cnn-save, .cnn-controls .widget-label, .cnn-controls .widget-readout"
CONTROLS = "slider|combobox|button|checkbox|textbox|application|progressbar|img"
NAMELESS = re.compile(rf"""^\s*- '?((?:{CONTROLS})\b)(?! "\S)""", re.MULTILINE)
"""A control without a name, in the tree of roles and names that the browser hands to a screen reader."""
NOTEBOOKS = [path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")) if path.stem != "03_padding"]


@pytest.fixture(scope="module", params=NOTEBOOKS)
def opened(request, jupyterlab):
    """A notebook, opened and run."""
    with jupyterlab.opened(f"{request.param}.ipynb") as notebook:
        notebook.name = request.param
        yield notebook


# A window that is already as it is asked for costs nothing, so tests that ask for the same stand together.
@pytest.fixture
def lab(opened):
    """The notebook in a window of ordinary size, in light colours."""
    opened.resize(1280)
    opened.theme("JupyterLab Light")
    return opened


@pytest.fixture
def narrow(opened):
    """The notebook in a narrow window, in light colours."""
    opened.theme("JupyterLab Light")
    opened.resize(480)
    return opened


@pytest.fixture
def dark(opened):
    """The notebook in a window of ordinary size, in dark colours."""
    opened.resize(1280)
    opened.theme("JupyterLab Dark")
    return opened


def test_run_all_shows_every_picture(lab):
    assert lab.errors_in_outputs() == []
    explorers = all_explorers(lab)
    assert explorers
    for explorer in explorers:
        explorer.show()
        assert explorer.alt and explorer.message == ""
        assert explorer.pixels()[..., :3].std() > 3, f"cell {explorer.index} shows an empty picture"
        explorer.screenshot(SCREENSHOTS, f"{lab.name} {explorer.index}")


def test_every_slider_reaches_both_ends(lab):
    for explorer in all_explorers(lab):
        if not explorer.has_sliders():
            continue
        film = explorer.show().button("Start").count() > 0
        for label in explorer.sliders():
            (low, first), (high, last) = explorer.ends(label)
            if first == last:  # the sliders before it are at an end, where this one may make no difference
                explorer.reset()
                (low, first), (high, last) = explorer.ends(label)
            assert low != high, f"cell {explorer.index}: {label} does not move"
            # A film may open on the same recorded run at any setting.
            assert film or first != last, f"cell {explorer.index}: {label} changes nothing"
        explorer.reset()
    assert lab.errors_in_outputs() == []


def test_every_choice_can_be_made(lab):
    for explorer in all_explorers(lab):
        if not explorer.has_dropdowns():
            continue
        explorer.show()  # what is not painted has no labels
        for label, options in explorer.dropdowns().items():
            for option in options:
                explorer.choose(label, option)
                assert explorer.alt and "stopped with" not in explorer.message, f"{label}={option}"
        explorer.reset()


def test_every_panel_that_can_be_chosen_answers_the_keyboard(lab):
    for explorer in all_explorers(lab):
        layers = explorer.show().layers()
        for layer in layers:
            name = layer.evaluate(FOCUS)
            assert name
            for key in ("ArrowRight", "ArrowDown"):
                lab.page.keyboard.press(key)
            is_keyed, message = layer.evaluate(KEYED, 10 * SECONDS)
            assert is_keyed, f"cell {explorer.index}: {name}"
            assert "stopped with" not in message
        if layers:
            explorer.reset()


def test_axe_finds_nothing_serious_in_the_outputs(lab, axe):
    assert violations(lab, outputs(lab)) == []


def test_every_control_has_a_name(lab):
    for explorer in all_explorers(lab):
        explorer.holder.scroll_into_view_if_needed()  # what is not painted has no words
        lab.painted()
        heard = explorer.output.aria_snapshot()
        assert NAMELESS.findall(heard) == [], f"cell {explorer.index}"
        assert 'button "Save' in heard and 'img "' in heard


def test_a_control_without_a_name_would_be_seen(browser_context):
    page = browser_context.new_page()
    page.set_content("""<button></button> <button>Save</button> <img alt="Input (4, 4): all" width="9" height="9">
        <div role="slider" aria-valuenow="1" tabindex="0"></div> <label><input type="checkbox">measure</label>
        <select></select>""")
    assert NAMELESS.findall(page.locator("body").aria_snapshot()) == ["button", "slider", "combobox"]
    page.close()


def test_a_narrow_window_keeps_every_control(narrow):
    for explorer in all_explorers(narrow):
        explorer.show()
        room = explorer.output.bounding_box()
        boxes = explorer.boxes()
        assert boxes and min(box["width"] for box in boxes) >= 24
        assert max(box["x"] + box["width"] for box in boxes) <= room["x"] + room["width"] + 1
        assert explorer.image.bounding_box()["width"] <= room["width"]
        assert explorer.cut_off() == []
        explorer.screenshot(SCREENSHOTS, f"{narrow.name} {explorer.index}, 480 wide")


def test_a_row_that_goes_on_below_is_chosen_where_it_is_seen(narrow):
    reached = []
    for explorer in all_explorers(narrow):
        for panel in explorer.show().panels():
            if not (panel["fold"] and panel["picks"]):
                continue
            name, first_below = panel["name"], panel["fold"]
            with explorer.changing():
                explorer.click_cell(name, 0, first_below)
            reached.append(explorer.panel(name)["cursor"] == [0, first_below])  # the place may be empty
            if reached[-1]:
                with explorer.changing():
                    explorer.layer(name).press("ArrowLeft")
                assert explorer.panel(name)["cursor"] == [0, first_below - 1]
            explorer.reset()
    assert any(reached) or not reached


def test_dark_theme_is_readable(lab):
    """Of one picture; axe-core reads the contrast of all words."""
    explorer = all_explorers(lab)[0].show()
    before = explorer.png()
    lab.theme("JupyterLab Dark")
    explorer.settle()
    assert explorer.png() == before, "the picture should not depend on the theme"
    pixels = explorer.pixels()
    assert (pixels[..., 3] == 255).all(), "a transparent figure is unreadable on a dark page"
    assert contrast(pixels[2, 2, :3], [0, 0, 0]) > 15  # the margin is white
    words = contrasts_of(explorer.cell.locator(WORDS))
    assert words
    assert [text for text, each in words if each < READABLE] == []


def test_axe_reads_all_words_on_a_dark_page(dark, axe):
    assert violations(dark, outputs(dark), rules=["color-contrast"]) == []  # no other rule asks for colours


def test_the_console_has_no_errors(lab):
    assert lab.errors_in_console() == []
