"""Prose of a notebook, read for what it says of explorers: in passages, one for each heading.

Those right below an explorer ("Try", "Hunt …", "Why …") speak of that explorer; from the next section or prediction on,
prose may speak of the explorer that comes, too. What a passage says of controls are names in backticks, and values:
"set `padding` to 2", "`shift` 0", "switch `reveal` on", and in plain words "stride 3".
"""

import itertools
import re
from dataclasses import dataclass

import nbformat
import refresh

from cnnlib.live.explorer import Explorer

NAME = re.compile(r"`([A-Za-z_]\w*)`")
NUMBER = r"[−-]?\d+(?:,\d{3})*(?:\.\d+)?(?![\w×]|\.\d)"
VALUE = rf"(?:{NUMBER}|\*[^*\n]+\*|\bon\b|\boff\b)"
AND = r"(?: to | and | or |, )"
SPOKEN = {
    "kernel size": ("kernel_size",),
    "kernel": ("kernel_size",),
    "window": ("kernel_size",),
    "learning rate": ("learning_rate",),
    "rate": ("learning_rate",),
    "size": ("size", "kernel_size"),
    "stride": ("stride",),
    "padding": ("padding",),
    "dilation": ("dilation",),
    "shift": ("shift",),
    "bias": ("bias",),
    "momentum": ("momentum",),
    "scale": ("scale",),
    "epoch": ("epoch",),
    "blur": ("blurs",),
    "channel": ("channels",),
    "filter": ("filters",),
    "layer": ("layers",),
    "block": ("blocks", "layers"),
}
"""How prose calls a control in plain words → the controls that it may mean."""
AFTER = {"block", "blur", "channel", "filter", "layer"}
"""Those of them that come after their value, as in "2 blurs"; the others come before it, as in "stride 3"."""


@dataclass(frozen=True)
class Passage:
    """What stands between one heading, or one cell of code, and the next."""

    cell: nbformat.NotebookNode
    heading: str
    text: str
    explorers: tuple[Explorer, ...]
    """Those that it may speak of."""
    is_below: bool
    """Whether it speaks of the explorer above it alone."""
    code: str
    """The cell of the exercise that follows, if one does."""
    formulas: str
    """Those of the passage: their names may be explained."""


FENCED = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
FORMULA = re.compile(r"\$\$.*?\$\$", re.DOTALL)


def parts_of(source):
    """Yield (level, heading, text) of the parts of a cell of prose; what is before the first heading has level 0."""
    bare = re.sub(r"</?\w+[^>]*>", "\n", FENCED.sub("", source))  # what is folded stands on lines of its own
    pieces = re.split(r"^(#{1,6})\s+(.+)$", bare, flags=re.MULTILINE)
    yield 0, "", pieces[0]
    for marks, heading, text in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        yield len(marks), heading, text


def passages(notebook, made):
    """Return the passages of a notebook; `made` tells which cell makes which explorers."""
    everywhere = tuple(itertools.chain.from_iterable(made.values()))
    found, is_below, in_exercises = [], False, False
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            is_below = is_below or bool(made.get(number))
            continue
        before = [explorers for at, explorers in made.items() if at < number and explorers][-1:]
        after = [explorers for at, explorers in made.items() if at > number and explorers][:1]
        follows = notebook.cells[number + 1 : number + 2]
        code = follows[0].source if follows and refresh.exercise_id(follows[0]) else ""
        for level, heading, text in parts_of(cell.source):
            in_exercises = in_exercises or heading.startswith("Exercises")
            is_below = is_below and not (level in (1, 2) or heading.startswith(("Predict", "Exercise")))
            elsewhere = in_exercises or "first picture" in text
            near = before if is_below else [*before, *after]
            explorers = everywhere if elsewhere else tuple(itertools.chain.from_iterable(near))
            formulas = " ".join(FORMULA.findall(text)).replace("\\_", "_")
            prose = FORMULA.sub("", text).partition("In PyTorch")[0]
            found.append(Passage(cell, heading, prose, explorers, is_below and not elsewhere, code, formulas))
    return found


