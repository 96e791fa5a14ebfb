"""The padding notebook in JupyterLab and Chromium, with keys and pointer, as a learner meets it.

What explorers can do and this notebook does not use is in cells that the tests add at its end.

With CNNLIB_SCREENSHOTS=1, screenshots for people to look at are left in ``tests/browser/screenshots``.
"""

import hashlib
from pathlib import Path

import nbformat
import numpy as np
import pytest

from browser.animation import Animation
from browser.checks import contrast, contrast_of, outputs, violations
from browser.explorer import Explorer
from browser.server import SCREENSHOTS

pytestmark = pytest.mark.slow

NOTEBOOK = "03_padding.ipynb"
EXPLORED = "explore(show,"  # the first explorer: a (4, 4) toy grid, kernels of ones
EDITED = "explore(show_real,"  # an image to choose, a kernel to edit
WITH_PRESETS = "explore(show, presets="
BY_HAND = "show(padding=1)"
EXPLORERS = [
    EXPLORED,
    "explore(show_stack,",
    "explore(show_coverage,",
    "explore(show_border,",
    "explore(show_named,",
    EDITED,
]
ADDED = [
    BY_HAND,
    """explore(show, presets={"no padding": dict(padding=0), "same size": dict(kernel_size=3, padding=1)},
        kernel_size=(1, 5), padding=(0, 3), position=cells_of("output"))""",
    """from cnnlib.explore import editable

images = {"toy grid": toy, "digit": samples.digit(3), "photograph": samples.camera()}
edges = samples.KERNELS["vertical edges"]

def show_real(image=images["digit"], kernel=edges, padding=1, position=0, tap=None):
    output = conv2d(image, kernel, padding=padding)
    return convolution_picture(image, kernel, output, padding=padding, position=position, tap=tap, edits="kernel")

explore(show_real, image=images, kernel=editable(edges), padding=(0, 3), position=cells_of("output"),
        tap=cells_of("kernel", steps=False))""",
]
READABLE = 4.5  # contrast that WCAG 2 AA asks of text


@pytest.fixture(scope="module")
def lab(notebook_folder, jupyterlab):
    """The notebook with the cells that are added, opened and run."""
    content = nbformat.read(notebook_folder / NOTEBOOK, as_version=4)
    content.cells += [nbformat.v4.new_code_cell(source) for source in ADDED]
    nbformat.write(content, notebook_folder / "padding_and_more.ipynb")
    with jupyterlab.opened("padding_and_more.ipynb") as notebook:
        yield notebook


@pytest.fixture
def window(lab):
    """The notebook in a window of ordinary size in light colours, also after a test that changed them."""
    yield lab
    lab.resize(1280)
    lab.theme("JupyterLab Light")


@pytest.fixture
def explorer(lab):
    """The first explorer, at its start."""
    explorer = Explorer(lab, EXPLORED).show()
    explorer.reset()
    return explorer


@pytest.fixture
def edited(lab):
    """The explorer with the editable kernel, at its start, on the toy grid."""
    explorer = Explorer(lab, EDITED).show()
    explorer.reset()
    explorer.choose("image", "toy grid")
    return explorer


def fingerprint(explorer):
    """Tell one picture's pixels from another's."""
    return hashlib.sha256(explorer.pixels().tobytes()).hexdigest()


def test_run_all_shows_every_picture(lab):
    assert lab.errors_in_outputs() == []
    for text in EXPLORERS:
        explorer = Explorer(lab, text).show()
        pixels = explorer.pixels()
        assert explorer.message == ""
        assert explorer.text("caption") == explorer.alt
        assert pixels.shape[0] > 200 and pixels.shape[1] > 500
        assert pixels[..., :3].std() > 5, f"{text} shows an empty picture"
        explorer.screenshot(SCREENSHOTS, f"run all {EXPLORERS.index(text) + 1}")


def test_a_picture_made_by_hand_is_shown_with_its_alt_text(lab):
    picture = Explorer(lab, BY_HAND).show()
    assert "output (4, 4)" in picture.alt
    assert picture.pixels().std() > 5


