"""What the page and the kernel say to each other: every message, its fields, and what these may hold.

The page sends **requests**: JSON objects with ``kind``, ``id`` and exactly the fields of the class of that kind below.
No field is optional. The kernel **answers** every request, right or wrong, by setting the view's ``shown`` to a new
:class:`Shown` whose ``answered`` is the request's ``id``; until then the page holds back what it asks next. What is
wrong with a request is answered with a sentence (:class:`ProtocolError`) and changes nothing else. Beside requests
there are two messages that need no answer: :data:`SEEN` and :class:`Near`.

What is drawn **ahead** the kernel sends unasked, each picture as one message: :class:`AheadPicture`, or
:class:`AheadRefused` for a setting that is impossible. The page finds it by the controls' values, each of which has a
:data:`Mark`.

Requests are immutable classes: they come from outside, so they are checked once, in ``reading.py``, and the code
matches on their classes and relies on the types of their fields. They are named tuples, since eight frozen dataclasses
add 6 ms to the import, and these 1 ms. Answers are TypedDicts: the library builds them itself and they leave as JSON,
so an object would only have to be turned into a dictionary again. The page's half is ``view.js``; the tests hold both
halves to this file.
"""

import reprlib
from typing import Literal, NamedTuple, NotRequired, TypedDict

from cnnlib.messages import _

WIDTHS = (120, 4000)
"""Smallest and largest width of a picture, in CSS pixels."""

RATIOS = (0.5, 4.0)
"""Smallest and largest number of device pixels to a CSS pixel."""

MOST_ACROSS = 6000
"""Device pixels across a picture, beyond which a picture would take seconds and hundreds of megabytes."""

MOST_POINTS = 10_000
"""Points in the strokes of one request."""

FARTHEST = 1e6
"""Cells from the panel's corner to a point of a stroke: the pen may leave the panel."""

MOST_STEPS = 10_000
"""Cells that one request steps over: quick presses on a button add up."""

LONGEST_VALUE = 80
"""Characters of a wrong value that a sentence quotes."""

MOST_BITS = 2000
"""Of a whole number that a sentence quotes: some 600 digits, which Python writes out whatever limit it is set to."""

LONGEST_TEXT = 1000
"""Characters in a text."""

MISSING = object()
"""In the place of the value of a field that was not sent."""

FilmState = Literal["idle", "running", "paused"]
FilmOrder = Literal["start", "pause", "stop"]
StepBy = int | Literal["first"]
Mark = int | float | str | None
"""What stands for a control's value: the value, or its place in a menu, or a digest of an array."""
Marks = dict[str, Mark]
"""Name of a control → the mark of its value."""
Run = Mark | list[int]
"""A mark, or several at equal distances: the first, the distance, how many. See :mod:`cnnlib.live.runs`."""
Point = tuple[float, float]
Stroke = tuple[Point, ...]


class ProtocolError(ValueError):
    """A request that cannot be answered; its message names the field, the value and the rule.

    Parameters
    ----------
    field : str
        Name of the field.
    value : object
        What the page sent, :data:`MISSING` for nothing; a long value is cut short.
    rule : str
        A sentence that says what the field may hold.

    Examples
    --------
    >>> print(ProtocolError("row", 0.5, "It must be a whole number."))
    The page sent row = 0.5. It must be a whole number. Nothing was changed.
    """

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(
            _("The page sent {field} = {value}. {rule} Nothing was changed.", field=field, value=_cut(value), rule=rule)
        )


class _Brief(reprlib.Repr):
    """Cuts each part of a value short.

    A whole number of thousands of digits is named by its type: Python refuses to write it out, and newer releases say
    instead where in memory it is.
    """

    def repr_int(self, x: int, level: int) -> str:
        return type(x).__name__ if x.bit_length() > MOST_BITS else super().repr_int(x, level)


_BRIEF = _Brief()


