"""The layers that learn or reshape: convolution, fully connected, ReLU and flatten."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod, sqrt
from typing import TYPE_CHECKING, Any, Literal, TypedDict, overload

import numpy as np

from cnnlib.engine.activations import relu, relu_backward
from cnnlib.engine.arrays import FLOAT32, FLOAT64, numbers, same_shape
from cnnlib.engine.convolution import conv2d, conv2d_backward
from cnnlib.engine.layer import Layer, changed_settings
from cnnlib.engine.linear import linear, linear_backward
from cnnlib.engine.settings import SettingError, affordable, flag, generator, integer, pair
from cnnlib.engine.shapes import resolve_padding
from cnnlib.engine.types import Array, Padding, Shape, Size
from cnnlib.engine.windows import resolve_grid
from cnnlib.messages import _

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, DTypeLike


class ConvolutionSettings(TypedDict):
    """The options of :func:`cnnlib.conv2d` that a layer keeps."""

    stride: Size
    padding: Padding
    dilation: Size
    groups: int


FLOAT_TYPES: Mapping[str | type, np.dtype[Any]] = {
    "float32": FLOAT32,
    "float64": FLOAT64,
    np.float32: FLOAT32,
    np.float64: FLOAT64,
    float: FLOAT64,
}
"""What is written for the type of a layer's numbers → that type."""


def _float_type(dtype: DTypeLike) -> np.dtype[Any]:
    """Return the type of numbers that a layer computes with.

    Raises
    ------
    SettingError
        If it is neither float32 nor float64.

    Examples
    --------
    >>> _float_type("float32")
    dtype('float32')
    """
    if isinstance(dtype, np.dtype):
        dtype = dtype.name
    if isinstance(dtype, str | type) and dtype in FLOAT_TYPES:
        return FLOAT_TYPES[dtype]
    raise SettingError(
        _("dtype is {value!r}, but a layer computes with float32 or float64.", value=dtype),
        _("Use np.float32 or np.float64."),
    )


class _Weighted(Layer):
    """A layer of weights and biases, drawn as He et al. (2015) propose for layers before a ReLU.

    A cell sums fan_in products; weights of variance 2 / fan_in keep the values of deep
    layers from growing or fading. The 2 makes up for the half that ReLU sets to 0.
    """

    def __init__(self, weight_shape: Shape, bias: bool, seed: int | np.random.Generator, dtype: DTypeLike) -> None:
        super().__init__()
        affordable(weight_shape, _("the weight"))
        kind = _float_type(dtype)
        self.parameters["weight"] = np.empty(weight_shape, kind)
        if flag("bias", bias):
            self.parameters["bias"] = np.zeros(weight_shape[0], kind)
        self.initialize(generator("seed", seed))

    def initialize(self, rng: np.random.Generator) -> None:
        weight = self.parameters["weight"]
        weight[...] = rng.standard_normal(weight.shape) * sqrt(2 / prod(weight.shape[1:]))
        if "bias" in self.parameters:
            self.parameters["bias"][...] = 0

    def _keep_gradients(self, grad_weight: Array, grad_bias: Array) -> None:
        self.gradients = {"weight": grad_weight}
        if "bias" in self.parameters:
            self.gradients["bias"] = grad_bias


