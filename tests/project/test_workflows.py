"""The Pythons of the workflow are those that the package names, and each part of the tests has a job."""

import re

import pytest
import yaml
from project_files import PROJECT, ROOT, oldest_python, read, release

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
CI = yaml.safe_load(read(".github/workflows/ci.yml"))["jobs"]
TARGETS = set(re.findall(r"^([a-z][\w-]*):(?!=)", read("Makefile"), re.MULTILINE))


def commands(job):
    """Return what a job runs, line by line."""
    return [line for step in job["steps"] for line in step.get("run", "").splitlines()]


def pythons(name):
    """Return the versions in the matrix of a job, whose image is that of the version."""
    assert CI[name]["container"].startswith("python:${{ matrix.python }}-")
    return CI[name]["strategy"]["matrix"]["python"]


def image(name):
    """Return the Python of a job that has one image."""
    return re.fullmatch(r"python:(3\.\d+)-\w+", CI[name]["container"])[1]


def named():
    """Return the Pythons that the package names, the oldest first."""
    found = re.findall(r"^Programming Language :: Python :: (3\.\d+)$", "\n".join(classifiers()), re.MULTILINE)
    return sorted(found, key=release)


def classifiers():
    """Return all that the package says of itself for a register."""
    return PROJECT["project"]["classifiers"]


def test_each_python_that_the_package_names_is_tested_and_no_other():
    assert sorted(pythons("test") + pythons("between"), key=release) == named()
    assert len(classifiers()) == len(named()), "the test above reads one kind of classifier"


def test_the_oldest_is_the_one_that_the_package_asks_for_and_none_is_missing_between():
    numbers = [release(each) for each in named()]
    assert numbers[0] == oldest_python()
    assert [minor for _major, minor in numbers] == list(range(numbers[0][1], numbers[-1][1] + 1))


def test_the_whole_run_is_on_the_oldest_and_on_the_newest():
    assert pythons("test") == [named()[0], named()[-1]]
    assert commands(CI["test"]) == [".ci/run"]


def test_unit_tests_and_notebooks_run_on_those_between():
    assert commands(CI["between"]) == ["make test-fast", "make test PYTEST_ARGS=notebooks"]


def test_the_oldest_releases_are_tested_on_the_oldest_python():
    assert commands(CI["oldest"]) == ["make test-oldest"]
    assert image("oldest") == named()[0]


def test_what_the_whole_run_leaves_out_has_a_job():
    """Older releases have no wheels for the newest Python."""
    run = read(".ci/run")
    left_out = re.search(r"if \[ -z \"\$\{CNNLIB_SKIP_OLDER:-\}\" \]; then\n(.+?)\nfi", run, re.DOTALL)[1]
    targets = re.findall(r"make ([\w-]+)", left_out)
    assert targets == ["test-oldest", "test-colab"]
    assert {command for name in ("oldest", "colab") for command in commands(CI[name])} >= {f"make {t}" for t in targets}
    latest = yaml.safe_load(read(".github/workflows/latest.yml"))["jobs"]["test"]
    assert all(job["env"]["CNNLIB_SKIP_OLDER"] == "1" for job in (CI["test"], latest))


def test_the_set_up_finds_each_of_them_by_its_name():
    (candidates,) = re.findall(r"for candidate in (.+); do", read("tools/environment.sh"))
    assert {f"python{each}" for each in named()} <= set(candidates.split())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_each_job_has_a_limit_and_runs_what_is_there(path):
    for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
        assert 0 < job["timeout-minutes"] <= 40, name
        assert {target for line in commands(job) for target in re.findall(r"\bmake ([\w-]+)", line)} <= TARGETS
