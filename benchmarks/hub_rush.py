"""The first minute of a lesson: many learners follow the link at the same moment, and the hub's patience is its own."""

import asyncio
import contextlib
import statistics
import time
from typing import NamedTuple

from hub_class import FAILURES, said_of
from hub_processes import processor_seconds
from hub_visitor import Visitor

RUSHES = (8, 12, 16, 24)
"""How many learners come at once, in turns, until one of them gets no server."""


class Rush(NamedTuple):
    """Who came, the seconds until each of those who got there had JupyterLab, and what the others were told."""

    learners: int
    seconds: list[float]
    refusals: list[str]
    processor: float
    """Seconds of the processor that the servers have taken."""


async def rush(hub, link, count):
    """Have so many learners log in and follow the link at the same moment; then stop their servers."""
    visitors = [Visitor(hub.url, f"rush-{count}-{number}") for number in range(count)]
    before = processor_seconds(hub)["server"]
    results = await asyncio.gather(*(_come(each, link) for each in visitors), return_exceptions=True)
    processor = processor_seconds(hub)["server"] - before
    for each in results:
        if isinstance(each, BaseException) and not isinstance(each, FAILURES):
            raise each
    for each in visitors:
        with contextlib.suppress(*FAILURES):
            await each.api("api/shutdown", "POST")
        await each.close()
    seconds = [each for each in results if isinstance(each, float)]
    return Rush(count, seconds, [said_of(each) for each in results if not isinstance(each, float)], processor)


async def _come(visitor, link):
    begun = time.perf_counter()
    await visitor.log_in()
    await visitor.follow(link)
    return time.perf_counter() - begun


async def rushes(hub, link, counts):
    """Return the :class:`Rush` of each count, until somebody gets no server."""
    found = []
    for count in counts:
        found.append(await rush(hub, link, count))
        print(rush_row(found[-1]), flush=True)
        if found[-1].refusals:
            break
        await asyncio.sleep(3)
    return found


def rush_row(one):
    """Return the row of a table."""
    times = f"{statistics.median(one.seconds):.1f} ({max(one.seconds):.1f})" if one.seconds else ""
    said = "; ".join(sorted(set(one.refusals)))
    return [one.learners, len(one.seconds), times, said]
