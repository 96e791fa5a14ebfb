"""Explorers: what moves, what a page may ask for, and what happens when a setting is impossible."""

import base64
import gc
import itertools
import threading
import weakref

import ipywidgets as widgets
import numpy as np
import pytest

from cnnlib import conv2d, samples
from cnnlib.engine.settings import SettingError
from cnnlib.explore import cells_of, editable, explore
from cnnlib.live.controls import ChoiceControl, WidgetControl, control_for
from cnnlib.live.picture_controls import ArrayControl, PositionControl
from cnnlib.live.view import PictureView
from cnnlib.pictures import Grid, Picture
from cnnlib.pictures.cells import positions
from cnnlib.pictures.convolution import convolution_picture

IMAGE = samples.toy_input()


def show(kernel_size=3, padding=0, position=0, tap=None):
    kernel = np.ones((kernel_size, kernel_size))
    output = conv2d(IMAGE, kernel, padding=padding)
    return convolution_picture(IMAGE, kernel, output, padding=padding, position=position, tap=tap)


def padding_explorer(function=show, **more):
    return explore(
        function,
        kernel_size=(1, 5),
        padding=(0, 3),
        position=cells_of("output"),
        tap=cells_of("kernel", steps=False),
        **more,
    )


def ask(explorer, **request):
    """Ask what the page asks; return what it is shown."""
    explorer.view._receive(explorer.view, {"id": "7", **request}, [])
    assert explorer.view.shown["answered"] == "7"
    return explorer.view.shown


def counted(function):
    """Return a function that counts its calls, and the count as a list."""
    calls = []

    def counting(**values):
        calls.append(values)
        return function(**values)

    return counting, calls


def test_the_start_is_the_function_s_own_defaults():
    explorer = padding_explorer()
    assert explorer.values == {"kernel_size": 3, "padding": 0, "position": 0, "tap": None}
    assert repr(explorer.picture) == repr(show())


def test_a_slider_changes_the_picture_and_its_alt_text():
    explorer = padding_explorer()
    before = explorer.view.png
    slider = next(each for each in explorer.widget.children[0].children if each.description == "padding")
    slider.value = 2
    assert explorer.view.png != before
    assert "output (6, 6)" in explorer.view.shown["alt"]
    assert explorer.view.shown["code"] == "conv2d(samples.toy_input(), np.ones((3, 3)), padding=2)"
    assert explorer.view.shown["formula"].startswith("output height and width: 4 + 2·2 − 3 + 1 = 6")


def test_one_request_calls_the_function_once():
    counting, calls = counted(show)
    explorer = explore(
        counting,
        kernel_size=(1, 5),
        padding=(0, 3),
        position=cells_of("output"),
        presets={"both": {"kernel_size": 2, "padding": 2}},
    )
    calls.clear()
    ask(explorer, kind="preset", name="both")
    assert [(call["kernel_size"], call["padding"]) for call in calls] == [(2, 2)]


def test_reset_puts_everything_back():
    explorer = padding_explorer()
    explorer.set(kernel_size=5, padding=3, position=7, tap=2)
    ask(explorer, kind="reset")
    assert explorer.values == {"kernel_size": 3, "padding": 0, "position": 0, "tap": None}


def test_pressing_a_cell_sets_the_controls_that_it_picks():
    explorer = padding_explorer()
    explorer.set(padding=1)
    assert "row 2, column 3 gives 9" in ask(explorer, kind="pick", panel="output", row=2, col=3)["alt"]
    ask(explorer, kind="pick", panel="input", row=1, col=1)
    assert explorer.values["position"] == 0
    ask(explorer, kind="pick", panel="kernel", row=1, col=2)
    assert explorer.values["tap"] == 5


def test_a_cell_beyond_a_panel_that_has_shrunk_is_its_last():
    explorer = padding_explorer()
    ask(explorer, kind="pick", panel="output", row=99, col=99)
    assert explorer.values["position"] == 3


