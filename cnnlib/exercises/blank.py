"""What the cell of an exercise leaves blank, and what its comments say of it.

A page of Voila shows no code: whoever is to answer there needs what the code would have said.
"""

import ast
import io
import os
import sys
import tokenize
from typing import NamedTuple

from cnnlib.exercises.typed import plain_value


class Blank(NamedTuple):
    """A place for an answer that is a plain value."""

    said: str
    """The comments of the cell, one on a line: the choices, or the form of the answer."""

    start: str
    """What is there already, such as ``dict(layer=..., size=...)``; empty if that is the blank alone."""


def has_cells() -> bool:
    """Whether an answer can be written into a cell; on a page of Voila it cannot.

    Examples
    --------
    >>> has_cells()
    True
    """
    return "VOILA_BASE_URL" not in os.environ  # Voila tells each of its kernels, also one that it starts in advance


def running_source() -> str:
    """Return the code of the cell that is being run; an empty string outside of a notebook.

    Examples
    --------
    >>> running_source()
    ''
    """
    ipython = sys.modules.get("IPython")  # where nobody has loaded it, there are no cells
    shell = ipython.get_ipython() if ipython else None
    history = getattr(getattr(shell, "history_manager", None), "input_hist_raw", None)
    return str(history[-1]) if history else ""


def blank_in(source: str, exercise_id: str) -> Blank | None:
    r"""Find the place of the answer in the cell of an exercise.

    Parameters
    ----------
    source : str
        The cell's code.
    exercise_id : str
        Such as ``"padding-2"``.

    Returns
    -------
    Blank or None
        None where more than a plain value is asked for: a function, or a value that is made of names of the notebook.

    Examples
    --------
    >>> blank_in('answer = ...  # a shape\ncheck("padding-1", answer)', "padding-1")
    Blank(said='a shape', start='')
    >>> blank_in('answer = dict(layer=..., size=...)\ncheck("receptive-1", answer)', "receptive-1").start
    'dict(layer=..., size=...)'
    >>> blank_in('def pad(x, p):\n    ...\n\ncheck("padding-6", pad)', "padding-6") is None
    True
    """
    try:
        lines = ast.parse(source).body
        place = lines[0].value if len(lines) == 2 and isinstance(lines[0], ast.Assign) else None
        if place is None or not _checks(lines[1], exercise_id):
            return None
        code = ast.unparse(place)
        start = "" if plain_value(code) is ... else code
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (ValueError, TypeError, SyntaxError, ArithmeticError, tokenize.TokenError):
        return None
    comments = [token.string.removeprefix("#").removeprefix(" ") for token in tokens if token.type == tokenize.COMMENT]
    return Blank("\n".join(comments), start)


def _checks(line: ast.stmt, exercise_id: str) -> bool:
    """Whether a line is the check of this exercise."""
    call = line.value if isinstance(line, ast.Expr) else None
    if not isinstance(call, ast.Call) or not call.args:
        return False
    return isinstance(call.args[0], ast.Constant) and call.args[0].value == exercise_id
