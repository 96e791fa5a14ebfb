"""What the questions of a notebook ask, worked out from their own words by other code than that of the exercises.

One module ``tests/lessons/<lesson>/questions.py`` for each lesson holds ``ASKED``: id of an exercise → :class:`Asked`,
a part of its question in which values are named, such as ``"The image is {size}, the padding {padding}."``, and how the
answer follows from them. It follows from definitions: with loops and NumPy, never with the code of the exercise.
``ELSEWISE`` has the other exercises: id → what takes the place of that, such as trials of a function; where the
question has values all the same, a :class:`Named`, and the exercise must have them too.

So a question that asks for another shape than its exercise has another answer, which the exercise refuses.
"""

import importlib
import inspect
import itertools
import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import refresh

WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "third": 3}
NUMBER = r"[−-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
VALUE = rf"\[[^A-Za-z]*\]|\([^A-Za-z)]*\)|\d+×\d+|{NUMBER}|\b(?:{'|'.join([*WORDS, *map(str.title, WORDS)])})\b"


class Asked(NamedTuple):
    """A part of a question, and the answer that it has."""

    words: str
    """Values are in braces, and … is anything; bold and italics are left out."""

    answer: Callable[..., object]
    """The values, by their names → the right answer; None where the question contradicts itself. It may also ask for
    ``text``, the whole question with what is below it."""

    loose: tuple[str, ...] = ()
    """Values on which the answer does not depend, such as a limit that it keeps by far: the exercise names them."""


class Named(NamedTuple):
    """A part of a question whose answer cannot be worked out from its words alone."""

    words: str
    """As in :class:`Asked`: the exercise's code has these values, or a prediction's setting."""

    instead: str
    """What tells the answer."""


def question_of(notebook, exercise_id):
    """Return the text of a question, with the cells of code from there to the one that asks for the answer."""
    [number] = [at for at, cell in enumerate(notebook.cells) if refresh.exercise_id(cell) == exercise_id]
    above = next(at for at in range(number - 1, -1, -1) if notebook.cells[at].cell_type == "markdown")
    prose = re.split(
        r"^##? |</details>\s*(?=\*\*\d)|^(?=\*\*\d+\.\*\*)", notebook.cells[above].source, flags=re.MULTILINE
    )
    return "\n".join([prose[-1], *(each.source for each in notebook.cells[above + 1 : number + 1])])


def value_of(text):
    """Return a value as it is written.

    Examples
    --------
    >>> value_of("3×3"), value_of("(3, 5, 6)"), value_of("1,437"), value_of("−0.5"), value_of("[[1, 2], [3, −4]]")
    ((3, 3), (3, 5, 6), 1437, -0.5, [[1, 2], [3, -4]])
    """
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if "×" in text:
        return tuple(int(part) for part in text.split("×"))
    if text[0] == "[":
        return [value_of(part) for part in re.findall(r"\[[^\[\]]*\]|" + NUMBER, text[1:-1])]
    if text[0] == "(":
        return tuple(value_of(part) for part in re.findall(NUMBER, text))
    plain = text.replace("−", "-").replace(",", "")
    return float(plain) if "." in plain else int(plain)


def values_in(asked, text):
    """Return name → value of a question.

    Raises
    ------
    LookupError
        If the question does not have these words once.
    """
    pieces = re.split(r"\{(\w+)\}|(…|\s+)", asked.words)
    pattern = ""
    for literal, name, gap in zip(pieces[::3], [*pieces[1::3], None], [*pieces[2::3], None], strict=True):
        pattern += re.escape(literal)
        pattern += rf"(?P<{name}>{VALUE})" if name else "" if gap is None else r"[\s\S]*?" if gap == "…" else r"\s+"
    found = list(re.finditer(pattern, text.replace("*", "")))
    if len(found) != 1:
        raise LookupError(f"{asked.words!r} stands {len(found)} times in the question {text!r}")
    return {name: value_of(value) for name, value in found[0].groupdict().items()}


def answer_of(asked, values, text):
    """Return the answer to a question with these values."""
    takes_text = "text" in inspect.signature(asked.answer).parameters
    return asked.answer(**values, **({"text": text} if takes_text else {}))


def is_right(exercise, answer):
    """Whether an exercise takes an answer for right."""
    return answer is not None and exercise.examine(exercise.read(answer)) is None


def table(name, lesson):
    """Return ``"ASKED"`` or ``"ELSEWISE"`` of a lesson."""
    return getattr(importlib.import_module(f"lessons.{lesson}.questions"), name)


def block(text, number=0):
    """Return the lines of a fenced block of a question."""
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)[number].splitlines()


def numbers(line):
    """Return the numbers in a line.

    Examples
    --------
    >>> numbers("−3  −1   4   0")
    [-3, -1, 4, 0]
    """
    return [value_of(each) for each in re.findall(NUMBER, line)]


def columns(lines, *widths):
    """Return the arrays that stand side by side in lines of numbers, each so many columns wide.

    Examples
    --------
    >>> left, right = columns(["1 2   5", "3 4   6"], 2, 1)
    >>> left.tolist(), right.tolist()
    ([[1, 2], [3, 4]], [[5], [6]])
    """
    rows, ends = [numbers(line) for line in lines], np.cumsum([0, *widths])
    pieces = [[row[start:end] for row in rows if len(row) >= end] for start, end in itertools.pairwise(ends)]
    return [np.array(piece) for piece in pieces]


def arrays_in(text, *names):
    """Return the arrays that a question's code gives these names."""
    found = [re.search(rf"^{name} = (?:np\.array\()?(\[[^A-Za-z=]*\])\)?$", text, re.MULTILINE) for name in names]
    return [np.array(value_of(re.sub(r"\s+", " ", each[1]))) for each in found]


# Definitions, as a textbook has them.


def places(size, kernel, padding=0, stride=1):
    """Return where a window can start along an axis; −1 is a row or column of padding."""
    return range(-padding, size + padding - kernel + 1, stride)


def output(sizes, kernel, padding=0, stride=1):
    """Return how many places a window has along each axis."""
    kernels = kernel if isinstance(kernel, tuple) else (kernel,) * len(sizes)
    return tuple(len(places(*pair, padding, stride)) for pair in zip(sizes, kernels, strict=True))


def windows_at(pixel, size, kernel, padding=0, stride=1):
    """Return how many windows along an axis hold a pixel."""
    return sum(start <= pixel < start + kernel for start in places(size, kernel, padding, stride))


def unvisited(size, kernel, padding=0, stride=1):
    """Return how many pixels along an axis are in no window."""
    return sum(not windows_at(pixel, size, kernel, padding, stride) for pixel in range(size))


def correlate(image, kernel):
    """Return the sums of products at all places of a kernel on a 2-D image."""
    image, kernel = np.array(image), np.array(kernel)
    height, width = kernel.shape
    rows, columns = output(image.shape, kernel.shape)
    return np.array(
        [[(image[r : r + height, c : c + width] * kernel).sum() for c in range(columns)] for r in range(rows)]
    )


def pool(image, size=2, stride=None, padding=0):
    """Return the largest number at all places of a window on a 2-D image, with padding that never wins."""
    stride = stride or size
    padded = np.pad(np.array(image, float), padding, constant_values=-np.inf)
    rows, columns = output(padded.shape, size, stride=stride)
    return np.array(
        [
            [padded[r * stride : r * stride + size, c * stride : c * stride + size].max() for c in range(columns)]
            for r in range(rows)
        ]
    )


def parameters(inputs, filters, kernel):
    """Return how many weights and biases a convolution has."""
    return filters * (inputs * kernel * kernel + 1)
