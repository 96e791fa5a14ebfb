"""Bring the catalogues up to date, and build the notebooks of each language from them.

    python tools/translate.py [LANGUAGE …]

The catalogue of a language gets every message that there is now; what has no translation yet, or had one of a sentence
that has changed since, is listed, and shown in English until somebody translates it. The notebooks of a language are
the English ones with their Markdown and their comments translated, and a line that says which language they are in; so
are the solutions and the README. A language that is named for the first time gets an empty catalogue.
"""

import argparse
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import nbformat
from babel.messages.catalog import Catalog
from message_sources import ROOT, docstring, found_messages
from nbformat import NotebookNode
from notebook_messages import LINKS, translated_code, translated_markdown
from refresh import LESSONS, NOTEBOOKS, read_notebook, refresh
from translations import Words, missing, path_of, read_catalogue, translator, updated, write_catalogue

from cnnlib.messages import LOCALE

HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def languages() -> list[str]:
    """Return the languages that have a catalogue."""
    return sorted(path.name for path in LOCALE.iterdir() if path_of(path.name).exists()) if LOCALE.exists() else []


def built_notebook(notebook: NotebookNode, name: str, language: str, translate: Words) -> NotebookNode:
    """Return a notebook of another language; it has not been run.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        The English one.
    name : str
        Of its file.
    language : str
    translate : callable
        A message → its translation.
    """
    cells = []
    says_its_language = False
    for cell in notebook.cells:
        source = cell.source
        if cell.cell_type == "markdown":
            source = translated_markdown(_at_home(source, name, language), translate)
        elif cell.cell_type == "code":
            source = translated_code(source, translate)
            if not says_its_language:
                source = in_language(source, language)
                says_its_language = True
        made = nbformat.from_dict({**cell, "source": source})
        if cell.cell_type == "code":
            made.outputs, made.execution_count = [], None
        cells.append(made)
    return nbformat.from_dict({**notebook, "cells": cells})


def in_language(source: str, language: str) -> str:
    """Let a notebook's first cell say which language its words are in.

    Examples
    --------
    >>> print(in_language("from cnnlib import SGD, Conv2d, relu", "ko"))
    from cnnlib import SGD, Conv2d, language, relu
    language("ko")
    """
    imported = re.compile(r"^from cnnlib import (.+)$", re.MULTILINE)
    names = [*imported.search(source)[1].split(", "), "language"]
    # As in the other lines: constants, classes, then the rest.
    in_order = sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    return imported.sub(f"from cnnlib import {', '.join(in_order)}", source) + f'\nlanguage("{language}")'


def _at_home(source: str, name: str, language: str) -> str:
    """Let the links below a title lead to the notebook of this language, and to its English twin."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if LINKS.match(line):
            own = line.replace(f"/notebooks/{name}", f"/notebooks/{language}/{name}")
            lines[number] = re.sub(rf"\[[^]]+\]\({language}/{re.escape(name)}\)", f"[English](../{name})", own)
    return "\n".join(lines)


def built_solution(source: str, translate: Words) -> str:
    """Return a file of solutions in another language."""
    words = docstring(source)
    if words:
        source = source.replace(words, translate(words), 1)
    return translated_code(source, translate)


def built_readme(source: str, language: str, translate: Words) -> str:
    """Return the README in another language; it leads to the notebooks and to the site of that language.

    Links to its own headings follow those.
    """
    built = translated_markdown(source, translate)
    anchors = zip(map(anchor, HEADING.findall(source)), map(anchor, HEADING.findall(built)), strict=True)
    for before, after in anchors:
        built = built.replace(f"](#{before})", f"](#{after})")
    built = re.sub(r"notebooks(/|%2F)(?=\d\d_|glossary|solutions)", rf"notebooks\g<1>{language}\g<1>", built)
    return re.sub(r"(https://[\w-]+\.github\.io/[\w-]+/)", rf"\g<1>{language}/", built)


def anchor(heading: str) -> str:
    """Return the anchor that GitHub gives to a heading.

    Examples
    --------
    >>> anchor("On your computer"), anchor("수업에서 쓰기, 처음부터")
    ('on-your-computer', '수업에서-쓰기-처음부터')
    """
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def built_files(language: str, catalogue: Catalog) -> dict[Path, str]:
    """Return every file that is built for a language: where it goes, and its text; notebooks have not been run."""
    translate = translator(catalogue)
    folder = NOTEBOOKS / language
    files = {}
    for path in [*sorted(NOTEBOOKS.glob(LESSONS)), NOTEBOOKS / "glossary.ipynb"]:
        notebook = built_notebook(read_notebook(path), path.name, language, translate)
        files[folder / path.name] = nbformat.writes(notebook).rstrip("\n") + "\n"
    for path in sorted((NOTEBOOKS / "solutions").glob("*.py")):
        files[folder / "solutions" / path.name] = built_solution(path.read_text(encoding="utf-8"), translate)
    readme = built_readme((ROOT / "README.md").read_text(encoding="utf-8"), language, translate)
    files[ROOT / f"README.{language}.md"] = readme
    return files


def sources(notebook: NotebookNode) -> list[tuple[str, str, str]]:
    """Return what a notebook says, without what came out when it was run."""
    return [(cell.id, cell.cell_type, cell.source) for cell in notebook.cells]


def outdated_files(language: str, catalogue: Catalog) -> list[Path]:
    """Return the files of a language that differ from what would be built, whatever came out of notebooks."""
    return [path for path, text in built_files(language, catalogue).items() if not _is_current(path, text)]


def _is_current(path: Path, text: str) -> bool:
    if not path.exists():
        return False
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8") == text
    return sources(read_notebook(path)) == sources(nbformat.reads(text, as_version=4))


def translate_all(language: str, messages: Iterable[tuple[object, ...]]) -> None:
    """Update the catalogue of a language, and build and run what is built from it."""
    catalogue = updated(read_catalogue(language), messages)  # type: ignore[arg-type]
    write_catalogue(catalogue, language)
    for line in missing(catalogue):
        print(line)
    for path, text in built_files(language, catalogue).items():
        changes = not _is_current(path, text)
        if changes:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        # A notebook that says the same may show other words: those of the library.
        runs = path.suffix == ".ipynb" and path.match(LESSONS)
        if (runs and refresh(path)) or changes:
            print(f"{path.relative_to(ROOT)}: saved", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Bring the languages that are named up to date, all of them where none is."""
    parser = argparse.ArgumentParser(description="Update the catalogues, and build the notebooks of each language.")
    parser.add_argument("languages", nargs="*", help="such as ko; by default all that there are")
    chosen = parser.parse_args(arguments).languages or languages()
    messages = list(found_messages())
    for language in chosen:
        translate_all(language, messages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
