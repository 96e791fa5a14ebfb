"""Settings that leave pixels over or do not fit, and the nearest ones that work."""

from collections.abc import Iterator

from cnnlib.engine.settings import SettingError, flag, integer
from cnnlib.engine.shapes import axis_padding, output_size, span
from cnnlib.engine.types import AxisPadding
from cnnlib.messages import _

LARGEST = 10_000
"""The largest setting for which others are looked for, one by one."""

LOWEST = {"input_size": 1, "kernel_size": 1, "stride": 1, "padding": 0, "dilation": 1}
"""A setting → its smallest value."""


def leftover(input_size: int, kernel_size: int, *, stride: int = 1, padding: AxisPadding = 0, dilation: int = 1) -> int:
    """Pixels of the padded input after the last window, which rounding down leaves out.

    Examples
    --------
    Windows of 3 with stride 2 leave the last of 8 pixels over:

    >>> leftover(7, 3, stride=2), leftover(8, 3, stride=2)
    (0, 1)
    """
    size = output_size(input_size, kernel_size, stride=stride, padding=padding, dilation=dilation)
    before, after = axis_padding(padding, kernel_size, stride=stride, dilation=dilation)
    return input_size + before + after - span(kernel_size, dilation) - (size - 1) * stride


def nearest_settings(
    input_size: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    exact: bool = False,
) -> list[dict[str, int]]:
    """Settings that work, each of which changes one of the given ones.

    Parameters
    ----------
    input_size, kernel_size, stride, padding, dilation : int
        As for :func:`cnnlib.output_size`; they need not fit.
    exact : bool
        Also require that no pixel of the padded input is left over.

    Returns
    -------
    list of dict
        ``{argument: value}`` for each argument that can help, in the order of the
        signature: the nearest value that works, and the smaller of two equally near.

    Raises
    ------
    SettingError
        If a setting is out of range, or too large to look for others one by one.

    Examples
    --------
    >>> nearest_settings(4, 5)
    [{'input_size': 5}, {'kernel_size': 4}, {'padding': 1}]
    >>> nearest_settings(8, 3, stride=2, exact=True)
    [{'input_size': 7}, {'kernel_size': 2}, {'stride': 1}]
    """
    given = {
        "input_size": input_size,
        "kernel_size": kernel_size,
        "stride": stride,
        "padding": padding,
        "dilation": dilation,
    }
    for name, value in given.items():
        if integer(name, value, LOWEST[name]) > LARGEST:
            raise SettingError(
                _("{name} is {value}, but here the most is {most}.", name=name, value=value, most=LARGEST)
            )
    exact = flag("exact", exact)
    found = []
    for name, value in given.items():
        reach = input_size + span(kernel_size, dilation) + stride  # enough for any of them to fit
        for candidate in _outward(value, LOWEST[name], value + reach):
            if _works({**given, name: candidate}, exact):
                found.append({name: candidate})
                break
    return found


def _outward(value: int, lowest: int, highest: int) -> Iterator[int]:
    """Yield the numbers from `lowest` to `highest` but for `value`, the nearest first; of two, the smaller."""
    for distance in range(1, max(value - lowest, highest - value) + 1):
        if value - distance >= lowest:
            yield value - distance
        if value + distance <= highest:
            yield value + distance


def _works(settings: dict[str, int], exact: bool) -> bool:
    """Tell whether the kernel fits and, if `exact`, no pixel is left over."""
    try:
        return leftover(**settings) == 0 or not exact
    except SettingError:
        return False
