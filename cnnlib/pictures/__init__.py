"""What a learner sees, as plain data: pictures, their panels, and the pictures that several notebooks show."""

from cnnlib.pictures.charts import Bars, Curves, Dots
from cnnlib.pictures.common import mistakes_picture
from cnnlib.pictures.convolution import convolution_picture
from cnnlib.pictures.diagrams import Block, Blocks, Volume, Volumes
from cnnlib.pictures.panels import Grid, Maps, Outline, Sign
from cnnlib.pictures.picture import Picture

__all__ = [
    "Bars",
    "Block",
    "Blocks",
    "Curves",
    "Dots",
    "Grid",
    "Maps",
    "Outline",
    "Picture",
    "Sign",
    "Volume",
    "Volumes",
    "convolution_picture",
    "mistakes_picture",
]
