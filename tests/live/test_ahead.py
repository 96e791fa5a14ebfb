"""What is drawn ahead of a page: which settings, when, and when not any more."""

import itertools
import json
import threading
import time

import numpy as np
import pytest

from cnnlib import samples
from cnnlib.engine.settings import SettingError
from cnnlib.explore import cells_of, drawing, editable, explore
from cnnlib.live import ahead as ahead_module
from cnnlib.live.ahead import (
    MOST,
    MOST_BYTES,
    PAUSE,
    QUICK,
    REST,
    SLOW,
    SLOW_ONES,
    VERY_SLOW,
    Ahead,
    Drawn,
    heard,
)
from cnnlib.live.neighbours import Move, last_move
from cnnlib.live.protocol import Near
from cnnlib.pictures import Grid, Picture


def show(padding=1, kernel="edges", bias=0.0, same=False, position=4):
    if padding == 3:
        raise SettingError("Padding 3 is too much.", "Set padding to 2.")
    values = np.arange(9).reshape(3, 3) + padding + bias + same
    grid = Grid(values, "output (3, 3)", name="output", picks={"position": np.arange(9).reshape(3, 3)})
    return Picture([[grid]], caption=f"{kernel} {padding} {bias} {same} {position}.")


def made(function=show, **controls):
    controls = controls or {
        "padding": (0, 4),
        "kernel": ["edges", "blur", "sharpen"],
        "bias": (0.0, 1.0, 0.25),
        "same": False,
        "position": cells_of("output"),
    }
    presets = {"far": {"kernel": "blur", "padding": 2}} if function is show else {}
    explorer = explore(function, presets=presets, **controls)
    explorer.view.told = []
    explorer.view.send = lambda message, buffers=(): explorer.view.told.append((message, [*buffers]))
    return explorer


def near(explorer, held=0):
    """Come near, and let the kernel work until it has drawn all that it wants to."""
    explorer.view._receive(explorer.view, {"kind": "near", "held": held}, [])
    return work(explorer)


def work(explorer):
    told = explorer.view.told
    before = len(told)
    while explorer._previews._ahead.work():
        pass
    return [message for message, _buffers in told[before:] if message["kind"] != "next"]


def asked(explorer):
    """Return the settings that were drawn, in their order, as what differs from the setting on the page."""
    at = explorer.view.shown["at"]
    return [
        {name: mark for name, mark in message["asked"].items() if mark != at[name]}
        for message, _buffers in explorer.view.told
        if message["kind"] != "next"
    ]


# Which settings


def test_one_step_of_each_control_is_drawn_and_every_other_value_that_is_likely():
    explorer = made()
    near(explorer)
    drawn = asked(explorer)
    for one in ({"padding": 0}, {"padding": 2}, {"kernel": 1}, {"bias": 0.25}, {"same": True}):
        assert one in drawn
    assert {"position": 1} in drawn and {"position": 7} in drawn, "the cells above and below"
    assert {} not in drawn
    assert len(drawn) <= MOST
    assert len({str(each) for each in drawn}) == len(drawn), "none twice"


def test_the_control_that_was_moved_comes_first_and_its_direction_before_the_other():
    explorer = made()
    sent = [message["asked"] for message in near(explorer)]
    for value, first, second in ((0.5, 0.75, 0.25), (0.25, 0.0, 0.5)):
        explorer.view.told.clear()
        explorer._controls["bias"].widget.value = value
        (likeliest, _none), *_others = explorer.view.told
        assert [asked["bias"] for asked in likeliest["asked"][:2]] == [first, second]
        assert {asked["bias"] for asked in likeliest["asked"][2:]} == {value}, "and then the others"
        again = [message["asked"] for message in work(explorer)]
        assert not any(asked in sent for asked in again), "what the page has is not sent again"
        sent += again


