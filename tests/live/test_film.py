"""Films: pictures that are shown while they are made, and drawings that strokes make."""

import asyncio
import signal
import threading
import time
from itertools import pairwise

import numpy as np
import pytest
from loops import on_a_loop

from cnnlib.engine.settings import SettingError
from cnnlib.explore import drawing, explore
from cnnlib.live.controls import control_for
from cnnlib.live.film import Film
from cnnlib.pictures import Grid, Picture


def numbered(number, last=4):
    return Picture(
        [[Grid([[number]], "count (1, 1)", name="count")]], caption=f"Counted to {number}.", progress=number / last
    )


def count(start=0, last=4):
    for number in range(start, last + 1):
        yield numbered(number, last)


def ask(explorer, **request):
    explorer.view._receive(explorer.view, {"id": "7", **request}, [])
    return explorer.view.shown


def test_a_film_opens_on_its_first_picture_and_runs_to_its_last():
    explorer = explore(count, start=(0, 3))
    assert (explorer.picture.caption, explorer.film) == ("Counted to 0.", "idle")
    explorer.start()
    assert explorer.film == "running"
    while explorer.advance():
        pass
    assert (explorer.picture.caption, explorer.film) == ("Counted to 4.", "idle")
    assert explorer.view.shown["progress"] == 1


def test_an_opening_is_shown_before_the_start():
    explorer = explore(count, opening=lambda start: numbered(99), start=(0, 3))
    assert explorer.picture.caption == "Counted to 99."
    explorer.start()
    explorer.advance()
    assert explorer.picture.caption == "Counted to 0."


def test_pause_keeps_and_stop_ends():
    explorer = explore(count, start=(0, 3))
    assert ask(explorer, kind="film", do="start")["film"] == "running"
    explorer.advance()
    explorer.advance()
    assert ask(explorer, kind="film", do="pause")["film"] == "paused"
    assert explorer.picture.caption == "Counted to 1."
    ask(explorer, kind="film", do="start")
    explorer.advance()
    assert ask(explorer, kind="film", do="stop")["film"] == "idle"
    assert explorer.advance() is False
    ask(explorer, kind="film", do="start")
    explorer.advance()
    explorer.pause()
    assert explorer.picture.caption == "Counted to 0."


def test_what_is_told_of_a_film_waits_for_whoever_starts_it():
    explorer = explore(count, start=(0, 3))
    ask(explorer, kind="film", do="start")
    explorer.advance()
    explorer.pause()
    told = threading.Thread(target=explorer._tell_film)  # as its own loop does after an interrupt
    with explorer._lock:
        told.start()
        told.join(0.1)
        assert told.is_alive(), "it would tell of the pause after the start"
        explorer.start()
    told.join(10)
    assert explorer.view.shown["film"] == "running"


def test_a_film_of_the_pictures_alone_shows_every_one_of_them():
    shown = []
    film = Film(
        iter(range(20)),
        lambda picture: (time.sleep(0.002), shown.append(picture)),
        changed=lambda: None,
        failed=print,
        share=1,
    )
    film.start()
    while film.advance():
        pass
    assert shown == list(range(20))
    assert explore(count, share=1, start=(0, 3)).picture.caption == "Counted to 0."


def test_a_control_that_changes_closes_the_film():
    closed = []

    def watched(start=0):
        try:
            yield from count(start)
        finally:
            closed.append(start)

    explorer = explore(watched, start=(0, 3))
    closed.clear()
    explorer.start()
    explorer.advance()
    explorer.set(start=2)
    assert closed[0] == 0 and explorer.film == "idle"
    assert explorer.picture.caption == "Counted to 2."


def test_a_film_that_meets_an_impossible_setting_says_so():
    def refusing(start=0):
        yield numbered(0)
        raise SettingError("learning_rate 9 makes the loss grow without end. Use at most 1.")

    explorer = explore(refusing, start=(0, 3))
    explorer.start()
    assert explorer.advance()
    assert not explorer.advance()
    assert explorer.message.startswith("learning_rate 9") and explorer.film == "idle"


