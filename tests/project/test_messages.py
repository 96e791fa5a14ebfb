"""How numbers are written."""

import pytest

from cnnlib.messages import format_number


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
    ],
)
def test_numbers_have_no_trailing_zeros_and_a_true_minus(value, digits, text):
    assert format_number(value, digits) == text
