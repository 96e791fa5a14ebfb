"""What a function gives to its explorer: pictures; or a sentence that says what it gave instead."""

from collections.abc import Callable, Generator, Mapping
from inspect import isgenerator
from typing import Any

from cnnlib.engine.exits import exit_raises
from cnnlib.messages import _
from cnnlib.pictures.picture import Picture


class NoPicture(TypeError):
    """A function gave an explorer something else than a picture; the message is a sentence for whoever wrote it."""


def name_of(function: Callable[..., object]) -> str:
    """Return what a function is called.

    Examples
    --------
    >>> name_of(len)
    'len'
    """
    return str(getattr(function, "__name__", "the function"))


def as_picture(value: object, function: Callable[..., object]) -> Picture:
    """Return what a function gave, if it is a picture.

    Raises
    ------
    NoPicture
        If it is anything else.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> as_picture(Picture([[Grid([[1]], "a cell", name="cell")]], caption="A cell."), len)
    A cell.
    """
    if isinstance(value, Picture):
        return value
    name = name_of(function)
    if value is None:
        raise NoPicture(_("{name}() gave back nothing (None). Does it end with return, and a Picture?", name=name))
    if isgenerator(value):
        value.close()
        raise NoPicture(
            _("{name}() gave back a generator. To make a film, yield the pictures in {name}() itself.", name=name)
        )
    kind = type(value).__name__
    raise NoPicture(_("{name}() gave back a value of type {kind}, and not a Picture.", name=name, kind=kind))


def picture_of(function: Callable[..., object], values: Mapping[str, object]) -> Picture:
    """Return the picture that a function makes of the values of the controls.

    Raises
    ------
    NoPicture
        If it gives anything else.

    Examples
    --------
    >>> picture_of(dict, {"padding": 1})
    Traceback (most recent call last):
      ...
    cnnlib.live.functions.NoPicture: dict() gave back a value of type dict, and not a Picture.
    """
    with exit_raises():
        value = function(**values)
    return as_picture(value, function)


def film_of(function: Callable[..., Any], values: Mapping[str, object]) -> Generator[Picture, None, None]:
    """Yield the pictures of a film; closing it closes the function's own generator.

    Raises
    ------
    NoPicture
        If it yields anything else, or nothing at all.

    Examples
    --------
    >>> def film(count):
    ...     yield from range(count)
    >>> next(film_of(film, {"count": 0}))
    Traceback (most recent call last):
      ...
    cnnlib.live.functions.NoPicture: film() yielded no picture. A film needs at least one.
    """
    count = 0
    frames = function(**values)
    try:
        while (frame := _next(frames)) is not _END:
            count += 1
            yield as_picture(frame, function)
    finally:
        frames.close()
    if not count:
        raise NoPicture(_("{name}() yielded no picture. A film needs at least one.", name=name_of(function)))


_END = object()
"""What comes after a film's last picture."""


def _next(frames: Generator[object, None, None]) -> object:
    """Return a film's next picture, or :data:`_END`."""
    with exit_raises():
        return next(frames, _END)


def sentence_on(error: BaseException, function: Callable[..., object]) -> str:
    """Say why there is no picture, where a function has stopped with an error that is no setting's.

    Examples
    --------
    >>> sentence_on(ZeroDivisionError("division by zero"), len)
    "len() stopped with ZeroDivisionError('division by zero'). That is a bug in its code, or in the library."
    """
    name = name_of(function)
    if isinstance(error, NoPicture):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return _("{name}() was interrupted. The picture is the one before; move a control to go on.", name=name)
    if isinstance(error, SystemExit):
        return _("{name}() called exit(), which would end the whole notebook. Leave that out.", name=name)
    if isinstance(error, RecursionError):
        return _("{name}() calls itself without end, or something in it does.", name=name)
    return _("{name}() stopped with {error!r}. That is a bug in its code, or in the library.", name=name, error=error)
