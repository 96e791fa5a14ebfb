"""Notebook 6.5, whose widgets are those of Colab's time, on a free loopback port, and one notebook open in it."""

import contextlib
import re
import sys

from browser.server import ROOT, free_port, running

SCREENSHOTS = ROOT / "tests" / "browser" / "screenshots"
SECONDS = 1000
READY = """() => {
    const kernel = window.Jupyter?.notebook?.kernel;
    return kernel?.is_connected() && kernel.widget_manager && !Jupyter.notebook.kernel_busy;
}"""
# The page first asks the kernel for widgets that it may have, and draws all outputs anew. What is displayed before that
# is done goes, whoever's widget it is. It asks twice, and says so: ipywidgets 7 does not know the first way.
ASKS_AGAIN = "Failed to fetch ipywidgets through"
ANSWERED = """() => new Promise((done) => {
    Jupyter.notebook.kernel.comm_info("jupyter.widget", () => setTimeout(done, 100));
})"""
# The kernel says "idle" between two cells, too: what is still to run has a star for its number.
DONE = """() => !Jupyter.notebook.kernel_busy && Jupyter.notebook.get_cells()
    .every((cell) => cell.cell_type !== "code" || cell.input_prompt_number !== "*")"""
FIND = """(text) => Jupyter.notebook.get_cells()
    .findIndex((cell) => cell.cell_type === "code" && cell.get_text().includes(text))"""
ERRORS = """() => Jupyter.notebook.get_cells().flatMap((cell) => cell.output_area?.outputs ?? [])
    .filter((output) => output.output_type === "error" || output.name === "stderr")
    .map((output) => output.evalue ?? output.text)"""


@contextlib.contextmanager
def notebook_server(notebooks, scratch, environment):
    """Run Notebook 6.5 over a folder; yields its address; stops it and its kernels."""
    port = free_port()
    options = {
        "ip": "127.0.0.1",
        "port": port,
        "port_retries": 0,
        "token": "",
        "allow_root": True,
        "open_browser": False,
    }
    arguments = [f"--NotebookApp.{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "notebook", f"--notebook-dir={notebooks}", *arguments]
    log = scratch / "notebook.log"
    with running(command, port=port, log=log, folder=notebooks, environment=environment) as url:
        yield url


class Notebook6:
    """A notebook in a page of its own."""

    def __init__(self, context, url, name):
        self.page = context.new_page()
        self.page.set_default_timeout(20 * SECONDS)
        with self.page.expect_console_message(lambda message: ASKS_AGAIN in message.text):
            self.page.goto(f"{url}/notebooks/{name}")
        self.page.wait_for_function(READY)
        self.page.evaluate(ANSWERED)

    def run_all(self):
        """Run all cells, and wait until the last one is done."""
        self.page.evaluate("() => Jupyter.notebook.execute_all_cells()")
        self.page.wait_for_function(DONE, timeout=90 * SECONDS)

    def run_cell(self, text, source=None):
        """Run the cell with a text in it, with another source if one is given."""
        index = self.page.evaluate(FIND, text)
        if source is not None:
            self.page.evaluate("([i, text]) => Jupyter.notebook.get_cell(i).set_text(text)", [index, source])
        self.page.evaluate("(i) => Jupyter.notebook.execute_cells([i])", index)
        self.page.wait_for_function(DONE)
        return index

    def text_below(self, index):
        """Return what a cell shows."""
        return self.page.locator(".cell").nth(index).locator(".output_subarea").inner_text()

    def errors(self):
        """Return what cells have raised, or written to stderr."""
        return self.page.evaluate(ERRORS)

    def explorer(self, text):
        """Return the explorer of the cell with a text in it."""
        return Explorer6(self.page, self.page.locator(".cell").nth(self.page.evaluate(FIND, text)))

    def close(self):
        """Shut the kernel down and close the page."""
        self.page.evaluate("() => Jupyter.notebook.session.delete()")
        self.page.close(run_before_unload=False)


class Explorer6:
    """An explorer there, as far as it is played with."""

    def __init__(self, page, cell):
        self.page, self.cell = page, cell
        self.holder = cell.locator(".cnn-picture")
        self.holder.scroll_into_view_if_needed()
        self.holder.locator("img").wait_for()

    @property
    def alt(self):
        """The alt text of the picture."""
        return self.holder.locator("img").get_attribute("alt")

    def caption(self):
        """Return the sentence below the picture."""
        return self.cell.locator(".cnn-caption").inner_text()

    def slider(self, label):
        """Return the handle of a slider."""
        return self.cell.locator(f".widget-hslider:has(.widget-label:text-is('{label}')) .ui-slider-handle")

    def button(self, name):
        """Return a button of the toolbar by the beginning of its accessible name."""
        return self.cell.get_by_role("button", name=re.compile("^" + re.escape(name)))

    def wait_for(self, text):
        """Wait until the picture says a text."""
        self.holder.locator(f"img[alt*={text!r}]").wait_for()

    def screenshot(self, name):
        """Save what the window shows of the cell."""
        self.cell.scroll_into_view_if_needed()
        SCREENSHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"notebook 6, {name}.png")
