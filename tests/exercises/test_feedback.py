"""Feedback shows itself twice: as lines of text, and as paragraphs of HTML whose words are never broken."""

from html.parser import HTMLParser

import pytest

from cnnlib.check import check
from cnnlib.exercises.feedback import Feedback


class Words(HTMLParser):
    """The elements of a text of HTML, and the words in them."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.words, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note an element; it must have no attribute that matters, since a notebook that is not trusted drops them."""
        assert attrs == ([("style", "word-break: keep-all")] if tag == "div" else [])
        self.elements.append(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        """Close the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Note the words."""
        self.words += data.split()


@pytest.mark.parametrize(
    ("feedback", "elements"),
    [
        (check("padding-predict-1", ...), ["p", "strong"]),
        (check("padding-1", 7), ["p", "strong", "p"]),
        (check("padding-1", 7, hint=3), ["p", "strong", "p", "p", "p"]),
        (Feedback("a-1", "wrong", "It gives\n    [[1 2]\n     [3 4]]\nHere."), ["p", "strong", "pre", "p"]),
        (Feedback("a-1", "wrong", "    [1 2]"), ["p", "strong", "pre"]),
        (Feedback("a-1", "right", ""), ["p", "strong"]),
    ],
)
def test_both_forms_say_the_same(feedback, elements):
    shown = Words(feedback._repr_html_())
    assert shown.elements == ["div", *elements] and shown.open == []
    assert shown.words == repr(feedback).split()


def test_a_row_of_numbers_keeps_its_spaces():
    shown = Feedback("a-1", "wrong", "It gives\n    [[1  2]\n     [3 40]]")._repr_html_()
    assert "<pre>    [[1  2]\n     [3 40]]</pre>" in shown


def test_what_a_learner_typed_is_not_html():
    shown = check("convolution-predict-1", "<script>alert(1)</script>")._repr_html_()
    assert "<script" not in shown and check("<b>", 1)._repr_html_().count("<b>") == 0
