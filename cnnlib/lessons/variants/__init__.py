"""What ``12_variants.ipynb`` imports: its pictures."""

from cnnlib.lessons.variants.pictures import dilation_picture, groups_picture
from cnnlib.lessons.variants.resizing import averaging_picture, transposed_convolution_picture

__all__ = [
    "averaging_picture",
    "dilation_picture",
    "groups_picture",
    "transposed_convolution_picture",
]
