"""Arrays in, arrays out: what the layers of a CNN compute, and their gradients."""

from cnnlib.functional.convolution import conv2d
from cnnlib.functional.padding import coverage, pad2d, windows

__all__ = ["conv2d", "coverage", "pad2d", "windows"]
