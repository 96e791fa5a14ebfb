"""What Binder would build, without building it: `make test-binder`.

repo2docker turns the folder ``binder/`` into a Dockerfile, and its own lock files tell what the image
brings before a line of ours is run.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

repo2docker = pytest.importorskip("repo2docker")

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "3.12"


@pytest.fixture(scope="module")
def dockerfile(tmp_path_factory):
    """The Dockerfile of a clone: of the files that git knows, not of what lies beside them."""
    clone = tmp_path_factory.mktemp("binder") / "clone"
    git = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, clone / name)
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(clone)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"python={PYTHON}" in run.stderr
    return run.stdout


def test_it_installs_what_the_folder_lists_after_the_project_is_there(dockerfile):
    copied = dockerfile.index("COPY --chown=0:0 src/ ${REPO_DIR}/")
    installed = dockerfile.index('pip install --no-cache-dir -r "binder/requirements.txt"')
    assert copied < installed < dockerfile.index("RUN ./binder/postBuild")
    assert dockerfile.count("pip install") == 1, "the requirements of the root are not for Binder"
    assert os.access(ROOT / "binder/postBuild", os.X_OK)


def test_the_image_brings_a_jupyterlab_that_the_notebooks_work_in(dockerfile):
    (lock,) = set(re.findall(r"environment-2epy-2d3-2e12-2d[\w-]*?-2elock", dockerfile))
    name = unquote(lock.replace("-", "%").replace("%%", "-"))
    text = (Path(repo2docker.__file__).parent / "buildpacks/conda" / name).read_text(encoding="utf-8")
    version = {
        each: tuple(map(int, number.split(".")[:2]))
        for each, number in re.findall(r"/(python|jupyterlab|ipykernel|notebook)-([\d.]+)-", text)
    }
    assert version["python"] == tuple(map(int, PYTHON.split(".")))
    assert version["jupyterlab"] >= (4, 4) and version["ipykernel"] >= (7, 0) and version["notebook"] >= (7, 4)


def test_the_badge_opens_the_first_notebook_in_jupyterlab():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (address,) = set(re.findall(r"https://mybinder\.org/v2/gh/[^)\s]+", readme))
    path = re.fullmatch(r"https://mybinder\.org/v2/gh/[\w.-]+/[\w.-]+/HEAD\?urlpath=lab/tree/(\S+)", address)[1]
    assert path == "notebooks/00_start_here.ipynb" and (ROOT / path).exists()
