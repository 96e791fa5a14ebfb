"""A server, a browser and a page for all tests of a folder: its conftest.py imports these fixtures.

A fixture of a plugin, such as ``fixtures.py``, belongs to no folder: with the scope "package", too, it would last until
the last test of the process, and its pages would take their share of the processor until then.
"""

import importlib.util
import shutil

import pytest

from browser.chromium import another_context, chromium
from browser.fixtures import ask_for_browser, give_up
from browser.notebook import Notebook
from browser.server import ROOT, jupyter_server


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
    ask_for_browser()
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
    ask_for_browser()
    if importlib.util.find_spec("notebook") is None:
        give_up("the Python package notebook is not installed (pip install -r requirements-dev.txt)")
    with jupyter_server(notebook_7_folder, notebook_7_folder.parent) as url:
        yield url


@pytest.fixture(scope="package")
def browser_context():
    """A Chromium with a profile that is empty at first."""
    ask_for_browser()
    with chromium() as context:
        yield context


@pytest.fixture(scope="package")
def jupyterlab(jupyter_url, browser_context):
    """A page with a notebook that has no code, in which the others are opened one after the other.

    It has a context of its own: where a test takes the network away, or counts what pages ask for, it is not meant.
    """
    with another_context(browser_context) as context:
        notebook = Notebook(context, jupyter_url, "glossary.ipynb")
        notebook.leave()
        yield notebook
        notebook.close()
