"""A cell that is run again: what its last run made is stopped and let go."""

import types
import weakref

import ipywidgets
import pytest

from cnnlib.explore import explore
from cnnlib.live import cells, explorer, view
from cnnlib.live.cells import Run, running_cell
from cnnlib.pictures.panels import Grid
from cnnlib.pictures.picture import Picture

WIDGETS = ipywidgets.widgets.widget
REGISTRY = WIDGETS._instances if hasattr(WIDGETS, "_instances") else ipywidgets.Widget.widgets  # ipywidgets 7


def show(value=0):
    return Picture([[Grid([[value]], "a cell (1, 1)", name="cell")]], caption=f"The cell holds {value}.")


def film(value=0):
    for number in range(9):
        yield show(value + number)


@pytest.fixture
def run(monkeypatch):
    """Run something in a cell, as its n-th run."""
    monkeypatch.setattr(cells, "_kept", {})

    def run(cell, number, make):
        for module in (explorer, view):
            monkeypatch.setattr(module, "running_cell", lambda: Run(cell, str(number)))
        return make()

    return run


def test_a_new_run_closes_what_the_last_one_made(run):
    first = run("a", 1, lambda: explore(film, value=(0, 3)))
    first.start()
    pixels = weakref.ref(first.view.canvas._renderer)
    assert first.film == "running" and first.view.png
    second = run("a", 2, lambda: explore(film, value=(0, 3)))
    assert first.film == "idle" and not first.advance(), "the old film has ended"
    assert pixels() is None, "its pixels are let go"
    assert first.view.comm is None and second.view.comm is not None


def test_explorers_of_one_run_and_of_other_cells_stay(run):
    one, other = run("a", 1, lambda: (explore(show, value=(0, 3)), explore(show, value=(0, 3))))
    elsewhere = run("b", 1, lambda: explore(show, value=(0, 3)))
    run("b", 2, lambda: explore(show, value=(0, 3)))
    assert one.view.comm is not None and other.view.comm is not None and elsewhere.view.comm is None


@pytest.mark.slow  # a collection for each run; thirty runs in a kernel are in test_memory.py
def test_ten_runs_leave_no_more_widgets_than_three(run):
    counts = []
    for number in range(10):
        run("a", number, lambda: explore(film, value=(0, 3), presets={"two": {"value": 2}}))
        counts.append(len(REGISTRY))
    assert counts[2] == counts[-1]


def test_a_closed_explorer_still_answers(run):
    first = run("a", 1, lambda: explore(show, value=(0, 3)))
    run("a", 2, lambda: explore(show, value=(0, 3)))
    assert first.set(value=2).caption == "The cell holds 2."


def test_a_closed_explorer_keeps_no_arrays_and_makes_its_last_picture_again(run):
    first = run("a", 1, lambda: explore(show, value=(0, 3)))
    first.set(value=2)
    run("a", 2, lambda: explore(show, value=(0, 3)))
    assert first.view.picture is None
    data, _metadata = first._repr_mimebundle_()
    assert data["text/plain"] == first.picture.caption == "The cell holds 2." and "image/png" in data


def test_what_refers_to_itself_is_let_go_when_its_cell_is_run_again(run):
    class Axes:
        def __init__(self):
            self.axes = self

    class Chart:
        def __init__(self):
            self.axes = Axes()

        def close(self):
            self.axes = None

    chart = Chart()
    seen = weakref.ref(chart.axes)
    cells.keep(Run("a", "1"), chart)
    cells.keep(Run("a", "2"), Chart())
    assert seen() is None


def is_open(explorer):
    return explorer.view.comm is not None


def test_what_another_cell_displays_too_stays_until_that_one_is_run_again(run):
    first = run("made", 1, lambda: explore(film, value=(0, 3)))
    run("shown", 2, first._repr_mimebundle_)
    second = run("made", 3, lambda: explore(film, value=(0, 3)))
    assert is_open(first), "the other cell still displays it"
    first.start()
    assert first.advance() and first.set(value=2).caption == "The cell holds 2."
    run("shown", 4, second._repr_mimebundle_)
    assert not is_open(first) and is_open(second)


def test_a_cell_that_displays_the_same_explorer_again_does_not_close_it(run):
    shown = run("made", 1, lambda: explore(show, value=(0, 3)))
    for number in range(2, 5):
        run("shown", number, shown._repr_mimebundle_)
        assert is_open(shown)
    run("made", 6, lambda: explore(show, value=(0, 3)))
    run("shown", 7, shown._repr_mimebundle_)
    assert is_open(shown), "nobody but this cell has it now"


def test_an_explorer_that_was_closed_displays_its_last_picture(run):
    first = run("a", 1, lambda: explore(show, value=(0, 3)))
    first.set(value=2)
    run("a", 2, lambda: explore(show, value=(0, 3)))
    data, _metadata = run("b", 3, first._repr_mimebundle_)
    assert set(data) == {"image/png", "text/plain"} and data["text/plain"] == "The cell holds 2."


def test_a_picture_alone_is_let_go_when_its_cell_is_run_again(run):
    run("a", 1, show()._repr_mimebundle_)
    counts = []
    for number in range(2, 6):
        run("a", number, show()._repr_mimebundle_)
        run("a", number, show(3)._repr_mimebundle_)
        counts.append(len(REGISTRY))
    assert counts == counts[:1] * 4


@pytest.mark.parametrize(
    ("parent", "found"),
    [
        ({"header": {"msg_type": "execute_request", "msg_id": "7"}, "metadata": {"cellId": "a"}}, Run("a", "7", 3)),
        ({"header": {"msg_type": "execute_request", "msg_id": "7"}, "metadata": {}}, None),
        ({"header": {"msg_type": "comm_msg", "msg_id": "7"}, "metadata": {"cellId": "a"}}, None),
        ({}, None),
        (None, None),
    ],
)
def test_which_cell_is_running_is_read_from_its_request(monkeypatch, parent, found):
    kernel = types.SimpleNamespace(get_parent=lambda _channel: parent)
    shell = types.SimpleNamespace(kernel=kernel, displayhook=types.SimpleNamespace(prompt_count=3))
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    assert running_cell() == found


def test_outside_of_a_notebook_nothing_is_closed():
    one, other = explore(show, value=(0, 3)), explore(show, value=(0, 3))
    assert one.view.comm is not None and other.view.comm is not None