class Conv2d(_Weighted):
    """Convolution with filters that can be learned; see :func:`cnnlib.conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, dilation : int or (height, width)
    padding : int, (height, width), ((top, bottom), (left, right)), "same" or "valid"
    groups : int
    bias : bool
        Whether each filter adds a number of its own.
    seed : int or numpy.random.Generator
        The source of the first weights.
    dtype : dtype
        float32 by default: twice as fast as float64, and precise enough for training.

    Raises
    ------
    SettingError
        If a setting is out of range or `groups` does not divide the channels.

    Examples
    --------
    >>> layer = Conv2d(1, 8, 3, padding=1)
    >>> layer.parameters["weight"].shape, layer.output_shape((1, 28, 28))
    ((8, 1, 3, 3), (8, 28, 28))
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Size,
        *,
        stride: Size = 1,
        padding: Padding = 0,
        dilation: Size = 1,
        groups: int = 1,
        bias: bool = True,
        seed: int | np.random.Generator = 0,
        dtype: DTypeLike = np.float32,
    ) -> None:
        self.in_channels = integer("in_channels", in_channels, 1)
        self.out_channels = integer("out_channels", out_channels, 1)
        groups = integer("groups", groups, 1)
        if self.in_channels % groups or self.out_channels % groups:
            raise SettingError(
                _(
                    "groups is {groups}, but it must divide in_channels ({inputs}) and out_channels ({outputs}).",
                    groups=groups,
                    inputs=in_channels,
                    outputs=out_channels,
                ),
                _("Use a common divisor of both, such as 1."),
            )
        self.kernel_size = pair("kernel_size", kernel_size)
        # What no image could be convolved with is refused now.
        resolve_padding(padding, self.kernel_size, stride=pair("stride", stride), dilation=pair("dilation", dilation))
        self.settings: ConvolutionSettings = {
            "stride": stride,
            "padding": padding,
            "dilation": dilation,
            "groups": groups,
        }
        shape = self.out_channels, self.in_channels // groups, *self.kernel_size
        super().__init__(shape, bias, seed, dtype)

    def forward(self, x: ArrayLike) -> Array:
        self._x = x
        return conv2d(x, self.parameters["weight"], self.parameters.get("bias"), **self.settings)

    @overload
    def backward(self, grad_output: ArrayLike, *, input_gradient: Literal[True] = True) -> Array: ...

    @overload
    def backward(self, grad_output: ArrayLike, *, input_gradient: bool) -> Array | None: ...

    def backward(self, grad_output: ArrayLike, *, input_gradient: bool = True) -> Array | None:
        """Do as every layer does; with `input_gradient` False, skip the gradient by the input and return None."""
        grad_x, grad_weight, grad_bias = conv2d_backward(
            grad_output, self._x, self.parameters["weight"], **self.settings, input_gradient=input_gradient
        )
        self._keep_gradients(grad_weight, grad_bias)
        return grad_x

    def output_shape(self, shape: Shape) -> Shape:
        if len(shape) != 3 or shape[0] != self.in_channels:
            raise SettingError(
                _(
                    "the layer reads {channels} channels, but it is given the shape {shape}.",
                    channels=self.in_channels,
                    shape=shape,
                ),
                _("Use an input of shape ({channels}, H, W).", channels=self.in_channels),
            )
        _channels, height, width = shape
        stride, padding, dilation = self.settings["stride"], self.settings["padding"], self.settings["dilation"]
        return (self.out_channels, *resolve_grid((height, width), self.kernel_size, stride, padding, dilation).output)

    def multiplications(self, shape: Shape) -> int:
        return prod(self.output_shape(shape)) * prod(self.parameters["weight"].shape[1:])

    def __repr__(self) -> str:
        kernel = self.kernel_size[0] if self.kernel_size[0] == self.kernel_size[1] else self.kernel_size
        changed = changed_settings(self.settings, stride=1, padding=0, dilation=1, groups=1)
        return f"Conv2d({self.in_channels}, {self.out_channels}, {kernel}{changed})"


class Linear(_Weighted):
    """Fully connected (Affine) layer; see :func:`cnnlib.linear`.

    Parameters
    ----------
    in_features, out_features : int
    bias : bool
    seed : int or numpy.random.Generator
    dtype : dtype

    Raises
    ------
    SettingError
        If a number is out of range.

    Examples
    --------
    >>> Linear(64, 10).output_shape((64,))
    (10,)
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        *,
        bias: bool = True,
        seed: int | np.random.Generator = 0,
        dtype: DTypeLike = np.float32,
    ) -> None:
        shape = integer("out_features", out_features, 1), integer("in_features", in_features, 1)
        super().__init__(shape, bias, seed, dtype)

    def forward(self, x: ArrayLike) -> Array:
        self._x = x
        return linear(x, self.parameters["weight"], self.parameters.get("bias"))

    def backward(self, grad_output: ArrayLike) -> Array:
        grad_x, grad_weight, grad_bias = linear_backward(grad_output, self._x, self.parameters["weight"])
        self._keep_gradients(grad_weight, grad_bias)
        return grad_x

    def output_shape(self, shape: Shape) -> Shape:
        outputs, inputs = self.parameters["weight"].shape
        if shape != (inputs,):
            raise SettingError(
                _("the layer reads {inputs} features, but it is given the shape {shape}.", inputs=inputs, shape=shape),
                _("Use Flatten() before it, and in_features={given}.", given=prod(shape)),
            )
        return (outputs,)

    def multiplications(self, shape: Shape) -> int:
        return self.parameters["weight"].size

    def __repr__(self) -> str:
        outputs, inputs = self.parameters["weight"].shape
        return f"Linear({inputs}, {outputs})"


class ReLU(Layer):
    """max(x, 0), number by number; see :func:`cnnlib.relu`.

    Examples
    --------
    >>> ReLU().forward([-1, 2])
    array([0, 2])
    """

    def forward(self, x: ArrayLike) -> Array:
        self._x = x
        return relu(x)

    def backward(self, grad_output: ArrayLike) -> Array:
        return relu_backward(grad_output, self._x)


class Flatten(Layer):
    """Put all numbers of a sample in one row: (N, C, H, W) → (N, C·H·W).

    Examples
    --------
    >>> Flatten().forward(np.ones((2, 3, 4, 4))).shape
    (2, 48)
    """

    def forward(self, x: ArrayLike) -> Array:
        x = numbers("x", x)
        if not x.ndim:
            raise SettingError(
                _("x is a single number, but there must be an axis for the samples."), _("Use x.reshape(1, 1).")
            )
        self._shape = x.shape
        return x.reshape(len(x), prod(x.shape[1:]))

    def backward(self, grad_output: ArrayLike) -> Array:
        grad = numbers("grad_output", grad_output)
        same_shape("grad_output", grad, (self._shape[0], prod(self._shape[1:])), _("the output"))
        return grad.reshape(self._shape)

    def output_shape(self, shape: Shape) -> Shape:
        return (prod(shape),)
