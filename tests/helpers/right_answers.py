"""Right answers to the exercises: one module ``tests/lessons/<lesson>/right_answers.py`` for each lesson.

Each has ``RIGHT``, id → right answers in the forms that learners type, and ``SECRETS``, id → what no text of the
exercise may contain: the answer, in digits, in words, or as code. What is right is written there and in no hint.
"""

import importlib
import re

import numpy as np

from cnnlib.check import check
from cnnlib.exercises.prediction import Prediction
from cnnlib.lessons import PREFIXES, find


def collected(name):
    """Return one table, ``"RIGHT"`` or ``"SECRETS"``, of all lessons together: id → its entry."""
    tables = {}
    for lesson in PREFIXES.values():
        tables |= getattr(importlib.import_module(f"lessons.{lesson}.right_answers"), name)
    return tables


def texts(exercise):
    """Return all that an exercise may show before the answer is right."""
    return [exercise.first, *exercise.hints, *(hint for _, hint in exercise.typical_wrong)]


def texts_before(exercise):
    """Return what may be shown before the answer is known: of a prediction the hints, the rest is said later."""
    return list(exercise.hints) if isinstance(exercise, Prediction) else texts(exercise)


# Numbers joined by signs of arithmetic with a blank on both sides, or by a dot: "3×3 kernel" is a shape.
_ARITHMETIC = re.compile(r"\(?\d[\d,.]*\)?(?:(?: [-+−*·×/:] |·)\(?\d[\d,.]*\)?)+")
_SIGNS = str.maketrans({"−": "-", "·": "*", "×": "*", ":": "/", ",": None})


def values_of_arithmetic(text):
    """Return what the sums and products come to that are written out in a text.

    Parameters
    ----------
    text : str
        Such as ``"That is 6 / 2 of a 3×3 kernel."``, which has the value 3.
    """
    found = set()
    for written in _ARITHMETIC.findall(text):
        try:
            found.add(float(eval(written.rstrip(".,").translate(_SIGNS), {})))
        except (
            SyntaxError,
            ZeroDivisionError,
        ):  # a bracket that opens before the first number, or closes after the last
            continue
    return found


def works_out(text, answer):
    """Tell whether a text gives an answer of one or several numbers away as arithmetic: every one of them."""
    try:
        numbers = {float(number) for number in np.ravel(np.asarray(answer, float))}
    except (TypeError, ValueError):
        return False
    return numbers <= values_of_arithmetic(text)


def said_in_the_end(exercise, answer):
    """Return what is said to an answer: by the check, or by the picture where that answers a prediction."""
    feedback = check(exercise.id, answer)
    if feedback.status != "noted":
        return feedback.status, feedback.message
    said = exercise.remark(exercise.setting)
    return "right" if "and that is right." in said else "wrong", said


def typical(exercise_id):
    """Return the typical wrong answers to an exercise, in their order."""
    return [answer for answer, _ in find(exercise_id).typical_wrong]
