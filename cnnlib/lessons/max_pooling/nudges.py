"""Pictures of an image that is nudged by one pixel, before and after pooling."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import samples
from cnnlib.engine.pooling import max_pool2d
from cnnlib.engine.types import Array
from cnnlib.lessons.max_pooling.measures import (
    COMPASS,
    MIDDLE,
    POOLS,
    cells_that_stay,
    changes,
    mean_change,
    nudged,
)
from cnnlib.messages import _, format_count, format_number, pgettext
from cnnlib.pictures.cells import cell_at, positions, within
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.convolution import colouring_of
from cnnlib.pictures.panels import Grid, Outline, Panel, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.sources import source
from cnnlib.pictures.words import shape

EDITABLE: dict[str, Any] = {"colours": "tint", "limits": (0.0, 9.0)}
"""How a small grid is coloured that a learner edits: the scale must not follow what is typed."""

PHOTOGRAPH = "samples.camera()[16:80, 36:100]"
"""The photograph of the lesson, as code."""

CALLS = {"max": "max_pool2d", "average": "avg_pool2d"}
"""The poolings, as code."""

COMPASS_WEIGHT = 0.9
"""How wide the compass is, compared with an image."""

LARGEST_WINDOW = 4
"""The axis of the changes has room for windows of up to this size."""


def shift_picture(image: ArrayLike, kernel_size: int, *, pool: str = "max", nudge: int = 5) -> Picture:
    """Show how much a nudge by one pixel changes an image, and how much its pooled maps.

    Parameters
    ----------
    image : array, (H, W)
        Pixels that leave it on one side come in on the other.
    kernel_size : int
        Of the windows; it is their stride.
    pool : str
        The pooling to look at, ``"max"`` or ``"average"``.
    nudge : int
        One of the 9 cells of the compass, counted row by row; 4, the middle, is no nudge.

    Returns
    -------
    Picture
        Panels ``input``, ``before``, ``changes`` (means of the 8 directions), ``moved``, ``after`` and ``compass``
        (mean change of a pooled cell in each direction; pressing one picks ``nudge``).

    Examples
    --------
    >>> shift_picture(np.tile([0, 9], (4, 2)), 2)
    The image has moved right by one pixel. A cell changes by 9 without pooling and by 0 after max pooling. Mean of \
the 8 directions: 6.75 without pooling, 0 after max pooling, 0 after average pooling.
    """
    image = np.asarray(image)
    nudge = within(nudge, len(COMPASS))
    after, colouring = nudged(image)[nudge], colouring_of(image)
    by_direction = changes(image, lambda x: POOLS[pool](x, kernel_size))
    limit = _ceiling(image)
    title, note = _("change of a cell (3, 3)"), _("dark frame: this direction · press another")
    compass = _compass(by_direction, nudge, title, (0, 2 * limit), note, digits=_digits(limit))
    kinds = {"max": _("max pooling"), "average": _("average pooling")}
    means = {
        _("no pooling"): mean_change(image),
        **{label: mean_change(image, kernel_size, kind) for kind, label in kinds.items()},
    }
    names = _("no pooling"), pgettext("pooling", "max"), pgettext("pooling", "average")
    bars = Bars(
        [f"{name}\n{_change(mean, limit)}" for name, mean in zip(names, means.values(), strict=True)],
        list(means.values()),
        _("change, mean of 8 directions"),
        "",
        (0, limit),
        name="changes",
        role="difference",
        weight=COMPASS_WEIGHT,
    )
    # The compass first: on a narrow page it is below the image that it moves, and the bars are at the end.
    pooled = POOLS[pool](image, kernel_size)
    above = [*_image_and_map(image, pooled, colouring), Sign(" "), compass]
    below = [*_image_and_map(after, POOLS[pool](after, kernel_size), colouring, nudge=nudge), Sign(" "), bars]
    plain, none = changes(image)[nudge], _change(means[_("no pooling")], limit)
    caption = _(
        "A cell changes by {plain} without pooling and by {change} after {kind}. Mean of the 8 directions: "
        "{none} without pooling, {max} after max pooling, {average} after average pooling.",
        plain=_change(plain, limit),
        kind=kinds[pool],
        change=_change(by_direction[nudge], limit),
        none=none,
        max=_change(means[kinds["max"]], limit),
        average=_change(means[kinds["average"]], limit),
    )
    formula = "\n".join(
        (
            _(
                "no pooling: change of a cell = mean of |moved − input| over {count} cells = {change}",
                count=format_count(image.size),
                change=_change(plain, limit),
            ),
            _(
                "{kind}: change of a cell = mean of |pooled after − pooled before| over {count} cells = {change}",
                kind=kinds[pool],
                count=format_count(pooled.size),
                change=_change(by_direction[nudge], limit),
            ),
        )
    )
    expression = source(image, PHOTOGRAPH if np.array_equal(image, _photograph()) else "")
    code = expression and _code(expression, nudge, CALLS[pool], kernel_size)
    return Picture([above, below], f"{_moved(nudge)} {caption}", formula, code, heights=(240, 240), across=(2, 1))


def _code(image: str, nudge: int, call: str, kernel_size: int) -> str:
    """Write how the change of a pooled cell is computed."""
    return (
        f"before = {image}\n"
        f"after = np.roll(before, {COMPASS[nudge]}, axis=(0, 1))\n"
        f"np.abs({call}(after, {kernel_size}) - {call}(before, {kernel_size})).mean()"
    )


def nudge_picture(image: ArrayLike, *, nudge: int = 5, edits: str | None = None) -> Picture:
    """Show which cells of a max-pooled map stay as they are when the image is nudged by one pixel.

    Parameters
    ----------
    image : array, (H, W)
        Pixels that leave it on one side come in on the other. The windows are 2×2, with stride 2.
    nudge : int
        One of the 9 cells of the compass, counted row by row; 4, the middle, is no nudge.
    edits : str or None
        The control that editing the image's cells changes.

    Returns
    -------
    Picture
        Panels ``input``, ``before``, ``moved``, ``after`` and ``compass`` (how many cells keep their value in each
        direction; pressing one picks ``nudge``).

    Examples
    --------
    >>> nudge_picture(np.tile([0, 9], (4, 2)))
    The image has moved right by one pixel. 4 of 4 pooled cells keep their value. All of them do in 8 of the 8 \
