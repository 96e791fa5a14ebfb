"""What captions have to say: recomputed for every setting by other code than that which writes them.

One module ``tests/lessons/<lesson>/captions.py`` for each lesson holds ``CAPTIONS``: name of the function that an
explorer calls → its facts. These are a function of (values of the controls, namespace of the notebook) that returns the
parts of the caption in which a number or a verdict stands, such as ``["output (4, 4)", "gives 14"]``, or None for a
setting that has no picture. It computes them from definitions: with loops and NumPy, or with the engine, which has
tests of its own; never with the code of the lesson or with its pictures.
"""

import importlib


def facts_of(notebook, explorer):
    """Return the facts of an explorer of a notebook, or None where nobody has written any.

    Parameters
    ----------
    notebook : str
        Such as ``"03_padding"``.
    explorer : Explorer
    """
    try:
        module = importlib.import_module(f"lessons.{notebook[3:]}.captions")
    except ModuleNotFoundError:
        return None
    return module.CAPTIONS.get(explorer._function.__name__)


def complaints(explorer, facts, namespace):
    """Yield what is wrong with what an explorer says at the setting where it stands, one sentence each."""
    parts = facts(explorer.values, namespace)
    if (parts is None) != bool(explorer.message):
        yield f"there is {'no ' if explorer.message else 'a '}picture, against what was recomputed"
    if parts is None or explorer.message:
        return
    rest, *_remarks = explorer.picture.caption.split("\n")
    for part in sorted(parts, key=len, reverse=True):
        if part not in rest:
            yield f"{part!r} is not in the caption {rest!r}"
        rest = rest.replace(part, " ", 1)
    if any(letter.isdigit() for letter in rest):
        yield f"nobody has recomputed {rest!r}"
