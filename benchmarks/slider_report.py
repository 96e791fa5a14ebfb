"""The tables that ``slider.py`` prints. Beside a number stands what was wanted; bold where it was not reached."""

import os
import platform
import statistics
from importlib.metadata import version

from slider_measures import BURST, DRAG_MOVES, QUIET

SIDES = ("floor", "explore", "interact")
"""The order of the columns."""

WANTED = {0: (1.5, 5), 75: (1.6, 8)}
"""Delay in ms → the median of explore in floors, at most; that of interact in those of explore, at least."""

P95_WANTED = 2.5
"""The 95th percentile of explore in floors, at most."""

END_WANTED = 100
REPLY_WANTED = 30
PAGE_WANTED, KERNEL_WANTED = 16, 8  # MiB

EXPLANATION = """\
# From a control to pixels

Written by `benchmarks/slider.py` (`make bench`). The same figure, three annotated grids (input 7×7, kernel, output),
three times in one notebook and one browser: drawn in the page by JavaScript alone on a canvas (*floor*, 960×340
pixels), with `cnnlib.explore` (960×340), and with `ipywidgets.interact` and inline matplotlib (some 911×303), the last
two with the same engine behind them. The browser talks to the server through a proxy (`benchmarks/delay.py`) that holds
every chunk of bytes back, each way. Presses take turns between the three. After each it is waited until kernel and page
have nothing more to say to each other, as somebody waits who looks at a picture.

The time of a press is from the key to the second animation frame after the new picture was there; of an image, which
may have to be decoded, at least until the browser says that it is on the screen. Of several new pictures it is the
first one that is the same as the last. *Explore / floor* compares with the median of the floor, in the rows of the 95th
percentile, too. `interact` has no cells, steps, presets or Reset: there its slider for the position stands in.

*From the store*: how many of the pressed settings the page had in its store, by its own word. *Sooner than an answer*:
how many pictures came before an answer of the kernel could. *Another first*: presses after which another picture than
the right one was shown first. *Processor*: milliseconds of the kernel's processor a press, in the handler of the
press and after it, until the next message: sending, and what is drawn ahead. Bold: not reached."""


