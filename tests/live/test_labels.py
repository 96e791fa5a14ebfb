"""The words on buttons, in every language."""

import pytest

from cnnlib import messages
from cnnlib.live.labels import labels


@pytest.fixture(params=messages.languages())
def words(request):
    messages.language(request.param)
    yield labels()
    messages.language("en")


@pytest.mark.parametrize("name", ["play", "pause", "reset", "save", "start", "stop"])
def test_the_name_of_a_button_begins_with_what_is_written_on_it(words, name):
    """Whoever speaks to a computer says what is to be seen."""
    assert words[f"{name}_name"].startswith(words[name])


def test_a_film_is_paused_by_the_word_on_its_button(words):
    assert words["pause_film"].startswith(words["pause"])


def test_what_the_page_fills_in_is_there(words):
    assert "{row}" in words["edit"] and "{column}" in words["edit"] and "{caption}" in words["not_this"]
