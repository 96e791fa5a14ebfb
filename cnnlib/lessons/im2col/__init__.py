"""What ``11_im2col.ipynb`` imports: its pictures."""

from cnnlib.lessons.im2col.cost import memory_picture
from cnnlib.lessons.im2col.pictures import columns_picture
from cnnlib.lessons.im2col.product import matrix_product_picture
from cnnlib.lessons.im2col.race import race_picture, seconds
from cnnlib.lessons.im2col.way_back import col2im_picture
from cnnlib.lessons.im2col.windows import check_fit

__all__ = [
    "check_fit",
    "col2im_picture",
    "columns_picture",
    "matrix_product_picture",
    "memory_picture",
    "race_picture",
    "seconds",
]
