"""What the captions of 04_stride have to say: see ``tests/helpers/captions.py``."""

import numpy as np
from captions import counted, number
from convolution_facts import convolution, places, size_of

SLIDERS = {"size": range(4, 11), "kernel_size": range(1, 6), "stride": range(1, 6), "padding": range(3)}
"""The notebook's own, for which a setting without a remainder is looked for."""


def window(values, namespace):
    """``show``: the sizes, and the value of the chosen window."""
    padding, at = values["padding"], {"position": values["position"], "tap": values["tap"]}
    toy, kernel = namespace["toy"], namespace["kernel"]
    return convolution(toy, kernel, before=padding, after=padding, stride=values["stride"], **at)


def misfit(values, _namespace):
    """``show_misfit``: the windows are laid on one axis, and what none of them covers is counted."""
    size, kernel_size, stride, padding = (values[name] for name in SLIDERS)
    starts = places(size + 2 * padding, kernel_size, stride)
    if not starts:
        return None
    row, column = divmod(values["position"], len(starts))
    pixels = _image_under(starts[row], values) * _image_under(starts[column], values)
    caption = [
        f"Input ({size}, {size}) with padding {padding} and kernel ({kernel_size}, {kernel_size})",
        f"output ({len(starts)}, {len(starts)}) at stride {stride}. {_unvisited(starts, values)} The window in",
        f"row {row}, column {column} reads {counted(pixels, 'pixel', 'pixels')} of the image.",
    ]
    rest = size + 2 * padding - (starts[-1] + kernel_size)
    formula = [
        f"output height and width: {size_of(size, kernel_size, stride, padding, padding)}",
        f"remainder: ({size} + 2·{padding} − {kernel_size}) mod {stride} = {rest}",
    ]
    if rest:
        *others, last = _without_remainder(values)
        formula.append(f"; it would be 0 with {', '.join(others)}{' or ' if others else ''}{last}")
    else:
        formula.append(", so nothing is left over")
    if stride > kernel_size and not rest:
        formula.append(f"; but the stride {stride} exceeds the kernel {kernel_size}, which leaves gaps")
    return caption, formula


def _image_under(start, values):
    """Return how many pixels of the image a window covers on one axis, not counting padding."""
    covered = range(start - values["padding"], start - values["padding"] + values["kernel_size"])
    return sum(pixel in range(values["size"]) for pixel in covered)


def _unvisited(starts, values):
    """Say which rows and columns no window visits."""
    size, padding = values["size"], values["padding"]
    visited = {start + step for start in starts for step in range(values["kernel_size"])}
    lost = [place for place in range(size + 2 * padding) if place not in visited]
    of_image = [place for place in lost if padding <= place < padding + size]
    at_end = sum(place > max(visited) for place in of_image)
    between = len(of_image) - at_end
    said = []
    if at_end:
        said.append("the last row and the last column" if at_end == 1 else f"the last {at_end} rows and columns")
    if between:
        said.append(
            f"{counted(between, 'row', 'rows')} and {counted(between, 'column', 'columns')} between the windows"
        )
    if said:
        return " ".join(f"No window visits {what}." for what in said)
    if lost:
        rows, columns = counted(len(lost), "row", "rows"), counted(len(lost), "column", "columns")
        return f"Only padding is lost: no window visits {rows} and {columns} of zeros."
    return "Every row and every column is visited."


def _without_remainder(values):
    """Return the nearest value of each slider, the smaller of two, with which the last window ends at the end."""
    found = []
    for name, choices in SLIDERS.items():
        for value in sorted(choices, key=lambda choice: (abs(choice - values[name]), choice)):
            tried = {**values, name: value}
            length = tried["size"] + 2 * tried["padding"]
            if length - tried["kernel_size"] in range(0, length, tried["stride"]):
                found.append(f"{name} {value}")
                break
    return found


def small(values, namespace):
    """``show_small``: every stride-th pixel of the blurred image, against the mean of the area around it."""
    stride, blurs, shift = values["stride"], values["blurs"], values["shift"]
    sharp = image = namespace["images"][values["image"]][:, shift : shift + 64]
    for _blur in range(blurs):
        image = _weighted(np.pad(image, 1, mode="reflect"), np.outer([1, 2, 1], [1, 2, 1]) / 16, 1)
    kept = image[::stride, ::stride]
    along = np.ones(stride) if stride % 2 else np.array([0.5, *[1.0] * (stride - 1), 0.5])
    areas = _weighted(np.pad(sharp, stride // 2, mode="reflect"), np.outer(along, along) / stride**2, stride)
    off = number(np.abs(kept - areas).mean(), 3)
    blurred = f"after {counted(blurs, 'blur', 'blurs')}" if blurs else "without blur"
    end = f"off by {off} on average"
    if values["position"] is not None:
        row, column = divmod(values["position"], kept.shape[1])
        end += (
            f". Row {row}, column {column} of the output is the pixel "
            f"in row {range(0, 64, stride)[row]}, column {range(0, 64, stride)[column]}"
        )
    return [f"Stride {stride} {blurred}:", f"(64, 64) becomes {kept.shape},", f"{end}."], [
        f"mean of each area| = {off}"
    ]


def _weighted(image, kernel, stride):
    """Return the weighted sum of each window, one weight after the other."""
    rows, columns = (size - len(kernel) + 1 for size in image.shape)
    parts = [kernel[at] * image[at[0] : at[0] + rows, at[1] : at[1] + columns] for at in np.ndindex(kernel.shape)]
    return sum(parts)[::stride, ::stride]


CAPTIONS = {"show": window, "show_misfit": misfit, "show_small": small}
