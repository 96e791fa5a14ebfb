"""What is packaged, what is pinned, and that the pins agree with each other."""

import re

import pytest
from packaging.version import Version
from project_files import MODULES, PACKAGE, PROJECT, REQUIREMENTS, lower_bounds, oldest_python, pins, read, release


def test_every_folder_with_modules_is_a_package():
    assert [path for path in MODULES if not (path.parent / "__init__.py").exists()] == []


def test_every_file_beside_the_modules_is_packaged():
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["cnnlib"]
    packaged = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    ours = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    sources = set(PACKAGE.glob("locale/*/LC_MESSAGES/*.po"))  # what of them is needed is in the .mo beside
    assert ours - packaged - set(MODULES) == sources
    assert all(any(PACKAGE.glob(pattern)) for pattern in patterns)


def test_type_checkers_are_told_to_read_the_annotations():
    assert (PACKAGE / "py.typed").is_file()
    assert "py.typed" in PROJECT["tool"]["setuptools"]["package-data"]["cnnlib"]


COLAB, OLDEST = "requirements-colab.txt", "requirements-oldest.txt"
"""The pins of older worlds: they agree with no others, but with what the package asks for."""


def test_requirements_agree_with_each_other():
    seen = {}
    for path in REQUIREMENTS:
        if path.name == COLAB:
            continue
        for name, version in pins(path.name).items():
            if path.name != OLDEST or name not in lower_bounds():
                assert seen.setdefault(name, version) == version, f"{path.name}: {name}"


def test_the_oldest_pins_are_what_the_package_asks_for():
    pinned = pins(OLDEST)
    oldest = {name: Version(pinned.get(name, "0")) for name in lower_bounds()}
    assert oldest == {name: Version(lowest) for name, lowest in lower_bounds().items()}
    assert read(OLDEST).endswith("\n-e .\n")  # so that pip refuses what the package cannot be installed with


def test_requirements_are_pinned():
    for path in REQUIREMENTS:
        lines = [line for line in read(path.name).splitlines() if line and not line.startswith("#")]
        loose = [line for line in lines if "==" not in line and line not in ("-e .", "-r requirements.txt")]
        assert loose == [], path.name
    assert read("requirements.txt").endswith("\n-e .\n")


@pytest.mark.parametrize("name", ["requirements.txt", COLAB])
def test_pins_are_within_what_the_package_asks_for(name):
    pinned = pins(name)
    for name, lowest in lower_bounds().items():
        assert Version(pinned[name]) >= Version(lowest)


def test_colab_is_older_than_what_a_learner_installs():
    assert pins(COLAB).items() > {"numpy": "2.0.2", "ipywidgets": "7.7.1", "matplotlib": "3.10.0"}.items()
    assert "cnnlib" not in pins(COLAB) and "-e" not in read(COLAB)


def test_binder_installs_what_a_learner_installs():
    learner = pins("requirements.txt")
    del learner["jupyterlab"], learner["jsonschema"]  # the image brings its own: tests/binder says which
    assert pins("binder/requirements.txt") == learner
    assert read("binder/requirements.txt").endswith("\n-e .\n")
    version = re.fullmatch(r"python-(3\.\d+)\n", read("binder/runtime.txt")).group(1)
    assert release(version) >= oldest_python()


def test_the_linter_is_the_same_in_the_hook_before_a_commit():
    hook = read(".pre-commit-config.yaml")
    (pin,) = set(re.findall(r'"(ruff==[^"]+)"', hook))
    assert pin in read("requirements-dev.txt").splitlines()
