"""What the captions of 06_max_pooling have to say: see ``tests/helpers/captions.py``."""

import itertools

import numpy as np
from captions import number
from definitions import pooling

COLOURS = ("red", "green", "blue")
DIRECTIONS = {
    "up and left": (-1, -1),
    "up": (-1, 0),
    "up and right": (-1, 1),
    "left": (0, -1),
    "": (0, 0),
    "right": (0, 1),
    "down and left": (1, -1),
    "down": (1, 0),
    "down and right": (1, 1),
}
KINDS = {"max": np.max, "average": np.mean}


def windows_beside_each_other(values, namespace):
    """``show``: windows as large as their stride."""
    return largest_of_a_window(namespace["digit"], values["position"], values["kernel_size"], values["kernel_size"], 0)


def windows_in_padding(values, namespace):
    """``show_padding``: a window that could see nothing but padding has no largest pixel."""
    if values["padding"] >= values["kernel_size"]:
        return None
    return largest_of_a_window(
        namespace["image"], values["position"], values["kernel_size"], values["stride"], values["padding"]
    )


def largest_of_a_window(image, position, size, stride, padding):
    height, width = image.shape
    down, across = ((side + 2 * padding - size) // stride + 1 for side in image.shape)
    row, column = divmod(position, across)
    top, left = row * stride - padding, column * stride - padding
    seen = [
        image[y, x]
        for y, x in itertools.product(range(top, top + size), range(left, left + size))
        if 0 <= y < height and 0 <= x < width
    ]
    return (
        f"Max pooling, {size}×{size} windows, stride {stride}, padding {padding}: ({height}, {width}) becomes "
        f"({down}, {across}). "
        f"The window of row {row}, column {column} keeps {number(max(seen))}."
    )


def channels(values, namespace):
    """``show_channels``: each channel is pooled alone; a muted one is 0 everywhere."""
    image, size = namespace["images"][values["image"]], values["kernel_size"]
    height, width = (side // size for side in image.shape[1:])
    row, column = divmod(values["position"], width)
    largest = []
    for name, channel in zip(COLOURS, image, strict=True):
        window = channel[row * size : (row + 1) * size, column * size : (column + 1) * size]
        largest.append(f"{'0' if values['muted'] == name else number(window.max())} in {name}")
    return (
        f"A (3, {image.shape[1]}, {image.shape[2]}) input gives a (3, {height}, {width}) output; "
        f"in row {row}, column {column} the largest is {', '.join(largest)}."
    )


def moved_by_one_pixel(nudge):
    """Return how the sentence begins, and by how much rows and columns move."""
    name, move = list(DIRECTIONS.items())[nudge]
    return f"The image has moved {name} by one pixel." if name else "The image has not moved.", move


def change(image, move, size, kind):
    """Return by how much a pooled cell changes on average when what leaves on one side comes in on the other."""
    down, right = move
    rows = (np.arange(image.shape[0]) - down) % image.shape[0]
    columns = (np.arange(image.shape[1]) - right) % image.shape[1]
    return np.abs(pooling(image[np.ix_(rows, columns)], size, kind) - pooling(image, size, kind)).mean()


def changes(values, namespace):
    """``show_shift``: three decimals for a photograph of 0 to 1, two for a digit of 0 to 16."""
    image, size, kind = namespace["pictures"][values["image"]], values["kernel_size"], values["pool"]
    moved, move = moved_by_one_pixel(values["nudge"])
    digits = 3 if image.max() <= 1 else 2
    ways = {
        "without pooling": (1, np.max),
        "after max pooling": (size, np.max),
        "after average pooling": (size, np.mean),
    }
    means = [
        f"{number(sum(change(image, each, *way) for each in DIRECTIONS.values()) / 8, digits)} {name}"
        for name, way in ways.items()
    ]
    return (
        f"{moved} A cell changes by {number(change(image, move, 1, np.max), digits)} without pooling and by "
        f"{number(change(image, move, size, KINDS[kind]), digits)} after {kind} pooling. "
        f"Mean of the 8 directions: {', '.join(means)}."
    )


def cells_that_stay(values, namespace):
    """``show_nudge``: 2×2 windows of an image that is typed in."""
    image = np.asarray(values["image"])
    changed = {
        move: (pooling(np.roll(image, move, (0, 1)), 2) != pooling(image, 2)).sum() for move in DIRECTIONS.values()
    }
    moved, move = moved_by_one_pixel(values["nudge"])
    cells = image.size // 4
    whole = sum(count == 0 for each, count in changed.items() if each != (0, 0))
    return (
        f"{moved} {cells - changed[move]} of {cells} pooled cells keep their value. "
        f"All of them do in {whole} of the 8 directions."
    )


CAPTIONS = {
    "show": windows_beside_each_other,
    "show_channels": channels,
    "show_shift": changes,
    "show_nudge": cells_that_stay,
    "show_padding": windows_in_padding,
}
