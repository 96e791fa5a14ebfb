"""How sentences take their values, and how numbers are written."""

import gettext

import numpy as np
import pytest

from cnnlib import messages
from cnnlib.messages import _, format_count, format_number, ngettext


class Korean(gettext.NullTranslations):
    """A catalogue of two sentences; Korean has one form for any number of things."""

    def gettext(self, message):
        return {"{count} of {total}": "{total} 가운데 {count}"}.get(message, message)

    def ngettext(self, one, many, count):
        return {"{count} maps": "특징 맵 {count}개"}.get(many, many)


def test_a_sentence_takes_its_values_by_name():
    assert _("row {row}, column {column}", row=1, column=2) == "row 1, column 2"
    assert _("kernel_size is {value!r}", value="3") == "kernel_size is '3'"


def test_a_value_may_hold_braces():
    assert _("{name} is {value}", name="x", value={1: "{name}"}) == "x is {1: '{name}'}"


def test_a_sentence_without_values_keeps_its_braces():
    assert _("use {height, width}") == "use {height, width}"


def test_a_name_without_a_value_is_an_error():
    with pytest.raises(KeyError, match="column"):
        _("row {row}, column {column}", row=1)


def test_one_and_many():
    def maps(count):
        return ngettext("{count} map of {shape}", "{count} maps of {shape}", count, shape=(2, 2))

    assert [maps(count) for count in (0, 1, 2)] == ["0 maps of (2, 2)", "1 map of (2, 2)", "2 maps of (2, 2)"]
    assert maps(1000) == "1,000 maps of (2, 2)"


def test_a_sentence_for_one_need_not_hold_the_number():
    assert ngettext("the last row", "the last {count} rows", 1) == "the last row"
    assert ngettext("the last row", "the last {count} rows", 3) == "the last 3 rows"


def test_a_translation_may_put_the_values_in_another_order(monkeypatch):
    monkeypatch.setattr(messages, "_catalogue", Korean)
    assert _("{count} of {total}", count=2, total=3) == "3 가운데 2"
    assert [ngettext("{count} map", "{count} maps", count) for count in (1, 2000)] == ["특징 맵 1개", "특징 맵 2,000개"]
    assert _("without a translation") == "without a translation"


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (999, "999"), (1000, "1,000"), (-1234567, "−1,234,567"), (np.int64(62006), "62,006")],
)
def test_whole_numbers_have_commas_and_a_true_minus(count, text):
    assert format_count(count) == text


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (15.0, 2, "15"),
        (0.125, 2, "0.12"),
        (0.375, 2, "0.38"),
        (-2.5, 2, "−2.5"),
        (-0.001, 2, "0"),
        (100, 0, "100"),
        (1200.0, 2, "1200"),
        (float("nan"), 2, "NaN"),
        (float("-inf"), 2, "−∞"),
        (float("inf"), 2, "∞"),
        (True, 2, "1"),
        (np.float32(0.1), 3, "0.1"),
    ],
)
def test_numbers_have_no_trailing_zeros_and_a_true_minus(value, digits, text):
    assert format_number(value, digits) == text
