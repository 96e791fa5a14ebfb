"""Which settings of an explorer the tests go through: all where they are few, pairs where they are many."""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from cnnlib.engine.settings import SettingError
from cnnlib.live.controls import Control, position_controls, starts_of
from cnnlib.pictures.picture import Picture

FEW = 300
"""Combinations up to which tests go through all of them."""

ALL_PLACES = 50
"""Combinations up to which each is tried at every corner and in the middle; of more, each is tried at two of these."""


def sweep(
    controls: Mapping[str, Control],
    presets: Iterable[Mapping[str, object]],
    call: Callable[[Mapping[str, object]], Picture],
) -> Iterator[dict[str, Any]]:
    """Yield settings, each a dict of control → value.

    Parameters
    ----------
    controls : dict of str to Control
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
        and the centre of their panels, or, where there are many combinations, at the last corner and one
        of the other places in turn.
    """
    positions = position_controls(controls)
    starts = starts_of(controls)
    combinations = _combinations(controls)
    for number, values in enumerate(itertools.chain(combinations, presets)):
        yield dict(values)
        for control in positions:
            if control.name in values:
                continue
            try:
                picture = call({**starts, **values})
            except SettingError:
                break
            *others, last = control.landmarks(picture)
            if others and len(combinations) > ALL_PLACES:
                others = [others[number % len(others)]]
            for position in [*others, last]:
                yield {**values, control.name: position}


def _combinations(controls: Mapping[str, Control]) -> list[dict[str, Any]]:
    positions = {control.name for control in position_controls(controls)}
    combined = {name: control for name, control in controls.items() if name not in positions}
    choices = {name: control.choices() for name, control in combined.items()}
    starts = starts_of(combined)
    alone = [{**starts, name: value} for name, control in combined.items() for value in control.rest()]
    if math.prod(map(len, choices.values())) <= FEW:
        return [dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())] + alone
    return [
        {**starts, one: first, other: second}
        for one, other in itertools.combinations(choices, 2)
        for first in choices[one]
        for second in choices[other]
    ] + alone
