"""What the questions of ``05_convolution_3d`` ask."""

import numpy as np
from questions import Asked, Named, block, columns, correlate, output, parameters

from cnnlib import samples
from cnnlib.lessons.convolution_3d import four_filters


def summed(channels, kernels):
    """Return the sum of the partials."""
    return sum(correlate(*pair) for pair in zip(channels, kernels, strict=True))


def map_of_a_block(count, text):
    """Return the map of the channels and kernels that are printed side by side."""
    first, second, kernel, other = columns(block(text), 3, 3, 2, 2)
    return summed((first, second), (kernel, other)) if count == 2 else None


def wrong_cell(count, text):
    """Return the one cell of the printed sum that is not the sum of the printed partials."""
    lines = block(text)
    red, green = columns(lines[1:4], 3, 3)
    blue, printed = columns(lines[6:9], 3, 3)
    [place] = np.argwhere(red + green + blue != printed)
    return tuple(map(int, place)) if count == 3 else None


def corner_without_green(bias):
    """Return the bottom right cell of the toy image's map, without green."""
    red, _green, blue = samples.toy_channels()
    kernel = samples.toy_kernel()
    return summed((red, blue), (kernel, kernel))[-1, -1] + bias


def of_one_pixel(size, wanted, most):
    """Return a layer of 1×1 filters, where its parameters are few enough."""
    count = parameters(size[0], wanted[0], 1)
    layer = {"filters": wanted[0], "kernel_size": 1, "padding": 0, "parameters": count}
    return layer if count < most and size[1:] == wanted[1:] else None


def blind_to_grey(zero, grey, orange, blue):
    """Return weights that give 0 for grey and for a colour, and more for another one."""
    weights = np.cross((1, 1, 1), orange)
    weights = weights * np.sign(weights @ np.array(blue))
    return weights if zero == grey == 0 and weights @ np.array(blue) > 0 else None


ASKED = {
    "channels-predict-1": Asked(
        "infrared: {size}. The filter is {kernel}. In how many places does it fit?",
        lambda size, kernel: np.prod(output(size, kernel)),
    ),
    "channels-predict-2": Asked("and with a bias of {bias}: what is the bottom right cell", corner_without_green),
    "channels-predict-3": Asked(
        "a photograph of a cat, {size}, without padding.",
        lambda size: (len(four_filters()), *output(size[1:], 3)) if size[0] == four_filters().shape[1] else None,
    ),
    "channels-predict-4": Asked(
        "A layer has {filters} filters of {kernel} and reads colour: {channels} channels.",
        lambda filters, kernel, channels: parameters(channels, filters, kernel[0]) if len({*kernel}) == 1 else None,
    ),
    "channels-1": Asked(
        "Now you: {size}, {filters} filters of {kernel} and padding {padding}.",
        lambda size, filters, kernel, padding: (
            (filters, *output(size[1:], kernel[1:], padding)) if size[0] == kernel[0] else None
        ),
    ),
    "channels-2": Asked("{count} channels and their kernels, no bias, no padding.", map_of_a_block),
    "channels-3": Asked(
        "A layer reads {size} and should give {wanted}, with fewer than {most} parameters.",
        of_one_pixel,
        loose=("most",),
    ),
    "channels-4": Asked("{count} partials, no bias. One cell of the sum is wrong.", wrong_cell),
    "channels-5": Asked(
        "a 1×1 filter: {zero} on every grey pixel (three equal numbers) and {grey} on orange, {orange}, but "
        "positive on blue, {blue}.",
        blind_to_grey,
    ),
}

ELSEWISE = {
    "channels-predict-5": Named(
        "The weights become {red}, {green} and {blue}.", "darker or brighter: what the picture shows"
    ),
    "channels-6": "a function: its trials are images and filters of several shapes",
}
