"""A class on a real JupyterHub: how many learners one core and one GiB carry, and what breaks first.

It starts a JupyterHub on the loopback interface, confined to one core with all its learners' servers and kernels, and
plays the learners' browsers on another: they log in, follow the link of nbgitpuller that README.md gives, run a
notebook, move sliders and train. Learners are added until the machine has no memory left, answers take too long, or
the time is over. Prints tables and keeps them in ``benchmarks/HUB.md``. Nothing here is a test: times are reported,
never asserted. The whole takes some ten minutes on a machine with nothing else to do, ``--quick`` one.

    python benchmarks/hub.py [--steps 1 2 4 8] [--seconds 24] [--quick] [--dry]
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "tests"))

import psutil  # noqa: E402
from hub_class import arrive_together, work  # noqa: E402
from hub_limits import LIMITS, kill_kernel, kill_server, limit, pull_again  # noqa: E402
from hub_link import link_of  # noqa: E402
from hub_processes import busy_seconds, free_bytes, memory, processor_seconds  # noqa: E402
from hub_report import (  # noqa: E402
    EXPLANATION,
    Step,
    answers_table,
    arrivals_table,
    conclusion,
    conditions,
    failures_text,
    memory_table,
    table,
)
from hub_rush import RUSHES, rush_row, rushes  # noqa: E402
from hub_server import cores, repository, running_hub  # noqa: E402
from hub_visitor import Visitor  # noqa: E402

STEPS = (1, 2, 4, 8, 12, 16, 24, 32)
SECONDS = 20
"""How long a class works in a row of the table."""

BUDGET = 420
"""Seconds after which no further row is begun."""

LEAST_FREE = 2 * 2**30
"""Bytes of memory that the machine must still have."""

SLOWEST_MS = 600
"""The median at which it is enough."""


async def one_row(hub, link, learners, count, seconds, turn):
    """Let learners arrive until there are `count`, have all of them work, and return the :class:`Step`."""
    before, new = processor_seconds(hub), range(len(learners), count)
    arrived, missing = await arrive_together(hub, link, new)
    learners += arrived
    if not learners:
        raise RuntimeError(f"Nobody has arrived: {missing}")
    await asyncio.sleep(2)
    core, _other = cores()
    processor, busy, browsers, begun = processor_seconds(hub), busy_seconds(core), time.process_time(), time.monotonic()
    lesson = await work(learners, seconds, turn)
    after = processor_seconds(hub)
    return Step(
        learners=len(learners),
        trainers=sum(each.trains for each in learners),
        seconds=time.monotonic() - begun,
        lesson=lesson,
        arrivals=[each.seconds for each in arrived],
        missing=missing,
        arriving={kind: (processor[kind] - before[kind]) / len(new) for kind in processor},
        processor={kind: after[kind] - processor[kind] for kind in after},
        busy=busy_seconds(core) - busy,
        browsers=time.process_time() - browsers,
        memory=memory(hub),
    )


async def all_rows(hub, link, counts, seconds):
    """Return the steps, and why there is no further one."""
    steps, learners, begun = [], [], time.monotonic()
    ended = "All rows were measured."
    for turn, count in enumerate(counts):
        if time.monotonic() - begun > BUDGET:
            ended = "Then the time for the measurement was over."
            break
        if free_bytes() < LEAST_FREE:
            ended = f"Then the machine had less than {LEAST_FREE / 2**30:.0f} GiB of memory left."
            break
        steps.append(await one_row(hub, link, learners, count, seconds, turn))
        print(answers_table(steps).splitlines()[-1], flush=True)
        if steps[-1].median > SLOWEST_MS:
            ended = f"Then answers took more than {SLOWEST_MS} ms, and the measurement ended."
            break
        if len(learners) < count:
            ended = "Then not everyone arrived any more, and the measurement ended."
            break
    for each in learners:
        await each.visitor.api("api/shutdown", "POST")
        await each.leave()
    return steps, ended


async def at_the_limits(hub, link, work_tree, limits):
    """Return the part of the report on what else one learner meets."""
    visitor = Visitor(hub.url, "first")
    await visitor.log_in()
    await visitor.follow(link)
    pulled = await pull_again(visitor, link, work_tree)
    killed = await kill_kernel(hub, visitor)
    limited = [f"- {mebibytes} MiB: {await limit(hub, visitor, mebibytes)}" for mebibytes in limits]
    server = await kill_server(hub, visitor, link)
    await visitor.api("api/shutdown", "POST")
    await visitor.close()
    await asyncio.sleep(3)
    heading = "With a limit of the addresses that a kernel may reserve (`ulimit -v`), used or not:"
    return "\n\n".join(
        ["## The notebooks", pulled, "## Where memory ends", killed, server, heading, "\n".join(limited)]
    )


async def measure(hub, counts, seconds, limits, comers):
    """Return the whole report."""
    load, idle = os.getloadavg()[0], 100 - psutil.cpu_percent(interval=3)
    address, work_tree = repository(hub.folder)
    link = link_of((ROOT / "README.md").read_text(encoding="utf-8"), hub.url, address)
    about_one = await at_the_limits(hub, link, work_tree, limits)
    steps, ended = await all_rows(hub, link, counts, seconds)
    rushed = await rushes(hub, link, comers)
    parts = [EXPLANATION, conclusion(steps, ended, rushed), "## Answers, and who took the core", answers_table(steps)]
    parts += [f"The learners' browsers took {browsers_share(steps):.0f} % of their own core at most."]
    parts += [failures_text(steps), "## From the login to the last cell", ARRIVALS, arrivals_table(steps)]
    parts += ["## All at once", RUSH, table(RUSH_HEADS, [rush_row(each) for each in rushed], words=4)]
    parts += ["## Memory, in MiB", MEMORY, memory_table(steps), about_one, conditions(seconds, load, idle)]
    return "\n\n".join(parts)


ARRIVALS = (
    "Seconds, median (slowest). The new learners of a row arrive at the same moment, and the hub waits three minutes "
    "for a server. *Processor*: seconds for each of them, in all processes of the hub."
)
RUSH = (
    "Here with the hub's own patience: a server that does not answer within 30 s is given up. The learners log in and "
    "follow the link at the same moment, while nobody else works. Seconds until JupyterLab has what it asks for, "
    "median (slowest)."
)
RUSH_HEADS = "learners at once", "got there", "seconds", "what the others were told"
MEMORY = (
    "PSS divides what several processes share, such as NumPy's code, among them: that is what one machine needs. RSS "
    "counts it for each: a learner in a container of their own, with files of their own, comes closer to that."
)


def browsers_share(steps):
    """Return how much of a core the learners' browsers took at most, in per cent."""
    return max(100 * step.browsers / step.seconds for step in steps)


def main():
    """Measure, print, and keep the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, nargs="+", default=STEPS, help="how many learners, in turns")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each class works")
    parser.add_argument("--quick", action="store_true", help="two learners and one limit of memory; keeps nothing")
    parser.add_argument("--dry", action="store_true", help="print only, keep nothing")
    arguments = parser.parse_args()
    hub_core, browsers_core = cores()
    if hub_core == browsers_core:
        sys.exit("This benchmark needs two cores: one for the hub, one for the learners' browsers.")
    os.sched_setaffinity(0, {browsers_core})
    extent = arguments.steps, arguments.seconds, LIMITS, RUSHES
    if arguments.quick:
        extent = (1, 2), 8, LIMITS[-1:], (2,)
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as scratch, running_hub(Path(scratch), hub_core) as hub:
        text = asyncio.run(measure(hub, *extent))
    print(text)
    print(f"\nIt took {time.perf_counter() - begun:.0f} s.")
    if not (arguments.dry or arguments.quick):
        (HERE / "HUB.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
