"""Layers: functions that remember what they were given, so that gradients can find their way back.

Every layer has ``forward(x)``, ``backward(grad_output)``, named ``parameters`` and, after a
``backward``, ``gradients`` of the same names. :class:`cnnlib.engine.network.Sequential` chains them.
"""

from math import prod, sqrt

import numpy as np

from cnnlib.engine.activations import relu, relu_backward
from cnnlib.engine.average_pooling import avg_pool2d, avg_pool2d_backward, global_avg_pool2d, global_avg_pool2d_backward
from cnnlib.engine.convolution import conv2d, conv2d_backward
from cnnlib.engine.linear import linear, linear_backward
from cnnlib.engine.pooling import max_pool2d, max_pool2d_backward
from cnnlib.engine.shapes import SettingError, integer, pair
from cnnlib.engine.windows import resolve_grid
from cnnlib.messages import _


class Layer:
    """What all layers share; a layer without parameters needs only `forward` and `backward`.

    Attributes
    ----------
    parameters : dict of str to ndarray
        What training adjusts, by name.
    gradients : dict of str to ndarray
        Gradients of the loss by the parameters, since the last `backward`.
    """

    def __init__(self):
        self.parameters = {}
        self.gradients = {}

    def __call__(self, x):
        """Same as `forward`."""
        return self.forward(x)

    def initialize(self, rng):
        """Draw the parameters anew from a :class:`numpy.random.Generator`."""

    def output_shape(self, shape):
        """Shape of one sample's output, for one sample's input of this shape."""
        return shape

    def multiplications(self, shape):
        """Multiplications of a forward pass, for one sample's input of this shape."""
        return 0

    def __repr__(self):
        return f"{type(self).__name__}()"


class _Weighted(Layer):
    """A layer of weights and biases, drawn as He et al. (2015) propose for layers before a ReLU.

    A cell sums fan_in products; weights of variance 2 / fan_in keep the values of deep
    layers from growing or fading, the 2 making up for the half that ReLU sets to 0.
    """

    def __init__(self, weight_shape, bias, seed, dtype):
        super().__init__()
        self.parameters["weight"] = np.empty(weight_shape, dtype)
        if bias:
            self.parameters["bias"] = np.zeros(weight_shape[0], dtype)
        self.initialize(np.random.default_rng(seed))

    def initialize(self, rng):
        weight = self.parameters["weight"]
        weight[...] = rng.standard_normal(weight.shape) * sqrt(2 / prod(weight.shape[1:]))
        if "bias" in self.parameters:
            self.parameters["bias"][...] = 0

    def _remember(self, grad_weight, grad_bias):
        self.gradients = {"weight": grad_weight}
        if "bias" in self.parameters:
            self.gradients["bias"] = grad_bias


