"""An interrupt of the kernel, wherever it hits, leaves explorers usable, and the page is told."""

import asyncio
import gc
import signal
import threading
import time

import pytest
from live_kernel import kernel
from loops import on_a_loop

from cnnlib.explore import explore
from cnnlib.live import interrupts
from cnnlib.live.film import Film
from cnnlib.live.interrupts import reachable
from cnnlib.live.view import PictureView
from cnnlib.pictures import Grid, Picture


def picture(value=0):
    return Picture([[Grid([[value]], "a cell (1, 1)", name="cell")]], caption=f"The cell holds {value}.")


@pytest.fixture
def handler():
    """What an interrupt does in a kernel that has nothing to do: nothing. It must do so at the end, too.

    Nothing is collected meanwhile: where an interrupt comes up in a call that collecting makes, it is lost. Hypothesis
    has such a call, and pytest takes an interrupt that is lost there for one of its own.
    """
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    yield
    gc.enable()
    after = signal.signal(signal.SIGINT, before)
    assert after is signal.SIG_IGN


# A function on another thread.


async def interrupted_until(true):
    for _ in range(200):
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0.01)
        if true():
            return True
    return False


@pytest.mark.parametrize("threads", [1, 3])
def test_an_interrupt_reaches_functions_on_other_threads(handler, threads):
    ended = []

    def without_end():
        while True:
            pass

    def never_returns(loop):
        try:
            reachable(without_end, loop)
        except KeyboardInterrupt:
            ended.append(threading.current_thread())

    async def watch():
        workers = [
            threading.Thread(target=never_returns, args=(asyncio.get_running_loop(),), daemon=True)
            for _ in range(threads)
        ]
        for worker in workers:
            worker.start()
        return await interrupted_until(lambda: len(ended) == threads), set(workers)

    assert on_a_loop(watch) == (True, set(ended))
    assert not interrupts._listeners


def test_an_interrupt_never_comes_up_behind_the_block(handler):
    caught, turns = [], 3000

    def work(loop):
        for _ in range(turns):
            try:
                reachable(lambda: sum(range(20)), loop)
            except KeyboardInterrupt:
                caught.append("within")
        sum(range(100_000))
        caught.append("the end")

    async def watch():
        worker = threading.Thread(target=work, args=(asyncio.get_running_loop(),), daemon=True)
        worker.start()
        while worker.is_alive():
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)

    on_a_loop(watch)
    assert caught[-1] == "the end" and set(caught) <= {"within", "the end"}
    assert not interrupts._listeners


def test_what_jupyter_has_set_meanwhile_stays(handler):
    def set_by_jupyter(*_):
        raise AssertionError("nobody interrupts here")

    go_on = threading.Event()

    def work(loop):
        reachable(lambda: go_on.wait(5), loop)

    async def watch():
        worker = threading.Thread(target=work, args=(asyncio.get_running_loop(),))
        worker.start()
        while signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            await asyncio.sleep(0.001)
        signal.signal(signal.SIGINT, set_by_jupyter)
        go_on.set()
        await asyncio.to_thread(worker.join)
        await asyncio.sleep(0.01)
        return signal.signal(signal.SIGINT, signal.SIG_IGN)

    assert on_a_loop(watch) is set_by_jupyter


# A film.


def ends_with(error):
    def film(value=0):
        yield picture(1)
        raise error
        yield picture(2)

    return film


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (KeyboardInterrupt(), "film() was interrupted."),
        (SystemExit(1), "film() called exit()"),
        (ValueError("no"), "film() stopped with ValueError('no')"),
    ],
)
def test_a_film_that_ends_badly_does_not_end_the_kernel_s_loop(error, sentence):
    async def watch():
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # it would print what is a bug
        explorer = explore(ends_with(error), value=(0, 3), share=1)
        explorer.start()
        while explorer.film == "running":
            await asyncio.sleep(0)
        await asyncio.sleep(0.01)
        assert sentence in explorer.message and explorer.film == "idle"
        assert explorer.view.shown["film"] == "idle", "else the page has a Pause for a film that is over"
        assert explorer.set(value=2).caption == "The cell holds 1." and explorer.message == ""
        return "the loop is alive"

    assert on_a_loop(watch) == "the loop is alive"


def test_a_control_that_stops_the_film_and_is_refused_shows_that_it_is_over():
    def film(value=0):
        if value == 2:
            raise ValueError("two")
        while True:
            yield picture(value)

    explorer = explore(film, value=(0, 3))
    explorer.start()
    explorer.advance()
    with pytest.raises(ValueError, match="two"):
        explorer.set(value=2)
    assert explorer.view.shown["film"] == explorer.film == "idle"


