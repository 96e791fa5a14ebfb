"""What a learner sees, as plain data: panels, pictures and the builders that make them."""

from cnnlib.pictures.banks import bank_picture, kernels_picture
from cnnlib.pictures.channels import channels_picture, ledger_picture
from cnnlib.pictures.columns import columns_picture
from cnnlib.pictures.columns_cost import back_picture, memory_picture, race_picture
from cnnlib.pictures.columns_product import copies_picture, product_picture
from cnnlib.pictures.convolution import convolution_picture
from cnnlib.pictures.filters import figure_picture, flip_picture, products_picture, target_picture
from cnnlib.pictures.flattening import (
    distance_picture,
    flattening_picture,
    gallery_picture,
    parameters_picture,
    shuffling_picture,
)
from cnnlib.pictures.lab import lab_picture, run_picture
from cnnlib.pictures.learning import gradient_picture
from cnnlib.pictures.network import diagram_picture, network_picture
from cnnlib.pictures.padding import border_picture, coverage_picture, layers_picture
from cnnlib.pictures.panels import Block, Blocks, Maps, Volume, Volumes
from cnnlib.pictures.picture import Bars, Curves, Grid, Outline, Picture, Sign
from cnnlib.pictures.pooling import pooled_channels_picture, pooling_picture, rivals_picture
from cnnlib.pictures.pooling_effects import pooling_gradient_picture, shift_picture
from cnnlib.pictures.reader import reader_picture, structure_picture
from cnnlib.pictures.receptive import reach_picture, wiggle_picture
from cnnlib.pictures.rectified import merged_picture, relu_picture
from cnnlib.pictures.stride import misfit_picture, subsampling_picture
from cnnlib.pictures.training import fitting_picture, mistakes_picture, training_picture
from cnnlib.pictures.variants import averaging_picture, dilation_picture, groups_picture, stamps_picture

__all__ = [
    "Bars",
    "Block",
    "Blocks",
    "Curves",
    "Grid",
    "Maps",
    "Outline",
    "Picture",
    "Sign",
    "Volume",
    "Volumes",
    "averaging_picture",
    "back_picture",
    "bank_picture",
    "border_picture",
    "channels_picture",
    "columns_picture",
    "convolution_picture",
    "copies_picture",
    "coverage_picture",
    "diagram_picture",
    "dilation_picture",
    "distance_picture",
    "figure_picture",
    "fitting_picture",
    "flattening_picture",
    "flip_picture",
    "gallery_picture",
    "gradient_picture",
    "groups_picture",
    "kernels_picture",
    "lab_picture",
    "layers_picture",
    "ledger_picture",
    "memory_picture",
    "merged_picture",
    "misfit_picture",
    "mistakes_picture",
    "network_picture",
    "parameters_picture",
    "pooled_channels_picture",
    "pooling_gradient_picture",
    "pooling_picture",
    "product_picture",
    "products_picture",
    "race_picture",
    "reach_picture",
    "reader_picture",
    "relu_picture",
    "rivals_picture",
    "run_picture",
    "shift_picture",
    "shuffling_picture",
    "stamps_picture",
    "structure_picture",
    "subsampling_picture",
    "target_picture",
    "training_picture",
    "wiggle_picture",
]
