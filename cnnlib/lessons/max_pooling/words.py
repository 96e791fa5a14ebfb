"""How pooling is written: the arithmetic of one cell, and the call that computes a picture."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import Padding, Size
from cnnlib.messages import format_number
from cnnlib.pictures.words import PER_LINE, factor


def largest_of(values: ArrayLike, result: float) -> str:
    """Write out one cell of a max pooling.

    Examples
    --------
    >>> largest_of([[1, 2], [0, 1]], 2)
    'max(1, 2, 0, 1) = 2'
    """
    return f"max({_in_lines(map(format_number, np.ravel(values)), ', ')}) = {format_number(result)}"


def mean_of(values: ArrayLike, result: float) -> str:
    """Write out one cell of an average pooling, with negative numbers in brackets.

    Examples
    --------
    >>> mean_of([[1, -2], [0, 1]], 0)
    '(1 + (−2) + 0 + 1) / 4 = 0'
    """
    return f"({_in_lines(map(factor, np.ravel(values)), ' + ')}) / {np.size(values)} = {format_number(result)}"


def pooling_call(
    function: str, arguments: str, kernel_size: Size, stride: Size | None = None, padding: Padding = 0
) -> str:
    """Write the call of a pooling function, without the options that have their default value.

    Examples
    --------
    >>> pooling_call("max_pool2d", "image", 2, stride=2), pooling_call("avg_pool2d", "image", 2, 1, padding=1)
    ('max_pool2d(image, 2)', 'avg_pool2d(image, 2, stride=1, padding=1)')
    """
    written = [arguments, str(kernel_size)]
    if stride not in (None, kernel_size):
        written.append(f"stride={stride}")
    if padding:
        written.append(f"padding={padding}")
    return f"{function}({', '.join(written)})"


def _in_lines(texts: Iterable[str], separator: str) -> str:
    terms = list(texts)
    lines = [separator.join(terms[first : first + PER_LINE]) for first in range(0, len(terms), PER_LINE)]
    return f"{separator.rstrip()}\n".join(lines)
