"""The picture of what pooling keeps of an image that is nudged by one pixel."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.max_pooling.pictures import EDITABLE
from cnnlib.messages import _, format_number
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

NUDGES: tuple[Pair, ...] = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1))
"""The compass, row by row: one pixel (down, right) in 8 directions, and in the middle none."""

MIDDLE = NUDGES.index((0, 0))


def share_that_stays(before: Array, after: Array) -> float:
    """Return the share of the cells that keep exactly their value; cells that are 0 both times are not counted.

    Blank paper that stays blank says nothing. If no cell is counted, the share is 1.

    Examples
    --------
    >>> share_that_stays(np.array([[4, 2], [3, 0], [0, 0]]), np.array([[4, 2], [1, 5], [0, 0]]))
    0.5
    """
    kept, counted = _cells_that_stay(before, after)
    return kept / counted if counted else 1.0


def _cells_that_stay(before: Array, after: Array) -> tuple[int, int]:
    """Return how many cells keep their value, and how many are counted."""
    counted = (before != 0) | (after != 0)
    return int((before == after)[counted].sum()), int(counted.sum())


def shift_picture(image: Array, pool: Callable[[Array], Array], *, nudge: int = 5, edits: str | None = None) -> Picture:
    """Show what is left of a pooled map when the image is nudged by one pixel.

    Parameters
    ----------
    image : array, (H, W)
        Pixels that leave it on one side come in on the other.
    pool : callable
        (H, W) → (H_out, W_out), such as ``lambda x: max_pool2d(x, 2)``.
    nudge : int
        One of the 9 cells of the compass, counted row by row; 4, the middle, is no nudge.
    edits : str or None
        The control that editing the image's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``moved``, ``compass`` (per cent of the pooled cells that stay; pressing one
        picks ``nudge``), ``before``, ``after`` and ``difference`` (after − before).

    Notes
    -----
    A cell stays if its value is exactly the same; see :func:`share_that_stays`.

    Examples
    --------
    >>> one = np.zeros((4, 4))
    >>> one[1, 1] = 9
    >>> from cnnlib import max_pool2d
    >>> shift_picture(one, lambda x: max_pool2d(x, 2), nudge=3).panel("compass").values.tolist()
    [[100.0, 100.0, 0.0], [100.0, 100.0, 0.0], [0.0, 0.0, 0.0]]
    """
    directions = (
        _("up and left"),
        _("up"),
        _("up and right"),
        _("left"),
        _("nowhere"),
        _("right"),
        _("down and left"),
        _("down"),
        _("down and right"),
    )
    nudge = within(nudge, len(NUDGES))
    moved = [np.roll(image, move, axis=(0, 1)) for move in NUDGES]
    before, afters = pool(image), [pool(each) for each in moved]
    after = afters[nudge]
    stays = [share_that_stays(before, each) for each in afters]
    colouring = EDITABLE if edits else colouring_of(image)
    above = [
        Grid(
            image,
            _("input {shape}", shape=shape(image)),
            name="input",
            scale="cells",
            edits=edits,
            note=_("double-click a cell to change it") if edits else "",
            **colouring,
        ),
        Grid(moved[nudge], _("moved {where}", where=directions[nudge]), name="moved", scale="cells", **colouring),
        _compass(stays, nudge),
    ]
    reach = colouring["limits"][1] - min(0.0, colouring["limits"][0])
    pooled = {"role": "output", "scale": "pooled", **colouring}
    below = [
        Grid(before, _("before {shape}", shape=shape(before)), name="before", **pooled),
        Sign("→"),
        Grid(after, _("after {shape}", shape=shape(before)), name="after", **pooled),
        Sign(" "),
        Grid(
            after - before,
            _("after − before"),
            name="difference",
            role="difference",
            colours="signed",
            limits=(-reach, reach),
            scale="pooled",
        ),
    ]
    kept, counted = _cells_that_stay(before, after)
    mean = _mean_per_cent(_without_middle(stays))
    plain = _mean_per_cent([share_that_stays(image, each) for each in _without_middle(moved)])
    caption = _(
        "{moved}: {kept} of {all} pooled cells keep their value (cells that are 0 both times are not counted); over "
        "the 8 directions {mean} % stay, and without pooling {plain} % of the pixels.",
        moved=_("Not moved") if nudge == MIDDLE else _("Moved {where} by one pixel", where=directions[nudge]),
        kept=kept,
        all=counted,
        mean=mean,
        plain=plain,
    )
    stay = _("stay: all cells are 0 both times, none is counted")
    if counted:
        stay = _("stay: {kept} / {all} = {share} %", kept=kept, all=counted, share=_mean_per_cent([stays[nudge]]))
    changes = np.mean([np.abs(each - before).mean() for each in _without_middle(afters)])
    lines = [
        _(
            "{stay}; mean of the 8 directions: {mean} %; without pooling: {plain} %",
            stay=stay,
            mean=mean,
            plain=plain,
        ),
        _(
            "mean change of a cell over the 8 directions: {change}, which is {part} % of the mean value",
            change=format_number(changes),
            part=_mean_per_cent([changes / (np.abs(before).mean() or 1)]),
        ),
    ]
    code = f"np.roll(image, {NUDGES[nudge]}, axis=(0, 1))"
    return Picture([above, below], caption, "\n".join(lines), code, heights=(270, 240), across=3)


def _compass(stays: Sequence[float], nudge: int) -> Grid:
    """Return the panel of the directions, each with the share of the cells that stay."""
    return Grid(
        100 * np.reshape(stays, (3, 3)),
        _("% that stay (3, 3)"),
        name="compass",
        role="difference",
        limits=(0, 100),
        digits=0,
        outlines=(Outline(*cell_at(nudge, (3, 3)), role="plain"),),
        scale="compass",
        picks={"nudge": positions((3, 3))},
        note=_("press a direction"),
    )


def _without_middle(nine: Sequence[Any]) -> list[Any]:
    """Return the eight of the compass without its middle."""
    return [each for index, each in enumerate(nine) if index != MIDDLE]


def _mean_per_cent(shares: Sequence[float]) -> str:
    return format_number(100 * np.mean(shares), 0)