def quantiles(values):
    """Return median and 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[round(0.95 * (len(ordered) - 1))]


def judged(value, most=None, least=None, digits=1):
    """Return a number and what was wanted of it; bold where it was not reached."""
    text = f"{value:.{digits}f}"
    if most is None and least is None:
        return text
    is_reached = value <= most if most is not None else value >= least
    wanted = f"≤ {most}" if most is not None else f"≥ {least}"
    return f"{text} ({wanted})" if is_reached else f"**{text}** ({wanted})"


def table(heads, rows, words=1):
    """Return a table; the first columns, as many as `words`, hold words and the others numbers."""
    marks = ["---"] * words + ["---:"] * (len(heads) - words)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in (heads, marks, *rows))


def press_rows(kind, delay, measured):
    """Return the rows of one kind of control: median and 95th percentile of all sides."""
    floor, explore, interact = (quantiles(measured[side].times) for side in SIDES)
    most, least = WANTED.get(delay, (None, None))
    rows = []
    for which, words in enumerate(("median", "p95")):
        wanted = P95_WANTED if which else most
        rows.append(
            [
                kind.name,
                words,
                *(f"{side[which]:.0f}" for side in (floor, explore, interact)),
                judged(explore[which] / floor[0], most=wanted, digits=2),
                judged(interact[which] / explore[which], least=None if which else least),
            ]
        )
    return rows


def store_row(kind, delay, measured):
    """Return the row of one kind of control: where its pictures came from, and what they cost."""
    explore, interact = measured["explore"], measured["interact"]
    count = len(explore.times)
    processor = [
        f"{one.answering / one.presses:.0f} + {one.afterwards / one.presses:.0f}" for one in (explore, interact)
    ]
    blank = [f"{one.blank} of {one.frames}" for one in (explore, interact)]
    return [
        kind.name,
        f"{explore.hits} of {count}",
        explore.sooner if delay else "",
        explore.replaced,
        *processor,
        *blank,
    ]


def delay_part(delay, by_kind):
    """Return the tables of one delay."""
    presses = [row for kind, measured in by_kind.items() for row in press_rows(kind, delay, measured)]
    heads = ("control", "ms", "floor", "explore", "interact", "explore / floor", "interact / explore")
    stores = [store_row(kind, delay, measured) for kind, measured in by_kind.items()]
    store_heads = (
        "control",
        "from the store",
        "sooner than an answer",
        "another first",
        "processor, explore",
        "processor, interact",
        "blank frames, explore",
        "blank frames, interact",
    )
    title = f"## {delay} ms each way" if delay else "## No delay"
    return "\n\n".join([title, table(heads, presses, 2), table(store_heads, stores)])


def ends_part(ends):
    """Return the table of bursts and drags; `ends` is name → side → Ends."""
    rows = []
    for name, sides in ends.items():
        for side in SIDES:
            one = sides[side]
            slowest = judged(max(one.after), most=END_WANTED if side == "explore" else None, digits=0)
            hits = f"{one.hits} of {one.hits + one.misses}" if side == "explore" else ""
            blank = f"{one.blank} of {one.frames}"
            interval = statistics.median(one.intervals)
            rows.append([name, side, f"{interval:.0f}", f"{statistics.median(one.after):.0f}", slowest, hits, blank])
    heads = ("what", "side", "every, ms", "end, median, ms", "end, slowest, ms", "from the store", "blank frames")
    text = (
        f"A key held down for {BURST} presses, and a slider dragged from one end to the other in {DRAG_MOVES} moves, "
        "with no delay. *End*: from the last press or move to the last new picture."
    )
    return "\n\n".join(["## Bursts and drags", text, table(heads, rows, 2)])


def film_sentence(film):
    """Return what the film of a burst showed."""
    shown = ", ".join(f"{side} {film[side][0]} of {film[side][1]}" for side in SIDES)
    return f"Frames that the browser presented in a filmed burst over the cells, blank of all: {shown}."


def executions_part(replies):
    """Return the table of a cell's execution."""
    rows = []
    without = quantiles(replies["floor"])[1]
    for side, words in (("explore", "explore, which may work ahead"), ("floor", "the floor: nothing to do")):
        median, p95 = quantiles(replies[side])
        later = judged(p95 - without, most=REPLY_WANTED, digits=0) if side == "explore" else ""
        rows.append([words, f"{median:.0f}", f"{p95:.0f}", later, f"{max(replies[side]):.0f}"])
    heads = ("after a slider's move on", "median, ms", "p95, ms", "later, ms", "slowest, ms")
    text = (
        "From sending the cell `1` to its reply, 0.1 to 0.3 s after a slider was moved, with no delay; later: the p95 "
        "against that without."
    )
    return "\n\n".join(["## A cell's execution", text, table(heads, rows)])


def memory_part(page, kernel):
    """Return the table of what an explorer takes; bytes."""
    rows = [
        ["the page's store, by its own word", judged(page / 2**20, most=PAGE_WANTED)],
        ["the kernel (growth of RSS)", judged(kernel / 2**20, most=KERNEL_WANTED)],
    ]
    return "\n\n".join(["## Memory of one explorer", table(("where", "MiB"), rows)])


def conditions(context, presses, warm_up, repeats):
    """Return a paragraph on what was measured with what."""
    packages = ("numpy", "matplotlib", "ipywidgets", "anywidget", "ipykernel", "jupyterlab")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    browser = context.browser.version if context.browser else "?"
    return (
        f"{presses} presses of a kind of control, side and delay, after {warm_up} unmeasured ones, each after "
        f"{QUIET} ms of silence; {repeats} bursts and drags a side. Headless Chromium {browser}, a window of 1280×1700 "
        f"at one pixel a CSS pixel; Python {platform.python_version()}, {versions}; {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at the end. On a machine "
        "with other work to do, no side shows its best."
    )
