"""The project as a whole: who imports whom, what is packaged and pinned, and what `make` refuses."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cnnlib"
MODULES = sorted(PACKAGE.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


# Who may import whom. A room may import itself and what is listed here; nothing else of cnnlib.

ENGINE = {"messages", "engine"}
MAY_IMPORT = {
    "__init__": ENGINE,
    "messages": set(),
    "engine": {"messages"},
    "data": ENGINE,
    "samples": {"data"},
    "pictures": ENGINE | {"samples", "data"},
    "exercises": ENGINE,
    "lessons": ENGINE | {"samples", "data", "pictures", "exercises"},
    "check": {"messages", "exercises", "lessons"},
    "canvas": {"messages", "pictures"},
    "live": {"messages", "engine", "pictures", "canvas"},
    "explore": {"live"},
}
LATER = {("pictures/picture.py", "live")}
"""Imports that happen only when they are needed: a picture imports what draws it when it is displayed."""

LIBRARIES = {"canvas": {"matplotlib"}, "live": {"anywidget", "traitlets", "ipywidgets"}}
"""What a room may import besides numpy and Python's own library."""


def room(names):
    """Return the part of the library to which a dotted name belongs: a folder, or a module beside it."""
    return names[1] if len(names) > 1 and names[1] in MAY_IMPORT else "__init__"


def imports(path):
    """Yield (dotted name, whether it is imported when the module is) for every import of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    deferred = {
        inner
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node not in deferred) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively: write the whole name"
            yield from ((f"{node.module}.{alias.name}", node not in deferred) for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    name, parts = path.relative_to(PACKAGE).as_posix(), path.relative_to(PACKAGE).with_suffix("").parts
    here = room(("cnnlib", *parts))
    assert parts[0] in MAY_IMPORT, f"{parts[0]} is new: say in MAY_IMPORT what it may import"
    for imported, at_once in imports(path):
        names = imported.split(".")
        if names[0] == "cnnlib":
            there = room(names)
            assert there in {here} | MAY_IMPORT[here] or (not at_once and (name, there) in LATER), imported
            if here == there == "lessons":
                assert names[2] == parts[1], f"{name} imports from the room of another lesson: {imported}"
        elif names[0] not in sys.stdlib_module_names:
            assert names[0] in {"numpy"} | LIBRARIES.get(here, set()), f"{name} imports {imported}"


def loaded_by(statement):
    """Return the names of the modules that a fresh Python has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return set(run.stdout.split())


DRAWING, WIDGETS = {"matplotlib", "PIL"}, {"ipywidgets", "anywidget", "IPython"}


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import cnnlib", DRAWING | WIDGETS | {"cnnlib.pictures", "cnnlib.check", "cnnlib.samples"}),
        ("import cnnlib.samples, cnnlib.check, cnnlib.exercises", DRAWING | WIDGETS),
        ("import cnnlib.pictures, cnnlib.pictures.picture", DRAWING | WIDGETS | {"cnnlib.canvas", "cnnlib.live.view"}),
        ("import cnnlib.canvas", WIDGETS | {"matplotlib.pyplot"}),
        ("import cnnlib.explore", {"matplotlib.pyplot"}),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_an_import_leaves_alone(statement, absent):
    assert not loaded_by(statement) & absent


# What is packaged and pinned.


def test_every_folder_with_modules_is_a_package():
    assert [path for path in MODULES if not (path.parent / "__init__.py").exists()] == []


def test_every_file_beside_the_modules_is_packaged():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["cnnlib"]
    packaged = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    ours = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert ours - packaged - set(MODULES) == set()
    assert all(any(PACKAGE.glob(pattern)) for pattern in patterns)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_public_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    assert ast.get_docstring(tree)
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def pins(path):
    """Return name → version of a requirements file's own lines."""
    return dict(re.findall(r"^([\w-]+)==(\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE))


def release(version):
    return tuple(int(number) for number in version.split("."))


def test_requirements_agree_with_each_other():
    seen = {}
    for path in REQUIREMENTS:
        for name, version in pins(path).items():
            assert seen.setdefault(name, version) == version, f"{path.name}: {name}"


def test_requirements_are_pinned():
    for path in REQUIREMENTS:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        loose = [line for line in lines if "==" not in line and line not in ("-e .", "-r requirements.txt")]
        assert loose == [], path.name
    assert (ROOT / "requirements.txt").read_text(encoding="utf-8").endswith("\n-e .\n")


def test_pins_are_within_what_the_package_asks_for():
    pinned = pins(ROOT / "requirements.txt")
    for dependency in PROJECT["project"]["dependencies"]:
        name, lowest = re.fullmatch(r"([\w-]+)>=([\d.]+)", dependency).groups()
        assert release(pinned[name]) >= release(lowest)


def test_binder_installs_what_a_learner_installs():
    learner = pins(ROOT / "requirements.txt")
    del learner["jupyterlab"]  # the image brings its own: tests/binder says which
    assert pins(ROOT / "binder/requirements.txt") == learner
    assert (ROOT / "binder/requirements.txt").read_text(encoding="utf-8").endswith("\n-e .\n")
    version = re.fullmatch(r"python-(3\.\d+)\n", (ROOT / "binder/runtime.txt").read_text(encoding="utf-8")).group(1)
    assert release(version) >= oldest_python()


# What is committed.


def oldest_python():
    return release(PROJECT["project"]["requires-python"].removeprefix(">="))


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
    "tests/project/test_project.py",
    "tests/helpers/notebook_rules.py",
    "tests/notebooks/test_notebook_rules.py",
}


def test_nothing_of_one_machine_is_committed():
    found = []
    for path in tracked_files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix in {".npz", ".png", ".gif"}:
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r'"image/png": ".*?"', "", text, flags=re.DOTALL)  # base64 spells anything, sooner or later
        for what, pattern in FORBIDDEN.items():
            if name not in MENTIONS_PATHS and re.search(pattern, text):
                found.append(f"{name} names {what}: {re.search(pattern, text).group()}")
    assert found == []


