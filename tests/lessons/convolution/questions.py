"""What the questions of ``02_convolution`` ask."""

import re

import numpy as np
from questions import Asked, Named, arrays_in, correlate, numbers, output, parameters

from cnnlib import samples


def sum_at(top, bottom, left, right):
    """Return the sum of the products with the window of these rows and columns."""
    window = samples.toy_input()[top : bottom + 1, left : right + 1]
    return (window * samples.toy_kernel()).sum() if window.shape == (3, 3) else None


def wrong_cell(step, text):
    """Return the first cell of the printed output that is not its sum."""
    image, kernel, printed = arrays_in(text, "figure_image", "figure_kernel", "printed")
    right = correlate(np.pad(image, 1), kernel)[::step, ::step]
    return next((int(row), int(column)) for row, column in np.argwhere(right != printed)) if step > 1 else None


def brighter_outside(own):
    """Return a window that is bright under the 1s alone: a larger sum, and no brighter under the 2s than the 0s."""
    kernel = samples.toy_kernel()
    window = np.where(kernel == 1, 40, 4)
    return window if (kernel * kernel).sum() == own else None


def most_at_its_own(text):
    """Return the kernel whose weights add up to 0, and the window that gives more by being brighter in places."""
    lines = re.findall(r"(\w): ((?:[−\d]+ ?/? ?){9})$", text, re.MULTILINE)
    kernels = {letter: np.array(numbers(line)) for letter, line in lines}
    [chosen] = [letter for letter, kernel in kernels.items() if kernel.sum() == 0]
    pattern = kernels[chosen]
    added, times = (int(re.search(rf"its pattern {sign} (\d+)", text)[1]) for sign in (r"\+", "·"))
    windows = {"d": pattern + added, "e": pattern * times, "f": pattern[::-1]}
    [window] = [letter for letter, each in windows.items() if (each * pattern).sum() > (pattern * pattern).sum()]
    return {"kernel": chosen, "window": window}


ASKED = {
    "convolution-predict-1": Asked(
        "rows {top} to {bottom}, columns {left} to {right}. What is the sum?",
        sum_at,
    ),
    "convolution-predict-2": Asked(
        "An image has {rows} rows and {columns} columns, and the kernel is {kernel}.",
        lambda rows, columns, kernel: output((rows, columns), kernel),
    ),
    "convolution-6": Asked("the window moves by {step} pixels.", wrong_cell),
    "convolution-7": Asked(
        "Now: {filters} filters of {kernel}, for grey",
        lambda filters, kernel: parameters(1, filters, kernel[0]) if len(set(kernel)) == 1 else None,
    ),
    "convolution-3": Asked("find a window that gives more than {own}, but is", brighter_outside),
    "convolution-4": Asked("For one of these kernels, no window of the same contrast gives more", most_at_its_own),
}

ELSEWISE = {
    "convolution-predict-3": "positive or negative: what the picture shows",
    "convolution-predict-4": Named(
        "Where does it say yes with a bias of {bias}?",
        "what the picture shows, one of three",
    ),
    "convolution-predict-5": Named(
        "`brighter` goes from 0 to {brighter}. Does the sum change?", "what the picture shows, one of three"
    ),
    "convolution-1": "the learner's own filter, run on the drawn 7",
    "convolution-2": "the learner's own filter, run on the drawn 7",
    "convolution-5": "a function: its trials are images and kernels of several shapes",
}
