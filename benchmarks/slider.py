"""From a press on a control to new pixels on the screen: `explore` against `interact` and against a floor.

The floor is the same figure drawn by JavaScript alone. All three are in one notebook and one browser, which talks to
the server through a proxy that makes it seem far away; presses take turns between them, so that all meet the same
machine. Prints tables and keeps them in ``benchmarks/SLIDER.md``. Nothing here is a test: times are reported, never
asserted. The whole takes some twelve minutes on a machine with nothing else to do, ``--quick`` less than two.

    python benchmarks/slider.py [--presses 14] [--delays 0 25 75] [--quick] [--dry]
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser.chromium import chromium, what_is_missing  # noqa: E402
from browser.notebook import Notebook  # noqa: E402
from browser.server import jupyter_server  # noqa: E402
from delay import delayed  # noqa: E402
from slider_measures import bursts, drags, executions, filmed, memory, presses  # noqa: E402
from slider_notebook import CLOCK, DATA, EXPLORE, FLOOR, INTERACT, RESIDENT, notebook  # noqa: E402
from slider_report import (  # noqa: E402
    EXPLANATION,
    conditions,
    delay_part,
    ends_part,
    executions_part,
    film_sentence,
    memory_part,
)
from slider_sides import CELLS, FRACTIONS, KINDS, PLACE, WHOLE, Side  # noqa: E402

NOTEBOOK = "03_padding.ipynb"
MOVES = 6
"""How often each of three kinds of control is pressed on an explorer before its memory is looked at."""
QUICK = {
    "presses": 2,
    "warm_up": 1,
    "delays": [0, 75],
    "repeats": 1,
    "executions": 6,
    "explorers": 1,
    "held": [WHOLE],
    "film": False,
}
WHOLE_RUN = {
    "presses": 14,
    "warm_up": 2,
    "delays": [0, 25, 75],
    "repeats": 3,
    "executions": 60,
    "explorers": 4,
    "held": [WHOLE, FRACTIONS, PLACE],
    "film": True,
}


def opened(context, url, path, run=True):
    """Return a notebook with the meter in its page."""
    lab = Notebook(context, url, path)
    if run:
        lab.run_all()
    if lab.errors_in_outputs():
        raise RuntimeError("\n".join(lab.errors_in_outputs()))
    lab.page.add_script_tag(path=HERE / "slider_meter.js")
    lab.page.evaluate(
        "() => window.cnnMeter.listen(window.jupyterapp.shell.currentWidget.sessionContext.session.kernel)"
    )
    lab.page.wait_for_timeout(1000)
    return lab


def measure_controls(context, url, delay, extent):
    """Return the parts of the report on all that is done to the three figures."""
    lab = opened(context, url, "measured.ipynb")
    sides = [Side(lab.page, name) for name in CELLS]
    parts = []
    for milliseconds in extent["delays"]:
        delay.seconds = milliseconds / 1000
        by_kind = {
            kind: presses(lab, sides, kind, milliseconds, extent["presses"], extent["warm_up"]) for kind in KINDS
        }
        parts.append(delay_part(milliseconds, by_kind))
    delay.seconds = 0
    ends = {f"burst: {kind.name}": bursts(lab, sides, kind, extent["repeats"]) for kind in extent["held"]}
    ends[f"drag: {FRACTIONS.name}"] = drags(lab, sides, extent["repeats"])
    parts.append(ends_part(ends))
    if extent["film"]:
        parts.append(film_sentence(filmed(lab, sides)))
    parts.append(executions_part(executions(lab, sides, extent["executions"])))
    lab.close()
    return parts


def measure_memory(context, url, extent):
    """Return the part of the report on what one explorer takes."""
    lab = opened(context, url, "memory.ipynb", run=False)
    lab.run_cell(0)
    found = memory(lab, lambda cell: Side(lab.page, "explore", cell), extent["explorers"], MOVES)
    lab.close()
    return memory_part(*found)


def measure_notebook(context, url):
    """Return a sentence on restart-and-run-all and the kernel's memory, for the real notebook."""
    lab = Notebook(context, url, NOTEBOOK)
    lab.run_all()
    begin = time.perf_counter()
    lab.restart_and_run_all()
    seconds = time.perf_counter() - begin
    resident = int(lab.in_kernel(RESIDENT)) / 2**20
    lab.close()
    return (
        f"`{NOTEBOOK}`: restart and run all {seconds:.1f} s; memory of its kernel afterwards {resident:.0f} MiB (RSS)."
    )


def import_milliseconds(statement, repeats=9):
    """Return the median wall time of an import in a new process."""
    code = f"import time; start = time.perf_counter(); {statement}; print(1000 * (time.perf_counter() - start))"
    runs = [
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
        for _run in range(repeats)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def start_sentence():
    """Return a sentence on what an import takes."""
    return (
        f"`import cnnlib`: {import_milliseconds('import cnnlib'):.0f} ms, of which "
        f"`import numpy` alone takes {import_milliseconds('import numpy'):.0f} ms."
    )


def measure(extent, quick):
    """Return the whole report."""
    with contextlib.ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder = scratch / "notebooks"
        folder.mkdir()
        (folder / "measured.ipynb").write_text(notebook(CLOCK, DATA, FLOOR, INTERACT, EXPLORE), encoding="utf-8")
        explorers = [EXPLORE] * (extent["explorers"] + 1)
        (folder / "memory.ipynb").write_text(notebook(DATA, *explorers), encoding="utf-8")
        (folder / NOTEBOOK).write_bytes((ROOT / "notebooks" / NOTEBOOK).read_bytes())
        server = stack.enter_context(jupyter_server(folder, scratch / "jupyter"))
        url, delay = stack.enter_context(delayed(server))
        context = stack.enter_context(chromium(width=1280, height=1700, whole=True))
        parts = [EXPLANATION, *measure_controls(context, url, delay, extent), measure_memory(context, url, extent)]
        if not quick:
            parts += [f"{measure_notebook(context, url)}\n{start_sentence()}"]
        parts.append(conditions(context, extent["presses"], extent["warm_up"], extent["repeats"]))
    return "\n\n".join(parts)


def main():
    """Measure, print, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--presses", type=int, help="presses of each kind of control on each side, at each delay")
    parser.add_argument("--delays", type=int, nargs="+", help="milliseconds that every chunk is held back, each way")
    parser.add_argument("--quick", action="store_true", help="few presses, in less than two minutes; keeps nothing")
    parser.add_argument("--dry", action="store_true", help="print only, keep nothing")
    arguments = parser.parse_args()
    if what_is_missing(whole=True):
        sys.exit(f"This benchmark needs a browser: {what_is_missing(whole=True)}.")
    extent = dict(QUICK if arguments.quick else WHOLE_RUN)
    extent |= {name: given for name in ("presses", "delays") if (given := getattr(arguments, name)) is not None}
    begun = time.perf_counter()
    text = measure(extent, arguments.quick)
    print(text)
    print(f"\nIt took {time.perf_counter() - begun:.0f} s.")
    if not (arguments.dry or arguments.quick):
        (HERE / "SLIDER.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
