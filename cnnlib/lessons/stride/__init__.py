"""What ``04_stride.ipynb`` imports: its pictures."""

from cnnlib.lessons.stride.pictures import misfit_picture
from cnnlib.lessons.stride.subsampling import subsampling_picture

__all__ = [
    "misfit_picture",
    "subsampling_picture",
]
