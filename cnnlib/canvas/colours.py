"""Values → colours: of cells, and of the numbers on them."""

from functools import lru_cache

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb, to_rgba

from cnnlib.engine.types import Array
from cnnlib.pictures.palette import TINTS
from cnnlib.pictures.panels import Grid, Maps

RGB = tuple[int, int, int]
"""Red, green and blue, each 0–255."""

NOT_A_NUMBER: RGB = (255, 214, 214)
TEXT_ON_LIGHT, TEXT_ON_DARK = "#000000", "#ffffff"


@lru_cache(maxsize=64)
def rgb(colour: str) -> RGB:
    """Return a colour name or code as three integers 0–255."""
    red, green, blue = (round(255 * part) for part in to_rgb(colour))
    return red, green, blue


@lru_cache(maxsize=256)
def ink(colour: str) -> tuple[float, float, float, float]:
    """Return a colour as four floats: matplotlib takes an array of these without looking at each."""
    return to_rgba(colour)


def third(colour: str, other: str) -> str:
    """Return the code of a colour that is one third `colour` and two thirds `other`.

    Examples
    --------
    >>> third("#000000", "#ffffff")
    '#aaaaaa'
    """
    parts = [(one + 2 * two) // 3 for one, two in zip(rgb(colour), rgb(other), strict=True)]
    return "#" + bytes(parts).hex()


@lru_cache(maxsize=32)
def _scale(colours: str, role: str) -> Array:
    """Return the 256 colours of a scale as a uint8 array (256, 3)."""
    scale: Colormap
    if colours == "grey":
        scale = LinearSegmentedColormap.from_list("grey", ["#000000", "#ffffff"])
    elif colours == "ink":
        scale = LinearSegmentedColormap.from_list("ink", ["#ffffff", "#202020"])
    elif colours == "signed":
        scale = colormaps["RdBu_r"].resampled(256)  # a user's matplotlibrc may say that it has fewer
    elif colours == "activation":
        scale = colormaps["cividis"]
    else:
        scale = LinearSegmentedColormap.from_list("tint", ["#ffffff", TINTS.get(role, TINTS["difference"])])
    return (scale(np.linspace(0, 1, 256))[:, :3] * 255).round().astype(np.uint8)


def cell_colours(panel: Grid | Maps) -> Array:
    """Return the colour of every cell: uint8 (H, W, 3), or (C, H, W, 3) for maps."""
    if panel.colours == "rgb":
        return (np.clip(panel.values, 0, 1) * 255).round().astype(np.uint8)
    low, high = panel.limits
    if panel.colours == "signed":
        high = max(abs(low), abs(high))
        low = -high
    span = (high - low) or 1.0
    # −∞ is a number like any other below the scale: the padding of a max pooling holds it.
    finite = np.isfinite(panel.values) | np.isneginf(panel.values)
    levels = np.where(finite, np.maximum(panel.values, low), 0.0)
    levels = np.clip((levels - low) / span * 255, 0, 255).round().astype(np.intp)
    colours = _scale(panel.colours, panel.role)[levels]
    if not finite.all():
        colours[~finite] = NOT_A_NUMBER
    return colours


def opaque(colours: Array) -> Array:
    """Return colours, uint8 (H, W, 3), as whole pixels: (H, W), each the four bytes of RGBA in one number.

    Examples
    --------
    >>> opaque(np.array([[[1, 2, 3]]], np.uint8)).view(np.uint8)
    array([[  1,   2,   3, 255]], dtype=uint8)
    """
    pixels = np.full((*colours.shape[:-1], 4), 255, np.uint8)
    pixels[..., :3] = colours
    return pixels.view(np.uint32)[..., 0]


def text_colours(colours: Array) -> Array:
    """Return, for each cell, black or white, whichever stands out more (WCAG 2 contrast)."""
    channels = colours / 255.0
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    # Black and white stand out alike where (L + 0.05)² = 1.05 · 0.05.
    return np.where(luminance > 0.179, TEXT_ON_LIGHT, TEXT_ON_DARK)
