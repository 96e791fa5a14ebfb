"""The picture of an image that is pooled channel by channel."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import samples
from cnnlib.engine.settings import pair
from cnnlib.engine.types import Array
from cnnlib.engine.windows import windows
from cnnlib.lessons.max_pooling.pictures import winners
from cnnlib.lessons.max_pooling.words import largest_of, pooling_call
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.common import COLOURS
from cnnlib.pictures.convolution import colouring_of, is_large, window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape


def mute(image: ArrayLike, channel: str) -> Array:
    """Return an image, with one channel set to 0.

    Parameters
    ----------
    image : array, (3, H, W)
    channel : str
        ``"red"``, ``"green"`` or ``"blue"``; any other name mutes none.

    Examples
    --------
    >>> mute(np.ones((3, 1, 1)), "green").ravel().tolist()
    [1.0, 0.0, 1.0]
    """
    muted = np.array(image)
    if channel in COLOURS:
        muted[COLOURS.index(channel)] = 0
    return muted


def pooled_channels_picture(
    image: ArrayLike,
    output: ArrayLike,
    kernel_size: int,
    *,
    names: Sequence[str] = COLOURS,
    position: int = 0,
) -> Picture:
    """Show the pooling of an image channel by channel: as many maps come out as go in.

    Parameters
    ----------
    image : array, (C, H, W)
    output : array, (C, H_out, W_out)
        ``max_pool2d`` of it.
    kernel_size : int
        The stride is the same.
    names : sequence of str
        Of the channels; the panels are called ``red`` and ``red pooled``, and so on.
    position : int
        The output cell to look at in every channel, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Pressing a cell of any panel picks ``position``.

    Examples
    --------
    >>> from cnnlib import max_pool2d
    >>> image = np.arange(8).reshape(2, 2, 2)
    >>> pooled_channels_picture(image, max_pool2d(image, 2), 2, names=("a", "b"))
    A (2, 2, 2) input gives a (2, 1, 1) output; in row 0, column 0 the largest is 3 in a, 7 in b.
    """
    image, output = np.asarray(image), np.asarray(output)
    kernel = pair("kernel_size", kernel_size)
    places = output.shape[1:]
    at = cell_at(position, places)
    window = Outline(at[0] * kernel[0], at[1] * kernel[1], *kernel, role="kernel")
    near = window_picks(image.shape[1:], kernel, kernel, places)
    colouring = colouring_of(image)
    above, below, sums, maxima = [], [], [], []
    for name, channel, pooled in zip(names, image, output, strict=True):
        won, positions_won = winners(channel, kernel)
        winner = Outline(*cell_at(positions_won[at], channel.shape), role="output")
        above.append(
            Grid(
                channel,
                f"{_(name)} {shape(channel)}",
                name=name,
                scale="cells",
                outlines=(window, winner),
                marked=None if is_large(channel) else won,
                note="" if is_large(channel) else _("filled corner: its window keeps it"),
                picks={"position": near},
                **colouring,
            )
        )
        below.append(
            Grid(
                pooled,
                _("pooled {shape}", shape=shape(pooled)),
                name=f"{name} pooled",
                role="output",
                scale="pooled",
                outlines=(Outline(*at, role="output"),),
                picks={"position": positions(places)},
                **colouring,
            )
        )
        under = windows(channel, kernel, stride=kernel)[..., at[0], at[1]]
        sums.append(f"{_(name)}: {largest_of(under, pooled[at])}")
        maxima.append(_("{value} in {name}", value=format_number(pooled[at]), name=_(name)))
    caption = _(
        "A {input} input gives a {output} output; in row {row}, column {column} the largest is {maxima}.",
        input=shape(image),
        output=shape(output),
        row=at[0],
        column=at[1],
        maxima=", ".join(maxima),
    )
    expression = _expression(image)
    code = expression and pooling_call(expression, kernel_size)
    formula = "" if is_large(image) else "\n".join(sums)  # the numbers of a large image are in sight nowhere else
    return Picture([above, below], caption, formula, code, heights=(225, 165), across=len(above))


def _expression(image: Array) -> str:
    """Return the code that makes a bundled image, one channel of it muted or none; empty for another image."""
    bundled = {"samples.toy_channels()": samples.toy_channels(), "samples.chelsea()": samples.chelsea()}
    for expression, known in bundled.items():
        for channel in ("none", *COLOURS):
            if np.array_equal(image, mute(known, channel)):
                return expression if channel == "none" else f'mute({expression}, "{channel}")'
    return ""
