"""The tables that ``hub.py`` prints, and what follows from them."""

import os
import platform
import statistics
from dataclasses import dataclass
from importlib.metadata import version

from hub_class import EVERY, ONE_TRAINS, TRAINED, VISIT, Lesson
from hub_processes import Memory

WANTED_MS = 150
"""Milliseconds that the median of the answers may take, for as many learners as one core carries."""

PARTS = (("server",), ("pull", "lab"), ("kernel", "notebook"), ("server", "pull", "lab", "kernel", "notebook"))
"""What each column of the arrivals sums."""

EXPLANATION = f"""\
# A class on a JupyterHub

Written by `benchmarks/hub.py` (`make bench-hub`). A JupyterHub with its proxy, the learners' servers and all kernels
share one core; the learners' browsers, which are played by one program, have another. Each learner logs in, has a
server started, follows README.md's link of nbgitpuller, opens `03_padding.ipynb` and runs all its cells. Then everyone
moves a slider by one step every {EVERY:.0f} s, {VISIT} times on an explorer before the next one. Of {ONE_TRAINS}
learners, one has `{TRAINED}` open and trains without a pause instead. The new learners of a row arrive at
the same moment; then the whole class works.

An answer counts from sending the slider's value to the kernel's picture of it: in a browser, its decoding and its
drawing come on top. *Already there*: moves whose picture the page held before, drawn ahead: there nobody waits for the
answer. Pages of 900 pixels at one pixel a CSS pixel; at the start of a row each page forgets what was drawn ahead."""


@dataclass
class Step:
    """What was measured with so many learners."""

    learners: int
    trainers: int
    seconds: float
    lesson: Lesson
    arrivals: list[dict[str, float]]
    missing: list[str]
    """Why learners have not arrived."""
    arriving: dict[str, float]
    """Kind of process → seconds of the processor for each new learner, from the login to the last cell."""
    processor: dict[str, float]
    """Kind of process → seconds of the processor while the class worked."""
    busy: float
    """Seconds that the hub's core worked meanwhile, for whomever."""
    browsers: float
    """Seconds of the processor that the learners' browsers took."""
    memory: dict[str, Memory]

    @property
    def median(self):
        """Milliseconds of an answer."""
        return 1000 * statistics.median(self.lesson.answers)

    @property
    def p95(self):
        """Milliseconds that one answer of twenty takes at least."""
        ordered = sorted(self.lesson.answers)
        return 1000 * ordered[round(0.95 * (len(ordered) - 1))]

    def share(self, kind):
        """How much of the core a kind of process took, in per cent."""
        return 100 * self.processor[kind] / self.seconds

    @property
    def others(self):
        """How much of the core other programs took, in per cent."""
        return max(0.0, 100 * (self.busy - sum(self.processor.values())) / self.seconds)


def answers_table(steps):
    """Return the table of the answers, and of who took the core."""
    rows = []
    for step in steps:
        lesson, moves = step.lesson, len(step.lesson.answers)
        slowest = 1000 * max(lesson.answers)
        film = (
            f"{statistics.median(lesson.films):.1f}" if lesson.films else f"> {step.seconds:.0f}" * bool(step.trainers)
        )
        counts = [step.learners, step.trainers, moves, f"{step.median:.0f}", f"{step.p95:.0f}", f"{slowest:.0f}"]
        failures = len(lesson.failures) + len(step.missing)
        shares = [f"{step.share(kind):.0f}" for kind in ("kernel", "server")]
        shares += [f"{step.share('hub') + step.share('proxy'):.0f}", f"{step.others:.0f}"]
        rows.append([*counts, failures, f"{100 * lesson.held / moves:.0f}", film, *shares])
    heads = "learners", "of them train", "moves", "median, ms", "p95, ms", "slowest, ms", "failures", "already there, %"
    taken = "kernels, %", "servers, %", "hub and proxy, %", "other programs, %"
    return table((*heads, "a training, s", *taken), rows)


def arrivals_table(steps):
    """Return the table of what it takes to get to the first picture."""
    rows = []
    for step in steps:
        if not step.arrivals:
            continue
        cells = [len(step.arrivals)]
        for parts in PARTS:
            sums = [sum(each[part] for part in parts) for each in step.arrivals]
            cells.append(f"{statistics.median(sums):.1f} ({max(sums):.1f})")
        rows.append([step.learners, *cells, f"{sum(step.arriving.values()):.1f}"])
    heads = "learners", "new at once", "log in, server", "pull, JupyterLab", "kernel, all cells", "all", "processor"
    return table(heads, rows)


