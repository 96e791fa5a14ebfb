"""A notebook of cells that a test brings along, written, opened and run.

In a module of its own: the browser's fixtures are also loaded where there is no nbformat.
"""

import nbformat
import refresh
from nbformat.v4 import new_code_cell, new_notebook


def write_notebook(path, sources):
    """Write a notebook of these cells; return its name."""
    # Without a kernel in its metadata the page would ask for one.
    content = new_notebook(cells=list(map(new_code_cell, sources)), metadata=refresh.METADATA)
    nbformat.write(content, path)
    return path.name


def run_notebook(jupyterlab, path, sources):
    """Write a notebook of these cells, open it in a page and run it; return the page."""
    jupyterlab.open_instead(write_notebook(path, sources))
    jupyterlab.run_all()
    return jupyterlab
