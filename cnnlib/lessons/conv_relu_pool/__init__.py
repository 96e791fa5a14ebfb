"""What ``07_conv_relu_pool.ipynb`` imports: its networks and its pictures."""

from cnnlib.lessons.conv_relu_pool.building import build
from cnnlib.lessons.conv_relu_pool.pictures import diagram_picture, network_picture
from cnnlib.lessons.conv_relu_pool.rectified import merged_picture, relu_picture

__all__ = ["build", "diagram_picture", "merged_picture", "network_picture", "relu_picture"]
