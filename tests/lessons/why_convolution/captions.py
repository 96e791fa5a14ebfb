"""What the captions of 01_why_convolution have to say: see ``tests/helpers/captions.py``."""

import functools

import numpy as np
from captions import number
from project_files import PACKAGE

from cnnlib import samples

NETWORKS = {"affine": "Affine", "cnn": "CNN"}


@functools.cache
def _recorded(name):
    """Return the arrays of a recorded file."""
    with np.load(PACKAGE / "data" / f"{name}.npz") as file:
        return dict(file)


def flattening(values, _namespace):
    """``show_flat``: where the pixel is in the row of all pixels, and where those beside it are."""
    rows, columns = values["image"].shape
    order = np.arange(rows * columns).reshape(rows, columns)
    (row,), (column,) = np.nonzero(order == values["position"])
    beside = [order[other] for other in np.ndindex(rows, columns) if abs(other[0] - row) + abs(other[1] - column) == 1]
    near = f"{', '.join(map(str, sorted(beside)))}"
    caption = [
        f"row {row}, column {column} becomes number {values['position']} of {rows * columns};",
        f"its neighbours become {near}.",
    ]
    return caption, [f"{row}·{columns} + {column} = {values['position']}; neighbours: {near}"]


def opening_of_training(values, _namespace):
    """``train_live`` before its start: the end of a recorded run, and the means of all."""
    record = _recorded("permutation")
    networks, orders = list(record["networks"]), list(record["orders"])
    wrong = 100 - 100 * record["accuracies"]  # network, order, seed, epoch
    run = wrong[networks.index(values["network"]), orders.index(values["order"]), values["seed"]]
    caption = [
        f"Recorded: {NETWORKS[values['network']]}, {values['order']}, seed {values['seed']}:",
        f"after {len(run)} of {wrong.shape[-1]} epochs it misreads {number(run[-1])} % of the held-out digits.",
    ]
    shown = ["in order", "shuffled"][: 2 if values["order"] == "shuffled" else 1]
    means = {
        order: [number(wrong[networks.index(name), orders.index(order), :, -1].mean()) for name in NETWORKS]
        for order in shown
    }
    return caption, [
        f"{order}, mean of the {wrong.shape[2]} recorded runs: Affine misreads {affine} %, CNN {cnn} %"
        for order, (affine, cnn) in means.items()
    ]


def moved(image, down, right):
    """Return an image that has moved, pixel by pixel; what comes in is empty."""
    rows, columns = image.shape[-2:]
    result = np.zeros_like(image)
    for row, column in np.ndindex(rows, columns):
        if 0 <= row - down < rows and 0 <= column - right < columns:
            result[..., row, column] = image[..., row - down, column - right]
    return result


def _in_words(who, down, right):
    steps = []
    if right:
        steps.append(f"{abs(right)} to the {'right' if right > 0 else 'left'}")
    if down:
        steps.append(f"{abs(down)} {'down' if down > 0 else 'up'}")
    return f"{who} moved {' and '.join(steps)}." if steps else f"{who} not moved."


ROUNDING = 0.01
"""What weights rounded to 11 bits, as the file holds them, can change in the difference of two scores of some tens."""


@functools.cache
def _misread_now(name, down, right):
    """Return how many held-out digits the network of seed 0 misreads after a move; how many are too close to call."""
    _x, _y, images, labels = samples.digits_split()
    scores = _scores(name, moved(images / 16.0, down, right))
    second, first = np.sort(scores, axis=1)[:, -2:].T
    return int((scores.argmax(axis=1) != labels).sum()), int((first - second < ROUNDING).sum())


@functools.cache
def _weights(name, layer):
    record = _recorded("shift")
    return record[f"{name}.{layer}.weight"].astype(float), record[f"{name}.{layer}.bias"].astype(float)


def _convolved(x, weight, bias):
    """Return the maps of a 3×3 convolution with padding 1, (N, C, H, W), ReLU included."""
    rows, columns = x.shape[-2:]
    wide = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    total = sum(
        np.tensordot(weight[:, :, row, column], wide[:, :, row : row + rows, column : column + columns], axes=(1, 1))
        for row, column in np.ndindex(3, 3)
    )
    return np.maximum(total.swapaxes(0, 1) + bias[:, None, None], 0)


def _pooled(x):
    return np.maximum.reduce([x[..., row::2, column::2] for row, column in np.ndindex(2, 2)])


