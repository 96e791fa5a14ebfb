"""The digit network once more, without layers or optimizers: a few lines of NumPy for each step of a training.

Two convolutions of 3×3, each with ReLU and a 2×2 max pooling, and a matrix for the ten scores.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

NAMES = ("first", "first bias", "second", "second bias", "matrix", "matrix bias")


def random_weights(filters, seed=0):
    """Return the weights before training, by name: of variance 2 / inputs; biases are 0."""
    rng = np.random.default_rng(seed)
    weights = {}
    for name, shape in zip(NAMES[::2], [(filters, 1, 3, 3), (16, filters, 3, 3), (10, 64)], strict=True):
        drawn = rng.standard_normal(shape) * np.sqrt(2 / np.prod(shape[1:]))
        weights[name] = drawn.astype(np.float32).astype(float)
        weights[f"{name} bias"] = np.zeros(len(drawn))
    return weights


def patches(maps):
    """Return every 3×3 window of maps (N, C, H, W) in a frame of 1, as an array (N, C, H, W, 3, 3)."""
    return sliding_window_view(np.pad(maps, [(0, 0), (0, 0), (1, 1), (1, 1)]), (3, 3), axis=(2, 3))


def tiles(maps):
    """Return 2×2 windows side by side, as an array (N, C, H / 2, W / 2, 4)."""
    count, channels, height, width = maps.shape
    split = maps.reshape(count, channels, height // 2, 2, width // 2, 2)
    return split.transpose(0, 1, 2, 4, 3, 5).reshape(count, channels, height // 2, width // 2, 4)


def scores(weights, x, keep=None):
    """Return the ten scores of each image (N, 1, 8, 8); what the way back needs goes into the list `keep`."""
    maps = x
    for name in NAMES[:4:2]:
        seen = patches(maps)
        before = np.einsum("nchwij,fcij->nfhw", seen, weights[name], optimize=True)
        before += weights[f"{name} bias"][:, None, None]
        windows = tiles(np.where(before > 0, before, 0))
        maps = windows.max(axis=-1)
        if keep is not None:
            keep.append((seen, before, windows))
    flat = maps.reshape(len(x), -1)
    if keep is not None:
        keep.append(flat)
    return flat @ weights["matrix"].T + weights["matrix bias"]


def loss_and_gradients(weights, x, labels):
    """Return the mean cross-entropy, how many images are read right, and the gradient of each array of weights."""
    kept = []
    answers = scores(weights, x, kept)
    powers = np.exp(answers - answers.max(axis=1, keepdims=True))
    chances = powers / powers.sum(axis=1, keepdims=True)
    images = np.arange(len(x))
    loss = -np.log(chances[images, labels]).mean()
    back = (chances - np.eye(10)[labels]) / len(x)
    first, second, flat = kept
    found = {"matrix": back.T @ flat, "matrix bias": back.sum(axis=0)}
    back = (back @ weights["matrix"]).reshape(len(x), 16, 2, 2)
    for name, (seen, before, windows) in (("second", second), ("first", first)):
        # A pixel of a window gets the gradient if it is the first of the largest, and if ReLU lets it pass.
        winners = np.eye(4)[windows.argmax(axis=-1)] * back[..., None]
        count, channels, height, width = before.shape
        spread = winners.reshape(count, channels, height // 2, width // 2, 2, 2).transpose(0, 1, 2, 4, 3, 5)
        back = spread.reshape(before.shape) * (before > 0)
        found[name] = np.einsum("nfhw,nchwij->fcij", back, seen, optimize=True)
        found[f"{name} bias"] = back.sum(axis=(0, 2, 3))
        back = np.einsum("nfhwij,fcij->nchw", patches(back), weights[name][:, :, ::-1, ::-1], optimize=True)
    return loss, int((answers.argmax(axis=1) == labels).sum()), found


def share_read_right(weights, x, labels):
    return (scores(weights, x).argmax(axis=1) == labels).mean()


def adam(weights, rate):
    """Return a function that moves the weights against gradients as Adam does, with its usual constants."""
    means, squares, steps = (dict.fromkeys(weights, 0) for _kind in range(3))

    def step(gradients):
        for name, gradient in gradients.items():
            steps[name] += 1
            means[name] = 0.9 * means[name] + 0.1 * gradient
            squares[name] = 0.999 * squares[name] + 0.001 * gradient**2
            mean, square = means[name] / (1 - 0.9 ** steps[name]), squares[name] / (1 - 0.999 ** steps[name])
            weights[name] -= rate * mean / (np.sqrt(square) + 1e-8)

    return step
