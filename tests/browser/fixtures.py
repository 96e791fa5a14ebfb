"""What browser tests of all folders ask for. Without a browser they skip; with CNNLIB_REQUIRE_BROWSER=1 they fail."""

import contextlib
import os
import time

import pytest

from browser.checks import AXE
from browser.chromium import what_is_missing
from browser.lite import SITE, file_server, sources, what_of_the_site_is_missing


def give_up(reason):
    """Skip the test for a reason, or fail it where a browser is required."""
    if os.environ.get("CNNLIB_REQUIRE_BROWSER") == "1":
        pytest.fail(f"CNNLIB_REQUIRE_BROWSER is set, but {reason}", pytrace=False)
    pytest.skip(f"browser test: {reason}")


def ask_for_browser():
    """Go on only where there is a browser."""
    if missing := what_is_missing():
        give_up(missing)


@pytest.fixture
def axe():
    """Ask for axe-core, which npm brings."""
    if not AXE.exists():
        give_up("axe-core is not installed (npm ci in tests/browser)")


@pytest.fixture(scope="module")
def built_site():
    """The folder that `make site` has built of what is here."""
    if missing := what_of_the_site_is_missing():
        give_up(missing)
    return SITE


@pytest.fixture(scope="module")
def site_url(built_site):
    """Its address: in a folder of a server of plain files, as on GitHub Pages."""
    with file_server(built_site.parent) as url:
        yield f"{url}/{built_site.name}"


@contextlib.contextmanager
def _one_builder_at_a_time(tmp_path_factory, seconds=300):
    """Let no other process of these tests (pytest-xdist) build the gallery meanwhile."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    lock, deadline = tmp_path_factory.getbasetemp().parent / "gallery.lock", time.monotonic() + seconds
    while True:
        with contextlib.suppress(FileExistsError):
            lock.mkdir()
            break
        assert time.monotonic() < deadline, f"another process has held {lock} for {seconds} s"
        time.sleep(0.1)
    try:
        yield
    finally:
        lock.rmdir()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """The folder with the page of recorded explorers, as `make gallery` builds it of what is here."""
    import build_gallery

    page = build_gallery.OUTPUT / "index.html"
    with _one_builder_at_a_time(tmp_path_factory):
        if not page.exists() or any(path.stat().st_mtime > page.stat().st_mtime for path in sources()):
            build_gallery.build_gallery(build_gallery.OUTPUT)
    return build_gallery.OUTPUT


@pytest.fixture(scope="module")
def gallery_url(gallery):
    """Its address: in a folder of a server of plain files."""
    ask_for_browser()
    with file_server(gallery.parent) as url:
        yield f"{url}/{gallery.name}/"
