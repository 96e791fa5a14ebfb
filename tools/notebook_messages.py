"""What a notebook says, as messages: its Markdown a paragraph at a time, and the comments of its code.

A paragraph, a list or a heading is a message, and so is each row of a table: whatever stands between two blank lines.
Formulas and tags are none, unless they hold words, and neither is fenced code. Of code, the comments are messages, and
nothing else: Python's own words, and the names in them, are the same in every language.
"""

import io
import re
import tokenize
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Translate = Callable[[str], str]
"""A message → the same in another language."""

FENCE, TEXT = "```", "```text"
"""What is around code, and what begins a drawing with letters, each line of which is a message if it has words."""

LINKS = re.compile(r"^<small>\[Colab\]\(.*</small>$")
"""The line below a title that leads to other places where the notebook can be run."""

TAGS = re.compile(r"<[^>]*>|&\w+;")
ALT = re.compile(r'\balt="([^"]*)"')
WORD = re.compile(r"[^\W\d_]{2,}")
IN_A_FORMULA = re.compile(r"\\text\{[^}]*[^\W\d_]{2,}")
RULE = re.compile(r"[|:\- ]+")
"""The line below the head of a table."""

DIRECTIVE = re.compile(r"#\s*(%%|noqa\b|type:)")
"""A comment that is meant for a tool."""


class Part(NamedTuple):
    """A piece of a text, and whether it is a message."""

    text: str
    is_message: bool


def markdown_parts(source: str) -> list[Part]:
    r"""Cut Markdown into messages and what lies between them; put together, they are the source again.

    Parameters
    ----------
    source : str
        The text of a cell, or of a file.

    Returns
    -------
    list of Part

    Examples
    --------
    >>> [part.text for part in markdown_parts("# Stride\n\n$$a$$\n\nTwo\nlines.\n") if part.is_message]
    ['# Stride', 'Two\nlines.']
    """
    parts: list[Part] = []
    block: list[str] = []
    is_fenced = is_text = False

    def close() -> None:
        if block:
            parts.extend(_block_parts("\n".join(block)))
            block.clear()

    lines = source.split("\n")
    for number, line in enumerate(lines):
        if line.lstrip().startswith(FENCE):
            close()
            is_fenced = not is_fenced
            is_text = is_fenced and line.strip() == TEXT
            parts.append(Part(line, False))
        elif is_fenced and is_text:
            parts.append(Part(line, _has_words(line)))
        elif is_fenced or not line.strip():
            close()
            parts.append(Part(line, False))
        else:
            block.append(line)
            if number + 1 < len(lines) and lines[number + 1].strip():
                continue
            close()
        if number + 1 < len(lines):
            parts.append(Part("\n", False))
    close()
    return parts


def _block_parts(block: str) -> Iterator[Part]:
    """Cut a block: a table into its rows, anything else not at all."""
    if not block.startswith("|"):
        yield Part(block, _has_words(block))
        return
    for number, row in enumerate(block.split("\n")):
        if number:
            yield Part("\n", False)
        yield Part(row, RULE.fullmatch(row) is None and _has_words(row))


def _has_words(text: str) -> bool:
    if LINKS.match(text):
        return False
    if text.startswith("$$"):
        return IN_A_FORMULA.search(text) is not None
    return WORD.search(TAGS.sub("", text) + " ".join(ALT.findall(text))) is not None


def translated_markdown(source: str, translate: Translate) -> str:
    """Return Markdown with each of its messages translated."""
    return "".join(translate(part.text) if part.is_message else part.text for part in markdown_parts(source))


class Comment(NamedTuple):
    """A comment of some code: the lines that it takes, where it begins in the first, its indentation, and its words."""

    first: int
    last: int
    column: int
    text: str


def comments(code: str) -> list[Comment]:
    r"""Find the comments of some code; lines that follow each other are one comment.

    Parameters
    ----------
    code : str
        Python.

    Returns
    -------
    list of Comment
        In their order; what is meant for a tool, such as ``# noqa``, is left out.

    Examples
    --------
    >>> [comment.text for comment in comments("# one,\n# and on\nx = 1  # two\n")]
    ['one,\nand on', 'two']
    """
    found: list[Comment] = []
    before = None
    for token in tokenize.generate_tokens(io.StringIO(code).readline):
        if token.type != tokenize.COMMENT or DIRECTIVE.match(token.string):
            continue
        row, column = token.start
        text = token.string.removeprefix("#").removeprefix(" ").rstrip()
        stands_alone = not token.line[:column].strip()
        last = found[-1] if found else None
        if stands_alone and last and before == (row - 1, column):
            found[-1] = last._replace(last=row, text=f"{last.text}\n{text}")
        else:
            found.append(Comment(row, row, column, text))
        before = (row, column) if stands_alone else None
    return [comment for comment in found if WORD.search(comment.text)]


def translated_code(code: str, translate: Translate) -> str:
    r"""Return code with each of its comments translated.

    Examples
    --------
    >>> translated_code("x = 1  # one\n", {"one": "하나"}.__getitem__)
    'x = 1  # 하나\n'
    """
    lines = code.split("\n")
    for comment in reversed(comments(code)):
        start = lines[comment.first - 1][: comment.column]
        # A comment of several lines stands alone, so what is before it is its indentation.
        said = [f"{start}# {line}".rstrip() for line in translate(comment.text).split("\n")]
        lines[comment.first - 1 : comment.last] = said
    return "\n".join(lines)


def notebook_messages(notebook: Any) -> Iterator[str]:
    """Yield the messages of a notebook, in their order.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield from (part.text for part in markdown_parts(cell.source) if part.is_message)
        elif cell.cell_type == "code":
            yield from (comment.text for comment in comments(cell.source))
