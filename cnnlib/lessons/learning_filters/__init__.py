"""What ``09_learning_filters.ipynb`` imports: its pictures."""

from cnnlib.lessons.learning_filters.fitting import fitting_picture
from cnnlib.lessons.learning_filters.pictures import gradient_picture

__all__ = ["fitting_picture", "gradient_picture"]
