"""Bundled data: real handwritten digits, two real photographs, toy grids, named kernels.

No file is read before it is needed, and a cell cannot damage an array for the next one: every array is either a fresh
copy or read-only. ``cnnlib/data/LICENSES.md`` says where the files come from, and on what terms.
"""

from cnnlib.data.digits import digit, digits, digits_split
from cnnlib.data.photographs import camera, chelsea
from cnnlib.data.toys import KERNELS, toy_channels, toy_input, toy_kernel, toy_large

__all__ = [
    "KERNELS",
    "camera",
    "chelsea",
    "digit",
    "digits",
    "digits_split",
    "toy_channels",
    "toy_input",
    "toy_kernel",
    "toy_large",
]
