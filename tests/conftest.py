"""What every test shares."""

import os
from pathlib import Path

from hypothesis import settings

HERE = Path(__file__).parent

# Helpers of the tests beside this file; --doctest-modules would import them before they are asked for.
collect_ignore = ["helpers", *(str(path) for path in HERE.glob("browser/*.py") if not path.name.startswith("test_"))]
collect_ignore_glob = ["*/right_answers.py"]

# A test that fails in CI must fail the same way at a maintainer's desk; and no property is a benchmark.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
