"""A skip that nobody listed fails the run, in one process and in several."""

import re
import subprocess
import sys

import pytest
from permitted_skips import BROWSER, may_be_skipped
from project_files import ROOT

pytestmark = pytest.mark.slow


def run(folder, files, *arguments, **environment):
    """Run pytest with the plugin on some files of tests, in a process of its own; return its exit code and its words.

    No other plugin is loaded but those that are named: that saves seconds a run.
    """
    for name, source in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"import pytest\n\n{source}\n", encoding="utf-8")
    (folder / "pytest.ini").touch()
    helpers = str(ROOT / "tests" / "helpers")
    surroundings = {"PYTHONPATH": helpers, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **environment}
    command = [sys.executable, "-m", "pytest", "-p", "permitted_skips", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


GOOD = "def test_good(): pass"
PLANTED = {
    "test_skip.py": "@pytest.mark.skip(reason='today')\ndef test_it(): assert 0",
    "test_inside.py": "def test_it(): pytest.skip('today')",
    "test_skipif.py": "@pytest.mark.skipif(True, reason='today')\ndef test_it(): assert 0",
    "test_xfail.py": "@pytest.mark.xfail(reason='today')\ndef test_it(): assert 0",
    "test_whole_file.py": "pytest.skip('today', allow_module_level=True)",
    "test_fixture.py": "@pytest.fixture\ndef given(): pytest.skip('today')\n\ndef test_it(given): assert 0",
    "test_no_reason.py": "def test_it(): pytest.skip()",
}


@pytest.mark.parametrize("arguments", [(), ("-n2", "-p", "xdist.plugin")], ids=["one process", "workers"])
def test_each_skip_that_is_not_listed_is_named_once(tmp_path, arguments):
    code, said = run(tmp_path, {"test_good.py": GOOD, **PLANTED}, *arguments)
    assert code == pytest.ExitCode.TESTS_FAILED, said
    _dots, named = said.split("tests that may not be skipped")
    assert sorted(re.findall(r"^(test_\w+\.py)\S* was skipped: .+", named, re.MULTILINE)) == sorted(PLANTED)


@pytest.mark.parametrize("name", ["test_inside.py", "test_xfail.py", "test_whole_file.py"])
def test_one_skip_is_enough(tmp_path, name):
    code, said = run(tmp_path, {"test_good.py": GOOD, name: PLANTED[name]})
    assert code == pytest.ExitCode.TESTS_FAILED, said


@pytest.mark.parametrize(("source", "code"), [(GOOD, 0), ("def test_bad(): assert 0", 1)])
def test_a_run_without_skips_is_as_it_was(tmp_path, source, code):
    found, said = run(tmp_path, {"test_toy.py": source})
    assert found == code and "may not be skipped" not in said


@pytest.mark.parametrize(("environment", "code"), [({}, 0), ({BROWSER: "1"}, 1)])
def test_browser_tests_may_be_skipped_unless_the_browser_is_required(tmp_path, environment, code):
    source = "def test_it(): pytest.skip('browser test: no Chromium found')"
    found, said = run(tmp_path, {"tests/browser/test_toy.py": source}, **environment)
    assert (found, "may not be skipped" in said) == (code, bool(code))


def test_the_browsers_reason_is_for_its_tests_alone():
    assert may_be_skipped("tests/browser/test_html.py::test_alt", "browser test: no Chromium found", {})
    assert not may_be_skipped("tests/live/test_film.py::test_alt", "browser test: no Chromium found", {})
    assert not may_be_skipped("tests/browser/test_html.py::test_alt", "it fails today", {})
    assert not may_be_skipped("tests/browser/test_html.py::test_alt", "", {})


def test_the_plugin_watches_this_very_run(pytestconfig):
    assert pytestconfig.pluginmanager.has_plugin("permitted_skips")
