"""The site's first page, in Chromium: recorded explorers that move, from plain files in a folder of a server.

That the recorded pictures are the kernel's own, ``tests/project/test_gallery.py`` shows.
"""

import hashlib
import json
import statistics
from types import SimpleNamespace

import pytest
import record_gallery

from browser.checks import violations
from browser.server import ARE_WANTED, SCREENSHOTS

pytestmark = pytest.mark.slow

NAMES = [entry["notebook"] for entry in record_gallery.listed()]
# Bytes of the picture on the page, once it is the one that its alt text and the caption speak of.
PIXELS = """async (section) => {
    const image = section.querySelector(".cnn-picture img");
    const bytes = await (await fetch(image.src)).arrayBuffer();
    const digest = await crypto.subtle.digest("SHA-256", bytes);
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}"""
# From a key to the frame that shows another picture.
FIRST_MOVE = """async (input) => {
    const section = input.closest(".exhibit");
    const before = section.querySelector(".cnn-picture img").src;
    const began = performance.now();
    input.stepUp(input.value === input.max ? -1 : 1);
    input.dispatchEvent(new Event("input"));
    while (section.querySelector(".cnn-picture img").src === before) await new Promise(requestAnimationFrame);
    return performance.now() - began;
}"""


@pytest.fixture(scope="module")
def requested():
    """Addresses that the page asked for."""
    return []


@pytest.fixture(scope="module")
def page(browser_context, gallery_url, requested):
    """The page, with every explorer loaded."""
    page = browser_context.new_page()
    page.on("request", lambda request: requested.append(request.url))
    page.goto(gallery_url)
    for name in NAMES:
        load(page, name)
    yield page
    page.close()


def load(page, name):
    section = page.locator(f".exhibit[data-name='{name}']")
    section.scroll_into_view_if_needed()
    section.locator(".cnn-explorer:not(.waiting)").wait_for()
    return section


def recorded(gallery, name, size="wide"):
    told = json.loads((gallery / "gallery" / f"{name}-{size}.json").read_text(encoding="utf-8"))
    pixels = (gallery / "gallery" / f"{name}-{size}.bin").read_bytes()
    return told, {json.dumps(marks): found for marks, found in told["entries"]}, pixels


def expect(page, section, record, at):
    """Hold the page to what was recorded of a setting; return how the controls stand then."""
    told, entries, pixels = record
    found = entries[json.dumps([at[name] for name in told["names"]])]
    if isinstance(found, str):
        section.locator(".cnn-message").get_by_text(found, exact=True).wait_for()
        assert "cnn-dimmed" in section.locator(".cnn-view").get_attribute("class")
        return at
    picture = told["pictures"][found]
    content, (start, length) = picture["content"], picture["png"]
    image = section.locator(".cnn-picture img")
    wanted = hashlib.sha256(pixels[start : start + length]).hexdigest()
    for _try in range(50):
        shown = section.evaluate(PIXELS)
        if shown == wanted and image.get_attribute("alt") == content["caption"]:
            break
        page.wait_for_timeout(20)
    assert (shown, image.get_attribute("alt")) == (wanted, content["caption"])
    assert section.locator(".cnn-message").is_hidden()
    return content["at"]


def controls_of(section, told):
    """Return each control's setup with its native input."""
    inputs = section.locator(".cnn-controls input, .cnn-controls select")
    assert inputs.count() == len(told["controls"])
    return [SimpleNamespace(setup=setup, input=inputs.nth(n)) for n, setup in enumerate(told["controls"])]


def move(control, last):
    """Move a control to its last or its first value, by keyboard."""
    control.input.focus()
    if control.setup["kind"] == "checkbox":
        if control.input.is_checked() != last:
            control.input.press("Space")
    else:
        control.input.press("End" if last else "Home")
    return control.setup["marks"][-1 if last else 0]


@pytest.mark.parametrize("name", NAMES)
def test_each_control_reaches_both_its_ends(page, gallery, name):
    section, record = load(page, name), recorded(gallery, name)
    told = record[0]
    at = expect(page, section, record, told["toolbar"]["reset"])
    for control in controls_of(section, told):
        assert control.input.evaluate("(input) => input.labels[0].textContent") == control.setup["label"]
        for last in (True, False):
            at = expect(page, section, record, {**at, control.setup["name"]: move(control, last)})
    for preset, changes in told["toolbar"]["presets"].items():
        section.get_by_role("button", name=f"Preset: {preset}").click()
        at = expect(page, section, record, {**at, **changes})
    section.get_by_role("button", name="Reset: put all controls back to the start").click()
    expect(page, section, record, told["toolbar"]["reset"])
    for control in controls_of(section, told):
        start = told["toolbar"]["reset"][control.setup["name"]]
        place = control.input.evaluate("(input) => Number(input.type === 'checkbox' ? input.checked : input.value)")
        assert control.setup["marks"][place] == start


