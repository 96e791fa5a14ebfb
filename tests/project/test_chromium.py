"""Which Chromium the tests and the benchmarks take."""

import os

import pytest
from browser.chromium import find_chromium, what_is_missing


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Have these programs on the path, and no others."""
    monkeypatch.delenv("CNNLIB_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    def install(*names):
        for name in names:
            (tmp_path / name).touch(mode=0o755)

    return install


def name_of(path):
    return path and os.path.basename(path)


@pytest.mark.parametrize(
    ("names", "for_tests", "for_benchmarks"),
    [
        (["chromium", "chromium-headless-shell"], "chromium-headless-shell", "chromium"),
        (["google-chrome", "chromium"], "chromium", "chromium"),
        (["chromium-headless-shell"], "chromium-headless-shell", None),
        (["firefox"], None, None),
    ],
)
def test_tests_take_the_quicker_one_and_benchmarks_what_people_have(installed, names, for_tests, for_benchmarks):
    installed(*names)
    assert name_of(find_chromium()) == for_tests
    assert name_of(find_chromium(whole=True)) == for_benchmarks
    assert ("no Chromium" in what_is_missing()) == (for_tests is None)
    assert ("no Chromium" in what_is_missing(whole=True)) == (for_benchmarks is None)


@pytest.mark.parametrize("whole", [False, True])
def test_one_that_is_named_is_taken(installed, monkeypatch, whole):
    installed("chromium", "chromium-headless-shell", "mine")
    monkeypatch.setenv("CNNLIB_CHROMIUM", "mine")
    assert name_of(find_chromium(whole=whole)) == "mine"
    monkeypatch.setenv("CNNLIB_CHROMIUM", "not there")
    assert find_chromium(whole=whole) is None
