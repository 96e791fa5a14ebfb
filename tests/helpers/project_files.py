"""What the tests of the project read: where its files are, and what they pin."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cnnlib"
MODULES = sorted(PACKAGE.rglob("*.py"))
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))


def read(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(read("pyproject.toml"))


def pins(name: str) -> dict[str, str]:
    """Return name → version of a requirements file's own lines; of two lines for two Pythons, the last."""
    return dict(re.findall(r"^([\w-]+)==([^\s;]+)(?:; python_version .*)?$", read(name), re.MULTILINE))


def lower_bounds() -> dict[str, str]:
    """Return name → oldest version of what the package asks for."""
    return dict(dependency.split(">=") for dependency in PROJECT["project"]["dependencies"])


def missing_pins(name: str) -> list[str]:
    """Return the lines of a requirements file of which the environment that asks has another version."""
    wanted = [Requirement(line) for line in read(name).splitlines() if re.match(r"\w", line)]
    here = [each for each in wanted if each.marker is None or each.marker.evaluate()]
    return [str(each) for each in here if version(each.name) not in each.specifier]


def release(version: str) -> tuple[int, ...]:
    """Return a version as numbers, which compare as versions do."""
    return tuple(int(number) for number in version.split("."))


def oldest_python() -> tuple[int, ...]:
    """Return the oldest Python that the package runs on."""
    return release(PROJECT["project"]["requires-python"].removeprefix(">="))
