"""Numbers of any size, written so that a beginner can read them."""

import numpy as np

from cnnlib.messages import format_count, format_number

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(value: float) -> str:
    """Write a number in a few characters, a very large one as a power of ten.

    Examples
    --------
    >>> readable(0.25), readable(0.000375), readable(33252.6), readable(-7.4e9), readable(float("nan"))
    ('0.25', '0.0004', '33,253', '−7·10⁹', 'NaN')
    """
    size = abs(value)
    if not np.isfinite(value) or size < 1000:
        return format_number(value, 4 if size < 0.01 else 2)
    if size < 1e6:
        return format_count(round(value))
    digit, power = f"{value:.0e}".split("e")
    return f"{digit}·10{str(int(power)).translate(SUPERSCRIPTS)}".replace("-", "−")
