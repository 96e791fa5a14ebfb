"""What the captions of 12_variants have to say: see ``tests/helpers/captions.py``."""

import functools
import itertools

import numpy as np
from captions import counted, number
from definitions import channels_convolution, convolution, pooling, ramp

from cnnlib import samples
from cnnlib.data.files import FOLDER


def dilation(values, namespace):
    """``show_dilation``: ones with gaps between them, on the 7×7 grid."""
    size, gap, toy = values["kernel_size"], values["dilation"], namespace["toy"]
    reach = gap * (size - 1) + 1
    if reach > 7:
        return None
    side = 7 - reach + 1
    row, column = divmod(values["position"], side)
    total = sum(toy[row + i, column + j] for i in range(0, reach, gap) for j in range(0, reach, gap))
    return (
        f"A ({size}, {size}) kernel with dilation {gap} spans {reach} of 7 pixels and has "
        f"{counted(size * size, 'weight', 'weights')}; "
        f"the output is ({side}, {side}), and the window in row {row}, column {column} gives {number(total)}."
    )


def stamps(values, namespace):
    """``show_stamps``: each cell of the input stamps a kernel of ones."""
    image = np.asarray(values["image"])
    size, stride, padding = (values[name] for name in ("kernel_size", "stride", "padding"))
    whole = stride * 3 + size
    side = whole - 2 * padding
    if side < 1:
        return None
    row, column = divmod(values["position"], 4)
    rows, columns = (
        [place for place in range(cell * stride - padding, cell * stride - padding + size) if 0 <= place < side]
        for cell in (row, column)
    )
    if not rows or not columns:
        where = "has its whole stamp cut off"
    else:
        where = f"is stamped on {stretch('row', rows)}, {stretch('column', columns)}"
    said = (
        f"Input (4, 4), kernel ({size}, {size}), stride {stride} and padding {padding} give output ({side}, {side}). "
        f"The input cell {number(image[row, column])} in row {row}, column {column} {where}."
    )
    if (image != image[0, 0]).any():
        return said
    times = np.zeros((whole, whole), int)
    for top, left in itertools.product(range(0, stride * 4, stride), repeat=2):
        times[top : top + size, left : left + size] += 1
    # Inside is where stamps from all sides would reach: a stamp's length less one from the border.
    inside = times[size - 1 : whole - size + 1, size - 1 : whole - size + 1]
    *before, last = sorted(set(inside.flat))
    if not before:
        return f"{said} Inside, every cell gets {counted(last, 'stamp', 'stamps')}."
    return f"{said} Inside, cells get {', '.join(map(str, before))} or {last} stamps."


def stretch(name, places):
    """Write one row (or column), or several from the first to the last."""
    return f"{name} {places[0]}" if len(places) == 1 else f"{name}s {places[0]}–{places[-1]}"


def matrices(values, namespace):
    """``show_matrices``: a row of W holds the weights, each in the column of the pixel that it meets."""
    image, kernel = namespace["x"], np.asarray(values["kernel"])
    position = values["position"]
    row, column = divmod(position, 2)
    output = convolution(image, kernel)
    met = [4 * (row + i) + column + j for i, j in np.ndindex(3, 3) if kernel[i, j] != 0]
    where = "0 everywhere"
    if len(met) == 1:
        where = f"0 except in column {met[0]}"
    elif met:
        where = f"0 except in columns {', '.join(map(str, met[:-1]))} and {met[-1]}"
    said = (
        f"The cell of y in row {row}, column {column} holds {number(output[row, column])}. Row {position} of W is "
        f"{where}. Column {position} of W.T holds the same numbers."
    )
    stamped = np.zeros((4, 4))
    for i, j in np.ndindex(output.shape):
        stamped[i : i + 3, j : j + 3] += output[i, j] * kernel
    same = sum(abs(stamped[pixel] - image[pixel]) < 1e-9 for pixel in np.ndindex(4, 4) if image[pixel] != 0)
    if same:
        said += f" z brings back {same} of the {(image != 0).sum()} numbers of x that are not 0."
    return said


def residual(values, namespace):
    """``show_layers``: layers of random weights, alone or added to what they read."""
    layers, scale = values["layers"], values["scale"]
    x, image = (seen(_after(number_of_layers, scale, values["residual"])) for number_of_layers in (0, layers))
    alike = np.corrcoef(x.ravel(), image.ravel())[0, 1] if np.ptp(image) > 0 else 0
    how = "x + f(x)" if values["residual"] else "f(x) alone"
    return (
        f"After {counted(layers, 'layer', 'layers')} of {how}, with weights times {number(scale)}, "
        f"the likeness to x is {number(alike, 4 if abs(alike) < 0.01 else 2)}. "
        f"The mean brightness is {number(image.mean())}, and that of x is {number(x.mean())}."
    )


def seen(image):
    """Return the shade that a screen shows for each number: one of 256 from 0 to 1."""
    return np.rint(np.minimum(np.maximum(image, 0), 1) * 255) / 255


@functools.cache
def _after(layers, scale, is_residual):
    if not layers:
        return pooling(samples.chelsea(), 2, np.mean)
    x = _after(layers - 1, scale, is_residual)
    fx = ramp(channels_convolution(x[None], scale * _weights()[layers - 1], 1)[0])
    return x + fx if is_residual else fx


@functools.cache
def _weights():
    """Return the weights of twenty layers before training: of variance 2 / 27, one for each of 27 inputs."""
    rng = np.random.default_rng(1)
    return [rng.standard_normal((3, 3, 3, 3)) * (2 / 27) ** 0.5 for _layer in range(20)]


def evidence(values, namespace):
    """``show_evidence``: the maps that go into the mean, each times its weight for a class."""
    digit = values["digit"]
    maps, weights, biases = _last_maps(values["image"])
    map_ = sum(weight * each for weight, each in zip(weights[digit], maps, strict=True))
    scores = weights @ maps.mean(axis=(1, 2)) + biases
    left, right, mean = (number(half.mean()) for half in (map_[:, :4], map_[:, 4:], map_))
    said = (
        f"The network reads this as {scores.argmax()}. The map of class {digit} has the mean {left} in its left half, "
        f"{right} in its right half and {mean} overall. With the bias {number(biases[digit])}, the score of {digit} is "
        f"{number(scores[digit], 1)}."
    )
    if values["cell"] is None:
        return said
    row, column = divmod(values["cell"], 8)
    # Three convolutions of 3×3: three pixels further on each side, as far as there are pixels.
    (top, bottom), (first, last) = ((max(0, place - 3), min(7, place + 3)) for place in (row, column))
    return (
        f"{said} The cell in row {row}, column {column} holds {number(map_[row, column], 0)}. It sees rows "
        f"{top}–{bottom}, columns {first}–{last} of the digit."
    )


@functools.cache
def _last_maps(image):
    """Return the last maps (16, 8, 8) for a test digit, and the weights and the biases of the classes."""
    with np.load(FOLDER / "pooled.npz") as saved:
        weights = {name: saved[name].astype(float) for name in saved}
    maps = samples.digits_split()[2][image][None, None] / 16
    for layer in ("0", "2", "4"):
        maps = ramp(channels_convolution(maps, weights[f"{layer}.weight"], 1) + weights[f"{layer}.bias"][:, None, None])
    return maps[0], weights["7.weight"], weights["7.bias"]


CAPTIONS = {
    "show_dilation": dilation,
    "show_stamps": stamps,
    "show_matrices": matrices,
    "show_layers": residual,
    "show_evidence": evidence,
}
