"""`cnnlib` as Colab would get it: a wheel of the files that git knows, installed away from them."""

import shutil
import subprocess

import pytest
from colab.installing import pip
from project_files import ROOT, missing_pins


@pytest.fixture(scope="session", autouse=True)
def colab():
    """Refuse any other environment: there, these tests would say nothing."""
    assert missing_pins("requirements-colab.txt") == [], "make test-colab runs this"


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """A wheel of `cnnlib`."""
    clone, folder = tmp_path_factory.mktemp("source") / "clone", tmp_path_factory.mktemp("wheel")
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z", "cnnlib", "pyproject.toml", "README.md", "LICENSE"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    pip("wheel", "--quiet", "--no-deps", f"--wheel-dir={folder}", clone)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """The folder that it is installed in: the environment itself stays as it is."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--quiet", "--no-deps", f"--target={folder}", wheel)
    return folder


@pytest.fixture(scope="session")
def notebook_folder(tmp_path_factory):
    """A copy of the notebooks, with no `cnnlib` beside it."""
    folder = tmp_path_factory.mktemp("jupyter") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder, ignore=shutil.ignore_patterns(".*"))
    return folder
