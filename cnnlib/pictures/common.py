"""What several lessons draw."""

from typing import Any

import numpy as np

from cnnlib.engine.activations import softmax
from cnnlib.engine.types import Array
from cnnlib.messages import N_, _, pgettext
from cnnlib.pictures.cells import positions, within
from cnnlib.pictures.chances import above_bars
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Maps
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

ACROSS, HEIGHT = 4, 290
"""Misread digits side by side, so that on a narrow page they can be read, too; CSS pixels of their picture."""

COLOURS = (N_("red"), N_("green"), N_("blue"))
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


def mistakes_picture(
    images: Array, labels: Array, scores: Array, *, chosen: int | None = 0, reveal: bool = True
) -> Picture:
    """Show the images that a network gets wrong, and reveal what they are and what it makes of one of them.

    Parameters
    ----------
    images : array, (N, 1, H, W)
        Of 0 (paper) to 1 (ink).
    labels : array of int, (N,)
        What they show.
    scores : array, (N, 10)
        What the network answers.
    chosen : int or None
        One of the mistakes, from 0; beyond the last it is the last. None shows no digit yet, and no bars.
    reveal : bool
        Whether labels and probabilities are shown.

    Returns
    -------
    Picture
        Panels ``mistakes`` (pressing one picks ``chosen``), ``digit`` and ``probabilities``.

    Examples
    --------
    >>> images, labels, scores = np.zeros((2, 1, 8, 8)), np.array([3, 4]), np.eye(10)[[3, 9]]
    >>> mistakes_picture(images, labels, scores).caption.partition(". ")[2]
    'The one in the dark frame shows 4 and was read as 9, with probability 0.23; 4 got 0.09.'
    >>> mistakes_picture(images, labels, scores, reveal=False)
    1 of 2 digits is read wrong. Which digit is in the dark frame?
    """
    read = np.argmax(scores, axis=1)
    wrong = np.flatnonzero(read != labels)
    if not wrong.size:
        title = _("read wrong: none of {all}", all=len(labels))
        none = Maps(np.zeros((1, *images.shape[2:])), title, columns=ACROSS, name="mistakes")
        return Picture([[none]], _("All {all} digits are read right.", all=len(labels)), heights=(HEIGHT,))
    size = -(-len(wrong) // ACROSS), ACROSS
    numbers = positions(size)
    if chosen is not None:
        chosen = within(chosen, len(wrong))
    maps = Maps(
        images[wrong, 0],
        _("read wrong: {count} of {all}", count=len(wrong), all=len(labels)),
        ACROSS,
        name="mistakes",
        colours="ink",
        role="input",
        labels=[f"{labels[each]} → {read[each]}" if reveal else "?" for each in wrong],
        chosen=chosen,
        chosen_role="plain",
        note=_("right digit → what was read") if reveal else _("press one"),
        picks={"chosen": np.where(numbers < len(wrong), numbers, -1)},
        weight=1.2,
    )
    index = None if chosen is None else wrong[chosen]
    image = np.zeros(images.shape[2:]) if index is None else images[index, 0]
    digit = Grid(
        np.round(16 * image),
        _("in the dark frame {shape}", shape=shape(image)),
        name="digit",
        colours="ink",
        limits=(0, 16),
        numbers=False,
    )
    chances = None if index is None or not reveal else softmax(np.asarray(scores[index], float))
    tick = pgettext("mark of the right digit", "✓")
    bars = Bars(
        [
            f"{each} {tick}" if chances is not None and each == labels[index] else str(each)
            for each in range(len(scores[0]))
        ],
        np.zeros(len(scores[0])) if chances is None else chances,
        _("probabilities {shape}", shape=shape(scores[0])),
        _("probability"),
        (0, 1.12),  # room for the number on the tallest bar
        written=() if chances is None else above_bars(chances),
        chosen=None if chances is None else int(chances.argmax()),
        name="probabilities",
        role="output",
        note=_("✓: the right digit · dark: the winner") if reveal else _("covered: switch reveal on"),
        weight=1.4,
    )
    said = _how_many(len(wrong), len(labels))
    if index is None:
        said += " " + _("Press one.")
    elif chances is None:
        said += " " + _("Which digit is in the dark frame?")
    else:
        said += " " + _of_one(int(labels[index]), int(read[index]), chances)
    return Picture([[maps, digit, bars]], said, heights=(HEIGHT,))


def _how_many(wrong: int, count: int) -> str:
    if wrong == 1:
        return _("1 of {all} digits is read wrong.", all=count)
    return _("{count} of {all} digits are read wrong.", count=wrong, all=count)


def _of_one(label: int, read: int, chances: Array) -> str:
    return _(
        "The one in the dark frame shows {label} and was read as {read}, with probability {won}; {label} got {lost}.",
        label=label,
        read=read,
        won=_probability(chances[read]),
        lost=_probability(chances[label]),
    )


def _probability(chance: float) -> str:
    """Write a probability; what is not quite 0 or 1 is not written as if it were."""
    return f"{chance:.{2 if 0.01 <= chance <= 0.99 else 3}f}"