def test_the_padding_slider_by_keyboard_from_end_to_end(explorer):
    seen = {}
    for padding in range(4):
        explorer.put("padding", padding)
        side = 4 + 2 * padding - 3 + 1
        assert f"output ({side}, {side})" in explorer.alt
        assert explorer.panel("output")["rows"] == side
        assert explorer.text("caption") == explorer.alt
        seen[fingerprint(explorer)] = padding
    assert len(seen) == 4, "two paddings show the same pixels"
    explorer.press("padding", "Home")
    assert explorer.value("padding") == "0" and seen[fingerprint(explorer)] == 0
    explorer.press("padding", "End")
    assert explorer.value("padding") == "3" and seen[fingerprint(explorer)] == 3


def test_the_picture_of_the_readme_is_what_a_learner_sees(explorer):
    # `make pictures` puts it into the README.
    explorer.put("padding", 1)
    with explorer.changing():
        explorer.click_cell("output", 1, 2)
    explorer.lab.page.mouse.move(0, 0)
    animation = Animation(explorer)
    animation.shoot()
    assert "The window in row 1, column 2 gives 14" in explorer.alt
    SCREENSHOTS.mkdir(exist_ok=True)
    animation.frames[0].save(SCREENSHOTS / "readme, explorer.png")


def test_the_kernel_size_slider_by_keyboard_from_end_to_end(explorer):
    explorer.put("padding", 1)
    explorer.press("kernel_size", "Home")
    assert explorer.value("kernel_size") == "1" and "output (6, 6)" in explorer.alt
    seen = {fingerprint(explorer)}
    for size in range(2, 6):
        explorer.press("kernel_size", "ArrowRight")
        side = 4 + 2 - size + 1
        assert f"kernel ({size}, {size})" in explorer.alt and f"output ({side}, {side})" in explorer.alt
        seen.add(fingerprint(explorer))
    assert explorer.value("kernel_size") == "5" and len(seen) == 5


def test_the_picture_keeps_its_size_while_a_control_moves(explorer):
    sizes, heights = set(), set()
    for padding in range(4):
        explorer.put("padding", padding)
        sizes.add(explorer.pixels().shape)
        heights.add(round(explorer.output.bounding_box()["height"]))
    assert len(sizes) == 1
    assert max(heights) - min(heights) <= 24, "the page jumps by more than one line of text"


def test_the_live_region_says_the_caption_once_the_hand_rests(explorer):
    explorer.put("padding", 1)
    live = explorer.view.locator("[aria-live=polite]")
    explorer.page.wait_for_function(
        "([live, text]) => live.textContent === text", arg=[live.element_handle(), explorer.alt], timeout=3000
    )


@pytest.mark.parametrize("panel", ["input", "output"])
def test_dragging_on_a_panel_moves_the_window(explorer, panel):
    explorer.put("padding", 1)
    before = fingerprint(explorer)
    explorer.drag(panel, (1, 1), (2, 2), (2, 3))
    row, column = (2, 3) if panel == "output" else (1, 2)  # the window that is centred on the pixel
    assert f"row {row}, column {column}" in explorer.alt
    assert explorer.text("where") == f"row {row}, column {column}"
    assert fingerprint(explorer) != before


def test_pressing_a_cell_chooses_it(explorer):
    with explorer.changing():
        explorer.click_cell("output", 1, 0)
    assert "row 1, column 0" in explorer.alt


def test_pressing_a_weight_shows_the_pixel_that_it_meets(explorer):
    before, formula = fingerprint(explorer), explorer.text("formula")
    with explorer.changing():
        explorer.click_cell("kernel", 1, 2)
    assert fingerprint(explorer) != before and explorer.text("formula") != formula
    assert "weight in row 1, column 2" in explorer.text("formula")


