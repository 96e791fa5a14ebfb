"""Output sizes and padding: integers only, no arrays.

Every size in the library comes from :func:`output_size` and every padding from
:func:`resolve_padding`, so the formula of a convolution stands in one place.
Settings that cannot work raise :class:`SettingError`, whose message names the
argument, its value, the rule, and a repair.
"""

import operator

from cnnlib.messages import _


class SettingError(ValueError):
    """A setting that cannot work; the message is a sentence to show to the learner.

    Everything that our own validation refuses raises this one type: a wrong
    size, a wrong kind of value, a wrong shape, an array that holds no numbers.
    """


def integer(name, value, minimum):
    """Return `value` as an ``int`` of at least `minimum`, or say what is wrong with it.

    NumPy integers are integers; ``True``, ``2.0`` and NaN are not.

    Raises
    ------
    SettingError
        If `value` is no whole number, or is smaller than `minimum`.

    Examples
    --------
    >>> integer("stride", 2, minimum=1)
    2
    """
    if type(value) is not int:  # the usual case costs one comparison
        try:
            if isinstance(value, bool):
                raise TypeError
            value = operator.index(value)
        except TypeError:
            raise SettingError(
                _(
                    "{name} is {value!r}, but it must be a whole number. "
                    "Use {minimum} or more, without a decimal point.",
                    name=name,
                    value=value,
                    minimum=minimum,
                )
            ) from None
    if value < minimum:
        raise SettingError(
            _(
                "{name} is {value}, but it must be at least {minimum}. Use {minimum} or more.",
                name=name,
                value=value,
                minimum=minimum,
            )
        )
    return value


def pair(name, value, minimum=1):
    """Return an int or a (height, width) as (height, width).

    Raises
    ------
    SettingError
        If `value` is neither, or a number in it is smaller than `minimum`.

    Examples
    --------
    >>> pair("stride", 2), pair("kernel_size", (3, 5))
    ((2, 2), (3, 5))
    """
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise SettingError(
                _(
                    "{name} is {value!r}, but it takes one number, or (height, width). Use for example {name}=(3, 3).",
                    name=name,
                    value=value,
                )
            )
        return integer(name, value[0], minimum), integer(name, value[1], minimum)
    value = integer(name, value, minimum)
    return value, value


def span(kernel_size, dilation=1):
    """Pixels from the first to the last tap of a kernel along one axis: d·(k − 1) + 1.

    Examples
    --------
    >>> span(3), span(3, dilation=2)
    (3, 5)
    """
    return dilation * (kernel_size - 1) + 1


def same_padding(kernel_size, *, stride=1, dilation=1):
    """(before, after) that keeps the size along one axis at stride 1.

    The total is one less than the kernel's span. Where that is odd, as for every
    even kernel without dilation, the extra one goes after: bottom or right.

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
            _(
                'padding is "same", but that keeps the size only at stride 1, and stride is {stride}. '
                "Use stride=1, or give the padding as a number such as {number}.",
                stride=stride,
                number=kernel_size // 2,
            )
        )
    total = span(kernel_size, dilation) - 1
    return total // 2, total - total // 2


def resolve_padding(padding, kernel_size=None, *, stride=1, dilation=1):
    """Return any form of padding as ((top, bottom), (left, right)).

    Parameters
    ----------
    padding : int, (height, width), ((top, bottom), (left, right)) or "same"
        Pixels per side.
    kernel_size, stride, dilation : int or (height, width)
        Needed by "same" alone.

    Returns
    -------
    ((int, int), (int, int))

    Raises
    ------
    SettingError
        If `padding` has another form or is negative; for "same", if `stride` is not 1
        or there is no kernel to be the same for.

    Examples
    --------
    >>> resolve_padding(1)
    ((1, 1), (1, 1))
    >>> resolve_padding((0, 2))
    ((0, 0), (2, 2))
    >>> resolve_padding("same", kernel_size=4)
    ((1, 2), (1, 2))
    """
    if type(padding) is int and padding >= 0:  # the usual case first
        side = (padding, padding)
        return side, side
    if isinstance(padding, str):
        if padding != "same":
            raise SettingError(
                _(
                    'padding is {value!r}, but the only word it takes is "same". Use "same" or a number such as 1.',
                    value=padding,
                )
            )
        if kernel_size is None:
            raise SettingError(
                _('padding is "same", but there is no kernel here to tell how much that is. Use a number such as 1.')
            )
        settings = zip(
            pair("kernel_size", kernel_size), pair("stride", stride), pair("dilation", dilation), strict=True
        )
        return tuple(same_padding(k, stride=s, dilation=d) for k, s, d in settings)
    if isinstance(padding, (tuple, list)):
        if len(padding) != 2:
            raise SettingError(
                _(
                    "padding is {value!r}, but it takes one number, (height, width), or "
                    "((top, bottom), (left, right)). Use for example padding=1.",
                    value=padding,
                )
            )
        return pair("padding", padding[0], minimum=0), pair("padding", padding[1], minimum=0)
    side = pair("padding", padding, minimum=0)
    return side, side


def axis_padding(padding, kernel_size, *, stride=1, dilation=1):
    """Return the padding of one axis, an int, (before, after) or "same", as (before, after).

    Raises
    ------
    SettingError
        If `padding` has another form or is negative; for "same", if `stride` is not 1.

    Examples
    --------
    >>> axis_padding(1, 3), axis_padding((0, 2), 3), axis_padding("same", 4)
    ((1, 1), (0, 2), (1, 2))
    """
    if isinstance(padding, str) and padding == "same":
        return same_padding(kernel_size, stride=stride, dilation=dilation)
    return pair("padding", padding, minimum=0)


def output_size(input_size, kernel_size, *, stride=1, padding=0, dilation=1, ceil_mode=False):
    """How many windows fit along one axis: ⌊(i + 2p − d·(k − 1) − 1) / s⌋ + 1.

    Parameters
    ----------
    input_size, kernel_size : int
        i and k, in pixels.
    stride : int
        s, the step between neighbouring windows.
    padding : int, (before, after) or "same"
        p, the pixels added per side; "same" keeps the size and needs stride 1.
    dilation : int
        d, the step between neighbouring taps of a kernel; 1 is an ordinary kernel.
    ceil_mode : bool
        Round up instead of down: a last window may hang over the end, unless it
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
    Of a row of 7 pixels, 3 wide windows start at the pixels 0, 2 and 4:

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
    return count_windows(input_size, kernel_size, stride, before, after, dilation, ceil_mode)


