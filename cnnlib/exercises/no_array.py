"""What to say to a function that gave back something else than an array, and how to get from there to an array.

These sentences fit any exercise, as those in :mod:`cnnlib.exercises.errors` do.
"""

import inspect
from collections.abc import Iterator

from cnnlib.exercises.kinds import has_masked_cells, nested_shape, plain_number
from cnnlib.messages import N_, _

TUPLE = N_("It gave back a tuple: there is a comma after return, or np.array( ) is missing around the rows.")


def word_on(value: object) -> str:
    """Say how to get an array instead of what a function gave back.

    Parameters
    ----------
    value : object
        What it gave back.

    Returns
    -------
    str
        Empty if there is no more to say than that it should be an array.

    Examples
    --------
    >>> print(word_on(2.5))
    It gave back a single number. Does it return too early, inside a loop?
    """
    if has_masked_cells(value):
        return _("Some of its cells are masked: they hold no number. Build the result without a mask.")
    if inspect.iscoroutine(value) or inspect.isasyncgen(value):
        return _("A function that begins with async def only promises a result. Begin it with def alone.")
    if isinstance(value, Iterator):
        return _("It hands out one thing at a time. Collect them all in an array, and end with return.")
    if callable(value):
        return _("It gave back a function that was not called. Put parentheses after its name.")
    if isinstance(value, tuple):
        return _(TUPLE)
    if isinstance(value, list) and nested_shape(value) is None:
        return _("The rows of this list differ in length, so they make no array.")
    if isinstance(value, str):
        return _("Text only looks like numbers. Give back the array itself, and leave printing to the cell.")
    if plain_number(value) is not None:
        return _("It gave back a single number. Does it return too early, inside a loop?")
    if hasattr(type(value), "__array__"):
        return _("Wrap it in np.array( ) to get one.")
    return ""