def test_the_version_is_the_same_everywhere():
    version = PROJECT["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^version: (.+)$", citation, re.MULTILINE)[1] == version
    released = re.search(r"^date-released: (.+)$", citation, re.MULTILINE)[1]
    newest = next(each for each in re.findall(r"^## (.+)$", changes, re.MULTILINE) if each != "Unreleased")
    assert newest == f"{version} – {released}", "CHANGELOG.md: what is not released yet stands below ## Unreleased"


def test_the_linter_is_the_same_in_the_hook_before_a_commit():
    hook = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    (pin,) = set(re.findall(r'"(ruff==[^"]+)"', hook))
    assert pin in (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()


def test_the_hook_before_a_commit_knows_a_notebook_that_jupyterlab_saved():
    hook = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    pattern = re.search(r'entry: "(application/.+)"', hook)[1].replace(r"\\", "\\")
    assert re.search(pattern, '"application/vnd.jupyter.widget-view+json": {"model_id": "0"}')
    assert re.search(pattern, '"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {}}}')
    assert not re.search(pattern, '"image/png": "aaaa"')


def test_commands_in_the_documents_exist():
    targets = set(re.findall(r"^([a-z][\w-]*):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        used = set(re.findall(r"(?:^|`)make ([a-z][\w-]*)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        assert used <= targets, name


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "LICENSE"])
def test_links_in_the_documents_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    text = re.sub(r"`[^`\n]+`", "", text)  # code shows how a link is written
    links = [*re.findall(r"\]\(([^)\s#]+)", text), *re.findall(r'src="([^"]+)"', text)]
    targets = [target for target in links if ":" not in target]
    missing = [target for target in targets if not (ROOT / target).exists()]
    assert not missing, f"{name} links to {missing}; a thumbnail is made by make refresh"


def test_the_table_lists_every_notebook():
    listed = re.findall(r"\]\((notebooks/\w+\.ipynb)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    there = {path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert set(listed) == there, f"README.md: no row for {there - {*listed}}; no notebook { ({*listed} - there) }"
    assert listed == sorted(listed, key=lambda each: ("glossary" in each, each))


# What make refuses, and that it does so before it touches anything.

posix = pytest.mark.skipif(shutil.which("make") is None or os.name != "posix", reason="make is not installed")


@pytest.fixture
def copy(tmp_path):
    """A folder with all that the set-up reads, and nothing that it has made."""
    folder = tmp_path / "a clone"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    shutil.copy(ROOT / "pyproject.toml", folder)
    shutil.copy(ROOT / "tools/environment.sh", folder / "tools")
    for path in REQUIREMENTS:
        shutil.copy(path, folder)
    return folder


def fake_python(folder, name, version):
    """Write a command that answers as a Python of this version would, and does nothing else."""
    folder.mkdir(exist_ok=True)
    command = folder / name
    command.write_text(f'#!/bin/sh\n[ "$1" = -c ] && printf {version}\n')
    command.chmod(0o755)
    return command


def make(folder, *arguments, **environment):
    """Run make with nothing on the path but the shell's own tools and what the folder's ``bin`` holds."""
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    for name in ("sh", "sed", "cat", "cksum", "env", "id"):
        if not (tools / name).exists():
            (tools / name).symlink_to(shutil.which(name))
    run = subprocess.run(
        [shutil.which("make"), "-C", str(folder), *arguments],
        env={"PATH": str(tools), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@posix
@pytest.mark.parametrize("target", ["lab", "test"])
@pytest.mark.parametrize("version", ["2.7", "3.8", "3.10"])
def test_an_old_python_is_refused_with_a_sentence(copy, target, version):
    fake_python(copy / "bin", "python3", version)
    code, said = make(copy, target)
    assert code != 0
    assert f"These notebooks need Python 3.11 or newer; python3 is Python {version}, and no newer" in said
    assert not (copy / ".venv").exists()


@posix
def test_an_old_python_that_is_named_is_refused_although_there_is_a_new_one(copy):
    fake_python(copy / "bin", "python3", "3.12")
    old = fake_python(copy / "bin", "mine", "3.9")
    code, said = make(copy, "lab", PYTHON=str(old))
    assert code != 0
    assert f"These notebooks need Python 3.11 or newer; {old} is Python 3.9." in said


@posix
@pytest.mark.parametrize("arguments", [{}, {"PYTHON": "nonsense"}])
def test_no_python_is_a_sentence(copy, arguments):
    code, said = make(copy, "lab", **arguments)
    assert code != 0
    assert ("PYTHON=nonsense does not run" if arguments else "no newer one was found") in said
    assert "Install Python 3.11 or newer" in said


@posix
def test_a_newer_python_is_found_beside_an_old_one(copy):
    fake_python(copy / "bin", "python3", "3.8")
    fake_python(copy / "bin", "python3.12", "3.12")
    _, said = make(copy, "lab")
    assert "Creating .venv with python3.12 (3.12)" in said


def test_the_set_up_asks_for_the_python_that_the_package_asks_for():
    script = (ROOT / "tools/environment.sh").read_text(encoding="utf-8")
    assert oldest_python() == (3, int(re.search(r"^oldest_minor=(\d+)", script, re.MULTILINE).group(1)))


@posix
def test_make_alone_says_what_there_is(copy):
    code, said = make(copy)
    assert code == 0
    assert "make lab" in said and "make test" in said
