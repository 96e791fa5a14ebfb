"""What a convolution and a pooling are, written with NumPy's own windows: captions are recomputed with them."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def convolution(image, kernel, padding=0):
    """Return the sums of products of a kernel and each window of an image, at stride 1."""
    image = np.pad(np.asarray(image, float), padding)
    return np.einsum("ijab,ab->ij", sliding_window_view(image, np.shape(kernel)), np.asarray(kernel, float))


def channels_convolution(images, weights, padding=0):
    """Return the maps of images (N, C, H, W) for weights (F, C, kH, kW), at stride 1."""
    images = np.pad(np.asarray(images, float), [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    windows = sliding_window_view(images, np.shape(weights)[2:], axis=(2, 3))
    return np.einsum("nchwij,fcij->nfhw", windows, np.asarray(weights, float), optimize=True)


def pooling(image, size, reduce=np.max):
    """Return the largest (or another) number of each window of the last two axes; windows lie side by side."""
    image = np.asarray(image)
    *first, height, width = image.shape
    rows, columns = height // size, width // size
    tiles = image[..., : rows * size, : columns * size].reshape(*first, rows, size, columns, size)
    return reduce(tiles, axis=(-3, -1))


def ramp(values):
    """Return values with 0 in place of each below 0: ReLU."""
    return np.where(values > 0, values, 0)
