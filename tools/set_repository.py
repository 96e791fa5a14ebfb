"""Say where the project lives, in every file that links to it.

    python tools/set_repository.py [OWNER/NAME]

Without a name, it is read from the remote ``origin``. ``repository-code`` in CITATION.cff is the one place
that holds it; the badges and links of the other files are changed along with it.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
SOURCE = "CITATION.cff"
FILES = (SOURCE, "README.md", "pyproject.toml")
NAME = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+"


def current(root=ROOT):
    """Return the repository that CITATION.cff names.

    Parameters
    ----------
    root : Path
        The project's folder.

    Returns
    -------
    str
        Such as ``"OWNER/NAME"``.
    """
    text = (root / SOURCE).read_text(encoding="utf-8")
    return re.search(rf'^repository-code: "https://github\.com/({NAME})"$', text, re.MULTILINE)[1]


def spellings(repository):
    """Return the ways in which links spell a repository, in the same order for every one.

    Examples
    --------
    >>> spellings("ada/cnn")
    ('github.com/ada/cnn', 'gh/ada/cnn', 'github.com%2Fada%2Fcnn', 'ada.github.io/cnn', 'tree%2Fcnn%2F')
    """
    owner, name = repository.split("/")
    web = f"github.com/{repository}"
    return web, f"gh/{repository}", quote(web, safe=""), f"{owner}.github.io/{name}", f"tree%2F{name}%2F"


def set_repository(repository, root=ROOT):
    """Change every link to the project.

    Parameters
    ----------
    repository : str
        ``"OWNER/NAME"`` on GitHub.
    root : Path
        The project's folder.

    Returns
    -------
    dict of str to int
        How many links of each file were changed.

    Raises
    ------
    ValueError
        If it is not the name of a repository; then nothing is changed.
    """
    if not re.fullmatch(NAME, repository):
        raise ValueError(f"{repository!r} names no repository. Write it as OWNER/NAME, such as ada/cnn-basics.")
    changed = {}
    pairs = list(zip(spellings(current(root)), spellings(repository), strict=True))
    for file in FILES:
        text = (root / file).read_text(encoding="utf-8")
        changed[file] = 0
        for old, new in pairs:
            # Not the first half of a longer name. And a name holds nothing that a replacement would interpret.
            text, count = re.subn(re.escape(old) + ("" if old.endswith("%2F") else r"(?![\w-])"), new, text)
            changed[file] += count
        (root / file).write_text(text, encoding="utf-8")
    return changed


def of_origin(root=ROOT):
    """Return OWNER/NAME of the remote ``origin``, or None if it is not on GitHub.

    Parameters
    ----------
    root : Path
        The project's folder.

    Returns
    -------
    str or None
    """
    run = subprocess.run(["git", "remote", "get-url", "origin"], cwd=root, capture_output=True, text=True)
    found = re.search(rf"github\.com[:/]({NAME}?)(?:\.git)?/?$", run.stdout.strip())
    return found[1] if found else None


def main(arguments=None):
    """Change the links and say what was changed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repository", nargs="?", metavar="OWNER/NAME", help="by default that of the remote origin")
    repository = parser.parse_args(arguments).repository or of_origin()
    if not repository:
        print("The remote origin is not on GitHub. Say which: make repository NAME=owner/name", file=sys.stderr)
        return 1
    try:
        changed = set_repository(repository)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1
    for file, count in changed.items():
        print(f"{file}: {count} × {repository}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
