"""``receptive-5``, write ``fields(kernel_sizes, strides)``: what must hold of it, and how it typically goes wrong."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from cnnlib.engine.receptive import receptive_field
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception, Reader, When, WithoutNumbers
from cnnlib.exercises.kinds import plain_number
from cnnlib.exercises.outcomes import Outcomes
from cnnlib.exercises.transcript import transcript
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always
from cnnlib.messages import N_, _


def _right(kernel_sizes: Array, strides: Array) -> Array:
    layers = [{"kernel_size": k, "stride": s} for k, s in zip(kernel_sizes, strides, strict=True)]
    return np.array([receptive_field(layers[: count + 1]).size for count in range(len(layers))])


def _without_jumps(kernel_sizes: Array, strides: Array) -> Array:
    return 1 + np.cumsum(kernel_sizes - 1)


def _sums(kernel_sizes: Array, strides: Array) -> Array:
    return np.cumsum(kernel_sizes)


def _products(kernel_sizes: Array, strides: Array) -> Array:
    return np.cumprod(kernel_sizes)


def _own_stride(kernel_sizes: Array, strides: Array) -> Array:
    return 1 + np.cumsum((kernel_sizes - 1) * np.cumprod(strides))


def _last_stride(kernel_sizes: Array, strides: Array) -> Array:
    before = np.concatenate([[1], strides[:-1]])
    return 1 + np.cumsum((kernel_sizes - 1) * before)


def _added_strides(kernel_sizes: Array, strides: Array) -> Array:
    before = np.concatenate([[1], 1 + np.cumsum(strides - 1)[:-1]])
    return 1 + np.cumsum((kernel_sizes - 1) * before)


def _from_zero(kernel_sizes: Array, strides: Array) -> Array:
    return _right(kernel_sizes, strides) - 1


def _whole_kernels(kernel_sizes: Array, strides: Array) -> Array:
    return 1 + np.cumsum(kernel_sizes * np.concatenate([[1], np.cumprod(strides)[:-1]]))


def _from_the_end(kernel_sizes: Array, strides: Array) -> Array:
    return _right(kernel_sizes[::-1], strides[::-1])


def _copy(kernel_sizes: Array, strides: Array) -> Array:
    return kernel_sizes.copy()


def _last_alone(kernel_sizes: Array, strides: Array) -> int:
    return int(_right(kernel_sizes, strides)[-1])


def _first_alone(kernel_sizes: Array, strides: Array) -> int:
    return int(kernel_sizes[0])


def _alone(pick: Callable[[Array], int]) -> When:
    """Recognize a function that always returns one size alone: the first, or the last."""

    def when(outcomes: Outcomes) -> bool:
        returned = [outcome for outcome in outcomes if outcome.error is None]
        return bool(returned) and all(
            _number(outcome.returned) == pick(_right(**outcome.arguments)) for outcome in returned
        )

    return when


def _number(value: object) -> float | None:
    """Return a single number, alone or in an array; None for anything else."""
    return plain_number(value.item() if isinstance(value, np.ndarray) and value.size == 1 else value)


def _examine(outcomes: Outcomes) -> str | WithoutNumbers | None:
    """Examine the arrays; a number in the place of an array is told what is missing."""
    shown = next((outcome for outcome in outcomes if plain_number(outcome.returned) is not None), None)
    if shown is None or any(outcome.error is not None for outcome in outcomes):
        return _examine_arrays(outcomes)
    return WithoutNumbers(f"{transcript(shown)}\n{_(ONE_EACH)}", "")


def _grows(result: Array, kernel_sizes: Array, strides: Array) -> bool:
    return bool((np.diff(result) >= 0).all())


def _lists_as_arrays(read: Reader) -> Reader:
    """Let a function return a list, too: it is what collecting the sizes one by one leads to."""

    def reader(answer: object) -> Outcomes:
        return tuple(
            replace(outcome, returned=np.array(outcome.returned)) if _is_list(outcome.returned) else outcome
            for outcome in read(answer)
        )

    return reader


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(plain_number(each) is not None for each in value)


ONE_EACH = N_("It should give back one number for each layer.")

READ = _lists_as_arrays(
    function(
        "fields",
        {"kernel_sizes": np.array([3]), "strides": np.array([1])},
        {"kernel_sizes": np.array([5, 3]), "strides": np.array([1, 1])},
        {"kernel_sizes": np.array([3, 2, 3]), "strides": np.array([1, 2, 1])},
        {"kernel_sizes": np.array([5, 2, 5, 2, 3]), "strides": np.array([1, 2, 1, 2, 1])},
        {"kernel_sizes": np.array([7, 3, 1, 3]), "strides": np.array([2, 3, 1, 2])},
        {"kernel_sizes": np.array([1, 4, 1, 2, 3, 3]), "strides": np.array([3, 1, 2, 2, 4, 1])},
        without=("receptive_field",),
    )
)
"""How a function is run: each trial holds other strides before other kernels."""

_examine_arrays = passes(
    Property(ONE_EACH, lambda result, kernel_sizes, strides: result.shape == kernel_sizes.shape),
    Property(
        N_("After the first layer, a cell sees what its kernel covers."),
        lambda result, kernel_sizes, strides: result[0] == kernel_sizes[0],
    ),
    Property(N_("A further layer never makes the field smaller."), _grows),
    Property(
        N_("Each layer should add kernel_size − 1 steps, each as wide as all strides before it, multiplied."),
        lambda result, kernel_sizes, strides: np.array_equal(result, _right(kernel_sizes, strides)),
    ),
)

FIELDS = Exercise(
    id="receptive-5",
    read=READ,
    examine=_examine,
    misconceptions=(
        Misconception(
            _last_alone,
            N_("Only the size after the last layer came out. Collect the size after each layer in a list."),
            when=_alone(lambda sizes: sizes[-1]),
        ),
        Misconception(
            _first_alone,
            N_("Only the size after the first layer came out. Is the return inside the loop? It ends the function."),
            when=_alone(lambda sizes: sizes[0]),
        ),
        Misconception(
            _copy,
            N_("That is what each layer sees of the map before it. The question is about the network's input."),
            when=always(_copy),
        ),
        Misconception(
            _without_jumps,
            N_("That is right as long as every stride is 1. After a stride of 2, neighbours lie 2 input pixels apart."),
            when=always(_without_jumps),
        ),
        Misconception(
            _sums,
            N_("That adds whole kernels. Neighbouring windows overlap, so each layer adds one less."),
            when=always(_sums),
        ),
        Misconception(
            _products,
            N_("That multiplies the kernels. But each layer only adds a border to the field."),
            when=always(_products),
        ),
        Misconception(
            _own_stride,
            N_("A layer's own stride counts too early: it spreads the cells of its output, not of its input."),
            when=always(_own_stride),
        ),
        Misconception(
            _last_stride,
            N_("Only the stride just before is counted. The strides of all earlier layers act together."),
            when=always(_last_stride),
        ),
        Misconception(
            _added_strides,
            N_("The strides are added up. After two strides of 3, neighbours lie 3 times 3 pixels apart."),
            when=always(_added_strides),
        ),
        Misconception(
            _from_zero,
            N_("One too few everywhere. Before any layer, a cell already sees one pixel: itself."),
            when=always(_from_zero),
        ),
        Misconception(
            _whole_kernels,
            N_("Each layer adds a whole kernel, so one pixel is counted twice at every step. Try a single layer."),
            when=always(_whole_kernels),
        ),
        Misconception(
            _from_the_end,
            N_("The layers are taken from the last to the first. The first number belongs to the first layer."),
            when=always(_from_the_end),
        ),
    ),
    first=N_("Work through this input on paper, then compare with what came out."),
    hints=(
        N_("Keep two numbers as you walk through the layers: size, and jump. Both start at 1."),
        N_("A layer first makes size larger: by kernel_size − 1 steps, each as wide as jump is so far."),
        N_("After that, its stride multiplies jump. Collect size after each layer in a list."),
    ),
    praise=N_(
        "Kernels add, strides multiply. Your function says how deep a network must be before a cell sees a whole digit."
    ),
)
