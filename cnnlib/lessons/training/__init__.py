"""What ``10_training.ipynb`` imports: its pictures, and its experiment."""

from cnnlib.lessons.training.experiment import EPOCHS, digits, network, recorded
from cnnlib.lessons.training.pictures import training_picture

__all__ = ["EPOCHS", "digits", "network", "recorded", "training_picture"]