def test_the_page_is_told_which_are_likeliest():
    explorer = made()
    near(explorer)
    likeliest = [message for message, _buffers in explorer.view.told if message["kind"] == "next"]
    assert len(likeliest) == 1 and 3 <= len(likeliest[0]["asked"]) <= 6
    assert likeliest[0]["asked"][0] == explorer.view.told[1][0]["asked"]


def test_cells_go_on_in_the_direction_in_which_they_went():
    explorer = made()
    near(explorer)
    explorer.view.told.clear()
    explorer.view._receive(explorer.view, {"kind": "pick", "panel": "output", "row": 1, "col": 2, "id": "1"}, [])
    assert explorer.values["position"] == 5
    work(explorer)
    assert asked(explorer)[0] == {"position": 6}, "the next step"
    assert {"position": 8} in asked(explorer)[:3], "and the cell below"


@pytest.mark.parametrize(
    ("before", "now", "move"),
    [
        ({"a": 1, "b": 0}, {"a": 2, "b": 0}, Move("a", 1)),
        ({"a": 2, "b": 0}, {"a": 0.5, "b": 0}, Move("a", -1)),
        ({"a": None}, {"a": 3}, Move("a", 0)),
        ({"a": 1, "b": 0}, {"a": 2, "b": 1}, Move()),
        ({"a": 1}, {"a": 1}, Move()),
        ({}, {"a": 1}, Move()),
    ],
)
def test_the_last_move_is_read_from_two_settings(before, now, move):
    assert last_move(before, now) == move


# What is sent


def test_what_is_sent_ahead_is_to_the_byte_what_the_setting_gives():
    explorer = made()
    explorer.set(padding=2)
    near(explorer)
    sent = [(message, buffers) for message, buffers in explorer.view.told if message["kind"] != "next"]
    assert {message["kind"] for message, _buffers in sent} == {"ahead", "refused"}, "an impossible one, too"
    names = list(explorer._controls)
    for message, buffers in sent:
        values = dict(zip(names, (message["asked"][name] for name in names), strict=True))
        values["kernel"] = ["edges", "blur", "sharpen"][values["kernel"]]
        if message["kind"] == "refused":
            with pytest.raises(SettingError):
                explorer.set(**values)
            assert message["message"] == explorer.view.shown["message"] != ""
            continue
        explorer.set(**values)
        shown = dict(explorer.view.shown)
        assert buffers == [explorer.view.png] and message["sign"] == shown["sign"]
        differ = {name for name, value in message["content"].items() if shown[name] != value}
        assert differ <= {"panels"}, differ
        for one, other in zip(message["content"]["panels"], shown["panels"], strict=True):
            assert {**one, "cursor": None} == {**other, "cursor": None}
    assert explorer._previews.able, "the kernel compared each of them with what it had sent"


def test_nothing_changes_on_the_page_or_in_the_controls():
    explorer = made()
    before = dict(explorer.view.shown), explorer.view.png, explorer.values
    near(explorer)
    assert (dict(explorer.view.shown), explorer.view.png, explorer.values) == before


def test_a_position_that_a_smaller_panel_has_not_is_told_as_it_will_be():
    def shrinking(size=3, position=8):
        return Picture([[Grid(np.zeros((size, size)), f"n ({size})", name="n")]], caption=f"{size}, {position}.")

    explorer = made(shrinking, size=(2, 4), position=cells_of("n"))
    smaller = next(message for message in near(explorer) if message["asked"] == {"size": 2, "position": 8})
    assert smaller["content"]["at"] == {"size": 2, "position": 3}
    assert smaller["content"]["where"] == "row 1, column 1" and smaller["content"]["at_end"]


# When not


def test_only_the_explorer_that_somebody_is_near_to_works_ahead():
    one, other = made(), made()
    near(one)
    near(other)
    one.view.told.clear()
    one._controls["padding"].widget.value = 2
    assert one.view.told == [], "the other has the turn"


def test_a_page_that_holds_nothing_gets_all_again_and_one_that_holds_something_does_not():
    explorer = made()
    first = [message["asked"] for message in near(explorer)]
    assert not any(message["asked"] in first for message in near(explorer, held=len(first)))
    assert [message["asked"] for message in near(explorer)] == first


