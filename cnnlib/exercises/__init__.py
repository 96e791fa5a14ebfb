"""The exercises: one file a notebook, found by the beginning of their ids.

A file ``padding.py`` holds the exercises ``padding-…`` in a tuple ``EXERCISES``; to add a
notebook's, add its file. What one of them shares out stands in a file that begins with an
underscore. A file is imported when one of its exercises is asked for.
"""

import importlib
import pkgutil

_FRAMEWORK = {"answers", "exercise", "trials"}


def find(exercise_id):
    """The exercise with this id.

    Parameters
    ----------
    exercise_id : str
        Such as ``"padding-2"``.

    Returns
    -------
    Exercise or None
        None if there is no such exercise.

    Examples
    --------
    >>> find("padding-2").id, find("padding-99")
    ('padding-2', None)
    """
    for notebook in notebooks():
        if isinstance(exercise_id, str) and exercise_id.startswith(f"{notebook}-"):
            for exercise in exercises_of(notebook):
                if exercise.id == exercise_id:
                    return exercise
    return None


def exercises_of(notebook):
    """The exercises of one notebook, in its order.

    Parameters
    ----------
    notebook : str
        One of :func:`notebooks`.

    Returns
    -------
    tuple of Exercise

    Examples
    --------
    >>> [exercise.id for exercise in exercises_of("padding")][-1]
    'padding-5'
    """
    return importlib.import_module(f"{__name__}.{notebook.replace('-', '_')}").EXERCISES


def notebooks():
    """With what the ids of exercises begin: the names of the files, in alphabetical order.

    Examples
    --------
    >>> "padding" in notebooks()
    True
    """
    files = (module.name for module in pkgutil.iter_modules(__path__))
    return tuple(
        sorted(name.replace("_", "-") for name in files if name not in _FRAMEWORK and name[0] != "_")
    )
