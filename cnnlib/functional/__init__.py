"""Arrays in, arrays out: what the layers of a CNN compute, and their gradients.

Read in this order: :mod:`padding` (windows), :mod:`convolution` (what a filter does),
:mod:`unfold` and :mod:`columns` (how it is computed fast), :mod:`pooling`, :mod:`activations`,
:mod:`head`.
"""

from cnnlib.functional.activations import (
    log_softmax,
    log_softmax_backward,
    relu,
    relu_backward,
    softmax,
    softmax_backward,
)
from cnnlib.functional.convolution import conv2d, conv2d_backward, conv_transpose2d
from cnnlib.functional.head import (
    cross_entropy,
    cross_entropy_backward,
    global_avg_pool2d,
    global_avg_pool2d_backward,
    linear,
    linear_backward,
)
from cnnlib.functional.padding import coverage, pad2d, windows
from cnnlib.functional.pooling import avg_pool2d, avg_pool2d_backward, max_pool2d, max_pool2d_backward
from cnnlib.functional.unfold import col2im, im2col

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv_transpose2d",
    "coverage",
    "cross_entropy",
    "cross_entropy_backward",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "im2col",
    "linear",
    "linear_backward",
    "log_softmax",
    "log_softmax_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "pad2d",
    "relu",
    "relu_backward",
    "softmax",
    "softmax_backward",
    "windows",
]
