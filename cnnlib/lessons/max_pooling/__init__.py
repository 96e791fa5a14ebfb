"""What ``06_max_pooling.ipynb`` imports: its pictures."""

from cnnlib.lessons.max_pooling.effects import pooling_gradient_picture, shift_picture
from cnnlib.lessons.max_pooling.pictures import pooled_channels_picture, pooling_picture, rivals_picture

__all__ = [
    "pooled_channels_picture",
    "pooling_gradient_picture",
    "pooling_picture",
    "rivals_picture",
    "shift_picture",
]
