"""Reads what the page sent into the requests of :mod:`cnnlib.live.protocol`, and refuses what is none of them."""

import math
import reprlib
from collections.abc import Callable, Mapping
from typing import Any

from cnnlib.live.protocol import (
    FARTHEST,
    LONGEST_TEXT,
    MISSING,
    MOST_ACROSS,
    MOST_POINTS,
    MOST_STEPS,
    RATIOS,
    REQUESTS,
    WIDTHS,
    FilmOrder,
    Near,
    Point,
    ProtocolError,
    Request,
    SizeRequest,
    StepBy,
    Stroke,
)
from cnnlib.messages import _, format_count


def read_id(content: object) -> str:
    """Return the id of a request, or an empty text if it has none that can be sent back.

    Examples
    --------
    >>> read_id({"kind": "reset", "id": "7"}), read_id([1, 2])
    ('7', '')
    """
    name = content.get("id") if isinstance(content, Mapping) else None
    return name if isinstance(name, str) and len(name) <= LONGEST_TEXT else ""


def read_near(content: object) -> Near | None:
    """Return the message that an explorer is near, or None if it is another one.

    Examples
    --------
    >>> read_near({"kind": "near", "held": 3}), read_near({"kind": "near", "held": -1}), read_near("near")
    (Near(held=3), None, None)
    """
    if not isinstance(content, Mapping) or content.get("kind") != "near" or set(content) != {"kind", "held"}:
        return None
    held = content["held"]
    return Near(held) if type(held) is int and held >= 0 else None


def read_request(content: object) -> Request:
    """Return the request that the page sent.

    Parameters
    ----------
    content : object
        The message as it came: a dictionary, if it is right.

    Raises
    ------
    ProtocolError
        If it is none of the requests of this module.

    Examples
    --------
    >>> read_request({"kind": "pick", "panel": "output", "row": 2, "col": 3, "id": "7"})
    PickRequest(panel='output', row=2, col=3)
    """
    if not isinstance(content, Mapping):
        raise ProtocolError(
            "content", content, _("It must be an object with a kind, an id and the fields of its kind.")
        )
    kind = content.get("kind")
    request = REQUESTS.get(kind) if isinstance(kind, str) else None
    if request is None:
        raise ProtocolError("kind", kind, _("It must be one of {kinds}.", kinds=", ".join(REQUESTS)))
    if not read_id(content):
        raise ProtocolError("id", content.get("id"), _("It must be a short text that is not empty."))
    expected = request._fields
    of_the_kind = _("The fields of “{kind}” are {fields}.", kind=kind, fields=", ".join(["kind", "id", *expected]))
    for name in content:
        if name not in ("kind", "id", *expected):
            raise ProtocolError(reprlib.repr(name), content[name], of_the_kind)
    for name in expected:
        if name not in content:
            raise ProtocolError(name, MISSING, of_the_kind)
    read = request(**{name: _READERS[name](name, content[name]) for name in expected})
    return _drawable(read) if isinstance(read, SizeRequest) else read


def _finite(field: str, value: object) -> float:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    # A whole number may be too large for a float, but it is finite.
    if isinstance(number, float) and not math.isfinite(number):
        raise ProtocolError(field, value, _("It must be a finite number."))
    return number


def _width(field: str, value: object) -> int:
    return int(min(max(_finite(field, value), WIDTHS[0]), WIDTHS[1]))


def _ratio(field: str, value: object) -> float:
    return float(min(max(_finite(field, value), RATIOS[0]), RATIOS[1]))


def _drawable(size: SizeRequest) -> SizeRequest:
    return size._replace(ratio=min(size.ratio, MOST_ACROSS / size.width))


def _place(field: str, value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ProtocolError(field, value, _("It must be a whole number, 0 or more."))
    return value


def _text(field: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        rule = _("It must be a text of at most {count} characters.", count=format_count(LONGEST_TEXT))
        raise ProtocolError(field, value, rule)
    return value


def _name(field: str, value: object) -> str:
    if not _text(field, value):
        raise ProtocolError(field, value, _("It must be a name."))
    return _text(field, value)


def _step(field: str, value: object) -> StepBy:
    # True == 1 and 1.0 == 1, but neither is what the page sends.
    if type(value) is int and 0 < abs(value) <= MOST_STEPS:
        return value
    if value == "first":
        return "first"
    most = format_count(MOST_STEPS)
    raise ProtocolError(
        field, value, _("It must be a whole number from −{most} to {most} that is not 0, or “first”.", most=most)
    )


def _order(field: str, value: object) -> FilmOrder:
    orders: tuple[FilmOrder, ...] = ("start", "pause", "stop")
    for order in orders:
        if value == order:
            return order
    raise ProtocolError(field, value, _("It must be “start”, “pause” or “stop”."))


def _strokes(field: str, value: object) -> tuple[Stroke, ...]:
    rule = _("It must be a list of strokes, each a list of points (row, column).")
    if not isinstance(value, list | tuple) or not value:
        raise ProtocolError(field, value, rule)
    for stroke in value:
        if not isinstance(stroke, list | tuple) or not stroke:
            raise ProtocolError(field, value, rule)
    if sum(len(stroke) for stroke in value) > MOST_POINTS:
        raise ProtocolError(field, value, _("It may hold at most {count} points.", count=format_count(MOST_POINTS)))
    return tuple(tuple(_point(field, point) for point in stroke) for stroke in value)


def _point(field: str, value: object) -> Point:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ProtocolError(field, value, _("A point must be two numbers: its row and its column."))
    row, column = (_finite(field, part) for part in value)
    if max(abs(row), abs(column)) > FARTHEST:
        rule = _("A point must be within {count} cells of the panel.", count=format_count(int(FARTHEST)))
        raise ProtocolError(field, value, rule)
    return float(row), float(column)


# A field of one name holds the same in every request. What a reader returns is the type of that field.
_READERS: dict[str, Callable[[str, object], Any]] = {
    "width": _width,
    "ratio": _ratio,
    "panel": _name,
    "row": _place,
    "col": _place,
    "text": _text,
    "strokes": _strokes,
    "by": _step,
    "do": _order,
    "name": _name,
}
