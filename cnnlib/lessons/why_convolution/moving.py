"""Pictures of digits that have moved: what two networks make of them, and what their first layers say."""

from typing import Any

import numpy as np

from cnnlib.engine.network import Sequential
from cnnlib.engine.types import Array, Pair
from cnnlib.lessons.why_convolution.flattening import ON_PAPER, digits_panel
from cnnlib.lessons.why_convolution.lab import SHORT_NAMES, percent_wrong
from cnnlib.lessons.why_convolution.moves import first_layer, moved, read_digit
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Dots
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import shape

STRONGEST_SHOWN = 6
"""The activation at the bright end of the colours."""

SAME = 1e-5
"""Activations that differ by less are the same but for rounding."""


def in_words(*, down: int, right: int, digits: int = 1) -> str:
    """Say where a digit has moved, or where several have.

    Examples
    --------
    >>> in_words(down=0, right=0), in_words(down=-2, right=-1)
    ('The digit has not moved.', 'The digit has moved 1 to the left and 2 up.')
    >>> in_words(down=0, right=1, digits=300)
    'The digits have moved 1 to the right.'
    """
    sideways = _sideways_alone if not down else _and_down if down > 0 else _and_up
    return sideways(digits, right, abs(down))


def _sideways_alone(digits: int, right: int, _rows: int) -> str:
    if right > 0:
        return ngettext(
            "The digit has moved {columns} to the right.",
            "The digits have moved {columns} to the right.",
            digits,
            columns=right,
        )
    if right < 0:
        return ngettext(
            "The digit has moved {columns} to the left.",
            "The digits have moved {columns} to the left.",
            digits,
            columns=-right,
        )
    return ngettext("The digit has not moved.", "The digits have not moved.", digits)


def _and_down(digits: int, right: int, rows: int) -> str:
    if right > 0:
        return ngettext(
            "The digit has moved {columns} to the right and {rows} down.",
            "The digits have moved {columns} to the right and {rows} down.",
            digits,
            columns=right,
            rows=rows,
        )
    if right < 0:
        return ngettext(
            "The digit has moved {columns} to the left and {rows} down.",
            "The digits have moved {columns} to the left and {rows} down.",
            digits,
            columns=-right,
            rows=rows,
        )
    return ngettext("The digit has moved {rows} down.", "The digits have moved {rows} down.", digits, rows=rows)


def _and_up(digits: int, right: int, rows: int) -> str:
    if right > 0:
        return ngettext(
            "The digit has moved {columns} to the right and {rows} up.",
            "The digits have moved {columns} to the right and {rows} up.",
            digits,
            columns=right,
            rows=rows,
        )
    if right < 0:
        return ngettext(
            "The digit has moved {columns} to the left and {rows} up.",
            "The digits have moved {columns} to the left and {rows} up.",
            digits,
            columns=-right,
            rows=rows,
        )
    return ngettext("The digit has moved {rows} up.", "The digits have moved {rows} up.", digits, rows=rows)


def shift_picture(images: Array, accuracies: Array, *, down: int, right: int) -> Picture:
    """Show digits that have moved, and how many of the held-out ones two networks then misread.

    Parameters
    ----------
    images : array, (N, H, W)
        Some digits, already moved.
    accuracies : array, (2, S)
        Of the Affine network and of the CNN, for S seeds, on digits that have moved like these.
    down, right : int
        The move, in pixels.

    Returns
    -------
    Picture
        Panels ``input`` and ``wrong``.

    Examples
    --------
    >>> shift_picture(np.zeros((2, 8, 8)), np.array([[0.5, 0.5], [0.75, 0.5]]), down=0, right=1)
    The digits have moved 1 to the right. The Affine networks misread 50 % of the held-out ones, the CNNs 37.5 %.
    """
    wrong = percent_wrong(accuracies)
    affine, cnn = (format_number(mean, 1) for mean in wrong.mean(axis=1))
    digits = digits_panel(images, _("digits {shape}", shape=shape(images)), "input", weight=1.2)
    dots = Dots(
        [_(name) for name in SHORT_NAMES.values()],
        list(wrong),
        _("held-out digits misread"),
        "%",
        (0, 100),
        name="wrong",
        role="output",
        note=_("a dot: one seed · line: their mean"),
    )
    moved_by = in_words(down=down, right=right, digits=len(images))
    misread = _(
        "The Affine networks misread {affine} % of the held-out ones, the CNNs {cnn} %.", affine=affine, cnn=cnn
    )
    lines = [
        _(
            "{network}: from {low} % to {high} % misread over {seeds} seeds",
            network=_(name),
            low=format_number(runs.min(), 1),
            high=format_number(runs.max(), 1),
            seeds=len(runs),
        )
        for name, runs in zip(SHORT_NAMES.values(), wrong, strict=True)
    ]
    code = f"1 - recorded_moves({down}, {right})"
    return Picture([[digits, dots]], f"{moved_by} {misread}", "\n".join(lines), code, heights=(290,))