def memory_table(steps):
    """Return the table of memory, in MiB."""
    rows = []
    for step in steps:
        each = [
            f"{memory.pss / memory.count / 2**20:.0f} ({memory.rss / memory.count / 2**20:.0f})"
            for memory in (step.memory["server"], step.memory["kernel"])
        ]
        fixed = sum(step.memory[kind].pss for kind in ("hub", "proxy")) / 2**20
        rows.append([step.learners, *each, f"{per_learner(step):.0f}", f"{fixed:.0f}", f"{total(step):.0f}"])
    heads = "learners", "a server, PSS (RSS)", "a kernel, PSS (RSS)", "a learner, PSS", "hub and proxy, PSS", "all, PSS"
    return table(heads, rows)


def per_learner(step, kind_of_size="pss"):
    """Return the MiB of a learner's server and kernel."""
    sizes = [getattr(step.memory[kind], kind_of_size) for kind in ("server", "kernel")]
    return sum(sizes) / step.memory["server"].count / 2**20


def total(step):
    """Return the MiB of everything."""
    return sum(memory.pss for memory in step.memory.values()) / 2**20


def carried(steps, wanted=WANTED_MS):
    """Return how many learners the core carries until the median reaches what is wanted, and whether it was reached.

    Between two rows it is taken for a straight line.
    """
    before = None
    for step in steps:
        if step.median > wanted:
            if before is None:
                return step.learners, True
            part = (wanted - before.median) / (step.median - before.median)
            return before.learners + part * (step.learners - before.learners), True
        before = step
    return before.learners, False


def conclusion(steps, ended, rushed):
    """Return what follows."""
    learners, is_reached = carried(steps)
    last = steps[-1]
    moves = len(last.lesson.answers)
    a_move = {kind: 1000 * last.processor[kind] / moves for kind in ("kernel", "server")}
    arriving = statistics.median(sum(step.arriving.values()) for step in steps)
    full = max(rushed, key=lambda one: len(one.seconds))
    failed = next((one for one in rushed if one.refusals), None)
    first = f"not the start of up to {full.learners} learners at the same moment, who all get there"
    if failed:
        first = (
            f"the start. Of {failed.learners} learners who follow the link at the same moment, "
            f"{len(failed.refusals)} get no server: the hub gives it up after 30 s"
        )
    slow = ", ".join(f"{step.p95:.0f} ms with {step.learners}" for step in steps[-3:])
    return "\n".join(
        [
            f"- **One core carries {'' if is_reached else 'at least '}{learners:.0f} learners** at a median of "
            f"{WANTED_MS} ms, if each of them moves a slider every {EVERY:.0f} s. One answer of twenty takes longer "
            f"than {slow}.",
            f"- **One GiB carries {1024 / per_learner(last):.1f} learners** with one notebook open, besides the hub "
            f"and its proxy; {1024 / per_learner(last, 'rss'):.1f} where nothing is shared between them.",
            f"- **What breaks first** on one core: {first}.",
            f"- From the login to the last cell of the notebook, a learner takes {arriving:.0f} s of the processor.",
            f"- With {last.learners} learners, a move took {a_move['kernel']:.0f} ms of the processor in the kernels, "
            f"trainings and what is drawn ahead included, and {a_move['server']:.0f} ms in the servers. {ended}",
        ]
    )


def failures_text(steps):
    """Return what went wrong, each kind once."""
    lines = []
    for step in steps:
        for what in sorted({*step.lesson.failures, *step.missing}):
            count = (step.lesson.failures + step.missing).count(what)
            lines.append(f"- {step.learners} learners, {count} of them or of their moves: {what}")
    return "\n".join(lines) or "Nothing failed: every learner arrived, and every move was answered."


def conditions(seconds, load, idle):
    """Return a paragraph on what was measured with what."""
    packages = (
        "jupyterhub",
        "nbgitpuller",
        "jupyterlab",
        "ipykernel",
        "numpy",
        "matplotlib",
        "ipywidgets",
        "anywidget",
    )
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    priority = f"All processes of the benchmark had the priority of `nice -n {nice}`. " if nice else ""
    return (
        f"{seconds:.0f} s of work a row. The learners' servers and kernels belong to one user of the system and are in "
        "no container; each learner has a folder of their own, empty before. Not in it: autosaving, the download of "
        "JupyterLab's scripts (some megabytes, once a browser), a network, and terminals. The kernels see one core, so "
        "their BLAS has one thread. "
        f"Python {platform.python_version()}, {versions}; {platform.system()} {platform.machine()}, {os.cpu_count()} "
        f"cores. {priority}Before the first row the load average was {load:.1f}, and the two cores were idle for "
        f"{idle:.0f} % of 3 s; what other programs took of the hub's core is in the last column."
    )


def table(heads, rows, words=0):
    """Return a Markdown table, all of numbers but for the column of that number, which has words."""
    rules = ["---" if place == words else "---:" for place in range(1, len(heads) + 1)]
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join(rules)} |"]
    return "\n".join([*lines, *(f"| {' | '.join(map(str, row))} |" for row in rows)])