def test_the_cursor_stands_where_the_controls_say():
    explorer = padding_explorer()
    explorer.set(padding=1, position=6)
    panels = {panel["name"]: panel for panel in explorer.view.shown["panels"]}
    assert panels["output"]["cursor"] == [1, 2]
    assert panels["kernel"]["cursor"] is None
    assert panels["input"]["picks"] == ["position"] and panels["kernel"]["picks"] == ["tap"]


def test_the_cursor_stays_where_it_was_pressed_if_several_cells_pick_the_same():
    explorer = padding_explorer()
    for row, col in ((0, 1), (1, 0), (3, 3)):
        ask(explorer, kind="pick", panel="input", row=row, col=col)
        panels = {panel["name"]: panel for panel in explorer.view.shown["panels"]}
        assert panels["input"]["cursor"] == [row, col]
    explorer.set(position=0)
    panels = {panel["name"]: panel for panel in explorer.view.shown["panels"]}
    assert panels["input"]["cursor"] == [0, 0], "what was pressed picks another one"


def test_steps_stop_at_both_ends_and_play_starts_over():
    explorer = padding_explorer()
    shown = ask(explorer, kind="step", by=-1)
    assert (shown["where"], shown["at_start"], shown["at_end"]) == ("row 0, column 0", True, False)
    for _ in range(5):
        shown = ask(explorer, kind="step", by=1)
    assert (shown["where"], shown["at_start"], shown["at_end"]) == ("row 1, column 1", False, True)
    assert ask(explorer, kind="step", by="first")["where"] == "row 0, column 0"


def test_a_position_follows_the_panel():
    explorer = padding_explorer()
    explorer.set(padding=3, position=63)
    explorer.set(padding=0)
    assert explorer.values["position"] == 3
    assert explorer.view.shown["where"] == "row 1, column 1"


def test_an_impossible_setting_is_a_sentence_and_keeps_the_last_picture():
    explorer = padding_explorer()
    good, png = explorer.picture, explorer.view.png
    with pytest.raises(SettingError, match="kernel_size 5 does not fit"):
        explorer.set(kernel_size=5)
    shown = explorer.view.shown
    assert explorer.message.startswith("kernel_size 5 does not fit: one side of the input is only 4 pixels long.")
    assert explorer.picture is good and explorer.view.png == png
    assert shown["alt"].startswith("Not the picture of this setting")
    explorer.set(padding=1)
    assert explorer.message == ""


def test_a_slider_on_an_impossible_setting_raises_nothing():
    explorer = padding_explorer()
    slider = next(each for each in explorer.widget.children[0].children if each.description == "kernel_size")
    slider.value = 5
    assert "does not fit" in explorer.message
    slider.value = 4
    assert explorer.message == "" and "output (1, 1)" in explorer.picture.caption


def test_a_bug_is_shown_and_raised():
    def broken(padding=0):
        if padding == 2:
            raise ValueError("operands could not be broadcast")
        return show(padding=padding)

    explorer = explore(broken, padding=(0, 3))
    slider = explorer.widget.children[0].children[0]
    with pytest.raises(ValueError, match="broadcast"):
        slider.value = 2
    assert "broken() stopped with ValueError('operands" in explorer.message
    with pytest.raises(ValueError, match="broadcast"):
        explorer.set(padding=2)


def test_a_function_that_refuses_its_own_start_fails_in_its_cell():
    with pytest.raises(SettingError, match="does not fit"):
        explore(lambda kernel_size=5: show(kernel_size=kernel_size), kernel_size=(1, 5))


def editable_explorer():
    start = np.eye(2)

    def show_kernel(kernel=start, position=0):
        return convolution_picture(IMAGE, kernel, conv2d(IMAGE, kernel), position=position, edits="kernel")

    return explore(
        show_kernel, kernel=editable(start), position=cells_of("output"), presets={"ones": {"kernel": np.ones((2, 2))}}
    )


@pytest.mark.parametrize(("text", "number"), [("2", 2), (" -0.5 ", -0.5), ("−3", -3), ("1,5", 1.5), ("1e2", 100)])
def test_typing_a_number_changes_the_kernel(text, number):
    explorer = editable_explorer()
    ask(explorer, kind="edit", panel="kernel", row=0, col=1, text=text)
    assert explorer.values["kernel"].tolist() == [[1, number], [0, 1]]
    assert explorer.message == ""


