"""What ``09_learning_filters.ipynb`` imports: its pictures."""

from cnnlib.lessons.learning_filters.descent import descent_picture
from cnnlib.lessons.learning_filters.fitting import fitting_picture
from cnnlib.lessons.learning_filters.pictures import gradient_picture
from cnnlib.lessons.learning_filters.way_back import way_back_picture

__all__ = ["descent_picture", "fitting_picture", "gradient_picture", "way_back_picture"]
