"""``stack-5``, write ``fields(kernel_sizes, strides)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always
from cnnlib.messages import _


def _right(kernel_sizes: Array, strides: Array) -> Array:
    layers = [{"kernel_size": k, "stride": s} for k, s in zip(kernel_sizes, strides, strict=True)]
    return np.array([receptive_field(layers[: count + 1]).size for count in range(len(layers))])


def _fields_without_jumps(kernel_sizes: Array, strides: Array) -> Array:
    return 1 + np.cumsum(kernel_sizes - 1)


def _fields_as_sums(kernel_sizes: Array, strides: Array) -> Array:
    return np.cumsum(kernel_sizes)


def _fields_as_products(kernel_sizes: Array, strides: Array) -> Array:
    return np.cumprod(kernel_sizes)


def _fields_own_stride(kernel_sizes: Array, strides: Array) -> Array:
    return 1 + np.cumsum((kernel_sizes - 1) * np.cumprod(strides))


def _fields_last_stride(kernel_sizes: Array, strides: Array) -> Array:
    before = np.concatenate([[1], strides[:-1]])
    return 1 + np.cumsum((kernel_sizes - 1) * before)


def _fields_from_zero(kernel_sizes: Array, strides: Array) -> Array:
    return _right(kernel_sizes, strides) - 1


def _fields_whole_kernels(kernel_sizes: Array, strides: Array) -> Array:
    return 1 + np.cumsum(kernel_sizes * np.concatenate([[1], np.cumprod(strides)[:-1]]))


def _copy(kernel_sizes: Array, strides: Array) -> Array:
    return kernel_sizes.copy()


def _grows(result: Array, kernel_sizes: Array, strides: Array) -> bool:
    return bool((np.diff(result) >= 0).all())


FIELDS = Exercise(
    id="stack-5",
    read=function(
        "fields",
        {"kernel_sizes": np.array([3]), "strides": np.array([1])},
        {"kernel_sizes": np.array([5, 3]), "strides": np.array([1, 1])},
        {"kernel_sizes": np.array([3, 2, 3]), "strides": np.array([1, 2, 1])},
        {"kernel_sizes": np.array([5, 2, 5, 2, 3]), "strides": np.array([1, 2, 1, 2, 1])},
        {"kernel_sizes": np.array([7, 3, 1, 3]), "strides": np.array([2, 3, 1, 2])},
    ),
    examine=passes(
        Property(
            _("There should be one number for each layer."),
            lambda result, kernel_sizes, strides: result.shape == kernel_sizes.shape,
        ),
        Property(
            _("After the first layer, a cell sees what its kernel covers."),
            lambda result, kernel_sizes, strides: result[0] == kernel_sizes[0],
        ),
        Property(_("A further layer never makes the field smaller."), _grows),
        Property(
            _("Each layer should add kernel_size − 1 steps, each as wide as all strides before it make it."),
            lambda result, kernel_sizes, strides: np.array_equal(result, _right(kernel_sizes, strides)),
        ),
    ),
    misconceptions=(
        Misconception(
            _copy,
            _("That is what each layer sees of the map before it. The question is about the network's input."),
            when=always(_copy),
        ),
        Misconception(
            _fields_without_jumps,
            _("That is right as long as every stride is 1. After a stride of 2, neighbours lie 2 input pixels apart."),
            when=always(_fields_without_jumps),
        ),
        Misconception(
            _fields_as_sums,
            _("That adds whole kernels. Neighbouring windows overlap, so each layer adds one less."),
            when=always(_fields_as_sums),
        ),
        Misconception(
            _fields_as_products,
            _("That multiplies the kernels. But each layer only adds a border to the field."),
            when=always(_fields_as_products),
        ),
        Misconception(
            _fields_own_stride,
            _("A layer's own stride counts too early: it spreads the cells of its output, not of its input."),
            when=always(_fields_own_stride),
        ),
        Misconception(
            _fields_last_stride,
            _("Only the stride just before is counted. The strides of all earlier layers act together."),
            when=always(_fields_last_stride),
        ),
        Misconception(
            _fields_from_zero,
            _("One too few everywhere. Before any layer, a cell already sees one pixel: itself."),
            when=always(_fields_from_zero),
        ),
        Misconception(
            _fields_whole_kernels,
            _("Each layer adds a whole kernel, so one pixel is counted twice at every step. Try a single layer."),
            when=always(_fields_whole_kernels),
        ),
    ),
    first=_("Work through this input on paper, then compare with what came out."),
    hints=(
        _("Keep two numbers as you walk through the layers: the size of the field, and how far apart neighbours lie."),
        _("Both start at 1. A layer first adds its border, kernel_size − 1 steps of the distance so far."),
        _("After that, its stride multiplies the distance. Collect the size after each layer in a list."),
    ),
    praise=_(
        "Kernels add, strides multiply. Your function says how deep a network must be before a cell sees a whole digit."
    ),
)
