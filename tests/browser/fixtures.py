"""Fixtures of the browser tests. Without a browser they skip; with CNNLIB_REQUIRE_BROWSER=1 they fail."""

import contextlib
import importlib.util
import os
import shutil
import time

import pytest

from browser.checks import AXE
from browser.chromium import another_context, chromium, what_is_missing
from browser.lite import SITE, file_server, sources, what_of_the_site_is_missing
from browser.notebook import Notebook
from browser.server import ROOT, jupyter_server


def _give_up(reason):
    if os.environ.get("CNNLIB_REQUIRE_BROWSER") == "1":
        pytest.fail(f"CNNLIB_REQUIRE_BROWSER is set, but {reason}", pytrace=False)
    pytest.skip(f"browser test: {reason}")


def _ask_for_browser():
    if missing := what_is_missing():
        _give_up(missing)


def _copy_of_the_notebooks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jupyter") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*"))
    return folder


@pytest.fixture(scope="package")
def notebook_folder(tmp_path_factory):
    """The folder that JupyterLab shows: a copy of the notebooks."""
    return _copy_of_the_notebooks(tmp_path_factory)


# One server, one browser and one page of JupyterLab for all tests of this folder that a process runs in a row, and no
# longer: while Playwright is running, an event loop runs in this thread, and tests elsewhere execute notebooks with a
# loop of their own. What each test module has for itself is a notebook as it is committed (the server saves none by
# itself), opened in a window of ordinary size and light colours, and that notebook's kernel. Whoever breaks connections
# or loads the page anew opens a page of their own.
@pytest.fixture(scope="package")
def jupyter_url(notebook_folder):
    """Address of a JupyterLab."""
    _ask_for_browser()
    with jupyter_server(notebook_folder, notebook_folder.parent) as url:
        yield url


@pytest.fixture(scope="module")
def notebook_7_folder(tmp_path_factory):
    """The folder that Notebook 7 shows: a copy of the notebooks."""
    return _copy_of_the_notebooks(tmp_path_factory)


@pytest.fixture(scope="module")
def notebook_7_url(notebook_7_folder):
    """Address of a Notebook 7: of a server that has shown no JupyterLab.

    A Jupyter server remembers files by name alone, and these two have some files of the same name in folders of
    their own: once one of them was asked for a font, the other is refused it.
    """
    _ask_for_browser()
    if importlib.util.find_spec("notebook") is None:
        _give_up("the Python package notebook is not installed (pip install -r requirements-dev.txt)")
    with jupyter_server(notebook_7_folder, notebook_7_folder.parent) as url:
        yield url


@pytest.fixture(scope="package")
def browser_context():
    """A Chromium with a profile that is empty at first."""
    _ask_for_browser()
    with chromium() as context:
        yield context


@pytest.fixture(scope="package")
def jupyterlab(jupyter_url, browser_context):
    """A page with a notebook that has no code, in which the others are opened one after the other.

    It has a context of its own: where a test takes the network away, or counts what pages ask for, it is not meant.
    """
    with another_context(browser_context) as context:
        notebook = Notebook(context, jupyter_url, "glossary.ipynb")
        yield notebook
        notebook.close()


@pytest.fixture
def axe():
    """Ask for axe-core, which npm brings."""
    if not AXE.exists():
        _give_up("axe-core is not installed (npm ci in tests/browser)")


@pytest.fixture(scope="module")
def built_site():
    """The folder that `make site` has built of what is here."""
    if missing := what_of_the_site_is_missing():
        _give_up(missing)
    return SITE


@pytest.fixture(scope="module")
def site_url(built_site):
    """Its address: in a folder of a server of plain files, as on GitHub Pages."""
    with file_server(built_site.parent) as url:
        yield f"{url}/{built_site.name}"


@contextlib.contextmanager
def _one_process_at_a_time(tmp_path_factory, seconds=300):
    """Let no other process of these tests (pytest-xdist) into the block meanwhile."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    lock, deadline = tmp_path_factory.getbasetemp().parent / "gallery.lock", time.monotonic() + seconds
    while True:
        with contextlib.suppress(FileExistsError):
            lock.mkdir()
            break
        assert time.monotonic() < deadline, f"another process has held {lock} for {seconds} s"
        time.sleep(0.1)
    try:
        yield
    finally:
        lock.rmdir()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """The folder with the page of recorded explorers, as `make gallery` builds it of what is here."""
    import build_gallery

    page = build_gallery.OUTPUT / "index.html"
    with _one_process_at_a_time(tmp_path_factory):
        if not page.exists() or any(path.stat().st_mtime > page.stat().st_mtime for path in sources()):
            build_gallery.build_gallery(build_gallery.OUTPUT)
    return build_gallery.OUTPUT


@pytest.fixture(scope="module")
def gallery_url(gallery):
    """Its address: in a folder of a server of plain files."""
    _ask_for_browser()
    with file_server(gallery.parent) as url:
        yield f"{url}/{gallery.name}/"
