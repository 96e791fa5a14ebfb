"""Korean notebooks in JupyterLab: their words, on controls, above pictures and for ears; narrow, and in the dark.

What does not depend on the words, ``test_notebooks.py`` shows with the English ones.
"""

import re

import pytest

from browser.checks import contrasts_of, outputs, violations
from browser.explorer import all_explorers
from browser.server import SCREENSHOTS
from browser.test_notebooks import NAMELESS, READABLE, WORDS

pytestmark = pytest.mark.slow

NOTEBOOKS = ["ko/03_padding", "ko/06_max_pooling", "ko/10_training"]
"""One with sliders and steps, one with menus and presets, one with a film."""

HANGUL = re.compile("[가-힣]")


@pytest.fixture(scope="module", params=NOTEBOOKS)
def lab(request, jupyterlab):
    """A notebook, opened and run."""
    with jupyterlab.opened(f"{request.param}.ipynb", language="ko") as notebook:
        notebook.name = request.param.replace("/", " ")
        yield notebook


def test_every_picture_and_its_controls_speak_korean(lab):
    assert lab.errors_in_outputs() == []
    for explorer in all_explorers(lab):
        explorer.show()
        assert HANGUL.search(explorer.alt) and explorer.message == ""
        assert explorer.pixels()[..., :3].std() > 3
        heard = explorer.output.aria_snapshot()
        assert NAMELESS.findall(heard) == [], f"cell {explorer.index}"
        assert f'button "{lab.said("Save PNG")}' in heard
        explorer.screenshot(SCREENSHOTS, f"{lab.name} {explorer.index}")


def test_a_slider_moves_and_the_button_that_resets_is_called_so_in_korean(lab):
    explorer = next(each for each in all_explorers(lab) if each.has_sliders()).show()
    label = explorer.sliders()[0]
    (low, first), (high, last) = explorer.ends(label)
    assert low != high and (first != last or explorer.button("Start").count())
    explorer.reset()
    assert explorer.view.get_by_role("button", name="처음으로").count() == 1


def test_a_narrow_window_keeps_every_control(lab):
    lab.resize(480)
    for explorer in all_explorers(lab):
        explorer.show()
        room = explorer.output.bounding_box()
        boxes = explorer.boxes()
        assert max(box["x"] + box["width"] for box in boxes) <= room["x"] + room["width"] + 1
        assert explorer.cut_off() == []
        explorer.screenshot(SCREENSHOTS, f"{lab.name} {explorer.index}, 480 wide")
    lab.resize(1280)


def test_words_can_be_read_in_the_dark(lab, axe):
    explorer = all_explorers(lab)[0].show()
    before = explorer.png()
    lab.theme("JupyterLab Dark")
    explorer.settle()
    assert explorer.png() == before, "the picture should not depend on the theme"
    words = contrasts_of(explorer.cell.locator(WORDS))
    assert words
    assert [text for text, each in words if each < READABLE] == []
    assert violations(lab, outputs(lab), rules=["color-contrast"]) == []
    lab.theme("JupyterLab Light")


def test_the_console_has_no_errors(lab):
    assert lab.errors_in_console() == []
