"""One explorer in a page, in the words of the learner who plays with it."""

import base64
import contextlib
import io
import json
import re

import numpy as np

from browser.notebook import SECONDS
from browser.server import ARE_WANTED

# Index of the cell whose source holds a text; all cells are in the document, so the n-th is the n-th.
CELL_WITH = """(text) => window.jupyterapp.shell.currentWidget.content.widgets
    .findIndex((cell) => cell.model.type === "code" && cell.model.sharedModel.getSource().includes(text))"""
PNG = """async (image) => {
    const bytes = new Uint8Array(await (await fetch(image.src)).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
}"""
# The live region is cut to one pixel on purpose: it is for ears.
CUT_OFF = """(area) => [area, ...area.querySelectorAll("*")]
    .filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1
        && getComputedStyle(part).overflowX !== "visible" && !part.classList.contains("cnn-live"))
    .map((part) => `${part.className}: ${part.scrollWidth} > ${part.clientWidth}`)"""
# All in one question: each of them alone is a journey to the page and back.
SLIDER_AND_PICTURE = """async (view, limit) => {
    await window.cnnTraffic.settled(limit);
    const number = document.activeElement.closest(".widget-hslider").querySelector(".widget-readout").innerText;
    const image = view.querySelector("img");
    const [message, formula] = [".cnn-message", ".cnn-formula"].map((part) => view.querySelector(part));
    const digest = await crypto.subtle.digest("SHA-256", await (await fetch(image.src)).arrayBuffer());
    return [number, [image.alt, message.innerText, formula.innerText, new Uint8Array(digest).join()]];
}"""
MESSAGE = """(view) => {
    const message = view.querySelector(".cnn-message");
    return message.checkVisibility() ? message.innerText : "";
}"""
FOCUS = """(layer) => {
    layer.focus();
    return document.activeElement === layer && layer.getAttribute("aria-label");
}"""
# Whether a panel has taken a key and shows where it is, and what is said then.
KEYED = f"""async (layer, limit) => {{
    await window.cnnTraffic.settled(limit);
    const isKeyed = layer.classList.contains("cnn-keyed") && layer.querySelector(".cnn-cursor").checkVisibility();
    return [isKeyed, ({MESSAGE})(layer.closest(".cnn-view"))];
}}"""
BOXES = """(parts) => parts
    .filter((part) => part.checkVisibility({ visibilityProperty: true }))
    .map((part) => part.getBoundingClientRect())
    .filter((box) => box.width > 0 && box.height > 0)
    .map(({ x, y, width, height }) => ({ x, y, width, height }))"""
REMEMBER = """(holder) => {
    holder.cnnSeen = [];
    new MutationObserver(() => holder.cnnSeen.push(holder.querySelector("img").alt))
        .observe(holder, { attributes: true, attributeFilter: ["data-version"] });
}"""
BEYOND = """async (holder, [version, limit]) => {
    const { until, settled } = window.cnnTraffic;
    await until(() => Number(holder.dataset.version) > version, limit, () => `no picture after that of ${version}`);
    await settled(limit);
}"""
# Brings a part of a picture that is higher than the window into the middle of the window.
SCROLL = """(holder, down) => {
    const { top, height } = holder.getBoundingClientRect();
    holder.closest(".jp-WindowedPanel-outer").scrollTop += top + down * height - window.innerHeight / 2;
}"""
BARS = 100
"""CSS pixels at the top and the bottom of the window where bars may be over the notebook."""
# What was out of sight is laid out a frame after it has come into sight, and only then knows its width.
SHOW = """async (holder, limit) => {
    const { until, painted, settled } = window.cnnTraffic;
    holder.scrollIntoViewIfNeeded();
    await painted();
    const isShown = () => Number(holder.dataset.version) > 0 && holder.querySelector("img")?.naturalWidth > 0;
    await until(isShown, limit, () => "there is no picture");
    await settled(limit);
}"""


