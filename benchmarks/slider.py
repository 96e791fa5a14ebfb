"""From a key press on a control to new pixels on the screen: `explore` against `interact`, in one browser.

Both show the same figure (three annotated grids: input with padding, kernel, output) in the same notebook, with
the same engine behind it; presses alternate between the two, so that both meet the same machine. Prints a table
and keeps it in ``benchmarks/SLIDER.md``. Nothing here is a test: times are reported, never asserted.

    python benchmarks/slider.py [--presses 40] [--dry]
"""

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser.chromium import chromium, what_is_missing  # noqa: E402
from browser.notebook import Notebook  # noqa: E402
from browser.screencast import blank_frames  # noqa: E402
from browser.server import jupyter_server  # noqa: E402
from slider_notebook import CLOCK, DATA, EXPLORE, INTERACT, WHO, notebook, put  # noqa: E402

SIDES = {"interact": 2, "explore": 3}  # side → its cell in the measured notebook
# Control → (its lowest value, how many values). The position moves along the first row of the 7×7 output.
RANGES = {"kernel_size": (1, 5), "padding": (0, 4), "stride": (1, 3), "position": (0, 7)}
NOTEBOOK = "03_padding.ipynb"
WARM_UP = 5
BURST = 40
KEY_REPEAT = 0.030


@dataclass
class Measured:
    """What was seen of one control on one side."""

    single: list = field(default_factory=list)  # ms from a press to the new pixels
    kernel: list = field(default_factory=list)  # ms in the kernel, for the same presses
    bursts: list = field(default_factory=list)  # ms from the last press of a burst to the last picture
    intervals: list = field(default_factory=list)  # ms between the presses of a burst, on average
    blank: int = 0  # animation frames without a decoded picture
    jumps: int = 0  # animation frames in which the picture had another height
    frames: int = 0

    def add_frames(self, seen):
        """Count what the page saw while something was measured."""
        self.blank += seen["blank"]
        self.jumps += seen["jumps"]
        self.frames += seen["frames"]


class Side:
    """One of the two figures: where its controls and its picture are."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.root = page.locator(".jp-Cell").nth(SIDES[name]).locator(".jp-Cell-outputArea")
        self.picture = self.root.locator("img")

    def control(self, name):
        """Return what takes the keys of a control."""
        if self.name == "explore" and name == "position":
            return self.root.locator(".cnn-panel[data-panel=output]")
        slider = self.root.locator(f".widget-hslider:has(.widget-label:text-is('{name}'))")
        return slider.locator(".noUi-handle")

    def watch(self):
        """Begin to measure what happens to this side's picture."""
        self.root.evaluate("(root) => { window.cnnMeter.watch(root); }")

    def settled(self, quiet):
        """Wait until nothing has changed for `quiet` ms; return what was measured since `watch`."""
        return self.page.evaluate("(quiet) => window.cnnMeter.settled(quiet)", quiet)


class Keys:
    """Which key to press next, so that each press changes the control's value."""

    def __init__(self, control):
        self.count, self.at, self.step = RANGES[control][1], 0, 1

    def next(self):
        """Return the arrow key that goes one value on, back and forth over the range."""
        if not 0 <= self.at + self.step < self.count:
            self.step = -self.step
        self.at += self.step
        return "ArrowRight" if self.step > 0 else "ArrowLeft"


def start(lab, control):
    """Put both figures to the start, and `control` of both to its lowest value."""
    lab.in_kernel(put(**{control: RANGES[control][0]}))
    lab.page.wait_for_timeout(700)


def press_and_wait(side, handle, key):
    """Press one key; return milliseconds to the new pixels, and what was seen meanwhile."""
    handle.focus()
    side.watch()
    side.page.keyboard.press(key)
    taken = side.page.evaluate("() => window.cnnMeter.painted(5000)")
    if taken is None:
        raise RuntimeError(f"{side.name}: no new picture within five seconds of {key}")
    return taken, side.settled(60)


