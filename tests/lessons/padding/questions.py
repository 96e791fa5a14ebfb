"""What the questions of ``03_padding`` ask."""

import numpy as np
from questions import Asked, output, windows_at


def layers_that_fit(size, kernel):
    """Return how many layers a stack without padding can have."""
    count = 0
    while size >= kernel:
        size, count = size - kernel + 1, count + 1
    return count


def mean_in_the_corner(value, kernel, padding):
    """Return the mean of the first window of an image that holds one value."""
    image = np.pad(np.full((10, 10), value), padding)
    return image[: kernel[0], : kernel[1]].mean()


def equal_use(size, kernel):
    """Return the smallest padding with which all pixels of a row are in equally many windows."""
    used = (
        (padding, {windows_at(pixel, size, kernel, padding) for pixel in range(size)}) for padding in range(kernel + 1)
    )
    return next(padding for padding, counts in used if len(counts) == 1)


ASKED = {
    "padding-predict-1": Asked(
        "The padding is now {padding}. The image is {size} and the kernel {kernel}, as before.",
        lambda padding, size, kernel: output(size, kernel, padding),
    ),
    "padding-predict-2": Asked(
        "A {size} image goes through layers with {kernel} kernels, without padding.",
        lambda size, kernel: (
            layers_that_fit(size[0], kernel[0]) if size[0] == size[1] and len(set(kernel)) == 1 else None
        ),
    ),
    "padding-predict-3": Asked(
        "The padding becomes {padding}. In how many windows is the corner pixel now?",
        lambda padding: windows_at(0, 6, 3, padding) ** 2,
    ),
    "padding-predict-5": Asked(
        "The kernel is {kernel}, the padding same. How many rows of zeros are there in all",
        lambda kernel: kernel[0] - 1 if len(set(kernel)) == 1 else None,
    ),
    "padding-1": Asked(
        "Now you: the image has {rows} rows and {columns} columns, the kernel is {kernel}, the padding is {padding}.",
        lambda rows, columns, kernel, padding: output((rows, columns), kernel, padding),
    ),
    "padding-2": Asked(
        "an image that is {value} everywhere, a {kernel} kernel that takes the mean, and padding {padding}.",
        mean_in_the_corner,
    ),
    "padding-3": Asked(
        "turn a {size} image into {wanted}, with at least {padding} of padding.",
        lambda size, wanted, padding: {
            "kernel_size": tuple(a + 2 * padding - b + 1 for a, b in zip(size, wanted, strict=True)),
            "padding": padding,
        },
    ),
    "padding-4": Asked(
        "The input is {size} and the kernel is {kernel}. What is the smallest padding that uses all pixels equally",
        lambda size, kernel: equal_use(size[0], kernel[0]) if len({*size}) == len({*kernel}) == 1 else None,
    ),
}

ELSEWISE = {
    "padding-predict-4": "darker or brighter: the picture's difference tells",
    "padding-5": "three purposes, each with a name",
    "padding-6": "a function: its trials are images of several shapes",
}
