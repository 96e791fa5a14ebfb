"""A class at a hub: learners arrive together, then everyone moves sliders and some train."""

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field
from itertools import cycle

import aiohttp
from hub_page import Page
from hub_visitor import Refused, Visitor

MOVED, TRAINED = "03_padding.ipynb", "10_training.ipynb"
EVERY = 2.0
"""Seconds between two moves of a learner; who waits longer for an answer moves at once when it has come."""

VISIT = 5
"""Moves on an explorer before a learner goes on to the next one of the notebook."""

ONE_TRAINS = 10
"""Of so many learners, one trains."""

WIDTHS = (900, 920)
"""CSS pixels of the pages, in turns: a new width empties the store of pictures that were drawn ahead."""

PATIENCE = 10.0
"""Seconds after which a move without an answer counts as a failure."""

ARRIVAL = 150.0
"""Seconds after which a learner who has not got to the last cell is given up."""

FAILURES = (Refused, TimeoutError, aiohttp.ClientError, RuntimeError, OSError)


@dataclass
class Learner:
    """Somebody who has arrived: a browser, a notebook with its kernel, and how long each part took."""

    visitor: Visitor
    page: Page
    trains: bool
    seconds: dict[str, float]
    polling: asyncio.Task

    async def leave(self):
        """Close the browser."""
        self.polling.cancel()
        await self.page.close()
        await self.visitor.close()


@dataclass
class Lesson:
    """What was seen while a class worked: seconds of each answer, and what went wrong."""

    answers: list[float] = field(default_factory=list)
    held: int = 0
    """Moves whose picture the page had already."""
    films: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def arrive(hub, link, number):
    """Log in, have a server started, fetch the notebooks, open one and run it; return the :class:`Learner`."""
    trains = number % ONE_TRAINS == ONE_TRAINS - 1
    visitor = Visitor(hub.url, f"learner-{number}")
    try:
        begun = time.perf_counter()
        await visitor.log_in()
        logged_in = time.perf_counter() - begun
        seconds = await visitor.follow(link)
        seconds["server"] += logged_in
        path = f"{visitor.folder}/{TRAINED if trains else MOVED}"
        begun = time.perf_counter()
        page, _identity = await visitor.open_kernel(path)
        seconds["kernel"] = time.perf_counter() - begun
        await run_all(page, await visitor.notebook(path))
        seconds["notebook"] = time.perf_counter() - begun - seconds["kernel"]
    except BaseException:
        await visitor.close()
        raise
    return Learner(visitor, page, trains, seconds, asyncio.create_task(_poll(visitor)))


async def _poll(visitor):
    with contextlib.suppress(*FAILURES):  # a page says nothing of it, and what it does for a learner tells by itself
        await visitor.poll()


async def run_all(page, notebook):
    """Run the cells of a notebook, one after the other, and lay out its explorers; a cell that fails is an error."""
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        status = await page.run("".join(cell["source"]), cell["id"], ARRIVAL)
        if status != "ok":
            raise Refused(f"the cell {cell['id']} ended with {status}: {_last_line(page.complaints)}")
    await lay_out(page, WIDTHS[0])


def _last_line(complaints):
    return complaints[-1].strip().rpartition("\n")[2] if complaints else ""


async def lay_out(page, width):
    """Tell each view of a page its width."""
    for explorer in page.explorers():
        await page.ask(explorer, kind="size", width=width, ratio=1)


async def arrive_together(hub, link, numbers):
    """Return those who have arrived, and why others have not."""
    results = await asyncio.gather(
        *(asyncio.wait_for(arrive(hub, link, number), ARRIVAL) for number in numbers), return_exceptions=True
    )
    for each in results:
        if isinstance(each, BaseException) and not isinstance(each, FAILURES):
            raise each
    arrived = [each for each in results if isinstance(each, Learner)]
    return arrived, [said_of(each) for each in results if isinstance(each, BaseException)]


def said_of(error):
    """Return what a learner was told, or what kind of failure it was."""
    return str(error)[:300] or type(error).__name__


async def work(learners, seconds, turn):
    """Have everyone work for so many seconds; return the :class:`Lesson`.

    Parameters
    ----------
    learners : list of Learner
        Who is there.
    seconds : float
        How long.
    turn : int
        Which time it is: the width of the pages changes from one to the next, and so does the chance.
    """
    lesson = Lesson()
    await asyncio.gather(*(lay_out(each.page, WIDTHS[turn % 2]) for each in learners))
    until = time.perf_counter() + seconds
    movers, trainers = [], []
    for number, each in enumerate(learners):
        chance = random.Random(1000 * turn + number)
        if each.trains:
            trainers.append(asyncio.create_task(_train(each, lesson)))
        else:
            movers.append(asyncio.create_task(_move(each, lesson, until, chance)))
    await asyncio.gather(*movers)
    for each in trainers:
        each.cancel()
    for end in await asyncio.gather(*trainers, return_exceptions=True):
        if not isinstance(end, asyncio.CancelledError):
            lesson.failures.append(f"a training ended with {type(end).__name__}: {end}")
    return lesson


def sliders(page):
    """Return the explorers of a page with the names of their sliders for whole numbers; none without one."""
    found = []
    for explorer in page.explorers():
        kinds = {name: page.states[model].get("_model_name") for name, model in explorer.controls.items()}
        if names := [name for name, kind in kinds.items() if kind == "IntSliderModel"]:
            found.append((explorer, names))
    return found


async def _move(learner, lesson, until, chance):
    """Move sliders by one step, here and there, until the time is over."""
    page = learner.page
    places = sliders(page)
    chance.shuffle(places)
    await asyncio.sleep(chance.random() * EVERY)
    for explorer, names in cycle(places):
        await page.come_near(explorer)
        for _move in range(VISIT):
            begun = time.perf_counter()
            if begun >= until:
                return
            name = chance.choice(names)
            value = _beside(page.states[explorer.controls[name]], chance)
            held = page.holds(explorer, name, value)
            try:
                lesson.answers.append(await page.slide(explorer, name, value, PATIENCE))
                lesson.held += held
            except TimeoutError:
                lesson.failures.append(f"no answer within {PATIENCE:.0f} s")
            await asyncio.sleep(max(0.0, begun + EVERY - time.perf_counter()))


def _beside(slider, chance):
    """Return a value beside that of a slider."""
    step = slider.get("step", 1)
    values = [slider["value"] - step, slider["value"] + step]
    return chance.choice([each for each in values if slider["min"] <= each <= slider["max"]])


async def _train(learner, lesson):
    """Start the film of the training, again and again, until this is cancelled; then stop it."""
    page = learner.page
    explorer = next(each for each in page.explorers() if page.states[each.view]["toolbar"]["film"])
    try:
        while True:
            lesson.films.append(await page.film(explorer))
    finally:
        page.tell(explorer, {"kind": "film", "do": "stop", "id": "stop"})
