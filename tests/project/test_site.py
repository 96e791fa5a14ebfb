"""The site that needs no server: the list of packages, what it is built from, and what was built."""

import ast
import hashlib
import io
import json
import re
import sys
import zipfile

import pyodide_packages
import pyodide_wheels
import pytest
import yaml
from hand_made_wheels import wheel
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from project_files import MODULES, PROJECT, ROOT, pins, read

OF_THE_KERNEL = {"piplite", "ipykernel", "pyodide-kernel", "unfetched"}
KERNEL_PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"

# The list of packages.

LOCK = {
    "info": {"arch": "wasm32", "platform": "emscripten_5_0_3", "python": "3.14.2"},
    "packages": {
        "numpy": {"name": "numpy", "version": "2.4.6", "file_name": "numpy-2.4.6-wasm32.whl", "depends": []},
        "comm": {"name": "comm", "version": "0.1", "file_name": "comm-0.1-py3-none-any.whl", "depends": []},
    },
}


def add(*wheels):
    return pyodide_packages.add_wheels(LOCK, wheels, elsewhere="far/away")["packages"]


def test_a_wheel_is_added_with_what_it_makes_importable(tmp_path):
    files = ["cnn_lib/__init__.py", "cnn_lib/data/x.npz", "alone.py", "cnn_lib-1.0.data/data/setup.py"]
    path = wheel(tmp_path, "CNN_lib", files=files)
    added = add(path)["cnn-lib"]
    assert added["imports"] == ["alone", "cnn_lib"]
    assert added["file_name"] == "CNN_lib-1.0-py3-none-any.whl" and added["version"] == "1.0"
    assert added["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_other_packages_stay_elsewhere_and_a_wheel_replaces_its_namesake(tmp_path):
    packages = add(wheel(tmp_path, "comm", "0.2"))
    assert packages["numpy"]["file_name"] == "far/away/numpy-2.4.6-wasm32.whl"
    assert packages["comm"]["version"] == "0.2" and packages["comm"]["file_name"] == "comm-0.2-py3-none-any.whl"
    assert LOCK["packages"]["numpy"]["file_name"] == "numpy-2.4.6-wasm32.whl", "the list that was given has changed"


def test_a_wheel_depends_on_what_the_browser_needs(tmp_path):
    requires = [
        "NumPy>=2.3",
        "comm",
        "second",
        "widgetsnbextension~=4.0",
        'pexpect; sys_platform != "emscripten"',
        'old; python_version < "3.14"',
        'docs; extra == "docs"',
    ]
    packages = add(wheel(tmp_path, "first", requires=requires), wheel(tmp_path, "second", requires=["first"]))
    assert packages["first"]["depends"] == ["numpy", "comm", "second"]
    assert packages["second"]["depends"] == ["first"]


@pytest.mark.parametrize(
    ("requirement", "reason"), [("numpy>=3", "in the browser is 2.4.6"), ("scipy", "in the browser is missing")]
)
def test_what_the_browser_cannot_have_is_refused(tmp_path, requirement, reason):
    with pytest.raises(SystemExit, match=reason):
        add(wheel(tmp_path, "first", requires=[requirement]))


# What it is built from.


def settings(name):
    return json.loads(read(f"site/{name}"))


def test_page_and_kernel_have_the_widgets_that_a_learner_installs():
    for name in ("ipywidgets", "anywidget"):
        assert len({pins(f"requirements{part}.txt")[name] for part in ("", "-site", "-pyodide")}) == 1


def test_pyodide_is_pinned_and_locked():
    (version,) = settings("package.json")["dependencies"].values()
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert settings("package-lock.json")["packages"]["node_modules/pyodide"]["version"] == version


def test_the_kernel_starts_with_wheels_of_the_site_alone():
    options = settings("jupyter-lite.json")["jupyter-config-data"]["litePluginSettings"][KERNEL_PLUGIN]
    assert set(options["loadPyodideOptions"]["packages"]) <= OF_THE_KERNEL | set(pins("requirements-pyodide.txt"))


def test_the_workflow_builds_with_make_and_publishes_what_was_built():
    workflow = yaml.safe_load(read(".github/workflows/pages.yml"))
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert [step["run"] for step in build["steps"] if "run" in step] == ["make site WHEELS=required"]
    assert [step["with"]["path"] for step in build["steps"] if "pages" in step.get("uses", "")] == ["build/site"]
    assert workflow["permissions"] == {"contents": "read"} and "permissions" not in build
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert re.search("^site: ", read("Makefile"), re.MULTILINE)


# What was built.


@pytest.fixture(scope="module")
def packages(built_site):
    """The list of packages of the site."""
    return pyodide_packages.read(built_site / "static/pyodide/pyodide-lock.json")["packages"]


PATTERNS = ("*.ipynb", "solutions/*.py", "??/*.ipynb", "??/solutions/*.py")
"""What is in the folder of notebooks, and in those of other languages."""


def test_the_site_has_every_notebook_and_solution(built_site):
    source = ROOT / "notebooks"
    names = {path.relative_to(source) for pattern in PATTERNS for path in source.glob(pattern)}
    shipped = built_site / "files"
    assert {path.relative_to(shipped) for path in shipped.rglob("*") if path.is_file()} == names
    assert all((shipped / name).read_bytes() == (source / name).read_bytes() for name in names)


def test_the_file_browser_lists_them(built_site):
    listing = json.loads((built_site / "api/contents/all.json").read_text(encoding="utf-8"))["content"]
    notebooks = {entry["name"] for entry in listing if entry["type"] == "notebook"}
    assert notebooks == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}


