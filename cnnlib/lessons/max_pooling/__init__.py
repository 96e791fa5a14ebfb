"""What ``06_max_pooling.ipynb`` imports: its pictures."""

from cnnlib.lessons.max_pooling.comparisons import downsampling_picture, pooled_channels_picture
from cnnlib.lessons.max_pooling.pictures import pooling_picture
from cnnlib.lessons.max_pooling.shift import shift_picture

__all__ = [
    "downsampling_picture",
    "pooled_channels_picture",
    "pooling_picture",
    "shift_picture",
]
