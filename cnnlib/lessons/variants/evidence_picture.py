"""Where a network finds evidence for a class: its class activation map over the digit, and the maps of all classes."""

from typing import Any

import numpy as np

from cnnlib.data.digits import network_input
from cnnlib.engine.layers import Conv2d
from cnnlib.engine.network import Sequential
from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Array
from cnnlib.lessons.variants.evidence import class_map
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.panels import Grid, Maps, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

CLASSES = 10
LIMITS = (-50.0, 50.0)
"""Values at the ends of the colours: one in twenty is beyond them."""

INK = 9
"""A pixel with so much ink, of 16, is framed: more than half."""


def evidence_picture(reader: Sequential, images: Array, number: int, *, digit: int, cell: int | None = None) -> Picture:
    """Show where a network finds evidence for and against a digit.

    Parameters
    ----------
    reader : Sequential
        It ends in GlobalAvgPool2d and Linear.
    images : array, (N, 8, 8)
        Ink of 0 to 16.
    number : int
        Which image, from 0.
    digit : int
        The class: 0 to 9.
    cell : int or None
        A cell of the map, counted row by row: the pixels that it sees are outlined in the image.

    Returns
    -------
    Picture
        Panels ``input``, ``map`` (the pixels with much ink are framed; pressing a cell picks ``cell``) and ``classes``,
        the maps of all ten, each with its score; pressing one picks ``digit``.

    Examples
    --------
    >>> from cnnlib.lessons.variants.evidence import load_pooled
    >>> evidence_picture(load_pooled(), np.zeros((1, 8, 8)), 0, digit=3).panel("classes").shape
    (2, 5)
    """
    image = images[number]
    scores = reader.forward(network_input(image))[0]
    maps = np.stack([class_map(reader, image, each) for each in range(CLASSES)])
    bias = float(reader.layers[-1].parameters["bias"][digit])
    mean, read = float(maps[digit].mean()), int(scores.argmax())
    half = image.shape[1] // 2
    left, right = float(maps[digit][:, :half].mean()), float(maps[digit][:, half:].mean())
    pressed = [] if cell is None else [Outline(*cell_at(cell, image.shape), role="output")]
    colours: dict[str, Any] = {"colours": "signed", "limits": LIMITS}
    found = Maps(
        maps,
        _("all ten maps {shape}, with scores", shape=shape(maps)),
        columns=5,
        name="classes",
        chosen=digit,
        chosen_role="output",
        labels=[f"{each}: {format_number(score, 1)}" for each, score in enumerate(scores)],
        picks={"digit": np.arange(CLASSES).reshape(2, 5)},
        weight=1.9,
        note=_("green frame: the large map · press another"),
        **colours,
    )
    panels = [
        Grid(
            image,
            _("digit {shape}", shape=shape(image)),
            name="input",
            colours="ink",
            limits=(0, 16),
            outlines=[] if cell is None else [_seen(reader, image, cell)],
            note=_("press a cell of the map") if cell is None else _("orange: what the cell sees"),
            weight=1.3,
        ),
        Sign("→"),
        Grid(
            maps[digit],
            _("map of class {digit} {shape}", digit=digit, shape=shape(maps[digit])),
            name="map",
            role="output",
            digits=0,
            weight=1.3,
            outlines=_ink_frames(image) + pressed,
            picks={"cell": positions(image.shape)},
            note=_("red: for, blue: against, framed: much ink"),
            **colours,
        ),
        found,
    ]
    caption = _(
        "The network reads this as {read}. The map of class {digit} has the mean {left} in its left half, {right} in "
        "its right half and {mean} overall. With the bias {bias}, the score of {digit} is {score}.",
        read=read,
        digit=digit,
        mean=format_number(mean),
        bias=format_number(bias),
        score=format_number(mean + bias, 1),
        left=format_number(left),
        right=format_number(right),
    )
    if cell is not None:
        (row, column), seen = cell_at(cell, image.shape), _seen(reader, image, cell)
        caption += " " + _(
            "The cell in row {row}, column {column} holds {value}. It sees rows {top}–{bottom}, columns "
            "{first}–{last} of the digit.",
            row=row,
            column=column,
            value=format_number(float(maps[digit][row, column]), 0),
            top=seen.row,
            bottom=seen.row + seen.height - 1,
            first=seen.column,
            last=seen.column + seen.width - 1,
        )
    formula = "\n".join(
        [
            _("map of class {digit} = sum of weight · map, over {count} maps", digit=digit, count=_maps_of(reader)),
            _(
                "score = mean + bias: {mean} {sign} {bias} ≈ {score}",
                mean=format_number(mean),
                sign="−" if bias < 0 else "+",
                bias=format_number(abs(bias)),
                score=format_number(mean + bias, 1),
            ),
        ]
    )
    return Picture(
        [panels], caption, formula, f"class_map(reader, digits[{number}], {digit})", heights=(300,), across=(2, 1)
    )


def _maps_of(reader: Sequential) -> int:
    """Return how many maps the means are taken of."""
    return int(reader.layers[-1].parameters["weight"].shape[1])


def _seen(reader: Sequential, image: Array, cell: int) -> Outline:
    """Return a frame around the pixels that a cell of the last maps sees: its receptive field, cut at the border."""
    field = receptive_field(
        {"kernel_size": side, "padding": side // 2}
        for side in (each.parameters["weight"].shape[-1] for each in reader.layers if isinstance(each, Conv2d))
    )
    row, column = cell_at(cell, image.shape)
    (top, bottom), (left, right) = (
        (max(0, first), min(side, stop))
        for (first, stop), side in zip((field.of(row), field.of(column)), image.shape, strict=True)
    )
    return Outline(top, left, bottom - top, right - left)


def _ink_frames(image: Array) -> list[Outline]:
    """Return frames around the pixels with much ink; those side by side in a row share one."""
    frames = []
    for row, line in enumerate(image >= INK):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], line.astype(int), [0]])))
        frames += [
            Outline(row, int(start), 1, int(end - start), role="plain")
            for start, end in zip(edges[::2], edges[1::2], strict=True)
        ]
    return frames
