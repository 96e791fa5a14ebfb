"""What every notebook keeps to: each rule takes a notebook as saved and returns its complaints."""

import base64
import io
import itertools
import re
import statistics
from pathlib import Path
from urllib.parse import unquote

import refresh
from PIL import Image, ImageChops

from cnnlib.messages import _

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(refresh.NOTEBOOKS.glob(refresh.LESSONS))

MAY_DIFFER = set()
"""(notebook, cell id) of cells whose output nbval does not compare: none may be tagged but these."""

RIGHT, NOTED = "✓", "●"
"""With what feedback begins in English: see cnnlib.check.Feedback."""

README = (ROOT / "README.md").read_text(encoding="utf-8")
REPOSITORY = re.search(r"mybinder\.org/v2/gh/([\w.-]+/[\w.-]+)/HEAD", README)[1]
"""Owner and name on GitHub, as in the badge of the README."""

INSTALL = f"""\
from importlib.util import find_spec  # on Colab and Kaggle, cnnlib is fetched first
find_spec("cnnlib") or get_ipython().run_line_magic("pip", "install -q git+https://github.com/{REPOSITORY}")
"""
"""How the first cell of code begins. It is plain Python: the site, and tests, read a cell before IPython does."""

CHECK = re.compile(r"""\bcheck\(\s*["']([^"']+)["']""")


def code_cells(notebook):
    """Return the code cells, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    """Yield (cell, output) of everything that is shown."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            yield cell, output


def shown_text(output):
    """Return what an output shows as text; an empty string where it shows none."""
    return output.get("text") or output.get("data", {}).get("text/plain", "")


def pictures(notebook):
    """Yield (cell, PNG as bytes) of the pictures."""
    for cell, output in outputs(notebook):
        if "image/png" in output.get("data", {}):
            yield cell, base64.b64decode(output.data["image/png"])


def stale_pictures(saved, executed):
    """Return complaints where a cell does not show the pictures that are saved for it: nbval compares none.

    Cells of exercises are left out: filled in, they may show more.
    """
    found = []
    for cell in code_cells(saved):
        if refresh.exercise_id(cell) is not None:
            continue
        was, now = ([data for each, data in pictures(one) if each.id == cell.id] for one in (saved, executed))
        if len(was) != len(now):
            found.append(f"{first_line(cell)} shows {len(now)} pictures, but {len(was)} are saved: make refresh")
        elif any(_differ(*pair) for pair in zip(was, now, strict=True)):
            found.append(f"{first_line(cell)} shows another picture than the one that is saved: make refresh")
    return found


def _differ(one, other):
    """Whether more than one pixel in 5,000 is another: a single digit is, the edge of a line is not."""
    one, other = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    if one.size != other.size:
        return True
    changed = sum(ImageChops.difference(one, other).histogram()[48:])
    return changed > one.width * one.height / 5000


def badges(name):
    """Return the line below a notebook's title: where else it can be opened, and its twin in another language."""
    on_colab = f"https://colab.research.google.com/github/{REPOSITORY}/blob/HEAD/notebooks/{name}.ipynb"
    on_kaggle = (
        f"https://kaggle.com/kernels/welcome?src=https://github.com/{REPOSITORY}/blob/main/notebooks/{name}.ipynb"
    )
    return f"<small>[Colab]({on_colab}) · [Kaggle]({on_kaggle}) · [한국어](ko/{name}.ipynb)</small>"


def without_install(source):
    """Return the source of a cell without the lines that fetch `cnnlib` where it is missing."""
    comment, install = INSTALL.partition("#")[0], INSTALL.partition("\n")[2]
    first, _line, rest = source.partition("\n")
    return rest.removeprefix(install) if first.startswith(comment) and rest.startswith(install) else source


def first_line(cell):
    """Return how a complaint calls a cell."""
    return f"cell {cell.id} ({cell.source.strip().splitlines()[0] if cell.source.strip() else 'empty'})"


