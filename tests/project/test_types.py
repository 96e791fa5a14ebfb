"""The annotations hold: mypy finds nothing."""

import subprocess
import sys

import pytest
from project_files import ROOT


@pytest.mark.slow
def test_types():
    # One of the tests, and not a command before them, since it needs one processor of two for ten seconds.
    found = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
