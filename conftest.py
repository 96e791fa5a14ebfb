"""What tests and notebooks share, and how they are divided among processes (``-n``, pytest-xdist).

It imports nothing but pytest: notebooks are validated where no other package of the tests is installed, too.
"""

import os
import re
from pathlib import Path

import pytest

# Small matrices and the threads of a linear algebra library do not go together, least of all in several processes
# at once. Numpy reads this when it is imported, so it is set first; kernels and servers inherit it.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1")

TESTS = Path(__file__).parent / "tests"

# The one place for it: the fixtures of the browser are asked for by tests of the site, too.
pytest_plugins = ["browser.fixtures", "permitted_skips"]

# What tests import, and what has no tests of its own: --doctest-modules would import it before it is asked for.
collect_ignore = [str(path) for path in TESTS.glob("browser/*.py") if not path.name.startswith("test_")]
collect_ignore_glob = ["tests/helpers", "*/right_answers.py", "*/captions.py", "*/questions.py"]

MOST_WORKERS = 4
"""Each may run a JupyterLab, its kernels and a Chromium, which together take about 1 GB."""

NOTEBOOK = re.compile(r"[\[-]((?:\w\w/)?\d\d_\w+)")
"""The notebook in the id of a test that has one for a parameter."""


def group_of(nodeid: str) -> str:
    """Return what has to stay in one process: a file, or what a file says of one notebook.

    Examples
    --------
    >>> group_of("tests/browser/test_notebooks.py::test_dark_theme_is_readable[04_stride]")
    'tests/browser/test_notebooks.py 04_stride'
    >>> group_of("tests/browser/test_notebooks.py::test_dark_theme_is_readable[ko/04_stride]")
    'tests/browser/test_notebooks.py ko/04_stride'
    >>> group_of("notebooks/04_stride.ipynb::Cell 3")
    'notebooks/04_stride.ipynb'
    """
    file, _, test = nodeid.partition("::")
    notebook = NOTEBOOK.search(test)
    return f"{file} {notebook[1]}" if notebook else file


def turn(item: pytest.Item) -> int:
    """Return when a test's turn is: what takes long comes first, so that all processes end at about the same time."""
    first = ("tests/browser/", "tests/notebooks/", "notebooks/")
    return next((number for number, folder in enumerate(first) if item.nodeid.startswith(folder)), len(first))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of a process in the order in which they are handed out."""
    if hasattr(config, "workerinput"):
        items.sort(key=turn)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes ``-n auto`` means: one more than cores, since tests of a browser wait half of the time.

    Without the slow tests nothing waits; and on one core there is nothing to divide.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    waiting = 0 if config.option.markexpr == "not slow" else 1
    return min(cores + waiting, MOST_WORKERS) if cores > 1 else 0


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Hand out whole groups, in the order in which they were collected."""
    if config.getoption("dist") != "load":
        return None  # another way was asked for with --dist
    from xdist.scheduler import LoadScopeScheduling

    class GroupScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return group_of(nodeid)

    config.option.loadscopereorder = False
    return GroupScheduling(config, log)
