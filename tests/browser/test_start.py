"""00_start_here in JupyterLab and Chromium: digits are drawn with the pointer, and read from the alt text."""

import itertools

import numpy as np
import pytest
from drawn_digits import strokes

from browser.animation import Animation
from browser.checks import outputs, violations
from browser.explorer import Explorer
from browser.server import SCREENSHOTS

pytestmark = pytest.mark.slow

NOTEBOOK = "00_start_here.ipynb"
MADE = "explore(show,"


@pytest.fixture(scope="module")
def lab(jupyterlab):
    """The notebook, opened and run."""
    with jupyterlab.opened(NOTEBOOK) as notebook:
        yield notebook


@pytest.fixture
def explorer(lab):
    """The explorer that is drawn on, at its start."""
    explorer = Explorer(lab, MADE).show()
    explorer.reset()
    yield explorer
    lab.resize(1280)


def point(explorer, row, column):
    """Where a place on the paper is in the window, in CSS pixels."""
    panel, box = explorer.panel("drawn"), explorer.holder.bounding_box()
    return (
        box["x"] + (panel["x"] + column * panel["cell_width"]) * box["width"],
        box["y"] + (panel["y"] + row * panel["cell_height"]) * box["height"],
    )


def draw(explorer, form, place="large"):
    """Draw a digit with the pointer: press, move, let go."""
    mouse = explorer.page.mouse
    explorer.holder.evaluate("(holder) => holder.scrollIntoView({ block: 'start' })")  # the paper is its first panel
    for first, *others in strokes(form, place):
        with explorer.changing():
            mouse.move(*point(explorer, *first))
            mouse.down()
            for each in others:
                mouse.move(*point(explorer, *each), steps=4)
            mouse.up()


def test_run_all_reads_a_picked_digit(lab, explorer):
    assert lab.errors_in_outputs() == []
    assert explorer.alt.startswith("The network reads 7,") and explorer.alt.endswith("It was written as 7: right.")
    explorer.screenshot(SCREENSHOTS, "start, run all")


@pytest.mark.parametrize("width", [1280, 480])
def test_the_paper_stays_under_the_pen(lab, explorer, width):
    """What a hand draws at fixed places of the screen is read, also where a prediction is answered meanwhile."""
    lab.in_kernel('check("start-predict-1", "a")')
    lab.resize(width)
    explorer.holder.evaluate("(holder) => holder.scrollIntoView({ block: 'start' })")
    lab.settle()
    mouse, lines = explorer.page.mouse, strokes("3 plain", "small")
    places = [[point(explorer, *each) for each in line] for line in lines]
    before = point(explorer, 0, 0)
    for first, *others in places:
        mouse.move(*first)
        mouse.down()
        for each in others:
            mouse.move(*each, steps=4)
            assert point(explorer, 0, 0) == before, "the paper has moved"
        mouse.up()
        lab.settle()
    assert "You predicted a (a small 3 in a corner)" in explorer.text("caption")


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ("1 plain", "large"),
        ("0 plain", "large"),
        ("7 plain", "large"),
        ("1 plain", "middle"),
        ("0 plain", "middle"),
        ("7 crossed", "middle"),
    ],
)
def test_a_digit_that_is_drawn_is_read(explorer, form, place):
    draw(explorer, form, place)
    explorer.screenshot(SCREENSHOTS, f"start, drawn {form}, {place}")
    assert explorer.alt.startswith(f"The network reads {form[0]}, with probability ")
    assert explorer.text("caption") == explorer.alt and "written" not in explorer.alt
    explorer.screenshot(SCREENSHOTS, f"start, drawn {form}, {place}")


def test_a_digit_is_read_while_it_is_drawn(explorer):
    explorer.remember()
    draw(explorer, "4 plain")
    assert explorer.alt.startswith("The network reads 4,")
    assert len(set(explorer.remembered())) >= 3, "the reading should follow the pen"


def test_the_animation_of_the_readme_shows_every_stroke(explorer):
    # `make pictures` puts it into the README.
    explorer.lab.resize(1120, 1200)
    animation, mouse = Animation(explorer), explorer.page.mouse
    animation.shoot(0.8)
    for first, *others in strokes("7 crossed", "large"):
        mouse.move(*point(explorer, *first))
        mouse.down()
        for place in np.concatenate([np.linspace(*ends, 7)[1:] for ends in itertools.pairwise([first, *others])]):
            mouse.move(*point(explorer, *place), steps=2)
            explorer.settle()
            animation.shoot()
        mouse.up()
    explorer.settle()
    animation.shoot(2.5)
    assert explorer.alt.startswith("The network reads 7,")
    assert animation.different() >= len(animation.frames) - 2
    animation.save(SCREENSHOTS / "readme, drawing.gif")


