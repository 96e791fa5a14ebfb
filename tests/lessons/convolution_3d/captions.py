"""What the captions of 05_convolution_3d have to say: see ``tests/helpers/captions.py``."""

import numpy as np
from captions import number
from convolution_facts import in_brackets, places, sum_of

COLOURS = ("red", "green", "blue")


def block(values, _namespace):
    """``show_block``: where the filter fits into the image of 5 rows and 6 columns."""
    channels, side = values["channels"], values["kernel_size"]
    down, across = list(places(5, side)), list(places(6, side))
    if not down or not across:
        return None
    row, column = [(row, column) for row in down for column in across][values["position"]]
    map_shape, count = (1, len(down), len(across)), sum(len(across) for _row in down)
    caption = [
        f"The filter ({channels}, {side}, {side}) is in row {row}, column {column} of the image ({channels}, 5, 6).",
        f"The map {map_shape} has {count} cells, one for each place.",
    ]
    products = np.ones((channels, side, side), int).sum()
    formula = [
        f"places: {len(down)} down, {len(across)} across: {len(down)}·{len(across)} = {count}",
        f"products in each place: {channels}·{side}·{side} = {products}",
    ]
    return caption, formula


def ledger(values, namespace):
    """``show``: one cell of the map: what each channel that is not left out gives, and the bias."""
    tap = None if values["tap"] is None else divmod(values["tap"], 3)
    return _ledger(
        namespace["toy"], values["weight"], values["position"], added=values["added"], bias=values["bias"], tap=tap
    )


def mix(values, namespace):
    """``show_mix``: the same of one pixel, with a weight for each channel."""
    weight = np.reshape([values[colour] for colour in COLOURS], (3, 1, 1))
    return _ledger(namespace["photo"], weight, values["position"])


def _ledger(image, weight, position, added=(1, 1, 1), bias=0, tap=None):
    side = weight.shape[1]
    height, width = (len(places(size, side)) for size in image.shape[1:])
    row, column = divmod(position, width)
    windows = [channel[row : row + side, column : column + side] for channel in image]
    partials = [float((window * kernel).sum()) for window, kernel in zip(windows, weight, strict=True)]
    kept = [index for index in range(3) if added[index]]
    value = number(sum(partials[index] for index in kept) + bias)
    given = ", ".join(f"{number(partials[index])} from {COLOURS[index]}" for index in kept)
    caption = [
        f"A {image.shape} image and one {weight.shape} filter give one {(1, height, width)} map;",
        f"row {row}, column {column} is {value}: {given}, and the bias {number(bias)}.",
    ]
    if len(kept) < 3:
        caption.append(f"Left out: {', '.join(colour for colour, on in zip(COLOURS, added, strict=True) if not on)}.")
    formula = [
        f"{colour}: {sum_of(window, kernel)}{'' if on else ' (left out)'}"
        for colour, window, kernel, on in zip(COLOURS, windows, weight, added, strict=True)
    ]
    terms = " + ".join(in_brackets(partials[index]) for index in kept)
    # The map's own line comes after blue's, which may have been left out.
    formula[-1] += f" {terms} {'−' if bias < 0 else '+'} {number(abs(bias))} (bias) = {value}"
    if tap is not None:
        met = (
            f"{number(window[tap])}·{in_brackets(kernel[tap])} ({colour})"
            for colour, window, kernel in zip(COLOURS, windows, weight, strict=True)
        )
        formula.append(f"weights in row {tap[0]}, column {tap[1]}: {', '.join(met)}")
    return caption, formula


def bank(values, namespace):
    """``show_bank``: the shapes, and which filter makes which map."""
    filters = values["filters"]
    chosen = min(values["chosen"], filters - 1)  # the last of three maps is pressed in the empty place beside it, too
    channels, height, width = namespace["photo"].shape
    size = f"({filters}, {len(places(height, 3))}, {len(places(width, 3))})"
    caption = [
        f"An image {(channels, height, width)} and filters ({filters}, {channels}, 3, 3) give maps {size}.",
        f"The three kernels of filter {chosen} make map {chosen}.",
    ]
    return caption, [f"image {(channels, height, width)} ⊛ weight ({filters}, {channels}, 3, 3) → maps {size}"]


def kernels(values, _namespace):
    """``show_kernels``: what a layer holds, counted one by one."""
    channels, filters, side, chosen = (values[name] for name in ("channels", "filters", "kernel_size", "chosen"))
    weight = np.ones((filters, channels, side, side), int)
    out, of_one = len(places(32, side)), weight[chosen].sum() + 1
    caption = [
        f"A layer with weight {weight.shape}.",
        f"Kernels: {filters} × {channels} = {sum(len(each) for each in weight)},",
        f"weights in each: {weight[0, 0].sum()}, biases: {len(weight)}.",
        f"Filter {chosen} has {of_one} parameters and makes map {chosen} of the output ({filters}, {out}, {out}).",
    ]
    total = weight.sum() + filters
    return caption, [f"parameters: {' + '.join([f'{of_one}'] * filters)} = {total:,}"]


CAPTIONS = {"show_block": block, "show": ledger, "show_bank": bank, "show_kernels": kernels, "show_mix": mix}
