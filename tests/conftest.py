"""How Hypothesis looks for examples."""

import os

from hypothesis import settings

# A test that fails in CI must fail the same way at a maintainer's desk; and no property is a benchmark.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