def test_the_front_page_leads_to_a_notebook(built_site):
    for folder, first in ((".", "00_start_here.ipynb"), ("ko", "ko/00_start_here.ipynb")):
        page = (built_site / folder / "index.html").read_text(encoding="utf-8")
        for address, notebook in re.findall(r'"([./]*lab/index\.html)\?path=([\w/]+\.ipynb)', page):
            assert (built_site / folder / address).is_file() and (built_site / "files" / notebook).is_file()
        assert f"?path={first}" in page


def test_cnnlib_is_shipped_as_it_is_with_its_data(built_site, packages):
    path = built_site / "static/pyodide" / packages["cnnlib"]["file_name"]
    files = (file for file in (ROOT / "cnnlib").rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    ours = {file.relative_to(ROOT).as_posix(): file.read_bytes() for file in files if file.suffix != ".po"}
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("cnnlib/")}
        assert shipped == set(ours)
        assert all(archive.read(name) == content for name, content in ours.items())
    assert packages["cnnlib"]["imports"] == ["cnnlib"]


def test_numpy_and_matplotlib_in_the_browser_are_new_enough(packages):
    for requirement in map(Requirement, PROJECT["project"]["dependencies"]):
        assert requirement.specifier.contains(packages[requirement.name]["version"])
        assert requirement.name in packages["cnnlib"]["depends"]


def test_every_listed_wheel_of_the_site_is_there_and_whole(built_site, packages):
    ours = {canonicalize_name(name) for name in pins("requirements-pyodide.txt")} | OF_THE_KERNEL | {"cnnlib"}
    local = {name: package for name, package in packages.items() if not pyodide_wheels.is_elsewhere(package)}
    # Where Pyodide's server can be reached, the site brings along everything that its list still names.
    assert set(local) in (ours, set(packages))
    for name, package in local.items():
        content = (built_site / "static/pyodide" / package["file_name"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == package["sha256"], name


def imports(source):
    """Return the first parts of the names that some code imports."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in names | {node.module for node in nodes if isinstance(node, ast.ImportFrom)}}


def test_every_import_of_a_notebook_and_of_cnnlib_is_in_the_list(packages):
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "notebooks").glob("*.ipynb")]
    cells = ["".join(cell["source"]) for each in notebooks for cell in each["cells"] if cell["cell_type"] == "code"]
    sources = [*cells, *(path.read_text(encoding="utf-8") for path in MODULES)]
    imported = {name for source in sources for name in imports(source)}
    # IPython is there wherever a notebook is, and the kernel's own packages need it.
    needed = pyodide_wheels.closure(packages, ["cnnlib", "ipython"])
    known = {name for each in needed for name in packages[each]["imports"]}
    assert imported >= {"numpy", "matplotlib", "cnnlib"}
    assert imported - known <= sys.stdlib_module_names


def test_what_the_site_has_depends_on_nothing_that_is_in_no_list(packages):
    ours = [name for name, package in packages.items() if not pyodide_wheels.is_elsewhere(package)]
    assert set(pyodide_wheels.closure(packages, ours)) >= {*ours, "numpy", "matplotlib"}


def test_what_pyodide_lists_too_is_shipped_in_its_version(packages):
    listed = pyodide_packages.read(ROOT / "site/node_modules/pyodide/pyodide-lock.json")["packages"]
    for name in {name.replace("_", "-") for name in pins("requirements-pyodide.txt")} & set(listed):
        assert packages[name]["version"] == listed[name]["version"], name


def test_the_page_has_the_widgets(built_site):
    config = json.loads((built_site / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    extensions = {extension["name"] for extension in config["federated_extensions"]}
    assert extensions >= {"anywidget", "@jupyter-widgets/jupyterlab-manager", KERNEL_PLUGIN.split(":")[0]}
    assert config["litePluginSettings"][KERNEL_PLUGIN]["pyodideUrl"] == "./static/pyodide/pyodide.mjs"


def test_the_site_names_no_folder_of_the_machine_that_built_it(built_site):
    named = [
        path
        for pattern in ("*.json", "*.html", "*.js")
        for path in built_site.glob(pattern)
        if str(ROOT) in path.read_text(encoding="utf-8")
    ]
    assert named == []
