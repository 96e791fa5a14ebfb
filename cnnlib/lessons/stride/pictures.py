"""Picture of what a jumping window leaves out: the rows and columns that it never visits."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cnnlib.engine.repairs import leftover
from cnnlib.engine.settings import SettingError
from cnnlib.engine.shapes import output_size
from cnnlib.engine.types import Array, Pair
from cnnlib.engine.windows import coverage
from cnnlib.messages import _, ngettext, pgettext
from cnnlib.pictures.cells import cell_at, positions
from cnnlib.pictures.convolution import window_picks
from cnnlib.pictures.panels import Grid, Outline
from cnnlib.pictures.picture import Picture
from cnnlib.pictures.words import code_call, shape, size_formula

CONTROLS = {"size": range(4, 11), "kernel_size": range(1, 6), "stride": range(1, 6), "padding": range(3)}
"""What the notebook's sliders can reach: only such settings are suggested."""


def misfit_picture(counts: Array, kernel_size: int, *, stride: int = 1, padding: int = 0, position: int = 0) -> Picture:
    """Show which rows and columns no window visits.

    Parameters
    ----------
    counts : int array, (N, N)
        ``coverage`` of the input with these options.
    kernel_size, stride, padding : int
    position : int
        The output cell to look at, counted row by row; beyond the last it is the last.

    Returns
    -------
    Picture
        Panels ``input`` (padded; its numbers are the counts, what no window visits is marked), ``windows``
        (the windows along one row, one below the other) and ``output`` (a cell holds how many pixels of the
        image its window reads). Pressing a cell picks ``position``.

    Raises
    ------
    SettingError
        If no window fits.

    Examples
    --------
    >>> misfit_picture(coverage((8, 8), 3, stride=2), 3, stride=2).caption.split(". ")[1]
    'No window visits the last row and the last column'
    """
    size = len(counts)
    axis = _Axis(size, kernel_size, stride, padding)
    cell = cell_at(position, (axis.windows, axis.windows))
    panels = [_visits_panel(axis, cell), _windows_panel(axis, cell), _output_panel(axis, cell)]
    pixels = axis.pixels_read
    sentences = [
        _(
            "Input ({size}, {size}) with padding {padding} and kernel ({k}, {k}) give output ({output}, {output}) "
            "at stride {stride}.",
            size=size,
            padding=padding,
            k=kernel_size,
            stride=stride,
            output=axis.windows,
        ),
        *_what_no_window_visits(axis),
        ngettext(
            "The window in row {row}, column {column} reads {count} pixel of the image.",
            "The window in row {row}, column {column} reads {count} pixels of the image.",
            int(pixels[cell[0]] * pixels[cell[1]]),
            row=cell[0],
            column=cell[1],
        ),
    ]
    sizes = _(
        "output height and width: {formula}",
        formula=size_formula(size, kernel_size, axis.windows, stride, padding, padding),
    )
    formula = f"{sizes}\n{_remainder(axis)}"
    code = code_call("coverage", f"({size}, {size}), {kernel_size}", padding=padding, stride=stride)
    return Picture([panels], " ".join(sentences), formula, code, heights=(300,), across=(1, 2))


@dataclass(frozen=True)
class _Axis:
    """One axis of a square input: how many windows there are, and which pixels none of them visits."""

    size: int
    kernel_size: int
    stride: int
    padding: int

    @cached_property
    def windows(self) -> int:
        """How many windows there are: the division is rounded down."""
        return output_size(self.size, self.kernel_size, stride=self.stride, padding=self.padding)

    @property
    def padded(self) -> int:
        """Pixels of the padded input."""
        return self.size + 2 * self.padding

    @cached_property
    def left_over(self) -> int:
        """Pixels of the padded input after the last window."""
        return leftover(self.size, self.kernel_size, stride=self.stride, padding=self.padding)

    @cached_property
    def unvisited(self) -> Array:
        """Whether no window visits a pixel of the padded input."""
        visits: Array = coverage((1, self.padded), (1, self.kernel_size), stride=(1, self.stride))[0]
        return visits == 0

    @property
    def unvisited_image(self) -> int:
        """Pixels of the image that no window visits."""
        return int(self.unvisited[self.padding : self.padding + self.size].sum())

    @property
    def unvisited_padding(self) -> int:
        """Pixels of the padding that no window visits."""
        return int(self.unvisited.sum()) - self.unvisited_image

    @property
    def unvisited_end(self) -> int:
        """Pixels of the image after the last window: what is left over is padding first, then image."""
        return min(self.size, max(0, self.left_over - self.padding))

    @property
    def pixels_read(self) -> Array:
        """How many pixels of the image each window reads, along this axis."""
        starts = np.arange(self.windows) * self.stride - self.padding
        return np.maximum(0, np.minimum(starts + self.kernel_size, self.size) - np.maximum(starts, 0))