def test_a_film_that_has_made_no_picture_for_long_is_ended_by_the_first_interrupt(handler, monkeypatch):
    monkeypatch.setattr("cnnlib.live.film.PATIENCE", 0.05)
    happened = []

    def hangs():
        yield 0
        time.sleep(0.06)
        signal.raise_signal(signal.SIGINT)
        happened.append("never")

    assert played(hangs(), happened) == "ended"
    assert happened == [KeyboardInterrupt]


def test_an_interrupt_between_two_pictures_pauses_and_never_raises(handler):
    happened = []

    async def watch():
        film = film_on_this_loop(iter_of(1000), happened)
        film.start()
        while film.state == "running":
            await asyncio.sleep(0)
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0.01)
        return signal.getsignal(signal.SIGINT)

    assert on_a_loop(watch) is signal.SIG_IGN
    assert happened == ["paused"]


def film_on_this_loop(frames, happened):
    """Return a film that notes its state when it changes, and what it fails with."""
    film = Film(
        frames,
        lambda _picture: None,
        changed=lambda: happened.append(film.state),
        failed=lambda error: happened.append(type(error)),
        loop=asyncio.get_running_loop(),
    )
    return film


def played(frames, happened):
    """Play a film for some turns of a loop; return its state."""

    async def watch():
        film = film_on_this_loop(frames, happened)
        film.start()
        for _ in range(10):
            await asyncio.sleep(0)
        return film.state

    return on_a_loop(watch)


def test_a_film_that_hangs_is_ended_by_a_second_interrupt_and_a_double_click_is_one(handler, monkeypatch):
    monkeypatch.setattr("cnnlib.live.film.MOMENT", 0.05)
    happened = []

    def hangs():
        yield 0
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        happened.append("a double click")
        time.sleep(0.06)
        signal.raise_signal(signal.SIGINT)
        happened.append("never")
        yield 1

    assert played(hangs(), happened) == "ended"
    assert happened == ["a double click", KeyboardInterrupt]


def test_an_interrupt_draws_nothing_in_the_middle_of_a_drawing(handler):
    drawing, nested = [], []

    def show(frame):
        nested.extend(drawing)
        drawing.append(frame)
        signal.raise_signal(signal.SIGINT)
        drawing.clear()

    async def watch():
        film = Film(iter_of(3), show, changed=lambda: None, failed=print, loop=asyncio.get_running_loop(), share=1)
        film.start()
        for _ in range(10):
            await asyncio.sleep(0)
        return film.state

    assert on_a_loop(watch) == "paused" and not nested


def iter_of(count):
    yield from range(count)


# What is half done.


def test_an_interrupt_while_a_picture_is_drawn_leaves_the_last_one(monkeypatch):
    explorer = explore(picture, value=(0, 3))
    before = explorer.view.shown
    monkeypatch.setattr(explorer.view.canvas, "draw", interrupts_itself)
    with pytest.raises(KeyboardInterrupt):
        explorer.set(value=2)
    assert explorer.picture.caption == before["caption"] == "The cell holds 0."
    assert "picture() was interrupted." in explorer.message
    monkeypatch.undo()
    assert explorer.set(value=2).caption == "The cell holds 2." and explorer.message == ""


def interrupts_itself(*_, **__):
    raise KeyboardInterrupt


def test_an_interrupt_while_controls_are_set_puts_them_back(monkeypatch):
    explorer = explore(lambda one=0, two=0: picture(one + two), one=(0, 3), two=(0, 3))
    monkeypatch.setattr(explorer._controls["two"], "put", lambda value: value and interrupts_itself())
    with pytest.raises(KeyboardInterrupt):
        explorer.set(one=2, two=2)
    assert explorer.values == {"one": 0, "two": 0}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError("large")])
def test_a_request_that_is_stopped_is_answered_all_the_same(monkeypatch, error):
    view = PictureView()
    view.show(picture(1))

    def stops(*_):
        raise error

    monkeypatch.setattr(view.canvas, "draw", stops)
    with pytest.raises(type(error)):
        view._receive(view, {"kind": "size", "width": 400, "ratio": 1, "id": "7"}, [])
    assert view.shown["answered"] == "7" and "could not be done" in view.shown["message"]


# A kernel.

