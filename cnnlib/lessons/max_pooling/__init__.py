"""What ``06_max_pooling.ipynb`` imports: its pictures."""

from cnnlib.lessons.max_pooling.channels import mute, pooled_channels_picture
from cnnlib.lessons.max_pooling.nudges import nudge_picture, shift_picture
from cnnlib.lessons.max_pooling.pictures import pooling_picture

__all__ = [
    "mute",
    "nudge_picture",
    "pooled_channels_picture",
    "pooling_picture",
    "shift_picture",
]
