"""What captions have to say: recomputed for every setting by other code than that which writes them.

One module ``tests/lessons/<lesson>/captions.py`` for each lesson holds ``CAPTIONS``: name of the function that an
explorer calls → its facts. These are a function of (values of the controls, namespace of the notebook) that returns the
parts of the caption in which a number or a verdict stands, such as ``["output (4, 4)", "gives 14"]``, or None for a
setting that has no picture. A pair of such lists holds the parts of the caption and those of the formula below the
picture; then the words that are in no part have to be the same at every setting, too. They are computed from
definitions: with loops and NumPy, or with the engine, which has tests of its own; never with the code of the lesson or
with its pictures.

Two other kinds of facts: a text is the whole caption, where sentences come and go and one too many must be seen; and a
function of the caption returns either, where the caption tells what was measured just now.
"""

import contextlib
import importlib

import numpy as np


def facts_of(notebook, explorer):
    """Return the facts of an explorer of a notebook, or None where nobody has written any.

    Parameters
    ----------
    notebook : str
        Such as ``"03_padding"``.
    explorer : Explorer
    """
    return _module(notebook, "CAPTIONS").get(explorer._function.__name__)


def films_of(notebook):
    """Return name of a film's function → its facts, which may be none.

    They are a function of the namespace that yields (values of the controls, captions of the pictures from the first
    on), and end where they like: later pictures are not looked at. The runs follow each other in this order.
    """
    return _module(notebook, "FILMS")


def _module(notebook, name):
    try:
        module = importlib.import_module(f"lessons.{notebook[3:]}.captions")
    except ModuleNotFoundError:
        return {}
    return getattr(module, name, {})


def complaints(explorer, facts, namespace, wordings):
    """Yield what is wrong with what an explorer says at the setting where it stands, one sentence each.

    The set `wordings` takes up the words of the caption that are in no part.
    """
    parts = facts(explorer.values, namespace)
    if (parts is None) != bool(explorer.message):
        yield f"there is {'no ' if explorer.message else 'a '}picture, against what was recomputed"
    if parts is None or explorer.message:
        return
    sentence, *_remarks = explorer.picture.caption.split("\n")
    if callable(parts):
        parts = parts(sentence)
    of_caption, of_formula = parts if isinstance(parts, tuple) else (parts, None)
    words, wrong = _without(of_caption, sentence)
    if of_formula is not None:
        wordings.add(words)
        wrong += _without(of_formula, explorer.picture.formula)[1]
    yield from wrong


def _without(parts, text):
    """Return a text from which each part was taken out once; and what is wrong with it, one sentence each."""
    if isinstance(parts, str):
        return "", [] if text == parts else [f"it says {text!r} and should say {parts!r}"]
    rest, wrong = _on_one_line(text), []
    for part in sorted(map(_on_one_line, parts), key=len, reverse=True):
        if part not in rest:
            wrong.append(f"{part!r} is not in {text!r}")
        rest = rest.replace(part, " ", 1)
    rest = _on_one_line(rest)
    if any(letter.isdigit() for letter in rest):
        wrong.append(f"nobody has recomputed {rest!r}")
    return rest, wrong


def _on_one_line(text):
    return " ".join(text.split())


def complaints_of_film(film, facts, namespace):
    """Yield what is wrong with what the pictures of a film say, one sentence each."""
    for values, captions in facts(namespace):
        with contextlib.closing(film(**values)) as pictures:
            for place, caption in enumerate(captions):
                picture = next(pictures, None)
                if picture is None:
                    yield f"{values}: the film ends before picture {place}, {caption!r}"
                    break
                if picture.caption != caption:
                    yield f"{values}, picture {place}: {picture.caption!r} should be {caption!r}"


def number(value, digits=2):
    """Write a number as captions do: rounded, without zeros at the end, with a true minus sign."""
    rounded = round(float(value), digits) + 0.0  # minus zero becomes zero
    return np.format_float_positional(rounded, trim="-").replace("-", "−")


def counted(count, one, many):
    """Write how many there are: ``one`` is the word for a single thing, ``many`` that for several or none."""
    return f"{count:,} {one if count == 1 else many}"
