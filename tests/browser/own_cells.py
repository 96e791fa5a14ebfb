"""A notebook of cells that a test brings along, written, opened and run.

In a module of its own: the browser's fixtures are also loaded where there is no nbformat.
"""

import contextlib

import nbformat
import refresh
from nbformat.v4 import new_code_cell, new_notebook

from browser.notebook import Notebook


@contextlib.contextmanager
def run_notebook(context, url, path, sources):
    """Write a notebook of these cells, open it and run it; it is closed at the end of the block."""
    # Without a kernel in its metadata the page would ask for one.
    content = new_notebook(cells=list(map(new_code_cell, sources)), metadata=refresh.METADATA)
    nbformat.write(content, path)
    notebook = Notebook(context, url, path.name)
    notebook.run_all()
    yield notebook
    notebook.close()
