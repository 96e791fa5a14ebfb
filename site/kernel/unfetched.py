"""Says in the site why a cell that imports NumPy cannot run: it was to be fetched from a server that gave no answer.

Before a cell runs, the kernel fetches the packages that the cell imports, and what they depend on. What it does not get
it leaves out without a word, and the cell would end with "No module named 'numpy'", about which a learner can do
nothing. Running it again is not enough later: for a package that it has got, such as `cnnlib`, the kernel does not ask
a second time for what is missing below it. So the advice is to restart.

This is an extension of IPython and not part of `cnnlib`: every notebook imports NumPy first, and `cnnlib` without
NumPy cannot even be imported for its words.
"""

import textwrap
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

SENTENCES = (
    "{package} is missing here: it could not be fetched from {server}. Are you offline, or is that server blocked?",
    "Once it can be reached, restart the kernel (Kernel menu) and run this cell again.",
    "The notebooks also run on Binder and on your own computer: the project's README says how.",
    "If you build this site yourself: make site WHEELS=required brings {package} along.",
)
WIDTH = 80
"""Letters in a line: JupyterLab breaks a longer one in the middle of a word."""


def needed(packages: Mapping[str, Any], name: str = "cnnlib") -> Iterator[Mapping[str, Any]]:
    """Yield what Pyodide's list of packages says of one package and of each that it depends on.

    Examples
    --------
    >>> packages = {"cnnlib": {"depends": ["numpy"]}, "numpy": {"depends": []}, "scipy": {"depends": ["numpy"]}}
    >>> len(list(needed(packages)))
    2
    """
    names = [name] if name in packages else []
    for each in names:  # which grows meanwhile
        yield packages[each]
        names += [other for other in packages[each]["depends"] if other in packages and other not in names]


def explanation(module: str | None, packages: Mapping[str, Any], loaded: Mapping[str, Any], base: str) -> str:
    """Return what to say of a module that cannot be imported, or an empty string where that is not the network's fault.

    Parameters
    ----------
    module : str or None
        The module's name, as a ModuleNotFoundError gives it.
    packages, loaded : mapping
        Pyodide's list of packages, and those of it that the kernel has got, both by their names.
    base : str
        Address of the list: a file name in it may be an address of its own, or one that starts from here.
    """
    for package in needed(packages):
        if module in package["imports"] and package["name"] not in loaded:
            server = urlsplit(urljoin(base, package["file_name"])).netloc
            return " ".join(SENTENCES).format(package=package["name"], server=server)
    return ""


def show(
    shell: Any, kind: type, error: ModuleNotFoundError, trace: TracebackType, tb_offset: int | None = None
) -> None:
    """Show what is to be said in place of the traceback; any other error as always."""
    import pyodide_js

    packages, loaded = pyodide_js.lockfile.packages.to_py(), pyodide_js.loadedPackages.to_py()
    said = explanation(error.name, packages, loaded, pyodide_js.lockfileBaseUrl or "")
    if said:
        shell._showtraceback(ImportError, ImportError(said), textwrap.wrap(said, WIDTH))
    else:
        shell.showtraceback((kind, error, trace), running_compiled_code=True)


def load_ipython_extension(shell: Any) -> None:
    """Have IPython ask us about every module that a cell did not find."""
    shell.set_custom_exc((ModuleNotFoundError,), show)
