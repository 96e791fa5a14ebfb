"""The site that needs no server, in Chromium: JupyterLab and Python run in the page, from plain files.

NumPy and matplotlib are in the site where it was built with a network. Where they are not, and Pyodide's server cannot
be reached, the last test is skipped; all others stop every request for them and every one that would leave this
machine, and count them: they see the same, whether the site brings them along or not.
"""

import json
import re
import urllib.request
from urllib.parse import urljoin, urlsplit

import pyodide_packages
import pytest
from hand_made_wheels import server, sha256, wheel
from pyodide_wheels import bring_along, closure

from browser.explorer import all_explorers
from browser.lite import LiteNotebook
from browser.server import ROOT, SCREENSHOTS

pytestmark = pytest.mark.slow

FIRST = "00_start_here.ipynb"
ERRORS = '.jp-Notebook .jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]'
RUN_FIRST_CELL = """async () => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.activeCellIndex = notebook.widgets.findIndex((cell) => cell.model.type === "code");
    await window.jupyterapp.commands.execute("notebook:run-cell");
}"""

# Our view over a picture that a notebook has saved, and a slider that changes its caption: all but the arrays.
VIEW = """
import base64, importlib.util, json, pathlib
import anywidget, ipywidgets, traitlets

package = pathlib.Path(importlib.util.find_spec("cnnlib").origin).parent
cells = json.loads(pathlib.Path("00_start_here.ipynb").read_text(encoding="utf-8"))["cells"]
saved = [output["data"]["image/png"] for cell in cells for output in cell.get("outputs", []) if "data" in output
         and "image/png" in output["data"]]

class View(anywidget.AnyWidget):
    scripts = "still.js", "saved.js", "kernel.js", "ahead.js", "view.js"
    _esm = "\\n".join((package / "live" / name).read_text(encoding="utf-8") for name in scripts)
    _css = (package / "live" / "view.css").read_text(encoding="utf-8")
    png = traitlets.Bytes().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    buttons = {"steps": "", "film": False, "presets": {}, "reset": None, "controls": []}
    toolbar = traitlets.Dict(buttons).tag(sync=True)
    still = traitlets.Dict({"widget": "", "content": 0}).tag(sync=True)
    labels = traitlets.Dict({"save": "Save PNG", "save_name": "Save the picture"}).tag(sync=True)

    def show(self, padding):
        caption = f"A picture with padding {padding}."
        words = {"alt": caption, "caption": caption, "formula": "", "code": "", "message": "", "where": ""}
        place = {"width": 700, "panels": [], "at_start": True, "at_end": True, "answered": "", "content": 0}
        setting = {"at": {}, "cells": 0, "sign": "the same", "epoch": 0, "progress": None}
        version = self.shown.get("version", 0) + 1
        self.shown = {**words, **place, **setting, "dimmed": False, "film": "idle", "version": version}

view = View(png=base64.b64decode(saved[0]))
view.show(0)
slider = ipywidgets.IntSlider(description="padding", min=0, max=3)
slider.observe(lambda change: view.show(change["new"]), "value")
ipywidgets.VBox([slider, view])
"""


@pytest.fixture(scope="module")
def fetched(built_site, site_url):
    """Name → address of each package that is fetched when a cell imports cnnlib, and lies on Pyodide's own server."""
    packages = pyodide_packages.read(built_site / "static/pyodide/pyodide-lock.json")["packages"]
    base = f"{site_url}/static/pyodide/"
    return {name: urljoin(base, packages[name]["file_name"]) for name in closure(packages, ["numpy", "matplotlib"])}


@pytest.fixture(scope="module")
def requests():
    """Addresses that the page has asked for in vain."""
    return []


@pytest.fixture(scope="module")
def lite(browser_context, site_url, requests, fetched):
    """The site as its first page's first link opens it, without NumPy and without a network, its kernel ready."""

    def stop(route):
        requests.append(route.request.url)
        route.abort()

    browser_context.route(lambda url: not url.startswith(site_url) or url in fetched.values(), stop)
    notebook = LiteNotebook(browser_context, f"{site_url}/lab/index.html?path={FIRST}", FIRST)
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


