"""Who imports whom in cnnlib, and what an import leaves alone; what is public has a docstring."""

import ast
import subprocess
import sys

import pytest
from project_files import MODULES, PACKAGE, ROOT

# A room may import itself and what is listed here, and nothing else of cnnlib.
ENGINE = {"messages", "engine"}
MAY_IMPORT = {
    "messages": set(),
    "engine": {"messages"},
    "__init__": ENGINE,
    "data": ENGINE,
    "samples": ENGINE | {"data"},
    "pictures": ENGINE | {"data", "samples"},
    "exercises": ENGINE,
    "lessons": ENGINE | {"data", "samples", "pictures", "exercises"},
    "check": ENGINE | {"exercises", "lessons"},
    "canvas": ENGINE | {"pictures"},
    "live": ENGINE | {"pictures", "canvas"},
    "explore": {"live", "pictures", "exercises", "lessons"},
}
LATER = {("pictures/picture.py", "live"), ("exercises/question.py", "live")}
"""Imports that wait until they are needed: a picture imports what draws it when it is displayed, and a blank its field
where no cell can be edited."""

LIBRARIES = {"engine": {"threadpoolctl"}, "canvas": {"matplotlib"}, "live": {"anywidget", "traitlets", "ipywidgets"}}
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
        ("import cnnlib", DRAWING | WIDGETS | {"numpy.random", "cnnlib.pictures", "cnnlib.check", "cnnlib.samples"}),
        ("import cnnlib.samples, cnnlib.check, cnnlib.exercises", DRAWING | WIDGETS),
        ("import cnnlib.pictures, cnnlib.pictures.picture", DRAWING | WIDGETS | {"cnnlib.canvas", "cnnlib.live.view"}),
        ("import cnnlib.canvas", WIDGETS | {"matplotlib.pyplot"}),
        ("import cnnlib.explore", {"matplotlib.pyplot"}),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_an_import_leaves_alone(statement, absent):
    assert not loaded_by(statement) & absent


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_what_is_public_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and "overload" not in map(ast.unparse, node.decorator_list)
    ]
    assert ast.get_docstring(tree)
    assert [node.name for node in public if not ast.get_docstring(node)] == []
