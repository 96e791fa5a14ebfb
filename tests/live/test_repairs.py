"""An impossible setting is explained with what this explorer's own controls can do about it."""

import pytest
from ipywidgets import SelectionSlider

from cnnlib.engine.settings import SettingError
from cnnlib.engine.shapes import output_size
from cnnlib.explore import explore
from cnnlib.pictures import Grid, Picture


def picture(value):
    return Picture([[Grid([[value]], "cell (1, 1)", name="cell")]], caption="A cell.")


def sizes(size=4, kernel_size=3, padding=0):
    return picture(output_size(size, kernel_size, padding=padding))


def refused(explorer, **values):
    with pytest.raises(SettingError):
        explorer.set(**values)
    return explorer.message


def test_each_control_that_helps_alone_is_named_with_its_nearest_value():
    explorer = explore(sizes, size=(3, 8), kernel_size=(1, 7), padding=(0, 3))
    assert refused(explorer, kernel_size=7) == (
        "kernel_size 7 does not fit: one side of the input is only 4 pixels long. "
        "Set size = 7, kernel_size = 4 or padding = 2."
    )


def test_a_control_that_is_not_there_is_not_named():
    explorer = explore(sizes, kernel_size=(1, 7))
    assert refused(explorer, kernel_size=7).endswith("only 4 pixels long. Set kernel_size to 4.")


def test_what_the_message_names_works():
    explorer = explore(sizes, size=(3, 8), kernel_size=(1, 7), padding=(0, 3))
    for name, value in {"size": 7, "kernel_size": 4, "padding": 2}.items():
        refused(explorer, size=4, kernel_size=7, padding=0)
        explorer.set(**{name: value})
        assert explorer.message == ""


def test_menus_and_checkboxes_are_called_as_they_look():
    def show(mode="same", wide=False):
        if mode == "same" and wide:
            raise SettingError("mode is same, and wide is on.", "Use another mode.")
        return picture(1)

    explorer = explore(show, mode={"the same": "same", "valid": "valid"}, wide=False)
    assert refused(explorer, wide=True) == "mode is same, and wide is on. Set mode = valid or wide = off."


def test_where_no_control_helps_alone_the_engine_has_the_word():
    def show(first=1, second=1):
        if (first, second) == (2, 2):
            raise SettingError("Both are 2.", "Use 1 and 1.")
        if first + second == 3:
            raise SettingError("One of them is 2.", "Use 1 and 1.")
        return picture(1)

    explorer = explore(show, first=(1, 2), second=(1, 2))
    assert refused(explorer, first=2, second=2) == "Both are 2. Use 1 and 1."


def test_a_slider_over_a_list_takes_its_values():
    def show(rate=1.0):
        if rate > 2:
            raise SettingError("rate is too large.", "Use less.")
        return picture(rate)

    rates = SelectionSlider(options=[0.5, 1.0, 2.0, 5.0], value=1.0, description="rate")
    assert refused(explore(show, rate=rates), rate=5.0) == "rate is too large. Set rate to 2."
