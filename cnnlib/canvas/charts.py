"""Curves and bars: ordinary matplotlib axes, placed in a box of the canvas.

Axes take ten times as long as everything else on the canvas. Those of bars seldom change while the bars do, so they
are kept as pixels, and the bars are painted on them.
"""

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnnlib.canvas.cells import rgb
from cnnlib.pictures.palette import ROLES, TEXT
from cnnlib.pictures.picture import Bars

LINES = (("input", "-"), ("kernel", "--"), ("output", "-."), ("padding", ":"))
"""Colour and style of each curve: they differ in both."""


MOST_GROUNDS = 16
"""Empty axes that are kept."""


def draw_chart(chart, place, figure, renderer, ratio, grounds):
    """Draw :class:`~cnnlib.pictures.picture.Curves` or :class:`~cnnlib.pictures.picture.Bars`.

    `grounds` is a dict that the caller keeps from one drawing to the next: the axes of bars, as pixels.
    """
    if isinstance(chart, Bars):
        _paint_bars(chart, place, figure, renderer, ratio, grounds)
        return
    axes = _axes(chart, place, figure, ratio)
    _draw_curves(axes, chart, ratio)
    axes.draw(renderer)
    axes.remove()


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


def _draw_curves(axes, chart, ratio):
    for (label, (x, y)), (role, style) in zip(chart.series.items(), LINES, strict=False):
        axes.plot(x, y, style, color=ROLES[role], linewidth=2 * ratio, label=label)
    for x, y in chart.here:
        axes.plot([x], [y], "o", markersize=9 * ratio, markerfacecolor="white", markeredgecolor=TEXT,
                  markeredgewidth=2 * ratio)
    axes.set_xlim(*chart.x_limits)
    axes.set_xlabel(chart.x_label, fontsize=11 * ratio, color=TEXT)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    if len(chart.series) > 1:
        axes.legend(loc=chart.legend, fontsize=10.5 * ratio, frameon=False, handlelength=3)


def _paint_bars(chart, place, figure, renderer, ratio, grounds):
    box = place.box
    area = np.asarray(renderer.buffer_rgba())[box.y : box.y + box.height, box.x : box.x + box.width]
    key = (box, ratio, chart.labels, chart.title, chart.y_label, tuple(chart.y_limits), chart.role, chart.log)
    if key not in grounds:
        if len(grounds) >= MOST_GROUNDS:
            grounds.clear()
        grounds[key] = _ground(chart, place, figure, renderer, ratio, area)
    area[...], (left, top, right, bottom) = grounds[key]
    tall, step = bottom - top, (right - left) / len(chart.labels)
    for index, (low, high) in enumerate(zip(*_heights(chart), strict=True)):
        x = left + round((index + 0.125) * step), left + round((index + 0.875) * step)
        bar = area[bottom - round(high * tall) : bottom - round(low * tall), x[0] : x[1], :3]
        bar[...] = rgb(ROLES[chart.role])
        if index == chart.chosen:
            rows, columns = np.indices(bar.shape[:2])
            bar[(rows + columns) % round(9 * ratio) < 3 * ratio] = 255


def _ground(chart, place, figure, renderer, ratio, area):
    """Draw the axes without their bars; return the pixels, and the frame (left, top, right, bottom) inside them."""
    axes = _axes(chart, place, figure, ratio)
    axes.set_xlim(-0.5, len(chart.labels) - 0.5)
    axes.set_xticks(np.arange(len(chart.labels)), chart.labels)
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