@pytest.mark.parametrize("text", ["abc", "", "nan", "inf", "1e9", "2 3", "<b>"])
def test_what_is_no_number_leaves_the_kernel_as_it_is(text):
    explorer = editable_explorer()
    shown = ask(explorer, kind="edit", panel="kernel", row=0, col=0, text=text)
    assert explorer.values["kernel"].tolist() == [[1, 0], [0, 1]]
    assert shown["message"] == (
        f"“{text}” is not a number that a cell can hold. "
        "Type one between −1000000 and 1000000, such as 2 or −0.5. The cell still holds 1."
    )
    assert ask(explorer, kind="edit", panel="kernel", row=0, col=0, text="4")["message"] == ""


def test_the_function_gets_a_kernel_that_it_cannot_change():
    explorer = editable_explorer()
    with pytest.raises(ValueError, match="read-only"):
        explorer.values["kernel"][0, 0] = 1
    ask(explorer, kind="preset", name="ones")
    assert explorer.values["kernel"].tolist() == [[1, 1], [1, 1]]
    ask(explorer, kind="reset")
    assert explorer.values["kernel"].tolist() == [[1, 0], [0, 1]]


def test_a_typing_mistake_leaves_the_picture_as_it_is():
    explorer = editable_explorer()
    alt = explorer.view.shown["alt"]
    shown = ask(explorer, kind="edit", panel="kernel", row=0, col=0, text="abc")
    assert shown["message"] and not shown["dimmed"]
    assert shown["alt"] == alt and not shown["at_end"]
    with pytest.raises(SettingError):
        padding_explorer().set(kernel_size=5)


def test_pressing_a_choice_once_more_takes_it_back():
    explorer = padding_explorer()
    for expected in (4, None, 4):
        ask(explorer, kind="pick", panel="kernel", row=1, col=1)
        assert explorer.values["tap"] == expected
    for _ in range(2):
        ask(explorer, kind="pick", panel="output", row=1, col=0)
        assert explorer.values["position"] == 2


def test_setting_is_all_or_nothing():
    explorer = padding_explorer()
    with pytest.raises(ValueError, match="kernel_size=99"):
        explorer.set(padding=2, kernel_size=99)
    assert explorer.values["padding"] == 0 and explorer.values["kernel_size"] == 3
    assert explorer.message == ""
    explorer.set(position=-5)
    assert explorer.values["position"] == 0 and explorer.view.shown["at_start"]


def test_a_preset_that_no_control_takes_fails_in_its_cell():
    with pytest.raises(ValueError, match="padding=9 is beyond its control"):
        explore(show, padding=(0, 3), presets={"x": {"padding": 9}})


def test_a_picture_made_by_hand_offers_nothing_to_press_and_answers_all_the_same():
    view = PictureView()
    view.show(show(padding=1))
    assert not any(panel.get("picks") or panel.get("edits") for panel in view.shown["panels"])
    view._receive(view, {"id": "3", "kind": "pick", "panel": "input", "row": 0, "col": 0}, [])
    assert view.shown["answered"] == "3"


def test_editing_a_panel_that_is_not_editable_changes_nothing():
    explorer = padding_explorer()
    ask(explorer, kind="edit", panel="kernel", row=0, col=0, text="5")
    assert explorer.picture.panel("kernel").values[0, 0] == 1


def test_a_choice_of_arrays_is_made_by_name_or_by_value():
    images = {"zeros": np.zeros((2, 2)), "ones": np.ones((2, 2)), "more ones": np.ones((3, 3))}
    control = control_for("image", images, images["ones"])
    assert isinstance(control, ChoiceControl) and control.widget.value == "ones"
    control.put("zeros")
    np.testing.assert_array_equal(control.value, images["zeros"])
    control.value[:] = 7
    np.testing.assert_array_equal(control.value, images["zeros"], "a function may write into what it gets")
    control.put(np.ones((3, 3)))
    assert control.widget.value == "more ones"
    with pytest.raises(ValueError, match="is none of zeros, ones, more ones"):
        control.put(np.zeros((9, 9)))