class Conv2d(_Weighted):
    """Convolution with filters that can be learned; see :func:`cnnlib.conv2d`.

    Parameters
    ----------
    in_channels, out_channels : int
    kernel_size, stride, dilation : int or (height, width)
    padding : int, (height, width), ((top, bottom), (left, right)) or "same"
    groups : int
    bias : bool
        Whether each filter adds a number of its own.
    seed : int or numpy.random.Generator
        Where the first weights come from.
    dtype : dtype
        float32 unless told: twice as fast as float64, and exact enough to learn.

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
        in_channels,
        out_channels,
        kernel_size,
        *,
        stride=1,
        padding=0,
        dilation=1,
        groups=1,
        bias=True,
        seed=0,
        dtype=np.float32,
    ):
        self.in_channels = integer("in_channels", in_channels, 1)
        self.out_channels = integer("out_channels", out_channels, 1)
        if self.in_channels % integer("groups", groups, 1) or self.out_channels % groups:
            raise SettingError(
                _(
                    "groups is {groups}, but it must divide in_channels ({inputs}) and out_channels ({outputs}). "
                    "Use a common divisor of both, such as 1.",
                    groups=groups,
                    inputs=in_channels,
                    outputs=out_channels,
                )
            )
        self.kernel_size = pair("kernel_size", kernel_size)
        self.settings = {"stride": stride, "padding": padding, "dilation": dilation, "groups": groups}
        super().__init__((out_channels, in_channels // groups, *self.kernel_size), bias, seed, dtype)

    def forward(self, x):
        self._x = x
        return conv2d(x, self.parameters["weight"], self.parameters.get("bias"), **self.settings)

    def backward(self, grad_output, *, input_gradient=True):
        grad_x, *gradients = conv2d_backward(
            grad_output, self._x, self.parameters["weight"], **self.settings, input_gradient=input_gradient
        )
        self._remember(*gradients)
        return grad_x

    def output_shape(self, shape):
        if len(shape) != 3 or shape[0] != self.in_channels:
            raise SettingError(
                _(
                    "the layer reads {channels} channels, but it is given the shape {shape}. "
                    "Use an input of shape ({channels}, H, W).",
                    channels=self.in_channels,
                    shape=shape,
                )
            )
        stride, padding, dilation = (self.settings[name] for name in ("stride", "padding", "dilation"))
        return (self.out_channels, *resolve_grid(shape[1:], self.kernel_size, stride, padding, dilation).output)

    def multiplications(self, shape):
        return prod(self.output_shape(shape)) * prod(self.parameters["weight"].shape[1:])

    def __repr__(self):
        kernel = self.kernel_size[0] if self.kernel_size[0] == self.kernel_size[1] else self.kernel_size
        changed = _changed(self.settings, stride=1, padding=0, dilation=1, groups=1)
        return f"Conv2d({self.in_channels}, {self.out_channels}, {kernel}{changed})"


class _Pool2d(Layer):
    def __init__(self, kernel_size, *, stride=None, padding=0, dilation=1, ceil_mode=False):
        super().__init__()
        self.kernel_size = kernel_size
        self.settings = {"stride": stride, "padding": padding, "dilation": dilation, "ceil_mode": ceil_mode}
        pair("kernel_size", kernel_size)

    def forward(self, x):
        self._x = x
        return self._function(x, self.kernel_size, **self.settings)

    def backward(self, grad_output):
        return self._gradient(grad_output, self._x, self.kernel_size, **self.settings)

    def output_shape(self, shape):
        if len(shape) != 3:
            raise SettingError(
                _(
                    "pooling reads images, but it is given the shape {shape}. Use an input of shape (C, H, W).",
                    shape=shape,
                )
            )
        settings = dict(self.settings)
        if settings["stride"] is None:
            settings["stride"] = self.kernel_size
        return (shape[0], *resolve_grid(shape[1:], self.kernel_size, **settings).output)

    def __repr__(self):
        changed = _changed(self.settings, stride=None, padding=0, dilation=1, ceil_mode=False)
        return f"{type(self).__name__}({self.kernel_size}{changed})"


class MaxPool2d(_Pool2d):
    """Largest value of each window; see :func:`cnnlib.max_pool2d`. Nothing to learn.

    Examples
    --------
    >>> MaxPool2d(2).output_shape((8, 28, 28))
    (8, 14, 14)
    """

    _function = staticmethod(max_pool2d)

    def forward(self, x):
        self._output = super().forward(x)
        return self._output

    def backward(self, grad_output):
        return max_pool2d_backward(grad_output, self._x, self.kernel_size, **self.settings, output=self._output)


class AvgPool2d(_Pool2d):
    """Mean of each window; see :func:`cnnlib.avg_pool2d`. Nothing to learn.

    Examples
    --------
    >>> AvgPool2d(2).forward([[1, 2], [3, 6]])
    array([[3.]])
    """

    _function, _gradient = staticmethod(avg_pool2d), staticmethod(avg_pool2d_backward)


class GlobalAvgPool2d(Layer):
    """Mean of every channel, (N, C, H, W) → (N, C); see :func:`cnnlib.global_avg_pool2d`.

    Examples
    --------
    >>> GlobalAvgPool2d().output_shape((8, 7, 7))
    (8,)
    """

    def forward(self, x):
        self._x = x
        return global_avg_pool2d(x)

    def backward(self, grad_output):
        return global_avg_pool2d_backward(grad_output, self._x)

    def output_shape(self, shape):
        return shape[:1]


class ReLU(Layer):
    """max(x, 0), number by number; see :func:`cnnlib.relu`.

    Examples
    --------
    >>> ReLU().forward([-1, 2])
    array([0, 2])
    """

    def forward(self, x):
        self._x = x
        return relu(x)

    def backward(self, grad_output):
        return relu_backward(grad_output, self._x)


class Flatten(Layer):
    """Forget the shape: (N, C, H, W) → (N, C·H·W).

    Examples
    --------
    >>> Flatten().forward(np.ones((2, 3, 4, 4))).shape
    (2, 48)
    """

    def forward(self, x):
        self._shape = x.shape
        return x.reshape(len(x), -1) if len(x) else x.reshape(0, prod(x.shape[1:]))

    def backward(self, grad_output):
        return grad_output.reshape(self._shape)

    def output_shape(self, shape):
        return (prod(shape),)


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

    def __init__(self, in_features, out_features, *, bias=True, seed=0, dtype=np.float32):
        shape = integer("out_features", out_features, 1), integer("in_features", in_features, 1)
        super().__init__(shape, bias, seed, dtype)

    def forward(self, x):
        self._x = x
        return linear(x, self.parameters["weight"], self.parameters.get("bias"))

    def backward(self, grad_output):
        grad_x, *gradients = linear_backward(grad_output, self._x, self.parameters["weight"])
        self._remember(*gradients)
        return grad_x

    def output_shape(self, shape):
        outputs, inputs = self.parameters["weight"].shape
        if shape != (inputs,):
            raise SettingError(
                _(
                    "the layer reads {inputs} features, but it is given the shape {shape}. Use Flatten() before it, "
                    "and in_features={given}.",
                    inputs=inputs,
                    shape=shape,
                    given=prod(shape),
                )
            )
        return (outputs,)

    def multiplications(self, shape):
        return self.parameters["weight"].size

    def __repr__(self):
        outputs, inputs = self.parameters["weight"].shape
        return f"Linear({inputs}, {outputs})"


def _changed(settings, **usual):
    """The settings that differ from the usual ones, as they are written in a call."""
    return "".join(f", {name}={value!r}" for name, value in settings.items() if value != usual[name])
