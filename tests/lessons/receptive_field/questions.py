"""What the questions of ``08_receptive_field`` ask."""

import numpy as np
from questions import Asked, Named, block, numbers

from cnnlib import Sequential, samples
from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader


def field(*layers):
    """Return (size, jump) after layers of (kernel, stride)."""
    size, jump = 1, 1
    for kernel, stride in layers:
        size, jump = size + (kernel - 1) * jump, jump * stride
    return size, jump


def first_wrong(text):
    """Return the first line of the printed table whose size does not follow, with the right size."""
    size, jump = 1, 1
    for layer, kernel, stride, printed, _jump in map(numbers, block(text)[1:]):
        size, jump = size + (kernel - 1) * jump, jump * stride
        if size != printed:
            return {"layer": layer, "size": size}
    return None


def identical(wanted, least, stride, most):
    """Return the identical layers with the smallest kernel that see so many pixels."""
    options = ((layers, kernel) for kernel in range(2, 20) for layers in range(least, 40))
    found = ((layers, kernel) for layers, kernel in options if field(*[(kernel, stride)] * layers)[0] == wanted[0])
    cheap = [(layers, kernel) for layers, kernel in found if layers * kernel * kernel < most]
    return {"layers": cheap[0][0], "kernel_size": cheap[0][1]} if cheap and len(set(wanted)) == 1 else None


def strongest(size, jump, start, chosen):
    """Return the image that a filter responds to most, and how many of its pixels the largest cell sees."""
    if not 0 <= chosen < 16:
        return None
    *_others, images, _labels = samples.digits_split()
    maps = Sequential(*load_reader().layers[:5])(network_input(images))[:, chosen]
    image = maps.max(axis=(1, 2)).argmax()
    place = divmod(int(maps[image].argmax()), maps.shape[2])
    seen = [range(start + jump * at, start + jump * at + size) for at in place]
    return {"image": int(image), "pixels": tuple(sum(0 <= pixel < 8 for pixel in each) for each in seen)}


def fields(kernel_sizes, strides):
    """Return the size after each layer."""
    layers = list(zip(kernel_sizes, strides, strict=True))
    return np.array([field(*layers[: count + 1])[0] for count in range(len(layers))])


ASKED = {
    "receptive-predict-1": Asked(
        "{layers} {kernel} layers: how many pixels across",
        lambda layers, kernel: field(*[(kernel[0], 1)] * layers)[0] if len({*kernel}) == 1 else None,
    ),
    "receptive-predict-2": Asked(
        "is a {kernel} convolution with padding {padding}, a ReLU and a {window} pooling. After one block a cell sees "
        "{once} pixels, after two {twice}. … How many pixels across does a cell see after {blocks} blocks?",
        lambda kernel, padding, window, once, twice, blocks: (
            field(*[(kernel[0], 1), (window[0], window[0])] * blocks)[0]
            if [once, twice] == [(field(*[(kernel[0], 1), (window[0], window[0])] * n)[0],) * 2 for n in (1, 2)]
            and len({*kernel}) == len({*window}) == 1
            and 2 * padding == kernel[0] - 1
            else None
        ),
    ),
    "receptive-1": Asked("in which one is the first wrong `size`, and what should it be?", first_wrong),
    "receptive-2": Asked(
        "Make a cell see {wanted} pixels. Use {least} or more identical convolutions: one filter each, "
        "stride {stride}, fewer than {most} weights",
        identical,
        loose=("least",),
    ),
    "receptive-4": Asked(
        "Size is {size}, jump is {jump}, and padding makes cell 0 start at {start}. … Now filter {chosen}:", strongest
    ),
    "receptive-5": Asked(
        "Kernels {a}, {b}, {c}, {d} with strides {p}, {q}, {r}, {s} give {first}, {second}, {third}, {last}.",
        lambda a, b, c, d, p, q, r, s, first, second, third, last: (
            fields if list(fields([a, b, c, d], [p, q, r, s])) == [first, second, third, last] else None
        ),
        loose=("s",),
    ),
}

ELSEWISE = {
    "receptive-predict-3": "what the picture shows, one of four",
    "receptive-predict-4": Named(
        "do the patches of filter {filter} come?", "a count over the digits of a trained filter"
    ),
    "receptive-3": "the learner's own detector, run on boxes",
}
