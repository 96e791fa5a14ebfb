"""The learner of the benchmark of a hub: the link that is followed, and what a page says to a kernel and hears."""

import asyncio
import importlib.util
import json
import os
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from browser.server import free_port, running
from project_files import ROOT, read

from cnnlib import conv2d, samples
from cnnlib.pictures import convolution_picture

pytestmark = pytest.mark.slow
TOKEN = "a-word-of-the-tests"


def module(name):
    """Load a module of the benchmarks by its file, as test_delay.py does."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"benchmarks/{name}.py")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


link_of = module("hub_link").link_of

CELL = """
import numpy as np
from cnnlib import conv2d, samples
from cnnlib.explore import explore
from cnnlib.pictures import convolution_picture

def show(kernel_size=3, padding=0):
    kernel = np.ones((kernel_size, kernel_size))
    output = conv2d(samples.toy_input(), kernel, padding=padding)
    return convolution_picture(samples.toy_input(), kernel, output, padding=padding)

def play(first=0):
    for padding in range(first, 3):
        yield show(padding=padding)

explore(show, kernel_size=(1, 3), padding=(0, 3))
"""


def caption(**setting):
    """Return the caption of the picture that the cell's function draws for a setting."""
    chosen = {"kernel_size": 3, "padding": 0} | setting
    kernel = np.ones((chosen["kernel_size"], chosen["kernel_size"]))
    output = conv2d(samples.toy_input(), kernel, padding=chosen["padding"])
    return convolution_picture(samples.toy_input(), kernel, output, padding=chosen["padding"]).caption


def server(folder):
    """Run a plain Jupyter server; yields its address."""
    port = free_port()
    options = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.allow_root=True"]
    command = [sys.executable, "-m", "jupyter_server", "--no-browser", f"--IdentityProvider.token={TOKEN}", *options]
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    environment = {**os.environ, **{name: str(folder / name.lower()) for name in names}, "PYTHONPATH": str(ROOT)}
    return running(command, port=port, log=folder / "server.log", folder=folder, environment=environment)


@pytest.fixture(scope="module")
def run():
    """What runs a coroutine, all on one loop: in a thread, since browser tests leave Playwright's loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        runner = asyncio.Runner()
        yield lambda coroutine: thread.submit(runner.run, coroutine).result()
        thread.submit(runner.close).result()


@pytest.fixture(scope="module")
def page(run, tmp_path_factory):
    """A page with a kernel in which the cell has been run."""
    with server(tmp_path_factory.mktemp("hub page")) as url:
        headers = {"Authorization": f"token {TOKEN}"}
        with urllib.request.urlopen(urllib.request.Request(f"{url}/api/kernels", b"{}", headers)) as answer:
            kernel = json.load(answer)["id"]
        address = url.replace("http", "ws", 1)
        page = run(module("hub_page").opened(f"{address}/api/kernels/{kernel}/channels", headers))
        assert run(page.run(CELL)) == "ok", page.complaints
        yield page
        run(page.close())


def test_a_slider_is_answered_with_the_picture_of_its_value(page, run):
    explorer = page.explorers()[-1]
    assert list(explorer.controls) == ["kernel_size", "padding"]
    run(page.ask(explorer, kind="size", width=900, ratio=1))
    for name, value in (("padding", 2), ("kernel_size", 1), ("padding", 0), ("kernel_size", 3)):
        assert run(page.slide(explorer, name, value)) > 0
        shown = page.shown(explorer)
        assert shown["at"][name] == value
        assert shown["caption"] == caption(**shown["at"])
    assert page.complaints == []


def test_who_comes_near_is_sent_what_is_beside_and_a_new_width_drops_it(page, run):
    explorer = page.explorers()[-1]
    run(page.ask(explorer, kind="reset"))
    run(page.ask(explorer, kind="size", width=920, ratio=1))
    assert not page.holds(explorer, "padding", 1)
    run(page.come_near(explorer))
    run(page.until(lambda: page.holds(explorer, "padding", 1), 10))
    assert not page.holds(explorer, "padding", 3)
    run(page.ask(explorer, kind="size", width=900, ratio=1))
    assert not page.holds(explorer, "padding", 1)


def test_a_slider_that_the_kernel_does_not_know_gets_no_answer(page, run):
    explorer = page.explorers()[-1]
    unknown = explorer._replace(controls={"padding": "0" * 32})
    with pytest.raises(TimeoutError):
        run(page.slide(unknown, "padding", 2, seconds=0.3))
    page.complaints.clear()  # the kernel says that it knows no such widget


def test_a_film_is_seen_to_its_end(page, run):
    assert run(page.run("explore(play, first=(0, 2))")) == "ok"
    explorer = page.explorers()[-1]
    assert run(page.film(explorer, 20)) > 0
    assert page.shown(explorer)["film"] == "idle"
    assert page.shown(explorer)["caption"] == caption(padding=2)


def test_a_cell_that_fails_says_so(page, run):
    assert run(page.run("1 / 0")) == "error"
    assert "ZeroDivisionError" in page.complaints.pop()


def test_the_link_of_the_readme_is_turned_to_a_hub_and_a_repository():
    link = link_of(read("README.md"), "http://127.0.0.1:8000", "file:///srv/cnn-basics")
    assert link.startswith("http://127.0.0.1:8000/hub/user-redirect/git-pull?repo=file%3A%2F%2F%2Fsrv%2Fcnn-basics&")
    assert "branch=main" in link
    assert link.endswith("urlpath=lab%2Ftree%2Fcnn-basics%2Fnotebooks%2F00_start_here.ipynb")


def test_a_readme_without_the_link_is_told():
    with pytest.raises(ValueError, match="no link that begins with https://HUB"):
        link_of("Install JupyterHub.", "http://127.0.0.1:8000", "file:///srv/cnn-basics")