def executed_in_order(name, notebook):
    """Executed once, from top to bottom."""
    counts = [cell.execution_count for cell in code_cells(notebook)]
    return [] if counts == list(range(1, len(counts) + 1)) else [f"execution counts are {counts}: make refresh"]


def without_errors(name, notebook):
    """No exception, nothing on stderr, no memory address in what is shown."""
    raised = [f"{first_line(cell)} shows {out.ename}" for cell, out in outputs(notebook) if out.output_type == "error"]
    return raised + refresh.complaints(notebook)


def without_widget_state(name, notebook):
    """Nothing saved that only a live kernel can show, and nothing about who saved it."""
    found = [f"metadata.{key} differs from what make refresh writes" for key in _differing(notebook.metadata)]
    for cell, output in outputs(notebook):
        if any(refresh.WIDGET_VIEW in output.get(part, {}) for part in ("data", "metadata")):
            found.append(f"{first_line(cell)} has a widget view saved: make refresh")
    for cell in notebook.cells:
        extra = set(cell.metadata) - set(refresh.KEPT_CELL_METADATA)
        if extra:
            found.append(f"{first_line(cell)} has metadata {sorted(extra)}: make refresh")
    return found


def _differing(metadata):
    return [key for key in {*metadata, *refresh.METADATA} if metadata.get(key) != refresh.METADATA.get(key)]


def with_pictures(name, notebook):
    """At least one picture, each opaque, of a size that a page can show, with a caption."""
    found = [] if any(pictures(notebook)) else ["no picture is saved, and a notebook has at least one: make refresh"]
    for cell, output in outputs(notebook):
        if "image/png" in output.get("data", {}) and not output.data.get("text/plain", "").strip():
            found.append(f"{first_line(cell)} has a picture without a caption")
        width = output.get("metadata", {}).get("image/png", {}).get("width")
        if "image/png" in output.get("data", {}) and (width is None or _width(output) != 2 * width):
            found.append(f"{first_line(cell)} has a picture that has not twice the pixels of the page")
    for cell, data in pictures(notebook):
        image = Image.open(io.BytesIO(data))
        if image.has_transparency_data and image.convert("RGBA").getextrema()[3][0] < 255:
            found.append(f"{first_line(cell)} has a picture that lets the page's theme shine through")
        if not (300 <= image.width <= 2000 and 100 <= image.height <= 2000 and len(data) <= 500_000):
            found.append(f"{first_line(cell)} has a picture of {image.size} pixels, {len(data)} bytes")
    return found


def _width(output):
    return Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).width


LONGEST_CELL, MEDIAN_CELL = 10, 4
MOST_CELLS, MOST_WORDS, MOST_EXPLORERS = 38, 1500, 5
"""What fits into 25 minutes: lines of a code cell; cells, words and explorers of a notebook."""


def with_short_cells(name, notebook):
    """Cells that fit a beginner's eye: a median of 4 lines at most, none over 10."""
    lengths = [len(cell.source.strip().splitlines()) for cell in code_cells(notebook)]
    found = [
        f"{first_line(cell)} is longer than {LONGEST_CELL} lines"
        for cell, length in zip(code_cells(notebook), lengths, strict=True)
        if length > LONGEST_CELL
    ]
    if statistics.median(lengths) > MEDIAN_CELL:
        found.append(f"the median code cell has {statistics.median(lengths)} lines")
    found += [f"{first_line(cell)} is empty" for cell in notebook.cells if not cell.source.strip()]
    return found


def within_25_minutes(name, notebook):
    """One concept: so many cells, words and explorers at most."""
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    explorers = sum("explore(" in cell.source for cell in code_cells(notebook))
    counts = {
        "cells": (len(notebook.cells), MOST_CELLS),
        "words": (words, MOST_WORDS),
        "explorers": (explorers, MOST_EXPLORERS),
    }
    return [f"{count} {what}; at most {most} fit" for what, (count, most) in counts.items() if count > most]


def without_repeated_pictures(name, notebook):
    """No two pictures in a row that show the same."""
    shown = list(pictures(notebook))
    return [
        f"{first_line(cell)} shows the picture that is above it already"
        for (_above, before), (cell, data) in itertools.pairwise(shown)
        if data == before
    ]


