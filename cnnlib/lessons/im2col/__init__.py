"""What ``11_im2col.ipynb`` imports: its pictures."""

from cnnlib.lessons.im2col.cost import col2im_picture, memory_picture, timing_picture
from cnnlib.lessons.im2col.pictures import columns_picture
from cnnlib.lessons.im2col.product import matrix_product_picture

__all__ = [
    "col2im_picture",
    "columns_picture",
    "matrix_product_picture",
    "memory_picture",
    "timing_picture",
]
