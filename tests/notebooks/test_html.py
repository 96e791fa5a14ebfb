"""The notebooks as HTML, made without a kernel: as a website shows them, and as they are printed.

``tests/browser/test_html.py`` looks at one of the pages in a browser.
"""

import base64
import functools
import re

import nbformat
import notebook_rules as rules
import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter

from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

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


def live_notebook():
    """Return a notebook whose one output is an explorer as its kernel displays it: a widget, and a picture."""
    explorer = explore(lambda: Picture([[Grid([[1]], "cell (1, 1)", name="cell")]], caption="The cell holds 1."))
    data, metadata = explorer._repr_mimebundle_()
    output = nbformat.v4.new_output("display_data", data=data, metadata=metadata)
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])])


def test_what_was_executed_just_now_has_its_picture_if_the_widgets_state_is_not_stored():
    """With the state, nbconvert prefers the widget, which takes its scripts from the internet."""
    html = exporter().from_notebook_node(live_notebook())[0]
    (image,) = BeautifulSoup(html, "html.parser").find_all("img")
    assert image["src"].startswith(PNG)
    assert [word for word in LEFTOVERS if word in html] == []