@pytest.mark.parametrize(
    ("request_", "start", "kind", "choices"),
    [
        ((0, 3), 1, WidgetControl, [0, 1, 2, 3]),
        ((0, 8, 4), 4, WidgetControl, [0, 4, 8]),
        ((0.0, 1.0), 0.5, WidgetControl, [0.0, 0.2, 0.5, 0.8, 1.0]),
        (True, True, WidgetControl, [False, True]),
        ([3, 5, 7], 5, ChoiceControl, [3, 5, 7]),
        (widgets.IntSlider(min=2, max=4), None, WidgetControl, [2, 3, 4]),
        (widgets.Dropdown(options=[("a", 1), ("b", 2)]), None, WidgetControl, [1, 2]),
        (cells_of("output"), None, PositionControl, [None]),
        (editable([[1.0]]), None, ArrayControl, [[[1.0]]]),
    ],
)
def test_abbreviations_become_controls(request_, start, kind, choices):
    control = control_for("name", request_, start)
    assert isinstance(control, kind)
    assert [np.asarray(value).tolist() for value in control.choices()] == choices
    if start is not None:
        assert control.value == control.start == start


def test_a_position_runs_through_several_panels():
    def show(cell=None):
        first = Grid(np.zeros((2, 3)), "first (2, 3)", name="first", picks={"cell": positions((2, 3))})
        second = Grid(np.zeros((1, 2)), "second (1, 2)", name="second", picks={"cell": 6 + positions((1, 2))})
        return Picture([[first, second]], caption=f"Cell {cell}.")

    explorer = explore(show, cell=cells_of("first", "second"))
    control = explorer._controls["cell"]
    places = []
    for cell in range(8):
        explorer.set(cell=cell)
        places.append(control.cell(control.value, explorer.picture))
    assert places == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 0), (0, 1)]
    assert explorer.view.shown["where"] == "row 0, column 1" and explorer.view.shown["at_end"]
    assert control.landmarks(explorer.picture) == [0, 2, 3, 4, 5, 6, 7]
    explorer.set(cell=99)
    assert explorer.values["cell"] == 7


def test_what_cannot_be_a_control_says_so():
    with pytest.raises(TypeError, match="no control for padding=<object"):
        control_for("padding", object(), None)
    with pytest.raises(TypeError, match="show\\(\\) has no argument 'stride'"):
        explore(show, stride=(1, 2))
    with pytest.raises(ValueError, match="no control 'stride'; there are padding"):
        explore(show, padding=(0, 3), presets={"x": {"stride": 2}})
    explorer = explore(show, padding=(0, 3))
    with pytest.raises(ValueError, match="no control 'colour'"):
        explorer.set(colour=1)
    with pytest.raises(ValueError, match="padding=9 is beyond its control"):
        explorer.set(padding=9)


def test_settings_go_through_all_values_and_all_landmarks():
    explorer = padding_explorer(presets={"same": {"padding": 1}})
    settings = list(explorer.settings())
    pairs = {(each.get("kernel_size"), each.get("padding")) for each in settings}
    assert {(k, p) for k in range(1, 6) for p in range(4)} <= pairs
    assert {"padding": 1} in settings
    corners = {
        each["position"]
        for each in settings
        if each.get("padding") == 0 and each.get("kernel_size") == 3 and "position" in each
    }
    assert corners == {0, 1, 2, 3}
    large = {
        each["position"]
        for each in settings
        if each.get("padding") == 3 and each.get("kernel_size") == 1 and "position" in each
    }
    assert large == {0, 9, 55, 90, 99}


def test_many_settings_are_each_tried_at_the_last_place_and_at_one_other_in_turn():
    def grid(a=0, b=0, place=0):
        return Picture([[Grid(np.zeros((3, 4)), "grid (3, 4)", name="grid")]], caption=f"{a} {b} {place}.")

    few, many = (list(explore(grid, a=(0, most), b=(0, 9), place=cells_of("grid")).settings()) for most in (4, 9))
    places = [0, 3, 6, 8, 11]
    assert len(few) == 50 * (1 + len(places)) and len(many) == 100 * (1 + 2)
    for settings in (few, many):
        assert {each.get("place") for each in settings} == {None, *places}
    assert {(each["a"], each["b"]) for each in many if each.get("place") == 11} == set(
        itertools.product(range(10), repeat=2)
    )


