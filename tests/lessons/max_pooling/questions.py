"""What the questions of ``06_max_pooling`` ask."""

import itertools

import numpy as np
from questions import Asked, Named, block, columns, output, parameters, pool


def kept(size, value, directions, window):
    """Return how many nudges by one pixel leave the pooled map of a bright corner as it is."""
    image = np.zeros(size)
    image[0, 0] = value
    nudges = [nudge for nudge in itertools.product((-1, 0, 1), repeat=2) if any(nudge)]
    moved = [np.roll(image, nudge, axis=(0, 1)) for nudge in nudges]
    if len(nudges) != directions or len(set(window)) != 1 or not image.any():
        return None
    return sum(np.array_equal(pool(image, window[0]), pool(each, window[0])) for each in moved)


def wrong_cell(size, stride, padding, count, text):
    """Return the one cell of the printed map that is not the largest of its window."""
    image, printed = columns(block(text)[1:], 5, 3)
    if printed.size != int(count):
        return None
    [place] = np.argwhere(pool(image, size, stride, padding) != printed)
    return tuple(map(int, place))


ASKED = {
    "pooling-predict-1": Asked(
        "An {size} digit is pooled with {window} windows.",
        lambda size, window: output(size, window, stride=window[0]) if len(set(window)) == 1 else None,
    ),
    "pooling-predict-4": Asked(
        "A {size} image is 0 except for a {value} in the top left corner. You nudge it by one pixel. "
        "In how many of the {directions} directions does the map pooled with {window} windows",
        kept,
        loose=("value",),
    ),
    "pooling-1": Asked(
        "Pool this map with {window} windows and stride {stride}.",
        lambda window, stride, text: pool(*columns(block(text), 4), window[0], stride) if len({*window}) == 1 else None,
    ),
    "pooling-2": Asked(
        "`MaxPool2d({window})` turns {channels} feature maps of {sides}, {size}, into",
        lambda window, channels, sides, size: (
            (channels, *output(sides, window, stride=window)) if size == (channels, *sides) else None
        ),
    ),
    "pooling-3": Asked(
        "After `Conv2d({inputs}, {outputs}, {kernel})`, {filters} filters of {sides} over {channels} channels",
        lambda inputs, outputs, kernel, filters, sides, channels: (
            parameters(inputs, outputs, kernel)
            if (inputs, outputs, kernel, kernel) == (channels, filters, *sides)
            else None
        ),
    ),
    "pooling-5": Asked(
        "`max_pool2d(x, {size}, stride={stride}, padding={padding})`, and one of the {count} cells is wrong.",
        wrong_cell,
    ),
}

ELSEWISE = {
    "pooling-predict-2": "which maps change: what the picture shows",
    "pooling-predict-3": Named("Take the digit, {window} windows, and the mean of", "a measurement"),
    "pooling-predict-5": Named(
        "With `padding={padding}`, the first window covers", "what the picture shows, one of three"
    ),
    "pooling-4": Named(
        "find a {size} image, with at least {least} pixels that are not 0", "the learner's own image, measured"
    ),
    "pooling-6": "a function: its trials are maps of several shapes",
}
