"""The one palette of the collection: what a colour stands for never changes.

The roles are drawn from the colours that Okabe and Ito chose to stay apart for every
kind of colour vision ("Color Universal Design", 2008), darkened where they carry text:
each has a contrast of at least 4.5:1 against white. Darkened, not all of them stay apart:
tests/pictures/test_palette.py lists which do not, for which eyes, and what else tells them.
"""

ROLES = {
    "input": "#0067a5",
    "kernel": "#b34a00",
    "output": "#00805c",
    "padding": "#8a4b8f",
    "difference": "#575757",
    "plain": "#333333",
    "red": "#b3202c",
    "green": "#2b7a1e",
    "blue": "#2440c4",
}
"""Role → colour of a panel's title, frame and outlines. The last three are the channels of a colour image."""

TINTS = {
    "input": "#8cc4ea",
    "output": "#7fcdb8",
    "kernel": "#f2b98a",
    "padding": "#d9bfdd",
    "difference": "#c0c0c0",
    "red": "#f29a9a",
    "green": "#a3d98f",
    "blue": "#a3b4f5",
}
"""Role → the full end of the scale from white, for cells that hold counts or plain integers."""

COLOUR_SCALES = ("tint", "grey", "ink", "signed", "activation", "rgb")
"""How a grid's values become colours: see :class:`cnnlib.pictures.picture.Grid`."""

BACKGROUND = "#ffffff"
TEXT = "#222222"
GRID_LINE = "#b0b0b0"
GHOST = "#8c8c8c"
"""Lines of an earlier run."""

BLOCKS = {
    "input": "#e3f0fa",
    "kernel": "#fbe8d9",
    "output": "#dff3ee",
    "padding": "#f1e6f2",
    "difference": "#eeeeee",
    "plain": "#f2f2f2",
}
"""Role → the light ground of a block that carries text."""
