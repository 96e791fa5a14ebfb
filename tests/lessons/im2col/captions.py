"""What the captions of 11_im2col have to say: see ``tests/helpers/captions.py``."""

import re

import numpy as np
from captions import number
from definitions import convolution


def columns(values, namespace):
    """``show_columns``: each window, row by row, is a column."""
    size = values["kernel_size"]
    image = np.asarray(values["image"])
    if size > 4:
        return None
    side = 4 - size + 1
    row, column = divmod(values["position"], side)
    pixels = [number(image[row + i, column + j]) for i in range(size) for j in range(size)]
    return (
        f"The {size}×{size} windows of the input become a ({size * size}, {side * side}) array; "
        f"column {values['position']} is the window in row {row}, column {column}: {', '.join(pixels)}."
    )


def product(values, namespace):
    """``show_product``: a row of weights times a column is a cell of the filter's map."""
    filters, position = values["filters"], values["position"]
    chosen = min(values["chosen"], filters - 1)
    map_ = convolution(namespace["toy"], namespace["weight"][chosen, 0])
    row, column = divmod(position, 2)
    return (
        f"Weights ({filters}, 9) times columns (9, 4) give ({filters}, 4); "
        f"row {chosen} times column {position} is {number(map_[row, column])}, the map's cell in row {row}, column "
        f"{column}."
    )


def race(values, namespace):
    """``show_race``: multiplications; or times, which nobody knows beforehand, and their ratio."""
    if values["measure"]:
        return _measured
    many = f"{9 * (values['side'] - 2) ** 2:,}"
    return f"No time is measured yet. Multiplications: loops {many}; columns alone 0; one product {many}."


def _measured(said):
    time = r"([\d.]+)"
    ways = ", ".join(f"{way} {time} ms" for way in ("loops", "columns alone", "one product", "conv2d"))
    found = re.fullmatch(rf"{ways}\. The loops take ([\d,.]+) times as long as one product\.", said)
    if not found:
        return "four times and the ratio of two of them"
    # Each number was rounded before it was written: by up to half of its last decimal.
    loops, one = (_within(found[way], 0.05 if float(found[way]) > 10 else 0.0005) for way in (1, 3))
    written = found[5].replace(",", "")
    low, high = _within(written, 0.5 if float(written) >= 10 else 0.05)
    agree = loops[0] / one[1] <= high and low <= loops[1] / one[0]
    return said if agree else f"{found[1]} / {found[3]} times as long"


def _within(text, rounding):
    return float(text) - rounding, float(text) + rounding


def memory(values, namespace):
    """``show_memory``: numbers of 8 bytes, as many as there are windows times pixels of a window."""
    side, size, channels = (values[name] for name in ("side", "kernel_size", "channels"))
    if size > side:
        return None
    numbers = channels * size * size * (side - size + 1) ** 2
    mebibytes = 8 * numbers / 1024**2
    taken = f"{mebibytes:,.1f} MiB" if mebibytes >= 10 else f"{number(mebibytes)} MiB"
    if mebibytes < 1:
        taken = f"{8 * numbers:,} bytes"
    return (
        f"All columns of a ({channels}, {side}, {side}) image at {size}×{size} take {taken}, "
        f"{number(numbers / (channels * side * side))} times the image."
    )


def back(values, namespace):
    """``show_back``: each cell of the columns goes back to the pixel that it would be copied from."""
    size, toy = values["kernel_size"], namespace["toy"]
    row, column = divmod(values["pixel"], 4)
    places = 4 - size + 1
    windows = [
        (top, left)
        for top in range(places)
        for left in range(places)
        if top <= row < top + size and left <= column < left + size
    ]
    cell = toy[row, column] if values["columns"] == "of the image" else 1
    count = len(windows)
    return (
        f"Of the {size * size * places * places} cells of the columns, {count} {'belongs' if count == 1 else 'belong'} "
        f"to the pixel in row {row}, column {column}; "
        f"the sum is {number(count * cell)}."
    )


CAPTIONS = {
    "show_columns": columns,
    "show_product": product,
    "show_race": race,
    "show_memory": memory,
    "show_back": back,
}
