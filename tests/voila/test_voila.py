"""A notebook as a page of Voila: nobody can edit a cell there, so the exercises have fields."""

import sys

import pytest
from browser.checks import AXE, RUN_AXE
from browser.server import ARE_WANTED, SCREENSHOTS, environment_below, free_port, running

SECONDS = 1000


@pytest.fixture(scope="module")
def page(browser_context, notebook_folder, tmp_path_factory):
    """03_padding, with every cell run."""
    scratch, port = tmp_path_factory.mktemp("voila"), free_port()
    options = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    command = [sys.executable, "-m", "voila", *options, "."]
    folders = {"port": port, "log": scratch / "voila.log", "folder": notebook_folder}
    with running(command, **folders, environment=environment_below(scratch), asked="") as url:
        page = browser_context.new_page()
        page.set_default_timeout(30 * SECONDS)
        page.goto(f"{url}/voila/render/03_padding.ipynb")
        page.locator(".cnn-picture img").nth(4).wait_for(timeout=60 * SECONDS)
        page.get_by_text("This exercise is written in a cell").wait_for()
        yield page
        page.close()


class Field:
    """The field of one exercise."""

    def __init__(self, page, exercise):
        self.text = page.get_by_label(f"Your answer to {exercise}:", exact=True)
        self.box = page.locator(".widget-vbox").filter(has=self.text).last
        self.hint = self.box.get_by_role("button", name="Hint")

    def type(self, answer):
        """Type an answer and press Enter."""
        self.text.fill(answer)
        self.text.press("Enter")

    def wait_for(self, words):
        """Wait until it says something."""
        self.box.get_by_text(words).wait_for()


def look_at(page, name):
    """Leave a screenshot, if they are wanted."""
    if ARE_WANTED:
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"voila, {name}.png")


def test_it_shows_the_pictures_a_field_for_each_answer_and_no_error(page):
    assert page.locator(".cnn-explorer .cnn-picture").count() == 5
    assert page.get_by_label("Your answer to").count() == 10
    assert page.get_by_text("Put your answer in the place of").count() == 0
    assert page.locator("[data-mime-type='application/vnd.jupyter.stderr'], .jp-mod-error").count() == 0


def test_enter_judges_what_is_typed(page):
    field = Field(page, "padding-2")
    field.type("1")
    field.wait_for("That is so in the middle.")
    field.type("4 / 9")
    field.wait_for("✓ Right.")
    field.box.scroll_into_view_if_needed()
    look_at(page, "field")


def test_what_the_cell_says_of_the_answer_is_above_the_field(page):
    assert Field(page, "padding-2").box.inner_text().startswith("a number; a fraction such as 1 / 3 is fine")


def test_a_hint_can_be_asked_for_by_keyboard(page):
    field = Field(page, "padding-4")
    field.text.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field.wait_for("Hint 1 of 3:")
    assert field.hint.inner_text() == "Hint 2 of 3"
    assert field.hint.evaluate("(button) => button === document.activeElement")


def test_a_prediction_is_noted_and_the_picture_answers_it(page):
    field = Field(page, "padding-predict-1")
    field.type("(6, 6)")
    field.wait_for("● Noted.")
    explorer = page.locator(".cnn-explorer").first
    slider = explorer.get_by_role("slider").nth(1)
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    explorer.locator(".cnn-caption").filter(has_text="You predicted (6, 6), and that is right.").wait_for()


def test_the_fields_are_accessible(page, axe):
    page.add_script_tag(path=AXE)
    boxes = page.locator(".widget-vbox").filter(has=page.get_by_label("Your answer to"))
    assert boxes.evaluate_all(RUN_AXE, None) == []


def test_a_narrow_page_has_room_for_them(page):
    page.set_viewport_size({"width": 480, "height": 900})
    try:
        fields = [Field(page, exercise) for exercise in ("padding-predict-1", "padding-5")]
        for field in fields:
            field.text.scroll_into_view_if_needed()
            box = field.text.bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 480 and box["width"] >= 150
        look_at(page, "480")
    finally:
        page.set_viewport_size({"width": 1280, "height": 900})
