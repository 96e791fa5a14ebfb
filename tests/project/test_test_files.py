"""No test is left out by the way in which it is written: each file of tests is collected, and each test in it."""

import ast
import re
from collections import Counter
from fnmatch import fnmatch

import pytest
from permitted_skips import PERMITTED
from project_files import PROJECT, ROOT

HELPERS = {
    "tests/helpers": {
        "captions.py",
        "colour_vision.py",
        "convolution_facts.py",
        "definitions.py",
        "drawn_digits.py",
        "every_panel.py",
        "explorer_rules.py",
        "hand_made_wheels.py",
        "live_kernel.py",
        "loops.py",
        "naive_reference.py",
        "named_controls.py",
        "notebook_rules.py",
        "notebook_shell.py",
        "packed_runs.py",
        "permitted_skips.py",
        "plain_training.py",
        "project_files.py",
        "prose.py",
        "pseudo.py",
        "questions.py",
        "right_answers.py",
    },
    "tests/browser": {
        "animation.py",
        "checks.py",
        "chromium.py",
        "conftest.py",
        "explorer.py",
        "fixtures.py",
        "lite.py",
        "notebook.py",
        "one_folder.py",
        "own_cells.py",
        "screencast.py",
        "server.py",
    },
    "tests/lessons/*": {"right_answers.py", "captions.py", "questions.py"},
    "tests/peers": {"cases.py", "conftest.py"},
    "tests/colab": {"conftest.py", "installing.py", "notebook6.py"},
    "tests/voila": {"conftest.py"},
    "tests": {"conftest.py"},
    "*": {"__init__.py"},
}
"""Folder → what tests share there: the only files of Python that hold no tests."""

TARGETS = {f"tests/{each}": f"test-{each}" for each in ("peers", "binder", "colab", "oldest", "voila")}
"""Folders that `make test` passes over → the target of the Makefile that runs them."""


def is_helper(name):
    """Whether a file is one of those that hold no tests."""
    folder, _, file = name.rpartition("/")
    return any(fnmatch(folder, pattern) and file in files for pattern, files in HELPERS.items())


def never_collected(name):
    """Return why pytest would not collect a file of tests; an empty string if it would."""
    folder, _, file = name.rpartition("/")
    if not re.fullmatch(r"test_\w+\.py", file):
        return "is no test_*.py, so that pytest passes it over"
    if folder in TARGETS:
        return ""
    ignored = PROJECT["tool"]["pytest"]["ini_options"]["norecursedirs"]
    hidden = [part for part in folder.split("/") for pattern in ignored if fnmatch(part, pattern)]
    return f"lies in a folder that pytest passes over, {hidden[0]}" if hidden else ""


def misplaced(names):
    """Return complaints about the files of Python below ``tests`` that are neither tests nor listed helpers."""
    return [f"{name} {why}" for name in names if not is_helper(name) and (why := never_collected(name))]


def python_files():
    """Return the text of the files of Python below ``tests``, by their names in the project."""
    paths = [path for path in (ROOT / "tests").rglob("*.py") if "node_modules" not in path.parts]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(paths)}


FILES = python_files()


def test_every_file_of_tests_is_collected():
    assert len(FILES) > 80
    assert misplaced(FILES) == []


def test_every_helper_is_there():
    listed = {f"{folder}/{file}" for folder, files in HELPERS.items() if "*" not in folder for file in files}
    assert listed <= set(FILES)


def test_the_root_conftest_ignores_no_file_of_tests(pytestconfig):
    conftest = pytestconfig.pluginmanager.get_plugin(str(ROOT / "conftest.py"))
    patterns = [*conftest.collect_ignore, *(str(ROOT / pattern) for pattern in conftest.collect_ignore_glob)]
    ignored = {
        name
        for name in FILES
        for path in (ROOT / name, *(ROOT / name).parents)
        for pattern in patterns
        if fnmatch(str(path), pattern)
    }
    assert ignored  # helpers, which are imported where they are needed
    assert [name for name in ignored if not is_helper(name)] == []


