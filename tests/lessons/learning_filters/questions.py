"""What the questions of ``09_learning_filters`` ask."""

import numpy as np
from questions import Asked, Named, arrays_in, block, correlate, numbers

from cnnlib import samples


def winners_gradient(window, gradient):
    """Return the gradients of a window's cells before the ReLU: the largest gets it, if it is above 0."""
    z = np.array(window)
    return gradient * ((z == z.max()) & (z > 0))


def kernel_gradient(gradient, text):
    """Return the kernel's gradient where the largest cell of the map gets all of it."""
    image, kernel = arrays_in(text, "x", "weights")
    grad_z = winners_gradient(correlate(image, kernel), gradient)
    return correlate(image, grad_z)


def wrong_cell(count, text):
    """Return the one printed cell that is not the sum of gradient times pixel."""
    rows = [numbers(line) for line in block(text)[2:]]  # the gradient stands in two of them, the kernel's in three
    image, gradient = np.array([row[:4] for row in rows]), np.array([row[4:6] for row in rows[:2]])
    printed = np.array([rows[0][6:], rows[1][6:], rows[2][4:]])
    wrong = np.argwhere(correlate(image, gradient) != printed)
    return tuple(map(int, wrong[0])) if len(wrong) == count else None


ASKED = {
    "learning-predict-1": Asked(
        "What is the gradient of the first weight (row {row}, column {column}) now?",
        lambda row, column: samples.toy_input()[row, column : column + 2].sum(),
    ),
    "learning-predict-2": Asked(
        "has the gradient {gradient}, all others 0. Its window in z is {window}.",
        lambda gradient, window: winners_gradient(window, gradient),
        loose=("gradient",),
    ),
    "learning-1": Asked(
        "The image is {image}, its target twice that.", lambda image: 2 / (2 * np.mean(np.square(image)))
    ),
    "learning-2": Asked("Now you: the pooled cell has the gradient {gradient}.", kernel_gradient),
    "learning-4": Asked("{count} cell of this kernel gradient is wrong.", wrong_cell),
}

ELSEWISE = {
    "learning-predict-3": Named(
        "What do the steps do at {rate}, from w = {start}?", "what the picture shows, one of four"
    ),
    "learning-predict-4": Named(
        "What does the loss do at {rate}, without momentum?", "what the film shows, one of four"
    ),
    "learning-hunt": "the learner's own settings, run",
    "learning-3": Named("so that its loss ends below {loss}.", "the learner's own settings, run"),
    "learning-5": "a function: its trials are images and gradients of several shapes",
}