def test_an_impossible_setting_is_a_sentence_and_is_left_again(page, gallery):
    section = load(page, "03_padding")
    section.get_by_role("slider", name="kernel_size", exact=True).press("End")
    section.locator(".cnn-message").get_by_text("5").first.wait_for()
    section.locator('.cnn-picture img[alt^="Not the picture of this setting"]').wait_for()  # once it is decoded
    section.get_by_role("slider", name="padding", exact=True).press("ArrowRight")
    section.locator(".cnn-message").wait_for(state="hidden")
    section.locator('.cnn-picture img[alt^="Input (4, 4) with padding 1"]').wait_for()  # once it is decoded
    section.get_by_role("button", name="Reset: put all controls back to the start").click()


def test_cells_and_steps_answer_to_keys(page, gallery):
    section, record = load(page, "02_convolution"), recorded(gallery, "02_convolution")
    where = section.locator(".cnn-where")
    assert where.inner_text() == "row 0, column 1"
    section.locator(".cnn-panel[data-panel=output]").focus()
    page.keyboard.press("ArrowDown")
    where.get_by_text("row 1, column 1").wait_for()
    kernel = section.locator(".cnn-panel[data-panel=kernel]")
    kernel.focus()
    page.keyboard.press("ArrowRight")
    expect(page, section, record, {"position": 3, "tap": 1})
    section.get_by_role("button", name="Step back: the cell before").click()
    where.get_by_text("row 1, column 0").wait_for()
    section.get_by_role("button", name="Reset: put all controls back to the start").click()
    where.get_by_text("row 0, column 1").wait_for()


def test_a_move_shows_within_50_ms(page):
    section = load(page, "03_padding")
    padding = section.get_by_role("slider", name="padding", exact=True)
    times = [padding.evaluate(FIRST_MOVE) for _turn in range(20)]
    print(f"key to pixels: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms")
    assert statistics.median(times) <= 50
    section.get_by_role("button", name="Reset: put all controls back to the start").click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stops_or_hinders_people(axe, page, scheme):
    page.emulate_media(color_scheme=scheme)
    assert violations(SimpleNamespace(page=page), page.locator("html")) == []
    levels = page.locator("h1, h2, h3, h4").evaluate_all("(all) => all.map((each) => Number(each.tagName[1]))")
    assert levels == [1] + [2] * len(NAMES)
    page.emulate_media(color_scheme="light")


def test_the_page_asks_nobody_else(page, requested, gallery_url):
    origin = gallery_url.rstrip("/").rpartition("/")[0]
    assert len(requested) > len(NAMES)
    assert [url for url in requested if not url.startswith((origin, f"blob:{origin}"))] == []


@pytest.mark.parametrize("width", [360, 480, 1280])
def test_it_fits_and_has_pictures_for_its_width(browser_context, gallery, gallery_url, width):
    page = browser_context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(gallery_url)
    size = "wide" if width > 731 else "narrow"
    for name in NAMES:
        section, record = load(page, name), recorded(gallery, name, size)
        expect(page, section, record, record[0]["toolbar"]["reset"])
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if ARE_WANTED:
        page.screenshot(path=SCREENSHOTS / f"gallery {width}.png", full_page=True)
    page.close()


def test_without_javascript_there_are_pictures_and_words(browser_context, gallery, gallery_url):
    page = browser_context.new_page()
    browser_context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(gallery_url)
    for name in NAMES:
        section = page.locator(f".exhibit[data-name='{name}']")
        section.scroll_into_view_if_needed()
        content = recorded(gallery, name)[0]["pictures"][0]["content"]
        image = section.locator("img")
        assert image.get_attribute("alt") == content["caption"]
        assert section.locator("figcaption").inner_text().split() == content["caption"].split()
        image.evaluate("(image) => image.decode()")
        assert image.evaluate("(image) => image.naturalWidth") == 1050
        assert section.locator(".links a").count() == 3
    page.close()


def test_the_first_picture_comes_at_once(browser_context, gallery_url):
    page = browser_context.new_page()
    page.goto(gallery_url, wait_until="commit")
    page.wait_for_function("() => document.querySelector('.exhibit img')?.naturalWidth > 0")
    shown = page.evaluate("performance.now()")
    page.locator(".cnn-explorer:not(.waiting)").first.wait_for()
    moves = page.evaluate("performance.now()")
    print(f"first picture after {shown:.0f} ms, and it moves after {moves:.0f} ms")
    assert shown <= 1000
    page.close()


def test_the_korean_page_moves(browser_context, gallery, gallery_url):
    """Reached by the link; a slider and a button, named in Korean, show what was recorded in Korean."""
    page = browser_context.new_page()
    page.goto(gallery_url)
    page.get_by_role("link", name="한국어").click()
    section, record = load(page, "03_padding"), recorded(gallery / "ko", "03_padding")
    told = record[0]
    at = expect(page, section, record, told["toolbar"]["reset"])
    for control in controls_of(section, told):
        at = expect(page, section, record, {**at, control.setup["name"]: move(control, True)})
    section.get_by_role("button", name="처음으로").click()
    expect(page, section, record, told["toolbar"]["reset"])
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    if ARE_WANTED:
        page.screenshot(path=SCREENSHOTS / "gallery ko.png", full_page=True)
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    page.close()
