"""A film runs on while a page shows it, and pauses when none does."""

import time

import pytest

from browser.explorer import Explorer
from browser.own_cells import run_in

pytestmark = pytest.mark.slow

CELL = """from cnnlib.explore import explore
from cnnlib.live import audience
from cnnlib.pictures import Grid, Picture

audience.SILENCE = 3.0

def film(value=0):
    number = 0
    while True:
        number += 1
        yield Picture([[Grid([[number]], "a cell (1, 1)", name="cell")]], caption=f"Number {number}.")

shown = explore(film, value=(0, 3))
shown"""


@pytest.fixture
def lab(notebook_folder, jupyterlab):
    """A notebook with a film that never ends, opened and run."""
    with run_in(jupyterlab, notebook_folder / "seen.ipynb", [CELL]) as notebook:
        yield notebook


def test_a_film_pauses_when_its_last_view_is_gone(lab):
    Explorer(lab, 0).show().button("Start").click()
    lab.page.wait_for_timeout(5000)
    assert lab.in_kernel("print(shown.film)") == "running\n", "the page says that it sees it"
    lab.page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    deadline = time.monotonic() + 15
    while lab.in_kernel("print(shown.film)") != "paused\n":
        assert time.monotonic() < deadline, "nobody sees it, and it runs on"
        lab.page.wait_for_timeout(250)
    assert "No page showed this film" in lab.in_kernel("print(shown.message)")
    assert lab.errors_in_console() == []
