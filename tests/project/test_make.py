"""What `make` refuses, and that it does so before it touches anything."""

import os
import re
import shutil
import subprocess

import pytest
from project_files import REQUIREMENTS, ROOT, oldest_python, read

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
    script = read("tools/environment.sh")
    assert oldest_python() == (3, int(re.search(r"^oldest_minor=(\d+)", script, re.MULTILINE).group(1)))


@posix
def test_make_alone_says_what_there_is(copy):
    code, said = make(copy)
    assert code == 0
    assert "make lab" in said and "make test" in said


@posix
@pytest.mark.parametrize(
    ("arguments", "passed"), [([], "build_site.py"), (["WHEELS=required"], "build_site.py --wheels=required")]
)
def test_make_site_passes_on_whether_wheels_are_required(copy, arguments, passed):
    (copy / "site").mkdir()
    (copy / "site/package-lock.json").touch()
    code, said = make(copy, "-n", "site", *arguments)
    assert code == 0
    assert [line.split("tools/")[1].strip() for line in said.splitlines() if "build_site.py" in line] == [passed]


@posix
@pytest.mark.parametrize("arguments", [[], ["LAB_ARGS=--no-browser"]])
def test_make_lab_opens_the_first_notebook(copy, arguments):
    code, said = make(copy, "-n", "lab", *arguments)
    assert code == 0
    opened = re.search(r"cd notebooks && .* -m jupyter lab .*?(\d\d_\w+\.ipynb)$", said, re.MULTILINE)
    assert opened and (ROOT / "notebooks" / opened[1]).exists()
    assert opened[1] == min(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    assert ("--no-browser" in opened[0]) == bool(arguments)
