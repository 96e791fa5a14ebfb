"""Adds wheels to Pyodide's list of packages, so that a cell that imports one finds it installed.

Before it runs a cell, the kernel looks up every imported name in that list (``pyodide-lock.json``), and loads the
packages and what they depend on.

The package pyodide-lock has a function for this, but its newest release for Python 3.11 (0.1.2) cannot read the list
of Pyodide 314: it insists on ``info.version``, which is gone from there. It also refuses ipywidgets, whose JavaScript
is in no list, and does not compare versions.
"""

import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

Entry = dict[str, Any]
"""What the list says of one package, as parsed from JSON."""

# The halves of ipywidgets that are JavaScript for the page: they are built into the site, no kernel imports them.
IN_THE_PAGE = {"widgetsnbextension", "jupyterlab-widgets"}


def add_wheels(lock: Mapping[str, Any], wheels: Sequence[Path], *, elsewhere: str) -> dict[str, Any]:
    """Return Pyodide's list with some wheels added, which replace packages of the same name.

    Parameters
    ----------
    lock : dict
        Pyodide's own list, as parsed.
    wheels : sequence of Path
        Pure-Python wheels that will be in the same folder as the list.
    elsewhere : str
        Address of the folder that holds every other package.

    Returns
    -------
    dict
        The whole list; `lock` stays as it is.
    """
    packages = {
        name: {**package, "file_name": f"{elsewhere}/{package['file_name']}"}
        for name, package in lock["packages"].items()
    }
    added = [(_metadata(wheel), _entry(wheel)) for wheel in wheels]
    packages |= {entry["name"]: entry for _, entry in added}
    for metadata, entry in added:
        entry["depends"] = _depends(metadata, packages, _markers(lock["info"]))
    return {**lock, "packages": packages}


def _metadata(wheel: Path) -> Distribution:
    """Return what a wheel says of itself."""
    (found,) = distributions(path=[str(wheel)])
    return found


def _entry(wheel: Path) -> Entry:
    """Return the entry of a wheel; what it depends on is filled in when all entries are there."""
    metadata = _metadata(wheel)
    return {
        "name": canonicalize_name(metadata.name),
        "version": metadata.version,
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": _imports(wheel),
        "depends": [],
        "unvendored_tests": False,
    }


def _imports(wheel: Path) -> list[str]:
    """Return the names that a wheel makes importable: its modules and folders of modules, at the top."""
    with zipfile.ZipFile(wheel) as archive:
        paths = [PurePosixPath(name) for name in archive.namelist() if name.endswith(".py")]
    tops = {path.parts[0].removesuffix(".py") for path in paths}
    return sorted(top for top in tops if "." not in top)


def _markers(info: Mapping[str, str]) -> dict[str, str]:
    """Return what tells Pyodide from other machines in the conditions of a dependency."""
    return {
        "extra": "",
        "os_name": "posix",
        "platform_machine": info["arch"],
        "platform_system": "Emscripten",
        "python_full_version": info["python"],
        "python_version": ".".join(info["python"].split(".")[:2]),
        "sys_platform": "emscripten",
    }


def _depends(metadata: Distribution, packages: Mapping[str, Entry], markers: dict[str, str]) -> list[str]:
    """Return the names of the packages that one depends on; refuse one that is missing or of the wrong version."""
    names: list[str] = []
    for requirement in map(Requirement, metadata.requires or ()):
        name = canonicalize_name(requirement.name)
        if name in IN_THE_PAGE or (requirement.marker and not requirement.marker.evaluate(markers)):
            continue
        found = packages[name]["version"] if name in packages else "missing"
        if name not in packages or not requirement.specifier.contains(found, prereleases=True):
            raise SystemExit(f"{metadata.name} needs {requirement}, which in the browser is {found}.")
        names.append(name)
    return names


def read(path: Path) -> dict[str, Any]:
    """Return the list in a file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write(path: Path, lock: Mapping[str, Any]) -> None:
    """Save a list."""
    path.write_text(json.dumps(lock, indent=1, sort_keys=True) + "\n", encoding="utf-8")
