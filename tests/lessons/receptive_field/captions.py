"""What the captions of 08_receptive_field have to say: see ``tests/helpers/captions.py``."""

import functools

import numpy as np
from captions import counted, number
from definitions import channels_convolution, convolution, pooling, ramp

from cnnlib import samples
from cnnlib.data.files import FOLDER

EDGES = {"left": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]], "top": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]}


def cell_nearest_to(place, start, size, jump, count):
    """Return which cell of a map has its field centred nearest to a pixel; of two as near, it is the later."""
    return min(range(count), key=lambda cell: (abs(start + jump * cell + (size - 1) / 2 - place), -cell))


def field(windows):
    """Return (first pixel of the field of cell 0, pixels in a field, pixels from one field to the next).

    Windows are (size, stride, padding), one after the other.
    """
    first, last = range(2)
    ends = []
    for cell in (first, last):
        low = high = cell
        for size, stride, padding in reversed(windows):
            low, high = low * stride - padding, high * stride - padding + size - 1
        ends.append((low, high))
    (low, high), (next_low, _next_high) = ends
    return low, high - low + 1, next_low - low


def nudged(values, namespace):
    """``show_nudge``: layers of ones, in which 1 is added to each pixel of a digit alone."""
    layers, size, pool, digit = values["layers"], values["kernel_size"], values["pool"], namespace["digit"]

    def output(images):
        for _layer in range(layers):
            if images.shape[-1] < size:
                return None
            images = ramp(channels_convolution(images, np.ones((1, 1, size, size))))
            if images.shape[-1] < pool:
                return None
            images = pooling(images, pool)
        return images[:, 0]

    before = output(digit[None, None])
    if before is None:
        return None
    start, across, jump = field([(size, 1, 0), (pool, pool, 0)] * layers)
    row, column = (
        cell_nearest_to(place, start, across, jump, count)
        for place, count in zip(divmod(values["pixel"], 8), before.shape[1:], strict=True)
    )
    images = np.array([digit + (np.arange(64).reshape(8, 8) == pixel) for pixel in range(64)])[:, None]
    changed = sum(value != before[0, row, column] for value in output(images)[:, row, column])
    return (
        f"Each of the 64 pixels was nudged alone: {changed} of them changed the cell in row {row}, column {column}. "
        f"Its field is {across}×{across}."
    )


def reach(values, namespace):
    """``show_reach``: which pixels a cell of the last map sees, traced back from map to map."""
    blocks, size, pool = values["blocks"], values["kernel_size"], values["pool"]
    windows = [(size, 1, size // 2), (pool, pool, 0)] * blocks
    sides = [28]
    for kernel, stride, padding in windows:
        sides.append((sides[-1] + 2 * padding - kernel) // stride + 1)
    start, across, jump = field(windows)
    cells = [cell_nearest_to(place, start, across, jump, sides[-1]) for place in divmod(values["pixel"], 28)]
    ends = []
    for cell in cells:
        low = high = cell
        for (kernel, stride, padding), side in zip(reversed(windows), reversed(sides[:-1]), strict=True):
            # What lies in a padding is no cell, and sees nothing of the map before.
            low, high = max(0, low * stride - padding), min(side - 1, high * stride - padding + kernel - 1)
        ends.append((low, high))
    (top, bottom), (left, right) = ends
    height, width = bottom - top + 1, right - left + 1
    padded = (height, width) != (across, across)
    return (
        f"The cell in row {cells[0]}, column {cells[1]} of the last map ({sides[-1]}, {sides[-1]}) sees "
        f"{height}×{width} of the 28×28 pixels, from row {top}, column {left}"
        f"{f'. Its field is {across}×{across}, and the rest of it is padding' * padded}."
    )


def corner(values, namespace):
    """``show_corner``: two edge maps, a kernel for each, a bias and ReLU."""
    # In thousandths, as whole numbers: kernels are typed, and roundings must not tell equal sums apart.
    parts = [
        convolution(ramp(convolution(values["image"], EDGES[name], 1)), np.rint(1000 * values[f"{name}_kernel"]), 1)
        for name in ("left", "top")
    ]
    sums = parts[0] + parts[1]
    row, column = next(cell for cell in np.ndindex(8, 8) if sums[cell] == sums.max())
    equal = sum(value == sums.max() for value in sums.flat) - 1
    others = f" (and in {counted(equal, 'more cell', 'more cells')})" if equal else ""
    holding = ramp(sums + 1000 * values["bias"])
    fire = sum(value > 0 for value in holding.flat)
    return (
        f"{fire} of 64 cells {'fires' if fire == 1 else 'fire'}. The largest sum is in row {row}, column {column}"
        f"{others}: {number(parts[0][row, column] / 1000)} from left, {number(parts[1][row, column] / 1000)} from top, "
        f"bias {number(values['bias'])}. The cell holds {number(holding[row, column] / 1000)}."
    )


def patches(values, namespace):
    """``show_patches``: the trained network's maps of all test digits, and the strongest cell in each."""
    maps = _maps(values["layer"])
    if values["filter"] >= maps.shape[1]:
        return None
    responses, labels = maps[:, values["filter"]], namespace["labels"]
    strongest = sorted(range(len(labels)), key=lambda image: -responses[image].max())[:12]
    shown = [int(labels[image]) for image in strongest]
    counts = sorted(((shown.count(digit), digit) for digit in set(shown)), key=lambda pair: (-pair[0], pair[1]))
    (most, often), *others = counts
    listed = [f"{often} ({most} patches)"] + [f"{digit} ({times})" for times, digit in others]
    windows = [(3, 1, 1)] if values["layer"] == 1 else [(3, 1, 1), (2, 2, 0), (3, 1, 1)]
    start, across, jump = field(windows)
    map_ = responses[strongest[values["patch"]]]
    places = next(cell for cell in np.ndindex(map_.shape) if map_[cell] == map_.max())
    height, width = (
        sum(0 <= pixel < 8 for pixel in range(start + jump * place, start + jump * place + across)) for place in places
    )
    return (
        f"Filter {values['filter']} of convolution {values['layer']} has a field of {across}×{across}. "
        f"Its 12 strongest patches come from {len(counts)} of the ten digits: {', '.join(listed)}. In the chosen digit "
        f"({shown[values['patch']]}), it sees {height}×{width} pixels and gives {number(map_.max())}."
    )


@functools.cache
def _maps(layer):
    """Return the maps of the 360 digits after one convolution and ReLU, or after two with a pooling between."""
    images = samples.digits_split()[2][:, None] / 16
    with np.load(FOLDER / "reader.npz") as saved:
        weights = {name: saved[name].astype(float) for name in saved}

    def responses(maps, place):
        bias = weights[f"{place}.bias"][:, None, None]
        return ramp(channels_convolution(maps, weights[f"{place}.weight"], 1) + bias)

    first = responses(images, 0)
    return first if layer == 1 else responses(pooling(first, 2), 3)


CAPTIONS = {"show_nudge": nudged, "show_reach": reach, "show_corner": corner, "show_patches": patches}
