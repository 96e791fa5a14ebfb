"""What ``slider.py`` measures: presses, bursts, drags, a cell's execution, memory."""

import json
import time
from dataclasses import dataclass, field

from browser.screencast import blank_frames
from slider_notebook import ARRIVED, RESIDENT, put
from slider_sides import FRACTIONS, PLACE, WHOLE, Presses

QUIET = 100
"""Milliseconds without a message after which the kernel has nothing left to do, not even ahead of the next press."""

BURST = 40
KEY_REPEAT = 0.030
DRAG_MOVES, DRAG_SECONDS = 25, 0.5
FIRST_OFFSET, LAST_OFFSET = 100, 300
"""Milliseconds after a slider's move between which cells are executed: the move is answered, work ahead goes on."""


@dataclass
class Measured:
    """What was seen of one kind of control on one side, with one delay."""

    times: list = field(default_factory=list)  # ms from a press to the new pixels
    presses: int = 0  # all of them: also those to warm up, and those that Reset takes back
    hits: int = 0  # pictures from the page's store, by its own word
    misses: int = 0
    sooner: int = 0  # pictures that came before any answer of the kernel could
    replaced: int = 0  # presses after which another picture was shown first
    answering: float = 0.0  # ms of the kernel's processor, in handlers
    afterwards: float = 0.0  # ms of the kernel's processor, until the next message came
    blank: int = 0  # animation frames without a picture
    frames: int = 0

    def add(self, seen, store, delay):
        """Count what the page saw of one press."""
        pictures = seen["painted"]
        # What was shown last is right; a picture from before that came too late does not count.
        first = next(each["at"] for each in pictures if each["name"] == pictures[-1]["name"])
        taken = first - seen["pressed"][0]
        self.times.append(taken)
        self.sooner += taken < 2 * delay
        self.replaced += pictures[0]["name"] != pictures[-1]["name"]
        self.hits += seen["store"]["hits"] - store["hits"]
        self.misses += seen["store"]["misses"] - store["misses"]
        self.add_frames(seen)

    def add_frames(self, seen):
        """Count the frames in which a picture was looked for."""
        self.blank += seen["blank"]
        self.frames += seen["frames"]


@dataclass
class Ends:
    """How long after the last of many presses, or moves, the last new picture came."""

    after: list = field(default_factory=list)
    intervals: list = field(default_factory=list)  # ms between presses or moves, on average
    hits: int = 0
    misses: int = 0
    blank: int = 0
    frames: int = 0

    def add(self, seen, happened, store):
        """Count one burst or drag; `happened` are the times of its presses or moves."""
        last = max((each["at"] for each in seen["painted"]), default=happened[-1])
        # The last press may ask for what is on the screen already: then there is nothing to wait for.
        self.after.append(max(0.0, last - happened[-1]))
        self.intervals.append((happened[-1] - happened[0]) / (len(happened) - 1))
        self.hits += seen["store"]["hits"] - store["hits"]
        self.misses += seen["store"]["misses"] - store["misses"]
        self.blank += seen["blank"]
        self.frames += seen["frames"]


def silence(lab, quiet=QUIET):
    """Wait until kernel and page have nothing more to say to each other."""
    lab.page.evaluate("(quiet) => window.cnnMeter.silence(quiet)", quiet)


def start(lab, kind):
    """Put all three figures to where the presses of a kind of control begin."""
    lab.in_kernel(put(kind.start))
    lab.page.locator("canvas.cnn-floor").evaluate("(canvas, values) => canvas.cnnPut(values)", kind.start)
    silence(lab, 3 * QUIET)


def press(side, target, key):
    """Press one key and wait until all is quiet; return what was seen."""
    side.focus(target)
    side.watch()
    side.page.keyboard.press(key)
    seen = side.measured(QUIET)
    if seen is None:
        raise RuntimeError(f"{side.name}: no new picture within five seconds of {key}")
    return seen


def presses(lab, sides, kind, delay, count, warm_up):
    """Press a kind of control, on each side in turn, one press at a time; return side → Measured."""
    start(lab, kind)
    lab.in_kernel("arrivals.clear()")
    hands = {side.name: Presses(side, kind) for side in sides}
    measured = {side.name: Measured() for side in sides}
    for turn in range(warm_up + count):
        for side in sides if turn % 2 else reversed(sides):
            one, hand = measured[side.name], hands[side.name]
            if before := hand.prepare():
                press(side, *before)
                one.presses += 1
            store = side.store()
            seen = press(side, *hand.next())
            one.presses += 1
            if turn >= warm_up:
                one.add(seen, store, delay)
    for name, answering, afterwards in json.loads(lab.in_kernel(ARRIVED)):
        if name:
            measured[name].answering += answering
            measured[name].afterwards += afterwards
    return measured


