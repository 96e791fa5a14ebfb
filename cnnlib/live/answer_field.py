"""A field to type an answer into, for pages on which no cell can be edited, such as those of Voila."""

import html
from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as widgets

from cnnlib.messages import _

SHORT = 30
"""Letters of a start that a field of usual width shows."""

WIDTH, LONG_WIDTH = 420, 760
"""Widths of a field with its label, in CSS pixels; a narrow page has less."""


class Comment(Protocol):
    """What is said of an answer."""

    def _repr_html_(self) -> str: ...


def answer_field(
    name: str, judged: Callable[[str, int], Comment], *, hints: int, said: str = "", start: str = ""
) -> widgets.VBox:
    """Make a field whose text is judged at Enter, with the comment below it.

    Parameters
    ----------
    name : str
        What is answered, such as ``"padding-2"``: it tells this field from the others of the page.
    judged : callable
        What was typed, and how many hints to give → what to say to it.
    hints : int
        How many hints there are; each press of a button asks for one more.
    said : str
        What the question's cell says in comments: shown above, line by line.
    start : str
        What is in the field at the start.

    Returns
    -------
    ipywidgets.VBox

    Examples
    --------
    >>> class Said:
    ...     def __init__(self, text):
    ...         self.text = text
    ...     def _repr_html_(self):
    ...         return f"<p>{self.text}</p>"
    >>> box = answer_field("padding-1", lambda text, hints: Said(f"{text}, {hints} hints"), hints=3)
    >>> line, comment = box.children
    >>> line.children[0].value = "(4, 4)"
    >>> comment.value
    '<div role="alert" style="line-height: 1.5"><p>(4, 4), 0 hints</p></div>'
    """
    width = LONG_WIDTH if len(start) > SHORT else WIDTH
    # Not at each letter: it is sent at Enter, and when the focus leaves the field.
    text = widgets.Text(
        value=start,
        description=_("Your answer to {name}:", name=name),
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": "auto", "max_width": "100%", "min_width": f"min(100%, {width}px)"},
    )
    check = widgets.Button(description=_("Check"), tooltip=_("Check the answer to {name}", name=name))
    hint = widgets.Button(tooltip=_("A hint for {name}", name=name))
    comment = widgets.HTML(_paragraphs(judged(start, 0)), layout={"max_width": "800px"})
    given = 0

    def offer() -> None:
        hint.description = _("Hint {number} of {count}", number=min(given + 1, hints), count=hints)

    def say(_change: Any = None) -> None:
        # Screen readers read what an alert brings with it; at the start, all fields of a page would speak at once.
        comment.value = _paragraphs(judged(text.value, given), role="alert")

    def give(_button: Any) -> None:
        nonlocal given
        given = min(given + 1, hints)
        offer()
        say()

    offer()
    text.observe(say, "value")
    check.on_click(say)
    hint.on_click(give)
    line = widgets.HBox([text, check, hint], layout={"flex_flow": "row wrap"})
    style = "font-family: monospace; line-height: 1.4; white-space: pre-wrap; margin: 0"  # columns stay columns
    above = [widgets.HTML(f'<pre style="{style}">{html.escape(said)}</pre>')] if said else []
    return widgets.VBox([*above, line, comment])


def _paragraphs(comment: Comment, role: str = "none") -> str:
    """Write a comment with the lines of a text; those of a widget are as far apart as controls."""
    return f'<div role="{role}" style="line-height: 1.5">{comment._repr_html_()}</div>'
