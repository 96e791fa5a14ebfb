"""The tests that may be skipped, each with its reason: any other skip, and any expected failure, fails the run.

A test that is skipped passes whatever it was written to see. This is the one list of those that may be; it is a plugin
of pytest's, loaded by the root ``conftest.py``. It works in the process that reports, so with pytest-xdist and without,
and it imports nothing but pytest: notebooks are validated where no other package of the tests is installed, too.
"""

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

import pytest


class Permitted(NamedTuple):
    """Tests that may be skipped."""

    tests: str
    """How their ids begin: a folder, a file, or one test."""

    reason: str
    """A regular expression of what they say."""

    why: str
    """What a machine may lack, and who runs them all the same."""

    unless: str = ""
    """A variable of the environment that, set to 1, forbids it."""


BROWSER = "CNNLIB_REQUIRE_BROWSER"
PERMITTED = (
    Permitted("tests/browser/", "browser test: .", "no Chromium, no npm, or no site built: .ci/run has all", BROWSER),
    Permitted("tests/colab/", "browser test: .", "no Chromium: .ci/run has one", BROWSER),
    Permitted("tests/voila/", "browser test: .", "no Chromium or no npm: .ci/run has both", BROWSER),
    Permitted("tests/project/test_site.py::", "browser test: .", "no site built: .ci/run builds it first", BROWSER),
    Permitted(
        "tests/browser/test_site.py::test_a_whole_notebook_runs",
        "Pyodide's server, .+ cannot be reached",
        "no network: the workflow that publishes the site has it",
    ),
    Permitted("tests/engine/test_threads.py::", "no BLAS whose threads", "NumPy with another linear algebra library"),
    Permitted("tests/project/test_committed_files.py::", "not a git checkout", "a ZIP was downloaded: nothing to ask"),
    Permitted("tests/project/test_make.py::", "make is not installed", "Windows: nobody can run make there"),
    Permitted(
        "tests/data/test_samples.py::test_the_script_rebuilds_the_same_arrays",
        "could not import '(sklearn|skimage)'",
        "the two packages that the data came from, which nothing else needs",
    ),
)


def may_be_skipped(test: str, reason: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a test may be skipped for a reason.

    Examples
    --------
    >>> may_be_skipped("tests/browser/test_html.py::test_alt", "browser test: no Chromium found", {})
    True
    >>> may_be_skipped("tests/engine/test_padding.py::test_alt", "browser test: no Chromium found", {})
    False
    """
    return any(
        test.startswith(each.tests) and re.match(each.reason, reason) and environment.get(each.unless) != "1"
        for each in PERMITTED
    )


def reason_of(report: pytest.CollectReport | pytest.TestReport) -> str:
    """Return why a test was skipped, in its own words; of an expected failure, that it is one."""
    if hasattr(report, "wasxfail"):
        return f"expected to fail: {report.wasxfail}"
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return said.removeprefix("Skipped").removeprefix(": ")


class Watch:
    """What was skipped, and may not be."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def note(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        """Look at what one test, or the collection of one file, came to."""
        # A test that was expected to fail and did not is a pass, or with xfail_strict a failure of its own.
        if report.skipped and not may_be_skipped(report.nodeid, reason_of(report)):
            self.found.append(f"{report.nodeid} was skipped: {reason_of(report) or 'it gives no reason'}")

    pytest_runtest_logreport = pytest_collectreport = note

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Let the run fail; of a run that was stopped, say nothing else."""
        if self.found and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which they were."""
        if self.found:
            terminalreporter.section("tests that may not be skipped", red=True)
            for line in self.found:
                terminalreporter.line(line)
            terminalreporter.line("Those that may be are in tests/helpers/permitted_skips.py.")


def pytest_configure(config: pytest.Config) -> None:
    """Watch in the one process that hears of all tests."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Watch(), "permitted_skips.Watch")
