"""What ``01_why_convolution.ipynb`` imports: its pictures, and its experiment."""

from cnnlib.lessons.why_convolution.experiment import network, recorded, shuffle, shuffled, train
from cnnlib.lessons.why_convolution.lab import lab_picture, run_picture
from cnnlib.lessons.why_convolution.parameters import parameters_picture
from cnnlib.lessons.why_convolution.pictures import (
    distance_picture,
    flattening_picture,
    gallery_picture,
    shuffling_picture,
)

__all__ = [
    "distance_picture",
    "flattening_picture",
    "gallery_picture",
    "lab_picture",
    "network",
    "parameters_picture",
    "recorded",
    "run_picture",
    "shuffle",
    "shuffled",
    "shuffling_picture",
    "train",
]
