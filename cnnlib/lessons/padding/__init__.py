"""What ``03_padding.ipynb`` imports: its pictures."""

from cnnlib.lessons.padding.pictures import border_picture, coverage_picture, layers_picture

__all__ = [
    "border_picture",
    "coverage_picture",
    "layers_picture",
]
