"""Sentences and numbers, as every part of the library shows them.

Sentences pass through :mod:`gettext` with named placeholders, so that another
language needs a catalogue in ``cnnlib/locale`` and no change of code. Numbers
pass through :func:`format_number`, so that a caption, a picture and a formula
never write the same value in two ways.
"""

import gettext
from pathlib import Path

_catalogue = gettext.translation("cnnlib", localedir=Path(__file__).parent / "locale", fallback=True)
_, ngettext = _catalogue.gettext, _catalogue.ngettext


def format_number(value, digits=2):
    """Write a number with at most `digits` decimals, no trailing zeros and no minus zero.

    Parameters
    ----------
    value : int, float or bool
        The number; NaN and the infinities are written ``NaN``, ``∞`` and ``−∞``.
    digits : int
        Decimals to keep, 2 unless told.

    Returns
    -------
    str
        The number with a true minus sign (U+2212).

    Examples
    --------
    >>> format_number(3.0), format_number(-0.001), format_number(-2.5), format_number(1 / 3)
    ('3', '0', '−2.5', '0.33')
    """
    number = float(value)
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "∞" if number > 0 else "−∞"
    text = f"{number:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text == "-0":
        text = "0"
    return text.replace("-", "−")