def test_arrow_keys_on_the_picture_move_the_window_and_nothing_else(lab, explorer):
    active = "() => window.jupyterapp.shell.currentWidget.content.activeCellIndex"
    explorer.put("padding", 1)
    go_to_the_first_cell(explorer)
    layer = explorer.layer("output")
    layer.focus()
    chosen = lab.page.evaluate(active)
    for key, place in [("ArrowRight", (0, 1)), ("ArrowDown", (1, 1)), ("ArrowLeft", (1, 0)), ("ArrowUp", (0, 0))]:
        with explorer.changing():
            layer.press(key)
        assert f"row {place[0]}, column {place[1]}" in explorer.alt
    assert lab.page.evaluate(active) == chosen, "an arrow key went on to the notebook"


def test_an_impossible_setting_is_a_sentence_and_dims_the_picture(window, explorer):
    picture = fingerprint(explorer)
    explorer.press("kernel_size", "End")
    assert "kernel" in explorer.message and "5" in explorer.message
    assert explorer.dimmed
    assert fingerprint(explorer) == picture, "the last picture that worked should stay"
    assert explorer.alt.startswith("Not the picture of this setting")
    explorer.screenshot(SCREENSHOTS, "impossible setting")
    explorer.press("kernel_size", "Home")
    assert explorer.message == "" and not explorer.dimmed
    assert "output (4, 4)" in explorer.alt


def go_to_the_first_cell(explorer):
    """Press it: the picture opens on another one."""
    with explorer.changing():
        explorer.click_cell("output", 0, 0)


def test_step_forward_and_back(explorer):
    go_to_the_first_cell(explorer)
    assert explorer.button("Step back").is_disabled()
    explorer.click("Step forward")
    assert explorer.text("where") == "row 0, column 1" in explorer.alt
    explorer.click("Step back")
    assert explorer.text("where") == "row 0, column 0"
    for _step in range(3):
        explorer.click("Step forward")
    assert explorer.button("Step forward").is_disabled() and "row 1, column 1" in explorer.alt


def test_play_visits_the_cells_and_stops_at_the_last(explorer):
    go_to_the_first_cell(explorer)
    explorer.remember()
    explorer.button("Play").click()
    explorer.view.get_by_text("row 1, column 1", exact=True).wait_for(timeout=8000)
    explorer.button("Play").wait_for(timeout=3000)  # and no longer Pause
    places = [alt.partition("The window in ")[2][:15] for alt in explorer.remembered()]
    assert places == ["row 0, column 1", "row 1, column 0", "row 1, column 1"]


def test_pause_stays_where_it_is(explorer):
    explorer.put("padding", 1)
    go_to_the_first_cell(explorer)
    explorer.button("Play").click()
    explorer.button("Pause").click()
    explorer.settle()
    place = explorer.text("where")
    explorer.page.wait_for_timeout(700)  # longer than a step takes
    # How many steps it took until then depends on the machine.
    assert explorer.text("where") == place not in ("row 0, column 0", "row 3, column 3")


def test_presets_and_reset_set_the_controls(lab):
    explorer = Explorer(lab, WITH_PRESETS).show()
    explorer.click("Preset: same size")
    assert explorer.value("padding") == "1" and explorer.value("kernel_size") == "3"
    assert "output (4, 4)" in explorer.alt
    explorer.click("Step forward")
    explorer.click("Reset")
    assert explorer.value("padding") == "0" and explorer.text("where") == "row 1, column 1"
    assert "output (2, 2)" in explorer.alt


def test_saving_gives_the_picture_that_is_shown(explorer):
    explorer.put("padding", 2)
    with explorer.page.expect_download() as download:
        explorer.button("Save").click()
    assert download.value.suggested_filename.endswith(".png")
    assert Path(download.value.path()).read_bytes() == explorer.png()


def test_the_image_can_be_chosen(edited):
    assert "Input (4, 4)" in edited.alt
    grid = fingerprint(edited)
    edited.choose("image", "photograph")
    assert "Input (128, 128)" in edited.alt and fingerprint(edited) != grid
    edited.choose("image", "digit")
    assert "Input (8, 8)" in edited.alt


