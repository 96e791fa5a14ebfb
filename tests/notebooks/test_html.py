"""The notebooks as HTML, made without a kernel: as a website shows them, and as they are printed.

``tests/browser/test_html.py`` looks at one of the pages in a browser.
"""

import base64
import functools
import re
import subprocess
import sys

import nbformat
import notebook_rules as rules
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

NOTEBOOKS = [*rules.NOTEBOOKS, rules.ROOT / "notebooks" / "glossary.ipynb"]
PNG = "data:image/png;base64,"
LEFTOVERS = "widget-view+json", "model not found", "Error displaying widget", "Loading widget"


@functools.cache
def exporter():
    """Return nbconvert as it is by default; to make one takes as long as a page."""
    return HTMLExporter()


def converted(path):
    """Return a notebook as saved, and its page."""
    notebook = nbformat.read(path, as_version=4)
    return notebook, exporter().from_notebook_node(notebook)[0]


def unspaced(text):
    """Return a text without its white space and soft hyphens: HTML may break lines elsewhere."""
    return re.sub(r"[\s\xad]+", "", text)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_page_has_all_that_is_saved(path):
    notebook, html = converted(path)
    page = BeautifulSoup(html, "html.parser")
    shown = [image["src"] for image in page.find_all("img")]
    assert shown == [PNG + base64.b64encode(data).decode() for _, data in rules.pictures(notebook)]
    text = unspaced(page.body.get_text())
    for cell, output in rules.outputs(notebook):
        if "image/png" not in output.get("data", {}):
            assert unspaced(rules.shown_text(output)) in text, rules.first_line(cell)
    assert [word for word in LEFTOVERS if word in html] == []
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels == [level for level, _ in rules.headings(notebook)]


CELL = """from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture
def show(value=1):
    return Picture([[Grid([[value]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {value}.")
explore(show, value=(0, 3))"""


@pytest.mark.slow
@pytest.mark.parametrize(("options", "pictures"), [([], 0), ([f"--config={rules.ROOT / 'tools/nbconvert.json'}"], 1)])
def test_a_page_that_is_executed_anew_has_pictures_where_widgets_are_left_out(options, pictures, tmp_path):
    """Without that, nbconvert prefers a widget, which takes scripts from the internet."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    nbformat.write(notebook, tmp_path / "one.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to=html", "--log-level=ERROR", *options, "one.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, timeout=60)
    html = (tmp_path / "one.html").read_text(encoding="utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert len([image for image in page.find_all("img") if image["src"].startswith(PNG)]) == pictures
    assert any(word in html for word in LEFTOVERS) == (not pictures)
