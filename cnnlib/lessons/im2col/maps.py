"""``im2col-3``, write ``to_maps(weight, columns, height, width)``: the convolution as one matrix product."""

import numpy as np

from cnnlib.engine.im2col import im2col
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped
from cnnlib.messages import N_


def _trial(image: Array, weight: Array) -> dict[str, object]:
    kernel = weight.shape[2]
    height, width = (size - kernel + 1 for size in image.shape[1:])
    return {"weight": weight, "columns": im2col(image, kernel), "height": height, "width": width}


def _counted(*size: int, seed: int) -> Array:
    return np.random.default_rng(seed).integers(-3, 4, size)


TRIALS = (
    _trial(_counted(1, 3, 4, seed=1), _counted(2, 1, 2, 2, seed=2)),
    _trial(_counted(2, 4, 3, seed=3), _counted(3, 2, 2, 2, seed=4)),
    _trial(_counted(3, 5, 6, seed=5).astype(float), _counted(2, 3, 3, 3, seed=6) / 2),
    _trial(_counted(2, 3, 5, seed=7), _counted(1, 2, 3, 3, seed=8)),
)


def _product(weight: Array, columns: Array) -> Array:
    return weight.reshape(len(weight), -1) @ columns


def _maps(weight: Array, columns: Array, height: int, width: int) -> Array:
    return _product(weight, columns).reshape(len(weight), height, width)


def _has_a_map_for_each_filter(result: Array, weight: Array, columns: Array, height: int, width: int) -> bool:
    return result.shape == (len(weight), height, width)


def _holds_the_sums(result: Array, weight: Array, columns: Array, height: int, width: int) -> bool:
    return np.allclose(result, _maps(weight, columns, height, width))


def _product_alone(weight: Array, columns: Array, height: int, width: int) -> Array:
    return _product(weight, columns)


def _lying(weight: Array, columns: Array, height: int, width: int) -> Array:
    return _product(weight, columns).reshape(len(weight), width, height)


def _mixed_rows(weight: Array, columns: Array, height: int, width: int) -> Array:
    return (weight.reshape(-1, len(weight)).T @ columns).reshape(len(weight), height, width)


def _one_filter(weight: Array, columns: Array, height: int, width: int) -> Array:
    return (weight[0].ravel() @ columns).reshape(height, width)


def _added_up(weight: Array, columns: Array, height: int, width: int) -> Array:
    return _maps(weight, columns, height, width).sum(axis=0)


def _mixed_maps(weight: Array, columns: Array, height: int, width: int) -> Array:
    return (columns.T @ weight.reshape(len(weight), -1).T).reshape(len(weight), height, width)


def _channels_last(weight: Array, columns: Array, height: int, width: int) -> Array:
    return _product(weight, columns).T.reshape(height, width, len(weight))


TO_MAPS = Exercise(
    id="im2col-3",
    read=function("to_maps", *TRIALS, without=("conv2d",)),
    examine=passes(
        Property(
            N_("There should be a map for each filter, with height rows and width columns."), _has_a_map_for_each_filter
        ),
        Property(
            N_("Each number should be the sum of one filter's weights, times the numbers of one window."),
            _holds_the_sums,
        ),
    ),
    misconceptions=(
        Misconception(
            _product_alone,
            N_("That is the product as it is. Each of its rows still has to be laid out as a map."),
            when=always(_product_alone),
        ),
        Misconception(
            _lying,
            N_("The height of a map comes before its width."),
            when=always_shaped(lambda weight, columns, height, width: (len(weight), width, height)),
        ),
        Misconception(
            _mixed_rows,
            N_("The weights of different filters are mixed: each filter should become one row, by itself."),
            when=always(_mixed_rows),
        ),
        Misconception(
            _one_filter,
            N_("That is the map of the first filter alone. One product can do all filters at once."),
            when=always(_one_filter),
        ),
        Misconception(
            _added_up,
            N_("The maps of all filters are added up. Each filter should keep its own."),
            when=always(_added_up),
        ),
        Misconception(
            _mixed_maps,
            N_("The numbers of different filters are mixed in one map: rows and columns of the product are swapped."),
            when=always(_mixed_maps),
        ),
        Misconception(
            _channels_last,
            N_("The right numbers, in another order: the filters come first here."),
            when=always(_channels_last),
        ),
    ),
    first=N_("Work out one number on paper: the first row of the weights times the first column."),
    hints=(
        N_("Lay each filter out as a row: how long is a row? Compare it with the length of a column."),
        N_("A product (F, n) @ (n, windows) has a row for each filter: one map, laid out."),
        N_("Two reshapes and one @ do it: the first makes rows of the filters. What does the second make?"),
    ),
    praise=N_("One call, and every filter meets every window. That is the whole convolution."),
)
