"""What the picture of one convolution has to say, by its definition: a window is cut out, multiplied and added up."""

import numpy as np
from captions import number


def padded(image, before, after):
    """Return an image in a frame of zeros, `before` wide at the top and left, `after` wide at the bottom and right."""
    rows, columns = np.shape(image)
    wide = np.zeros((before + rows + after, before + columns + after))
    wide[before : before + rows, before : before + columns] = image
    return wide


def places(size, kernel_size, stride=1):
    """Return where windows begin on an axis: each fits on it."""
    return range(0, size - kernel_size + 1, stride)


def in_brackets(value):
    """Write a number that follows a sign: a negative one is in brackets."""
    return f"({number(value)})" if value < 0 and number(value) != "0" else number(value)


def sum_of(window, kernel, bias=None):
    """Write each pixel times its weight, and what they and the bias add up to."""
    pairs = list(zip(np.ravel(window), np.ravel(kernel), strict=True))
    terms = [f"{number(pixel)}·{in_brackets(weight)}" for pixel, weight in pairs]
    total, text = sum(pixel * weight for pixel, weight in pairs), " + ".join(terms)
    if bias is None:
        return f"{text} = {number(total)}"
    return f"{text} {'−' if bias < 0 else '+'} {number(abs(bias))} (bias) = {number(total + bias)}"


def size_of(size, kernel_size, stride=1, before=0, after=0):
    """Write the formula of an output's height; its result is how many windows fit."""
    count = len(places(before + size + after, kernel_size, stride))
    frame = f"2·{before}" if before == after else f"{before} + {after}"
    if stride > 1:
        return f"⌊({size} + {frame} − {kernel_size}) / {stride}⌋ + 1 = {count}"
    return f"{size}{f' + {frame}' if before + after else ''} − {kernel_size} + 1 = {count}"


def convolution(image, kernel, *, before=0, after=0, stride=1, position=0, tap=None):
    """Return the facts of ``convolution_picture`` of a square image and kernel; None where no window fits."""
    wide, kernel_size = padded(image, before, after), len(kernel)
    starts = places(len(wide), kernel_size, stride)
    if not starts:
        return None
    row, column = divmod(position, len(starts))
    top, left = starts[row], starts[column]
    window = wide[top : top + kernel_size, left : left + kernel_size]
    frame = f"{before}" if before == after else f"top {before}, bottom {after}, left {before}, right {after}"
    steps = "" if stride == 1 else f" at stride {stride}"
    caption = [
        f"Input {np.shape(image)} with padding {frame} and kernel {np.shape(kernel)}",
        f"output ({len(starts)}, {len(starts)}){steps}. The window in",
        f"row {row}, column {column} gives {number((window * kernel).sum())}.",
    ]
    formula = [
        f"output height and width: {size_of(len(image), kernel_size, stride, before, after)}",
        sum_of(window, kernel),
    ]
    if tap is not None:
        formula.append(_of_tap(image, kernel, divmod(tap, kernel_size), (top - before, left - before)))
    return caption, formula


def _of_tap(image, kernel, weight, corner):
    """Write which pixel a weight meets, in a window whose corner is at this place of the image."""
    row, column = corner[0] + weight[0], corner[1] + weight[1]
    inside = 0 <= row < len(image) and 0 <= column < len(image)
    value, where = (number(image[row, column]), "") if inside else ("0", " of the padding")
    return (
        f"the weight in row {weight[0]}, column {weight[1]} meets the value {value}{where}: "
        f"it adds {value}·{in_brackets(kernel[weight])} to the sum"
    )