def number_of(text):
    """Return the number that is written so, or None.

    Examples
    --------
    >>> number_of("−0.5"), number_of("1,437"), number_of("on")
    (-0.5, 1437.0, None)
    """
    return float(text.replace("−", "-").replace(",", "")) if re.fullmatch(NUMBER, text) else None


WRITTEN = re.compile(
    # In "the first cell of `z` is 4" nothing is set.
    rf"(?<!cell of )`([A-Za-z_]\w*)`(?: (?:to|is|at|goes|from|of))* ({VALUE})((?:{AND}{VALUE}(?! (?:`|in `)))*)"
)
IN_A_MENU = re.compile(r"(\*[^*\n]+\*) in `([A-Za-z_]\w*)`")


def written_values(text):
    """Yield (control, value) of what prose says of a control in backticks.

    Examples
    --------
    >>> list(written_values("Move `padding` from 0 to 3, choose *all* in `added`, and switch `reveal` on."))
    [('padding', '0'), ('padding', '3'), ('reveal', 'on'), ('added', '*all*')]
    """
    for name, first, others in WRITTEN.findall(text):
        yield from ((name, value) for value in (first, *re.findall(VALUE, others)))
    for value, name in IN_A_MENU.findall(text):
        yield name, value


def _alternatives(words):
    return "|".join(sorted(words, key=len, reverse=True))  # "kernel size" before "kernel"


THEN_VALUES = rf"(?: (?:to|of|from|at))* ({NUMBER})((?:{AND}{NUMBER}(?! [a-z]{{3,}}s\b))*)(?! %)"
SPOKEN_BEFORE = re.compile(rf"(?<![-\w])({_alternatives(set(SPOKEN) - AFTER)})s?{THEN_VALUES}", re.IGNORECASE)
SPOKEN_AFTER = re.compile(rf"(?<![\w.,·×/−-])({NUMBER}) ({_alternatives(AFTER)})s?\b", re.IGNORECASE)


def spoken_values(text):
    """Yield (words, value) of what prose says of controls in plain words.

    Examples
    --------
    >>> list(spoken_values("At strides 1 and 2, with 3 blurs."))
    [('stride', '1'), ('stride', '2'), ('blur', '3')]
    """
    plain = re.sub(r"`[^`\n]*`", "…", text)
    for words, first, others in SPOKEN_BEFORE.findall(plain):
        yield from ((words.lower(), value) for value in (first, *re.findall(NUMBER, others)))
    for value, words in SPOKEN_AFTER.findall(plain):
        yield words.lower(), value


TOLD = re.compile(rf"([a-z]\w*)(?: and ([a-z]\w*))? (?:to|at|from|=) ({NUMBER}|(?!the )[a-z]\w*)(?: to ({NUMBER}))?")
VERBS = re.compile(r"\b(?:set|leave|move|raise) ", re.IGNORECASE)


def told_values(text):
    """Yield (control, value) of what a sentence tells the learner to set: there, controls stand without backticks.

    Examples
    --------
    >>> list(told_values("Now leave size and stride at 2, move bias from 0 to −4, and switch whole on."))
    [('size', '2'), ('stride', '2'), ('bias', '0'), ('bias', '−4'), ('whole', 'on')]
    >>> list(told_values("Now set size = 7, mode = edge and whole = off in the picture below."))
    [('size', '7'), ('mode', 'edge'), ('whole', 'off')]
    """
    for sentence in re.split(r"[.?:] ", text):
        told = VERBS.search(sentence)
        for name, other, first, last in TOLD.findall(sentence, told.end()) if told else ():
            yield from ((each, value) for each in (name, other) if each for value in (first, last) if value)
        yield from re.findall(r"\b[Ss]witch (\w+) (on|off)\b", sentence)
    for name, option in re.findall(r"\b[Cc]hoose the (\w+) “([^”]+)”", text):
        yield name, f"*{option}*"