def single_presses(lab, sides, control, presses, measured):
    """Press a control of each side in turn, one press at a time."""
    start(lab, control)
    handles = {side: side.control(control) for side in sides}
    keys = {side: Keys(control) for side in sides}
    for turn in range(WARM_UP + presses):
        if turn == WARM_UP:
            lab.in_kernel("arrivals.clear()")
        for side in sides if turn % 2 else reversed(sides):
            taken, seen = press_and_wait(side, handles[side], keys[side].next())
            if turn >= WARM_UP:
                measured[side.name, control].single.append(taken)
                measured[side.name, control].add_frames(seen)
    for name, sender, taken in json.loads(lab.in_kernel(WHO)):
        if sender == control:
            measured[name, control].kernel.append(taken)


def hold_key(side, control):
    """Press a control as a key does that is held down."""
    keys = Keys(control)
    due = time.perf_counter()
    for _press in range(BURST):
        time.sleep(max(0.0, due - time.perf_counter()))
        due += KEY_REPEAT
        side.page.keyboard.press(keys.next())


def bursts(lab, sides, control, repeats, measured):
    """Hold a control's key down, on each side in turn."""
    for _repeat in range(repeats):
        start(lab, control)
        for side in sides:
            side.control(control).focus()
            side.watch()
            hold_key(side, control)
            seen = side.settled(1200)
            after = max(seen["painted"], default=seen["pressed"][-1]) - seen["pressed"][-1]
            # The last press may ask for what is on the screen already: then there is nothing to wait for.
            measured[side.name, control].bursts.append(max(0.0, after))
            taken = seen["pressed"][-1] - seen["pressed"][0]
            measured[side.name, control].intervals.append(taken / (len(seen["pressed"]) - 1))
            measured[side.name, control].add_frames(seen)


def filmed(lab, sides, control):
    """Return side → (blank frames, frames) among those that the browser really presented in a burst."""
    result = {}
    for side in sides:
        start(lab, control)
        side.control(control).focus()
        box = side.picture.bounding_box()
        result[side.name] = blank_frames(lab.page, box, lambda side=side: hold_key(side, control))
    return result


def measure_sliders(context, url, presses, repeats):
    """Return (side, control) → Measured, and what the film of a burst showed."""
    lab = Notebook(context, url, "measured.ipynb")
    lab.run_all()
    if lab.errors_in_outputs():
        raise RuntimeError("\n".join(lab.errors_in_outputs()))
    lab.page.add_script_tag(path=HERE / "slider_meter.js")
    lab.page.wait_for_timeout(2000)
    sides = [Side(lab.page, name) for name in SIDES]
    measured = {(name, control): Measured() for name in SIDES for control in RANGES}
    for control in RANGES:
        single_presses(lab, sides, control, presses, measured)
        bursts(lab, sides, control, repeats, measured)
    film = filmed(lab, sides, "position")
    lab.close()
    return measured, film


def measure_notebook(context, url):
    """Return seconds of restart-and-run-all and the kernel's memory in MiB, for the real notebook."""
    lab = Notebook(context, url, NOTEBOOK)
    lab.run_all()
    begin = time.perf_counter()
    lab.restart_and_run_all()
    seconds = time.perf_counter() - begin
    memory = int(lab.in_kernel("import psutil; print(psutil.Process().memory_info().rss)")) / 2**20
    lab.close()
    return seconds, memory


def import_milliseconds(statement, repeats=9):
    """Return the median wall time of an import in a new process."""
    code = f"import time; start = time.perf_counter(); {statement}; print(1000 * (time.perf_counter() - start))"
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        for _run in range(repeats)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def quantiles(values):
    """Return median and 95th percentile."""
    ordered = sorted(values)
    return statistics.median(ordered), ordered[round(0.95 * (len(ordered) - 1))]


def rows(control, ours, theirs):
    """Return the rows of the table for one control."""
    lines = []
    for name, words, wanted in (("single", "pixels", (3, 4)), ("kernel", "kernel", (8, 8))):
        pairs = zip(quantiles(getattr(ours, name)), quantiles(getattr(theirs, name)), wanted, strict=True)
        for which, (our, their, least) in zip(("median", "p95"), pairs, strict=True):
            lines.append((f"{words}, {which}, ms", f"{our:.0f}", f"{their:.0f}", f"{their / our:.1f}", f"≥ {least}"))
    for which, pick, wanted in (("median", statistics.median, ""), ("slowest", max, "≤ 150 ms")):
        our, their = pick(ours.bursts), pick(theirs.bursts)
        lines.append((f"end of a burst, {which}, ms", f"{our:.0f}", f"{their:.0f}", "", wanted))
    blank = [f"{side.blank} of {side.frames}" for side in (ours, theirs)]
    lines.append(("blank frames", *blank, "", "0"))
    return ["| " + " | ".join((f"`{control}`", *line)) + " |" for line in lines]


