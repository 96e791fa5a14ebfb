"""Probabilities as they are written: two decimals, and nothing that is not certain looks so."""

import numpy as np

from cnnlib.engine.types import Array


def hundredths(probabilities: Array) -> Array:
    """Round to hundredths that add up to 100: what rounding down leaves goes to those that lost most by it.

    Examples
    --------
    >>> hundredths(np.array([1 / 3, 1 / 3, 1 / 3]))
    array([34., 33., 33.])
    """
    rounded: Array = np.floor(100 * probabilities)
    lost = np.argsort(rounded - 100 * probabilities, kind="stable")
    rounded[lost[: round(100 - rounded.sum())]] += 1
    return rounded


def written(probabilities: Array) -> list[str]:
    """Write each probability with two decimals; what is nearly 1 is not written as 1.

    Examples
    --------
    >>> written(np.array([0.004, 0.996])), written(np.array([0.25, 0.75]))
    (['0.00', '>0.99'], ['0.25', '0.75'])
    """
    return [
        ">0.99" if 0.99 < value < 1 else f"{rounded / 100:.2f}"
        for value, rounded in zip(probabilities, hundredths(probabilities), strict=True)
    ]


def above_bars(probabilities: Array) -> list[str]:
    """Write what stands above the bars of probabilities: nothing where there is hardly a bar.

    Examples
    --------
    >>> above_bars(np.array([0.004, 0.996]))
    ['', '>0.99']
    """
    return ["" if text == "0.00" else text for text in written(probabilities)]