def test_importing_cnnlib_installs_it_and_asks_only_for_numpy_and_matplotlib(lite, requests, fetched):
    with pytest.raises(RuntimeError, match="numpy is missing here"):
        lite.in_kernel("from cnnlib import conv2d")
    assert lite.in_kernel("import importlib.metadata as m; print(m.version('cnnlib'))") == "0.1.0\n"
    assert set(requests) == set(fetched.values())


def test_a_first_cell_without_numpy_gets_a_sentence_in_place_of_a_traceback(lite, fetched):
    lite.page.evaluate(RUN_FIRST_CELL)
    lite.wait_until_ready()
    (text,) = lite.page.locator(ERRORS).all_inner_texts()
    shown = " ".join(text.split())
    server = urlsplit(fetched["numpy"]).netloc
    assert shown.startswith(f"numpy is missing here: it could not be fetched from {server}. Are you offline")
    assert "restart the kernel" in shown and "Traceback" not in shown and "ModuleNotFoundError" not in shown
    lite.screenshot(SCREENSHOTS, "site, no NumPy")


def test_any_other_error_is_shown_as_it_always_is(lite):
    for code, words in (("import nonsense", "No module named 'nonsense'"), ("1 / 0", "division by zero")):
        with pytest.raises(RuntimeError, match=f"(?s)Traceback.*{words}"):
            lite.in_kernel(code)
    lite.page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")


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
def complete(built_site, fetched, tmp_path):
    """A folder with a list as the build makes it where Pyodide's server can be reached, and all wheels that it adds.

    The real ones are on a server that few machines of this project's reach. These are made by hand, under their names.
    """
    lock = pyodide_packages.read(built_site / "static/pyodide/pyodide-lock.json")
    answers, folder = {}, tmp_path / "site"
    folder.mkdir()
    with server(answers) as pyodide:
        for name in fetched:
            files = {f"{module}/__init__.py": "made = 'by hand'" for module in lock["packages"][name]["imports"]}
            path = wheel(tmp_path, name.replace("-", "_"), files=files)
            answers[path.name] = [path.read_bytes()]
            lock["packages"][name] |= {"file_name": f"{pyodide.url}/{path.name}", "sha256": sha256(path.read_bytes())}
        lock = bring_along(lock, cache=tmp_path / "cache", folder=folder)
    pyodide_packages.write(folder / "pyodide-lock.json", lock)
    return folder


def test_with_the_wheels_in_the_site_it_asks_nobody_else_and_a_restart_is_enough(lite, complete, site_url, requests):
    asked, before = [], len(requests)
    files = {f"{site_url}/static/pyodide/{path.name}": path for path in complete.iterdir()}
    lite.page.on("request", lambda request: asked.append(request.url))
    lite.page.context.route(lambda url: url in files, lambda route: route.fulfill(path=files[route.request.url]))
    lite.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    lite.wait_until_ready(seconds=90)
    said = lite.in_kernel("import numpy, matplotlib, PIL\nprint(numpy.made, matplotlib.made, PIL.made)")
    assert said == "by hand by hand by hand\n"
    assert requests[before:] == []
    assert set(asked) >= {url for url in files if url.endswith((".json", "numpy-1.0-py3-none-any.whl"))}
    own = urlsplit(site_url).netloc
    assert [url for url in asked if urlsplit(url).netloc not in ("", own)] == []


@pytest.fixture
def numpy_can_be_fetched(fetched, site_url):
    """Ask whether Pyodide's server answers, if the site does not bring NumPy along."""
    if fetched["numpy"].startswith(site_url):
        return
    question = urllib.request.Request(fetched["numpy"], method="HEAD")
    try:
        urllib.request.urlopen(question, timeout=5).close()
    except OSError as error:
        pytest.skip(f"Pyodide's server, which has NumPy for the browser, cannot be reached: {error}")


def test_a_whole_notebook_runs(numpy_can_be_fetched, browser_context, site_url, fetched):
    browser_context.unroute_all()
    elsewhere = []
    browser_context.on("request", lambda request: elsewhere.append(request.url))
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
    own = urlsplit(site_url).netloc
    assert {url for url in elsewhere if urlsplit(url).netloc not in ("", own)} <= set(fetched.values())
