"""What ``09_im2col.ipynb`` imports: its pictures."""

from cnnlib.lessons.im2col.cost import back_picture, memory_picture, race_picture
from cnnlib.lessons.im2col.pictures import columns_picture
from cnnlib.lessons.im2col.product import copies_picture, product_picture

__all__ = [
    "back_picture",
    "columns_picture",
    "copies_picture",
    "memory_picture",
    "product_picture",
    "race_picture",
]
