"""The files in this folder, as arrays."""

import functools
from pathlib import Path

import numpy as np

from cnnlib.engine.types import Array

FOLDER = Path(__file__).parent


@functools.cache
def load(name: str) -> dict[str, Array]:
    """Return what a bundled file holds.

    Parameters
    ----------
    name : str
        Its name without ``.npz``.

    Returns
    -------
    dict of str to ndarray
        Read-only arrays; a file is read once.

    Examples
    --------
    >>> sorted(load("digits"))
    ['images', 'labels']
    """
    # The handle is closed here: on Windows an open one would keep the file from being replaced.
    with np.load(FOLDER / f"{name}.npz", allow_pickle=False) as file:
        arrays = dict(file)
    for array in arrays.values():
        array.setflags(write=False)
    return arrays