def _cut(value: object) -> str:
    if value is MISSING:
        return _("nothing")
    text = _BRIEF.repr(value)  # cuts each part short, but not all of them together
    return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"


# What the page asks.


class SizeRequest(NamedTuple):
    """The room for the picture has changed.

    Attributes
    ----------
    width : int
        CSS pixels; what is beyond :data:`WIDTHS` becomes the nearest of them.
    ratio : float
        Device pixels to a CSS pixel; what is beyond :data:`RATIOS`, or would make more than :data:`MOST_ACROSS` of
        them, becomes the nearest that is possible.
    """

    width: int
    ratio: float


class PickRequest(NamedTuple):
    """A cell was pressed, or the arrow keys went to it.

    Attributes
    ----------
    panel : str
        Name of the panel.
    row, col : int
        The cell, from 0. The panel may have shrunk since: beyond its last cell is the last.
    """

    panel: str
    row: int
    col: int


class EditRequest(NamedTuple):
    """A value was typed into a cell.

    Attributes
    ----------
    panel, row, col
        As for :class:`PickRequest`.
    text : str
        What was typed, whatever it is.
    """

    panel: str
    row: int
    col: int
    text: str


class DrawRequest(NamedTuple):
    """A pen moved over a panel.

    Attributes
    ----------
    panel : str
        Name of the panel.
    strokes : tuple of tuples of (float, float)
        For each stroke its points, as (row, column) in cells from the panel's top left corner.
    """

    panel: str
    strokes: tuple[Stroke, ...]


class StepRequest(NamedTuple):
    """The position should move to another cell.

    Attributes
    ----------
    by : int or "first"
        By so many cells on, or back where it is negative; or to the first cell.
    """

    by: StepBy


class FilmRequest(NamedTuple):
    """The film should run or not.

    Attributes
    ----------
    do : "start", "pause" or "stop"
        What it should do; ``"start"`` also ends a pause.
    """

    do: FilmOrder


class PresetRequest(NamedTuple):
    """The button of a preset was pressed.

    Attributes
    ----------
    name : str
        The preset's name.
    """

    name: str


class ResetRequest(NamedTuple):
    """All controls should go back to their start."""


class StillRequest(NamedTuple):
    """The hand rests: the picture for the notebook's file should be made, if it is not that of the present content."""


class AgainRequest(NamedTuple):
    """The connection was lost for a while: all that the page shows should be sent again."""


ControlRequest = PickRequest | EditRequest | DrawRequest | StepRequest | PresetRequest | ResetRequest
"""What sets controls."""

ViewRequest = SizeRequest | StillRequest
"""What concerns the picture on the page alone."""

Request = ViewRequest | AgainRequest | FilmRequest | ControlRequest
"""Whatever the page may ask."""

REQUESTS: dict[str, type[Request]] = {
    "size": SizeRequest,
    "pick": PickRequest,
    "edit": EditRequest,
    "draw": DrawRequest,
    "step": StepRequest,
    "film": FilmRequest,
    "preset": PresetRequest,
    "reset": ResetRequest,
    "still": StillRequest,
    "again": AgainRequest,
}
"""Kind → class of the request."""

SEEN = {"kind": "seen"}
"""The one message that is no request: a view that shows a running film has got a picture.

It has no id and is not answered, since the answer would be one more thing to be seen. A view says it at its first
picture of a running film, and then at most every two seconds; see :mod:`cnnlib.live.audience`.
"""


class Near(NamedTuple):
    """A pointer or the focus has come to an explorer: what comes next is worth being drawn ahead.

    Its ``kind`` is ``"near"``. It has no id and is not answered.

    Attributes
    ----------
    held : int
        How many pictures drawn ahead the page holds: a page that was opened again has none.
    """

    held: int


# What the kernel answers.


