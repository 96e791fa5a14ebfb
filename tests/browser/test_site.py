"""The site that needs no server, in Chromium: JupyterLab and Python run in the page, from plain files.

NumPy and matplotlib are the one thing that the site does not bring along. Where Pyodide's server cannot be
reached, the last test is skipped; all others stop every request that would leave this machine, and count them.
"""

import json
import re
import urllib.request

import pytest

from browser.explorer import all_explorers
from browser.lite import LiteNotebook
from browser.server import ROOT, SCREENSHOTS

pytestmark = pytest.mark.slow

FIRST = "00_start_here.ipynb"

# Our view over a picture that a notebook has saved, and a slider that changes its caption: all but the arrays.
VIEW = """
import base64, importlib.util, json, pathlib
import anywidget, ipywidgets, traitlets

package = pathlib.Path(importlib.util.find_spec("cnnlib").origin).parent
cells = json.loads(pathlib.Path("00_start_here.ipynb").read_text(encoding="utf-8"))["cells"]
saved = [output["data"]["image/png"] for cell in cells for output in cell.get("outputs", []) if "data" in output
         and "image/png" in output["data"]]

class View(anywidget.AnyWidget):
    scripts = "saved.js", "kernel.js", "view.js"
    _esm = "\\n".join((package / "live" / name).read_text(encoding="utf-8") for name in scripts)
    _css = (package / "live" / "view.css").read_text(encoding="utf-8")
    png = traitlets.Bytes().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    toolbar = traitlets.Dict({"steps": False, "film": False, "presets": [], "reset": False}).tag(sync=True)
    still = traitlets.Dict({"widget": "", "content": 0}).tag(sync=True)
    labels = traitlets.Dict({"save": "Save PNG", "save_name": "Save the picture"}).tag(sync=True)

    def show(self, padding):
        caption = f"A picture with padding {padding}."
        words = {"alt": caption, "caption": caption, "formula": "", "code": "", "message": "", "where": ""}
        place = {"width": 700, "panels": [], "at_start": True, "at_end": True, "answered": "", "content": 0}
        version = self.shown.get("version", 0) + 1
        self.shown = {**words, **place, "dimmed": False, "film": "idle", "version": version, "picture": version}

view = View(png=base64.b64decode(saved[0]))
view.show(0)
slider = ipywidgets.IntSlider(description="padding", min=0, max=3)
slider.observe(lambda change: view.show(change["new"]), "value")
ipywidgets.VBox([slider, view])
"""


@pytest.fixture(scope="module")
def requests():
    """Addresses outside this machine that the page has asked for."""
    return []


@pytest.fixture(scope="module")
def lite(browser_context, site_url, requests):
    """The site as it opens at its own address, with its kernel ready."""

    def stop(route):
        requests.append(route.request.url)
        route.abort()

    browser_context.route(lambda url: not url.startswith(site_url), stop)
    notebook = LiteNotebook(browser_context, f"{site_url}/", FIRST)
    yield notebook
    notebook.close()
    browser_context.unroute_all()


def test_the_site_opens_the_first_notebook(lite):
    lite.page.get_by_role("tab", name=FIRST).wait_for()
    cells = json.loads((ROOT / "notebooks" / FIRST).read_text(encoding="utf-8"))["cells"]
    heading = re.search("^# (.+)$", "".join(cells[0]["source"]), re.MULTILINE)[1]
    assert lite.page.locator(".jp-Notebook h1").first.inner_text().strip("¶") == heading
    lite.screenshot(SCREENSHOTS, "site")


def test_python_runs_in_the_page_and_the_site_brings_all_that_it_takes(lite, requests):
    assert lite.in_kernel("import sys; print(sys.platform)") == "emscripten\n"
    assert requests == []
    assert [text for text in lite.errors_in_console() if "favicon" not in text] == []


def test_widgets_are_there_without_being_installed(lite, requests):
    versions = lite.in_kernel("import ipywidgets, anywidget; print(ipywidgets.__version__, anywidget.__version__)")
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        name, _equal, version = line.partition("==")
        assert name not in ("ipywidgets", "anywidget") or version in versions.split()
    assert requests == []


def test_importing_cnnlib_installs_it_and_asks_elsewhere_only_for_what_is_compiled(lite, requests, built_site):
    with pytest.raises(RuntimeError, match="No module named 'numpy'"):
        lite.in_kernel("from cnnlib import conv2d")
    assert lite.in_kernel("import importlib.metadata as m; print(m.version('cnnlib'))") == "0.1.0\n"
    packages = json.loads((built_site / "static/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted, waiting = set(), ["numpy", "matplotlib"]
    while waiting:
        package = packages[waiting.pop()]
        wanted.add(package["file_name"])
        waiting += package["depends"]
    assert set(requests) == wanted


def test_our_view_answers_a_slider(lite):
    lite.run_new_cell(VIEW)
    assert lite.errors_in_outputs() == []
    output = lite.page.locator(".jp-Notebook .jp-Cell").first.locator(".jp-Cell-outputArea")
    image = output.locator(".cnn-picture img")
    image.wait_for()
    assert image.evaluate("(image) => image.naturalWidth") > 100
    for padding in range(1, 4):
        output.locator(".noUi-handle").press("ArrowRight")
        output.locator(".cnn-caption").get_by_text(f"A picture with padding {padding}.", exact=True).wait_for()
    assert image.get_attribute("alt") == "A picture with padding 3."
    lite.screenshot(SCREENSHOTS, "site, our view")


@pytest.fixture
def numpy_can_be_fetched(built_site):
    """Ask whether Pyodide's server answers."""
    packages = json.loads((built_site / "static/pyodide/pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    question = urllib.request.Request(packages["numpy"]["file_name"], method="HEAD")
    try:
        urllib.request.urlopen(question, timeout=5).close()
    except OSError as error:
        pytest.skip(f"Pyodide's server, which has NumPy for the browser, cannot be reached: {error}")


def test_a_whole_notebook_runs(numpy_can_be_fetched, browser_context, site_url):
    browser_context.unroute_all()
    path = "03_padding.ipynb"
    notebook = LiteNotebook(browser_context, f"{site_url}/lab/index.html?path={path}", path)
    notebook.run_all()
    assert notebook.errors_in_outputs() == []
    explorer = all_explorers(notebook)[0].show()
    assert "output (2, 2)" in explorer.alt
    explorer.put("padding", 1)
    assert "output (4, 4)" in explorer.alt
    explorer.screenshot(SCREENSHOTS, "site, a whole notebook")
    notebook.close()
