"""Pictures of what the border costs, and what padding does about it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from cnnlib.engine.shapes import output_size, resolve_padding
from cnnlib.engine.types import Array
from cnnlib.messages import _, format_number, ngettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.charts import Curves
from cnnlib.pictures.convolution import colouring_of, is_large, padded_panel
from cnnlib.pictures.panels import Grid, Outline, Sign
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import code_call, factor, shape


def most_layers(size: int, kernel_size: int) -> int:
    """Return how many layers without padding fit one after the other, until the kernel is larger than what is left.

    Examples
    --------
    >>> most_layers(8, 3)
    3
    """
    layers = 0
    while size >= kernel_size:
        size, layers = output_size(size, kernel_size), layers + 1
    return layers


def layers_picture(maps: Sequence[Array], kernel_size: int, *, padding: int = 0, most: int = 12) -> Picture:
    """Show what a stack of convolutions leaves of an image.

    Parameters
    ----------
    maps : list of arrays (H, W)
        The image, and the output of each layer after it.
    kernel_size : int
    padding : int
        Per side, in every layer.
    most : int
        Layers up to which the axis of the curve goes.

    Returns
    -------
    Picture
        Panels ``input``, ``output`` (at the same scale) and ``sizes``.

    Raises
    ------
    SettingError
        If the kernel does not fit on the padded image.

    Examples
    --------
    >>> layers_picture([np.ones((8, 8)), np.ones((6, 6))], 3)
    1 layer of 3×3 kernels with padding 0: (8, 8) becomes (6, 6).
    """
    image, last, layers = maps[0], maps[-1], len(maps) - 1
    # Only as far as the learner has come: the rest of the line would answer how many layers work.
    heights = [each.shape[0] for each in maps]
    curve = Curves(
        {_("padding {padding}", padding=padding): (np.arange(len(heights)), heights)},
        _("height after each layer"),
        _("layers"),
        _("height in pixels"),
        (-0.3, most + 0.3),
        (0, 2.5 * image.shape[0]),
        here=((layers, last.shape[0]),),
        legend="upper left",
        name="sizes",
        weight=1.3,
    )
    options = {**colouring_of(image), "scale": "cells", "numbers": not is_large(image)}
    after_title = ngettext(
        "after {layers} layer {shape}", "after {layers} layers {shape}", layers, layers=layers, shape=shape(last)
    )
    before = Grid(image, _("image {shape}", shape=shape(image)), name="input", **options)
    after = Grid(last, after_title, name="output", role="output", **options)
    caption = ngettext(
        "{count} layer of {k}×{k} kernels with padding {padding}: {before} becomes {after}.",
        "{count} layers of {k}×{k} kernels with padding {padding}: {before} becomes {after}.",
        layers,
        k=kernel_size,
        padding=padding,
        before=shape(image),
        after=shape(last),
    )
    change = 2 * padding - (kernel_size - 1)
    sign = "+" if change > 0 else ""
    formula = _(
        "each layer: 2·{padding} − ({k} − 1) = {change} pixels",
        padding=padding,
        k=kernel_size,
        change=sign + format_number(change),
    )
    formula += f"\n{image.shape[0]} + {layers}·{factor(change)} = {last.shape[0]}"
    kernel = f"np.pad([[1.0]], {kernel_size // 2})"
    code = f"x = photo\nfor _ in range({layers}):\n    x = " + code_call("conv2d", f"x, {kernel}", padding=padding)
    return Picture([[before, after, curve]], caption, formula, code, heights=(310,), across=(2, 1))


def coverage_picture(
    counts: Array, kernel_size: int, *, padding: int = 0, pixel: int = 0, cell: int | None = None
) -> Picture:
    """Show how many windows use each input pixel, and how many pixels each window reads.

    Parameters
    ----------
    counts : int array, (H, W)
        ``coverage`` of the input with these options.
    kernel_size, padding : int
    pixel : int
        The chosen input pixel, counted row by row; beyond the last it is the last.
    cell : int or None
        The chosen output cell likewise; None for none.

    Returns
    -------
    Picture
        Panels ``input`` (its numbers are the counts; pressing a cell picks ``pixel``) and ``output`` (its numbers
        are the pixels that each window reads; pressing a cell picks ``cell``). A blue frame goes around the pixel,
        and around the output cells that use it; an orange one around what the window of the output cell reads.

    Examples
    --------
    >>> from cnnlib import coverage
    >>> coverage_picture(coverage((4, 4), 3, padding=1), 3, padding=1).panel("output").values[0].tolist()
    [4, 6, 6, 4]
    """
    down, across = (_Axis(size, kernel_size, padding) for size in counts.shape)
    at = cell_at(pixel, counts.shape)
    users = down.windows_over(at[0]), across.windows_over(at[1])
    reads = np.outer(down.pixels_read, across.pixels_read)
    left = Grid(
        counts,
        _("input {shape}: windows that use each pixel", shape=shape(counts)),
        name="input",
        limits=(0, max(1, kernel_size**2)),
        outlines=(Outline(*at, role="input"),),
        picks={"pixel": positions(counts.shape)},
        note=_("blue: the pixel that you chose"),
    )
    right = Grid(
        reads,
        _("output {shape}: pixels that each window reads", shape=shape(reads)),
        name="output",
        role="output",
        limits=(0, max(1, kernel_size**2)),
        outlines=(_around(*users, role="input"),),
        picks={"cell": positions(reads.shape)},
        note=_("blue: the cells that use this pixel"),
    )
    used = ngettext(
        "With a {k}×{k} kernel and padding {padding}, the pixel in row {row}, column {column} is used by "
        "{used} of {count} output cell.",
        "With a {k}×{k} kernel and padding {padding}, the pixel in row {row}, column {column} is used by "
        "{used} of {count} output cells.",
        reads.size,
        k=kernel_size,
        padding=padding,
        row=at[0],
        column=at[1],
        used=len(users[0]) * len(users[1]),
    )
    sentences = [used, _spread(int(counts.min()), int(counts.max()))]
    formula = _(
        "windows over this pixel: {down} from top to bottom × {across} from left to right = {used}",
        down=len(users[0]),
        across=len(users[1]),
        used=len(users[0]) * len(users[1]),
    )
    if cell is not None:
        of = cell_at(cell, reads.shape)
        read = down.pixels_under(of[0]), across.pixels_under(of[1])
        window = (_around(*read, role="kernel"),) if reads[of] else ()  # it can lie on padding alone
        left = replace(left, outlines=(*left.outlines, *window))
        right = replace(right, outlines=(*right.outlines, Outline(*of, role="output")))
        sentences.append(
            ngettext(
                "The window of the output cell in row {row}, column {column} reads {count} pixel.",
                "The window of the output cell in row {row}, column {column} reads {count} pixels.",
                int(reads[of]),
                row=of[0],
                column=of[1],
            )
        )
        formula += "\n" + _(
            "pixels under this window: {down} from top to bottom × {across} from left to right = {read}",
            down=len(read[0]),
            across=len(read[1]),
            read=reads[of],
        )
    code = code_call("coverage", f"{shape(counts)}, {kernel_size}", padding=padding)
    return Picture([[left, Sign("→"), right]], " ".join(sentences), formula, code, heights=(290,))


class _Axis(NamedTuple):
    """One axis of an input: which windows are over a pixel, and which pixels are under a window."""

    size: int
    kernel_size: int
    padding: int

    @property
    def places(self) -> int:
        """How many windows there are."""
        return output_size(self.size, self.kernel_size, padding=self.padding)

    def windows_over(self, pixel: int) -> range:
        """Return the windows that use a pixel."""
        last = pixel + self.padding  # the window that starts on it
        return range(max(0, last - self.kernel_size + 1), min(self.places, last + 1))

    def pixels_under(self, window: int) -> range:
        """Return the pixels of the image that a window reads."""
        first = window - self.padding
        return range(max(0, first), max(0, min(self.size, first + self.kernel_size)))

    @property
    def pixels_read(self) -> list[int]:
        """How many pixels of the image each window reads."""
        return [len(self.pixels_under(window)) for window in range(self.places)]


def _around(rows: range, columns: range, *, role: str) -> Outline:
    """Return the frame around these rows and columns."""
    return Outline(rows.start, columns.start, len(rows), len(columns), role=role)


def _spread(least: int, most: int) -> str:
    """Say how often the pixels are used."""
    if least == most:
        return ngettext("Every pixel is used {count} time.", "Every pixel is used {count} times.", most)
    return ngettext(
        "The least used pixel is in {count} window, the most used in {most}.",
        "The least used pixel is in {count} windows, the most used in {most}.",
        least,
        most=most,
    )


def border_picture(image: Array, output: Array, truth: Array, *, padding: int, mode: str = "zeros") -> Picture:
    """Show what a padding mode makes of the border, compared with what was really there.

    Parameters
    ----------
    image : array, (H, W)
        Before padding.
    output : array, (H, W)
        The convolution of the padded image.
    truth : array, (H, W)
        The same convolution with the pixels that really lie around the image.
    padding : int
    mode : str
        What the padding holds: ``"zeros"``, ``"reflect"`` or ``"edge"``.

    Returns
    -------
    Picture
        Panels ``input`` (padded), ``output`` and ``difference`` (output − truth).

    Examples
    --------
    >>> border_picture(np.ones((3, 3)), np.zeros((3, 3)), np.ones((3, 3)), padding=1)
    Padding 1 with zeros: in the border, 1 wide, the output is off by 1 on average.
    """
    difference = output - truth
    in_border = np.ones(difference.shape, bool)
    in_border[padding : difference.shape[0] - padding, padding : difference.shape[1] - padding] = False
    error = format_number(np.abs(difference[in_border]).mean() if in_border.any() else 0, 3)
    options: dict[str, Any] = {"numbers": False, "scale": "cells"}
    output_title = _("output {shape}", shape=shape(output))
    panels = [
        padded_panel(image, resolve_padding(padding), mode=mode, **options),
        Grid(output, output_title, name="output", role="output", **colouring_of(image), **options),
        Grid(
            difference,
            _("output − truth {shape}", shape=shape(difference)),
            name="difference",
            role="difference",
            colours="signed",
            limits=(-0.25, 0.25),
            note=_("blue: too dark, red: too bright"),
            **options,
        ),
    ]
    caption = _(
        "Padding {padding} with {mode}: in the border, {padding} wide, the output is off by {error} on average.",
        padding=padding,
        mode=mode,
        error=error,
    )
    formula = _("mean of |output − truth| in the border = {error}", error=error)
    code = code_call("conv2d", code_call("pad2d", "inner", padding=padding, mode=mode) + ", blur")
    return Picture([panels], caption, formula, code, heights=(300,), across=2)