def prose_of(notebook):
    """Yield (cell, text) of the Markdown cells, without their code blocks."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            yield cell, re.sub(r"^(```|~~~).*?^\1", "", cell.source, flags=re.MULTILINE | re.DOTALL)


def headings(notebook):
    """Return (level, text) of the headings, without those in code blocks."""
    found = []
    for _cell, prose in prose_of(notebook):
        found += [(len(marks), text) for marks, text in re.findall(r"^(#{1,6})\s+(.+)$", prose, re.MULTILINE)]
        found += [(int(level), text) for level, text in re.findall(r"<h([1-6])[^>]*>(.*?)</h", prose)]
    return found


def without_lists_by_accident(name, notebook):
    """No line of a sentence that begins as a list does, such as "1) for": it would be shown as a list."""
    found = []
    for cell, prose in prose_of(notebook):
        found += [
            f"{first_line(cell)}: a line begins with {start!r}; break the line elsewhere"
            for start in re.findall(r"^\s*\d+\)\s+\w+", prose, re.MULTILINE)
        ]
    return found


def with_ordered_headings(name, notebook):
    """One title, first of all; no level is skipped on the way down."""
    levels = [level for level, _ in headings(notebook)]
    if levels[:1] != [1] or levels.count(1) != 1 or not notebook.cells[0].source.startswith("# "):
        return ["it must start with its title, a heading of level 1, and have no other of that level"]
    steps = zip(headings(notebook), headings(notebook)[1:], strict=False)
    return [f"heading {text!r} skips a level" for (above, _), (level, text) in steps if level > above + 1]


ABSOLUTE_PATH = re.compile(r"(?<![\w.])/(home|root|tmp|work|usr|mnt|opt|Users|var)/|\b[A-Z]:\\|file://")
NETWORK = re.compile(r"https?://|\b(urllib|requests|httpx|socket|wget|curl|pip install)\b")


def self_contained(name, notebook):
    """No absolute path anywhere; no network, but for links that a reader may follow."""
    found = []
    for cell in notebook.cells:
        text = "\n".join([cell.source, *(shown_text(output) for output in cell.get("outputs", ()))])
        if ABSOLUTE_PATH.search(text):
            found.append(f"{first_line(cell)} has an absolute path: {ABSOLUTE_PATH.search(text).group()}")
        if cell.cell_type == "code" and NETWORK.search(without_install(text)):
            found.append(f"{first_line(cell)} names the network: {NETWORK.search(without_install(text)).group()}")
        if re.search(r"(!\[[^\]]*\]\(|src=[\"'])https?:|localhost|127\.0\.0\.1", text):
            found.append(f"{first_line(cell)} loads something from the network")
    return found


def ready_for_colab(name, notebook):
    """Below the title, a line opens it on Colab and Kaggle; its first cell of code fetches `cnnlib` there."""
    found = []
    if not any(cell.source.startswith(INSTALL) for cell in code_cells(notebook)[:1]):
        found.append(f"its first code cell does not begin with\n{INSTALL}")
    if notebook.cells[0].source.split("\n\n")[1:2] != [badges(name)]:
        found.append(f"below its title there is not\n{badges(name)}")
    return found


def with_living_links(name, notebook):
    """Each relative link leads to a file, each picture in the text has words for those who cannot see it."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        found += [f"{first_line(cell)}: a picture without alt text" for _ in re.findall(r"!\[\s*\]\(", cell.source)]
        for target in re.findall(r"\]\(([^)\s#]+)[^)]*\)", cell.source):
            if ":" not in target and not (ROOT / "notebooks" / unquote(target)).exists():
                found.append(f"{first_line(cell)}: there is no {target}")
    return found


def without_base64_in_html(name, notebook):
    """No HTML that nbval would have to compare pixel by pixel."""
    return [
        f"{first_line(cell)} shows HTML with base64 in it"
        for cell, output in outputs(notebook)
        if "base64" in output.get("data", {}).get("text/html", "")
    ]


def compared_by_nbval(name, notebook):
    """Strict everywhere: what a cell shows is compared, unless it is listed here by name."""
    found = []
    for cell in code_cells(notebook):
        tags = set(cell.metadata.get("tags", ()))
        unknown = {tag for tag in tags if not tag.startswith(refresh.EXERCISE_TAG)}
        if (name, cell.id) in MAY_DIFFER:
            unknown -= {"nbval-ignore-output"}
        if unknown:
            found.append(f"{first_line(cell)} is tagged {sorted(unknown)}, and not listed in MAY_DIFFER")
        if re.search(r"#\s*(NBVAL|PYTEST_VALIDATE)_", cell.source):
            found.append(f"{first_line(cell)} steers nbval by a comment")
    return found


def exercise_ids(notebook):
    """Return the ids of the exercises, from the tags, in order."""
    return [refresh.exercise_id(cell) for cell in notebook.cells if refresh.exercise_id(cell) is not None]


def checked_ids(notebook):
    """Return the ids that are asked about in ``check("…", …)``, each once, in order."""
    return list(dict.fromkeys(match for cell in code_cells(notebook) for match in CHECK.findall(cell.source)))


def with_blank_exercises(name, notebook):
    """Exercises are tagged, asked once, and left blank: the saved feedback says so."""
    ids, checked = exercise_ids(notebook), checked_ids(notebook)
    sign = _("○ Not attempted yet.")[0]
    found = [f"exercise {each} is filled in" for each in refresh.filled_exercises(notebook)]
    found += [f"exercise {each} is tagged twice" for each in sorted(set(ids)) if ids.count(each) > 1]
    found += [f"no cell is tagged exercise:{each}" for each in checked if each not in ids]
    found += [f"exercise {each} is never checked" for each in ids if each not in checked]
    for cell in code_cells(notebook):
        if CHECK.search(cell.source) and not _feedback(cell).startswith(sign):
            found.append(f"{first_line(cell)} does not show that the exercise is still to be done")
    return found


def _feedback(cell):
    return shown_text(cell.outputs[-1]) if cell.outputs else ""


RULES = (
    executed_in_order,
    without_errors,
    without_widget_state,
    with_pictures,
    with_short_cells,
    within_25_minutes,
    without_repeated_pictures,
    with_ordered_headings,
    without_lists_by_accident,
    self_contained,
    ready_for_colab,
    with_living_links,
    without_base64_in_html,
    compared_by_nbval,
    with_blank_exercises,
)


def read_solutions(text):
    """Return exercise id → code, from a file in percent format.

    Raises
    ------
    ValueError
        If an exercise is solved twice.
    """
    solutions = {}
    parts = re.split(r"^# %%.*?\bexercise:(\S+).*$", text, flags=re.MULTILINE)
    for exercise, source in zip(parts[1::2], parts[2::2], strict=True):
        if exercise in solutions:
            raise ValueError(f"exercise {exercise} is solved twice")
        # A part ends where the next cell starts, solution or not.
        solutions[exercise] = re.split(r"^# %%", source, flags=re.MULTILINE)[0].strip()
    return solutions


def stale_solutions(notebook, solutions):
    """Return complaints where exercises and solutions are not the same ones."""
    ids = exercise_ids(notebook)
    missing = [f"exercise {each} has no solution" for each in ids if each not in solutions]
    stale = [f"solution {each} belongs to no exercise of the notebook" for each in solutions if each not in ids]
    return missing + stale


def fill_in(notebook, solutions):
    """Put the solutions into the exercises' cells, in place."""
    for cell in notebook.cells:
        if refresh.exercise_id(cell) in solutions:
            cell.source = solutions[refresh.exercise_id(cell)]


def not_right(notebook):
    """Return what the checks of an executed notebook say, where it is not that the answer is right, or noted."""
    return [
        f"{first_line(cell)}: {_feedback(cell) or 'no feedback'}"
        for cell in code_cells(notebook)
        if CHECK.search(cell.source) and not _feedback(cell).startswith((RIGHT, NOTED))
    ]
