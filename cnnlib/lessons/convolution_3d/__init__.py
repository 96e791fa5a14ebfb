"""What ``05_convolution_3d.ipynb`` imports: its pictures."""

from cnnlib.lessons.convolution_3d.blocks import block_picture
from cnnlib.lessons.convolution_3d.filter_banks import bank_picture, kernels_picture
from cnnlib.lessons.convolution_3d.pictures import DESK, ledger_picture
from cnnlib.lessons.convolution_3d.weights import TRIOS, four_filters

__all__ = [
    "DESK",
    "TRIOS",
    "bank_picture",
    "block_picture",
    "four_filters",
    "kernels_picture",
    "ledger_picture",
]
