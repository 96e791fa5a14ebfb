"""The three figures that ``slider.py`` compares, and each kind of control as it is worked on each of them."""

from dataclasses import dataclass

from slider_notebook import START

CELLS = {"floor": 2, "interact": 3, "explore": 4}
"""Side → its cell in the measured notebook."""


@dataclass(frozen=True)
class Kind:
    """A kind of control: which one stands for it, and the keys that change it.

    With `count` values, the first two keys go up and down over them, from the lowest; else the keys take turns.
    """

    name: str
    control: str
    keys: tuple[str, ...]
    lowest: object = None
    count: int = 0

    @property
    def start(self):
        """Where all controls are before the first press."""
        return START if self.lowest is None else {**START, self.control: self.lowest}


ARROWS = ("ArrowRight", "ArrowLeft")
WHOLE = Kind("slider, whole numbers", "kernel_size", ARROWS, 1, 5)
FRACTIONS = Kind("slider, fractions", "scale", ARROWS, 0.5, 26)
CHOICE = Kind("dropdown", "filter", ("ArrowDown", "ArrowUp"), "ramp", 3)
TICK = Kind("checkbox", "padded", ("Space",))
PLACE = Kind("cells of a panel", "position", ARROWS, 0, 7)  # along the first row of the 7×7 output
STEP = Kind("button: step ▶", "step", ("Enter",))
PRESET = Kind("button: a preset", "preset", ("Enter",))
RESET = Kind("button: Reset", "reset", ("Enter",))
KINDS = (WHOLE, FRACTIONS, CHOICE, TICK, PLACE, STEP, PRESET, RESET)
HAS_ITS_OWN = ("kernel_size", "scale", "filter", "padded", "position")
"""What `interact` has a control for; its slider for the position stands in for the others."""

BUTTONS = {
    "step": [".cnn-button[aria-label^='Step forward']"],
    "preset": [".cnn-preset >> nth=0", ".cnn-preset >> nth=1"],
    "reset": [".cnn-button[aria-label^='Reset']"],
}
FLOOR_BUTTONS = {
    "step": ["[data-control=step]"],
    "preset": ["[data-control='no padding']", "[data-control='same size']"],
    "reset": ["[data-control=reset]"],
}


class Side:
    """One of the three figures: where its controls and its picture are."""

    def __init__(self, page, name, cell=None):
        self.page, self.name = page, name
        self.root = page.locator(".jp-Cell").nth(CELLS[name] if cell is None else cell).locator(".jp-Cell-outputArea")

    def kind(self, kind):
        """Return the kind of control that stands for `kind` on this side."""
        return PLACE if self.name == "interact" and kind.control not in HAS_ITS_OWN else kind

    def targets(self, kind):
        """Return what takes the keys of a kind of control, one after the other: most often one."""
        control = kind.control
        if self.name == "floor":
            return [self.root.locator(each) for each in FLOOR_BUTTONS.get(control, [f"[data-control={control}]"])]
        if control in BUTTONS:
            return [self.root.locator(each) for each in BUTTONS[control]]
        if self.name == "explore" and control == "position":
            return [self.root.locator(".cnn-panel[data-panel=output]")]
        widget = f":has(.widget-label:text-is('{control}'))"
        if control == "filter":
            return [self.root.locator(f".widget-dropdown{widget} select")]
        if control == "padded":
            return [self.root.locator(".widget-checkbox input")]
        return [self.root.locator(f".widget-hslider{widget} .noUi-handle")]

    def track(self, kind):
        """Return what a pointer is dragged along to move a slider from one end to the other."""
        if self.name == "floor":
            return self.targets(kind)[0]
        return self.root.locator(f".widget-hslider:has(.widget-label:text-is('{kind.control}')) .noUi-target")

    def focus(self, target):
        """Give a control the keys, and none of them to JupyterLab, which has shortcuts on arrows and space.

        The explorer sees to that by itself; a dropdown of `interact` does not even get an arrow key.
        """
        if self.name == "interact":
            target.evaluate("(element) => { element.dataset.lmSuppressShortcuts = 'true'; }")
        target.focus()

    def watch(self):
        """Begin to measure what happens to this side's picture."""
        self.root.evaluate("(root) => window.cnnMeter.watch(root)")

    def measured(self, quiet):
        """Wait for a new picture, and until nothing has happened for `quiet` ms; return what was seen, or None."""
        return self.page.evaluate("(quiet) => window.cnnMeter.measured(quiet)", quiet)

    def settled(self, quiet):
        """Wait until nothing has happened for `quiet` ms; return what was measured since `watch`."""
        return self.page.evaluate("(quiet) => window.cnnMeter.settled(quiet)", quiet)

    def store(self):
        """Return what the page says of its store of pictures."""
        return self.root.evaluate("(root) => window.cnnMeter.storeOf(root)")


class Presses:
    """The presses of one kind of control on one side, each of which changes the picture."""

    def __init__(self, side, kind):
        self.side, self.kind = side, side.kind(kind)
        self.targets = side.targets(self.kind)
        self.turn, self.at, self.step = 0, 0, 1

    def prepare(self):
        """Return (what to focus, key) of a press that must come before, such as one that Reset takes back; or None."""
        return (self.side.targets(WHOLE)[0], "ArrowRight") if self.kind is RESET else None

    def next(self):
        """Return (what to focus, key)."""
        target = self.targets[self.turn % len(self.targets)]
        self.turn += 1
        return target, self._key()

    def _key(self):
        up, *down = self.kind.keys
        if not self.kind.count:
            return up
        if not 0 <= self.at + self.step < self.kind.count:
            self.step = -self.step
        self.at += self.step
        return up if self.step > 0 else down[0]