def test_a_kernel_cell_is_edited_by_keyboard(edited):
    before, formula = fingerprint(edited), edited.text("formula")
    layer = edited.layer("kernel")
    layer.focus()
    layer.press("ArrowRight")
    layer.press("ArrowDown")
    with edited.changing():
        edited.page.keyboard.type("7")
        edited.page.keyboard.press("Enter")
    assert fingerprint(edited) != before and "·7" in edited.text("formula") != formula
    assert layer.evaluate("(layer) => layer === document.activeElement"), "the focus should be on the kernel again"


def test_what_was_typed_is_kept_when_the_focus_goes_on(edited):
    layer = edited.layer("kernel")
    layer.focus()
    with edited.changing():
        edited.page.keyboard.type("7")
        edited.page.keyboard.press("Tab")
    assert "·7" in edited.text("formula")


def test_keys_inside_an_explorer_are_no_commands_of_the_notebook(explorer):
    count = "() => window.jupyterapp.shell.currentWidget.content.widgets.map((cell) => cell.model.id).join()"
    before = explorer.page.evaluate(count)
    for part in (explorer.button("Save"), explorer.cell.locator(".noUi-handle").first, explorer.layer("input")):
        part.focus()
        for key in ("d", "d", "b", "x"):
            explorer.page.keyboard.press(key)
    explorer.settle()
    assert explorer.page.evaluate(count) == before


def test_a_step_at_the_end_keeps_the_focus(explorer):
    forward = explorer.button("Step forward")
    forward.focus()
    for _step in range(5):
        forward.press("Enter")
        explorer.settle()
    assert "row 1, column 1" in explorer.alt
    assert forward.evaluate("(button) => button === document.activeElement")


def test_a_picture_made_by_hand_offers_nothing_to_press(lab):
    assert Explorer(lab, BY_HAND).show().view.locator(".cnn-panel").count() == 0


def test_escape_leaves_a_kernel_cell_as_it_was(edited):
    before = edited.version
    layer = edited.layer("kernel")
    layer.focus()
    layer.press("Enter")
    edited.page.keyboard.type("7")
    edited.page.keyboard.press("Escape")
    edited.settle()
    assert edited.version == before and edited.view.locator(".cnn-editor").count() == 0


def test_a_kernel_cell_is_edited_by_pointer(edited):
    before = fingerprint(edited)
    edited.click_cell("kernel", 1, 1, count=2)
    editor = edited.view.locator(".cnn-editor")
    editor.fill("−2,5")
    with edited.changing():
        editor.press("Enter")
    assert fingerprint(edited) != before and "2.5" in edited.text("formula")


def test_what_is_no_number_is_refused_with_a_sentence(edited):
    edited.layer("kernel").focus()
    edited.page.keyboard.press("Enter")
    editor = edited.view.locator(".cnn-editor")
    editor.fill("many")
    with edited.changing():
        editor.press("Enter")
    assert "many" in edited.message and not edited.dimmed
    edited.reset()
    assert edited.message == ""


@pytest.mark.parametrize("text", EXPLORERS)
def test_a_narrow_window_keeps_every_control(window, text):
    window.resize(480)
    explorer = Explorer(window, text).show()
    room = explorer.output.bounding_box()
    boxes = explorer.boxes()
    assert boxes and min(box["width"] for box in boxes) >= 24
    assert max(box["x"] + box["width"] for box in boxes) <= room["x"] + room["width"] + 1
    assert explorer.image.bounding_box()["width"] <= room["width"]
    assert explorer.cut_off() == []
    explorer.screenshot(SCREENSHOTS, f"480 wide {EXPLORERS.index(text) + 1}")


def test_a_narrow_window_holds_a_long_message(window, explorer):
    window.resize(480)
    explorer.settle()
    explorer.press("kernel_size", "End")
    assert explorer.message and explorer.cut_off() == []
    explorer.screenshot(SCREENSHOTS, "480 wide, impossible setting")