def test_a_film_with_a_bug_says_so_and_raises():
    def broken(start=0):
        yield numbered(0)
        raise KeyError("weight")

    explorer = explore(broken, start=(0, 3))
    explorer.start()
    explorer.advance()
    with pytest.raises(KeyError):
        explorer.advance()
    assert "broken() stopped with KeyError" in explorer.message


def test_on_a_loop_it_advances_by_itself_between_other_events():
    async def watch():
        explorer = explore(count, start=(0, 3))
        explorer.start()
        events = 0
        while explorer.film == "running":
            events += 1
            await asyncio.sleep(0)
        return explorer.picture.caption, events

    caption, events = on_a_loop(watch)
    assert caption == "Counted to 4." and events >= 5


def test_an_interrupt_pauses_it_and_leaves_all_usable():
    async def watch():
        def interrupted(start=0):
            yield numbered(0)
            signal.raise_signal(signal.SIGINT)
            yield numbered(1)
            yield numbered(2)

        explorer = explore(interrupted, start=(0, 3))
        explorer.start()
        for _ in range(10):
            await asyncio.sleep(0)
        paused = explorer.film, explorer.picture.caption, explorer.view.shown["film"]
        explorer.start()
        while explorer.film == "running":
            await asyncio.sleep(0)
        return paused, explorer.picture.caption

    before = signal.getsignal(signal.SIGINT)
    paused, end = on_a_loop(watch)
    assert paused[0] == paused[2] == "paused" and paused[1] in ("Counted to 0.", "Counted to 1.")
    assert end == "Counted to 2."
    assert signal.getsignal(signal.SIGINT) is before


def test_pictures_that_take_long_to_draw_are_left_out_but_not_the_last(monkeypatch):
    clock, shown = [0.0], []
    monkeypatch.setattr("cnnlib.live.film.time.perf_counter", lambda: clock[0])

    def work():
        for number in range(1000):
            clock[0] += 0.001
            yield number

    def slow(picture):
        clock[0] += 0.02
        shown.append(picture)

    film = Film(work(), slow, changed=lambda: None, failed=print)
    film.start()
    while film.advance():
        pass
    # A picture costs 20 ms, a tenth of the time may go into them, so 180 ms of work lie between two.
    assert shown[0] == 0 and shown[-1] == 999 and len(shown) == 7
    assert all(180 <= after - before <= 181 for before, after in pairwise(shown[:-1]))


@pytest.mark.parametrize(
    ("points", "cells"),
    [
        ([[1.5, 1.5]], {(1, 1)}),
        ([[1.5, 0.5], [1.5, 4.5]], {(1, 0), (1, 1), (1, 2), (1, 3), (1, 4)}),
        ([[0.5, 0.5], [0.5, 2.5], [2.5, 2.5]], {(0, 0), (0, 1), (0, 2), (1, 2), (2, 2)}),
        ([[-50, -50]], set()),
    ],
)
def test_a_stroke_fills_the_cells_under_the_pen(points, cells):
    control = control_for("drawn", drawing((5, 5), brush=0.4), None)
    control.put_stroke(points)
    assert {tuple(map(int, cell)) for cell in np.argwhere(control.value)} == cells


def test_strokes_of_the_page_reach_the_function_and_reset_wipes_them():
    def see(drawn=None):
        return Picture([[Grid(drawn, "drawn (8, 8)", name="drawn", draws="drawn")]], caption=f"{int(drawn.sum())} ink")

    explorer = explore(see, drawn=drawing((8, 8), brush=0.4))
    ask(explorer, kind="draw", panel="drawn", strokes=[[[0.5, 0.5], [0.5, 3.5]], [[6.5, 6.5], [6.5, 6.5]]])
    assert explorer.picture.caption == "5 ink"
    ask(explorer, kind="reset")
    assert explorer.picture.caption == "0 ink"
