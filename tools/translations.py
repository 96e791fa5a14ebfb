"""The catalogue of a language: every message of the collection, with its translation.

It is one file, ``cnnlib/locale/<language>/LC_MESSAGES/cnnlib.po``. What the library itself says is compiled into the
``.mo`` beside it; the rest is needed only where the notebooks of that language are built.
"""

import io
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cnnlib.messages import LOCALE

LIBRARY = ("cnnlib/", "controls")
"""How the places begin at which the library says a message."""

NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""What a catalogue gives for its dates: the history of the file tells them better."""

Words = Callable[[str], str]
"""A sentence → the same in another language."""


def path_of(language: str) -> Path:
    """Return where the catalogue of a language is."""
    return LOCALE / language / "LC_MESSAGES" / "cnnlib.po"


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language; an empty one if there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def is_missing(message: Message) -> bool:
    """Tell whether a message has no translation that may be used."""
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(message.id) and (message.fuzzy or not all(strings))


def translator(catalogue: Catalog) -> Words:
    """Return a function that translates a message without context; what has no translation stays English."""

    def translate(text: str) -> str:
        message = catalogue.get(text)
        return text if message is None or is_missing(message) else str(message.string)

    return translate


def missing(catalogue: Catalog) -> list[str]:
    """Return a line for each message that has no translation, or an outdated one."""
    lines = []
    for message in catalogue:
        if is_missing(message):
            text = message.id if isinstance(message.id, str) else message.id[0]
            kind = "outdated" if message.fuzzy else "missing"
            lines.append(f"{kind}: {message.locations[0][0]}: {text[:100]!r}")
    return lines


def updated(catalogue: Catalog, found: Iterable[tuple[str | tuple[str, str], str | None, str]]) -> Catalog:
    """Return a catalogue of the messages that there are now, with the translations that there were.

    Where the English has changed a little, the old translation is kept beside it, marked as fuzzy: it is not used
    before somebody has looked at it. What nobody says any more is left out.
    """
    template = Catalog()
    for text, context, place in found:
        template.add(text, context=context, locations=[(place, None)])
    for message in template:
        message.locations = sorted(set(message.locations))
    catalogue.update(template, no_fuzzy_matching=False, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def write_catalogue(catalogue: Catalog, language: str) -> None:
    """Write a catalogue, and beside it, compiled, what the library says."""
    _with_header(catalogue)
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def _with_header(catalogue: Catalog) -> None:
    catalogue.project, catalogue.version = "cnnlib", "1"
    catalogue.copyright_holder = "the contributors"
    catalogue.header_comment = "# Translations of the notebooks and of what they show."
    catalogue.last_translator = catalogue.language_team = ""
    catalogue.msgid_bugs_address = ""
    catalogue.creation_date = catalogue.revision_date = NEVER
    catalogue.fuzzy = False


def compiled(catalogue: Catalog) -> bytes:
    """Return the ``.mo`` file of what the library says, of those messages that have a translation."""
    said = Catalog(locale=catalogue.locale)
    _with_header(said)
    for message in catalogue:
        if message.id and is_said_by_the_library(message) and message.string and not message.fuzzy:
            said.add(message.id, message.string, context=message.context)
    file = io.BytesIO()
    write_mo(file, said)
    return file.getvalue()


def is_said_by_the_library(message: Message) -> bool:
    """Tell whether a message is needed where notebooks run."""
    return any(place.startswith(LIBRARY) for place, _line in message.locations)


def names_in(text: str) -> set[str]:
    """Return the names in braces of a sentence.

    Examples
    --------
    >>> sorted(names_in("row {row}, {value!r} of {total:,}, not {{this}}"))
    ['row', 'total', 'value']
    """
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
