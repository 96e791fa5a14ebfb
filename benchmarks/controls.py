"""Every control of every notebook: what a change costs in the kernel, against a figure drawn afresh.

    python benchmarks/controls.py [NOTEBOOK …]

The peer is what `interact` and inline matplotlib would do with the same function and the same picture: a new figure
with one axes a panel, `imshow`, one `text` a number, and a PNG of it, as the inline backend saves it. It is the lower
bound of such a baseline, since `interact`'s own output handling is not in it. Both sides run in turns, in one process.
Written to ``benchmarks/CONTROLS.md``; nothing here is asserted.

A median over a control's values hides the one value that takes long. So every setting of every explorer is timed once,
the slowest of each explorer several times; the median of going there from the start stands in a table of its own, and
the median of going back beside it.
"""

import contextlib
import heapq
import io
import os
import statistics
import sys
import time
from pathlib import Path

import matplotlib
import nbformat
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests/helpers"), str(ROOT / "tools")]
matplotlib.use("agg")

import matplotlib.pyplot as plt  # noqa: E402
from explorer_rules import explorers_of  # noqa: E402

from cnnlib.engine.shapes import SettingError  # noqa: E402
from cnnlib.messages import format_number  # noqa: E402
from cnnlib.pictures import Bars, Curves, Grid, Maps  # noqa: E402

TURNS = 6
READABLE = 400
"""Cells of a panel up to which a figure shows its numbers."""


def plain_figure(picture):
    """Draw a picture as one would with matplotlib alone, and return its PNG."""
    columns = max(len(row) for row in picture.rows)
    figure, axes = plt.subplots(len(picture.rows), columns, figsize=(9.6, sum(picture.heights) / 100), squeeze=False)
    for row, line in zip(axes, picture.rows, strict=True):
        for place, panel in zip(row, line, strict=False):
            _plain_panel(place, panel)
        for place in row:
            if not place.has_data():
                place.axis("off")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", bbox_inches="tight")
    plt.close(figure)
    return stream.getvalue()


def _plain_panel(axes, panel):
    if isinstance(panel, Grid):
        axes.imshow(panel.values, cmap="gray", vmin=panel.limits[0], vmax=panel.limits[1])
        if panel.numbers and panel.values.ndim == 2 and panel.values.size <= READABLE:
            for (row, column), value in np.ndenumerate(panel.values):
                axes.text(column, row, format_number(value, panel.digits), ha="center", va="center")
    elif isinstance(panel, Maps):
        axes.imshow(np.concatenate(panel.values, axis=1), cmap="gray")
    elif isinstance(panel, Curves):
        for label, (x, y) in panel.series.items():
            axes.plot(x, y, label=label)
        axes.legend()
    elif isinstance(panel, Bars):
        axes.bar(range(len(panel.values)), panel.values)
    if getattr(panel, "title", ""):
        axes.set_title(panel.title, fontsize=9)


def timed(action):
    """Return the milliseconds that an action took."""
    begun = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun)


def measure(explorer, name, choices):
    """Return the median milliseconds of explore and of the peer while one control goes through its values.

    None where fewer than two values work: nothing would change.
    """
    live, afresh, shown = [], [], None
    for turn in range(TURNS):
        value = choices[turn % len(choices)]
        if turn and value is shown:
            continue
        try:
            live.append(timed(lambda value=value: explorer.set(**{name: value})))
        except SettingError:
            continue
        shown = value
        values = explorer.values
        afresh.append(timed(lambda values=values: plain_figure(explorer._function(**values))))
    # The first turn may only have put the control where it stood.
    return (statistics.median(live[1:]), statistics.median(afresh[1:])) if len(live) > 1 else None


def controls_of(explorer):
    """Yield (name, values to go through) of every control that has more than one."""
    for name, control in explorer._controls.items():
        choices = control.choices()
        if hasattr(control, "landmarks"):
            choices = control.landmarks(explorer.picture)
        if len(choices) > 1:
            yield name, choices[:TURNS]


def rows_of(path):
    """Return a row for each control of a notebook; films are measured in ``benchmarks/film.py``."""
    rows = []
    for number, explorer in enumerate(explorers_of(nbformat.read(path, as_version=4)), 1):
        if explorer._is_film:
            continue
        for name, choices in controls_of(explorer):
            if (found := measure(explorer, name, choices)) is not None:
                live, afresh = found
                rows.append((path.stem, number, name, live, afresh, afresh / live))
            explorer.set(**explorer._starts())
    return rows


def slowest_of(path):
    """Return a row for each explorer of a notebook: its settings, the slowest, and the medians there and back."""
    explorers = explorers_of(nbformat.read(path, as_version=4))
    return [(path.stem, number, *slowest_setting(explorer)) for number, explorer in enumerate(explorers, 1)]


def slowest_setting(explorer):
    """Return how many settings have a picture, the slowest in words, and the medians of going there and back."""
    times = []
    for values in explorer.settings():
        begun = time.perf_counter()
        with contextlib.suppress(SettingError):
            explorer.set(**values)
            times.append((time.perf_counter() - begun, len(times), values))
    # Of one time alone it may be the machine that was slow: the three slowest are asked again.
    suspects = [values for _time, _number, values in heapq.nlargest(3, times)]
    again = [there_and_back(explorer, values) for values in suspects]
    there, back = max(again)
    return len(times), in_words(suspects[again.index((there, back))]), there, back


def there_and_back(explorer, values):
    """Return the median milliseconds of going from an explorer's start to a setting, and back."""
    there, back = [], []
    for _turn in range(TURNS):
        back.append(timed(lambda: explorer.set(**explorer._starts())))
        there.append(timed(lambda: explorer.set(**values)))
    return statistics.median(there), statistics.median(back[1:])


def in_words(values):
    """Return a setting in a few words: of an array, its shape."""
    return ", ".join(
        f"{name} {value.shape if isinstance(value, np.ndarray) else value}" for name, value in values.items()
    )


def main(names):
    """Measure the notebooks, print the tables and write them."""
    paths = [path for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")) if not names or path.stem in names]
    rows = [row for path in paths for row in rows_of(path)]
    slowest = [row for path in paths for row in slowest_of(path)]
    ratios = [row[-1] for row in rows]
    _title, _command, peer, settings = __doc__.split("\n\n")
    text = "\n".join(
        [
            "# Every control of every notebook, in the kernel",
            "",
            *peer.splitlines(),
            "",
            f"{len(rows)} controls: median ratio {statistics.median(ratios):.1f}, lowest {min(ratios):.1f}. "
            f"Load of the machine at the end: {os.getloadavg()[0]:.1f}, 2 cores.",
            "",
            "| notebook | explorer | control | explore, ms | figure afresh, ms | ratio |",
            "| --- | ---: | --- | ---: | ---: | ---: |",
            *(f"| {n} | {e} | `{c}` | {a:.1f} | {b:.1f} | {r:.1f} |" for n, e, c, a, b, r in rows),
            "",
            "## The slowest setting of each explorer",
            "",
            *settings.strip().splitlines(),
            "",
            f"{sum(row[2] for row in slowest):,} settings that have a picture.",
            "",
            "| notebook | explorer | settings | the slowest | there, ms | back to the start, ms |",
            "| --- | ---: | ---: | --- | ---: | ---: |",
            *(f"| {n} | {e} | {c:,} | {v} | {a:.1f} | {b:.1f} |" for n, e, c, v, a, b in slowest),
            "",
        ]
    )
    print(text)
    if not names:
        (Path(__file__).parent / "CONTROLS.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
