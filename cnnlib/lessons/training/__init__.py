"""What ``10_training.ipynb`` imports: its pictures, and its experiments."""

from cnnlib.lessons.training.experiment import digits, network, recorded_run, weights_and_gradients
from cnnlib.lessons.training.films import overfitting_film, training_film
from cnnlib.lessons.training.overfitting import shifted
from cnnlib.lessons.training.pictures import filters_picture
from cnnlib.pictures import mistakes_picture

__all__ = [
    "digits",
    "filters_picture",
    "mistakes_picture",
    "network",
    "overfitting_film",
    "recorded_run",
    "shifted",
    "training_film",
    "weights_and_gradients",
]
