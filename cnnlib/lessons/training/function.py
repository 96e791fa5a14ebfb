"""``training-5``, write ``shift(image, down, right)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.data.bitmaps import moved
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, right_only_for
from cnnlib.messages import N_


def _moved(image: Array, down: int, right: int) -> Array:
    return moved(image[None], down, right)[0]


def _in_sight(image: Array, down: int, right: int) -> Array:
    """Where the result shows pixels of the image, and not paper that came in."""
    return _moved(np.ones(image.shape, bool), down, right)


def _has_its_size(result: Array, image: Array, down: int, right: int) -> bool:
    return result.shape == image.shape


def _brings_in_paper(result: Array, image: Array, down: int, right: int) -> bool:
    return not result[~_in_sight(image, down, right)].any()


def _keeps_what_is_in_sight(result: Array, image: Array, down: int, right: int) -> bool:
    seen = _in_sight(image, down, right)
    return np.allclose(result[seen], _moved(image, down, right)[seen])


PROPERTIES = (
    Property(N_("The result should be as large as the image."), _has_its_size),
    Property(
        N_("A positive down should move each pixel down, a positive right to the right, and a negative one back."),
        _keeps_what_is_in_sight,
    ),
    Property(N_("Where the image has moved away, there should be paper: 0."), _brings_in_paper),
)


def _rolled(image: Array, down: int, right: int) -> Array:
    return np.roll(image, (down, right), axis=(0, 1))


def _opposite(image: Array, down: int, right: int) -> Array:
    return _moved(image, -down, -right)


def _swapped(image: Array, down: int, right: int) -> Array:
    return _moved(image, right, down)


def _down_only(image: Array, down: int, right: int) -> Array:
    return _moved(image, down, 0)


def _right_only(image: Array, down: int, right: int) -> Array:
    return _moved(image, 0, right)


def _unmoved(image: Array, down: int, right: int) -> Array:
    return image.copy()


def _forwards_only(image: Array, down: int, right: int) -> Array:
    return _moved(image, max(0, down), max(0, right))


def _border_repeated(image: Array, down: int, right: int) -> Array:
    rows = np.clip(np.arange(image.shape[0]) - down, 0, image.shape[0] - 1)
    columns = np.clip(np.arange(image.shape[1]) - right, 0, image.shape[1] - 1)
    return image[np.ix_(rows, columns)]


def _grown(image: Array, down: int, right: int) -> Array:
    rows, columns = image.shape
    top, left = max(0, down), max(0, right)
    result = np.zeros((rows + abs(down), columns + abs(right)), image.dtype)
    result[top : top + rows, left : left + columns] = image
    return result


def _is_forwards(image: Array, down: int, right: int) -> bool:
    return down >= 0 and right >= 0


SHIFT = Exercise(
    id="training-5",
    read=function(
        "shift",
        {
            "image": np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 10.0, 11.0, 12.0]]),
            "down": 1,
            "right": 0,
        },
        {"image": np.array([[3.0, 1.0, 4.0, 1.0, 5.0], [9.0, 2.0, 6.0, 5.0, 3.0]]), "down": 0, "right": 2},
        {"image": np.array([[1, 2], [3, 4], [5, 6], [7, 8], [9, 10]]), "down": 2, "right": 1},
        {
            "image": np.array([[0.5, -1.5, 2.5], [3.5, 4.5, -5.5], [6.5, 7.5, 8.5], [1.5, 9.5, 2.5]]),
            "down": -1,
            "right": 0,
        },
        {"image": np.array([[0.5, -1.5, 2.5], [3.5, 4.5, -5.5]], np.float32), "down": 1, "right": -2},
        {"image": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]), "down": -2, "right": -1},
        {"image": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), "down": 0, "right": 0},
        {"image": np.array([[7.0, 8.0, 9.0], [4.0, 5.0, 6.0]]), "down": 2, "right": 1},
        without=("pad", "moved", "shifted"),
    ),
    examine=passes(*PROPERTIES),
    misconceptions=(
        Misconception(
            _rolled,
            N_("What leaves on one side comes in on the other, as with np.roll. Here it should be lost."),
            when=always(_rolled),
        ),
        Misconception(
            _opposite,
            N_("It moves the other way. Which row of the image does row 1 of the result show, if down is 1?"),
            when=always(_opposite),
        ),
        Misconception(
            _swapped,
            N_("Rows and columns are exchanged: down is about the rows, the first axis."),
            when=always(_swapped),
        ),
        Misconception(
            _unmoved,
            N_("The image stays where it was."),
            when=always(_unmoved),
        ),
        Misconception(
            _down_only,
            N_("It moves along one axis only. Both count, down and right."),
            when=always(_down_only, _right_only),
        ),
        Misconception(
            _border_repeated,
            N_("The border is repeated where the image has moved away. Paper has no ink: it should be 0."),
            when=always(_border_repeated),
        ),
        Misconception(
            _grown,
            N_("Zeros are added and nothing is cut off. The image keeps its size: what moves out of it is lost."),
            when=always_shaped(lambda image, down, right: _grown(image, down, right).shape),
        ),
        Misconception(
            _forwards_only,
            N_("It is right for moves down and to the right. Negative numbers move up and to the left."),
            when=right_only_for(_is_forwards, *(item.rule for item in PROPERTIES)),
        ),
    ),
    first=N_("Draw this input on squared paper, move it, and compare it with what came out."),
    hints=(
        N_("Begin with paper: an array of zeros of the same shape. Then copy the pixels that stay in sight."),
        N_("The pixel in row i goes to row i + down, if there is such a row. Columns do the same with right."),
        N_("With two loops over the image, ask of each new place whether it is inside: not below 0, not too large."),
    ),
    praise=N_("Each shift of a digit is still that digit. So one digit with its label makes nine to learn from."),
)