def hold_key(side, kind):
    """Press a control as a key does that is held down."""
    hand = Presses(side, kind)
    due = time.perf_counter()
    for _press in range(BURST):
        time.sleep(max(0.0, due - time.perf_counter()))
        due += KEY_REPEAT
        side.page.keyboard.press(hand.next()[1])


def bursts(lab, sides, kind, repeats):
    """Hold a control's key down, on each side in turn; return side → Ends."""
    ends = {side.name: Ends() for side in sides}
    for _repeat in range(repeats):
        start(lab, kind)
        for side in sides:
            store = side.store()
            side.focus(side.targets(kind)[0])
            side.watch()
            hold_key(side, kind)
            seen = side.settled(5 * QUIET)
            ends[side.name].add(seen, seen["pressed"], store)
    return ends


def drag(side, kind):
    """Drag a slider from its lower to its upper end, in about half a second."""
    mouse, box = side.page.mouse, side.track(kind).bounding_box()
    handle = side.targets(kind)[0].bounding_box()
    margin = handle["height"] / 2 if side.name == "floor" else 0.0  # the browser's own knob stays within its track
    left, right, middle = box["x"] + margin, box["x"] + box["width"] - margin, box["y"] + box["height"] / 2
    mouse.move(left, middle)
    mouse.down()
    due = time.perf_counter()
    for move in range(1, DRAG_MOVES + 1):
        due += DRAG_SECONDS / DRAG_MOVES
        time.sleep(max(0.0, due - time.perf_counter()))
        mouse.move(left + (right - left) * move / DRAG_MOVES, middle)


def drags(lab, sides, repeats):
    """Drag a slider over all of its values, on each side in turn; return side → Ends."""
    ends = {side.name: Ends() for side in sides}
    for _repeat in range(repeats):
        start(lab, FRACTIONS)
        for side in sides:
            store = side.store()
            side.watch()
            drag(side, FRACTIONS)
            seen = side.settled(5 * QUIET)
            side.page.mouse.up()
            ends[side.name].add(seen, seen["moved"][1:], store)
    return ends


def filmed(lab, sides, kind=PLACE):
    """Return side → (blank frames, frames) among those that the browser really presented in a burst."""
    result = {}
    for side in sides:
        start(lab, kind)
        side.focus(side.targets(kind)[0])
        box = side.root.locator("img, canvas.cnn-floor").first.bounding_box()
        result[side.name] = blank_frames(lab.page, box, lambda side=side: hold_key(side, kind))
    return result


EXECUTED = """async (wait) => {
    const kernel = window.jupyterapp.shell.currentWidget.sessionContext.session.kernel;
    await new Promise((done) => setTimeout(done, wait));
    const begun = performance.now();
    const future = kernel.requestExecute({ code: "1" });
    const replied = new Promise((done) => { future.onReply = () => done(performance.now() - begun); });
    await future.done;
    return replied;
}"""


def executions(lab, sides, count):
    """Execute a cell a moment after a slider's move; return side → ms to the replies.

    After a move on the floor the kernel has nothing to do; after one on the explorer it may work ahead. The moments
    are spread, so that some are in the middle of that work.
    """
    start(lab, WHOLE)
    compared = [side for side in sides if side.name != "interact"]
    hands = {side.name: Presses(side, WHOLE) for side in compared}
    replies = {side.name: [] for side in compared}
    for turn in range(count):
        wait = FIRST_OFFSET + (LAST_OFFSET - FIRST_OFFSET) * turn / count
        for side in compared:
            target, key = hands[side.name].next()
            side.focus(target)
            side.page.keyboard.press(key)
            replies[side.name].append(side.page.evaluate(EXECUTED, wait))
            silence(lab)
    return replies


def memory(lab, side_of, explorers, presses_each):
    """Return (bytes in the page, bytes in the kernel) for an explorer, from a notebook with one for a start and more.

    The first explorer brings what all share. The page's bytes are those of the largest store, by its own word.
    """
    sides, resident = [], 0
    for number in range(explorers + 1):
        lab.run_cell(number + 1)
        side = side_of(number + 1)
        side.root.locator(".cnn-picture").scroll_into_view_if_needed()
        silence(lab, 3 * QUIET)
        sides.append(side)
        for kind in (WHOLE, FRACTIONS, PLACE):
            lab.in_kernel(f"_picture = explorer.set(**{kind.start})")  # what a cell displays takes memory of its own
            silence(lab, 3 * QUIET)
            hand = Presses(side, kind)
            for _press in range(presses_each):
                press(side, *hand.next())
        if number == 0:
            resident = int(lab.in_kernel(RESIDENT))
    grown = int(lab.in_kernel(RESIDENT)) - resident
    return max(side.store()["bytes"] for side in sides), grown / explorers