directions.
    """
    image = np.asarray(image)
    nudge = within(nudge, len(COMPASS))
    after, before = nudged(image)[nudge], max_pool2d(image, 2)
    stay = cells_that_stay(image)
    title, note = _("cells that stay (3, 3)"), _("dark frame: this direction")
    compass = _compass(stay, nudge, title, (0, 2 * before.size), note, digits=0)
    row = [
        *_image_and_map(image, before, EDITABLE, edits=edits),
        Sign(" "),
        compass,
        Sign(" "),
        *_image_and_map(after, max_pool2d(after, 2), EDITABLE, nudge=nudge),
    ]
    whole = sum(int(count == before.size) for index, count in enumerate(stay) if index != MIDDLE)
    caption = _(
        "{kept} of {all} pooled cells keep their value. All of them do in {whole} of the 8 directions.",
        kept=stay[nudge],
        all=before.size,
        whole=whole,
    )
    return Picture([row], f"{_moved(nudge)} {caption}", heights=(250,), across=(2, 1, 2))


def _photograph() -> Array:
    """Return the photograph of the lesson."""
    return samples.camera()[16:80, 36:100]


def _moved(nudge: int) -> str:
    """Say where an image has moved: one sentence for each of the 9 cells of the compass."""
    return (
        _("The image has moved up and left by one pixel."),
        _("The image has moved up by one pixel."),
        _("The image has moved up and right by one pixel."),
        _("The image has moved left by one pixel."),
        _("The image has not moved."),
        _("The image has moved right by one pixel."),
        _("The image has moved down and left by one pixel."),
        _("The image has moved down by one pixel."),
        _("The image has moved down and right by one pixel."),
    )[nudge]


def _title_of_moved(nudge: int) -> str:
    """Return the title of an image that has moved, for each of the 9 cells of the compass."""
    return (
        _("moved up and left"),
        _("moved up"),
        _("moved up and right"),
        _("moved left"),
        _("moved nowhere"),
        _("moved right"),
        _("moved down and left"),
        _("moved down"),
        _("moved down and right"),
    )[nudge]


def _image_and_map(
    image: Array, pooled: Array, colouring: dict[str, Any], *, nudge: int | None = None, edits: str | None = None
) -> Sequence[Panel]:
    """Return the panels of an image and of its pooled map, with an arrow between them; of a moved one with `nudge`."""
    if nudge is None:
        names, title = ("input", "before"), _("input {shape}", shape=shape(image))
        pooled_title = _("pooled before {shape}", shape=shape(pooled))
    else:
        names, title = ("moved", "after"), _title_of_moved(nudge)
        pooled_title = _("pooled after {shape}", shape=shape(pooled))
    note = _("double-click a cell to change it") if edits else ""
    return [
        Grid(image, title, name=names[0], scale="cells", edits=edits, note=note, **colouring),
        Sign("→"),
        Grid(pooled, pooled_title, name=names[1], role="output", scale="cells", **colouring),
    ]


def _compass(values: Array, nudge: int, title: str, limits: tuple[float, float], note: str, *, digits: int) -> Grid:
    """Return the panel of the directions, each with what was measured there."""
    return Grid(
        np.reshape(values, (3, 3)),
        title,
        name="compass",
        role="difference",
        limits=limits,
        digits=digits,
        outlines=(Outline(*cell_at(nudge, (3, 3)), role="plain"),),
        scale="compass",
        picks={"nudge": positions((3, 3))},
        weight=COMPASS_WEIGHT,
        note=note,
    )


def _ceiling(image: Array) -> float:
    """Return the end of the axis of the changes: the same for all windows, so that bars can be compared."""
    most = max(mean_change(image, size) for size in range(1, LARGEST_WINDOW + 1))
    return 1.15 * most or 1.0


def _digits(limit: float) -> int:
    """Return with how many decimals changes are written: the changes of a photograph, of 0 to 1, are small."""
    return 3 if limit < 1 else 2


def _change(change: float, limit: float) -> str:
    return format_number(change, _digits(limit))