CELL = """
import threading
import time
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture

def picture(value):
    return Picture([[Grid([[value]], "a cell (1, 1)", name="cell")]], caption=f"The cell holds {value}.")

def still(place=0):
    global where
    where = "main thread" if threading.current_thread() is threading.main_thread() else "subshell"
    while place == 3:
        time.sleep(0.001)
    return picture(place)

def film(start=0):
    for number in range(start, 1_000_000):
        yield picture(number)
        while start == 2:
            time.sleep(0.001)

from cnnlib.live import film as films
films.MOMENT = 0.1
one = explore(still, place=(0, 3))
two = explore(film, start=(0, 3))
"""


@pytest.fixture(scope="module", params=["main thread", "subshell"])
def page(request, tmp_path_factory):
    """A page of a kernel with two explorers, of a function and of a film; each may get stuck."""
    with kernel(tmp_path_factory.mktemp("kernel")) as page:
        assert page.run(CELL) == ""
        if request.param == "subshell":
            page.use_subshell()
        page.slide("place", 1)
        assert page.run("print(where)") == f"{request.param}\n"
        yield page


def view_of(page, name):
    """Return the model id of an explorer's view."""
    return page.run(f"print({name}.view.model_id)").strip()


def all_is_well(page):
    """Whether the kernel, both explorers and the film answer."""
    still, film = view_of(page, "one"), view_of(page, "two")
    assert page.run("print(one.set(place=1).caption)") == "The cell holds 1.\n"
    page.slide("place", 2)
    assert page.states[still]["shown"]["caption"] == "The cell holds 2." and not page.states[still]["shown"]["message"]
    page.slide("start", 1)
    page.slide("start", 0)
    assert page.ask(film, kind="film", do="start")["film"] == "running"
    page.until(lambda: page.states[film]["shown"]["caption"] not in ("The cell holds 0.", "The cell holds 1."))
    return page.ask(film, kind="film", do="stop")["film"] == "idle"


@pytest.mark.slow
def test_a_slider_s_function_that_never_returns_is_interrupted(page):
    view = view_of(page, "one")
    request = page.start_sliding("place", 3)
    page.listen(0.3)
    page.interrupt()
    page.finish(request, 10)
    shown = page.states[view]["shown"]
    assert shown["dimmed"] and shown["message"].startswith("still() was interrupted. The picture is the one before;")
    assert all_is_well(page)


@pytest.mark.slow
def test_a_set_in_a_cell_that_never_returns_is_interrupted(page):
    view = view_of(page, "one")
    request = page.start_running("one.set(place=3)")
    page.listen(0.3)
    page.interrupt()
    assert "KeyboardInterrupt" in page.finish(request, 10)
    assert page.states[view]["shown"]["message"].startswith("still() was interrupted.")
    assert all_is_well(page)


@pytest.mark.slow
def test_an_interrupt_of_a_check_shows_the_learner_s_own_lines_alone(page):
    source = (
        "from cnnlib.check import check\ndef shift(*given):\n    while True:\n        pass\ncheck('training-5', shift)"
    )
    request = page.start_running(source)
    page.listen(1)
    page.interrupt()
    told = page.finish(request)
    assert "KeyboardInterrupt" in told and "pass" in told
    assert "judge" not in told and "call_within" not in told


@pytest.mark.slow
def test_an_interrupt_pauses_a_film_and_ends_one_that_hangs(page):
    view = view_of(page, "two")
    page.ask(view, kind="film", do="start")
    page.listen(0.2)
    page.interrupt()
    page.until(lambda: page.states[view]["shown"]["film"] == "paused", 10)
    assert page.ask(view, kind="film", do="start")["film"] == "running"
    page.slide("start", 2)
    page.start_asking(view, kind="film", do="start")
    page.listen(0.2)
    page.interrupt()
    page.listen(0.3)
    page.interrupt()
    page.until(lambda: "film() was interrupted" in page.states[view]["shown"]["message"], 10)
    assert page.states[view]["shown"]["film"] == "idle"
    assert all_is_well(page)


@pytest.mark.slow
@pytest.mark.parametrize("page", ["subshell"], indirect=True)
def test_a_cell_is_run_again_while_its_slider_s_function_never_returns(page):
    # With one thread for all the cell would wait for its turn.
    page.run(CELL, cell="again")
    page.start_sliding("place", 3)
    page.listen(0.3)
    assert page.finish(page.start_running(CELL, cell="again"), 15) == ""
    page.interrupt()
    assert all_is_well(page)
