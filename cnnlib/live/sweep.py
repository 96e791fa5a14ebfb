"""Which settings of an explorer the tests go through: all where they are few, pairs where they are many."""

import itertools

from cnnlib.engine.shapes import SettingError
from cnnlib.live.controls import PositionControl

FEW = 300
"""Combinations up to which tests go through all of them."""


def sweep(controls, presets, call):
    """Yield settings, each a dict of control → value.

    Parameters
    ----------
    controls : dict of str to control
        See :mod:`cnnlib.live.controls`.
    presets : iterable of dict
        Settings to add as they are.
    call : callable
        Values of all controls → picture; it tells how far a position can go.

    Yields
    ------
    dict
        Every combination of the controls' choices, or of each two of them; every further place of a
        slider with fractions, with the others at their start; with each, the positions at the corners
        and the centre of their panels.
    """
    positions = [control for control in controls.values() if isinstance(control, PositionControl)]
    starts = {name: control.start for name, control in controls.items()}
    for values in itertools.chain(_combinations(controls, starts), presets):
        yield dict(values)
        for control in positions:
            if control.name in values:
                continue
            try:
                picture = call({**starts, **values})
            except SettingError:
                break
            for position in control.landmarks(picture):
                yield {**values, control.name: position}


def _combinations(controls, starts):
    ranges = {name: each.choices() for name, each in controls.items() if not isinstance(each, PositionControl)}
    others = {name: starts[name] for name in ranges}
    alone = [
        {**others, name: value} for name in ranges if hasattr(controls[name], "rest") for value in controls[name].rest()
    ]
    total = 1
    for choices in ranges.values():
        total *= len(choices)
    if total <= FEW:
        return [dict(zip(ranges, each, strict=True)) for each in itertools.product(*ranges.values())] + alone
    return [
        {**others, one: first, other: second}
        for one, other in itertools.combinations(ranges, 2)
        for first in ranges[one]
        for second in ranges[other]
    ] + alone
