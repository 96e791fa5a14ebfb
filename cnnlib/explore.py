"""A function that returns a picture, made live.

slider → keyword argument → cnnlib.conv2d(…) → Picture → Canvas → pixels
"""

from collections.abc import Callable, Generator, Mapping, Sequence

from cnnlib import lessons
from cnnlib.exercises.prediction import Prediction
from cnnlib.live.abbreviations import cells_of, drawing, editable
from cnnlib.live.explorer import Explorer
from cnnlib.live.film import SHARE
from cnnlib.pictures.picture import Picture

__all__ = ["Explorer", "cells_of", "drawing", "editable", "explore"]


def explore(
    function: Callable[..., Picture] | Callable[..., Generator[Picture, None, None]],
    *,
    presets: Mapping[str, Mapping[str, object]] | None = None,
    opening: Callable[..., Picture] | None = None,
    share: float = SHARE,
    predicted: str | Sequence[str] = (),
    **controls: object,
) -> Explorer:
    """Make a function that returns a picture live.

    Parameters
    ----------
    function : callable
        Returns a :class:`~cnnlib.pictures.picture.Picture`. Its own defaults are the start. A
        generator function yields them: it is a film, with Start, Pause and Stop.
    opening : callable, optional
        Of a film: takes the same arguments and returns the picture that is shown before the start,
        such as the end of a recorded run. By default the film's own first picture.
    presets : dict of str to dict, optional
        Name of a button → the values that it sets.
    share : float
        Of a film: which part of the time may go into drawing. A tenth by default, so that training
        hardly waits; 1 shows every picture.
    predicted : str or sequence of str
        Ids of predictions that this explorer answers, such as ``"padding-predict-1"``. When the controls get to the
        setting that answers one, the caption says what was predicted and what it is.
    **controls
        An abbreviation for each argument that moves: ``(min, max)`` or ``(min, max, step)`` for a
        slider, a list or a dict for a dropdown, a bool for a checkbox, an ipywidget for itself,
        :func:`cells_of` for a position, :func:`editable` for a small array, :func:`drawing` for
        one that is drawn.

    Returns
    -------
    Explorer
        Displays itself.

    Raises
    ------
    TypeError
        If a control has no argument to set, there is no control for an abbreviation, or no such prediction.
    SettingError
        If the function refuses its own defaults.

    Examples
    --------
    >>> from cnnlib.pictures.panels import Grid
    >>> from cnnlib.pictures.picture import Picture
    >>> def show(value=1):
    ...     return Picture([[Grid([[value]], "cell (1, 1)", name="cell")]], caption=f"The cell holds {value}.")
    >>> explorer = explore(show, value=(0, 3))
    >>> explorer.set(value=2)
    The cell holds 2.
    """
    if not isinstance(share, int | float) or not 0 < share <= 1:
        raise TypeError(f"explore: share={share!r} is no part of the time; give a number above 0, up to 1.")
    ids = [predicted] if isinstance(predicted, str) else list(predicted)
    return Explorer(function, controls, presets or {}, opening, share, [_prediction(each) for each in ids])


def _prediction(exercise_id: str) -> Prediction:
    found = lessons.find(exercise_id)
    if not isinstance(found, Prediction):
        raise TypeError(f"explore: predicted={exercise_id!r} is no prediction that a picture answers.")
    return found
