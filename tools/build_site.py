"""Builds the site that runs the notebooks in the browser, without a server: ``build/site``.

It is JupyterLite with Pyodide, a Python for the browser. The site brings along Pyodide itself, `cnnlib`, the widgets
and the kernel. NumPy, matplotlib and what they depend on lie on Pyodide's own server. Where it can be reached, the site
brings them along, too, and asks nobody else; where it cannot, they come from there when a notebook imports them.
"""

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyodide_packages
import pyodide_wheels
from repository import copy_notebooks

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "site"
STAGE, OUTPUT, CACHE = ROOT / "build" / "lite", ROOT / "build" / "site", ROOT / "build" / "wheels"
GALLERY, NOTEBOOKS = ROOT / "build" / "gallery", ROOT / "build" / "notebooks"
PYODIDE = SITE / "node_modules" / "pyodide"
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
SETTINGS = ("jupyter_lite_config.json", "jupyter-lite.json", "overrides.json")
KERNEL = "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
KERNEL_WHEELS = ("ipykernel", "piplite", "pyodide_kernel")
WHEELS = {
    "auto": "take along Pyodide's wheels if they can be had, else say what that means",
    "required": "fail without them",
    "no": "do not ask for them",
}


def pip(*arguments: str) -> None:
    """Run pip of this environment; what it says is shown when it fails."""
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", *arguments, *quiet], cwd=ROOT, check=True)


def build_wheels(folder: Path) -> None:
    """Put `cnnlib`, as a wheel with its data, and our part of the kernel into a folder."""
    # From copies: setuptools leaves folders behind beside what it builds, and takes along files that are gone.
    source, kernel = STAGE / "source", STAGE / "kernel"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "cnnlib", source / "cnnlib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(SITE / "kernel", kernel, ignore=shutil.ignore_patterns("__pycache__"))
    pip("wheel", "--no-deps", f"--wheel-dir={folder}", str(source), str(kernel))


def download_wheels(folder: Path, python: str) -> None:
    """Put the wheels of ``requirements-pyodide.txt`` into a folder, for a Python such as ``"3.14"``."""
    pure = ("--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any", f"--python-version={python}")
    pip("download", "--no-deps", *pure, f"--dest={folder}", "--requirement=requirements-pyodide.txt")


def copy_kernel(folder: Path) -> None:
    """Put the wheels that JupyterLite's kernel consists of into a folder."""
    for name in KERNEL_WHEELS:
        (wheel,) = (Path(sys.prefix) / KERNEL).glob(f"{name}-*.whl")
        shutil.copy(wheel, folder)


def assemble_pyodide(folder: Path, wheels: str) -> None:
    """Make a Pyodide in a folder that knows our wheels beside its own packages."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_PYTHON_VERSION

    folder.mkdir(parents=True)
    for name in RUNTIME:
        shutil.copy(PYODIDE / name, folder)
    build_wheels(folder)
    download_wheels(folder, PYODIDE_PYTHON_VERSION)
    copy_kernel(folder)
    lock = pyodide_packages.read(PYODIDE / "pyodide-lock.json")
    lock = pyodide_packages.add_wheels(lock, sorted(folder.glob("*.whl")), elsewhere=PYODIDE_CDN_URL)
    if wheels != "no":
        lock = with_wheels(lock, folder, required=wheels == "required")
    pyodide_packages.write(folder / "pyodide-lock.json", lock)


def with_wheels(lock: dict[str, Any], folder: Path, *, required: bool, cache: Path = CACHE) -> dict[str, Any]:
    """Return a list whose files are all in a folder; without Pyodide's server the list as it was, or no site."""
    try:
        return pyodide_wheels.bring_along(lock, cache=cache, folder=folder)
    except pyodide_wheels.UnreachableError as error:
        if required:
            raise SystemExit(f"WHEELS=required, but {error}. Without its wheels: make site WHEELS=auto") from None
        print(
            f"{error}: the site fetches NumPy and matplotlib from there when a notebook imports them, "
            "and where it cannot be reached, a notebook's first cell says so and runs no further."
        )
        return lock


def check_versions() -> None:
    """Refuse a Pyodide that the kernel was not made for."""
    from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION

    installed = json.loads((PYODIDE / "package.json").read_text(encoding="utf-8"))["version"]
    if installed != PYODIDE_VERSION:
        raise SystemExit(f"site/package.json has Pyodide {installed}, but the kernel was made for {PYODIDE_VERSION}.")


def build_site() -> None:
    """Run JupyterLite over what has been assembled."""
    places = {"lite-dir": STAGE, "output-dir": OUTPUT, "contents": NOTEBOOKS}
    arguments = [f"--{name}={place}" for name, place in places.items()]
    log = STAGE / "build.log"
    with log.open("w", encoding="utf-8") as stream:
        run = subprocess.run(
            [sys.executable, "-m", "jupyterlite_core", "build", *arguments],
            cwd=STAGE,
            stdout=stream,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if run.returncode:
        raise SystemExit("JupyterLite did not build:\n" + log.read_text(encoding="utf-8")[-3000:])


def main() -> None:
    """Build the site anew."""
    parser = argparse.ArgumentParser(description="Build the site that runs the notebooks in the browser.")
    parser.add_argument("--wheels", choices=WHEELS, default="auto", help=str(WHEELS))
    wheels = parser.parse_args().wheels
    check_versions()
    for folder in (STAGE, OUTPUT, NOTEBOOKS):
        shutil.rmtree(folder, ignore_errors=True)
    assemble_pyodide(STAGE / "static" / "pyodide", wheels)
    for name in SETTINGS:
        shutil.copy(SITE / name, STAGE)
    copy_notebooks(NOTEBOOKS)
    build_site()
    shutil.copytree(GALLERY, OUTPUT, dirs_exist_ok=True)  # its page instead of JupyterLite's, which opens no notebook
    size = sum(path.stat().st_size for path in OUTPUT.rglob("*") if path.is_file())
    print(f"{OUTPUT.relative_to(ROOT)}: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
