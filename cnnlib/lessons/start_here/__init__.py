"""What ``00_start_here.ipynb`` imports: its pictures, and its experiment."""

from cnnlib.data.digits import network_input
from cnnlib.data.reader import load_reader
from cnnlib.lessons.start_here.experiment import digit_from_drawing, read_stages, robustness_table
from cnnlib.lessons.start_here.pictures import reader_picture
from cnnlib.lessons.start_here.stacks import sevens_picture, structure_picture

__all__ = [
    "digit_from_drawing",
    "load_reader",
    "network_input",
    "read_stages",
    "reader_picture",
    "robustness_table",
    "sevens_picture",
    "structure_picture",
]
