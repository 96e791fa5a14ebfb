"""Curves and bars: ordinary matplotlib axes, placed in a box of the canvas."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from cnnlib.canvas.cells import rgb
from cnnlib.pictures.palette import ROLES, TEXT
from cnnlib.pictures.picture import Curves

LINES = (("input", "-"), ("kernel", "--"), ("output", "-."), ("padding", ":"))
"""Colour and style of each curve: they differ in both."""


def draw_chart(chart, place, figure, renderer, ratio):
    """Draw :class:`~cnnlib.pictures.picture.Curves` or :class:`~cnnlib.pictures.picture.Bars`."""
    axes = _axes(chart, place, figure, ratio)
    if isinstance(chart, Curves):
        _draw_curves(axes, chart, ratio)
    else:
        _draw_bars(axes, chart, ratio)
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


def _draw_bars(axes, chart, ratio):
    positions = np.arange(len(chart.labels))
    bars = axes.bar(positions, chart.values, color=np.array(rgb(ROLES[chart.role])) / 255, width=0.75)
    axes.set_xticks(positions, chart.labels)
    if chart.chosen is not None:
        bars[chart.chosen].set(hatch="///", edgecolor="white", linewidth=2 * ratio)
    axes.margins(x=0.02)
