"""What the captions of 03_padding have to say: see ``tests/helpers/captions.py``."""

import functools

import numpy as np
from captions import counted, number
from convolution_facts import convolution, in_brackets


def window(values, namespace):
    """``show``: the sizes, and the value of the chosen window."""
    padding, size = values["padding"], values["kernel_size"]
    at = {"position": values["position"], "tap": values["tap"]}
    return convolution(namespace["toy"], np.ones((size, size)), before=padding, after=padding, **at)


def stack(values, namespace):
    """``show_stack``: what is left of the height, layer by layer; none fits on less than a kernel."""
    layers, kernel_size, padding = values["layers"], values["kernel_size"], values["padding"]
    size = first = len(namespace["photo"])
    for _layer in range(layers):
        size += 2 * padding
        if size < kernel_size:
            return None
        size -= kernel_size - 1
    change = 2 * padding - kernel_size + 1
    caption = [
        f"{counted(layers, 'layer', 'layers')} of {kernel_size}×{kernel_size} kernels with padding {padding}:",
        f"({first}, {first}) becomes ({size}, {size}).",
    ]
    formula = [
        f"2·{padding} − ({kernel_size} − 1) = {'+' if change > 0 else ''}{number(change)} pixels",
        f"{first} + {layers}·{in_brackets(change)} = {size}",
    ]
    return caption, formula


@functools.cache
def _laid(size, kernel_size, padding):
    """Lay each window on the padded input; return how often a pixel is used, and how many pixels a window reads."""
    side = size + 2 * padding - kernel_size + 1
    on_padded = np.zeros((size + 2 * padding, size + 2 * padding), int)
    image = on_padded.copy()
    image[padding : padding + size, padding : padding + size] = 1
    reads = np.zeros((side, side), int)
    for row, column in np.ndindex(side, side):
        under = np.s_[row : row + kernel_size, column : column + kernel_size]
        on_padded[under] += 1
        reads[row, column] = image[under].sum()
    return on_padded[padding : padding + size, padding : padding + size], reads


def coverage(values, _namespace):
    """``show_coverage``: how many windows use the pixel, and all others; what the window of the chosen cell reads."""
    size, kernel_size, padding = values["size"], values["kernel_size"], values["padding"]
    if size + 2 * padding < kernel_size:
        return None
    counts, reads = _laid(size, kernel_size, padding)
    side = len(reads)
    row, column = divmod(values["pixel"], size)
    used = counts[row, column]
    least, most = counts.min(), counts.max()
    often = (
        f"Every pixel is used {counted(most, 'time', 'times')}"
        if least == most
        else f"The least used pixel is in {counted(least, 'window', 'windows')}, the most used in {most}"
    )
    caption = [
        f"With a {kernel_size}×{kernel_size} kernel and padding {padding}, the pixel in row {row}, column {column}",
        f"is used by {used} of {counted(side**2, 'output cell', 'output cells')}.",
    ]
    down, across = (
        sum(start <= place + padding < start + kernel_size for start in range(side)) for place in (row, column)
    )
    formula = [f"{down} from top to bottom × {across} from left to right = {used}"]
    if values["cell"] is not None:
        row, column = divmod(values["cell"], side)
        pixels = counted(reads[row, column], "pixel", "pixels")
        often += f". The window of the output cell in row {row}, column {column} reads {pixels}"
        down, across = (
            sum(0 <= pixel - padding < size for pixel in range(start, start + kernel_size)) for start in (row, column)
        )
        formula.append(f"{down} from top to bottom × {across} from left to right = {reads[row, column]}")
    return [*caption, f"{often}."], formula


def border(values, namespace):
    """``show_border``: how far the blur of a padded image is from that of the pixels that are really there."""
    whole, mode = namespace["whole"], values["mode"]
    invented = np.pad(whole[20:92, 24:96], 4, **{"mode": "constant" if mode == "zeros" else mode})
    off = np.abs(_blurred(invented) - _blurred(whole[16:96, 20:100]))
    error = number(
        np.concatenate([off[:4].ravel(), off[-4:].ravel(), off[4:-4, :4].ravel(), off[4:-4, -4:].ravel()]).mean(), 3
    )
    return [f"Padding 4 with {mode}:", "in the border, 4 wide,", f"off by {error} on average."], [
        f"in the border = {error}"
    ]


def _blurred(image):
    """Return the mean of the 9×9 pixels of each window."""
    rows, columns = (size - 8 for size in image.shape)
    return sum(image[row : row + rows, column : column + columns] for row, column in np.ndindex(9, 9)) / 81


def named(values, namespace):
    """``show_named``: what each name pads; an even kernel has one pixel more after the image."""
    size = values["kernel_size"]
    before, after = {"valid": (0, 0), "same": ((size - 1) // 2, size // 2), "full": (size - 1, size - 1)}[
        values["name"]
    ]
    kernel = np.ones((size, size))
    return convolution(namespace["toy"], kernel, before=before, after=after, position=values["position"])


CAPTIONS = {
    "show": window,
    "show_stack": stack,
    "show_coverage": coverage,
    "show_border": border,
    "show_named": named,
}