@pytest.mark.parametrize("folder", TARGETS)
def test_what_make_test_passes_over_has_a_target(folder):
    assert re.search(rf"^{TARGETS[folder]}:.*\n\t.*pytest {folder}\b", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("tests/engine/test_padding.py", False),
        ("tests/engine/padding_test.py", True),
        ("tests/engine/padding.py", True),
        ("tests/engine/tests_padding.py", True),
        ("tests/engine/Test_padding.py", True),
        ("tests/engine/test_padding.off.py", True),
        ("tests/build/test_padding.py", True),
        ("tests/peers/test_against_torch.py", False),
        ("tests/peers/against_torch.py", True),
        ("tests/lessons/padding/right_answers.py", False),
        ("tests/engine/right_answers.py", True),
        ("tests/helpers/padding.py", True),
        ("tests/live/__init__.py", False),
    ],
)
def test_a_file_that_is_renamed_away_is_seen(name, seen):
    assert bool(misplaced([name])) == seen


def is_fixture(function):
    """Whether a function is a fixture: pytest calls it by its name."""
    decorators = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    return any(ast.unparse(each).endswith("fixture") for each in decorators)


def never_run(source):
    """Return the functions of a file of tests that nothing calls: such as a test whose name lost its ``test_``."""
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    words = Counter(re.findall(r"\w+", source))
    return [
        function.name
        for function in functions
        if not function.name.startswith(("test_", "pytest_")) and not is_fixture(function) and words[function.name] == 1
    ]


@pytest.mark.slow
def test_every_function_of_a_file_of_tests_is_used():
    found = {name: never_run(source) for name, source in FILES.items() if not is_helper(name)}
    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("def test_it(): pass", []),
        ("def tst_it(): pass", ["tst_it"]),
        ("def given(): pass\n\ndef test_it(): given()", []),
        ("@pytest.fixture\ndef given(): pass", []),
        ("@pytest.fixture(scope='module')\ndef given(): pass", []),
        ("@pytest.mark.parametrize('x', [1])\ndef it_holds(x): pass", ["it_holds"]),
    ],
)
def test_a_test_that_is_renamed_away_is_seen(source, seen):
    assert never_run(source) == seen


# A condition that does not hold on this machine skips nothing here. So the lines that may skip are looked at, too.

LEAVES_OUT = {"skip", "skipif", "skipIf", "skipUnless", "skipTest", "SkipTest", "xfail", "importorskip"}
BY_ITSELF = {
    "tests/browser/fixtures.py",  # skips the tests in its folder, and those of the site
    "tests/binder/test_binder.py",  # without repo2docker likewise
    "tests/colab/test_notebook6.py",  # without a browser likewise
}


def leaves_out(source):
    """Return the words of a file that skip a test, or expect it to fail, each with its line."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute | ast.Name)]
    found = [(node.lineno, node.attr if isinstance(node, ast.Attribute) else node.id) for node in nodes]
    return [(line, word) for line, word in found if word in LEAVES_OUT]


@pytest.mark.slow
def test_only_files_on_the_list_skip():
    listed = {name for name in FILES if any(each.tests.startswith(f"{name}::") for each in PERMITTED)} | BY_ITSELF
    assert {name for name, source in FILES.items() if leaves_out(source)} == {
        name
        for name in listed
        if name != "tests/project/test_site.py"  # by the fixtures of the browser alone
    }


@pytest.mark.parametrize(
    "source",
    [
        "@pytest.mark.skipif(sys.platform == 'win32', reason='paths')\ndef test_it(): pass",
        "pytestmark = pytest.mark.xfail",
        "torch = pytest.importorskip('torch')",
        "raise unittest.SkipTest",
        "from pytest import skip\n\ndef test_it(): skip('today')",
    ],
)
def test_a_line_that_may_skip_is_seen(source):
    assert leaves_out(source)


def test_no_example_of_the_package_is_skipped():
    examples = [*(ROOT / "cnnlib").rglob("*.py"), *(ROOT / "tests").rglob("conftest.py"), ROOT / "conftest.py"]
    assert [path.name for path in examples if re.search(r"doctest:.*\+SKIP", path.read_text(encoding="utf-8"))] == []
