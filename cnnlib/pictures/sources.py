"""Where an array comes from, as code: so that the line below a picture can be copied and run."""

from functools import lru_cache

import numpy as np

from cnnlib import samples

WRITTEN_OUT = 9
"""Numbers up to which an array that nobody named is written out."""


@lru_cache(maxsize=8)
def _named(shape):
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


def source(array, otherwise):
    """Return an expression that makes an array, or a name that stands for it.

    Parameters
    ----------
    array : array
    otherwise : str
        The name, for an array that is not bundled and too large to write out.

    Examples
    --------
    >>> source(samples.toy_input(), "image"), source(np.ones((5, 5)), "kernel"), source([[1, -0.5]], "kernel")
    ('samples.toy_input()', 'np.ones((5, 5))', '[[1, -0.5]]')
    >>> source(np.arange(100), "image")
    'image'
    """
    array = np.asarray(array)
    for expression, known in _named(array.shape).items():
        if np.array_equal(array, known):
            return expression
    if (array == 1).all():
        return f"np.ones({tuple(array.shape)})"
    if array.size > WRITTEN_OUT or not np.isfinite(array).all():
        return otherwise
    return str(_whole(array.astype(float).tolist()))


def _whole(value):
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if value == int(value) else value