def test_dark_theme_is_readable(window, explorer):
    light = fingerprint(explorer)
    window.theme("JupyterLab Dark")
    explorer.settle()
    assert fingerprint(explorer) == light, "the picture should not depend on the theme"
    pixels = explorer.pixels()
    assert (pixels[..., 3] == 255).all(), "a transparent figure is unreadable on a dark page"
    colours = pixels[..., :3].reshape(-1, 3)
    brightness = colours.astype(int).sum(axis=1)
    assert contrast(pixels[2, 2, :3], [0, 0, 0]) > 15  # the margin is white
    assert contrast(colours[np.argmin(brightness)], colours[np.argmax(brightness)]) > 10
    for part in (".cnn-caption", ".cnn-formula", ".cnn-code", ".cnn-where", ".cnn-save"):
        assert contrast_of(explorer.view.locator(part).first) >= READABLE, part
    preset = Explorer(window, WITH_PRESETS).show().view.locator(".cnn-preset").first
    assert contrast_of(preset) >= READABLE
    explorer.show()
    explorer.screenshot(SCREENSHOTS, "dark theme")
    explorer.press("kernel_size", "End")
    assert contrast_of(explorer.view.locator(".cnn-message")) >= READABLE
    explorer.screenshot(SCREENSHOTS, "dark theme, impossible setting")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious_in_the_outputs(window, axe, theme):
    window.theme(theme)
    assert violations(window, outputs(window)) == []


def test_axe_finds_nothing_serious_in_an_impossible_setting(explorer, axe):
    explorer.press("kernel_size", "End")
    assert violations(explorer.lab, explorer.output) == []


def test_axe_would_find_a_picture_without_alt_text(explorer, axe):
    alt = explorer.image.evaluate("(image) => { const { alt } = image; image.removeAttribute('alt'); return alt; }")
    assert any("image-alt" in complaint for complaint in violations(explorer.lab, explorer.output))
    explorer.image.evaluate("(image, alt) => { image.alt = alt; }", alt)


def test_axe_would_find_words_that_are_hard_to_read(explorer, axe):
    caption = explorer.output.locator(".cnn-caption")
    caption.evaluate("(words) => { words.style.color = '#ccc'; }")
    found = [violations(explorer.lab, explorer.output, rules) for rules in (None, ["color-contrast"])]
    caption.evaluate("(words) => { words.style.color = ''; }")
    assert all(any("color-contrast" in complaint for complaint in each) for each in found)


def test_every_slider_has_a_name(lab):
    for text in EXPLORERS:
        for handle in Explorer(lab, text).show().cell.locator(".noUi-handle").all():
            assert handle.get_attribute("aria-label"), text


def test_controls_work_after_an_interrupt(explorer):
    explorer.lab.interrupt()
    explorer.lab.wait_until_ready()
    explorer.press("padding", "End")
    assert "output (8, 8)" in explorer.alt


def test_a_cell_that_is_run_again_leaves_nothing_behind(lab, explorer):
    """Of the last run, that is: after the fifth run there are as many widgets as after the second."""
    count = "import ipywidgets; print(len(ipywidgets.widgets.widget._instances))"
    counts = []
    for _turn in range(5):
        lab.run_cell(explorer.index)
        counts.append(int(lab.in_kernel(count)))
    assert counts[1] == counts[-1]
    explorer.show()
    assert explorer.alt and "model not found" not in explorer.output.inner_text()
    label = explorer.sliders()[0]
    (_low, first), (_high, last) = explorer.ends(label)
    assert first != last, "the new explorer moves"
    explorer.reset()


def test_restart_and_run_all_brings_everything_back(lab):
    lab.restart_and_run_all()
    assert lab.errors_in_outputs() == []
    explorer = Explorer(lab, EXPLORED).show()
    explorer.press("padding", "End")
    assert "output (8, 8)" in explorer.alt


def test_the_console_has_no_errors(lab):
    """The last one: it stands for all that went before. And that silence means something."""
    assert lab.errors_in_console() == []
    lab.page.evaluate("() => console.error('made on purpose')")
    lab.painted()
    assert "made on purpose" in lab.errors_in_console()[0]