class PanelState(TypedDict):
    """A panel with cells: where they are in the picture, and what can be done to them.

    ``x``, ``y``, ``cell_width`` and ``cell_height`` are parts of the picture's width and height. The fields that may
    be left out are those of a panel that can be used; a picture without an explorer has none. ``fold`` is how many
    cells are side by side where a row that is too long for the page goes on below, and 0 where none does.
    """

    name: str
    rows: int
    cols: int
    x: float
    y: float
    cell_width: float
    cell_height: float
    fold: int
    picks: NotRequired[list[str] | None]  # the controls that pressing a cell sets
    edits: NotRequired[str | None]  # the control whose array is edited here
    draws: NotRequired[str | None]  # the control whose array is drawn here
    values: NotRequired[dict[str, list[Run]]]  # control → what pressing sets it to, row by row; -1 leaves it
    cursor: NotRequired[list[int] | None]  # row and column of the cell that the controls' values choose
    pen: NotRequired[float | None]  # how many cells wide a line is that is drawn here
    label: NotRequired[str]  # the accessible name


class Content(TypedDict):
    """What the page shows beside the pixels."""

    alt: str
    caption: str
    formula: str  # empty for none, as code and message are
    code: str
    message: str  # why there is no picture of this setting, or what was wrong with a request
    dimmed: bool  # whether the picture is not that of the setting, but the last one that worked
    film: FilmState
    progress: float | None  # how far a film has come, from 0 to 1
    at: Marks  # the controls' values; empty without controls
    cells: int  # how many cells the stepped position can be on; 0 without one
    where: str  # the position in words; empty without a control that steps
    at_start: bool  # whether there is no cell before the position
    at_end: bool  # whether there is none after it
    width: int  # of the picture, in CSS pixels
    panels: list[PanelState]


class Shown(Content):
    """The answer: what is on the page, and which request it answers."""

    content: int  # grows with each setting or frame that is shown: a new size of the page is none
    version: int  # grows with each answer
    answered: str  # id of the last request, empty before the first
    sign: str  # the same for the same pixels
    epoch: int  # grows when nothing that was sent ahead holds any more


class AheadPicture(TypedDict):
    """A picture that was drawn before it was asked for; its pixels are the message's buffer."""

    kind: Literal["ahead"]
    epoch: int  # as in Shown, when it was drawn
    asked: Marks  # the setting; ``at`` of its content is what becomes of it, where a position must stay in its panel
    sign: str
    content: Content


class AheadRefused(TypedDict):
    """A setting that turned out to be impossible: the page dims what it shows and says why."""

    kind: Literal["refused"]
    epoch: int
    asked: Marks
    message: str


class AheadNext(TypedDict):
    """What is most likely to come: those of them that the page holds it may decode at once, the first one first."""

    kind: Literal["next"]
    epoch: int
    asked: list[Marks]
    keep: bool  # whether the page may hold the picture that it shows for this setting: a hand may come back to it


class Still(TypedDict):
    """The picture for the notebook's file."""

    widget: str  # id of the model that the output displays: the explorer's box, or the view itself; empty before
    content: int  # of Shown, at the time
    png: str  # in base64; empty for the one that the output holds since it was displayed
    width: int  # in CSS pixels; the PNG has twice as many
    note: str  # what stands above the picture in the file alone


class Toolbar(TypedDict):
    """The buttons above the picture; they stay as they are."""

    steps: str  # the control whose position step back, step forward and Play move; empty without them
    film: bool  # whether there are Start, Pause and Stop
    presets: dict[str, Marks]  # name of a button → what it sets
    reset: Marks | None  # what Reset sets; None without it
    controls: list[str]  # those that have a widget, in its order beside the picture


NOTHING: Content = {
    "alt": "",
    "caption": "",
    "formula": "",
    "code": "",
    "message": "",
    "dimmed": False,
    "film": "idle",
    "progress": None,
    "at": {},
    "cells": 0,
    "where": "",
    "at_start": True,
    "at_end": True,
    "width": 0,
    "panels": [],
}
"""The content before the first picture."""
