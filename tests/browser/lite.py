"""The site that needs no server: whether it is built, how it is served as plain files, a notebook of it in a page."""

import contextlib
import functools
import http.server
import threading

from browser.notebook import SECONDS, Notebook
from browser.server import ROOT

SITE = ROOT / "build" / "site"
IN_FRONT = "(path) => window.jupyterapp?.shell.currentWidget?.context?.path === path"
RUN_NEW_CELL = """async (source) => {
    const notebook = window.jupyterapp.shell.currentWidget.content;
    notebook.model.sharedModel.insertCell(0, { cell_type: "code", source });
    notebook.activeCellIndex = 0;
    await window.jupyterapp.commands.execute("notebook:run-cell");
}"""


def sources():
    """Return the files that the site is made of."""
    folders = {
        "notebooks": ("*.ipynb", "solutions/*.py"),
        "cnnlib": ("**/*.py", "data/*.npz", "live/*.js", "live/*.css"),
        "site": ("*.json", "*.html", "*.toml", "gallery/*", "kernel/*.*"),
        "tools": (
            "build_site.py",
            "pyodide_packages.py",
            "pyodide_wheels.py",
            "build_gallery.py",
            "record_gallery.py",
            "repository.py",
        ),
        ".": ("pyproject.toml", "requirements-site.txt", "requirements-pyodide.txt"),
    }
    globs = [(ROOT / folder, pattern) for folder, patterns in folders.items() for pattern in patterns]
    return [path for folder, pattern in globs for path in folder.glob(pattern)]


def what_of_the_site_is_missing():
    """Return why there is no site to test, or an empty string."""
    if not (SITE / "index.html").exists():
        return "the site is not built (make site)"
    built = (SITE / "index.html").stat().st_mtime
    newer = [path for path in sources() if path.stat().st_mtime > built]
    if newer:
        return f"{newer[0].relative_to(ROOT)} is newer than the site (make site)"
    return ""


class _Files(http.server.SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012  # as in the class above it; a browser refuses modules of the wrong type
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_arguments):
        """Be silent."""


@contextlib.contextmanager
def file_server(folder):
    """Serve a folder's files on a free loopback port; yields the address."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Files, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class LiteNotebook(Notebook):
    """A notebook of the site, with a kernel that runs in the page itself."""

    def __init__(self, context, address, path):
        self._open(context, address)
        # The notebooks of the visit before come first, where there was one.
        self.page.wait_for_function(IN_FRONT, arg=path, timeout=90 * SECONDS)
        self.wait_until_ready(seconds=90)

    def run_new_cell(self, code):
        """Run code in a new cell at the top; the page shows what it displays."""
        self.page.evaluate(RUN_NEW_CELL, code)
        self.wait_until_ready()
