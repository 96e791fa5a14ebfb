"""A film that nobody sees any more pauses; one that somebody sees, or of which nothing is known, runs on."""

import pytest
from live_kernel import kernel

from cnnlib.explore import explore
from cnnlib.live import audience
from cnnlib.live.audience import PICTURES, SILENCE
from cnnlib.live.protocol import SEEN
from cnnlib.pictures import Grid, Picture


@pytest.fixture
def clock(monkeypatch):
    """Time as a list of one number."""
    now = [1000.0]
    monkeypatch.setattr(audience.time, "monotonic", lambda: now[0])
    return now


def film(value=0):
    number = 0
    while True:
        yield Picture([[Grid([[number]], "a cell (1, 1)", name="cell")]], caption=f"Picture {number}.")
        number += 1


@pytest.fixture
def explorer():
    """An explorer whose endless film has been started, and shows every picture."""
    explorer = explore(film, value=(0, 3), share=1)
    explorer.start()
    return explorer


def say(explorer, content):
    """Say what a page says; return what it is shown."""
    explorer.view._receive(explorer.view, content, [])
    return explorer.view.shown


def test_a_film_that_nobody_sees_any_more_pauses_and_says_so(explorer, clock):
    say(explorer, SEEN)
    for number in range(PICTURES):
        assert explorer.advance() and explorer.film == "running", number
    clock[0] += SILENCE + 1
    explorer.advance()
    assert explorer.film == "paused"
    assert explorer.message == "No page showed this film any more, so it has been paused. Press Continue to go on."
    assert explorer.view.shown["film"] == "paused" and not explorer.view.shown["dimmed"]
    assert explorer.picture.caption == f"Picture {PICTURES}.", "the last picture that was made is shown"


def test_continue_lets_it_run_on_and_waits_anew(explorer, clock):
    say(explorer, SEEN)
    for _ in range(PICTURES):
        explorer.advance()
    clock[0] += SILENCE + 1
    explorer.advance()
    shown = say(explorer, {"kind": "film", "do": "start", "id": "7"})
    assert shown["film"] == "running"
    for _ in range(PICTURES):
        explorer.advance()
    assert explorer.film == "running" and explorer.message == ""
    assert explorer.picture.caption == f"Picture {2 * PICTURES}."
    clock[0] += SILENCE + 1
    explorer.advance()
    assert explorer.film == "paused"
    explorer.start()
    for _ in range(PICTURES):
        explorer.advance()
    assert explorer.film == "running", "who starts it by a line of code gets as long as a page"


@pytest.mark.parametrize("word", [SEEN, {"kind": "size", "width": 400, "ratio": 1, "id": "7"}, {"kind": "junk"}])
def test_every_word_of_a_page_keeps_it_running(explorer, clock, word):
    say(explorer, SEEN)
    for _ in range(2 * PICTURES):
        clock[0] += SILENCE / 3
        explorer.advance()
        say(explorer, word)
    assert explorer.film == "running"


def test_few_pictures_are_no_silence_however_long_they_take(explorer, clock):
    say(explorer, SEEN)
    for _ in range(PICTURES):
        clock[0] += 60
        explorer.advance()
    assert explorer.film == "running", "words of the page wait while the kernel works"


def test_pages_that_never_say_what_they_see_are_not_missed(explorer, clock):
    say(explorer, {"kind": "size", "width": 400, "ratio": 1, "id": "7"})
    for _ in range(3 * PICTURES):
        clock[0] += SILENCE
        explorer.advance()
    assert explorer.film == "running"


def test_a_word_that_was_seen_is_not_answered(explorer):
    say(explorer, {"kind": "film", "do": "pause", "id": "7"})
    before = explorer.view.shown
    assert say(explorer, SEEN) is before, "else the page would see the answer, and say so"
    assert "kind = 'seen'" in say(explorer, {**SEEN, "id": "8"})["message"]


def test_pictures_of_no_film_are_not_counted(clock):
    explorer = explore(lambda value=0: next(film()), value=(0, 9))
    say(explorer, SEEN)
    for value in range(1, 10):
        explorer.set(value=value)
    clock[0] += SILENCE + 1
    assert not explorer.view.audience.gone


ENDLESS = """
from cnnlib.explore import explore
from cnnlib.live import audience
from cnnlib.pictures import Grid, Picture

audience.SILENCE = 0.5

def film(value=0):
    number = 0
    while True:
        yield Picture([[Grid([[number]], "a cell (1, 1)", name="cell")]], caption=f"Picture {number}.")
        number += 1

explore(film, value=(0, 3))
"""


@pytest.mark.slow
def test_in_a_kernel_it_pauses_when_its_last_page_is_gone(tmp_path):
    with kernel(tmp_path) as page:
        page.run(ENDLESS, cell="a")
        assert page.ask(kind="film", do="start")["film"] == "running"
        for _ in range(6):
            page.see()
            page.listen(0.2)
        assert page.shown()[page.view]["film"] == "running"
        page.until(lambda: page.shown()[page.view]["film"] == "paused", seconds=20)
        page.listen(0.2)
        assert page.shown()[page.view]["message"].startswith("No page showed this film any more")
        stays = page.shown()[page.view]["content"]
        page.listen(0.3)
        assert page.shown()[page.view]["content"] == stays
        assert page.ask(kind="film", do="start")["film"] == "running"
        page.until(lambda: page.shown()[page.view]["content"] > stays + 3)
