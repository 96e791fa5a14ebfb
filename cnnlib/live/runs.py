"""Lists of numbers, as they are told to the page: in runs, since all cells of a photograph are many.

What pressing the cells sets goes along with every picture. In plain lists that is 830 kB for photographs of 128 by 128
cells side by side, four times as much as their pixels; most of it is rows in which one number follows the other.
"""

from functools import lru_cache

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.live.protocol import Mark, Run

SHORTEST = 3
"""So many numbers in a row are worth a run."""


def runs_of(marks: "list[Mark] | Array") -> list[Run]:
    """Return marks in runs: numbers at equal distances as (first, distance, how many), others as they are.

    Parameters
    ----------
    marks : list, or array (n,)
        Where they are not all whole numbers, they stay a list.

    Examples
    --------
    >>> runs_of([7, 0, 1, 2, 3, 5, 5, 5, 5, 2])
    [7, [0, 1, 4], [5, 0, 4], 2]
    >>> runs_of(["edges", "blur"])
    ['edges', 'blur']
    """
    numbers = np.asarray(marks)
    if numbers.dtype.kind not in "iu":
        return list(marks)
    return list(_runs(numbers.astype(np.int64).tobytes()))


# One picture and the next mostly have the same cells to press: then nothing has to be gone through.
@lru_cache(maxsize=32)
def _runs(marks: bytes) -> tuple[Run, ...]:
    """Return whole numbers, of 8 bytes each, in runs."""
    numbers = np.frombuffer(marks, np.int64)
    runs: list[Run] = []
    distances = np.diff(numbers)
    start = 0
    for last in [*np.flatnonzero(np.diff(distances)) + 1, numbers.size - 1]:
        if last - start + 1 >= SHORTEST:
            runs.append([int(numbers[start]), int(distances[start]), int(last - start + 1)])
            start = last + 1
        else:
            # The last of these few may begin a longer run.
            runs += numbers[start:last].tolist()
            start = max(start, last)
    return (*runs, *numbers[start:].tolist())
