"""Where the messages of the collection are said, in English.

The library's sentences, the names of controls, options and presets, the notebooks, their solutions, the README, and the
site's first page.
"""

import ast
import contextlib
import io
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from babel.messages.extract import extract_from_file
from build_gallery import gallery_messages
from notebook_messages import comments, markdown_parts, notebook_messages
from refresh import LESSONS, NOTEBOOKS, read_notebook

from cnnlib.explore import Explorer

ROOT = Path(__file__).resolve().parents[1]
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
CONTROLS = "controls"
"""Where the names of the notebooks' controls, and of their options and presets, are said."""


class Found(NamedTuple):
    """A message in the source.

    Parameters
    ----------
    text : str or (str, str)
        What is said, in English; of one thing and of many, where there are two forms.
    context : str or None
        What tells it from the same text with another meaning.
    place : str
        The file in which it is said, from the root of the project.
    """

    text: str | tuple[str, str]
    context: str | None
    place: str


def found_messages() -> Iterator[Found]:
    """Yield every message of the collection; one that is said in several places comes several times."""
    yield from library_messages()
    yield from control_messages()
    for path in [*sorted(NOTEBOOKS.glob(LESSONS)), NOTEBOOKS / "glossary.ipynb"]:
        yield from _all_from(path, notebook_messages(read_notebook(path)))
    for path in sorted((NOTEBOOKS / "solutions").glob("*.py")):
        yield from _all_from(path, solution_messages(path.read_text(encoding="utf-8")))
    yield from _all_from(ROOT / "site" / "index.html", gallery_messages())
    yield from _all_from(ROOT / "README.md", readme_messages((ROOT / "README.md").read_text(encoding="utf-8")))


def _all_from(path: Path, texts: Iterable[str]) -> Iterator[Found]:
    place = path.relative_to(ROOT).as_posix()
    return (Found(text, None, place) for text in texts)


def library_messages() -> Iterator[Found]:
    """Yield what passes through :mod:`cnnlib.messages`."""
    for path in sorted((ROOT / "cnnlib").rglob("*.py")):
        if path.name == "messages.py":  # the examples of its docstrings are none
            continue
        for _line, text, _comments, context in extract_from_file(_calls, path, keywords=KEYWORDS):
            yield Found(text, context, path.relative_to(ROOT).as_posix())


def _calls(file: BinaryIO, keywords: Collection[str], _tags: object, options: object) -> Iterator[tuple[Any, ...]]:
    """Find the calls of `keywords` in a file, as Babel asks for them; its own search passes over those in f-strings."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            texts = tuple(each.value if isinstance(each, ast.Constant) else None for each in node.args)
            if texts and isinstance(texts[0], str):
                yield node.lineno, node.func.id, texts if len(texts) > 1 else texts[0], []


def control_messages() -> Iterator[Found]:
    """Yield the names of the notebooks' controls, and of their options and presets."""
    for explorer in _explorers():
        for name, control in explorer._controls.items():
            yield Found(name, "control", CONTROLS)
            for label, _value in getattr(control.widget, "_options_full", ()):
                if re.search(r"[^\W\d_]", str(label)):
                    yield Found(str(label), "option", CONTROLS)
        for name in explorer._presets:
            yield Found(name, "preset", CONTROLS)


def _explorers() -> list[Explorer]:
    """Run the notebooks' code, and return the explorers that it makes."""
    made: list[Explorer] = []
    plain = Explorer.__init__

    def remembering(self: Explorer, *args: object, **options: object) -> None:
        plain(self, *args, **options)  # type: ignore[arg-type]
        made.append(self)

    Explorer.__init__ = remembering  # type: ignore[method-assign]
    try:
        for path in sorted(NOTEBOOKS.glob(LESSONS)):
            namespace: dict[str, object] = {"__name__": "__main__"}
            with contextlib.redirect_stdout(io.StringIO()):
                for cell in read_notebook(path).cells:
                    if cell.cell_type == "code":
                        exec(compile(cell.source, path.name, "exec"), namespace)
    finally:
        Explorer.__init__ = plain  # type: ignore[method-assign]
    return made


def solution_messages(source: str) -> Iterator[str]:
    """Yield the messages of a file of solutions: its docstring, and its comments."""
    yield from filter(None, [docstring(source)])
    yield from (comment.text for comment in comments(source))


def docstring(source: str) -> str:
    """Return the words of the docstring, of one line, with which a file begins; empty if it begins with none."""
    found = re.match(r'"""(.*)"""\n', source)
    return found[1] if found else ""


def readme_messages(source: str) -> Iterator[str]:
    """Yield the messages of the README."""
    return (part.text for part in markdown_parts(source) if part.is_message)
