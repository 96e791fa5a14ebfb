"""How pooling is written: the arithmetic of one cell, and the call that computes a picture."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import Padding, Size
from cnnlib.messages import format_number
from cnnlib.pictures.words import PER_LINE


def largest_of(values: ArrayLike, result: float) -> str:
    """Write out one cell of a max pooling.

    Examples
    --------
    >>> largest_of([[1, 2], [0, 1]], 2)
    'max(1, 2, 0, 1) = 2'
    """
    return f"max({_in_lines(map(format_number, np.ravel(values)), ', ')}) = {format_number(result)}"


def pooling_call(image: str, kernel_size: Size, stride: Size | None = None, padding: Padding = 0) -> str:
    """Write the call of a max pooling, without the options that have their default value.

    Examples
    --------
    >>> pooling_call("image", 2, stride=2), pooling_call("image", 3, 1, padding=1)
    ('max_pool2d(image, 2)', 'max_pool2d(image, 3, stride=1, padding=1)')
    """
    written = [image, str(kernel_size)]
    if stride not in (None, kernel_size):
        written.append(f"stride={stride}")
    if padding:
        written.append(f"padding={padding}")
    return f"max_pool2d({', '.join(written)})"


def _in_lines(texts: Iterable[str], separator: str) -> str:
    terms = list(texts)
    lines = [separator.join(terms[first : first + PER_LINE]) for first in range(0, len(terms), PER_LINE)]
    return f"{separator.rstrip()}\n".join(lines)
