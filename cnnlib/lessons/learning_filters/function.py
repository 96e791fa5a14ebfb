"""``learning-5``, write ``kernel_gradient(x, gradient)``: what must hold of it, and how it typically goes wrong."""

import numpy as np

from cnnlib.engine.convolution import conv2d_backward
from cnnlib.engine.types import Array
from cnnlib.exercises.exercise import Exercise, Misconception
from cnnlib.exercises.trials import Property, function, passes
from cnnlib.exercises.typical import always, always_shaped, stops_with
from cnnlib.messages import N_


def _shape(x: Array, gradient: Array) -> tuple[int, ...]:
    return tuple(size - places + 1 for size, places in zip(x.shape, gradient.shape, strict=True))


def _gradients(x: Array, gradient: Array) -> tuple[Array, Array]:
    """The gradients of the input and of a kernel of ones, from the engine."""
    grad_input, grad_kernel, *_rest = conv2d_backward(gradient, x, np.ones(_shape(x, gradient)))
    return grad_input, grad_kernel


def _gradient(x: Array, gradient: Array) -> Array:
    """The gradient of the kernel; the kernel's own numbers do not enter."""
    return _gradients(x, gradient)[1]


def _input_gradient(x: Array, gradient: Array) -> Array:
    return _gradients(x, gradient)[0]


def _first_place_only(x: Array, gradient: Array) -> Array:
    rows, columns = _shape(x, gradient)
    return gradient[0, 0] * x[:rows, :columns]


def _last_place_only(x: Array, gradient: Array) -> Array:
    (rows, columns), (i, j) = _shape(x, gradient), (gradient.shape[0] - 1, gradient.shape[1] - 1)
    return gradient[i, j] * x[i : i + rows, j : j + columns]


def _unweighted(x: Array, gradient: Array) -> Array:
    return _gradient(x, np.ones(gradient.shape))


def _mean(x: Array, gradient: Array) -> Array:
    return _gradient(x, gradient) / gradient.size


def _turned(x: Array, gradient: Array) -> Array:
    return _gradient(x, gradient[::-1, ::-1])


def _of_a_fixed_size(x: Array, gradient: Array) -> Array:
    (rows, columns), result = _shape(x, gradient), np.zeros((3, 3))
    for i, j in np.ndindex(gradient.shape):
        result += gradient[i, j] * x[i : i + rows, j : j + columns]
    return result


def _over_the_cells_of_the_kernel(x: Array, gradient: Array) -> Array:
    rows, columns = _shape(x, gradient)
    result = np.zeros((rows, columns))
    for i, j in np.ndindex(rows, columns):
        result += gradient[i, j] * x[i : i + rows, j : j + columns]
    return result


PROPERTIES = (
    Property(
        N_(
            "The result should have the kernel's shape: along each side, the cells of x minus those of gradient, "
            "plus 1."
        ),
        lambda result, x, gradient: result.shape == _shape(x, gradient),
    ),
    Property(
        N_(
            "Each number should add up, over all places of the output, the gradient there times the pixel that this "
            "weight met."
        ),
        lambda result, x, gradient: np.allclose(result, _gradient(x, gradient)),
    ),
)


KERNEL_GRADIENT = Exercise(
    id="learning-5",
    read=function(
        "kernel_gradient",
        {"x": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), "gradient": np.array([[1.0, 0.0]])},
        {
            "x": np.array([[2.0, 0.0, 1.0], [1.0, 3.0, 2.0], [0.0, 4.0, 5.0]]),
            "gradient": np.array([[0.0, 0.0], [1.0, 0.0]]),
        },
        {
            "x": np.array([[1.0, 2.0, 3.0, 0.0], [0.0, 1.0, 2.0, 3.0], [3.0, 0.0, 1.0, 2.0], [2.0, 3.0, 0.0, 1.0]]),
            "gradient": np.array([[1.0, -2.0], [3.0, 0.5]]),
        },
        {"x": np.arange(20.0).reshape(4, 5) % 7, "gradient": np.array([[2.0, -1.0, 1.0], [0.0, 1.0, 3.0]])},
        {"x": np.arange(20.0).reshape(5, 4) % 7 - 3, "gradient": np.array([[0.5, -1.0, 1.0], [2.0, 1.0, -3.0]])},
        {"x": np.arange(18.0).reshape(3, 6) % 5 - 1.5, "gradient": np.array([[1.0, -2.0], [0.0, 3.0]])},
        {"x": np.arange(24.0).reshape(4, 6) % 7, "gradient": np.array([[1.0], [-1.0], [2.0], [0.5]])},
        {"x": np.arange(12.0).reshape(6, 2) % 5, "gradient": np.array([[2.0, -1.0]])},
        {"x": np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.0]]), "gradient": np.array([[-2.0]])},
        without=("conv2d", "conv2d_backward", "conv_transpose2d", "correlate", "correlate2d", "convolve2d"),
    ),
    examine=passes(*PROPERTIES),
    misconceptions=(
        Misconception(
            _first_place_only,
            N_("Only the first place of the output counts here. Every place sends its share, and the shares add up."),
            when=always(_first_place_only),
        ),
        Misconception(
            _last_place_only,
            N_(
                "Only the last place of the output counts here. Is each share added to what was there, or "
                "written over it?"
            ),
            when=always(_last_place_only),
        ),
        Misconception(
            _unweighted,
            N_("The windows are added up as they are. Each must first be multiplied by the gradient of its place."),
            when=always(_unweighted),
        ),
        Misconception(
            _mean,
            N_("The shares are averaged. A weight that works at many places is to blame at all of them: a sum."),
            when=always(_mean),
        ),
        Misconception(
            _turned,
            N_("The gradients are used in the opposite order. Which window belongs to the first place of the output?"),
            when=always(_turned),
        ),
        Misconception(
            _input_gradient,
            N_("The result is as large as x. That is the shape of the input gradient; here the kernel's is asked for."),
            when=always_shaped(lambda x, gradient: x.shape),
        ),
        Misconception(
            _of_a_fixed_size,
            N_("Does your result have a fixed size? The gradient and x come in any size, and so does the kernel."),
            when=stops_with("broadcast", *PROPERTIES),
        ),
        Misconception(
            _over_the_cells_of_the_kernel,
            N_("Do your loops visit more places than gradient has?"),
            when=stops_with("out of bounds", *PROPERTIES),
        ),
    ),
    first=N_("Work through this input on paper: place by place, window by window."),
    hints=(
        N_("Start with zeros in the kernel's shape. How tall is it, if x has 4 rows and the gradient 2?"),
        N_("Go over the places of the output. Each has a gradient, and a window of x that starts there."),
        N_("Each place adds something to the zeros: its window, multiplied by its gradient."),
    ),
    praise=N_(
        "Each place sends gradient × window. Read it once more: windows times numbers, added up. That is a "
        "convolution, conv2d(x, gradient), with as many multiplications as the layer itself."
    ),
)
