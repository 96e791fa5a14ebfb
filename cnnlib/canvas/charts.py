"""Curves and bars: ordinary matplotlib axes, placed in a box of the canvas.

Axes take ten times as long as everything else on the canvas. They seldom change while the bars and the curves do, so
they are kept as pixels, and bars and curves are painted on them.
"""

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox, IdentityTransform

from cnnlib.canvas.cells import rgb
from cnnlib.pictures.charts import Bars
from cnnlib.pictures.palette import ROLES, TEXT

LINES = (("input", "-"), ("kernel", "--"), ("output", "-."), ("padding", ":"))
"""Colour and style of each curve: they differ in both."""


MOST_GROUNDS = 16
"""Empty axes that are kept."""


def draw_chart(chart, place, figure, renderer, ratio, grounds):
    """Draw :class:`~cnnlib.pictures.picture.Curves` or :class:`~cnnlib.pictures.picture.Bars`.

    `grounds` is a dict that the caller keeps from one drawing to the next: axes, as pixels.
    """
    box = place.box
    area = np.asarray(renderer.buffer_rgba())[box.y : box.y + box.height, box.x : box.x + box.width]
    key = (box, ratio, chart.title, chart.y_label, tuple(chart.y_limits), chart.role, chart.log, _inscription(chart))
    if key not in grounds:
        if len(grounds) >= MOST_GROUNDS:
            grounds.clear()
        grounds[key] = _ground(chart, place, figure, renderer, ratio, area)
    area[...], frame = grounds[key]
    if isinstance(chart, Bars):
        _paint_bars(chart, area, frame, ratio)
    else:
        _paint_curves(chart, box, frame, renderer, ratio)


def _inscription(chart):
    """What else is written on the axes."""
    if isinstance(chart, Bars):
        return chart.labels
    return tuple(chart.series), chart.x_label, tuple(chart.x_limits), chart.legend


def _axes(chart, place, figure, ratio):
    box = place.box
    left, right, top, bottom = 54 * ratio, 16 * ratio, 32 * ratio, 44 * ratio
    wide, tall = figure.bbox.width, figure.bbox.height
    axes = figure.add_axes(
        (
            (box.x + left) / wide,
            1 - (box.y + box.height - bottom) / tall,
            (box.width - left - right) / wide,
            (box.height - top - bottom) / tall,
        )
    )
    if chart.log:
        axes.set_yscale("log")
    axes.set_ylim(*chart.y_limits)
    axes.set_ylabel(chart.y_label, fontsize=11 * ratio, color=TEXT)
    axes.set_title(chart.title, fontsize=12.5 * ratio, color=ROLES[chart.role], fontweight="bold")
    axes.tick_params(labelsize=10.5 * ratio, length=3 * ratio, width=ratio, colors=TEXT)
    axes.spines[["top", "right"]].set_visible(False)
    return axes


def _paint_bars(chart, area, frame, ratio):
    left, top, right, bottom = frame
    tall, step = bottom - top, (right - left) / len(chart.labels)
    for index, (low, high) in enumerate(zip(*_heights(chart), strict=True)):
        x = left + round((index + 0.125) * step), left + round((index + 0.875) * step)
        bar = area[bottom - round(high * tall) : bottom - round(low * tall), x[0] : x[1], :3]
        bar[...] = rgb(ROLES[chart.role])
        if index == chart.chosen:
            rows, columns = np.indices(bar.shape[:2])
            bar[(rows + columns) % round(9 * ratio) < 3 * ratio] = 255


def _paint_curves(chart, box, frame, renderer, ratio):
    left, top, right, bottom = frame
    # Agg counts its pixels from the bottom.
    x0, x1 = box.x + left, box.x + right
    y0, y1 = renderer.height - box.y - bottom, renderer.height - box.y - top

    def pixels(x, y):
        across = _parts(x, chart.x_limits)
        up = _parts(y, chart.y_limits, log=chart.log)
        return x0 + across * (x1 - x0), y0 + up * (y1 - y0)

    lines = [Line2D(*pixels(x, y), **_style(index, ratio)) for index, (x, y) in enumerate(chart.series.values())]
    for line in lines:
        line.set_clip_box(Bbox.from_extents(x0, y0, x1, y1 + ratio))
    lines += [
        Line2D(
            *pixels([x], [y]),
            linestyle="",
            marker="o",
            markersize=9 * ratio,
            markerfacecolor="white",
            markeredgecolor=TEXT,
            markeredgewidth=2 * ratio,
        )
        for x, y in chart.here
    ]
    for line in lines:
        line.set_transform(IdentityTransform())
        line.draw(renderer)


def _style(index, ratio):
    role, style = LINES[index % len(LINES)]
    return {"color": ROLES[role], "linestyle": style, "linewidth": 2 * ratio}


def _parts(values, limits, *, log=False):
    """Where values stand on an axis, from 0 to 1 between its limits."""
    values, limits = np.asarray(values, float), np.asarray(limits, float)
    if log:
        with np.errstate(divide="ignore", invalid="ignore"):
            values, limits = np.log10(values), np.log10(limits)
    parts = (values - limits[0]) / (limits[1] - limits[0])
    # Far beyond the axis is beyond it: Agg cannot count so far.
    return np.where(np.isnan(parts), np.nan, parts.clip(-10, 10))


def _ground(chart, place, figure, renderer, ratio, area):
    """Draw the axes with nothing on them; return the pixels, and the frame (left, top, right, bottom) inside them."""
    axes = _axes(chart, place, figure, ratio)
    if isinstance(chart, Bars):
        axes.set_xlim(-0.5, len(chart.labels) - 0.5)
        axes.set_xticks(np.arange(len(chart.labels)), chart.labels)
    else:
        axes.set_xlim(*chart.x_limits)
        axes.set_xlabel(chart.x_label, fontsize=11 * ratio, color=TEXT)
        bins = max(2, min(8, int(place.box.width / ratio / 50)))  # as many as can be read side by side
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=bins))
        for index, label in enumerate(chart.series):
            axes.plot([], [], label=label, **_style(index, ratio))
        if len(chart.series) > 1:
            axes.legend(loc=chart.legend, fontsize=10.5 * ratio, frameon=False, handlelength=3)
    axes.draw(renderer)
    (x0, y0), (x1, y1) = axes.bbox.get_points()
    axes.remove()
    left, top = place.box.x, place.box.y - renderer.height
    return area.copy(), tuple(round(each) for each in (x0 - left, -y1 - top, x1 - left, -y0 - top))


def _heights(chart):
    """Where each bar begins and ends, as parts of the axis; a value that is no number has no bar."""
    values, limits = np.nan_to_num(np.asarray(chart.values, float), nan=0.0), np.asarray(chart.y_limits, float)
    ends = np.stack([np.zeros_like(values), values])
    if chart.log:
        ends, limits = np.log10(np.maximum(ends, limits[0])), np.log10(limits)
    return np.sort(((ends - limits[0]) / (limits[1] - limits[0])).clip(0, 1), axis=0)
