"""``why-7``, write ``shuffle_all(images, order)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.outcomes import Outcome, Outcomes
from cnnlib.exercises.trials import Property, function, obeys, passes
from cnnlib.exercises.typical import always, always_shaped, stops_with
from cnnlib.messages import N_


def _rows(images: Array) -> Array:
    """Each image as a row of pixels."""
    return images.reshape(len(images), -1)


def _right(images: Array, order: Array) -> Array:
    return _rows(images)[:, order].reshape(images.shape)


def _stays_flat(images: Array, order: Array) -> Array:
    return _rows(images)[:, order]


def _backwards(images: Array, order: Array) -> Array:
    return _rows(images)[:, np.argsort(order)].reshape(images.shape)


def _untouched(images: Array, order: Array) -> Array:
    return images.copy()


def _picks_images(images: Array, order: Array) -> Array:
    return images[order]


def _sorted(images: Array, order: Array) -> Array:
    return np.sort(_rows(images), axis=1).reshape(images.shape)


def _first_only(images: Array, order: Array) -> Array:
    result = images.copy()
    result[0] = images[0].ravel()[order].reshape(images[0].shape)
    return result


def _same_for_all(images: Array, order: Array) -> Array:
    return np.broadcast_to(_right(images, order)[:1], images.shape).copy()


def _in_place(images: Array, order: Array) -> Array:
    images[...] = _right(images, order)
    return images


def _for_digits(images: Array, order: Array) -> Array:
    return images.reshape(-1, 64)[:, order].reshape(-1, 8, 8)


def _has_sizes_of_digits(outcomes: Outcomes) -> bool:
    return any(stops_with(words)(outcomes) for words in ("into shape (64", ",64)", "8,8)"))


def _is_right(outcome: Outcome) -> bool:
    return obeys(outcome, lambda result, **arguments: np.array_equal(result, _right(**arguments)))


def _writes_into_its_input(outcomes: Outcomes) -> bool:
    return all(_is_right(outcome) and outcome.modified for outcome in outcomes)


def _keeps_its_own_pixels(result: Array, images: Array, order: Array) -> bool:
    return np.array_equal(np.sort(_rows(result), axis=1), np.sort(_rows(images), axis=1))


TRIALS: tuple[dict[str, Array], ...] = (
    {"images": np.array([[[10, 11], [12, 13]], [[20, 21], [22, 23]]]), "order": np.array([1, 2, 3, 0])},
    {"images": np.arange(18).reshape(3, 2, 3) + 50, "order": np.array([4, 0, 5, 3, 1, 2])},
    {"images": np.array([[[0.5, -2.0], [8.0, 1.5], [-3.0, 4.0]]]), "order": np.array([5, 3, 0, 1, 2, 4])},
    {"images": np.arange(24).reshape(6, 1, 4) - 10, "order": np.array([2, 0, 3, 1])},
)
"""Several images and one, wide and tall ones; no order is its own inverse."""

SHUFFLE_ALL = Exercise(
    id="why-7",
    read=function("shuffle_all", *TRIALS),
    examine=passes(
        Property(
            N_("The result should have the shape of images."),
            lambda result, images, order: result.shape == images.shape,
        ),
        Property(N_("Each image of the result should hold its own pixels, each of them once."), _keeps_its_own_pixels),
        Property(
            N_("Pixel k of each result should be pixel order[k] of its image."),
            lambda result, images, order: np.array_equal(result, _right(images, order)),
        ),
    ),
    misconceptions=(
        Misconception(
            _for_digits,
            N_("64 and 8 belong to the 8×8 digits. These images have another size: take it from images.shape."),
            when=_has_sizes_of_digits,
        ),
        Misconception(
            _picks_images,
            N_("Here order picks whole images, rows or columns. It should pick pixels of each flattened image."),
            when=stops_with("out of bounds for axis"),
        ),
        Misconception(
            _stays_flat,
            N_("The images are still flat: give them back their rows and columns."),
            when=always_shaped(lambda images, order: _rows(images).shape),
        ),
        Misconception(
            _untouched,
            N_("That is images, unchanged. Is the new order used, and is the result of that returned?"),
            when=always(_untouched),
        ),
        Misconception(
            _backwards,
            N_("That is the way back: order says where each pixel of the result comes from, not where it goes."),
            when=always(_backwards),
        ),
        Misconception(
            _sorted,
            N_("The pixels are sorted by value. Their places must change, whatever they hold."),
            when=always(_sorted),
        ),
        Misconception(
            _first_only,
            N_("Only the first image has changed. All of them get the same new order."),
            when=always(_first_only),
        ),
        Misconception(
            _same_for_all,
            N_("Every image became the first one. Each keeps its own pixels, in the new order."),
            when=always(_same_for_all),
        ),
        Misconception(
            _in_place,
            N_("The places are right. But the images that were handed in have changed, too."),
            when=_writes_into_its_input,
        ),
    ),
    first=N_("Work through the first image of this input on paper: which of its pixels comes first, which second?"),
    hints=(
        N_("It is easy with flat images. Turn each image into a row of pixels first, and keep the images apart."),
        N_("A list of places in square brackets picks these places, in this order. Pick from the second axis."),
        N_("At the end, give the result the shape that images had."),
    ),
    praise=N_("Flatten, pick, and undo the flattening. One order for all images, so every place keeps its meaning."),
)
