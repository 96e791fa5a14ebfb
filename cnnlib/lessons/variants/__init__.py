"""What ``12_variants.ipynb`` imports: its pictures, and a trained network that ends in global average pooling."""

from cnnlib.lessons.variants.evidence import class_map, load_pooled
from cnnlib.lessons.variants.evidence_picture import evidence_picture
from cnnlib.lessons.variants.matrices import as_matrix, matrices_picture
from cnnlib.lessons.variants.pictures import dilation_picture
from cnnlib.lessons.variants.residual import residual_picture, through_layers
from cnnlib.lessons.variants.resizing import transposed_convolution_picture

__all__ = [
    "as_matrix",
    "class_map",
    "dilation_picture",
    "evidence_picture",
    "load_pooled",
    "matrices_picture",
    "residual_picture",
    "through_layers",
    "transposed_convolution_picture",
]
