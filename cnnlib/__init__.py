"""The engine of the collection: arrays in, arrays out."""

from cnnlib.functional import conv2d, coverage, pad2d, windows
from cnnlib.shapes import (
    ReceptiveField,
    SettingError,
    leftover,
    nearest_settings,
    output_size,
    receptive_field,
    resolve_padding,
)

__all__ = [
    "ReceptiveField", "SettingError", "conv2d", "coverage", "leftover", "nearest_settings", "output_size", "pad2d",
    "receptive_field", "resolve_padding", "windows",
]