WITH_EXPLORER = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
    .flatMap((cell, index) => cell.querySelector(".cnn-explorer") ? [index] : [])"""


def all_explorers(lab):
    """Return every explorer of a notebook that has been run."""
    return [Explorer(lab, index) for index in lab.page.evaluate(WITH_EXPLORER)]


class Explorer:
    """The explorer (or the picture) that a cell displays: the one with a text in its source, or with an index."""

    def __init__(self, lab, text):
        self.lab, self.page = lab, lab.page
        index = text if isinstance(text, int) else self.page.evaluate(CELL_WITH, text)
        if index < 0:
            raise LookupError(f"no code cell contains {text!r}")
        self.index = index
        self.cell = self.page.locator(".jp-Notebook .jp-Cell").nth(index)
        self.output = self.cell.locator(".jp-Cell-outputArea")
        self.view = self.cell.locator(".cnn-view")
        self.holder = self.view.locator(".cnn-picture")
        self.image = self.holder.locator("img")

    def show(self):
        """Scroll it into sight, and wait until it has its picture."""
        self.holder.evaluate(SHOW, 30 * SECONDS)
        return self

    def settle(self):
        """Wait until nothing is on its way any more."""
        self.lab.settle()

    # What there is to see

    @property
    def version(self):
        """How many answers of the kernel the page has shown."""
        return int(self.holder.get_attribute("data-version"))

    @property
    def alt(self):
        """The alt text of the picture."""
        return self.image.get_attribute("alt")

    @property
    def dimmed(self):
        """Whether the picture is dimmed, as it is for an impossible setting."""
        marked = "cnn-dimmed" in self.view.get_attribute("class").split()
        return marked and float(self.image.evaluate("(image) => getComputedStyle(image).opacity")) < 0.6

    @property
    def message(self):
        """The sentence on an impossible setting; empty where there is none to see."""
        return self.view.evaluate(MESSAGE)

    def text(self, part):
        """Return the visible text of ``"caption"``, ``"formula"``, ``"code"``, ``"where"`` or ``"live"``."""
        return self.view.locator(f".cnn-{part}").first.inner_text()

    def png(self):
        """Return the picture's PNG file."""
        return base64.b64decode(self.image.evaluate(PNG))

    def pixels(self):
        """Return the picture's pixels, (height, width, 4)."""
        from PIL import Image

        return np.asarray(Image.open(io.BytesIO(self.png())).convert("RGBA"))

    def panels(self):
        """Return what the page knows of its panels: their cells, and where they are."""
        return json.loads(self.holder.get_attribute("data-panels"))

    def panel(self, name):
        """Return what the page knows of a panel."""
        return next(panel for panel in self.panels() if panel["name"] == name)

    def boxes(self):
        """Return where everything is that takes a pointer or a key, apart from the picture, and that can be seen."""
        parts = (".cnn-controls .noUi-base", ".cnn-controls select", ".cnn-controls input", ".cnn-view button")
        return self.cell.locator(", ".join(parts)).evaluate_all(BOXES)

    def cut_off(self):
        """Return the parts of the output whose content is wider than they are: it is cut off, or scrolls sideways."""
        return self.output.evaluate(CUT_OFF)

    def remember(self):
        """Begin to keep the alt text of each picture that is shown, however short a time."""
        self.holder.evaluate(REMEMBER)

    def remembered(self):
        """Return the alt texts of all pictures since `remember`."""
        return self.holder.evaluate("(holder) => holder.cnnSeen")

    def screenshot(self, folder, name):
        """Save what the window shows with the cell at its top, for people to look at, if they are wanted."""
        if not ARE_WANTED:
            return
        # Twice: cells above that come into sight for the first time get their true height.
        for _turn in range(2):
            self.cell.evaluate("(cell) => cell.scrollIntoView({ block: 'start' })")
            self.lab.painted()
        self.lab.screenshot(folder, name)

    # What a learner does

    @contextlib.contextmanager
    def changing(self):
        """Wait, at the end of the block, until the page has shown the kernel's answer to what was done in it."""
        version = self.version
        yield
        self.holder.evaluate(BEYOND, [version, 10 * SECONDS])

    def has_sliders(self):
        """Whether it has sliders, also where it is out of sight and none has a label."""
        return self.cell.locator(".cnn-controls .widget-hslider").count() > 0

    def has_dropdowns(self):
        """Whether it has dropdowns, also where it is out of sight and none has a label."""
        return self.cell.locator(".cnn-controls .widget-dropdown").count() > 0

    def sliders(self):
        """Return the labels of the sliders."""
        return self.cell.locator(".cnn-controls .widget-hslider .widget-label").all_inner_texts()

    def dropdowns(self):
        """Return label → options of the dropdowns."""
        boxes = self.cell.locator(".cnn-controls .widget-dropdown").all()
        return {box.locator(".widget-label").inner_text(): box.locator("option").all_inner_texts() for box in boxes}

    def slider(self, label):
        """Return the handle of the slider with this label."""
        return self.cell.locator(f".widget-hslider:has(.widget-label:text-is('{label}')) .noUi-handle")

    def value(self, label):
        """Return the number beside a slider."""
        return self.cell.locator(f".widget-hslider:has(.widget-label:text-is('{label}')) .widget-readout").inner_text()

    def press(self, label, *keys):
        """Press keys on a slider, each of which changes its value: arrows, Home and End."""
        for key in keys:
            with self.changing():
                self.slider(label).press(key)

    def ends(self, label):
        """Return (number beside the slider, what the page shows) at the low and at the high end of a slider.

        What it shows is alt text, message, formula and pixels.
        """
        seen = []
        self.slider(label).focus()
        for key in ("Home", "End"):
            self.page.keyboard.press(key)
            seen.append(self.view.evaluate(SLIDER_AND_PICTURE, 10 * SECONDS))
        return seen

    def put(self, label, value):
        """Move a slider to a whole number with its arrow keys."""
        while (distance := value - int(self.value(label))) != 0:
            self.press(label, "ArrowRight" if distance > 0 else "ArrowLeft")

    def choose(self, label, option):
        """Choose an option of a dropdown, unless it is chosen."""
        box = self.cell.locator(f".widget-dropdown:has(.widget-label:text-is('{label}')) select")
        if box.evaluate("(box) => box.selectedOptions[0].label") == option:
            return
        with self.changing():
            box.select_option(label=option)

    def button(self, name):
        """Return a button of the toolbar by the beginning of its accessible name, in English."""
        return self.view.get_by_role("button", name=re.compile("^" + re.escape(self.lab.said(name))))

    def click(self, name):
        """Click a button of the toolbar that changes the picture."""
        with self.changing():
            self.button(name).click()

    def reset(self):
        """Put all controls back to the start."""
        self.click("Reset")

    def layers(self):
        """Return what takes keys and pointer on each panel that can be chosen."""
        return self.holder.locator(".cnn-panel").element_handles()

    def layer(self, panel):
        """Return what takes keys and pointer on a panel."""
        return self.holder.locator(f".cnn-panel[data-panel='{panel}']")

    def cell_center(self, name, row, column):
        """Return where the middle of a panel's cell is in the window, in CSS pixels."""
        # Not the image's own box: each new picture is a new image.
        panel, box = self.panel(name), self.holder.bounding_box()
        if panel["fold"]:
            row, column = divmod(row * panel["cols"] + column, panel["fold"])
        across = panel["x"] + (column + 0.5) * panel["cell_width"]
        down = panel["y"] + (row + 0.5) * panel["cell_height"]
        if not BARS <= box["y"] + down * box["height"] <= self.page.viewport_size["height"] - BARS:
            self.holder.evaluate(SCROLL, down)
            box = self.holder.bounding_box()
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def click_cell(self, name, row, column, count=1):
        """Press a cell of a panel with the pointer."""
        self.page.mouse.click(*self.cell_center(name, row, column), click_count=count, delay=20)

    def drag(self, name, *cells):
        """Press the first of the cells, move over the others, and let go on the last."""
        with self.changing():
            self.page.mouse.move(*self.cell_center(name, *cells[0]))
            self.page.mouse.down()
            for cell in cells[1:]:
                self.page.mouse.move(*self.cell_center(name, *cell), steps=4)
            self.page.mouse.up()
