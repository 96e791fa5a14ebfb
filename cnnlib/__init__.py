"""The engine of the collection: arrays in, arrays out.

The names here are the engine's; importing them loads neither matplotlib nor widgets.
"""

from cnnlib.functional import *  # noqa: F403
from cnnlib.functional import __all__ as _functions
from cnnlib.receptive import ReceptiveField, receptive_field
from cnnlib.shapes import SettingError, leftover, nearest_settings, output_size, resolve_padding

__all__ = [
    "ReceptiveField",
    "SettingError",
    "leftover",
    "nearest_settings",
    "output_size",
    "receptive_field",
    "resolve_padding",
    *_functions,
]