def test_another_size_of_the_page_makes_all_worthless():
    explorer = made()
    first = near(explorer)
    explorer.view._receive(explorer.view, {"kind": "size", "width": 440, "ratio": 1.0, "id": "1"}, [])
    explorer._controls["padding"].widget.value = 2
    again = work(explorer)
    assert again[0]["epoch"] == explorer.view.shown["epoch"] > first[0]["epoch"]
    assert {message["content"]["width"] for message in again if message["kind"] == "ahead"} == {440}


def counted(number=0):
    counted.calls += 1
    return Picture([[Grid([[number]], "n", name="n")]], caption=f"{number}, call {counted.calls}.")


def shouting(number=0):
    print("drawn", number)
    return Picture([[Grid([[number]], "n", name="n")]], caption=f"{number}.")


def slow(number=0):
    until = time.thread_time() + 1.1 * SLOW
    while time.thread_time() < until:
        pass
    return Picture([[Grid([[number]], "n", name="n")]], caption=f"{number}.")


def failing(number=0):
    if number:
        raise ZeroDivisionError
    return Picture([[Grid([[number]], "n", name="n")]], caption=f"{number}.")


def test_a_function_that_gives_something_else_each_time_gets_nothing_ahead_from_then_on():
    counted.calls = 0
    explorer = made(counted, number=(0, 9))
    assert near(explorer)
    epoch = explorer.view.shown["epoch"]
    explorer._controls["number"].widget.value = 1
    assert not explorer._previews.able and explorer.view.shown["epoch"] == epoch + 1, "the page drops what it holds"
    assert near(explorer) == []


@pytest.mark.parametrize("function", [shouting, failing])
def test_a_function_that_prints_or_fails_gets_nothing_ahead_and_nothing_is_printed(function, capsys):
    explorer = made(function, number=(0, 9))
    capsys.readouterr()
    assert len(near(explorer)) <= 1
    assert not explorer._previews.able and capsys.readouterr().out == ""
    assert explorer.message == ""


@pytest.fixture
def impatient(monkeypatch):
    """As it is for learners, but by the processor's time alone: other work on this machine must not count."""
    monkeypatch.setattr(ahead_module, "SLOW", SLOW)
    monkeypatch.setattr(ahead_module, "Stopwatch", OwnTime)


class OwnTime:
    def __init__(self):
        self.begun = time.thread_time()

    @property
    def seconds(self):
        return time.thread_time() - self.begun


@pytest.mark.usefixtures("impatient")
def test_a_slow_function_is_given_up_after_some_tries():
    explorer = made(slow, number=(0, 30))
    assert len(near(explorer)) == SLOW_ONES
    assert not explorer._previews.able


@pytest.mark.usefixtures("impatient")
def test_what_takes_very_long_is_given_up_at_once(monkeypatch):
    monkeypatch.setattr(ahead_module, "VERY_SLOW", VERY_SLOW)

    def very_slow(number=0):
        for _turn in range(6 if number else 0):
            slow()
        return slow(number)

    explorer = made(very_slow, number=(0, 30))
    explorer._controls["number"].widget.value = 3
    assert near(explorer) == [] and explorer.message == ""


def test_what_sleeps_is_slow_too(monkeypatch):
    monkeypatch.setattr(ahead_module, "VERY_SLOW", VERY_SLOW)
    explorer = made(
        lambda number=0: (time.sleep(5 * VERY_SLOW), counted(0))[1] if number else counted(0), number=(0, 9)
    )
    counted.calls = 0
    assert len(near(explorer)) == 1 and not explorer._previews.able


@pytest.mark.usefixtures("impatient")
def test_one_slow_picture_among_quick_ones_is_forgiven():
    busy = itertools.cycle([True, True, False])

    def draw(key):
        if next(busy):
            slow()
        return Drawn(key, "", 1)

    work_ahead = Ahead(draw, loop=None, lock=threading.RLock())
    work_ahead.plan(iter(map(str, range(9))))
    while work_ahead.work():
        pass
    assert work_ahead.able and work_ahead.holds("8")


