"""What page and kernel say to each other: every kind right and wrong, and the two halves held to the same list."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cnnlib.explore import cells_of, drawing, editable, explore
from cnnlib.live import controls, protocol, view
from cnnlib.live.protocol import ProtocolError
from cnnlib.live.reading import read_id, read_request
from cnnlib.pictures import Grid, Picture
from cnnlib.pictures.cells import positions
from cnnlib.pictures.charts import Curves

SCRIPT = view.PictureView._esm
START = np.zeros((2, 3))


def show(position=0, typed=START, drawn=None):
    """Return a picture of all kinds of panels: one to press, one to edit, one to draw on, and one for none of it."""
    return Picture(
        [
            [
                Grid(np.zeros((2, 3)), "cells (2, 3)", name="cells", picks={"position": positions((2, 3))}),
                Grid(typed, "typed (2, 3)", name="typed", edits="typed"),
                Grid(drawn, "drawn (4, 4)", name="drawn", draws="drawn"),
                Curves({}, "curve", "x", "y", (0, 1), (0, 1), name="curve"),
            ]
        ],
        caption=f"Position {position}, typed {typed.sum():g}, drawn {drawn.sum():g}.",
    )


@pytest.fixture(scope="module")
def explorer():
    return explore(
        show,
        position=cells_of("cells"),
        typed=editable(START),
        drawn=drawing((4, 4), brush=0.5),
        presets={"last": {"position": 5}},
    )


def plain_explorer():
    """Return an explorer without position, film and presets."""
    return explore(lambda value=1: Picture([[Grid([[value]], "one", name="one")]], caption=f"{value}."), value=(0, 3))


def tell(explorer, content):
    """Send what a page might send; return what it is shown."""
    explorer.view._receive(explorer.view, content, [])
    return explorer.view.shown


RIGHT = {
    "size": [{"width": 440, "ratio": 2.0}, {"width": 300.5, "ratio": 1}],
    "pick": [{"panel": "cells", "row": 1, "col": 2}, {"panel": "cells", "row": 10**400, "col": 0}],
    "edit": [{"panel": "typed", "row": 0, "col": 1, "text": "2"}, {"panel": "typed", "row": 0, "col": 1, "text": "x"}],
    "draw": [
        {"panel": "drawn", "strokes": [[[0.5, 0.5], [0.5, 3]]]},
        {"panel": "drawn", "strokes": [[[1, 1]], [[-9, -9], [99, 99]]]},
        {"panel": "drawn", "strokes": [[[1.5, 1.5]] * protocol.MOST_POINTS]},
    ],
    "step": [{"by": 1}, {"by": -1}, {"by": "first"}],
    "film": [{"do": "start"}, {"do": "pause"}, {"do": "stop"}],
    "preset": [{"name": "last"}],
    "reset": [{}],
    "still": [{}],
    "again": [{}],
}


@pytest.mark.parametrize("kind", protocol.REQUESTS)
def test_every_kind_is_read(kind):
    for values in RIGHT[kind]:
        request = read_request({"kind": kind, "id": "1", **values})
        assert type(request) is protocol.REQUESTS[kind]
        for name, value in values.items():
            assert json.dumps(getattr(request, name)) == json.dumps(value) or kind in ("size", "draw")


def test_strokes_become_tuples_of_floats():
    request = read_request({"kind": "draw", "id": "1", "panel": "drawn", "strokes": [[[1, 2], [3.5, -4]]]})
    assert request.strokes == (((1.0, 2.0), (3.5, -4.0)),)
    assert isinstance(request.strokes[0][0][0], float)


@pytest.mark.parametrize(
    ("width", "ratio", "expected"),
    [
        (440, 2, (440, 2.0)),
        (0, 0, (120, 0.5)),
        (-5, -1, (120, 0.5)),
        (10**9, 50, (4000, 1.5)),
        (10**400, 10**400, (4000, 1.5)),
        (1e300, 1e300, (4000, 1.5)),
        (400, 50, (400, 4.0)),
        (1500, 4, (1500, 4.0)),
        (1501, 4, (1501, 6000 / 1501)),
        (300.9, 1.25, (300, 1.25)),
    ],
)
def test_a_size_is_clamped(width, ratio, expected):
    request = read_request({"kind": "size", "id": "1", "width": width, "ratio": ratio})
    assert (request.width, request.ratio) == expected
    assert type(request.width) is int and type(request.ratio) is float


def test_extreme_sizes_can_be_drawn(explorer):
    for width, ratio in ((0, 0), (0, 50), (10**9, 0), (10**9, 50)):
        shown = tell(explorer, {"kind": "size", "id": "5", "width": width, "ratio": ratio})
        assert shown["answered"] == "5" and shown["message"] == ""
        assert shown["width"] in protocol.WIDTHS
    tell(explorer, {"kind": "size", "id": "6", "width": 300, "ratio": 1})


NAN, INFINITY = float("nan"), float("inf")

WRONG = [
    # The whole message.
    (None, "content = None"),
    ([1, 2], "content = [1, 2]"),
    ("pick", "content = 'pick'"),
    ({}, "kind = None. It must be one of size, pick, edit, draw, step, film, preset, reset, still,"),
    ({"kind": "jump", "id": "7"}, "kind = 'jump'. It must be one of size"),
    ({"kind": ["pick"], "id": "7"}, "kind = ['pick']"),
    ({"kind": "reset"}, "id = None. It must be a short text"),
    ({"kind": "reset", "id": 7}, "id = 7"),
    ({"kind": "reset", "id": "7" * 10_000}, "id = '7777"),
    # Fields that are missing or too many.
    (
        {"kind": "pick", "id": "7", "panel": "cells", "row": 0},
        "col = nothing. The fields of “pick” are kind, id, panel,",
    ),
    ({"kind": "reset", "id": "7", "now": True}, "'now' = True. The fields of “reset” are kind, id."),
    ({"kind": "step", "id": "7", "by": 1, 3: 4}, "3 = 4. The fields of “step” are kind, id, by."),
    # Each field.
    ({"kind": "size", "id": "7", "width": NAN, "ratio": 1}, "width = nan. It must be a finite number."),
    ({"kind": "size", "id": "7", "width": 300, "ratio": INFINITY}, "ratio = inf. It must be a finite number."),
    ({"kind": "size", "id": "7", "width": "300", "ratio": 1}, "width = '300'"),
    ({"kind": "size", "id": "7", "width": True, "ratio": 1}, "width = True"),
    ({"kind": "pick", "id": "7", "panel": "cells", "row": 0.5, "col": 0}, "row = 0.5. It must be a whole number, 0"),
    ({"kind": "pick", "id": "7", "panel": "cells", "row": 0, "col": -1}, "col = -1. It must be a whole number, 0"),
    ({"kind": "pick", "id": "7", "panel": "cells", "row": False, "col": 0}, "row = False"),
    ({"kind": "pick", "id": "7", "panel": "", "row": 0, "col": 0}, "panel = ''. It must be a name."),
    ({"kind": "pick", "id": "7", "panel": 3, "row": 0, "col": 0}, "panel = 3. It must be a text"),
    ({"kind": "edit", "id": "7", "panel": "typed", "row": 0, "col": 0, "text": 2}, "text = 2. It must be a text of at"),
    (
        {"kind": "edit", "id": "7", "panel": "typed", "row": 0, "col": 0, "text": "1" * 10**6},
        "at most 1,000 characters",
    ),
    ({"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[NAN, 0]]]}, "strokes = nan. It must be a finite"),
    ({"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[1e300, 0]]]}, "within 1,000,000 cells of the panel"),
    ({"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[0]]]}, "strokes = [0]. A point must be two numbers"),
    (
        {"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[[1, 2]] * 10_001]},
        "It may hold at most 10,000 points",
    ),
    ({"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[]]}, "It must be a list of strokes"),
    ({"kind": "draw", "id": "7", "panel": "drawn", "strokes": [[1, 2]]}, "strokes = 1. A point must be"),
    ({"kind": "draw", "id": "7", "panel": "drawn", "strokes": "none"}, "strokes = 'none'. It must be a list"),
    (
        {"kind": "step", "id": "7", "by": 0},
        "by = 0. It must be a whole number from −10,000 to 10,000 that is not 0, or",
    ),
    ({"kind": "step", "id": "7", "by": 10_001}, "by = 10001"),
    ({"kind": "step", "id": "7", "by": True}, "by = True"),
    ({"kind": "step", "id": "7", "by": [1]}, "by = [1]"),
    ({"kind": "film", "id": "7", "do": "rewind"}, "do = 'rewind'. It must be “start”, “pause” or “stop”."),
    ({"kind": "preset", "id": "7", "name": None}, "name = None"),
    # What this explorer does not have.
    ({"kind": "pick", "id": "7", "panel": "gone", "row": 0, "col": 0}, "The panels of this picture are cells, typed,"),
    ({"kind": "pick", "id": "7", "panel": "typed", "row": 0, "col": 0}, "Pressing a cell of this panel sets nothing."),
    ({"kind": "pick", "id": "7", "panel": "curve", "row": 0, "col": 0}, "Pressing a cell of this panel sets nothing."),
    ({"kind": "edit", "id": "7", "panel": "cells", "row": 0, "col": 0, "text": "1"}, "cannot be edited"),
    ({"kind": "edit", "id": "7", "panel": "gone", "row": 0, "col": 0, "text": "1"}, "panel = 'gone'"),
    ({"kind": "draw", "id": "7", "panel": "typed", "strokes": [[[1, 1]]]}, "This panel cannot be drawn on."),
    ({"kind": "film", "id": "7", "do": "start"}, "kind = 'film'. This explorer has no film."),
    ({"kind": "preset", "id": "7", "name": "none"}, "name = 'none'. The presets are last."),
]


@pytest.mark.parametrize(("content", "sentence"), WRONG, ids=[sentence[:40] for _content, sentence in WRONG])
def test_what_is_wrong_is_answered_with_a_sentence_and_changes_nothing(explorer, content, sentence):
    tell(explorer, {"kind": "reset", "id": "1"})
    before, png, values = explorer.view.shown, explorer.view.png, json.dumps(explorer.values, default=np.ndarray.tolist)
    picture = explorer.picture
    shown = tell(explorer, content)
    assert sentence in shown["message"] and shown["message"].endswith("Nothing was changed.")
    assert len(shown["message"]) < 300
    assert shown["answered"] == read_id(content) and shown["version"] == before["version"] + 1
    same = [name for name in shown if name not in ("message", "answered", "version")]
    assert {name: shown[name] for name in same} == {name: before[name] for name in same}
    assert explorer.picture is picture and explorer.view.png is png
    assert json.dumps(explorer.values, default=np.ndarray.tolist) == values
    assert tell(explorer, {"kind": "step", "id": "8", "by": 1})["message"] == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"kind": "step", "by": 1}, "This explorer has no position that steps."),
        ({"kind": "preset", "name": "last"}, "The presets are none."),
        ({"kind": "film", "do": "stop"}, "This explorer has no film."),
    ],
)
def test_a_plain_explorer_has_no_steps_presets_or_film(content, sentence):
    assert sentence in tell(plain_explorer(), {"id": "7", **content})["message"]


def test_a_press_on_a_panel_that_is_gone_does_not_move_the_cursor(explorer):
    tell(explorer, {"kind": "pick", "id": "1", "panel": "cells", "row": 1, "col": 1})
    tell(explorer, {"kind": "pick", "id": "2", "panel": "gone", "row": 0, "col": 0})
    shown = tell(explorer, {"kind": "size", "id": "3", "width": 320, "ratio": 1})
    assert next(panel for panel in shown["panels"] if panel["name"] == "cells")["cursor"] == [1, 1]


def test_a_picture_without_an_explorer_answers_what_is_wrong_too():
    alone = view.PictureView()
    alone._receive(alone, {"kind": "jump", "id": "4"}, [])
    assert alone.shown["answered"] == "4" and "kind = 'jump'" in alone.shown["message"]


@pytest.mark.parametrize(
    ("number", "said"),
    [(10**5000, "[int]"), (-(10**700), "[int]"), (10**600, f"[1{'0' * 17}...{'0' * 19}]"), (123, "[123]")],
    ids=["5000", "700", "600", "2"],
)
def test_a_whole_number_of_thousands_of_digits_is_named_by_its_type(number, said):
    with pytest.raises(ProtocolError, match=re.escape(f"width = {said}. It")):
        read_request({"kind": "size", "id": "1", "width": [number], "ratio": 1})


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None)
@given(JUNK)
def test_junk_is_answered_and_the_picture_stays(explorer, content):
    picture, version = explorer.picture, explorer.view.shown["version"]
    shown = tell(explorer, content)
    assert explorer.picture is picture and shown["version"] == version + 1
    assert shown["answered"] == read_id(content) and "Nothing was changed." in shown["message"]


NAMES = sorted({name for request in protocol.REQUESTS.values() for name in request._fields})
VALUES = st.sampled_from([value for values in RIGHT.values() for each in values for value in each.values()])


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([kind for kind in RIGHT if kind != "size"]), st.dictionaries(st.sampled_from(NAMES), VALUES | JUNK)
)
def test_a_known_kind_with_any_fields_is_answered(explorer, kind, values):
    content = {**RIGHT[kind][0], **values, "kind": kind, "id": "9"}
    picture = explorer.picture
    try:
        read_request(content)
        right = True
    except ProtocolError:
        right = False
    shown = tell(explorer, content)
    assert shown["answered"] == "9" and "stopped with" not in shown["message"]
    assert right or explorer.picture is picture


# The page's half.


def test_the_page_sends_the_kinds_and_fields_of_the_protocol():
    table = SCRIPT[SCRIPT.index("const REQUESTS = {") : SCRIPT.index("\n};")]
    literals = re.findall(r'^  (\w+): \(.*\) => \(\{ kind: "(\w+)"(.*) \}\),$', table, re.MULTILINE)
    sent = {kind: re.findall(r", (\w+)", rest) for _name, kind, rest in literals}
    assert sent == {kind: list(request._fields) for kind, request in protocol.REQUESTS.items()}
    assert [name for name, _kind, _rest in literals] == list(sent)
    unanswered = SCRIPT.count('kind: "seen"') + SCRIPT.count('kind: "near", held: ')
    requests = SCRIPT.count("kind:") - unanswered
    assert protocol.Near._fields == ("held",) and unanswered == 2
    assert requests == len(sent), "a request is built outside of the table"
    asked = re.findall(r"requests\.ask\((REQUESTS\.(\w+)\()?", SCRIPT)
    assert {name for _call, name in asked} == set(sent)


def test_the_page_sends_no_more_strokes_than_the_kernel_takes():
    assert 2 * int(re.search(r"const MOST_STROKES = (\d+);", SCRIPT)[1]) == protocol.MOST_POINTS


def test_the_page_reads_only_what_the_kernel_sends():
    shown = set(re.findall(r'(?:\bshown|\blatest|\bnow|get\("shown"\))\.(\w+)', SCRIPT))
    assert shown == set(protocol.Shown.__annotations__)
    panel = set(re.findall(r"\bpanel\.(\w+)", SCRIPT)) - {"name"}
    assert panel <= set(protocol.PanelState.__annotations__) | {"draws"}
    assert set(re.findall(r"\bsetup\.(\w+)", SCRIPT)) == set(protocol.Toolbar.__annotations__)
    ends = re.search(r"const ENDS = \{(.*)\}", SCRIPT)[1]
    states = set(re.findall(r'enter\("(\w+)"\)', SCRIPT) + re.findall(r'"(\w+)"', ends)) - {"well"}
    assert set(re.findall(r"\blabels\.(\w+)", SCRIPT)) | states == set(view.PictureView().labels)
    still = set(", ".join(re.findall(r'const \{ ([^}]+) \} = model\.get\("still"\)', SCRIPT)).split(", "))
    assert still == set(protocol.Still.__annotations__)


def test_the_page_is_told_how_wide_the_pen_is(explorer):
    pens = {panel["name"]: panel["pen"] for panel in explorer.view.shown["panels"]}
    assert pens == {"cells": None, "typed": None, "drawn": 1.0}  # twice the brush, which is a radius


def test_the_kernel_sends_exactly_the_fields_of_the_protocol(explorer):
    assert set(explorer.view.shown) == set(protocol.Shown.__annotations__)
    assert set(view.PictureView().toolbar) == set(protocol.Toolbar.__annotations__)
    for panel in explorer.view.shown["panels"]:
        assert set(panel) == set(protocol.PanelState.__annotations__)
    alone = view.PictureView()
    alone.show(explorer.picture)
    required = protocol.PanelState.__required_keys__
    assert all(set(panel) == set(required) for panel in alone.shown["panels"])
    json.dumps(explorer.view.shown)


def test_page_and_kernel_compare_as_many_digits_of_a_fraction():
    assert int(re.search(r"^const DIGITS = (\d+);$", SCRIPT, re.MULTILINE)[1]) == controls.DIGITS
