"""The engine of the collection: arrays in, arrays out.

The names here are the engine's, but for :func:`language`; importing them loads neither matplotlib nor widgets.
"""

from cnnlib.engine.activations import log_softmax, log_softmax_backward, relu, relu_backward, softmax, softmax_backward
from cnnlib.engine.average_pooling import avg_pool2d, avg_pool2d_backward, global_avg_pool2d, global_avg_pool2d_backward
from cnnlib.engine.convolution import conv2d, conv2d_backward, conv_transpose2d
from cnnlib.engine.im2col import col2im, im2col
from cnnlib.engine.layer import Layer
from cnnlib.engine.layers import Conv2d, Flatten, Linear, ReLU
from cnnlib.engine.linear import linear, linear_backward
from cnnlib.engine.loss import cross_entropy, cross_entropy_backward
from cnnlib.engine.network import LayerRow, Sequential
from cnnlib.engine.optimizers import SGD, Adam
from cnnlib.engine.padding import pad2d
from cnnlib.engine.pooling import max_pool2d, max_pool2d_backward
from cnnlib.engine.pooling_layers import AvgPool2d, GlobalAvgPool2d, MaxPool2d
from cnnlib.engine.receptive import ReceptiveField, receptive_field
from cnnlib.engine.repairs import leftover, nearest_settings
from cnnlib.engine.settings import SettingError
from cnnlib.engine.shapes import output_size, resolve_padding
from cnnlib.engine.training import Record, accuracy, fit
from cnnlib.engine.windows import coverage, windows
from cnnlib.messages import language

__all__ = [
    "SGD",
    "Adam",
    "AvgPool2d",
    "Conv2d",
    "Flatten",
    "GlobalAvgPool2d",
    "Layer",
    "LayerRow",
    "Linear",
    "MaxPool2d",
    "ReLU",
    "ReceptiveField",
    "Record",
    "Sequential",
    "SettingError",
    "accuracy",
    "avg_pool2d",
    "avg_pool2d_backward",
    "col2im",
    "conv2d",
    "conv2d_backward",
    "conv_transpose2d",
    "coverage",
    "cross_entropy",
    "cross_entropy_backward",
    "fit",
    "global_avg_pool2d",
    "global_avg_pool2d_backward",
    "im2col",
    "language",
    "leftover",
    "linear",
    "linear_backward",
    "log_softmax",
    "log_softmax_backward",
    "max_pool2d",
    "max_pool2d_backward",
    "nearest_settings",
    "output_size",
    "pad2d",
    "receptive_field",
    "relu",
    "relu_backward",
    "resolve_padding",
    "softmax",
    "softmax_backward",
    "windows",
]
