"""The picture of overfitting: what a network reads of its training digits, and of others."""

import functools
from collections.abc import Mapping, Sequence

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.lessons.training.overfitting import STEPS, Scores, recorded_scores, versions
from cnnlib.messages import _, format_count, format_number, ngettext
from cnnlib.pictures.charts import Curves, Dots
from cnnlib.pictures.panels import Maps
from cnnlib.pictures.picture import Picture

EXAMPLE = 4
"""The validation digit that is shown in its three versions."""


def overfitting_picture(course: Sequence[Scores], before: Sequence[Scores] = (), *, digits: int, shift: int) -> Picture:
    """Show how a network gets to know its digits, how it reads others, and how five recorded runs ended.

    Parameters
    ----------
    course : sequence of cnnlib.lessons.training.overfitting.Scores
        The run so far; the first are those of the untrained network.
    before : sequence of cnnlib.lessons.training.overfitting.Scores
        The run before: thin grey lines.
    digits : int
        How many digits it learns from.
    shift : int
        By how many pixels they are shifted at most.

    Returns
    -------
    Picture
        Panels ``seen``, ``tests``, ``accuracy`` and ``runs``; the last is empty until the run has come to its end.

    Examples
    --------
    >>> start = Scores(0, np.zeros((8, 8, 8)), np.full(4, 0.1))
    >>> overfitting_picture([start], digits=100, shift=0)
    Before the first step, with 100 digits in their places.
    """
    step, seen, _accuracies = course[-1]
    examples = _examples()
    images = [
        Maps(
            seen,
            _("8 of its training digits, as it met them last"),
            8,
            name="seen",
            role="input",
            colours="ink",
            weight=8,
        ),
        Maps(
            np.stack(list(examples.values())),
            _("a validation digit"),
            3,
            name="tests",
            role="input",
            colours="ink",
            labels=[_("as scanned"), _("moved"), _("thinner")],
            weight=4,
        ),
    ]
    ended = step == STEPS
    ends = 100 * recorded_scores(digits, shift)[:, -1] if ended else np.empty((0, 4))
    charts = [
        Curves(
            _lines(course),
            _("digits read right"),
            _("steps"),
            "%",
            (0, STEPS),
            (0, 100),
            name="accuracy",
            roles=("plain",) * 3,
            ghosts=_lines(before) if before else {},
            legend="lower right",
            here=(_best(course),),
            note=_("ring: validation digits read best so far · thin grey: the run before"),
            weight=7,
        ),
        Dots(
            _columns(ends),
            list(ends.T),
            _("five recorded runs, at the end"),
            "%",
            (0, 100),
            name="runs",
            note=_("a dot: one run · line and number: their mean") if ended else _("shown at the end of your run"),
            weight=5,
        ),
    ]
    return Picture(
        [charts, images],
        _caption(course, digits, shift),
        _gap(course),
        heights=(280, 100),
        progress=step / STEPS,
    )


@functools.cache
def _examples() -> Mapping[str, Array]:
    """Return one validation digit in each of its versions."""
    return {name: images[EXAMPLE, 0] for name, (images, _labels) in versions().items()}


def _columns(ends: Array) -> list[str]:
    """Return the text below each column of dots: what was read, and the mean of the runs, if there are any."""
    names = (_("training"), _("validation"), _("moved"), _("thinner"))
    means = [format_number(mean, 1) + " %" for mean in ends.mean(axis=0)] if len(ends) else [" "] * len(names)
    return [f"{name}\n{mean}" for name, mean in zip(names, means, strict=True)]


def _lines(course: Sequence[Scores]) -> dict[str, tuple[list[int], Array]]:
    steps = [scores.step for scores in course]
    percent = 100 * np.array([scores.accuracies for scores in course])
    labels = [_("training digits"), _("validation digits"), _("validation digits, moved")]
    return {label: (steps, percent[:, column]) for column, label in enumerate(labels)}


def _best(course: Sequence[Scores]) -> tuple[int, float]:
    """Return after how many steps the validation digits were read best, for the first time, and how well, in %."""
    best = max(course, key=lambda scores: scores.accuracies[1])
    return best.step, 100 * float(best.accuracies[1])


def _caption(course: Sequence[Scores], digits: int, shift: int) -> str:
    last = course[-1]
    count = format_count(digits)
    if not last.step:
        if not shift:
            return _("Before the first step, with {digits} digits in their places.", digits=count)
        return ngettext(
            "Before the first step, with {digits} digits shifted by up to {count} pixel.",
            "Before the first step, with {digits} digits shifted by up to {count} pixels.",
            shift,
            digits=count,
        )
    learned, validation, moved, thinner = (format_number(100 * share, 1) for share in last.accuracies)
    values = {"steps": format_count(last.step), "digits": count, "learned": learned}
    if shift:
        reads = ngettext(
            "After {steps} steps with {digits} digits shifted by up to {count} pixel: the network reads {learned} % "
            "of its training digits.",
            "After {steps} steps with {digits} digits shifted by up to {count} pixels: the network reads {learned} % "
            "of its training digits.",
            shift,
            **values,
        )
    else:
        reads = _(
            "After {steps} steps with {digits} digits in their places: the network reads {learned} % of its training "
            "digits.",
            **values,
        )
    others = _(
        "Of the validation digits it reads {validation} %, moved by a pixel {moved} %, with thinner lines {thinner} %.",
        validation=validation,
        moved=moved,
        thinner=thinner,
    )
    return f"{reads} {others}"


def _gap(course: Sequence[Scores]) -> str:
    if not course[-1].step:
        return _("no step so far")
    learned, validation = (float(f"{100 * share:.1f}") for share in course[-1].accuracies[:2])
    step, best = _best(course)
    gap = _(
        "gap = {learned} − {validation} = {gap} points",
        learned=format_number(learned, 1),
        validation=format_number(validation, 1),
        gap=format_number(learned - validation, 1),
    )
    return (
        gap
        + "\n"
        + _(
            "validation digits read best after {step} steps: {best} %",
            step=format_count(step),
            best=format_number(best, 1),
        )
    )
