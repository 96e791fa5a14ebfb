"""What is committed holds nothing of the machine on which it was written."""

import re
import subprocess

import pytest
from project_files import ROOT, read


def tracked_files():
    """Return the files that git knows; a download without git has nothing to check."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    try:
        run = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in run.stdout.split("\0") if name and (ROOT / name).is_file()]


# In pieces, so that this file does not find itself.
FORBIDDEN = {
    "a machine's own path": r"/(root|work|home/\w+)/|/tmp/(?!\.)",
    "a package registry": r"regis" + r"try\.(npm|yarn)|files\.python" + r"hosted|pypi\.(org|python)|deb\.debian",
    "an unfinished note": r"\b(TO" + r"DO|FIX" + r"ME|X" + r"XX)\b",
}
MENTIONS_PATHS = {
    "tests/project/test_committed_files.py",
    "tests/helpers/notebook_rules.py",
    "tests/notebooks/test_notebook_rules.py",
}


def test_nothing_of_one_machine_is_committed():
    found = []
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in {".npz", ".png", ".gif", ".mo", ".ttf"}:
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'"image/png": ".*?"', "", text, flags=re.DOTALL)  # base64 spells anything, sooner or later
        for what, pattern in FORBIDDEN.items():
            if name not in MENTIONS_PATHS and re.search(pattern, text):
                found.append(f"{name} names {what}: {re.search(pattern, text).group()}")
    assert found == []


def test_the_hook_before_a_commit_knows_a_notebook_that_jupyterlab_saved():
    hook = read(".pre-commit-config.yaml")
    pattern = re.search(r'entry: "(application/.+)"', hook)[1].replace(r"\\", "\\")
    assert re.search(pattern, '"application/vnd.jupyter.widget-view+json": {"model_id": "0"}')
    assert re.search(pattern, '"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}}')
    assert not re.search(pattern, '"image/png": "aaaa"')
