"""Sentences and numbers, as every part of the library shows them.

Sentences pass through :func:`_` with named placeholders, so that another language needs a catalogue in
``cnnlib/locale`` and no change of code. Numbers pass through :func:`format_number` and :func:`format_count`, so that a
caption, a picture and a formula never write the same value in two ways.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat

if TYPE_CHECKING:
    from gettext import NullTranslations


def _(message: str, **values: object) -> str:
    """Return a sentence in the language of the catalogue, with `values` in place of the names in braces.

    Examples
    --------
    >>> _("a map of {shape}", shape=(2, 2))
    'a map of (2, 2)'
    """
    translated = _catalogue().gettext(message)
    return translated.format(**values) if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Return the sentence for one thing or the one for many, as :func:`_` does; ``{count}`` is their number.

    Examples
    --------
    >>> ngettext("{count} map", "{count} maps", 1), ngettext("{count} map", "{count} maps", 2)
    ('1 map', '2 maps')
    """
    return _catalogue().ngettext(one, many, count).format(count=format_count(count), **values)


def format_count(count: int) -> str:
    """Write a whole number with commas between its thousands.

    Examples
    --------
    >>> format_count(89610)
    '89,610'
    """
    return f"{count:,}".replace("-", "−")


def format_number(value: SupportsFloat, digits: int = 2) -> str:
    """Write a number with at most `digits` decimals, no trailing zeros and no minus zero.

    Parameters
    ----------
    value : int, float or bool
        The number; NaN and the infinities are written ``NaN``, ``∞`` and ``−∞``.
    digits : int
        Decimals to keep, 2 by default.

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


@functools.cache
def _catalogue() -> "NullTranslations":
    # Looked for at the first sentence: importing the engine says none, and gettext takes a fifth of its time.
    import gettext

    return gettext.translation("cnnlib", localedir=Path(__file__).parent / "locale", fallback=True)
