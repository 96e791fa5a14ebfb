"""Shapes, numbers and arithmetic, written the same way in every picture."""

from typing import SupportsFloat

import numpy as np
from numpy.typing import ArrayLike

from cnnlib.engine.types import PerSide
from cnnlib.messages import _, format_number

PER_LINE = 13
"""Terms of a sum that fit on a line."""


def shape(array: ArrayLike) -> str:
    """Write a shape as Python does.

    Examples
    --------
    >>> shape(np.zeros((4, 6)))
    '(4, 6)'
    """
    return str(tuple(int(size) for size in np.shape(array)))


def term(value: SupportsFloat, weight: SupportsFloat) -> str:
    """Write one product; a negative weight is in brackets.

    Examples
    --------
    >>> term(3, -1), term(0.5, 2)
    ('3·(−1)', '0.5·2')
    """
    return f"{format_number(value)}·{factor(weight)}"


def factor(value: SupportsFloat) -> str:
    """Write a number that follows a sign: a negative one is in brackets.

    Examples
    --------
    >>> factor(2), factor(-4)
    ('2', '(−4)')
    """
    text = format_number(value)
    return f"({text})" if text.startswith("−") else text


def sum_of_products(
    window: ArrayLike, kernel: ArrayLike, result: SupportsFloat | None, bias: SupportsFloat | None = None
) -> str:
    """Write out one cell of a convolution: each pixel times its weight, added up.

    Parameters
    ----------
    window, kernel : array, (kH, kW)
    result : float or None
        The cell of the output; None writes a question mark.
    bias : float or None
        Added after the sum; None leaves it out.

    Examples
    --------
    >>> sum_of_products([[1, 2]], [[3, 4]], 12, bias=1)
    '1·3 + 2·4 + 1 (bias) = 12'
    """
    terms = [term(value, weight) for value, weight in zip(np.ravel(window), np.ravel(kernel), strict=True)]
    lines = [" + ".join(terms[first : first + PER_LINE]) for first in range(0, len(terms), PER_LINE)]
    text = " +\n".join(lines)
    if bias is not None:
        amount = format_number(bias)
        sign = "−" if amount.startswith("−") else "+"
        text += " " + _("{sign} {bias} (bias)", sign=sign, bias=amount.removeprefix("−"))
    return text + (" = ?" if result is None else f" = {format_number(result)}")


def size_formula(input_size: int, kernel_size: int, output_size: int, stride: int, before: int, after: int) -> str:
    """Write the formula of one output size with its values.

    Without padding, and at stride 1, their terms are left out. A quotient is always rounded down, even if it is whole.

    Examples
    --------
    >>> size_formula(4, 3, 2, 1, 0, 0), size_formula(4, 3, 4, 1, 1, 1)
    ('4 − 3 + 1 = 2', '4 + 2·1 − 3 + 1 = 4')
    >>> size_formula(7, 2, 3, 2, 0, 0), size_formula(8, 2, 4, 2, 0, 0)
    ('⌊(7 + 2·0 − 2) / 2⌋ + 1 = 3', '⌊(8 + 2·0 − 2) / 2⌋ + 1 = 4')
    """
    padding = f"2·{before}" if before == after else f"{before} + {after}"
    if stride == 1:
        padded = f"{input_size} + {padding}" if before + after else f"{input_size}"
        return f"{padded} − {kernel_size} + 1 = {output_size}"
    return f"⌊({input_size} + {padding} − {kernel_size}) / {stride}⌋ + 1 = {output_size}"


def code_call(function: str, arguments: str, **options: object) -> str:
    """Write a call with those options that are not the default.

    Examples
    --------
    >>> code_call("conv2d", "image, kernel", padding=1, stride=1)
    'conv2d(image, kernel, padding=1)'
    """
    defaults = {"bias": None, "padding": 0, "stride": 1, "mode": "zeros", "dilation": 1}
    given = [f"{name}={value!r}" for name, value in options.items() if defaults.get(name) != value]
    return f"{function}({', '.join([arguments, *given])})"


def per_side(padding: PerSide) -> str:
    """Write a resolved padding: one number where all sides have the same.

    Examples
    --------
    >>> per_side(((1, 1), (1, 1))), per_side(((1, 2), (1, 2)))
    ('1', 'top 1, bottom 2, left 1, right 2')
    """
    (top, bottom), (left, right) = padding
    if top == bottom == left == right:
        return str(top)
    return _("top {top}, bottom {bottom}, left {left}, right {right}", top=top, bottom=bottom, left=left, right=right)


def in_brief(value: float) -> str:
    """Write a number of any size in a few characters.

    Examples
    --------
    >>> in_brief(0.25), in_brief(0.000375), in_brief(3.2e17), in_brief(float("nan"))
    ('0.25', '0.0004', '3e+17', 'NaN')
    """
    if not abs(value) < 1e5 and np.isfinite(value):
        return f"{value:.0e}".replace("-", "−")
    return format_number(value, 4 if abs(value) < 0.01 else 2)