def _first_layer(name, images):
    """Return what the first layer says to images of 0 to 1, (N, 8, 8), after its ReLU."""
    if name == "cnn":
        return _convolved(images[:, None], *_weights("cnn", 0))
    weight, bias = _weights("affine", 1)
    return np.maximum(images.reshape(len(images), -1) @ weight.T + bias, 0)


def _scores(name, images):
    x = _first_layer(name, images)
    if name == "cnn":
        x = _pooled(_convolved(_pooled(x), *_weights("cnn", 3))).reshape(len(images), -1)
    weight, bias = _weights(name, {"affine": 3, "cnn": 7}[name])
    return x @ weight.T + bias


def shift(values, _namespace):
    """``show_shift``: the recorded numbers; those of the first seed are what its weights give."""
    down, right = values["down"], values["right"]
    record = _recorded("shift")
    wrong = int(record["digits"]) - record["right"][:, :, down + 2, right + 2].astype(int)  # network, seed
    for name, recorded in zip(NETWORKS, wrong[:, 0], strict=True):
        now, close = _misread_now(name, down, right)
        assert abs(now - recorded) <= close, f"{name} misreads {now} of the digits, and {recorded} are recorded"
    wrong = 100 * wrong / int(record["digits"])
    affine, cnn = (number(each.mean(), 1) for each in wrong)
    caption = [
        _in_words("The digits have", down, right),
        f"The Affine networks misread {affine} % of the held-out ones, the CNNs {cnn} %.",
    ]
    return caption, [
        f"{name}: from {number(each.min(), 1)} % to {number(each.max(), 1)} % misread over {len(each)} seeds"
        for name, each in zip(NETWORKS.values(), wrong, strict=True)
    ]


def drag(values, _namespace):
    """``show_drag``: which numbers a move changes in a map and in an Affine layer, and what is read."""
    row, column = divmod(values["position"], 8)
    down, right = row - 4, column - 4
    images = np.stack([values["digit"], moved(values["digit"], down, right)]) / 16.0
    before, now = _first_layer("cnn", images)[:, values["filter"]]
    in_sight = [(r, c) for r, c in np.ndindex(8, 8) if 0 <= r - down < 8 and 0 <= c - right < 8]
    kept = sum(bool(np.isclose(now[r, c], before[r - down, c - right], atol=1e-5)) for r, c in in_sight)
    neurons = _first_layer("affine", images)
    changed = 64 - int(np.isclose(*neurons, atol=1e-5).sum())
    reads = {name: int(_scores(name, images)[1].argmax()) for name in NETWORKS}
    caption = [
        _in_words("The digit has", down, right),
        f"Of the {len(in_sight)} cells of the map that are still in sight, {kept} kept their number.",
        f"Of the 64 Affine neurons, {changed} changed.",
        f"The CNN reads {reads['cnn']}, the Affine network {reads['affine']}.",
    ]
    cell = int(before.argmax()) if values["cell"] is None else values["cell"]
    source = divmod(cell, 8)
    there = source[0] + down, source[1] + right
    formula = f"green cell: before[{source[0]}, {source[1]}] = {number(before[source])}; now"
    if source in [(r - down, c - right) for r, c in in_sight]:
        return caption, [f"{formula}[{there[0]}, {there[1]}] = {number(now[there])}"]
    return caption, [f"{formula} it is out of sight"]


def parameters(values, _namespace):
    """``show_parameters``: a weight for each pixel and a bias, eight times, against filters of 3×3."""
    side = values["side"]
    if side < 3:
        return None
    affine, convolution = (sum(each * each + 1 for _neuron in range(8)) for each in (side, 3))
    many = "as many as" if side == 3 else f"{number(affine / convolution, 1)} times as many as"
    caption = [
        f"On an image of shape ({side}, {side}), 8 Affine neurons have {affine:,} parameters,",
        f"{many} 8 filters of 3×3, which have {convolution}.",
    ]
    return caption, [
        f"Affine: 8 · ({side}·{side} + 1 (bias)) = {affine:,}",
        f"convolution: 8 · (3·3 + 1 (bias)) = {convolution}",
    ]


CAPTIONS = {
    "show_flat": flattening,
    "train_live": opening_of_training,
    "show_shift": shift,
    "show_drag": drag,
    "show_parameters": parameters,
}
