"""Puts into the site what its notebooks need of Pyodide's own server, each file checked against its sha256.

Pyodide's list of packages (``pyodide-lock.json``) says of each which file it is, with its sha256, and what it depends
on. Where these files can be had, the site brings them along and asks nobody else; a cache keeps them for the next time.
"""

import hashlib
import http.client
import os
import shutil
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pyodide_packages import Entry

SECONDS = 10.0
"""How long a server may be silent."""

PAUSES = (1.0, 4.0)
"""Seconds before the second try, and before the third and last."""

NOT_THERE = {404, 410}
"""Answers of a server that can be reached, and has no such file: nobody who opens the site would get it either."""


class UnreachableError(Exception):
    """Pyodide's server gives no answer, or none that is a file; in words that begin a sentence."""


def closure(packages: Mapping[str, Entry], roots: Iterable[str]) -> list[str]:
    """Return the names of some packages and of all that they depend on, in alphabetical order.

    Examples
    --------
    >>> closure({"a": {"depends": ["b"]}, "b": {"depends": ["a"]}, "c": {"depends": ["a"]}}, ["a"])
    ['a', 'b']
    """
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        if name not in packages:
            raise SystemExit(f"Pyodide's list of packages has no {name}, on which the notebooks depend.")
        found.add(name)
        waiting += packages[name]["depends"]
    return sorted(found)


def is_elsewhere(package: Entry) -> bool:
    """Return whether a package of the list lies on another server than the list."""
    return "/" in package["file_name"]


def bring_along(lock: Mapping[str, Any], *, cache: Path, folder: Path) -> dict[str, Any]:
    """Put the files that lie elsewhere into the folder of the list; return a list that has no other address.

    What the packages of the folder do not depend on is left out of the list that is returned: a cell that imports it
    is told that it is not there, and asks nobody.

    Parameters
    ----------
    lock : dict
        Pyodide's list, with the packages that are in the folder already and the addresses of all others.
    cache : Path
        Folder that keeps what was downloaded; made if it is not there.
    folder : Path
        Where the site has the list.

    Returns
    -------
    dict
        The list that the site needs; `lock` stays as it is.

    Raises
    ------
    UnreachableError
        If the server gives no answer, however often it is asked. Nothing has been put into the folder then.
    SystemExit
        If a file is not the one that the list means, or the server has none of this name.
    """
    packages = lock["packages"]
    needed = closure(packages, (name for name, package in packages.items() if not is_elsewhere(package)))
    foreign = [name for name in needed if is_elsewhere(packages[name])]
    paths = {name: _fetch(packages[name], cache) for name in foreign}
    for path in paths.values():
        shutil.copy(path, folder)
    local = {name: {**packages[name], "file_name": path.name} for name, path in paths.items()}
    return {**lock, "packages": {name: local.get(name, packages[name]) for name in needed}}


def _fetch(package: Entry, cache: Path) -> Path:
    """Return where the cache has the file of a package, after a download if it has none that is whole."""
    url, wanted = package["file_name"], package["sha256"]
    path = cache / PurePosixPath(urlsplit(url).path).name
    if path.exists():
        if _sha256(path.read_bytes()) == wanted:
            print(f"{path.name}: in the cache")
            return path
        print(f"{path.name}: broken in the cache, downloaded again")
    content = _download(url)
    if (found := _sha256(content)) != wanted:
        raise SystemExit(
            f"{url} is not the file that Pyodide's list means, and stays out of the site: "
            f"its sha256 is {found}, the list wants {wanted}."
        )
    _save(path, content)
    print(f"{path.name}: downloaded, {len(content) / 1e6:.1f} MB")
    return path


def _download(url: str) -> bytes:
    """Return what a server has at an address; ask again after each pause if it fails."""
    for pause in (*PAUSES, None):
        try:
            with urllib.request.urlopen(url, timeout=SECONDS) as response:
                return response.read()
        # A connection that breaks off in the middle is an HTTPException, and no OSError.
        except (OSError, http.client.HTTPException) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()  # an answer as well, with a file that would stay open
            if getattr(error, "code", None) in NOT_THERE:
                raise SystemExit(f"{url} is not there ({error}): Pyodide's list and its server do not agree.") from None
            reason = getattr(error, "reason", "") or str(error) or type(error).__name__
        if pause is not None:
            time.sleep(pause)
    raise UnreachableError(f"{urlsplit(url).netloc} cannot be reached from here ({reason})")


def _save(path: Path, content: bytes) -> None:
    """Save a file as a whole or not at all, since a build may be interrupted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)


def _sha256(content: bytes) -> str:
    """Return the checksum of a file as the list writes it."""
    return hashlib.sha256(content).hexdigest()
