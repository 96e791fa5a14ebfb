"""What the questions of ``11_im2col`` ask."""

import re

import numpy as np
from questions import Asked, Named, arrays_in, output, windows_at

from cnnlib import samples


def used(pixel, size, kernel):
    """Return how many windows hold a pixel of an image."""
    across = [windows_at(*each) for each in zip(pixel, size, kernel, strict=True)]
    return across[0] * across[1]


def nearest(text, value):
    """Return the letter of the number that comes closest; the numbers stand in the cell."""
    offered = {letter: int(number) for letter, number in re.findall(r'"(\w)": about (\d+)', text)}
    return min(offered, key=lambda letter: abs(offered[letter] - value))


def wrong_column(kernel, text):
    """Return the one printed column that is not its window."""
    figure, printed = arrays_in(text, "figure", "printed")
    places = np.ndindex(*output(figure.shape, kernel))
    laid_out = [figure[row : row + kernel[0], column : column + kernel[1]].ravel() for row, column in places]
    [wrong] = [number for number, window in enumerate(laid_out) if list(printed[:, number]) != list(window)]
    return wrong


ASKED = {
    "im2col-predict-1": Asked(
        "Now the windows are {kernel}, on the same image.",
        lambda kernel: (kernel[0] * kernel[1], np.prod(output(samples.toy_input().shape, kernel))),
    ),
    "im2col-predict-4": Asked(
        "Now the windows are {kernel}. How many times the memory of the {size} image do the columns take?",
        lambda kernel, size, text: nearest(text, np.prod(kernel) * np.prod(output(size, kernel)) / np.prod(size)),
        loose=("size",),
    ),
    "im2col-predict-5": Asked(
        "columns for {kernel} windows, and send them back. The last pixel of row {row} was a {value}.",
        lambda kernel, row, value: (
            value * used((row, 3), (4, 4), kernel) if samples.toy_input()[row, 3] == value else None
        ),
    ),
    "im2col-1": Asked(
        "Now you: {size} in float32, {each} bytes a number, with {kernel} windows.",
        lambda size, each, kernel: size[0] * np.prod(kernel) * np.prod(output(size[1:], kernel)) * each,
    ),
    "im2col-2": Asked(
        "One of these {count} columns of {kernel} windows was laid out wrongly.",
        lambda count, kernel, text: (
            wrong_column(kernel, text) if arrays_in(text, "printed")[0].shape[1] == count else None
        ),
    ),
    "im2col-5": Asked(
        "In the columns of a {size} image for {kernel} windows, every number is {value}. What does `col2im` put into "
        "row {row}, column {column}?",
        lambda size, kernel, value, row, column: {"pixel": value * used((row, column), size, kernel), "speed": "b"},
    ),
}

ELSEWISE = {
    "im2col-predict-2": Named(
        "Now there are {filters} filters instead of one.", "which grids get larger: a count in the picture"
    ),
    "im2col-predict-3": Named("A {size} photograph has", "a measurement"),
    "im2col-3": "a function: its trials are weights and columns",
    "im2col-4": "a function: its trials are images of several shapes",
}
