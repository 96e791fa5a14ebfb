"""What ``02_convolution.ipynb`` imports: its pictures."""

from cnnlib.lessons.convolution.pictures import figure_picture, flip_picture, products_picture, target_picture

__all__ = [
    "figure_picture",
    "flip_picture",
    "products_picture",
    "target_picture",
]
