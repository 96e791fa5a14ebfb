"""What runs of a cell and moves of a slider leave behind in the kernel: nothing that adds up."""

import gc
import tracemalloc
import weakref
from pathlib import Path

import numpy as np
import pytest
from live_kernel import kernel

import cnnlib
from cnnlib.canvas import Canvas
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

FILM = """
import numpy as np
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

def film(size=12):
    for number in range(100_000):
        grid = Grid(np.full((size, 12), number % 10), f"numbers ({size}, 12)", name="numbers")
        yield Picture([[grid]], caption=f"Number {number} of {size} rows.")

explore(film, size=(2, 12))
"""


def growth(held):
    """Return MiB from the third run to the last; medians, since what is freed in one run is used in the next."""
    return np.median(held[-5:]) - np.median(held[1:4])


@pytest.mark.slow
def test_thirty_runs_of_a_cell_take_no_more_memory_than_three(tmp_path):
    """A film, played at each run, moved by a slider and shown on a page of twice as many pixels."""
    held = []
    with kernel(tmp_path) as page:
        for number in range(30):
            assert "Traceback" not in page.run(FILM, cell="the cell")
            shown = page.ask(kind="size", width=900 + 20 * (number % 2), ratio=2.0)
            assert shown["width"] == 900 + 20 * (number % 2) and shown["message"] == ""
            page.slide("size", 10)
            assert page.ask(kind="film", do="start")["film"] == "running"
            held.append(page.mebibytes)
        assert len(page.shown()) == 1, "the views of earlier runs are closed"
    assert held[-1] - held[2] < 10, f"MiB after each run: {np.round(held).tolist()}"


PHOTOGRAPH = """
from cnnlib import samples
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

photographs = {"part": samples.camera()[20:52, 50:82], "another part": samples.camera()[52:84, 20:52]}

def show(image=photographs["part"], row=0):
    return Picture([[Grid(image, "image (32, 32)", name="image")]], caption=f"Row {row}.")

explore(show, image=photographs, row=(0, 31))
"""


@pytest.mark.slow
def test_thirty_runs_of_a_cell_that_makes_its_images_anew_take_no_more_memory_than_three(tmp_path):
    """IPython would keep each explorer that a cell displays, as ``Out[3]``, and its picture, for ``%notebook``."""
    held = []
    with kernel(tmp_path) as page:
        for number in range(30):
            assert "Traceback" not in page.run(PHOTOGRAPH, cell="the cell")
            assert page.ask(kind="size", width=900 + 20 * (number % 2), ratio=2.0)["message"] == ""
            held.append(page.mebibytes)
        kept = "[output.bundle for outputs in get_ipython().history_manager.outputs.values() for output in outputs]"
        assert (
            page.run(f"print(sum('image/png' in bundle for bundle in {kept}), list(Out), _30 is _)") == "1 [30] True\n"
        )
        page.run("one = explore(show, image=photographs)\nphotographs['part'][:] = 0")
        assert page.run("print(one.set(image='part').panel('image').values.any())") == "True\n"
    assert growth(held) < 10, f"MiB after each run: {np.round(held).tolist()}"


def numbered(number=0, size=4):
    return Picture([[Grid(np.full((size, 4), number), f"n ({size}, 4)", name="n")]], caption=f"{number} of {size}.")


MOVES = 12


@pytest.mark.slow
def test_moves_of_a_slider_leave_nothing_behind():
    explorer = explore(numbered, number=(0, 9), size=(2, 6))
    number, size = explorer.widget.children[0].children
    ours = [tracemalloc.Filter(True, f"{Path(cnnlib.__file__).parent}/*")]

    def objects_after_all_moves():
        for rows in (2, 3, 4):
            size.value = rows
            for value in (1, 2, 3):
                number.value = value
        gc.collect()
        return len(gc.get_objects())

    def bytes_of_ours():
        return sum(each.size for each in tracemalloc.take_snapshot().filter_traces(ours).traces)

    objects_after_all_moves()  # fills what remembers letters and colours
    tracemalloc.start()
    try:
        before = objects_after_all_moves()
        held = bytes_of_ours()
        after = objects_after_all_moves()
        assert bytes_of_ours() - held < 16 * MOVES, "less than the smallest object a move"
    finally:
        tracemalloc.stop()
    assert after - before < MOVES, "less than one object a move"


def test_pixels_are_let_go_without_waiting_for_the_collector():
    canvas = Canvas(width=400)
    png = canvas.draw(numbered())
    pixels = weakref.ref(canvas._renderer)
    gc.disable()
    try:
        canvas.release()
        assert pixels() is None
    finally:
        gc.enable()
    assert canvas.draw(numbered()) == png
