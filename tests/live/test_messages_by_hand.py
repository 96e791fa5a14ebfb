"""Whatever somebody sends to an explorer by hand: it is answered at once, and what is wrong changes nothing."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.explore import cells_of, drawing, editable, explore
from cnnlib.live import protocol
from cnnlib.live.protocol import SEEN, ProtocolError
from cnnlib.live.reading import read_request
from cnnlib.live.view import PictureView
from cnnlib.pictures import Grid, Picture
from cnnlib.pictures.cells import positions

START = np.zeros((2, 3))


def show(place=0, typed=START, drawn=None, level=1):
    cells = Grid(np.full((2, 3), level), "cells (2, 3)", name="cells", picks={"place": positions((2, 3))})
    pen = Grid(drawn, "drawn (4, 4)", name="drawn", draws="drawn")
    return Picture(
        [[cells, Grid(typed, "typed (2, 3)", name="typed", edits="typed"), pen]], caption=f"{place} {level}."
    )


def film(level=1):
    for number in range(100):
        yield Picture([[Grid([[number]], "cells (1, 1)", name="cells")]], caption=f"Number {number}, level {level}.")


# Each is made once: Hypothesis sends hundreds of messages to the same one.
EXPLORERS = {
    "with everything": explore(
        show,
        place=cells_of("cells"),
        typed=editable(START),
        drawn=drawing((4, 4), brush=0.5),
        level=(0, 3),
        presets={"last": {"place": 5}},
    ),
    "with little": explore(lambda level=1: next(film(level)), level=(0, 3)),
    "with a film": explore(film, level=(0, 3), presets={"two": {"level": 2}}),
}


def everything_of(explorer):
    """Return all that a message could change, but for the sentence and the counters."""
    shown = {key: value for key, value in explorer.view.shown.items() if key not in ("message", "answered", "version")}
    values = {key: value.tolist() if isinstance(value, np.ndarray) else value for key, value in explorer.values.items()}
    canvas = explorer.view.canvas
    return shown, values, explorer.view.png, explorer.film, explorer.picture, (canvas.width, canvas.ratio)


def is_read(content):
    try:
        read_request(content)
    except ProtocolError:
        return False
    return True


NUMBERS = st.integers() | st.floats() | st.sampled_from([0, -1, 0.5, 10**6, 10**9, 10**400, 1e308, True])
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=20)
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=6,
)
WORDS = st.sampled_from(
    ["cells", "typed", "drawn", "start", "pause", "stop", "first", "last", "two", "1", "", "a" * 2000]
)
POINTS = st.lists(st.lists(st.lists(NUMBERS, min_size=1, max_size=3), max_size=3), max_size=3)
VALUES = JSON | NUMBERS | WORDS | POINTS


PLACES = st.integers(0, 3)
FIELDS = {
    "width": st.integers(200, 400),
    "ratio": st.sampled_from([1, 1.5]),
    "panel": st.sampled_from(["cells", "typed", "drawn"]),
    "row": PLACES,
    "col": PLACES,
    "text": st.sampled_from(["2", "-0.5", "two"]),
    "strokes": st.just([[[1, 1], [2, 3]]]) | POINTS,
    "by": st.sampled_from([1, -1, "first"]),
    "do": st.sampled_from(["start", "pause", "stop"]),
    "name": st.sampled_from(["last", "two"]),
}
"""For each field what may be right; whether it is depends on the explorer."""


@st.composite
def messages(draw):
    """Return anything at all; or a message that may be right, in which something may have gone wrong."""
    if draw(st.integers(0, 3)) == 0:
        return draw(JSON)
    kind = draw(st.sampled_from(list(protocol.REQUESTS)))
    content = {"kind": kind, "id": "7", **{field: draw(FIELDS[field]) for field in protocol.REQUESTS[kind]._fields}}
    name = draw(st.sampled_from(sorted(content)))
    match draw(st.sampled_from(["nothing", "another value", "left out", "one too many"])):
        case "another value":
            content[name] = draw(VALUES)
        case "left out":
            del content[name]
        case "one too many":
            content[draw(st.text(max_size=5)) + "!"] = draw(VALUES)
    return content


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPLORERS)
@settings(max_examples=150, deadline=None)
@given(content=messages())
def test_any_message_is_answered_and_one_that_is_wrong_changes_nothing(name, content):
    explorer = EXPLORERS[name]
    if name == "with a film":  # in the middle of it
        explorer.start()
        explorer.advance()
    before, version = everything_of(explorer), explorer.view.shown["version"]
    explorer.view._receive(explorer.view, content, [])
    shown = explorer.view.shown
    if content == SEEN:
        assert shown["version"] == version
        return
    assert shown["version"] > version, "it is not answered"
    assert "stopped with" not in shown["message"] and "could not be done" not in shown["message"]
    if not is_read(content) or "Nothing was changed." in shown["message"]:
        assert "Nothing was changed." in shown["message"] and len(shown["message"]) < 300
        assert everything_of(explorer) == before
    assert explorer.set(level=1) is explorer.picture and explorer.message == "", "it goes on working"


LONG = "x" * 10**6
NAN = float("nan")
MONSTERS = {
    "a long kind": {"kind": LONG, "id": "7"},
    "a long id": {"kind": "reset", "id": LONG},
    "a long name of a field": {"kind": "reset", "id": "7", LONG: 1},
    "a long panel": {"kind": "pick", "id": "7", "panel": LONG, "row": 0, "col": 0},
    "many fields": {"kind": "reset", "id": "7", **{str(number): number for number in range(10**5)}},
    "many strokes": {"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[1, 1]]] * 10**6},
    "many points": {"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[1, 1]] * 10**6]},
    "a stroke of NaN": {"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[1, 1], [NAN, NAN]]]},
    "a long list": [0] * 10**6,
    "a width of NaN": {"kind": "size", "id": "7", "width": NAN, "ratio": 1},
    "a ratio of text": {"kind": "size", "id": "7", "width": 400, "ratio": "2"},
    "half a row": {"kind": "pick", "id": "7", "panel": "cells", "row": 0.5, "col": 0},
    "a row before the first": {"kind": "pick", "id": "7", "panel": "cells", "row": -1, "col": 0},
    "no film": {"kind": "film", "id": "7", "do": "start"},
}
for _turn in range(500):
    MONSTERS["deep lists"] = {"kind": "pick", "id": "7", "panel": MONSTERS.get("deep lists", []), "row": 0, "col": 0}


@pytest.mark.parametrize("name", MONSTERS)
def test_a_monster_is_refused_at_once(name):
    explorer = EXPLORERS["with everything"]
    before = everything_of(explorer)
    begun = time.process_time()
    explorer.view._receive(explorer.view, MONSTERS[name], [])
    assert time.process_time() - begun < 1
    assert "Nothing was changed." in explorer.message and len(explorer.message) < 300
    assert everything_of(explorer) == before


@pytest.mark.slow
def test_the_largest_size_and_the_longest_strokes_are_worked_on_in_a_moment():
    explorer = explore(show, place=cells_of("cells"), typed=editable(START), drawn=drawing((28, 28), brush=1.5))
    for content in (
        {"kind": "size", "id": "7", "width": 10**9, "ratio": 50},
        {"kind": "draw", "id": "8", "panel": "drawn", "strokes": [[[1e6, -1e6], [-1e6, 1e6]] * 5000]},
    ):
        begun = time.process_time()
        explorer.view._receive(explorer.view, content, [])
        assert time.process_time() - begun < 5
        assert explorer.view.shown["answered"] == content["id"] and explorer.message == ""
    assert explorer.view.canvas.size[0] <= protocol.MOST_ACROSS


def test_a_picture_alone_answers_any_message():
    view = PictureView()
    for number, content in enumerate(MONSTERS.values()):
        view._receive(view, content, [])
        assert view.shown["version"] == number + 1
