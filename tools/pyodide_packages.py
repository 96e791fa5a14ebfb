"""Adds wheels to Pyodide's list of packages, so that a cell that imports one finds it installed.

Before it runs a cell, the kernel looks up every imported name in that list (``pyodide-lock.json``), and loads the
packages and what they depend on. The package on PyPI that edits such lists needs a newer Python than the notebooks.
"""

import email.parser
import hashlib
import json
import zipfile
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

# The halves of ipywidgets that are JavaScript for the page: they are built into the site, no kernel imports them.
IN_THE_PAGE = {"widgetsnbextension", "jupyterlab-widgets"}


def add_wheels(lock, wheels, *, elsewhere):
    """Return Pyodide's list with some wheels added, which replace packages of the same name.

    Parameters
    ----------
    lock : dict
        Pyodide's own list, as parsed.
    wheels : sequence of Path
        Pure-Python wheels that will lie in the same folder as the list.
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
    added = dict(_entry(wheel) for wheel in wheels)
    packages |= added
    for wheel in wheels:
        name = _name(_metadata(wheel))
        added[name]["depends"] = _depends(_metadata(wheel), packages, _markers(lock["info"]))
    return {**lock, "packages": packages}


def _name(metadata):
    return canonicalize_name(metadata["Name"])


def _metadata(wheel):
    """Return the headers of a wheel's METADATA."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if PurePosixPath(name).match("*.dist-info/METADATA")]
        return email.parser.HeaderParser().parsestr(archive.read(name).decode("utf-8"))


def _entry(wheel):
    """Return name and entry of a wheel; what it depends on is known when all names are."""
    metadata = _metadata(wheel)
    return _name(metadata), {
        "name": _name(metadata),
        "version": metadata["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": _imports(wheel),
        "depends": [],
        "unvendored_tests": False,
    }


def _imports(wheel):
    """Return the names that a wheel makes importable: its modules and folders of modules, at the top."""
    with zipfile.ZipFile(wheel) as archive:
        paths = [PurePosixPath(name) for name in archive.namelist() if name.endswith(".py")]
    return sorted({path.parts[0].removesuffix(".py") for path in paths if "." not in path.parts[0].removesuffix(".py")})


def _markers(info):
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


def _depends(metadata, packages, markers):
    """Return the names of the packages that one depends on; refuse one that is missing or of the wrong version."""
    names = []
    for requirement in map(Requirement, metadata.get_all("Requires-Dist", [])):
        name = canonicalize_name(requirement.name)
        if name in IN_THE_PAGE or (requirement.marker and not requirement.marker.evaluate(markers)):
            continue
        found = packages[name]["version"] if name in packages else "missing"
        if name not in packages or not requirement.specifier.contains(found, prereleases=True):
            raise SystemExit(f"{metadata['Name']} needs {requirement}, which in the browser is {found}.")
        names.append(name)
    return names


def read(path):
    """Return the list in a file."""
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write(path, lock):
    """Save a list."""
    Path(path).write_text(json.dumps(lock, indent=1, sort_keys=True) + "\n", encoding="utf-8")
