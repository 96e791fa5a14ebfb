"""What ``04_stride.ipynb`` imports: its pictures."""

from cnnlib.lessons.stride.pictures import misfit_picture, subsampling_picture

__all__ = [
    "misfit_picture",
    "subsampling_picture",
]
