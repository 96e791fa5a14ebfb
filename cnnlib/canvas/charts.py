"""Curves, bars and dots: ordinary matplotlib axes, placed in a box of the canvas.

Axes take ten times as long as everything else on the canvas. They seldom change while what is on them does, so they are
kept as pixels, and the rest is painted on them.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np
from matplotlib import rc_context
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, StrMethodFormatter
from matplotlib.transforms import Bbox
from numpy.typing import ArrayLike

from cnnlib.canvas.layout import Box, Place
from cnnlib.canvas.outlines import families
from cnnlib.canvas.paths import DOTS
from cnnlib.canvas.pen import Pen
from cnnlib.engine.types import Array
from cnnlib.messages import current_language
from cnnlib.pictures.charts import Bars, Curves, Dots
from cnnlib.pictures.palette import BACKGROUND, GHOST, ROLES, TEXT, TINTS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Dashes = Literal["-", "--", "-.", ":"]

LINES: Sequence[tuple[str, Dashes]] = (("input", "-"), ("kernel", "--"), ("output", "-."), ("padding", ":"))
"""Colour and style of each curve: they differ in both."""

LEFT, RIGHT, TOP, BOTTOM = 54, 16, 32, 44
"""CSS pixels from the edges of the box to the axes."""

LINE = 14
"""CSS pixels that a line of text at the top of a bar takes."""

MOST_KEPT = 16
"""Empty axes that are kept."""

THOUSAND = 1000
"""From here on, numbers on an axis have commas, as they have everywhere else."""

Chart = Bars | Curves | Dots

Frame = tuple[int, int, int, int]
"""Left, top, right and bottom of the axes inside their box, in pixels of the canvas."""


def paint_bars(pen: Pen, bars: Bars, place: Place) -> None:
    """Paint axes and, on them, one bar for each label; the others are lighter than a chosen one."""
    left, top, right, bottom = _paint_axes_with_labels(pen, bars, place)
    tall, step = bottom - top, (right - left) / len(bars.labels)
    for index, (low, high) in enumerate(_ends(bars)):
        start, end = left + round((index + 0.125) * step), left + round((index + 0.875) * step)
        upper, lower = bottom - round(high * tall), bottom - round(low * tall)
        bar = Box(place.box.x + start, place.box.y + upper, end - start, lower - upper)
        is_full = bars.chosen is None or index == bars.chosen
        pen.fill(bar, ROLES[bars.role] if is_full else TINTS.get(bars.role, TINTS["difference"]))
        if bars.written:
            # Above a bar that reaches the end of the axis is the title.
            inside = upper - top < pen.length(LINE)
            colour = BACKGROUND if inside and is_full else TEXT
            middle, line = bar.x + bar.width / 2, bar.y + pen.length(LINE - 3 if inside else -3)
            room = bar.width if inside else _room_above(bars, index, step) - pen.length(2)
            pen.write(bars.written[index], middle, line, 10, colour, room=room)


def _room_above(bars: Bars, index: int, step: float) -> float:
    """Return how wide the text above a bar may be: where nothing is written beside it, as wide as two bars."""
    beside = [*bars.written[max(0, index - 1) : index], *bars.written[index + 1 : index + 2]]
    return step if any(beside) else 2 * step


def paint_dots(pen: Pen, dots: Dots, place: Place) -> None:
    """Paint axes and, on them, a column of dots for each label, side by side, with a line at their mean."""
    left, top, right, bottom = _paint_axes_with_labels(pen, dots, place)
    # Agg counts its pixels from the bottom.
    x0, y0 = place.box.x + left, pen.renderer.height - place.box.y - bottom
    step, tall = (right - left) / len(dots.labels), bottom - top
    for index, column in enumerate(dots.values):
        heights = _parts(column, dots.y_limits)
        seen = np.flatnonzero((heights >= 0) & (heights <= 1))
        if not seen.size:
            continue
        middle, apart = x0 + (index + 0.5) * step, min(pen.length(13), 0.8 * step / len(heights))
        across = middle + (np.arange(len(heights)) - (len(heights) - 1) / 2) * apart
        mean, half = y0 + tall * np.full(2, heights[seen].mean()), 0.5 * apart * len(heights)
        pen.draw(Line2D([middle - half, middle + half], mean, color=TEXT, linewidth=pen.length(1.5)))
        for number in map(int, seen):
            x, y = across[[number]], y0 + tall * heights[[number]]
            marked = (index, number) in dots.here
            pen.draw(_dot(pen, x, y) if marked else _dot(pen, x, y, size=7, inside=ROLES[dots.role], edge=0))


def paint_curves(pen: Pen, curves: Curves, place: Place) -> None:
    """Paint axes and, on them, the curves, over those of an earlier run, and the points that are marked."""
    looks = _looks(curves)

    def mark(axes: "Axes") -> None:
        axes.set_xlim(*curves.x_limits)
        axes.set_xlabel(curves.x_label, fontsize=pen.length(11), color=TEXT)
        bins = max(2, min(8, int(place.box.width / pen.ratio / 50)))  # as many as can be read side by side
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=bins, steps=[1, 2, 5, 10]))
        for label, (colour, style) in zip(curves.series, looks, strict=True):
            axes.plot([], [], label=label, color=colour, linestyle=style, linewidth=pen.length(2))
        if len(curves.series) > 1:
            axes.legend(loc=curves.legend, fontsize=pen.length(10.5), frameon=False, handlelength=3)

    written = tuple(curves.series), tuple(looks), curves.x_label, tuple(curves.x_limits), curves.legend
    left, top, right, bottom = _paint_axes(pen, curves, place, written, mark)
    # Agg counts its pixels from the bottom.
    x0, x1 = place.box.x + left, place.box.x + right
    y0, y1 = pen.renderer.height - place.box.y - bottom, pen.renderer.height - place.box.y - top

    def points(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        across = _parts(x, curves.x_limits)
        up = _parts(y, curves.y_limits, log=curves.log)
        return x0 + across * (x1 - x0), y0 + up * (y1 - y0)

    clip = Bbox.from_extents(x0, y0, x1, y1 + pen.length(1))

    def draw(x: ArrayLike, y: ArrayLike, colour: str, style: Dashes, width: float) -> None:
        line = Line2D(*points(x, y), color=colour, linestyle=style, linewidth=pen.length(width))
        line.set_clip_box(clip)
        pen.draw(line)

    for label, (_colour, style) in zip(curves.series, looks, strict=True):
        if label in curves.ghosts:
            draw(*curves.ghosts[label], GHOST, style, 1)
    for (x, y), (colour, style) in zip(curves.series.values(), looks, strict=True):
        draw(x, y, colour, style, 2)
    for x, y in curves.here:
        pen.draw(_dot(pen, *points([x], [y])))


def _looks(curves: Curves) -> list[tuple[str, Dashes]]:
    """Return the colour and the style of each line."""
    defaults = [LINES[index % len(LINES)] for index in range(len(curves.series))]
    roles = curves.roles or [role for role, _style in defaults]
    return [(ROLES[role], style) for role, (_role, style) in zip(roles, defaults, strict=True)]


def _dot(pen: Pen, x: ArrayLike, y: ArrayLike, *, size: float = 9, inside: str = "white", edge: float = 2) -> Line2D:
    return Line2D(
        x,
        y,
        linestyle="",
        marker="o",
        markersize=pen.length(size),
        markerfacecolor=inside,
        markeredgecolor=TEXT,
        markeredgewidth=pen.length(edge),
    )


def _parts(values: ArrayLike, limits: tuple[float, float], *, log: bool = False) -> Array:
    """Return where values are on an axis, from 0 to 1 between its limits."""
    places, ends = np.asarray(values, float), np.asarray(limits, float)
    if log:
        with np.errstate(divide="ignore", invalid="ignore"):
            places, ends = np.log10(places), np.log10(ends)
    parts = (places - ends[0]) / (ends[1] - ends[0])
    # Far beyond the axis is beyond it: Agg cannot count so far.
    return np.where(np.isnan(parts), np.nan, parts.clip(-10, 10))


def _ends(bars: Bars) -> Array:
    """Return where each bar begins and ends, as parts of the axis: (N, 2). A value that is no number has no bar."""
    values, limits = np.nan_to_num(np.asarray(bars.values, float), nan=0.0), np.asarray(bars.y_limits, float)
    ends = np.stack([np.zeros_like(values), values], axis=1)
    if bars.log:
        ends, limits = np.log10(np.maximum(ends, limits[0])), np.log10(limits)
    return np.sort(((ends - limits[0]) / (limits[1] - limits[0])).clip(0, 1), axis=1)


def _paint_axes_with_labels(pen: Pen, chart: Bars | Dots, place: Place) -> Frame:
    """Paint empty axes with a text below each place of the x axis, and return their frame."""

    def mark(axes: "Axes") -> None:
        axes.set_xlim(-0.5, len(chart.labels) - 0.5)
        axes.set_xticks(np.arange(len(chart.labels)), chart.labels)

    return _paint_axes(pen, chart, place, tuple(chart.labels), mark)


def _paint_axes(pen: Pen, chart: Chart, place: Place, written: Hashable, mark: "Callable[[Axes], None]") -> Frame:
    """Paint empty axes, from memory if they were drawn before, and return their frame.

    `mark` puts what is `written` on the x axis, and the legend, on axes that are drawn anew.
    """
    box = place.box
    pixels = pen.pixels[box.y : box.y + box.height, box.x : box.x + box.width]
    key = (
        box,
        pen.ratio,
        chart.title,
        chart.y_label,
        tuple(chart.y_limits),
        chart.role,
        bool(chart.note),
        _is_log(chart),
        written,
    )
    if key not in pen.kept_axes:
        if len(pen.kept_axes) >= MOST_KEPT:
            pen.kept_axes.clear()
        frame = _draw_axes(pen, chart, box, mark)
        pen.kept_axes[key] = pixels.copy(), frame
    pixels[...], frame = pen.kept_axes[key]
    return frame


def power_of_ten(value: float) -> str:
    """Write a tick of a logarithmic axis; as a power only where there would be too many zeros.

    Examples
    --------
    >>> power_of_ten(0.01), power_of_ten(1), power_of_ten(10000), power_of_ten(1e9)
    ('0.01', '1', '10,000', '10$^{9}$')
    """
    exponent = round(np.log10(value))
    if not -4 <= exponent <= 5:
        return f"10$^{{{exponent}}}$".replace("-", "−")
    return f"{10**exponent:,}" if exponent >= 0 else f"{value:.{-exponent}f}"


def _margins(chart: Chart) -> tuple[int, int, int, int]:
    """Return left, right, top and bottom in CSS pixels; long numbers, and a note below two lines, take more room."""
    wide = max(chart.y_limits) >= 10 * THOUSAND or (_is_log(chart) and min(chart.y_limits) < 0.001)
    second_line = isinstance(chart, Curves) or any("\n" in label for label in chart.labels)
    return LEFT + 12 * wide, RIGHT, TOP, BOTTOM + 14 * (second_line and bool(chart.note))


def _is_log(chart: Chart) -> bool:
    return not isinstance(chart, Dots) and chart.log


def _draw_axes(pen: Pen, chart: Chart, box: Box, mark: "Callable[[Axes], None]") -> Frame:
    """Draw axes with nothing on them, and return their frame."""
    # matplotlib's own letters ask for no fonts by name.
    with rc_context({"font.family": families(current_language())}):
        axes = _axes(pen, chart, box)
        mark(axes)
        axes.draw(pen.renderer)
    (x0, y0), (x1, y1) = axes.bbox.get_points()
    left, top = box.x, box.y - pen.renderer.height
    return round(x0 - left), round(-y1 - top), round(x1 - left), round(-y0 - top)


def _axes(pen: Pen, chart: Chart, box: Box) -> "Axes":
    from matplotlib.figure import Figure  # takes 0.1 s, which pictures without a chart need not wait for

    left, right, top, bottom = (pen.length(side) for side in _margins(chart))
    wide, tall = pen.renderer.width, pen.renderer.height
    axes = Figure(figsize=(wide / DOTS, tall / DOTS), dpi=DOTS).add_axes(
        (
            (box.x + left) / wide,
            1 - (box.y + box.height - bottom) / tall,
            (box.width - left - right) / wide,
            (box.height - top - bottom) / tall,
        )
    )
    if _is_log(chart):
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: power_of_ten(value)))
    axes.set_ylim(*chart.y_limits)
    if max(chart.y_limits) >= THOUSAND and not _is_log(chart):
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.set_ylabel(chart.y_label, fontsize=pen.length(11), color=TEXT)
    axes.set_title(chart.title, fontsize=pen.length(12.5), color=ROLES[chart.role], fontweight="bold")
    axes.tick_params(labelsize=pen.length(10.5), length=pen.length(3), width=pen.length(1), colors=TEXT)
    axes.spines[["top", "right"]].set_visible(False)
    return axes
