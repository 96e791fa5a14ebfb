"""What ``08_receptive_field.ipynb`` imports: its pictures, its images, and networks of equal blocks."""

from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader
from cnnlib.lessons.receptive_field.corners import box, corner_picture, slope
from cnnlib.lessons.receptive_field.patches import patches_picture
from cnnlib.lessons.receptive_field.pictures import nudge_picture, reach_picture
from cnnlib.lessons.receptive_field.tracing import stack

__all__ = [
    "box",
    "corner_picture",
    "load_reader",
    "network_input",
    "nudge_picture",
    "patches_picture",
    "reach_picture",
    "slope",
    "stack",
]