def test_settings_go_through_pairs_where_all_combinations_are_many():
    def sums(a=0, b=0, c=0):
        return Picture([[Grid([[a + b + c]], "sum (1, 1)", name="sum")]], caption=f"{a} {b} {c}")

    settings = list(explore(sums, a=(0, 9), b=(0, 9), c=(0, 9)).settings())
    assert len(settings) == 300
    assert {"a": 9, "b": 0, "c": 9} in settings and {"a": 9, "b": 9, "c": 9} not in settings


def test_settings_go_through_every_place_of_a_slider_with_fractions():
    def product(a=0.1, b=0, c=0):
        return Picture([[Grid([[a * b * c]], "product (1, 1)", name="product")]], caption=f"{a} {b} {c}.")

    for ranges in ({}, {"b": (0, 9), "c": (0, 9)}):
        settings = list(explore(product, a=(0, 0.9, 0.1), **ranges).settings())
        assert {each["a"] for each in settings} == {number / 10 for number in range(10)}


def test_the_saved_output_is_a_picture_and_a_sentence():
    explorer = padding_explorer()
    data, _metadata = explorer._repr_mimebundle_()
    assert data["text/plain"] == explorer.picture.caption
    assert base64.b64decode(data["image/png"])[:4] == b"\x89PNG"
    assert "application/vnd.jupyter.widget-view+json" in data


def test_a_picture_made_by_hand_displays_itself_the_same_way():
    data, _metadata = show(padding=1)._repr_mimebundle_()
    assert data["text/plain"].startswith("Input (4, 4) with padding 1")
    assert "application/vnd.jupyter.widget-view+json" in data and "image/png" in data


def test_the_page_can_change_its_width_and_gets_the_picture_again():
    explorer = padding_explorer()
    version, epoch = explorer.view.shown["version"], explorer.view.shown["epoch"]
    shown = ask(explorer, kind="size", width=440, ratio=2.0)
    assert shown["version"] > version and shown["epoch"] > epoch
    assert shown["width"] == 440 and explorer.view.canvas.size[0] == 880
    assert shown["panels"][1]["y"] > shown["panels"][0]["y"]
    assert ask(explorer, kind="size", width=440, ratio=2.0)["epoch"] == shown["epoch"]


def test_of_two_pages_the_last_to_report_its_size_gets_it_and_neither_makes_the_other_report():
    explorer = padding_explorer()
    first = explorer.view.shown["epoch"]
    sizes = [(900, 1.0), (440, 2.0), (440, 2.0), (900, 1.0), (440, 2.0)]
    for number, (width, ratio) in enumerate(sizes):
        explorer.view._receive(explorer.view, {"kind": "size", "width": width, "ratio": ratio, "id": str(number)}, [])
        shown = explorer.view.shown
        assert (shown["answered"], shown["width"], shown["message"]) == (str(number), width, "")
        assert explorer.view.canvas.size[0] == width * ratio
    assert shown["epoch"] - first == 3, "drawn for each size that is another one, and 900 was there"
    explorer.set(padding=1)
    assert explorer.view.shown["width"] == 440, "and stays so when the picture changes"


def test_a_view_without_a_picture_survives_a_request():
    view = PictureView()
    view._receive(view, {"kind": "size", "width": 300, "ratio": 1, "id": "1"}, [])
    assert view.shown["answered"] == "1"


def test_a_view_that_is_closed_is_let_go():
    view = PictureView()
    watched = weakref.ref(view)
    view.close()
    del view
    gc.collect()
    assert watched() is None, "something still refers to it: does anywidget watch a file for it?"


def test_two_threads_leave_one_consistent_state():
    explorer = padding_explorer()

    def work(padding):
        for _ in range(10):
            explorer.set(padding=padding)

    threads = [threading.Thread(target=work, args=(padding,)) for padding in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert f"padding {explorer.values['padding']} " in explorer.view.shown["caption"]
