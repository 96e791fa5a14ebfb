"""What ``02_convolution.ipynb`` imports: its pictures."""

from cnnlib.lessons.convolution.detectors import contest_picture, detector_picture, drawn_seven, window_picture
from cnnlib.lessons.convolution.pictures import as_fully_connected, figure_picture, matrix_picture, products_picture

__all__ = [
    "as_fully_connected",
    "contest_picture",
    "detector_picture",
    "drawn_seven",
    "figure_picture",
    "matrix_picture",
    "products_picture",
    "window_picture",
]