def count_windows(input_size, kernel_size, stride, before, after, dilation=1, ceil_mode=False):
    """:func:`output_size` for integers that are already known to be in range."""
    # // rounds down for negative numbers too; int(a / b) would turn −1 / 2 into 0, and so
    # find one window of 5 in an input of 4: a bug that large frameworks have had.
    room = input_size + before + after - span(kernel_size, dilation)
    size = (-(-room // stride) if ceil_mode else room // stride) + 1
    if ceil_mode and (size - 1) * stride >= input_size + before:
        size -= 1
    if size < 1:
        raise SettingError(_does_not_fit(input_size, kernel_size, stride, before, after, dilation))
    return size


def _does_not_fit(input_size, kernel_size, stride, before, after, dilation):
    wide = _("kernel_size {kernel} does not fit", kernel=kernel_size)
    if dilation > 1:
        wide = _(
            "kernel_size {kernel} with dilation {dilation} spans {span} pixels and does not fit",
            kernel=kernel_size,
            dilation=dilation,
            span=span(kernel_size, dilation),
        )
    padded = input_size + before + after
    sum_ = f"{input_size} + 2·{before}" if before == after else f"{before} + {input_size} + {after}"
    largest = (padded - 1) // dilation + 1
    missing = span(kernel_size, dilation) - input_size
    narrowest = (padded - 1) // (kernel_size - 1) if kernel_size > 1 else 0
    if 1 <= narrowest < dilation:
        repair = _(
            "Use a kernel_size of at most {largest}, a dilation of at most {narrowest}, or a padding of "
            "at least {padding}."
        )
    else:
        repair = _("Use a kernel_size of at most {largest}, or a padding of at least {padding}.")
    return _(
        "{wide}: the padded input is {padded} wide ({sum}). {repair}",
        wide=wide,
        padded=padded,
        sum=sum_,
        repair=repair.format(largest=largest, narrowest=narrowest, padding=-(-missing // 2)),
    )


def leftover(input_size, kernel_size, *, stride=1, padding=0, dilation=1):
    """Pixels of the padded input after the last window: those that the floor drops.

    Examples
    --------
    Windows of 3 with stride 2 leave the last of 8 pixels over:

    >>> leftover(7, 3, stride=2), leftover(8, 3, stride=2)
    (0, 1)
    """
    size = output_size(input_size, kernel_size, stride=stride, padding=padding, dilation=dilation)
    before, after = axis_padding(padding, kernel_size, stride=stride, dilation=dilation)
    return input_size + before + after - span(kernel_size, dilation) - (size - 1) * stride


def nearest_settings(input_size, kernel_size, *, stride=1, padding=0, dilation=1, exact=False):
    """Settings that work, each one change away from the given ones.

    Parameters
    ----------
    input_size, kernel_size, stride, padding, dilation : int
        As for :func:`output_size`; they need not fit.
    exact : bool
        Ask also that no pixel of the padded input is left over.

    Returns
    -------
    list of dict
        ``{argument: value}``, for each argument the nearest value that works
        (of two equally near the smaller), in the order of the signature. Empty
        dictionaries never occur; an argument that cannot help is left out.

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
    found = []
    for name, value in given.items():
        lowest = 0 if name == "padding" else 1
        reach = input_size + span(kernel_size, dilation) + stride  # enough for any of them to fit
        for candidate in sorted(range(lowest, value + reach + 1), key=lambda c: (abs(c - value), c)):
            changed = {**given, name: candidate}
            try:
                works = not (leftover(**changed) if exact else output_size(**changed) < 1)
            except SettingError:
                continue
            if works and candidate != value:
                found.append({name: candidate})
                break
    return found
