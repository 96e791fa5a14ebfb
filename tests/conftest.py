"""How Hypothesis looks for examples, and what several folders of tests ask for."""

import os
import sys

import pytest
from hypothesis import settings

# A test that fails in CI must fail the same way at a maintainer's desk; and no property is a benchmark.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


@pytest.fixture(autouse=True)
def no_predictions():
    """Forget what another test has predicted: pictures would comment on it."""
    prediction = sys.modules.get("cnnlib.exercises.prediction")  # some folders are run where there is no NumPy
    if prediction is not None:
        prediction.forget()


@pytest.fixture
def shell(monkeypatch):
    """Have IPython's shell run, as in a notebook."""
    from notebook_shell import Shell  # most tests can do without IPython

    running = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: running)
    return running