def test_drawings_and_films_get_nothing_ahead():
    def drawn(digit=None, number=0):
        return Picture([[Grid(digit, "d (4, 4)", name="d", draws="digit")]], caption=f"{number}.")

    def film(number=0):
        yield Picture([[Grid([[number]], "n", name="n")]], caption="")

    assert near(made(drawn, digit=drawing((4, 4)), number=(0, 3))) == []
    assert near(made(film, number=(0, 3))) == []


def test_an_interrupt_while_something_is_drawn_ahead_ends_nothing():
    explorer = made(lambda number=0: counted(number), number=(0, 9))

    def interrupted(_neighbour):
        raise KeyboardInterrupt

    explorer._previews._ahead._draw = interrupted
    assert near(explorer) == []
    explorer.set(number=3)
    assert explorer.message == ""


def test_what_the_page_drops_is_forgotten_oldest_first():
    ahead = Ahead(lambda key: Drawn(key, "", MOST_BYTES // 3), loop=None, lock=threading.RLock())
    ahead.plan(iter("abcd"))
    while ahead.work():
        pass
    assert [key for key in "abcd" if ahead.holds(key)] == ["b", "c", "d"]


def test_what_is_likely_is_dropped_last():
    ahead = Ahead(lambda key: Drawn(key, "", MOST_BYTES // 3), loop=None, lock=threading.RLock())
    for keys in ("abc", "d"):
        ahead.refresh("ac")
        ahead.plan(iter(keys))
        while ahead.work():
            pass
    assert [key for key in "abcd" if ahead.holds(key)] == ["a", "c", "d"]


def test_what_the_page_is_told_of_as_likely_is_dropped_last_here_too():
    explorer = made()
    drawn = near(explorer)
    explorer.view.told.clear()
    near(explorer, held=len(drawn))  # what is further away is drawn after these
    (likeliest, _none), *more = explorer.view.told
    sent = list(explorer._previews._ahead._sent)[: -len(more)]
    likely = [json.dumps(asked, sort_keys=True) for asked in likeliest["asked"]]
    assert sent[-len(likely) :] == likely


def test_a_hand_that_comes_near_again_has_moved_nothing():
    explorer = made()
    near(explorer)
    explorer._controls["padding"].widget.value += 1
    near(explorer)
    near(explorer)
    *_before, first, again = [message["asked"] for message, _buffers in explorer.view.told if message["kind"] == "next"]
    assert first[0]["padding"] == explorer.values["padding"] + 1
    assert again == first


def test_ahead_of_a_quick_hand_nothing_is_drawn_before_it_rests(monkeypatch):
    now = itertools.count(step=0.5 * QUICK)
    monkeypatch.setattr(ahead_module.time, "monotonic", lambda: next(now))
    waits = []
    ahead = Ahead(lambda key: Drawn(key, "", 1), loop=None, lock=threading.RLock())
    ahead.near()
    monkeypatch.setattr(ahead, "_later", waits.append)
    ahead.plan(iter("ab"))
    for _word in range(2):
        heard()
    ahead._tick(0)
    assert waits == [PAUSE, pytest.approx(REST - 0.5 * QUICK)] and not ahead.holds("a")


def keeps(explorer):
    return [message["keep"] for message, _buffers in explorer.view.told if message["kind"] == "next"]


def test_what_was_answered_the_page_keeps_and_it_is_not_drawn_again():
    def wide(place=50):
        if place == 9:
            raise SettingError("Nine is too few.", "Set place to 10.")
        return Picture([[Grid([[place]], "one (1, 1)", name="one")]], caption=f"At {place}.")

    explorer = made(wide, place=(0, 100))
    near(explorer)
    far = json.dumps({"place": 90})
    assert not explorer._previews._ahead.holds(far)
    explorer._controls["place"].widget.value = 90
    assert explorer._previews._ahead.holds(far)
    work(explorer)
    explorer.view.told.clear()
    explorer._controls["place"].widget.value = 91
    assert {"place": 90} not in [message["asked"] for message in work(explorer)]
    explorer._controls["place"].widget.value = 9
    explorer._controls["place"].widget.value = 10
    assert keeps(explorer) == [True, False, True], "of an impossible setting there is no picture"


def test_what_floats_add_to_a_step_makes_no_other_setting():
    explorer = made()
    slider = explorer._controls["bias"].widget
    slider.max, slider.step, slider.value = 3.0, 0.1, 0.1 + 0.2
    assert slider.value != 0.3 and explorer.values["bias"] == 0.3 == explorer.view.shown["at"]["bias"]
    slider.value = 1 / 3
    assert explorer.values["bias"] == 1 / 3, "what is on no step stays as it is"
    assert explorer.view.shown["at"]["bias"] == 0.333333333333


def test_what_was_there_before_a_hand_came_is_not_kept():
    explorer = made()
    near(explorer)
    assert keeps(explorer) == [False]


def test_a_function_is_found_out_by_what_it_answered_before():
    calls = itertools.count()

    def counted(place=50):
        return Picture([[Grid([[place]], "one (1, 1)", name="one")]], caption=f"Call {next(calls)}.")

    explorer = made(counted, place=(0, 100))
    explorer._previews.near(Near(0))  # its turn, and nothing is drawn
    slider = explorer._controls["place"].widget
    slider.value, epoch = 90, explorer.view.epoch
    slider.value = 10
    assert explorer._previews.able and explorer.view.epoch == epoch
    slider.value = 90
    assert not explorer._previews.able and explorer.view.epoch == epoch + 1


def test_no_more_than_so_many_are_drawn_ahead_of_one_setting():
    ahead = Ahead(lambda key: Drawn(str(key), "", 1), loop=None, lock=threading.RLock())
    ahead.plan(itertools.count())
    drawn = 0
    while ahead.work():
        drawn += 1
    assert drawn == MOST


def test_a_prediction_that_was_made_meanwhile_makes_all_worthless():
    class Asked:
        id, noted = "asked", None

        def remark(self, values):
            return f"You predicted {self.noted}." if self.noted and values["padding"] == 2 else ""

    asked_for = Asked()
    explorer = made()
    explorer.remarks = [asked_for]
    explorer._previews._was_noted = [None]
    first = near(explorer)
    asked_for.noted = 7
    again = near(explorer, held=len(first))
    answered = next(message for message in again if message["asked"]["padding"] == 2)
    assert answered["content"]["caption"].endswith("You predicted 7.") and answered["epoch"] == first[0]["epoch"] + 1


# Marks


def test_an_edited_array_has_a_mark_that_follows_its_numbers():
    kernel = samples.KERNELS["vertical edges"]

    def edited(kernel=kernel):
        return Picture([[Grid(kernel, "kernel (3, 3)", name="kernel", edits="kernel")]], caption="A kernel.")

    explorer = made(edited, kernel=editable(kernel))
    first = explorer.view.shown["at"]["kernel"]
    typed = {"kind": "edit", "panel": "kernel", "row": 0, "col": 0, "id": "1"}
    explorer.view._receive(explorer.view, {**typed, "text": "7"}, [])
    assert explorer.view.shown["at"]["kernel"] != first == explorer.view.toolbar["reset"]["kernel"]
    explorer.view._receive(explorer.view, {**typed, "text": f"{kernel[0, 0]}"}, [])
    assert explorer.view.shown["at"]["kernel"] == first


@pytest.fixture(autouse=True)
def _nobody_is_near(monkeypatch):
    monkeypatch.setattr(ahead_module, "_turn", None)
    for limit in ("SLOW", "VERY_SLOW"):  # this machine may have other work, too
        monkeypatch.setattr(ahead_module, limit, 10.0)
