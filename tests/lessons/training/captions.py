"""What the captions of 10_training have to say: see ``tests/helpers/captions.py``."""

import functools

import numpy as np
from captions import counted, number
from definitions import channels_convolution, pooling, ramp
from plain_training import adam, loss_and_gradients, random_weights, share_read_right

from cnnlib import samples
from cnnlib.data.bitmaps import bitmaps_of, blocks, thinner
from cnnlib.data.files import FOLDER


@functools.cache
def recorded(name):
    """Return what a file of recorded runs holds."""
    with np.load(FOLDER / f"{name}.npz") as saved:
        return dict(saved)


def percent(share):
    return f"{number(100 * share, 1)} %"


def training(values, namespace):
    """``train``: the picture before the first epoch."""
    return f"Before the first of 20 epochs: all weights are random.{before_it(recorded('training')['held_out'][-1])}"


def before_it(share):
    return f" The grey run read {percent(share)} of the validation digits."


def filters(values, namespace):
    """``show_filters``: the first layer before training and after an epoch, as they were recorded."""
    epoch, chosen = values["epoch"], values["chosen"]
    weights = recorded("training")["weights"].astype(float)
    bias = float(recorded("training")["biases"][epoch, chosen])
    image = samples.digit(values["digit"])[None, None] / 16
    above = (channels_convolution(image, weights[epoch, [chosen]], 1) + bias > 0).sum()
    of_the_map = f"The map of filter {chosen} has {above} of 64 cells above 0."
    if epoch == 0:
        return f"Before training: all weights are random. {of_the_map}"
    moved = abs(weights[epoch] - weights[0])
    one, every = (number(each, 4 if each < 0.01 else 2) for each in (moved[chosen].mean(), moved.mean()))
    return (
        f"After epoch {epoch}: the weights of filter {chosen} have moved by {one} on average, those of all filters by "
        f"{every}. {of_the_map}"
    )


def overfitting(values, namespace):
    """``film``: the picture before the first step."""
    return f"Before the first step, with {places(**values)}."


def places(digits, shift):
    shifted = f"shifted by up to {counted(shift, 'pixel', 'pixels')}" if shift else "in their places"
    return f"{digits:,} digits {shifted}"


def mistakes(values, namespace):
    """``show_mistakes``: the test digits that the recorded network reads wrong."""
    labels = namespace["test"][1]
    scores = _scores_of_the_test_digits()
    wrong = [image for image in range(len(labels)) if scores[image].argmax() != labels[image]]
    said = f"{len(wrong)} of {len(labels)} digits {'is' if len(wrong) == 1 else 'are'} read wrong. "
    if not values["reveal"]:
        return said + "Which digit is in the dark frame?"
    image = wrong[min(values["chosen"], len(wrong) - 1)]  # the last places of the panel are empty
    powers = np.exp(scores[image])
    chances, shown, read = powers / powers.sum(), labels[image], scores[image].argmax()
    # Two decimals, or three where two would say that something is certain or impossible.
    won, lost = (f"{each:.{3 if each < 0.01 or each > 0.99 else 2}f}" for each in (chances[read], chances[shown]))
    return said + (
        f"The one in the dark frame shows {shown} and was read as {read}, with probability {won}; {shown} got {lost}."
    )


@functools.cache
def _scores_of_the_test_digits():
    weights = {name[4:]: array for name, array in recorded("training").items() if name.startswith("end ")}
    return scores_of(weights, samples.digits_split()[2][:, None] / 16)


def scores_of(weights, images):
    """Return what a network of two convolutions, each with ReLU and pooling, and one matrix gives for images."""
    maps = images
    for layer in ("0", "3"):
        bias = weights[f"{layer}.bias"][:, None, None]
        maps = pooling(ramp(channels_convolution(maps, weights[f"{layer}.weight"], 1) + bias), 2)
    return maps.reshape(len(maps), -1) @ weights["7.weight"].T.astype(float) + weights["7.bias"]


def training_pictures(namespace):
    """``train``: all digits at each step, so that their order does not matter; the second run follows the first.

    In none of these runs are two scores of a digit so close (less than 0.00003) that a rounding would decide.
    """
    x, labels, (validation, right_digits) = namespace["x"], namespace["labels"], namespace["validation"]
    share = recorded("training")["held_out"][-1]
    for rate, filters, epochs in ((0.3, 3, 8), (1, 1, 3)):
        ending, weights = before_it(share), random_weights(filters)
        said = ["Before the first of 20 epochs: all weights are random." + ending]
        for epoch in range(1, epochs + 1):
            loss, right, gradients = loss_and_gradients(weights, x, labels)
            for name, gradient in gradients.items():
                weights[name] -= rate * gradient
            share = share_read_right(weights, validation, right_digits)
            guessing = " Guessing gets about 10 %." if share <= 0.15 else ""
            said.append(
                f"After {epoch} of 20 epochs: the loss is {number(loss)}; the network reads "
                f"{percent(right / len(x))} of the training digits and {percent(share)} of the validation digits."
                f"{guessing}{ending}"
            )
        yield {"learning_rate": rate, "batch_size": len(x), "filters": filters}, said


def overfitting_pictures(namespace):
    """``film``: the first hundred steps with few digits, in their places and shifted; no two scores are too close."""
    x, labels, (validation, right_digits) = namespace["x"][:100], namespace["labels"][:100], namespace["validation"]
    tests = [
        (validation, right_digits),
        (np.concatenate([shifted(validation, *move) for move in MOVES]), np.tile(right_digits, 4)),
        (thinner_lines(validation), right_digits),
    ]
    for shift in (0, 1):
        settings = {"digits": 100, "shift": shift}
        weights, rng = random_weights(8), np.random.default_rng(0)
        step = adam(weights, 0.003)
        for _epoch in range(10):
            moves = rng.integers(-shift, shift + 1, size=(100, 2))
            epoch = np.array([shifted(image[None], *move)[0] for image, move in zip(x, moves, strict=True)])
            order = rng.permutation(100)
            for batch in np.split(order, 10):
                step(loss_and_gradients(weights, epoch[batch], labels[batch])[2])
        learned, scanned, moved, thin = (percent(share_read_right(weights, *each)) for each in [(x, labels), *tests])
        yield (
            settings,
            [
                overfitting(settings, {}),
                f"After 100 steps with {places(**settings)}: the network reads {learned} of its training digits. "
                f"Of the validation digits it reads {scanned}, moved by a pixel {moved}, with thinner lines {thin}.",
            ],
        )


MOVES = ((1, 0), (-1, 0), (0, 1), (0, -1))


def shifted(images, down, right):
    """Return images (…, 8, 8) moved down and to the right; paper comes in at the border."""
    framed = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(2, 2), (2, 2)])
    return framed[..., 2 - down : 10 - down, 2 - right : 10 - right]


def thinner_lines(images):
    shades = np.rint(16 * images[:, 0]).astype(int)
    return blocks(thinner(bitmaps_of(shades)))[:, None] / 16


CAPTIONS = {"train": training, "show_filters": filters, "film": overfitting, "show_mistakes": mistakes}
FILMS = {"train": training_pictures, "film": overfitting_pictures}
