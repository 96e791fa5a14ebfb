"""Sentences and numbers, as every part of the library shows them.

Sentences pass through :func:`_` with named placeholders, so that another language needs a catalogue in
``cnnlib/locale`` and no change of code. They do so when they are shown, never at an import: which language a notebook
is in, it says itself, by :func:`language`. Numbers pass through :func:`format_number` and :func:`format_count`, so that
a caption, a picture and a formula never write the same value in two ways.
"""

import functools
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, SupportsFloat

if TYPE_CHECKING:
    from gettext import NullTranslations

LOCALE = Path(__file__).parent / "locale"
"""A folder for each language but English, the language of the source."""

_language = "en"


def language(code: str) -> None:
    """Say in which language everything is shown from now on; a notebook does so in its first cell.

    The machine's own language changes nothing: an English notebook stays English everywhere.

    Parameters
    ----------
    code : str
        ``"en"`` or ``"ko"``.

    Raises
    ------
    ValueError
        If there is no catalogue of that language.

    Examples
    --------
    >>> language("xx")
    Traceback (most recent call last):
    ValueError: There is no catalogue of the language 'xx'. Choose one of: en, ko.
    >>> language("en")
    """
    global _language
    known = languages()
    if code not in known:
        choices = ", ".join(known)
        raise ValueError(f"There is no catalogue of the language {code!r}. Choose one of: {choices}.")
    _language = code


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that there are.

    Examples
    --------
    >>> languages()
    ('en', 'ko')
    """
    return ("en", *sorted(found.parents[1].name for found in LOCALE.glob("*/LC_MESSAGES/cnnlib.mo")))


def current_language() -> str:
    """Return the code of the language in which everything is shown.

    Examples
    --------
    >>> current_language()
    'en'
    """
    return _language


def _(message: str, **values: object) -> str:
    """Return a sentence in the language of the notebook, with `values` in place of the names in braces.

    Examples
    --------
    >>> _("a map of {shape}", shape=(2, 2))
    'a map of (2, 2)'
    """
    translated = _catalogue().gettext(message) if message else ""  # "" is the key of a catalogue's own header
    return translated.format(**values) if values else translated


def pgettext(context: str, message: str, **values: object) -> str:
    """Return a short text as :func:`_` does; `context` tells it from the same English text that means something else.

    Examples
    --------
    >>> pgettext("control", "padding")
    'padding'
    """
    translated = _catalogue().pgettext(context, message)
    return translated.format(**values) if values else translated


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """Return the sentence for one thing or the one for many, as :func:`_` does; ``{count}`` is their number.

    Examples
    --------
    >>> ngettext("{count} map", "{count} maps", 1), ngettext("{count} map", "{count} maps", 2)
    ('1 map', '2 maps')
    """
    return _catalogue().ngettext(one, many, count).format(count=format_count(count), **values)


def N_(message: str) -> str:
    """Return a sentence as it is; it is only marked for translation. Whoever shows it passes it through :func:`_`.

    This is for sentences that are kept as data, such as the hints of an exercise: they are there before the notebook
    has said what language it is in.

    Examples
    --------
    >>> _(N_("Count the windows."))
    'Count the windows.'
    """
    return message


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


def columns_of(text: str) -> int:
    """Return how many columns a text takes where all letters are equally wide: a Hangul letter takes two.

    Examples
    --------
    >>> columns_of("map"), columns_of("특징 맵")
    (3, 7)
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def aligned(text: str, columns: int, *, right: bool = False) -> str:
    """Fill a text up with spaces to so many columns, behind it or, for numbers, before it.

    Examples
    --------
    >>> aligned("맵", 4) + "|", aligned("15", 4, right=True) + "|"
    ('맵  |', '  15|')
    """
    spaces = " " * (columns - columns_of(text))
    return spaces + text if right else text + spaces


def _catalogue() -> "NullTranslations":
    return _catalogue_of(_language)


@functools.cache
def _catalogue_of(code: str) -> "NullTranslations":
    # Looked for at the first sentence: importing the engine says none, and gettext takes a fifth of its time.
    import gettext

    if code == "en":
        return gettext.NullTranslations()
    return gettext.translation("cnnlib", localedir=LOCALE, languages=[code])
