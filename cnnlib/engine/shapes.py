"""Output sizes and padding: integers only, no arrays.

Every size in the library comes from :func:`output_size` and every padding from
:func:`resolve_padding`, so the formula of a convolution is written in one place.
Settings that cannot work raise :class:`~cnnlib.engine.settings.SettingError`.
"""

from cnnlib.engine.settings import SettingError, flag, integer, pair
from cnnlib.engine.types import AxisPadding, Padding, Pair, PerSide, Size
from cnnlib.messages import _


def span(kernel_size: int, dilation: int = 1) -> int:
    """Pixels from the first to the last cell of a kernel along one axis: d·(k − 1) + 1.

    Examples
    --------
    >>> span(3), span(3, dilation=2)
    (3, 5)
    """
    return dilation * (kernel_size - 1) + 1


def same_padding(kernel_size: int, *, stride: int = 1, dilation: int = 1) -> Pair:
    """(before, after) that keeps the size along one axis at stride 1.

    The total is one less than the kernel's span. If that is odd, as it is for every
    even kernel without dilation, the extra pixel goes after: at the bottom or on the right.

    Raises
    ------
    SettingError
        If `stride` is not 1: the output would not have the input's size.

    Examples
    --------
    >>> same_padding(3), same_padding(4)
    ((1, 1), (1, 2))
    """
    if stride != 1:
        raise SettingError(
            _('padding is "same", but that keeps the size only at stride 1, and stride is {stride}.', stride=stride),
            _("Use stride=1, or give the padding as a number such as {number}.", number=kernel_size // 2),
        )
    total = span(kernel_size, dilation) - 1
    return total // 2, total - total // 2


def resolve_padding(
    padding: Padding, kernel_size: Size | None = None, *, stride: Size = 1, dilation: Size = 1
) -> PerSide:
    """Return any form of padding as ((top, bottom), (left, right)).

    Parameters
    ----------
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
        Pixels per side.
    kernel_size, stride, dilation : int or (height, width)
        Only "same" needs them.

    Returns
    -------
    ((int, int), (int, int))

    Raises
    ------
    SettingError
        If `padding` has another form or is negative; for "same", if `stride` is not 1
        or no `kernel_size` is given.

    Examples
    --------
    >>> resolve_padding(1)
    ((1, 1), (1, 1))
    >>> resolve_padding((0, 2))
    ((0, 0), (2, 2))
    >>> resolve_padding("same", kernel_size=4), resolve_padding("valid")
    (((1, 2), (1, 2)), ((0, 0), (0, 0)))
    """
    if type(padding) is int and padding >= 0:  # the usual case first
        return (padding, padding), (padding, padding)
    if isinstance(padding, str):
        if padding == "valid":
            return (0, 0), (0, 0)
        if padding != "same":
            raise SettingError(
                _('padding is {value!r}, but the only words it takes are "same" and "valid".', value=padding),
                _('Use "same", "valid" or a number such as 1.'),
            )
        if kernel_size is None:
            raise SettingError(
                _('padding is "same", but there is no kernel here to tell how much that is.'),
                _("Use a number such as 1."),
            )
        kernel, stride, dilation = pair("kernel_size", kernel_size), pair("stride", stride), pair("dilation", dilation)
        same = [same_padding(k, stride=s, dilation=d) for k, s, d in zip(kernel, stride, dilation, strict=True)]
        return same[0], same[1]
    if isinstance(padding, (tuple, list)):
        if len(padding) != 2:
            raise SettingError(
                _(
                    "padding is {value!r}, but it takes one number, (height, width), "
                    "or ((top, bottom), (left, right)).",
                    value=padding,
                ),
                _("Use for example padding=1."),
            )
        return pair("padding", padding[0], minimum=0), pair("padding", padding[1], minimum=0)
    side = pair("padding", padding, minimum=0)
    return side, side


def axis_padding(padding: AxisPadding, kernel_size: int, *, stride: int = 1, dilation: int = 1) -> Pair:
    """Return the padding of one axis, an int, (before, after), "same" or "valid", as (before, after).

    Raises
    ------
    SettingError
        If `padding` has another form or is negative; for "same", if `stride` is not 1.

    Examples
    --------
    >>> axis_padding(1, 3), axis_padding((0, 2), 3), axis_padding("same", 4), axis_padding("valid", 4)
    ((1, 1), (0, 2), (1, 2), (0, 0))
    """
    if isinstance(padding, str) and padding == "valid":
        return 0, 0
    if isinstance(padding, str) and padding == "same":
        return same_padding(kernel_size, stride=stride, dilation=dilation)
    return pair("padding", padding, minimum=0)


def output_size(
    input_size: int,
    kernel_size: int,
    *,
    stride: int = 1,
    padding: AxisPadding = 0,
    dilation: int = 1,
    ceil_mode: bool = False,
) -> int:
    """How many windows fit along one axis: ⌊(i + 2p − d·(k − 1) − 1) / s⌋ + 1.

    Parameters
    ----------
    input_size, kernel_size : int
        i and k, in pixels.
    stride : int
        s, the step between neighbouring windows.
    padding : int, (before, after), "same" or "valid"
        p, the pixels added per side; "same" keeps the size and needs stride 1, "valid" is none.
    dilation : int
        d, the step between neighbouring cells of a kernel; 1 is an ordinary kernel.
    ceil_mode : bool
        Round up instead of down: the last window may hang over the end, unless it
        would start in the padding.

    Returns
    -------
    int
        The output size, at least 1.

    Raises
    ------
    SettingError
        If the kernel does not fit the padded input, or a setting is out of range.

    Notes
    -----
    Relationship 6 of Dumoulin and Visin, "A guide to convolution arithmetic for deep
    learning", with dilation by its section 5.1.

    Examples
    --------
    In a row of 7 pixels, windows 3 pixels wide start at pixels 0, 2 and 4:

    >>> output_size(7, 3, stride=2)
    3
    >>> output_size(4, 3), output_size(4, 3, padding=1)
    (2, 4)
    """
    input_size = integer("input_size", input_size, 1)
    kernel_size = integer("kernel_size", kernel_size, 1)
    stride = integer("stride", stride, 1)
    dilation = integer("dilation", dilation, 1)
    before, after = axis_padding(padding, kernel_size, stride=stride, dilation=dilation)
    ceil_mode = flag("ceil_mode", ceil_mode)
    return count_windows(input_size, kernel_size, stride, before, after, dilation, ceil_mode)


def count_windows(
    input_size: int, kernel_size: int, stride: int, before: int, after: int, dilation: int = 1, ceil_mode: bool = False
) -> int:
    """:func:`output_size` for integers that are already known to be in range."""
    # // rounds down for negative numbers too; int(a / b) would turn −1 / 2 into 0, and so
    # find one window of 5 in an input of 4: a bug that large frameworks have had.
    room = input_size + before + after - span(kernel_size, dilation)
    size = (-(-room // stride) if ceil_mode else room // stride) + 1
    if ceil_mode and (size - 1) * stride >= input_size + before:
        size -= 1
    if size < 1:
        raise SettingError(*_does_not_fit(input_size, kernel_size, before, after, dilation))
    return size


def _does_not_fit(input_size: int, kernel_size: int, before: int, after: int, dilation: int) -> tuple[str, str]:
    """Say that the kernel is wider than the padded input, and what would help."""
    padded = input_size + before + after
    largest = (padded - 1) // dilation + 1
    enough = (span(kernel_size, dilation) - input_size + 1) // 2
    narrowest = (padded - 1) // (kernel_size - 1) if kernel_size > 1 else 0
    if 1 <= narrowest < dilation:
        repair = _(
            "Use a kernel_size of at most {largest}, a dilation of at most {narrowest}, or a padding of "
            "at least {padding}.",
            largest=largest,
            narrowest=narrowest,
            padding=enough,
        )
    else:
        repair = _(
            "Use a kernel_size of at most {largest}, or a padding of at least {padding}.",
            largest=largest,
            padding=enough,
        )
    values = {"kernel": kernel_size, "dilation": dilation, "span": span(kernel_size, dilation), "size": padded}
    if not before + after:
        if dilation == 1:
            said = _("kernel_size {kernel} does not fit: one side of the input is only {size} pixels long.", **values)
        else:
            said = _(
                "kernel_size {kernel} with dilation {dilation} spans {span} pixels and does not fit: one side of the "
                "input is only {size} pixels long.",
                **values,
            )
        return said, repair
    sum_ = f"{input_size} + 2·{before}" if before == after else f"{before} + {input_size} + {after}"
    if dilation == 1:
        said = _(
            "kernel_size {kernel} does not fit: one side of the padded input is only {size} pixels long ({sum}).",
            sum=sum_,
            **values,
        )
    else:
        said = _(
            "kernel_size {kernel} with dilation {dilation} spans {span} pixels and does not fit: one side of the "
            "padded input is only {size} pixels long ({sum}).",
            sum=sum_,
            **values,
        )
    return said, repair
