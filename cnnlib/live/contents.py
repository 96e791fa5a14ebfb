"""What the page shows beside the pixels, made from a picture and from how the controls stand."""

import hashlib
from typing import cast

from cnnlib.canvas import Canvas
from cnnlib.live.panel_states import Use, usable
from cnnlib.live.protocol import Content, FilmState, Marks, PanelState
from cnnlib.live.stage import Stage
from cnnlib.pictures.picture import Picture


def sign_of(png: bytes) -> str:
    """Return what tells one picture's pixels from another's.

    Examples
    --------
    >>> sign_of(b"the same") == sign_of(b"the same"), len(sign_of(b"another"))
    (True, 16)
    """
    return hashlib.blake2b(png, digest_size=8).hexdigest()


def content_of(
    canvas: Canvas,
    picture: Picture,
    stage: Stage,
    *,
    film: FilmState = "idle",
    use: Use | None = None,
    pressed: tuple[str, int, int] = ("", 0, 0),
) -> Content:
    """Return the content of a picture that a canvas has just drawn.

    Parameters
    ----------
    canvas : Canvas
        It knows where the cells are.
    picture : Picture
        What it has drawn.
    stage : Stage
        How the controls stand.
    film : FilmState
        Whether a film runs.
    use : Use or None
        What the cells of panels are for; None where nothing can be done to them.
    pressed : (str, int, int)
        Panel, row and column of the cell that was pressed last.
    """
    # The canvas knows the places alone, which is all that is told of a panel that cannot be used.
    panels = cast("list[PanelState]", canvas.geometry())
    if use is not None:
        panels = [usable(each, picture.panel(each["name"]), stage.values, pressed, use) for each in panels]
    return {
        "alt": picture.caption,
        "caption": picture.caption,
        "formula": picture.formula,
        "code": picture.code,
        "message": "",
        "dimmed": False,
        "film": film,
        "progress": picture.progress,
        "at": stage.at,
        "cells": stage.cells,
        "where": stage.where,
        "at_start": stage.at_start,
        "at_end": stage.at_end,
        "width": canvas.width,
        "panels": panels,
    }


def refused(content: Content, message: str, not_this: str, at: Marks, film: FilmState) -> Content:
    """Return the content where a setting is impossible: the last picture, dimmed.

    Parameters
    ----------
    content : Content
        What is shown so far.
    message : str
        Why there is no picture.
    not_this : str
        The alt text, with ``{caption}`` for that of the last picture.
    at : Marks
        The controls' values.
    film : FilmState
        Whether a film runs.
    """
    return {
        **content,
        "message": message,
        "dimmed": True,
        "alt": not_this.replace("{caption}", content["caption"]),
        "at": at,
        "film": film,
        "at_start": True,
        "at_end": True,
    }


def resized(content: Content, canvas: Canvas) -> Content:
    """Return the content of a picture that a canvas has drawn again in another size."""
    places = {place["name"]: place for place in canvas.geometry()}
    panels = [cast("PanelState", {**panel, **places.get(panel["name"], {})}) for panel in content["panels"]]
    return {**content, "width": canvas.width, "panels": panels}