def drag_picture(
    cnn: Sequential, affine: Sequential, digit: Array, *, filter: int = 0, position: int = 36, cell: int | None = None
) -> Picture:
    """Show a digit that has moved, one feature map of a CNN, and all activations of an Affine layer.

    Parameters
    ----------
    cnn, affine : Sequential
        Trained networks of the shift lab.
    digit : array, (8, 8)
        A digit before the move.
    filter : int
        Which map of the CNN's first layer is shown.
    position : int
        Where the middle of the digit is now, counted row by row; it was in row 4, column 4.
    cell : int, optional
        The cell of the map whose window is framed, counted in the map before the move; by default the strongest one.

    Returns
    -------
    Picture
        Panels ``input`` (pressing a cell picks ``position``), ``map`` (pressing a cell picks ``cell``), ``before`` and
        ``now``. The frames move along with the digit, as long as they are in sight.

    Examples
    --------
    >>> from cnnlib.lessons.why_convolution.moves import trained_network
    >>> print(drag_picture(trained_network("cnn"), trained_network("affine"), np.zeros((8, 8))).caption[:44])
    The digit has not moved. Of the 64 cells of
    """
    at = cell_at(position, digit.shape)
    down, right = at[0] - digit.shape[0] // 2, at[1] - digit.shape[1] // 2
    now = moved(digit, down=down, right=right)
    maps = first_layer(cnn, digit)[filter], first_layer(cnn, now)[filter]
    activations = first_layer(affine, digit), first_layer(affine, now)
    source = cell_at(int(np.argmax(maps[0])) if cell is None else cell, digit.shape)
    framed = source[0] + down, source[1] + right
    is_seen = all(0 <= place < size for place, size in zip(framed, now.shape, strict=True))
    image = Grid(
        now,
        _("input {shape}", shape=shape(now)),
        name="input",
        outlines=(*([_window(framed, now.shape)] if is_seen else []), Outline(*at, role="input")),
        picks={"position": positions(now.shape)},
        scale="cells",
        note=_("blue frame: the middle of the digit · orange frame: what the green cell sees"),
        **ON_PAPER,
    )
    colouring: dict[str, Any] = {"colours": "activation", "limits": (0, STRONGEST_SHOWN), "role": "output"}
    feature_map = Grid(
        maps[1],
        _("CNN: map of filter {filter} {shape}", filter=filter, shape=shape(maps[1])),
        name="map",
        digits=1,
        outlines=[Outline(*framed, role="output")] if is_seen else [],
        picks={"cell": moved(positions(now.shape) + 1, down=down, right=right) - 1},
        scale="cells",
        note=_("green frame: a cell that moves along, press another · outside the image: 0"),
        **colouring,
    )
    neurons = [
        Grid(values.reshape(4, -1), title, name=name, numbers=False, note=_("64 neurons, in no order"), **colouring)
        for values, title, name in (
            (activations[0], _("Affine layer {shape}, before", shape=shape(activations[0])), "before"),
            (activations[1], _("Affine layer {shape}, now", shape=shape(activations[1])), "now"),
        )
    ]
    in_sight = moved(np.ones(now.shape, bool), down=down, right=right)
    other_cells = np.abs(maps[1] - moved(maps[0], down=down, right=right))[in_sight] > SAME
    other_neurons = np.abs(activations[1] - activations[0]) > SAME
    caption = _(
        "Of the {all_cells} cells of the map that are still in sight, {cells} kept their number. "
        "Of the {all_neurons} Affine neurons, {neurons} changed. The CNN reads {cnn}, the Affine network {affine}.",
        cells=other_cells.size - int(other_cells.sum()),
        all_cells=other_cells.size,
        neurons=int(other_neurons.sum()),
        all_neurons=other_neurons.size,
        cnn=read_digit(cnn, now),
        affine=read_digit(affine, now),
    )
    return Picture(
        [[image, feature_map], neurons],
        f"{in_words(down=down, right=right)} {caption}",
        _equation(maps, source, framed if is_seen else None),
        heights=(270, 120),
        across=2,
    )


def _window(cell: Pair, size: Pair) -> Outline:
    """Return the outline of the 3×3 pixels around a cell, as far as they are in the image."""
    (top, bottom), (left, right) = (
        (max(0, place - 1), min(length, place + 2)) for place, length in zip(cell, size, strict=True)
    )
    return Outline(top, left, bottom - top, right - left, role="kernel")


def _equation(maps: tuple[Array, Array], source: Pair, framed: Pair | None) -> str:
    """Write what the framed cell is before the move and after it; it is nowhere if it has left the map."""
    before, now = maps
    values = {"row": source[0], "column": source[1], "value": format_number(before[source])}
    if framed is None:
        return _("green cell: before[{row}, {column}] = {value}; now it is out of sight", **values)
    return _(
        "green cell: before[{row}, {column}] = {value}; now[{row_now}, {column_now}] = {value_now}",
        row_now=framed[0],
        column_now=framed[1],
        value_now=format_number(now[framed]),
        **values,
    )
