"""Where an array comes from, as code: so that the line below a picture can be copied and run."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from cnnlib import samples
from cnnlib.engine.types import Array, Shape

WRITTEN_OUT = 9
"""An array that is not bundled is written out if it has no more numbers than this."""


@lru_cache(maxsize=8)
def _named(shape: Shape) -> Mapping[str, Array]:
    """Return expression → array, for the bundled arrays of this shape."""
    if shape == (3, 3):
        kernels = {f'samples.KERNELS["{name}"]': kernel for name, kernel in samples.KERNELS.items()}
        return {"samples.toy_kernel()": samples.toy_kernel(), **kernels}
    if shape == (4, 4):
        return {"samples.toy_input()": samples.toy_input()}
    if shape == (7, 7):
        return {"samples.toy_large()": samples.toy_large()}
    if shape == (8, 8):
        return {f"samples.digit({label})": samples.digit(label) for label in range(10)}
    if shape == (128, 128):
        return {"samples.camera()": samples.camera()}
    return {}


def source(array: ArrayLike, otherwise: str) -> str:
    """Return an expression that makes an array, or the name of the array.

    Parameters
    ----------
    array : array_like
    otherwise : str
        The name, for an array that is not bundled and too large to write out.

    Examples
    --------
    >>> source(samples.toy_input(), "image"), source(np.ones((5, 5)), "kernel"), source([[1, -0.5]], "kernel")
    ('samples.toy_input()', 'np.ones((5, 5))', '[[1, -0.5]]')
    >>> source(np.arange(100), "image")
    'image'
    """
    values = np.asarray(array)
    for expression, known in _named(values.shape).items():
        if np.array_equal(values, known):
            return expression
    if (values == 1).all():
        return f"np.ones({values.shape})"
    if values.size > WRITTEN_OUT or not np.isfinite(values).all():
        return otherwise
    return _written_out(values.astype(float).tolist())


def _written_out(value: list | float) -> str:
    """Write nested lists of numbers as Python does, but whole numbers without a decimal point."""
    if isinstance(value, list):
        return "[" + ", ".join(_written_out(each) for each in value) + "]"
    return str(int(value) if value == int(value) else value)