def table(measured):
    """Return the table of all controls."""
    heads = ("control", "what", "explore", "interact", "ratio", "wanted")
    lines = ["| " + " | ".join(heads) + " |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    for control in RANGES:
        lines += rows(control, measured["explore", control], measured["interact", control])
    return "\n".join(lines)


def conditions(context, presses, repeats, interval):
    """Return a sentence on what was measured with what."""
    packages = ("numpy", "matplotlib", "ipywidgets", "anywidget", "ipykernel", "jupyterlab")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    browser = context.browser.version if context.browser else "?"
    return (
        f"{presses} presses a control and side, alternating, after {WARM_UP} unmeasured ones; {repeats} bursts of "
        f"{BURST} presses, one every {interval:.0f} ms. Headless Chromium {browser}, a window of 1280×1400 at one "
        f"pixel a CSS pixel; Python {platform.python_version()}, {versions}; "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f} at "
        "the end. On a machine with other work to do, neither side shows its best."
    )


def report(text):
    """Print the results, and keep them beside this program."""
    print(text)
    (HERE / "SLIDER.md").write_text(text + "\n", encoding="utf-8")


EXPLANATION = """\
# From a slider to pixels

Written by `benchmarks/slider.py` (`make bench`). The same figure, three annotated grids (input 7×7 with padding,
kernel, output), once with `cnnlib.explore` (960×340 pixels), once with `ipywidgets.interact` and inline matplotlib
(911×303), in one notebook and one browser, with the same engine behind both.

*Pixels*: from the key press to the second animation frame after the new picture was decoded. *Kernel*: from the
arrival of a widget's message to the return of its handler. *End of a burst*: from the last of the presses to the last
new picture. *Ratio*: interact / explore. *Blank frames*: animation frames in which there was no decoded picture, of
all that were looked at.
"""


def main():
    """Measure, print, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, default=40, help="presses of each control on each side")
    parser.add_argument("--bursts", type=int, default=5, help="bursts of each control on each side")
    parser.add_argument("--dry", action="store_true", help="print only, keep nothing")
    arguments = parser.parse_args()
    if what_is_missing():
        sys.exit(f"This benchmark needs a browser: {what_is_missing()}.")
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = scratch / "notebooks"
        folder.mkdir()
        (folder / "measured.ipynb").write_text(notebook(CLOCK, DATA, INTERACT, EXPLORE), encoding="utf-8")
        real = ROOT / "notebooks" / NOTEBOOK
        if real.exists():
            (folder / NOTEBOOK).write_bytes(real.read_bytes())
        url = stack.enter_context(jupyter_server(folder, scratch / "jupyter"))
        context = stack.enter_context(chromium(scratch / "profile", width=1280, height=1400))
        measured, film = measure_sliders(context, url, arguments.presses, arguments.bursts)
        parts = [EXPLANATION, table(measured), ""]
        parts += [
            f"Frames that the browser presented in a filmed burst of the position, blank of all: "
            f"explore {film['explore'][0]} of {film['explore'][1]}, "
            f"interact {film['interact'][0]} of {film['interact'][1]}.",
            "",
        ]
        if real.exists():
            seconds, memory = measure_notebook(context, url)
            parts += [
                f"`{NOTEBOOK}`: restart and run all {seconds:.1f} s; memory of its kernel afterwards "
                f"{memory:.0f} MiB (RSS)."
            ]
        parts += [
            f"`import cnnlib`: {import_milliseconds('import cnnlib'):.0f} ms, of which "
            f"`import numpy` alone takes {import_milliseconds('import numpy'):.0f} ms.",
            "",
        ]
        interval = statistics.median(each for one in measured.values() for each in one.intervals)
        parts += [conditions(context, arguments.presses, arguments.bursts, interval)]
    text = "\n".join(parts)
    print(text) if arguments.dry else report(text)


if __name__ == "__main__":
    main()
