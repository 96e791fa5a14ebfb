"""What is typed into a field is read as a plain value, and nothing of it is run."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnnlib.exercises.typed import typed_answer


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("-0.5", -0.5),
        ("−0.5", -0.5),
        ("4/9", 4 / 9),
        ("(2 * 3 - 1) / 4", 1.25),
        ("-(1 / 4)", -0.25),
        ("(4, 6)", (4, 6)),
        ("4, 6", (4, 6)),
        ("[[1, -2], [1/2, 4]]", [[1, -2], [0.5, 4]]),
        ("b", "b"),
        ('"b"', "b"),
        ("b)", "b)"),
        ("same", "same"),
        ("[same, valid, full]", ["same", "valid", "full"]),
        ("{'side': 28, neurons: 10}", {"side": 28, "neurons": 10}),
        ("dict(kernel_size=(7, 9), padding=1)", {"kernel_size": (7, 9), "padding": 1}),
        ("dict(kernel=a, window=...)", {"kernel": "a", "window": ...}),
        ("...", ...),
        ("", ""),
    ],
)
def test_it_is_the_value_that_is_meant(text, value):
    assert typed_answer(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').getcwd()",
        "print(1)",
        "dict([('a', 1)])",
        "dict(**{'a': 1})",
        "(lambda: 1)()",
        "[x for x in (1, 2)]",
        "a.b",
        "a[0]",
        "f'{1}'",
        "9 ** 9 ** 9",
        "'9' * 1000",
        "[1] + [2]",
        "True + 1",
        "1 / 0",
        "1e308 * 10 / 3 if 1 else 2",
        "answer = 3",
        "four by six",
        "(4, 6",
        "0x",
        "(" * 900,
        "-" * 900 + "1",
        "1 +" * 300 + "1",
        "\0",
    ],
)
def test_what_is_no_plain_value_stays_a_text(text, recwarn):
    assert isinstance(typed_answer(text), str | int)
    assert not recwarn


@given(st.text())
def test_no_text_raises_or_warns(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        typed_answer(text)


@given(
    st.recursive(
        st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=6,
    ).filter(lambda value: len(repr(value)) < 900 and "−" not in repr(value))
)
def test_a_value_that_is_written_out_is_read_back(value):
    assert typed_answer(repr(value)) == value
