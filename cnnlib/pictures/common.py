"""What several lessons draw."""

from dataclasses import replace
from typing import Any

import numpy as np

from cnnlib.engine.activations import softmax
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import within
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

FEWEST_ACROSS, MOST_ACROSS = 4, 8
"""Digits side by side."""

COLOURS = ("red", "green", "blue")
"""What the three channels of a photograph are called."""


def channel_panel(image: Array, index: int, **fields: Any) -> Grid:
    """Return the panel of one channel; all channels of an image are coloured alike.

    Examples
    --------
    >>> channel_panel(np.ones((3, 2, 2)), 1).title
    'green (2, 2)'
    """
    title = f"{_(COLOURS[index])} {shape(image[index])}"
    return Grid(image[index], title, name=COLOURS[index], **{**colouring_of(image), **fields})


def mistakes_picture(images: Array, labels: Array, scores: Array, *, chosen: int = 0) -> Picture:
    """Show the images that a network gets wrong, and what it makes of one of them.

    Parameters
    ----------
    images : array, (N, 1, H, W)
        Of 0 (paper) to 1 (ink).
    labels : array of int, (N,)
        What they show.
    scores : array, (N, 10)
        What the network answers.
    chosen : int
        One of the mistakes, from 0; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``mistakes`` (pressing one picks ``chosen``), ``digit`` and ``probabilities``.

    Examples
    --------
    >>> mistakes_picture(np.zeros((2, 1, 8, 8)), np.array([3, 4]), np.eye(10)[[3, 9]])
    1 of 2 digits is read wrong; number 1 shows 4 and was read as 9, with a probability of 23 %; 4 got 9 %.
    """
    read = np.argmax(scores, axis=1)
    wrong = np.flatnonzero(read != labels)
    if not wrong.size:
        title = _("read wrong: none of {all}", all=len(labels))
        none = Maps(np.zeros((1, *images.shape[2:])), title, columns=FEWEST_ACROSS, name="mistakes")
        return Picture([[none]], _("All {all} digits are read right.", all=len(labels)), heights=(390,))
    chosen = within(chosen, len(wrong))
    index = wrong[chosen]
    chances = softmax(np.asarray(scores[index], float))
    words = [f"{labels[each]} → {read[each]}" for each in wrong]
    maps = Maps(
        images[wrong, 0],
        _("read wrong: {count} of {all}", count=len(wrong), all=len(labels)),
        name="mistakes",
        columns=min(max(FEWEST_ACROSS, len(wrong)), MOST_ACROSS),
        colours="ink",
        role="input",
        labels=words,
        chosen=chosen,
        chosen_role="plain",
        note=_("right digit → what was read · dark frame: the digit below"),
    )
    maps = replace(maps, picks={"chosen": maps.positions()})
    chosen_panels = [
        Grid(
            np.round(16 * images[index, 0]),
            _("{label}, read as {read} {shape}", label=labels[index], read=read[index], shape=shape(images[index, 0])),
            name="digit",
            colours="ink",
            limits=(0, 16),
        ),
        Bars(
            [f"{digit} ✓" if digit == labels[index] else str(digit) for digit in range(len(chances))],
            100 * chances,
            _("what the network thinks"),
            "%",
            (0, 100),
            name="probabilities",
            role="output",
            note=_("✓: the right digit"),
        ),
    ]
    caption = ngettext(
        "{count} of {all} digits is read wrong",
        "{count} of {all} digits are read wrong",
        len(wrong),
        all=len(labels),
    ) + _(
        "; number {number} shows {label} and was read as {read}, with a probability of {won} %; {label} got {lost} %.",
        number=chosen + 1,
        label=labels[index],
        read=read[index],
        won=_percent(chances[read[index]]),
        lost=_percent(chances[labels[index]]),
    )
    return Picture(
        [[maps], chosen_panels],
        caption,
        heights=(150, 240),
    )


def _percent(share: float) -> str:
    """Write a share in per cent; what is not quite 0 or 100 is not written as if it were."""
    percent = 100 * share
    return format_number(percent, 0 if 1 <= percent <= 99 else 1)
