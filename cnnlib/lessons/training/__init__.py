"""What ``10_training.ipynb`` imports: its pictures, and its experiments."""

from cnnlib.lessons.training.experiment import digits, first_records, network, recorded_run
from cnnlib.lessons.training.gap import overfitting_picture
from cnnlib.lessons.training.overfitting import learn, recorded_course, shifted
from cnnlib.lessons.training.pictures import filters_picture, training_picture

__all__ = [
    "digits",
    "filters_picture",
    "first_records",
    "learn",
    "network",
    "overfitting_picture",
    "recorded_course",
    "recorded_run",
    "shifted",
    "training_picture",
]
