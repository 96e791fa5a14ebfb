"""One room a notebook: its pictures, its exercises, and its experiment if it has one.

A room has the name of its notebook, without the number. No room imports from another.
"""

import importlib

from cnnlib.exercises.exercise import Exercise

PREFIXES = {
    "start": "start_here",
    "why": "why_convolution",
    "convolution": "convolution",
    "padding": "padding",
    "stride": "stride",
    "channels": "convolution_3d",
    "pooling": "max_pooling",
    "stack": "conv_relu_pool",
    "receptive": "receptive_field",
    "learning": "learning_filters",
    "training": "training",
    "im2col": "im2col",
    "variants": "variants",
}
"""The first part of the ids of a lesson's exercises → the lesson's room."""


def find(exercise_id: object) -> Exercise | None:
    """Return the exercise with this id.

    Parameters
    ----------
    exercise_id : str
        Such as ``"padding-2"``; anything else is the id of no exercise.

    Returns
    -------
    Exercise or None
        None if there is no such exercise.

    Examples
    --------
    >>> find("padding-2").id, find("padding-99")
    ('padding-2', None)
    """
    if not isinstance(exercise_id, str):
        return None
    prefix = exercise_id.partition("-")[0]
    if prefix not in PREFIXES:
        return None
    return next((exercise for exercise in exercises_of(prefix) if exercise.id == exercise_id), None)


def exercises_of(prefix: str) -> tuple[Exercise, ...]:
    """Return the exercises of one lesson, in the order of its notebook.

    Parameters
    ----------
    prefix : str
        One of :data:`PREFIXES`.

    Returns
    -------
    tuple of Exercise

    Examples
    --------
    >>> [exercise.id for exercise in exercises_of("padding")][-1]
    'padding-6'
    """
    exercises: tuple[Exercise, ...] = importlib.import_module(f"{__name__}.{PREFIXES[prefix]}.exercises").EXERCISES
    return exercises
