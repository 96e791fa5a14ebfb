"""Right answers to the exercises: one module ``tests/lessons/<lesson>/right_answers.py`` for each lesson.

Each has ``RIGHT``, id → right answers in the forms that learners type, and ``SECRETS``, id → what no text of the
exercise may contain: the answer, in digits, in words, or as code. What is right is written there and in no hint.
"""

import importlib

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
