"""What the captions of 00_start_here have to say: see ``tests/helpers/captions.py``."""

import functools

import numpy as np
from captions import number

PANELS = {"conv": (8, 8, 4), "relu": (8, 8, 4), "pool": (8, 4, 4), "second": (16, 4, 8), "input": (1, 8, 1)}
"""A panel whose cells are numbered → its maps, their side, and how many maps are in a row."""


def _probabilities(scores):
    """Return the softmax of scores, in double precision."""
    powers = np.exp(np.asarray(scores, float) - max(scores))
    return powers / powers.sum()


def _hundredths(chances):
    """Round down to hundredths, and give what is missing to those that lost most, one each."""
    down = [int(100 * chance) for chance in chances]
    by_loss = sorted(range(len(chances)), key=lambda digit: down[digit] - 100 * chances[digit])
    for digit in by_loss[: 100 - sum(down)]:
        down[digit] += 1
    return down


def _stages(reader, image):
    """Return name of a panel → its maps, and the probabilities."""
    x = np.asarray(image, np.float32)[None, None] / np.float32(16)
    stages = {"input": x[0]}
    for name, layer in zip(("conv", "relu", "pool", "before", "second", None, "scores"), reader.layers, strict=True):
        x = layer.forward(x)
        stages[name] = x[0]
    return stages, _probabilities(stages["scores"])


def reading(values, namespace):
    """``show``: what is read, how sure the network is, and what a pressed cell is made from."""
    assert not values["drawn"].any()  # no setting draws
    number_of_image, cell = values["number"], values["cell"]
    stages, chances = _stages(namespace["reader"], namespace["images"][number_of_image])
    shares = _hundredths(chances)

    def chance_of(digit):
        if chances[digit] > 0.99:
            return "more than 0.99"
        return f"0.{shares[digit]:02d}" if chances[digit] >= 0.01 else "less than 0.01"

    second, winner = np.argsort(chances)[-2:]
    caption = [f"The network reads {winner}, with probability {chance_of(winner)}."]
    if cell is None:
        truth = namespace["labels"][number_of_image]
        caption += [
            f"Second comes {second}, with {chance_of(second)}.",
            f"It was written as {truth}: {'right' if truth == winner else 'misread'}.",
        ]
    else:
        caption.append(_of_cell(stages, cell))
    listed = (
        f"{digit}: {'>0.99' if 0.99 < chances[digit] < 1 else f'{shares[digit] / 100:.2f}'}" for digit in range(10)
    )
    return caption, [" ".join(listed)]


def _place(cell):
    """Return (panel, map, row, column) of a cell that was pressed: cells are numbered panel by panel."""
    for panel, (maps, side, across) in PANELS.items():
        if cell < maps * side**2:
            row, column = divmod(cell, across * side)
            return panel, row // side * across + column // side, row % side, column % side
        cell -= maps * side**2
    raise AssertionError("no such cell")


@functools.cache
def _seen_from(row, column):
    """Return panel → which of its cells see a pixel: a window of the convolutions reaches one further on each side."""
    pixel = np.zeros((8, 8), bool)
    pixel[row, column] = True
    conv = _spread(pixel)
    pool = conv.reshape(4, 2, 4, 2).any(axis=(1, 3))
    return {"conv": conv, "relu": conv, "pool": pool, "second": _spread(pool)}


def _spread(cells):
    wide = np.pad(cells, 1)
    rows, columns = cells.shape
    return np.any([wide[row : row + rows, column : column + columns] for row, column in np.ndindex(3, 3)], axis=0)


def _sides(cells):
    """Write height and width of the rectangle of marked cells."""
    return f"{cells.any(axis=1).sum()}×{cells.any(axis=0).sum()}"


def _of_cell(stages, cell):
    """Say what made a cell, and how many pixels it sees; of a pixel, which cells see it."""
    panel, index, row, column = _place(cell)
    if panel == "input":
        seen = _seen_from(row, column)
        return (
            f"The pixel in row {row}, column {column} is seen by these cells: {_sides(seen['conv'])} in a map of the "
            f"convolution, {_sides(seen['pool'])} of max pooling, {_sides(seen['second'])} of the second convolution."
        )
    pixels = _sides(np.array([[_seen_from(r, c)[panel][row, column] for c in range(8)] for r in range(8)]))
    value = stages[panel][index, row, column]
    if panel == "conv":
        return f"Filter {index} makes this cell of the convolution, {number(value)}, from {pixels} pixels."
    if panel == "relu":
        before = number(stages["conv"][index, row, column])
        made = (
            f"is the {before} of the convolution, kept"
            if value > 0
            else f"is 0, since the convolution has {before} there"
        )
        return f"This cell of ReLU {made}. It sees {pixels} pixels."
    if panel == "pool":
        window = [stages["relu"][index, 2 * row + r, 2 * column + c] for r, c in np.ndindex(2, 2)]
        made = (
            f"is the largest of {len(window)} cells of ReLU, {number(max(window))}"
            if any(each > 0 for each in window)
            else f"is 0, since all {len(window)} cells of ReLU are 0"
        )
        return f"This cell of max pooling {made}. It sees {pixels} pixels."
    alone = np.zeros((4, 4), bool)
    alone[row, column] = True
    return (
        f"This cell of the second convolution and ReLU, {number(value)}, is made from {_sides(_spread(alone))} cells "
        f"in each of {len(stages['pool'])} maps. It sees {pixels} pixels."
    )


def mistakes(values, namespace):
    """``show_mistakes``: the digits whose largest score is another's, one of them with its probabilities."""
    images, labels = namespace["images"], namespace["labels"]
    scores = namespace["reader"].forward((images[:, None] / 16).astype(np.float32))
    read = [int(np.argmax(each)) for each in scores]
    wrong = [place for place, label in enumerate(labels) if read[place] != label]
    place = wrong[min(values["chosen"], len(wrong) - 1)]  # the panel has a free place beside the last
    chances = _probabilities(scores[place])
    won, lost = (
        f"{chances[digit]:.{2 if 0.01 <= chances[digit] <= 0.99 else 3}f}" for digit in (read[place], labels[place])
    )
    assert len(wrong) != 1  # for which there is another sentence
    caption = [
        f"{len(wrong)} of {len(labels)} digits are read wrong.",
        f"shows {labels[place]} and was read as {read[place]}, with probability {won}; {labels[place]} got {lost}.",
    ]
    return caption, []


CAPTIONS = {"show": reading, "show_mistakes": mistakes}
