"""A notebook of cells that a test brings along, written, opened and run.

In a module of its own: the browser's fixtures are also loaded where there is no nbformat.
"""

import contextlib

import nbformat
import refresh
from nbformat.v4 import new_code_cell, new_notebook

from browser.notebook import Notebook


def _write(path, sources):
    # Without a kernel in its metadata the page would ask for one.
    content = new_notebook(cells=list(map(new_code_cell, sources)), metadata=refresh.METADATA)
    nbformat.write(content, path)
    return path.name


def run_in(jupyterlab, path, sources):
    """Write a notebook of these cells, open it in the page that tests share, and run it, for a block."""
    return jupyterlab.opened(_write(path, sources))


@contextlib.contextmanager
def run_notebook(context, url, path, sources):
    """Write a notebook of these cells, open it in a page of its own and run it; it is closed at the block's end."""
    notebook = Notebook(context, url, _write(path, sources))
    notebook.run_all()
    yield notebook
    notebook.close()
