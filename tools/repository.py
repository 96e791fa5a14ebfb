"""Where the project lies on GitHub: the links of what is built lead there."""

import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def written() -> str:
    """Return ``owner/name`` as the README's badge and the notebooks have it."""
    badge = re.search(r"mybinder\.org/v2/gh/([\w.-]+/[\w.-]+)/HEAD", (ROOT / "README.md").read_text(encoding="utf-8"))
    return badge[1] if badge else ""


def repository() -> str:
    """Return ``owner/name`` of the workflow that builds, or as it is written."""
    return os.environ.get("GITHUB_REPOSITORY") or written()


def copy_notebooks(folder: Path) -> None:
    """Copy the notebooks; the links and the first cell of the copies name the repository that builds them."""
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*"))
    for path in folder.rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        for before in ("https://github.com/", "https://colab.research.google.com/github/"):
            text = text.replace(f"{before}{written()}", f"{before}{repository()}")
        path.write_text(text, encoding="utf-8", newline="\n")
