"""One explorer that two cells display, in places of two widths: both show the same, and neither pulls at the other."""

import pytest

from browser.explorer import Explorer
from browser.notebook import SECONDS
from browser.own_cells import run_in

pytestmark = pytest.mark.slow

MADE = """import numpy as np
from ipywidgets import Box, Layout
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

def film(rows=3):
    for number in range(10_000):
        grid = Grid(np.full((rows, 9), number), f"numbers ({rows}, 9)", name="numbers")
        yield Picture([[grid]], caption=f"Number {number} in {rows} rows.", progress=number / 10_000)

shown = explore(film, rows=(1, 6))"""
WIDE = "shown"
NARROW = 'Box([shown.widget], layout=Layout(width="420px"))'
TEXT = "([view, text]) => view.querySelector('.cnn-toolbar').innerText.includes(text)"


@pytest.fixture(scope="module")
def lab(notebook_folder, jupyterlab):
    """A notebook that displays one explorer twice, opened and run."""
    with run_in(jupyterlab, notebook_folder / "two_views.ipynb", [MADE, WIDE, NARROW]) as notebook:
        yield notebook


@pytest.fixture
def views(lab):
    """The wide and the narrow view."""
    return Explorer(lab, 1).show(), Explorer(lab, 2).show()


def room(view):
    """Return the widths of the view and of its picture, in CSS pixels."""
    return view.view.evaluate("(view) => [view.clientWidth, view.querySelector('img').clientWidth]")


def wait_for_button(view, text):
    view.page.wait_for_function(TEXT, arg=[view.view.element_handle(), text], timeout=10 * SECONDS)


def test_both_have_room_for_the_picture_and_it_is_not_drawn_again_and_again(lab, views):
    wide, narrow = (room(view) for view in views)
    assert narrow[0] < 430 < 600 < wide[0]
    assert narrow[1] <= narrow[0] and wide[1] <= wide[0], "no picture is cut off"
    assert not views[0].cut_off() and not views[1].cut_off()
    drawings = int(lab.in_kernel("print(shown.view.shown['epoch'])"))
    lab.page.wait_for_timeout(500)
    assert int(lab.in_kernel("print(shown.view.shown['epoch'])")) == drawings
    assert drawings <= 4, "the first, and one for each report of a new size"


def test_a_slider_of_one_moves_the_other(views):
    wide, narrow = views
    wide.put("rows", 5)
    assert narrow.value("rows") == "5" and narrow.alt == wide.alt == "Number 0 in 5 rows."
    assert wide.png() == narrow.png()
    narrow.put("rows", 4)
    assert wide.value("rows") == "4" and narrow.alt == wide.alt == "Number 0 in 4 rows."


def test_a_film_runs_and_pauses_in_both(views):
    wide, narrow = views
    wide.button("Start").click()
    for view in views:
        wait_for_button(view, "Pause")
    narrow.button("Pause").click()
    for view in views:
        wait_for_button(view, "Continue")
    wide.settle()
    assert wide.alt == narrow.alt != "Number 0 in 4 rows."
    assert wide.png() == narrow.png()
    narrow.button("Stop").click()
    for view in views:
        wait_for_button(view, "Start")


def test_when_its_maker_is_run_again_it_stays_where_it_is_displayed(lab, views):
    wide, narrow = views
    lab.run_cell(0)
    narrow.put("rows", 2)
    assert wide.alt == narrow.alt == "Number 0 in 2 rows."
    assert lab.errors_in_console() == []