def _what_no_window_visits(axis: _Axis) -> list[str]:
    at_end, in_gaps = axis.unvisited_end, axis.unvisited_image - axis.unvisited_end
    sentences = []
    if at_end:
        sentences.append(
            ngettext(
                "No window visits the last row and the last column.",
                "No window visits the last {count} rows and columns.",
                at_end,
            )
        )
    if in_gaps:
        sentences.append(
            ngettext(
                "No window visits {count} row and {count} column between the windows.",
                "No window visits {count} rows and {count} columns between the windows.",
                in_gaps,
            )
        )
    if sentences:
        return sentences
    if axis.unvisited_padding:
        return [
            ngettext(
                "Only padding is lost: no window visits {count} row and {count} column of zeros.",
                "Only padding is lost: no window visits {count} rows and {count} columns of zeros.",
                axis.unvisited_padding,
            )
        ]
    return [_("Every row and every column is visited.")]


def _visits_panel(axis: _Axis, cell: Pair) -> Grid:
    size = (axis.size, axis.size)
    padded = coverage((axis.padded, axis.padded), axis.kernel_size, stride=axis.stride)
    if axis.padding:
        title = _("input {shape}, padded {padded}: visits", shape=size, padded=shape(padded))
    else:
        title = _("input {shape}: visits", shape=size)
    kernel = (axis.kernel_size, axis.kernel_size)
    window = Outline(cell[0] * axis.stride, cell[1] * axis.stride, *kernel, role="kernel")
    picks = window_picks(padded.shape, kernel, (axis.stride, axis.stride), (axis.windows, axis.windows))
    return Grid(
        padded,
        title,
        name="input",
        frame=(axis.padding,) * 4,
        marked=padded == 0,
        outlines=(window,),
        picks={"position": picks},
        note=_("0 and a marked corner: no window comes here"),
    )


def _windows_panel(axis: _Axis, cell: Pair) -> Grid:
    """Return the staircase: the windows along a row of the input, one below the other."""
    covered = np.zeros((axis.windows, axis.padded))
    outlines = [Outline(cell[1], 0, 1, axis.padded, role="output")]
    for window in range(axis.windows):
        start = window * axis.stride
        covered[window, start : start + axis.kernel_size] = 1
        outlines.append(Outline(window, start, 1, axis.kernel_size, role="kernel"))
    chosen_row = positions((axis.windows, axis.windows))[cell[0], :, None]
    return Grid(
        covered,
        _("windows along one row {shape}", shape=shape(covered)),
        name="windows",
        role="kernel",
        frame=(0, 0, axis.padding, axis.padding),
        marked=np.tile(axis.unvisited, (axis.windows, 1)),
        numbers=False,
        outlines=tuple(outlines),
        picks={"position": np.repeat(chosen_row, axis.padded, axis=1)},
        note=_("each row is one window"),
    )


def _output_panel(axis: _Axis, cell: Pair) -> Grid:
    pixels = np.outer(axis.pixels_read, axis.pixels_read)
    return Grid(
        pixels,
        _("output {shape}", shape=shape(pixels)),
        name="output",
        role="output",
        limits=(0, 25),
        outlines=(Outline(*cell, role="output"),),
        picks={"position": positions(pixels.shape)},
        note=_("pixels that each window reads"),
        weight=0.8,
    )


def _remainder(axis: _Axis) -> str:
    """Say what remains of the division, and which settings nearby leave nothing."""
    division = f"({axis.size} + 2·{axis.padding} − {axis.kernel_size}) mod {axis.stride}"
    if axis.left_over:
        return _(
            "remainder: {division} = {rest}; it would be 0 with {settings}",
            division=division,
            rest=axis.left_over,
            settings=_settings_that_fit(axis),
        )
    if axis.stride <= axis.kernel_size:
        return _("remainder: {division} = 0, so nothing is left over", division=division)
    return _(
        "remainder: {division} = 0, so nothing is left over; but the stride {stride} exceeds the kernel {kernel}, "
        "which leaves gaps",
        division=division,
        stride=axis.stride,
        kernel=axis.kernel_size,
    )


def _settings_that_fit(axis: _Axis) -> str:
    """Name the nearest settings, one change each, that the controls can make; stride 1 always fits."""
    given = {name: getattr(axis, name) for name in CONTROLS}
    fitting = []
    for name, values in CONTROLS.items():
        fits = [value for value in values if _comes_out_even(**{**given, name: value})]
        if fits:
            nearest = min(fits, key=lambda value: abs(value - given[name]))
            fitting.append(f"{pgettext('control', name)} {nearest}")
    *others, last = fitting
    return _("{others} or {last}", others=", ".join(others), last=last) if others else last


def _comes_out_even(*, size: int, kernel_size: int, stride: int, padding: int) -> bool:
    try:
        return leftover(size, kernel_size, stride=stride, padding=padding) == 0
    except SettingError:
        return False
