"""What ``01_why_convolution.ipynb`` imports: its pictures, and its experiments."""

from cnnlib.lessons.why_convolution.experiment import shuffled
from cnnlib.lessons.why_convolution.flattening import flattening_picture, gallery_picture
from cnnlib.lessons.why_convolution.lab import recorded_picture, train_live
from cnnlib.lessons.why_convolution.moves import moved, recorded_moves, trained_network
from cnnlib.lessons.why_convolution.moving import drag_picture, shift_picture
from cnnlib.lessons.why_convolution.parameters import parameters_picture

__all__ = [
    "drag_picture",
    "flattening_picture",
    "gallery_picture",
    "moved",
    "parameters_picture",
    "recorded_moves",
    "recorded_picture",
    "shift_picture",
    "shuffled",
    "train_live",
    "trained_network",
]
