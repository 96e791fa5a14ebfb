"""What the captions of 09_learning_filters have to say: see ``tests/helpers/captions.py``."""

import itertools
import re

import numpy as np
from captions import counted, number
from definitions import convolution

SUPERSCRIPTS = dict(zip("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))


def in_powers(value):
    """Write a number of any size as the captions of this lesson do."""
    if np.isnan(value):
        return "NaN"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    size = abs(value)
    if size < 1000:
        return number(value, 4 if size < 0.01 else 2)
    sign = "−" if value < 0 else ""
    if size < 1e6:
        return f"{sign}{round(size):,}"
    digit, _e, power = f"{size:.0e}".partition("e+")
    return f"{sign}{digit}·10{''.join(SUPERSCRIPTS[each] for each in str(int(power)))}"


def nudged(loss, array):
    """Return how fast a loss grows with each number of an array, from two losses close to each other."""
    slopes = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        step = np.zeros(array.shape)
        step[place] = 1e-4
        slopes[place] = (loss(array + step) - loss(array - step)) / 2e-4
    return slopes


def gradients(values, namespace):
    """``show_back``: the loss is the sum of all output cells, each times its gradient."""
    image, kernel, gradient = (
        np.asarray(each, float) for each in (*map(namespace.get, ("image", "kernel")), values["gradient"])
    )
    # What the notebook's line of code gives, which is what is nudged against.
    back = namespace["conv2d_backward"](gradient, image, kernel)
    differences = [
        back[0] - nudged(lambda pixels: (convolution(pixels, kernel) * gradient).sum(), image),
        back[1] - nudged(lambda weights: (convolution(image, weights) * gradient).sum(), kernel),
    ]
    largest = max(np.abs(each).max() for each in differences)
    row, column = divmod(values["position"], gradient.shape[1])
    amount = number(gradient[row, column])
    said = (
        f"The loss is {number((convolution(image, kernel) * gradient).sum())}. "
        f"The output gradient {amount} in row {row}, column {column} adds {amount} × window to the kernel gradient and "
        f"{amount} × kernel to the input gradient. "
        f"Nudging all {image.size + kernel.size} numbers gives the same; the largest difference is "
    )
    # The losses beside it are rounded, and the roundings are divided by the distance between two nudges.
    roundings = 1e-11 * (convolution(image, abs(kernel)) * abs(gradient)).sum()
    assert largest < max(1e-6, roundings)
    if roundings < 1e-6:
        return f"{said}less than 0.000001."

    def with_roundings(caption):
        found = re.fullmatch(re.escape(said) + r"(less than 0\.000001|[\d.]+)\.", caption)
        is_small = found and (found[1].startswith("less") or float(found[1]) < roundings)
        return caption if is_small else f"{said}less than {number(roundings, 6)}."

    return with_roundings


def way_back(values, namespace):
    """``show_way_back``: the largest of a window gets the whole gradient; a ReLU stops it where z is not above 0."""
    row, column = divmod(values["position"], 2)
    window = np.asarray(values["z"])[2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    passes = window.max() > 0
    return (
        f"The gradient 4 in row {row}, column {column} of grad_p reaches 1 cell of a; "
        f"the ReLU lets it pass to {'1 cell' if passes else 'no cell'} of z."
    )


def descent(values, namespace):
    """``show_descent``: ten steps of one weight, whose output should be twice the image.

    With an image of squares that are 2.5 on average, the loss is 2.5 · (w − 2)², and the slope 5 · (w − 2).
    """
    rate, scale = values["learning_rate"], values["brightness"] ** 2 * 2.5
    covered = values["with_relu"]

    def loss(w):
        return scale * ((max(w, 0) if covered else w) - 2) ** 2

    path = [float(values["start"])]
    for _step in range(10):
        w = path[-1]
        slope = 0 if covered and w <= 0 else 2 * scale * (w - 2)
        path.append(w - rate * slope)
    heights = [loss(w) for w in path]
    said = (
        f"From w = {number(path[0])}, 10 steps with learning rate {number(rate, 3)} end at w = {in_powers(path[-1])}. "
        f"The loss goes from {in_powers(heights[0])} to {in_powers(heights[-1])}."
    )
    jumps = list(itertools.pairwise(heights))
    if covered and path[-1] <= 0:
        said += " The slope is 0 there, so no step moves w."
    elif all(after > before + 1e-9 for before, after in jumps):
        said += " Each jump ends higher than it began."
    elif all(abs(after - before) < 1e-9 for before, after in jumps) and heights[-1] > 0.1:
        said += " Each jump ends exactly as high as it began."
    # The chart goes from −2 to 10, and up to 50.
    outside = sum(not (-2 - 1e-9 <= w <= 10 + 1e-9 and height <= 50) for w, height in zip(path, heights, strict=True))
    if outside:
        said += f" {counted(outside, 'dot is', 'dots are')} outside the chart."
    return said


def fitting(values, namespace):
    """``learn``: the picture before the first step."""
    return next(said_of_steps(values, namespace))


def fitting_pictures(namespace):
    """``learn``: each picture at each learning rate, plain and with momentum."""
    for rate, momentum in itertools.product([0.1, 0.2, 0.5, 1, 1.3, 1.5, 2, 5], [0, 0.9]):
        settings = {"learning_rate": rate, "momentum": momentum}
        yield settings, said_of_steps(settings, namespace)


def said_of_steps(values, namespace):
    """Yield the caption of each picture: fifty steps of a kernel towards the one that made the target."""
    rate, momentum, photo, target = values["learning_rate"], values["momentum"], namespace["photo"], namespace["target"]
    windows = np.lib.stride_tricks.sliding_window_view(photo, (3, 3)).reshape(-1, 9)
    weights, velocity, losses = np.zeros(9), np.zeros(9), []
    for step in range(51):
        error = windows @ weights - target.ravel()
        losses.append(float(np.mean(error**2)))
        said = (
            f"Learning rate {number(rate)}, momentum {number(momentum)}, step {step} of 50: the loss is "
            f"{in_powers(losses[-1])}."
        )
        if losses[-1] > losses[0]:
            best = min(range(len(losses)), key=losses.__getitem__)
            said += f" It was lowest after step {best}, {in_powers(losses[best])}, and grew from there."
        high = [place for place, loss in enumerate(losses) if loss > 100]
        if high:
            said += f" From step {high[0]} on, it is higher than the chart: the line runs along the top."
        yield said
        velocity = momentum * velocity + 2 * error @ windows / error.size
        weights = weights - rate * velocity


CAPTIONS = {"show_back": gradients, "show_way_back": way_back, "show_descent": descent, "learn": fitting}
FILMS = {"learn": fitting_pictures}
