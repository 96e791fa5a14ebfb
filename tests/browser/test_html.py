"""A notebook as HTML, made without a kernel, in Chromium."""

import re

import nbformat
import notebook_rules as rules
import pytest
from nbconvert import HTMLExporter

pytestmark = pytest.mark.slow

SIZES = "() => [...document.images].map((image) => [image.naturalWidth, image.naturalHeight])"


def test_a_browser_shows_its_pictures(browser_context, tmp_path):
    notebook = nbformat.read(rules.ROOT / "notebooks" / "03_padding.ipynb", as_version=4)
    html = HTMLExporter().from_notebook_node(notebook)[0]
    (tmp_path / "page.html").write_text(html, encoding="utf-8")
    page = browser_context.new_page()
    page.route(re.compile("^http"), lambda route: route.abort())  # pictures need no network
    page.goto((tmp_path / "page.html").as_uri(), wait_until="domcontentloaded")
    page.wait_for_function("() => [...document.images].every((image) => image.complete)")
    sizes = page.evaluate(SIZES)
    assert len(sizes) == len(list(rules.pictures(notebook))) >= 5
    assert min(min(size) for size in sizes) > 100
    page.close()