def test_clear_takes_the_drawing_away(explorer):
    draw(explorer, "0 plain")
    explorer.click("Preset: clear")
    assert explorer.alt.startswith("The network reads 7,")
    draw(explorer, "1 plain")
    assert explorer.alt.startswith("The network reads 1,")


def test_a_digit_is_drawn_by_keyboard(explorer):
    layer = explorer.layer("drawn")
    layer.focus()
    before = explorer.pixels()
    with explorer.changing():
        for key in ["ArrowRight"] * 16 + ["ArrowDown"] * 4 + ["Space"] + ["ArrowDown"] * 23 + ["Space"]:
            explorer.page.keyboard.press(key)
    assert explorer.alt.startswith("The network reads 1,")
    assert (explorer.pixels() != before).any()


def test_picking_and_presets_and_filters(explorer):
    explorer.click("Preset: an easy 3")
    assert explorer.alt.startswith("The network reads 3,") and explorer.value("number") == "1"
    explorer.click("Preset: a misread 9")
    assert "It was written as 9: misread." in explorer.alt
    explorer.press("number", "Home")
    assert explorer.value("number") == "0"
    with explorer.changing():
        explorer.click_cell("filters", 1, 2)
    assert "Filter 6 makes this cell of the convolution" in explorer.alt


def test_a_cell_is_followed_back_with_the_mouse_and_with_keys(explorer):
    # Row 5, column 6 of the panel: the middle of map 5. A key before it, as when the cell above was run with keys.
    explorer.page.keyboard.press("Shift")
    with explorer.changing():
        explorer.click_cell("pool", 5, 6)
    explorer.screenshot(SCREENSHOTS, "start, a cell of max pooling")
    assert not explorer.layer("pool").locator(".cnn-cursor").is_visible(), "it would lie on the green frame"
    assert "of max pooling is the largest of 4 cells of ReLU" in explorer.alt
    assert explorer.alt.endswith("It sees 4×4 pixels.") and explorer.text("caption") == explorer.alt
    assert explorer.panel("pool")["cursor"] == [5, 6]
    with explorer.changing():
        explorer.page.keyboard.press("ArrowRight")
    assert explorer.layer("pool").locator(".cnn-cursor").is_visible()
    assert explorer.panel("pool")["cursor"] == [5, 7] and explorer.alt.endswith("It sees 4×3 pixels.")
    explorer.layer("second").focus()
    with explorer.changing():
        explorer.page.keyboard.press("ArrowRight")
    assert "of the second convolution" in explorer.alt and explorer.panel("pool")["cursor"] is None
    with explorer.changing():
        explorer.click_cell("second", *explorer.panel("second")["cursor"])
    assert explorer.alt.endswith("It was written as 7: right.")


def test_the_path_follows_what_is_drawn(explorer):
    with explorer.changing():
        explorer.click_cell("second", 1, 1)
    assert explorer.alt.endswith("is made from 3×3 cells in each of 8 maps. It sees 7×7 pixels.")
    draw(explorer, "4 plain")
    assert explorer.alt.startswith("The network reads 4,") and explorer.alt.endswith("sees 7×7 pixels.")


def test_a_mistake_can_be_pressed(lab):
    mistakes = Explorer(lab, "explore(show_mistakes").show()
    before = mistakes.alt
    with mistakes.changing():
        mistakes.click_cell("mistakes", 0, 1)
    assert mistakes.alt != before


def test_a_narrow_window_leaves_room_to_draw(explorer):
    explorer.lab.resize(480)
    explorer.show()
    explorer.screenshot(SCREENSHOTS, "start, 480 wide")
    assert explorer.cut_off() == []
    panel = explorer.panel("drawn")
    assert panel["cell_width"] * panel["cols"] * explorer.holder.bounding_box()["width"] > 180
    draw(explorer, "1 plain")
    assert explorer.alt.startswith("The network reads 1,")


def test_axe_finds_nothing_serious(lab, explorer, axe):
    assert violations(lab, outputs(lab)) == []


def test_the_pixels_are_a_picture_and_the_console_is_silent(lab, explorer):
    assert np.std(explorer.pixels()) > 5
    assert lab.errors_in_console() == []
