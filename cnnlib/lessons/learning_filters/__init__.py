"""What ``08_learning_filters.ipynb`` imports: its pictures, and its experiment."""

from cnnlib.lessons.learning_filters.experiment import EPOCHS, digits, network, recorded
from cnnlib.lessons.learning_filters.pictures import gradient_picture
from cnnlib.lessons.learning_filters.training import fitting_picture, training_picture

__all__ = [
    "EPOCHS",
    "digits",
    "fitting_picture",
    "gradient_picture",
    "network",
    "recorded",
    "training_picture",
]
