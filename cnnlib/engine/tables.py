"""Tables of names and counts: lines of text, and HTML for a notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cnnlib.messages import aligned, columns_of


@dataclass(frozen=True)
class Table:
    """A table that shows itself: a heading, and rows whose counts end in one column.

    Parameters
    ----------
    rows : sequence of sequence of str
        The heading first.
    words : int
        So many columns hold words, which begin in one column; the others hold counts.

    Examples
    --------
    >>> Table([("layer", "parameters"), ("Conv2d(1, 8, 3)", "80")])
    layer            parameters
    Conv2d(1, 8, 3)          80
    """

    rows: Sequence[Sequence[str]]
    words: int = 1

    def __repr__(self) -> str:
        widths = [max(map(columns_of, column)) for column in zip(*self.rows, strict=True)]
        cells = (enumerate(zip(row, widths, strict=True)) for row in self.rows)
        lines = ([aligned(*cell, right=number >= self.words) for number, cell in row] for row in cells)
        return "\n".join("  ".join(line).rstrip() for line in lines)

    def _repr_html_(self) -> str:
        # On a narrow page a word of the heading is parted where it says so alone, and a shape is not.
        head, *body = ([escape(text, quote=False) for text in row] for row in self.rows)
        names = "".join(f"<th>{text.replace('multi', 'multi&shy;')}</th>" for text in head)
        rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in body)
        return f'<table style="word-break: keep-all"><thead><tr>{names}</tr></thead><tbody>{rows}</tbody></table>'


def _cell(text: str) -> str:
    return f"<td>{text.replace(', ', ',&nbsp;') if text.startswith('(') else text}</td>"
