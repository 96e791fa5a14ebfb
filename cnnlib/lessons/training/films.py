"""The films of ``10_training``: a training, drawn while it runs beside the run before it."""

import functools
from collections.abc import Callable, Iterable, Iterator

from cnnlib.engine.training import Record
from cnnlib.lessons.training.experiment import first_records
from cnnlib.lessons.training.gap import overfitting_picture
from cnnlib.lessons.training.overfitting import learn, recorded_course
from cnnlib.lessons.training.pictures import training_picture
from cnnlib.pictures.picture import Picture


def training_film(train: Callable[..., Iterable[Record]]) -> Callable[..., Iterator[Picture]]:
    """Make a film of a training; its first picture is that before the start.

    Parameters
    ----------
    train : callable
        Takes the settings; returns the records of a training, one for each epoch, as ``fit`` does.

    Returns
    -------
    generator function
        With the arguments of `train`. It remembers the run before; the first is a recorded one.

    Examples
    --------
    >>> film = training_film(lambda filters=8: first_records()[:1])
    >>> *_, last = film(filters=8)
    >>> last.caption[:21]
    'After 1 of 20 epochs:'
    """
    runs = [first_records()]

    @functools.wraps(train)
    def film(**settings: object) -> Iterator[Picture]:
        records: list[Record] = []
        before = runs[-1]
        yield training_picture(records, before)
        runs.append(records)
        for record in train(**settings):
            records.append(record)
            yield training_picture(records, before)

    return film


def overfitting_film() -> Callable[..., Iterator[Picture]]:
    """Make a film of a network that learns from few digits or many, shifted or not.

    Returns
    -------
    generator function
        Of ``digits`` and ``shift``. It remembers the last run that came to its end; the first is a recorded one.

    Examples
    --------
    >>> next(overfitting_film()(digits=100, shift=0))
    Before the first step, with 100 digits in their places.
    """
    runs = [recorded_course(1000, 0)]

    def film(digits: int = 1000, shift: int = 0) -> Iterator[Picture]:
        course, before = [], runs[-1]
        for scores in learn(digits, shift):
            course.append(scores)
            yield overfitting_picture(course, before, digits=digits, shift=shift)
        runs.append(course)

    return film
