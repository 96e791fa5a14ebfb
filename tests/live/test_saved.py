"""What a notebook's file holds of an explorer, and when the kernel makes it anew."""

import base64
import io
import sys
import types
from unittest import mock

import anywidget
import ipywidgets
import pytest
from PIL import Image

from cnnlib.engine.settings import SettingError
from cnnlib.explore import explore
from cnnlib.live import view
from cnnlib.pictures import Grid, Picture


def show(size=1):
    if size == 3:
        raise SettingError("size is 3, which is refused: use size=2.")
    return Picture([[Grid([[size]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {size}.")


@pytest.fixture
def explorer():
    return explore(show, size=(1, 4))


def ask(explorer, **content):
    """Send a request as the page does; return what it is shown."""
    explorer.view._receive(explorer.view, {"id": "1", **content}, [])
    assert explorer.view.shown["answered"] == "1"
    return explorer.view.shown


def pixels(png):
    return Image.open(io.BytesIO(base64.b64decode(png)))


def test_what_is_displayed_is_sharp_and_says_how_to_get_the_controls(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert pixels(data["image/png"]).width == 2 * metadata["image/png"]["width"] == 1800
    by_hand, by_hand_metadata = show(1)._repr_mimebundle_()
    assert by_hand_metadata["image/png"] == metadata["image/png"]
    # The same picture, with two lines of text above it.
    assert pixels(data["image/png"]).height == pixels(by_hand["image/png"]).height + 2 * (2 * 28 + 10)


WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def test_with_ipywidgets_7_whose_boxes_have_no_bundle_it_displays_the_box_all_the_same(explorer, monkeypatch):
    monkeypatch.delattr(ipywidgets.Widget, "_repr_mimebundle_", raising=False)
    data, _metadata = explorer._repr_mimebundle_()
    assert data[WIDGET_VIEW]["model_id"] == explorer.widget.model_id != explorer.view.model_id
    assert data["text/plain"] == "The cell holds 1." and "image/png" in data


@pytest.fixture
def colab(monkeypatch):
    """Colab's module, as far as anywidget asks it; in `enabled`, what it was told."""
    enabled = []
    output = types.ModuleType("google.colab.output")
    output.enable_custom_widget_manager = lambda: enabled.append(True)
    output._widgets = types.SimpleNamespace(_installed_url="https://manager.example")
    monkeypatch.setitem(sys.modules, "google.colab.output", output)
    anywidget._util.enable_custom_widget_manager_once.cache_clear()
    yield enabled
    anywidget._util.enable_custom_widget_manager_once.cache_clear()


def test_colab_is_told_where_the_widget_comes_from(colab):
    for shown in (explore(show, size=(1, 4)), show()):
        _data, metadata = shown._repr_mimebundle_()
        assert metadata[WIDGET_VIEW]["colab"] == {"custom_widget_manager": {"url": "https://manager.example"}}
    assert colab == [True]


def test_the_page_is_told_what_the_output_holds(explorer):
    explorer._repr_mimebundle_()
    content = explorer.view.shown["content"]
    still = dict(explorer.view.still)
    assert "Shift+Enter" in still.pop("note")
    assert still == {"widget": explorer.widget.model_id, "content": content, "png": "", "width": 900}
    picture = view.PictureView()
    picture.show(show(1))
    picture._repr_mimebundle_()
    assert picture.still["widget"] == picture.model_id


@pytest.mark.parametrize("change", [{"size": 2}, {"size": 3}])
def test_another_setting_is_another_content_and_another_width_is_none(explorer, change):
    explorer._repr_mimebundle_()
    content = explorer.view.shown["content"]
    assert ask(explorer, kind="size", width=440, ratio=2.0)["content"] == content
    try:
        explorer.set(**change)
    except SettingError:
        assert change == {"size": 3}
    assert explorer.view.shown["content"] == content + 1


def test_the_still_is_made_when_it_is_asked_for_and_once_for_each_content(explorer):
    explorer._repr_mimebundle_()
    with mock.patch.object(view, "still_of", wraps=view.still_of) as made:
        ask(explorer, kind="still")
        assert made.call_count == 0, "the output holds it already"
        explorer.set(size=2)
        ask(explorer, kind="still")
        ask(explorer, kind="still")
        assert made.call_count == 1
    still = explorer.view.still
    assert still["content"] == explorer.view.shown["content"]
    # It is what the explorer would display now.
    assert still["png"] == explorer._repr_mimebundle_()[0]["image/png"]


def test_the_still_of_a_setting_that_is_impossible_says_why(explorer):
    of_one = pixels(explorer._repr_mimebundle_()[0]["image/png"])
    with pytest.raises(SettingError):
        explorer.set(size=3)
    ask(explorer, kind="still")
    refused = pixels(explorer.view.still["png"])
    assert refused.height == of_one.height + 2 * 23, "one more line above it, which says whose picture it is"
    assert explorer._repr_mimebundle_()[0]["text/plain"] == explorer.view.shown["alt"] != "The cell holds 1."


def test_at_the_first_word_of_a_page_and_then_no_more_every_control_speaks(explorer):
    slider = explorer.widget.children[0].children[0]
    with mock.patch.object(slider, "send_state") as sent:
        ask(explorer, kind="size", width=440, ratio=2.0)
        assert sent.call_count == 1
        ask(explorer, kind="size", width=460, ratio=2.0)
        assert sent.call_count == 1


def test_a_page_that_was_away_gets_everything_again(explorer):
    slider = explorer.widget.children[0].children[0]
    ask(explorer, kind="size", width=440, ratio=2.0)
    with (
        mock.patch.object(slider, "send_state") as of_slider,
        mock.patch.object(explorer.view, "send_state") as of_view,
    ):
        ask(explorer, kind="again")
    of_slider.assert_called_once_with()
    assert mock.call(["png", "shown"]) in of_view.call_args_list
